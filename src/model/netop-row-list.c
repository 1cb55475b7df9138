/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-list.h"

/**
 * netop_row_list_new:
 * @snapshot: (nullable): referenced; %NULL makes a list that stays empty
 * @filter: (nullable): referenced
 *
 * Returns: (transfer full): a list without rows
 */
NetopRowList *
netop_row_list_new (NetopSnapshot *snapshot, NetopFilter *filter)
{
  NetopRowList *self = g_new0 (NetopRowList, 1);
  guint         n_expected = snapshot ? snapshot->processes->len + 1 : 0;

  self->snapshot = snapshot ? netop_snapshot_ref (snapshot) : NULL;
  self->filter = filter ? netop_filter_ref (filter) : NULL;
  self->rows = g_array_sized_new (FALSE, FALSE, sizeof (NetopRow), n_expected);
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify)netop_history_unref);
  self->strings = g_string_chunk_new (64);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)netop_row_group_free);

  return self;
}

/**
 * netop_row_list_free:
 *
 * Frees the rows and lets go of the snapshot.
 */
void
netop_row_list_free (NetopRowList *self)
{
  g_array_unref (self->rows);
  g_ptr_array_unref (self->histories);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->groups);
  g_clear_pointer (&self->filter, netop_filter_unref);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  g_free (self);
}

/**
 * netop_row_list_take_history:
 * @history: (transfer full) (nullable): made for one of its rows
 *
 * Returns: (transfer none) (nullable): @history, which lives as long as @self
 */
NetopHistory *
netop_row_list_take_history (NetopRowList *self, NetopHistory *history)
{
  if (history)
    g_ptr_array_add (self->histories, history);

  return history;
}
