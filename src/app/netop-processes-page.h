/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-page.h"

G_BEGIN_DECLS

GtkWidget *netop_processes_page_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       netop_processes_page_set_grouping (NetopTablePage *page, NetopGrouping grouping);

G_END_DECLS
