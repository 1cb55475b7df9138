/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cell-registry.h"
#include "netop-row-model.h"
#include "netop-table-keeper.h"

G_BEGIN_DECLS

/**
 * NetopTableTree:
 *
 * Opens and closes the rows of a table: by Enter, a double click, and the arrows. The focus stays with the selected row.
 */
#define NETOP_TYPE_TABLE_TREE (netop_table_tree_get_type ())
G_DECLARE_FINAL_TYPE (NetopTableTree, netop_table_tree, NETOP, TABLE_TREE, GObject)

NetopTableTree *netop_table_tree_new (GtkColumnView *view, NetopRowModel *model, NetopCellRegistry *registry, NetopTableKeeper *keeper) G_GNUC_WARN_UNUSED_RESULT;
void            netop_table_tree_toggle (NetopTableTree *self, const NetopRowKey *key);

G_END_DECLS
