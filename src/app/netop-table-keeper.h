/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cell-registry.h"
#include "netop-row-model.h"
#include "netop-table-columns.h"

G_BEGIN_DECLS

/**
 * NetopTableKeeper:
 *
 * Keeps the rows of a table where they are while somebody is at work on them, and the keyboard's focus with the selected
 * row wherever that goes. Sorts the model when a header of the view is pressed.
 *
 * Signal "sideways": an arrow key to the side, the right one where the argument is %TRUE. Where nobody returns %TRUE for it
 * a wide table is scrolled.
 */
#define NETOP_TYPE_TABLE_KEEPER (netop_table_keeper_get_type ())
G_DECLARE_FINAL_TYPE (NetopTableKeeper, netop_table_keeper, NETOP, TABLE_KEEPER, GObject)

NetopTableKeeper *netop_table_keeper_new (GtkColumnView *view, NetopTableColumns *columns, NetopRowModel *model, NetopCellRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void              netop_table_keeper_watch (NetopTableKeeper *self, GtkWidget *widget);
void              netop_table_keeper_set_sort (NetopTableKeeper *self, NetopColumn column, GtkSortType direction);
void              netop_table_keeper_hold (NetopTableKeeper *self);
void              netop_table_keeper_release (NetopTableKeeper *self);
gboolean          netop_table_keeper_is_selected_focused (NetopTableKeeper *self);
void              netop_table_keeper_follow_selected (NetopTableKeeper *self, gboolean was_focused);

G_END_DECLS
