/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-filter.h"
#include "netop-row.h"

G_BEGIN_DECLS

/* Samples of a summed history: the columns of a sparkline. */
#define NETOP_ROW_LIST_SUM_SAMPLES 60

/**
 * NetopRowList:
 * @rows: of #NetopRow; a parent stands before its children
 * @filter: (nullable): what a row that stands for several is to add up; nothing is left out for it yet
 * @histories: those that were made for the rows
 * @strings: the same
 * @groups: the same, of #NetopRowGroup
 *
 * The rows that one table makes of one snapshot, before filter and order. Holds the snapshot and whatever else
 * its rows point to.
 */
typedef struct
{
  NetopSnapshot *snapshot;
  NetopFilter   *filter;
  GArray        *rows;
  GPtrArray     *histories;
  GStringChunk  *strings;
  GPtrArray     *groups;
} NetopRowList;

NetopRowList *netop_row_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          netop_row_list_reset (NetopRowList *self, NetopSnapshot *snapshot, NetopFilter *filter);
void          netop_row_list_free (NetopRowList *self);
NetopHistory *netop_row_list_take_history (NetopRowList *self, NetopHistory *history);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopRowList, netop_row_list_free)

G_END_DECLS
