/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-page.h"

G_BEGIN_DECLS

/**
 * NetopTableMemory:
 *
 * What a table is sorted by, and what its columns are, from one run to the next.
 */
#define NETOP_TYPE_TABLE_MEMORY (netop_table_memory_get_type ())
G_DECLARE_FINAL_TYPE (NetopTableMemory, netop_table_memory, NETOP, TABLE_MEMORY, GObject)

NetopTableMemory *netop_table_memory_new (GSettings *settings, NetopTablePage *page) G_GNUC_WARN_UNUSED_RESULT;
void              netop_table_memory_sort_once (NetopTableMemory *self, NetopColumn column, GtkSortType direction);

G_END_DECLS
