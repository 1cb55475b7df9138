/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-subtree.h"

#include <glib/gi18n.h>

#include "netop-origin-text.h"
#include "netop-unknown-text.h"

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

  text = netop_origin_dup_name (process);

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
                      .depth = g_array_index (list->rows, NetopRow, parent).depth + 1,
                      .connection = connection,
                      .traffic = connection->traffic,
                      .rate = connection->rate,
                      .history = connection->history,
      };

      g_array_append_val (list->rows, row);
    }
}

/**
 * netop_process_subtree_append:
 * @expanded: set of #NetopRowKey
 * @process: of the list's snapshot
 * @parent: index of the row it stands under, or -1
 *
 * Appends the row of a process and, where it is expanded, those of its connections.
 */
void
netop_process_subtree_append (NetopRowList *list, GHashTable *expanded, const NetopProcess *process, int parent)
{
  guint    depth = parent < 0 ? 0 : g_array_index (list->rows, NetopRow, parent).depth + 1;
  NetopRow row = {
    .key = process->key,
    .parent = parent,
    .depth = depth,
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
  NetopHistory *history = NULL;
  NetopRow      row = {
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
      history = netop_history_add (history, NETOP_ROW_LIST_SUM_SAMPLES, cause->history);
    }
  row.history = netop_row_list_take_history (list, history);

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

/**
 * netop_unknown_subtree_append:
 * @expanded: set of #NetopRowKey
 *
 * Appends the row of what is unknown, if anything is, with its causes and their hosts as far as they are expanded.
 */
void
netop_unknown_subtree_append (NetopRowList *list, GHashTable *expanded)
{
  NetopRow unknown;

  if (list->snapshot->unknown->len == 0)
    return;

  unknown = make_unknown_row (list);
  unknown.expanded = is_expanded (expanded, &unknown.key);
  g_array_append_val (list->rows, unknown);
  if (unknown.expanded)
    append_causes (list, expanded, (int)list->rows->len - 1);
}
