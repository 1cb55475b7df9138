/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-resolver-row-table.h"

/* The upper table of the DNS page: a row for whom this host asks, or is to ask. */

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  const GArray *resolvers = list->snapshot->dns.resolvers;

  for (guint i = 0; i < resolvers->len; i++)
    {
      const NetopDnsResolver *resolver = &g_array_index (resolvers, NetopDnsResolver, i);
      NetopRow                row = {
                       .key = resolver->key,
                       .parent = -1,
                       .resolver = resolver,
                       .n_queries = resolver->total.n_queries,
      };

      if (resolver->total.failure_rate.known)
        row.n_failed_queries = (uint64_t)(resolver->total.failure_rate.value * (double)resolver->total.n_queries + 0.5);
      g_array_append_val (list->rows, row);
    }
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
  return netop_filter_match_resolver (filter, row->resolver);
}

static NetopSortValue
get_sort_value (const NetopRow *row, NetopColumn column)
{
  const NetopDnsResolver *resolver = row->resolver;

  /* A number: most columns are other tables'. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_NAME:
      return netop_sort_value_endpoint (&resolver->server, 0);
    case NETOP_COLUMN_INTERFACE:
      return netop_sort_value_text (resolver->interface_name);
    case NETOP_COLUMN_QUERIES:
      return netop_sort_value_number ((double)resolver->total.n_queries);
    case NETOP_COLUMN_MEAN_LATENCY:
    case NETOP_COLUMN_LATENCY:
      return netop_sort_value_figure (resolver->total.mean_us);
    case NETOP_COLUMN_P95_LATENCY:
      return netop_sort_value_figure (resolver->total.p95_us);
    case NETOP_COLUMN_FAILURE_RATE:
      return netop_sort_value_figure (resolver->total.failure_rate);
    default:
      return (NetopSortValue){ .known = false };
    }
}

static const NetopRowTable table = {
  .append_rows = append_rows,
  .match = match,
  .get_sort_value = get_sort_value,
};

/**
 * netop_resolver_row_table_get:
 *
 * Returns: (transfer none): the table of the resolvers
 */
const NetopRowTable *
netop_resolver_row_table_get (void)
{
  return &table;
}
