/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-kind.h"

G_BEGIN_DECLS

/**
 * NetopTableColumns:
 *
 * The columns of one table: which are there, and how wide they are. One of them takes what the others leave; where that
 * is too little they give way in their order, and in narrow windows only those are there that never do.
 *
 * Signal "fitted": they were given their room anew, and what their cells show may depend on it.
 */
#define NETOP_TYPE_TABLE_COLUMNS (netop_table_columns_get_type ())
G_DECLARE_FINAL_TYPE (NetopTableColumns, netop_table_columns, NETOP, TABLE_COLUMNS, GObject)

NetopTableColumns   *netop_table_columns_new (GtkColumnView *view, const NetopTableKind *kind) G_GNUC_WARN_UNUSED_RESULT;
void                 netop_table_columns_add (NetopTableColumns *self, guint index, GtkListItemFactory *factory);
GtkColumnViewColumn *netop_table_columns_find (NetopTableColumns *self, NetopColumn column);
void                 netop_table_columns_set_width (NetopTableColumns *self, int width);
gboolean             netop_table_columns_is_narrow (NetopTableColumns *self);
void                 netop_table_columns_set_payload (NetopTableColumns *self, gboolean is_payload);
void                 netop_table_columns_align_titles (NetopTableColumns *self);

G_END_DECLS
