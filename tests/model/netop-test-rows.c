/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-test-rows.h"

#include <string.h>

static void
assert_ids (NetopRowModel *model, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    g_string_append_printf (ids, "%u ", (guint)netop_row_model_get_row (model, i)->key.a);
  g_assert_cmpstr (ids->str, ==, expected);
}

/* Each column, both ways. */
void
netop_test_rows_assert_sorts (const NetopRowTable *table, NetopSnapshot *snapshot, const NetopTestSort *sorts, guint n_sorts)
{
  g_autoptr (NetopRowModel) model = netop_row_model_new (table);

  netop_row_model_set_snapshot (model, snapshot);
  for (guint i = 0; i < n_sorts; i++)
    {
      g_test_message ("column %s", netop_column_get_id (sorts[i].column));
      netop_row_model_set_sort (model, sorts[i].column, GTK_SORT_ASCENDING);
      assert_ids (model, sorts[i].ascending);
      netop_row_model_set_sort (model, sorts[i].column, GTK_SORT_DESCENDING);
      assert_ids (model, sorts[i].descending);
    }
}

/* What is found, and that the totals tell it from what there is. */
void
netop_test_rows_assert_searches (const NetopRowTable *table, NetopSnapshot *snapshot, const NetopTestSearch *searches, guint n_searches)
{
  g_autoptr (NetopRowModel) model = netop_row_model_new (table);
  guint n_rows;

  netop_row_model_set_snapshot (model, snapshot);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (model));
  for (guint i = 0; i < n_searches; i++)
    {
      g_autoptr (NetopFilter) filter = netop_filter_parse (searches[i].words, NULL);

      g_test_message ("search for %s", searches[i].words);
      netop_row_model_set_filter (model, filter);
      assert_ids (model, searches[i].ids);
      g_assert_cmpuint (netop_row_model_get_totals (model).n_rows, ==, n_rows);
      g_assert_cmpuint (netop_row_model_get_totals (model).n_shown, ==, strlen (searches[i].ids) / 2);
    }
}
