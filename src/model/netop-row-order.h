/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-table.h"
#include "netop-row-totals.h"

G_BEGIN_DECLS

/**
 * NetopRowOrder:
 *
 * Which rows of a list are shown, and in what order. Main thread; keeps its buffers between refreshes.
 */
typedef struct _NetopRowOrder NetopRowOrder;

NetopRowOrder *netop_row_order_new (const NetopRowTable *table) G_GNUC_WARN_UNUSED_RESULT;
void           netop_row_order_free (NetopRowOrder *self);
void           netop_row_order_set_table (NetopRowOrder *self, const NetopRowTable *table);
void           netop_row_order_set_sort (NetopRowOrder *self, NetopColumn column, bool descending);
void           netop_row_order_hold (NetopRowOrder *self, const NetopRowList *list);
void           netop_row_order_update (NetopRowOrder *self, const NetopRowList *list, const NetopFilter *filter);
guint          netop_row_order_get_length (const NetopRowOrder *self);
guint          netop_row_order_get_index (const NetopRowOrder *self, guint position);
NetopRowTotals netop_row_order_get_totals (const NetopRowOrder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopRowOrder, netop_row_order_free)

G_END_DECLS
