/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connection-row-table.h"

#include <glib/gi18n.h>

#include "netop-connection-text.h"

/* The Connections page: a row a connection, those that closed a short while ago among them. */

static const char *
get_name (const NetopSnapshot *snapshot, const NetopConnection *connection)
{
  const char *name;

  if (connection->process < 0)
    return _ ("Unknown");

  name = g_array_index (snapshot->processes, NetopProcess, connection->process).name;
  return name ? name : "";
}

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  const GArray *connections = list->snapshot->connections;

  for (guint i = 0; i < connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (connections, NetopConnection, i);
      NetopRow               row = {
                      .key = connection->key,
                      .parent = -1,
                      .n_connections = connection->closed_us == 0 ? 1 : 0,
                      .name = get_name (list->snapshot, connection),
                      .connection = connection,
                      .traffic = connection->traffic,
                      .rate = connection->rate,
                      .history = connection->history,
      };

      g_array_append_val (list->rows, row);
    }
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
  return netop_filter_match_connection (filter, snapshot, row->connection);
}

static NetopSortValue
get_health_value (const NetopConnection *connection, NetopColumn column)
{
  if (column == NETOP_COLUMN_RTT)
    return netop_sort_value_figure (connection->rtt_us);
  if (column == NETOP_COLUMN_JITTER)
    return netop_sort_value_figure (connection->jitter_us);

  return netop_sort_value_figure (connection->retransmit_rate);
}

static NetopSortValue
get_sort_value (const NetopRow *row, NetopColumn column)
{
  const NetopConnection *connection = row->connection;

  /* A number: most columns are other tables'. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_NAME:
      return netop_sort_value_text (row->name);
    case NETOP_COLUMN_SERVICE:
      return netop_sort_value_text (connection->service);
    case NETOP_COLUMN_PROTOCOL:
      return netop_sort_value_number (connection->protocol);
    case NETOP_COLUMN_LOCAL:
      return netop_sort_value_endpoint (&connection->local, connection->local_port);
    case NETOP_COLUMN_REMOTE:
      return netop_sort_value_endpoint (&connection->remote, connection->remote_port);
    case NETOP_COLUMN_STATE:
      return netop_sort_value_text (netop_connection_get_state_text (connection));
    case NETOP_COLUMN_DIRECTION:
      return netop_sort_value_text (netop_connection_get_direction_text (connection));
    case NETOP_COLUMN_INTERFACE:
      return netop_sort_value_text (connection->interface_name);
    case NETOP_COLUMN_RTT:
    case NETOP_COLUMN_JITTER:
    case NETOP_COLUMN_RETRANSMISSIONS:
      return get_health_value (connection, column);
    case NETOP_COLUMN_AGE:
      /* The youngest came last. */
      return netop_sort_value_number (-(double)connection->first_seen_us);
    case NETOP_COLUMN_MATCH:
      return netop_sort_value_text (netop_connection_get_match_text (connection));
    default:
      return netop_sort_value_traffic (row, column);
    }
}

static const NetopRowTable table = {
  .append_rows = append_rows,
  .match = match,
  .get_sort_value = get_sort_value,
};

/**
 * netop_connection_row_table_get:
 *
 * Returns: (transfer none): the table of the Connections page
 */
const NetopRowTable *
netop_connection_row_table_get (void)
{
  return &table;
}
