/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-model.h"
#include "netop-table-columns.h"

G_BEGIN_DECLS

/**
 * NetopTablePage:
 *
 * A page with a table, whichever #NetopTableKind it is of. Sorting by a click on a header; rows hold still for a while after
 * the pointer or the keys. Where there is little room columns give way, the one that grows last. While it is not on the
 * screen it only remembers the newest snapshot.
 */
#define NETOP_TYPE_TABLE_PAGE (netop_table_page_get_type ())
G_DECLARE_FINAL_TYPE (NetopTablePage, netop_table_page, NETOP, TABLE_PAGE, GtkWidget)

GtkWidget         *netop_table_page_new (const NetopTableKind *kind) G_GNUC_WARN_UNUSED_RESULT;
void               netop_table_page_set_snapshot (NetopTablePage *self, NetopSnapshot *snapshot);
void               netop_table_page_set_filter (NetopTablePage *self, NetopFilter *filter);
void               netop_table_page_set_sort (NetopTablePage *self, NetopColumn column, GtkSortType direction);
void               netop_table_page_step_sort (NetopTablePage *self);
void               netop_table_page_reverse_sort (NetopTablePage *self);
void               netop_table_page_open_column_menu (NetopTablePage *self);
void               netop_table_page_toggle (NetopTablePage *self, const NetopRowKey *key);
NetopRowModel     *netop_table_page_get_model (NetopTablePage *self);
NetopTableColumns *netop_table_page_get_columns (NetopTablePage *self);
int                netop_table_page_get_height (NetopTablePage *self, guint n_rows);
void               netop_table_page_focus (NetopTablePage *self);

G_END_DECLS
