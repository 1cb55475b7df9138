/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-row-table.h"

#include "netop-process-subtree.h"

/* The Processes page: a row a process with its connections under it, or a row for each group of them with its processes
 * under it, and one Unknown row with its causes, under each of which are its remote hosts. */

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  const GArray *processes = list->snapshot->processes;

  for (guint i = 0; i < processes->len; i++)
    netop_process_subtree_append (list, expanded, &g_array_index (processes, NetopProcess, i), -1);
  netop_unknown_subtree_append (list, expanded);
}

static bool
is_shown (const NetopRowList *list, const NetopProcess *process)
{
  return !list->filter || netop_filter_match_process (list->filter, list->snapshot, process);
}

/* Puts each process into its group, and the groups in the order in which they first come. */
static void
make_groups (NetopRowList *list, NetopGrouping grouping)
{
  const GArray *processes = list->snapshot->processes;
  g_autoptr (GHashTable) groups = netop_row_key_table_new (NULL);

  for (guint i = 0; i < processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (processes, NetopProcess, i);
      NetopRowKey         key = netop_row_group_find_key (process, grouping);
      NetopRowGroup      *group = g_hash_table_lookup (groups, &key);

      if (!group)
        {
          group = netop_row_group_new (process, grouping);
          g_ptr_array_add (list->groups, group);
          g_hash_table_insert (groups, &group->key, group);
        }
      netop_row_group_add (group, process, is_shown (list, process));
    }
}

static NetopRow
make_group_row (NetopRowGroup *group)
{
  NetopRow row = {
    .key = group->key,
    .parent = -1,
    .expandable = group->members->len > 0,
    .n_children = group->members->len,
    .knows_sockets = true,
    .name = group->name,
    .group = group,
  };

  for (guint i = 0; i < group->members->len; i++)
    {
      const NetopProcess *process = g_ptr_array_index (group->members, i);

      row.n_sockets += process->n_sockets;
      row.n_connections += process->n_connections;
      netop_traffic_add (&row.traffic, &process->traffic);
      netop_rate_add (&row.rate, &process->rate);
    }

  return row;
}

static void
append_groups (NetopRowList *list, GHashTable *expanded, NetopGrouping grouping)
{
  make_groups (list, grouping);
  for (guint i = 0; i < list->groups->len; i++)
    {
      NetopRowGroup *group = g_ptr_array_index (list->groups, i);
      NetopRow       row = make_group_row (group);
      int            parent = (int)list->rows->len;

      row.expanded = g_hash_table_contains (expanded, &row.key);
      g_array_append_val (list->rows, row);
      for (guint j = 0; row.expanded && j < group->members->len; j++)
        netop_process_subtree_append (list, expanded, g_ptr_array_index (group->members, j), parent);
    }
  netop_unknown_subtree_append (list, expanded);
}

static void
append_by_application (NetopRowList *list, GHashTable *expanded)
{
  append_groups (list, expanded, NETOP_GROUPING_APPLICATION);
}

static void
append_by_user (NetopRowList *list, GHashTable *expanded)
{
  append_groups (list, expanded, NETOP_GROUPING_USER);
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
  if (row->group)
    return row->group->members->len > 0;
  if (row->process)
    return netop_filter_match_process (filter, snapshot, row->process);
  if (row->connection)
    return netop_filter_match_connection (filter, snapshot, row->connection);
  if (row->host)
    return netop_filter_match_host (filter, row->cause, row->host);
  if (row->cause)
    return netop_filter_match_unknown (filter, snapshot, row->cause);

  for (guint i = 0; i < snapshot->unknown->len; i++)
    if (netop_filter_match_unknown (filter, snapshot, &g_array_index (snapshot->unknown, NetopUnknown, i)))
      return true;

  return false;
}

static NetopSortValue
number (double value)
{
  return (NetopSortValue){ .number = value, .known = true };
}

static NetopSortValue
text (const char *value)
{
  return (NetopSortValue){ .text = value, .known = value != NULL };
}

