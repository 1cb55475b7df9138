/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-filter.h"
#include "netop-row-list.h"
#include "netop-sort-value.h"

G_BEGIN_DECLS

/**
 * NetopRowTable:
 * @append_rows: makes the rows of a snapshot; @expanded is a set of #NetopRowKey
 * @sums_what_matches: rows stand for several others and add up those that the list's filter shows: another filter makes
 *   other rows
 * @is_log: rows that come while the order is held wait until it is let go: they would stand among those being read
 * @match: a child may only match where its parent does
 *
 * What one page adds to #NetopRowModel: pure functions without state.
 */
typedef struct
{
  bool sums_what_matches;
  bool is_log;
  void (*append_rows) (NetopRowList *list, GHashTable *expanded);
  bool (*match) (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter);
  NetopSortValue (*get_sort_value) (const NetopRow *row, NetopColumn column);
} NetopRowTable;

G_END_DECLS
