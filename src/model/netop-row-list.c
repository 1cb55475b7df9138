/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-list.h"

/**
 * netop_row_list_new:
 *
 * Returns: (transfer full): a list without rows and without a snapshot
 */
NetopRowList *
netop_row_list_new (void)
{
  NetopRowList *self = g_new0 (NetopRowList, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (NetopRow));
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify)netop_history_unref);
  self->strings = g_string_chunk_new (64);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)netop_row_group_free);

  return self;
}

/**
 * netop_row_list_reset:
 * @snapshot: (nullable): referenced; %NULL makes a list that stays empty
 * @filter: (nullable): referenced
 *
 * Lets go of all it had and begins anew, in the memory that it has: for ten thousand rows a second, asking for it anew
 * would cost as much as sorting them.
 */
void
netop_row_list_reset (NetopRowList *self, NetopSnapshot *snapshot, NetopFilter *filter)
{
  NetopSnapshot *kept = snapshot ? netop_snapshot_ref (snapshot) : NULL;
  NetopFilter   *kept_filter = filter ? netop_filter_ref (filter) : NULL;

  g_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->histories, 0);
  g_ptr_array_set_size (self->groups, 0);
  g_string_chunk_clear (self->strings);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  g_clear_pointer (&self->filter, netop_filter_unref);
  self->snapshot = kept;
  self->filter = kept_filter;
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
