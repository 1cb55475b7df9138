/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-model.h"

G_BEGIN_DECLS

/* What a table's rows are to look like: the numbers of their keys in order, each followed by a space. */
typedef struct
{
  NetopColumn column;
  const char *ascending;
  const char *descending;
} NetopTestSort;

typedef struct
{
  const char *words;
  const char *ids;
} NetopTestSearch;

void netop_test_rows_assert_sorts (const NetopRowTable *table, NetopSnapshot *snapshot, const NetopTestSort *sorts, guint n_sorts);
void netop_test_rows_assert_searches (const NetopRowTable *table, NetopSnapshot *snapshot, const NetopTestSearch *searches, guint n_searches);

G_END_DECLS