/* IPv4 before IPv6, both by their first 48 bits or more, the ports of an IPv4 address in order: a double has no room for
 * more. Made for each refresh of thousands of rows, a text would cost more than all of their sorting. */
static NetopSortValue
endpoint (const char *name, const NetopAddress *address, uint16_t port)
{
  bool     is_v4 = netop_address_is_v4 (address);
  uint64_t bits = 0;

  if (name)
    return text (name);

  for (guint i = 0; i < (is_v4 ? 4 : 6); i++)
    bits = bits << 8 | address->bytes[(is_v4 ? 12 : 0) + i];

  return number ((double)(is_v4 ? bits << 16 | port : bits | G_GUINT64_CONSTANT (1) << 48));
}

static NetopSortValue
get_name_value (const NetopRow *row)
{
  if (row->connection)
    return endpoint (row->connection->remote_name, &row->connection->remote, row->connection->remote_port);
  if (row->host)
    return endpoint (row->host->name, &row->host->address, row->host->port);

  return text (row->name);
}

static const char *
get_user (const NetopRow *row)
{
  if (row->process)
    return row->process->username;
  if (row->group)
    return row->group->is_of_one_user ? row->group->first->username : NULL;

  return row->cause && !row->host ? row->cause->username : NULL;
}

static bool
knows_connections (const NetopRow *row)
{
  return !row->connection && !row->host;
}

static NetopSortValue
get_sort_value (const NetopRow *row, NetopColumn column)
{
  NetopSortValue unknown = { .known = false };

  /* A number: most columns are other tables'. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_NAME:
      return get_name_value (row);
    case NETOP_COLUMN_PID:
      return row->process && row->process->pid ? number (row->process->pid) : unknown;
    case NETOP_COLUMN_USER:
      return text (get_user (row));
    case NETOP_COLUMN_SOCKETS:
      return row->knows_sockets ? number (row->n_sockets) : unknown;
    case NETOP_COLUMN_CONNECTIONS:
      return knows_connections (row) ? number (row->n_connections) : unknown;
    case NETOP_COLUMN_RX_RATE:
      return number (row->rate.rx_average_bytes_per_s);
    case NETOP_COLUMN_TX_RATE:
      return number (row->rate.tx_average_bytes_per_s);
    case NETOP_COLUMN_ACTIVITY:
      return number (row->rate.rx_average_bytes_per_s + row->rate.tx_average_bytes_per_s);
    case NETOP_COLUMN_RX_BYTES:
      return number ((double)row->traffic.rx_bytes);
    case NETOP_COLUMN_TX_BYTES:
      return number ((double)row->traffic.tx_bytes);
    case NETOP_COLUMN_TRAFFIC:
      return number ((double)netop_traffic_get_bytes (&row->traffic));
    default:
      return unknown;
    }
}

static const NetopRowTable tables[] = {
  [NETOP_GROUPING_PROCESS] = {
    .append_rows = append_rows,
    .match = match,
    .get_sort_value = get_sort_value,
  },
  [NETOP_GROUPING_APPLICATION] = {
    .sums_what_matches = true,
    .append_rows = append_by_application,
    .match = match,
    .get_sort_value = get_sort_value,
  },
  [NETOP_GROUPING_USER] = {
    .sums_what_matches = true,
    .append_rows = append_by_user,
    .match = match,
    .get_sort_value = get_sort_value,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (tables) == NETOP_N_GROUPINGS);

/**
 * netop_process_row_table_get:
 *
 * Returns: (transfer none): the table of the Processes page as long as nobody groups them
 */
const NetopRowTable *
netop_process_row_table_get (void)
{
  return netop_process_row_table_get_grouped (NETOP_GROUPING_PROCESS);
}

/**
 * netop_process_row_table_get_grouped:
 *
 * Returns: (transfer none): its table with groups as top rows
 */
const NetopRowTable *
netop_process_row_table_get_grouped (NetopGrouping grouping)
{
  g_return_val_if_fail (grouping < NETOP_N_GROUPINGS, &tables[NETOP_GROUPING_PROCESS]);

  return &tables[grouping];
}
