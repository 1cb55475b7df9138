/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-found.h"
#include "netop-row-table.h"
#include "netop-row-totals.h"

G_BEGIN_DECLS

/**
 * NetopRowModel:
 *
 * The model of every table: a #GListModel of #NetopRowSlot, one for each position, and the #GtkSelectionModel
 * of the same view. See the file comment for why. At most one row is selected, by its key.
 *
 * Signal "refreshed": whatever is shown may have changed (values, order, count, totals). The page refreshes
 * the cells in view and the totals then.
 */
#define NETOP_TYPE_ROW_MODEL (netop_row_model_get_type ())
G_DECLARE_FINAL_TYPE (NetopRowModel, netop_row_model, NETOP, ROW_MODEL, GObject)

NetopRowModel *netop_row_model_new (const NetopRowTable *table) G_GNUC_WARN_UNUSED_RESULT;

void           netop_row_model_set_table (NetopRowModel *self, const NetopRowTable *table);
void           netop_row_model_set_snapshot (NetopRowModel *self, NetopSnapshot *snapshot);
NetopSnapshot *netop_row_model_get_snapshot (NetopRowModel *self);
void           netop_row_model_set_filter (NetopRowModel *self, NetopFilter *filter);
NetopFilter   *netop_row_model_get_filter (NetopRowModel *self);
void           netop_row_model_set_sort (NetopRowModel *self, NetopColumn column, GtkSortType direction);
NetopColumn    netop_row_model_get_sort (NetopRowModel *self, GtkSortType *direction);

/* Rows hold still while the pointer or the keys are at work: values go on, the order does not. Counted. */
void netop_row_model_freeze_sort (NetopRowModel *self);
void netop_row_model_thaw_sort (NetopRowModel *self);
bool netop_row_model_is_sort_frozen (NetopRowModel *self);

/* Borrowed rows: valid until the next call that changes the model. NULL if there is none. */
const NetopRow *netop_row_model_get_row (NetopRowModel *self, guint position);
const NetopRow *netop_row_model_lookup (NetopRowModel *self, const NetopRowKey *key);
guint           netop_row_model_get_position (NetopRowModel *self, const NetopRowKey *key);

void        netop_row_model_set_selected (NetopRowModel *self, const NetopRowKey *key);
NetopRowKey netop_row_model_get_selected (NetopRowModel *self);

guint netop_row_model_get_parent_position (NetopRowModel *self, guint position);
guint netop_row_model_get_first_child_position (NetopRowModel *self, guint position);
void  netop_row_model_set_expanded (NetopRowModel *self, const NetopRowKey *key, bool expanded);

NetopRowTotals netop_row_model_get_totals (NetopRowModel *self);
void           netop_row_model_get_found (NetopRowModel *self, NetopFound *found);

G_END_DECLS
