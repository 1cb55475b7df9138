/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row.h"

#include "netop-format.h"

/* As many as the engine keeps of a connection, and of a host. */
#define CONNECTION_SECONDS 60

static const char *const column_ids[] = {
  [NETOP_COLUMN_NONE] = "none",
  [NETOP_COLUMN_NAME] = "name",
  [NETOP_COLUMN_PID] = "pid",
  [NETOP_COLUMN_USER] = "user",
  [NETOP_COLUMN_SOCKETS] = "sockets",
  [NETOP_COLUMN_CONNECTIONS] = "connections",
  [NETOP_COLUMN_RX_RATE] = "rx-rate",
  [NETOP_COLUMN_TX_RATE] = "tx-rate",
  [NETOP_COLUMN_ACTIVITY] = "activity",
  [NETOP_COLUMN_RX_BYTES] = "rx-bytes",
  [NETOP_COLUMN_TX_BYTES] = "tx-bytes",
  [NETOP_COLUMN_TRAFFIC] = "traffic",
  [NETOP_COLUMN_SERVICE] = "service",
  [NETOP_COLUMN_PROTOCOL] = "protocol",
  [NETOP_COLUMN_LOCAL] = "local",
  [NETOP_COLUMN_REMOTE] = "remote",
  [NETOP_COLUMN_STATE] = "state",
  [NETOP_COLUMN_DIRECTION] = "direction",
  [NETOP_COLUMN_INTERFACE] = "interface",
  [NETOP_COLUMN_RTT] = "rtt",
  [NETOP_COLUMN_JITTER] = "jitter",
  [NETOP_COLUMN_RETRANSMISSIONS] = "retransmissions",
  [NETOP_COLUMN_AGE] = "age",
  [NETOP_COLUMN_MATCH] = "match",
  [NETOP_COLUMN_SPEED] = "speed",
  [NETOP_COLUMN_ADDRESSES] = "addresses",
  [NETOP_COLUMN_RX_PACKETS] = "rx-packets",
  [NETOP_COLUMN_TX_PACKETS] = "tx-packets",
  [NETOP_COLUMN_ERRORS] = "errors",
  [NETOP_COLUMN_DROPS] = "drops",
  [NETOP_COLUMN_COVERAGE] = "coverage",
  [NETOP_COLUMN_QUERIES] = "queries",
  [NETOP_COLUMN_MEAN_LATENCY] = "mean-latency",
  [NETOP_COLUMN_P95_LATENCY] = "p95-latency",
  [NETOP_COLUMN_FAILURE_RATE] = "failure-rate",
  [NETOP_COLUMN_LATENCY] = "latency",
  [NETOP_COLUMN_TIME] = "time",
  [NETOP_COLUMN_PROCESS] = "process",
  [NETOP_COLUMN_TYPE] = "type",
  [NETOP_COLUMN_ANSWER] = "answer",
  [NETOP_COLUMN_RESOLVER] = "resolver",
};

G_STATIC_ASSERT (G_N_ELEMENTS (column_ids) == NETOP_N_COLUMNS);

static char *
dup_endpoint (const char *name, const NetopAddress *address, uint16_t port)
{
  if (!name)
    return netop_format_endpoint (address, port);

  return port == 0 ? g_strdup (name) : g_strdup_printf ("%s:%u", name, port);
}

/**
 * netop_row_dup_name:
 *
 * Returns: (transfer full): what the name cell shows; of a connection and a host the remote address, or its name where it
 *   has one, and the port
 */
char *
netop_row_dup_name (const NetopRow *self)
{
  if (self->connection)
    return dup_endpoint (self->connection->remote_name, &self->connection->remote, self->connection->remote_port);
  if (self->host)
    return dup_endpoint (self->host->name, &self->host->address, self->host->port);

  if (self->resolver)
    return dup_endpoint (NULL, &self->resolver->server, 0);

  return g_strdup (self->name);
}

/**
 * netop_row_get_history:
 *
 * Returns: (transfer none) (nullable): how its traffic went, valid as long as the row; %NULL where nobody keeps that, or all
 *   is silent
 */
NetopHistory *
netop_row_get_history (const NetopRow *self)
{
  return self->group ? netop_row_group_get_history (self->group) : self->history;
}

/**
 * netop_row_get_history_seconds:
 *
 * Returns: of how many seconds the engine keeps how its traffic went
 */
guint
netop_row_get_history_seconds (const NetopRow *self)
{
  return self->connection || self->host ? CONNECTION_SECONDS : NETOP_ROW_HISTORY_SAMPLES;
}

/**
 * netop_column_get_id:
 *
 * Returns: the column's name in settings and on the command line, never %NULL
 */
const char *
netop_column_get_id (NetopColumn column)
{
  g_return_val_if_fail (column < NETOP_N_COLUMNS, "none");

  return column_ids[column];
}

/**
 * netop_column_from_id:
 * @id: (nullable): as netop_column_get_id() gives it
 *
 * Returns: the column, or %NETOP_COLUMN_NONE if there is no such one
 */
NetopColumn
netop_column_from_id (const char *id)
{
  for (guint i = 0; i < NETOP_N_COLUMNS; i++)
    if (g_strcmp0 (id, column_ids[i]) == 0)
      return (NetopColumn)i;

  return NETOP_COLUMN_NONE;
}

static guint
hash_key (gconstpointer key)
{
  return netop_row_key_hash (key);
}

static gboolean
are_keys_equal (gconstpointer a, gconstpointer b)
{
  return netop_row_key_equal (a, b);
}

/**
 * netop_row_key_table_new:
 * @free_key: (nullable): frees a #NetopRowKey of the table, if it owns them
 *
 * Returns: (transfer full): a table, or set, by #NetopRowKey
 */
GHashTable *
netop_row_key_table_new (GDestroyNotify free_key)
{
  return g_hash_table_new_full (hash_key, are_keys_equal, free_key, NULL);
}
