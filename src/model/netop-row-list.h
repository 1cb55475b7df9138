/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row.h"

G_BEGIN_DECLS

/* Samples of a summed history: the columns of a sparkline. */
#define NETOP_ROW_LIST_SUM_SAMPLES 60

/**
 * NetopRowList:
 * @rows: of #NetopRow; a parent stands before its children
 * @histories: those that were made for the rows
 * @strings: the same
 *
 * The rows that one table makes of one snapshot, before filter and order. Holds the snapshot and whatever else
 * its rows point to.
 */
typedef struct
{
  NetopSnapshot *snapshot;
  GArray        *rows;
  GPtrArray     *histories;
  GStringChunk  *strings;
} NetopRowList;

NetopRowList *netop_row_list_new (NetopSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;
void          netop_row_list_free (NetopRowList *self);
NetopHistory *netop_row_list_sum_histories (NetopRowList *self, NetopHistory *const *histories, guint n_histories);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopRowList, netop_row_list_free)

G_END_DECLS
