/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-table.h"

G_BEGIN_DECLS

const NetopRowTable *netop_process_row_table_get (void);
const NetopRowTable *netop_process_row_table_get_grouped (NetopGrouping grouping);

G_END_DECLS
