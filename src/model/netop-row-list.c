/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-list.h"

/**
 * netop_row_list_new:
 * @snapshot: (nullable): referenced; %NULL makes a list that stays empty
 *
 * Returns: (transfer full): a list without rows
 */
NetopRowList *
netop_row_list_new (NetopSnapshot *snapshot)
{
  NetopRowList *self = g_new0 (NetopRowList, 1);
  guint         n_expected = snapshot ? snapshot->processes->len + 1 : 0;

  self->snapshot = snapshot ? netop_snapshot_ref (snapshot) : NULL;
  self->rows = g_array_sized_new (FALSE, FALSE, sizeof (NetopRow), n_expected);
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify)netop_history_unref);
  self->strings = g_string_chunk_new (64);

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
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  g_free (self);
}

/**
 * netop_row_list_sum_histories:
 * @histories: (array length=n_histories): of equal spacing; elements may be %NULL
 *
 * The history of a row that stands for several, over the newest 60 samples.
 *
 * Returns: (transfer none) (nullable): owned by @self; %NULL where all are empty
 */
NetopHistory *
netop_row_list_sum_histories (NetopRowList *self, NetopHistory *const *histories, guint n_histories)
{
  NetopHistory *sum = NULL;
  guint         length = 0;

  for (guint i = 0; i < n_histories; i++)
    length = MAX (length, netop_history_get_length (histories[i]));
  length = MIN (length, NETOP_ROW_LIST_SUM_SAMPLES);

  for (guint age = length; age > 0; age--)
    {
      NetopSample sample = { 0 };

      for (guint i = 0; i < n_histories; i++)
        {
          NetopSample part = { 0 };

          if (age <= netop_history_get_length (histories[i]))
            part = netop_history_get (histories[i], age - 1);
          sample.rx += part.rx;
          sample.tx += part.tx;
        }
      sum = netop_history_append (sum, NETOP_ROW_LIST_SUM_SAMPLES, sample);
    }

  if (sum)
    g_ptr_array_add (self->histories, sum);

  return sum;
}
