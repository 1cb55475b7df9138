/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-row-table.h"

#include <glib/gi18n.h>

#include "netop-unknown-text.h"

/* The Processes page: a row a process, and one Unknown row with its causes under it. */

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
append_processes (NetopRowList *list)
{
  const GArray *processes = list->snapshot->processes;

  for (guint i = 0; i < processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (processes, NetopProcess, i);
      NetopRow            row = {
                   .key = process->key,
                   .parent = -1,
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
    }
}

static bool
is_of_cause (const NetopConnection *connection, const NetopUnknown *cause)
{
  if (!cause)
    return true;

  return connection->cause == cause->cause &&
         (cause->cause != NETOP_CAUSE_OTHER_USER || connection->cause_uid == cause->uid);
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

static void
append_causes (NetopRowList *list, int parent)
{
  const GArray *causes = list->snapshot->unknown;

  for (guint i = 0; i < causes->len; i++)
    {
      const NetopUnknown *cause = &g_array_index (causes, NetopUnknown, i);
      NetopRow            row = {
                   .key = cause->key,
                   .parent = parent,
                   .depth = 1,
                   .n_connections = count_unowned (list->snapshot, cause),
                   .name = get_cause_name (list, cause),
                   .cause = cause,
                   .traffic = cause->traffic,
                   .rate = cause->rate,
                   .history = cause->history,
      };

      g_array_append_val (list->rows, row);
    }
}

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  NetopRow unknown;

  append_processes (list);
  if (list->snapshot->unknown->len == 0)
    return;

  unknown = make_unknown_row (list);
  unknown.expanded = g_hash_table_contains (expanded, &unknown.key);
  g_array_append_val (list->rows, unknown);
  if (unknown.expanded)
    append_causes (list, (int)list->rows->len - 1);
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
  if (row->process)
    return netop_filter_match_process (filter, snapshot, row->process);
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

static const char *
get_user (const NetopRow *row)
{
  if (row->process)
    return row->process->username;

  return row->cause ? row->cause->username : NULL;
}

static NetopSortValue
get_sort_value (const NetopRow *row, NetopColumn column)
{
  NetopSortValue unknown = { .known = false };

  switch (column)
    {
    case NETOP_COLUMN_NAME:
      return text (row->name);
    case NETOP_COLUMN_PID:
      return row->process && row->process->pid ? number (row->process->pid) : unknown;
    case NETOP_COLUMN_USER:
      return text (get_user (row));
    case NETOP_COLUMN_SOCKETS:
      return row->knows_sockets ? number (row->n_sockets) : unknown;
    case NETOP_COLUMN_CONNECTIONS:
      return number (row->n_connections);
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
    case NETOP_COLUMN_NONE:
    case NETOP_N_COLUMNS:
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
