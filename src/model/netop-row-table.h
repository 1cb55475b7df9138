/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-filter.h"
#include "netop-row-list.h"

G_BEGIN_DECLS

/**
 * NetopSortValue:
 * @known: rows without a value stand last in both directions
 * @text: sorted by the locale's rules without regard to case; %NULL for a number
 */
typedef struct
{
  double      number;
  const char *text;
  bool        known;
} NetopSortValue;

/**
 * NetopRowTable:
 * @append_rows: makes the rows of a snapshot; @expanded is a set of #NetopRowKey
 * @match: a child may only match where its parent does
 *
 * What one page adds to #NetopRowModel: pure functions without state.
 */
typedef struct
{
  void (*append_rows) (NetopRowList *list, GHashTable *expanded);
  bool (*match) (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter);
  NetopSortValue (*get_sort_value) (const NetopRow *row, NetopColumn column);
} NetopRowTable;

G_END_DECLS
