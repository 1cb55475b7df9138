/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-columns.h"
#include "netop-table-keeper.h"

G_BEGIN_DECLS

/**
 * NetopColumnMenu:
 *
 * The menu of a table's columns: which are shown, and where one of them stands. Its actions are the group "columns" of the
 * page: one with the name of each column that can be hidden, "move" and "widen" (a column's name and by how much), "reset".
 */
#define NETOP_TYPE_COLUMN_MENU (netop_column_menu_get_type ())
G_DECLARE_FINAL_TYPE (NetopColumnMenu, netop_column_menu, NETOP, COLUMN_MENU, GObject)

NetopColumnMenu *netop_column_menu_new (GtkWidget *page, GtkColumnView *view, const NetopTableKind *kind, NetopTableColumns *columns, NetopTableKeeper *keeper) G_GNUC_WARN_UNUSED_RESULT;
void             netop_column_menu_open (NetopColumnMenu *self, NetopColumn column);
void             netop_column_menu_allocate (NetopColumnMenu *self);

G_END_DECLS
