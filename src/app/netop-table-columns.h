/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-kind.h"

G_BEGIN_DECLS

/**
 * NetopTableColumns:
 *
 * The columns of one table: which are there, in which order, and how wide they are. One of them takes what the others
 * leave; where that is too little they give way in their order, and in narrow windows only those are there that never do.
 * Which of them are wanted, where, and how wide is the user's.
 *
 * Signal "fitted": they were given their room anew, and what their cells show may depend on it. Signal "changed": the
 * user's wishes did.
 */
#define NETOP_TABLE_COLUMNS_STATE_TYPE "a(sbi)"

#define NETOP_TYPE_TABLE_COLUMNS (netop_table_columns_get_type ())
G_DECLARE_FINAL_TYPE (NetopTableColumns, netop_table_columns, NETOP, TABLE_COLUMNS, GObject)

NetopTableColumns   *netop_table_columns_new (GtkColumnView *view, const NetopTableKind *kind) G_GNUC_WARN_UNUSED_RESULT;
void                 netop_table_columns_add (NetopTableColumns *self, guint index, GtkListItemFactory *factory);
GtkColumnViewColumn *netop_table_columns_find (NetopTableColumns *self, NetopColumn column);
void                 netop_table_columns_set_width (NetopTableColumns *self, int width);
gboolean             netop_table_columns_is_narrow (NetopTableColumns *self);
void                 netop_table_columns_set_payload (NetopTableColumns *self, gboolean is_payload);
void                 netop_table_columns_align_titles (NetopTableColumns *self);
void                 netop_table_columns_set_totals (NetopTableColumns *self, const NetopRowTotals *totals);
void                 netop_table_columns_set_sorted (NetopTableColumns *self, NetopColumn column, GtkSortType direction);

gboolean    netop_table_columns_has_text (NetopTableColumns *self, NetopColumn column);
NetopColumn netop_table_columns_get_next (NetopTableColumns *self, NetopColumn column);
NetopColumn netop_table_columns_get_at (NetopTableColumns *self, GtkWidget *widget);
gboolean    netop_table_columns_is_wanted (NetopTableColumns *self, NetopColumn column);
void        netop_table_columns_set_wanted (NetopTableColumns *self, NetopColumn column, gboolean is_wanted);
void        netop_table_columns_move (NetopTableColumns *self, NetopColumn column, int n_steps);
void        netop_table_columns_widen (NetopTableColumns *self, NetopColumn column, int n_pixels);
void        netop_table_columns_reset (NetopTableColumns *self);
GVariant   *netop_table_columns_dup_state (NetopTableColumns *self) G_GNUC_WARN_UNUSED_RESULT;
void        netop_table_columns_set_state (NetopTableColumns *self, GVariant *state);

G_END_DECLS
