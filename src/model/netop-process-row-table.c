/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-row-table.h"

#include <glib/gi18n.h>

#include "netop-unknown-text.h"

/* The Processes page: a row a process with its connections under it, and one Unknown row with its causes, under each of
 * which are its remote hosts. */

static bool
is_expanded (GHashTable *expanded, const NetopRowKey *key)
{
  return g_hash_table_size (expanded) > 0 && g_hash_table_contains (expanded, key);
}

static const char *
get_process_name (NetopRowList *list, const NetopProcess *process)
{
  g_autofree char *text = NULL;

  if (process->key.kind != NETOP_ROW_ENDED)
    return process->name ? process->name : "";

  /* TRANSLATORS: a program's name and how many of its processes have ended. */
  text = g_strdup_printf (_ ("Ended: %s ×%u"), process->name, process->n_folded);

  return g_string_chunk_insert (list->strings, text);
}

static void
append_connections (NetopRowList *list, const NetopProcess *process, int parent)
{
  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      const NetopConnection *connection = &g_array_index (list->snapshot->connections, NetopConnection, process->first_connection + i);
      NetopRow               row = {
                      .key = connection->key,
                      .parent = parent,
                      .depth = 1,
                      .connection = connection,
                      .traffic = connection->traffic,
                      .rate = connection->rate,
                      .history = connection->history,
      };

      g_array_append_val (list->rows, row);
    }
}

static void
append_processes (NetopRowList *list, GHashTable *expanded)
{
  const GArray *processes = list->snapshot->processes;

  for (guint i = 0; i < processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (processes, NetopProcess, i);
      NetopRow            row = {
                   .key = process->key,
                   .parent = -1,
                   .expandable = process->n_listed_connections > 0,
                   .expanded = is_expanded (expanded, &process->key),
                   .n_children = process->n_listed_connections,
                   .knows_sockets = true,
                   .n_sockets = process->n_sockets,
                   .n_connections = process->n_connections,
                   .name = get_process_name (list, process),
                   .process = process,
                   .traffic = process->traffic,
                   .rate = process->rate,
                   .history = process->history,
      };

      g_array_append_val (list->rows, row);
      if (row.expanded)
        append_connections (list, process, (int)list->rows->len - 1);
    }
}

static bool
is_of_cause (const NetopConnection *connection, const NetopUnknown *cause)
{
  if (!cause)
    return true;

  return connection->cause == cause->cause && connection->cause_uid == cause->uid;
}

/* Open connections that no process owns: they stand at the end of the array. */
static guint
count_unowned (const NetopSnapshot *snapshot, const NetopUnknown *cause)
{
  guint n = 0;

  for (guint i = snapshot->connections->len; i > 0; i--)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i - 1);

      if (connection->process >= 0)
        break;
      if (connection->closed_us == 0 && is_of_cause (connection, cause))
        n++;
    }

  return n;
}

static NetopRow
make_unknown_row (NetopRowList *list)
{
  const GArray *causes = list->snapshot->unknown;
  g_autoptr (GPtrArray) histories = g_ptr_array_new ();
  NetopRow row = {
    .key = { .kind = NETOP_ROW_UNKNOWN },
    .parent = -1,
    .expandable = true,
    .n_children = causes->len,
    .name = _ ("Unknown"),
    .n_connections = count_unowned (list->snapshot, NULL),
  };

  for (guint i = 0; i < causes->len; i++)
    {
      const NetopUnknown *cause = &g_array_index (causes, NetopUnknown, i);

      netop_traffic_add (&row.traffic, &cause->traffic);
      netop_rate_add (&row.rate, &cause->rate);
      if (cause->history)
        g_ptr_array_add (histories, cause->history);
    }

  if (histories->len == 1)
    row.history = g_ptr_array_index (histories, 0);
  else
    row.history = netop_row_list_sum_histories (list, (NetopHistory *const *)histories->pdata, histories->len);

  return row;
}

static const char *
get_cause_name (NetopRowList *list, const NetopUnknown *cause)
{
  g_autofree char *title = netop_unknown_dup_title (cause);

  return g_string_chunk_insert (list->strings, title);
}

static guint
count_hosts (const NetopUnknown *cause)
{
  return cause->hosts ? cause->hosts->len : 0;
}

static void
append_hosts (NetopRowList *list, const NetopUnknown *cause, int parent)
{
  for (guint i = 0; i < count_hosts (cause); i++)
    {
      const NetopUnknownHost *host = &g_array_index (cause->hosts, NetopUnknownHost, i);
      NetopRow                row = {
                       .key = host->key,
                       .parent = parent,
                       .depth = 2,
                       .cause = cause,
                       .host = host,
                       .traffic = host->traffic,
                       .rate = host->rate,
      };

      g_array_append_val (list->rows, row);
    }
}

static void
append_causes (NetopRowList *list, GHashTable *expanded, int parent)
{
  const GArray *causes = list->snapshot->unknown;

  for (guint i = 0; i < causes->len; i++)
    {
      const NetopUnknown *cause = &g_array_index (causes, NetopUnknown, i);
      NetopRow            row = {
                   .key = cause->key,
                   .parent = parent,
                   .depth = 1,
                   .expandable = count_hosts (cause) > 0,
                   .expanded = is_expanded (expanded, &cause->key),
                   .n_children = count_hosts (cause),
                   .n_connections = count_unowned (list->snapshot, cause),
                   .name = get_cause_name (list, cause),
                   .cause = cause,
                   .traffic = cause->traffic,
                   .rate = cause->rate,
                   .history = cause->history,
      };

      g_array_append_val (list->rows, row);
      if (row.expanded)
        append_hosts (list, cause, (int)list->rows->len - 1);
    }
}

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  NetopRow unknown;

  append_processes (list, expanded);
  if (list->snapshot->unknown->len == 0)
    return;

  unknown = make_unknown_row (list);
  unknown.expanded = is_expanded (expanded, &unknown.key);
  g_array_append_val (list->rows, unknown);
  if (unknown.expanded)
    append_causes (list, expanded, (int)list->rows->len - 1);
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
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

static const NetopRowTable table = {
  .append_rows = append_rows,
  .match = match,
  .get_sort_value = get_sort_value,
};

/**
 * netop_process_row_table_get:
 *
 * Returns: (transfer none): the table of the Processes page
 */
const NetopRowTable *
netop_process_row_table_get (void)
{
  return &table;
}
