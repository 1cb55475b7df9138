/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-column-title.h"
#include "netop-row-totals.h"

G_BEGIN_DECLS

void  netop_table_totals_show (NetopColumnTitle *title, NetopColumn column, const NetopRowTotals *totals);
char *netop_table_totals_dup_processes (const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
char *netop_table_totals_dup_connections (const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
char *netop_table_totals_dup_interfaces (const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
