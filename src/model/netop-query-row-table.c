/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-query-row-table.h"

#include "netop-query-text.h"

/* The lower table of the DNS page: a row a query. */

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  const GArray *queries = list->snapshot->dns.queries;

  for (guint i = 0; i < queries->len; i++)
    {
      const NetopDnsQuery *query = &g_array_index (queries, NetopDnsQuery, i);
      NetopRow             row = {
                    .key = query->key,
                    .parent = -1,
                    .name = query->name,
                    .query = query,
                    .n_queries = 1,
                    .n_failed_queries = netop_dns_query_has_failed (query),
      };

      g_array_append_val (list->rows, row);
    }
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
  return netop_filter_match_query (filter, snapshot, row->query);
}

/* By its name; one that has only a number has none that lasts. */
static NetopSortValue
get_type (const NetopDnsQuery *query)
{
  char        buffer[16];
  const char *type = netop_dns_query_format_type (query, buffer, sizeof buffer);

  return type == buffer ? (NetopSortValue){ .known = false } : netop_sort_value_text (type);
}

static NetopSortValue
get_sort_value (const NetopRow *row, NetopColumn column)
{
  const NetopDnsQuery *query = row->query;

  /* A number: most columns are other tables'. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_TIME:
      return netop_sort_value_number ((double)query->key.a);
    case NETOP_COLUMN_PROCESS:
      return netop_sort_value_text (netop_query_get_asker (query));
    case NETOP_COLUMN_NAME:
      return netop_sort_value_text (query->name);
    case NETOP_COLUMN_TYPE:
      return get_type (query);
    case NETOP_COLUMN_ANSWER:
      return netop_sort_value_text (netop_query_get_answer_order (query));
    case NETOP_COLUMN_LATENCY:
      return netop_sort_value_figure (query->latency_us);
    case NETOP_COLUMN_RESOLVER:
      return netop_sort_value_endpoint (&query->server, query->server_port);
    case NETOP_COLUMN_INTERFACE:
      return netop_sort_value_text (query->interface_name);
    default:
      return (NetopSortValue){ .known = false };
    }
}

static const NetopRowTable table = {
  .is_log = true,
  .append_rows = append_rows,
  .match = match,
  .get_sort_value = get_sort_value,
};

/**
 * netop_query_row_table_get:
 *
 * Returns: (transfer none): the table of the queries
 */
const NetopRowTable *
netop_query_row_table_get (void)
{
  return &table;
}
