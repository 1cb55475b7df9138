/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-group.h"

G_BEGIN_DECLS

/**
 * NetopColumn:
 *
 * What a table can show and sort by. The numbers are no one's file format: settings keep the names of
 * netop_column_get_id().
 */
typedef enum {
  NETOP_COLUMN_NONE,
  NETOP_COLUMN_NAME,
  NETOP_COLUMN_PID,
  NETOP_COLUMN_USER,
  NETOP_COLUMN_SOCKETS,
  NETOP_COLUMN_CONNECTIONS,
  NETOP_COLUMN_RX_RATE, /* sorted by the 3 s average, like the next */
  NETOP_COLUMN_TX_RATE,
  NETOP_COLUMN_ACTIVITY, /* sorted by both rates together */
  NETOP_COLUMN_RX_BYTES,
  NETOP_COLUMN_TX_BYTES,
  NETOP_COLUMN_TRAFFIC, /* both totals together; a sort order without a column of its own */
  NETOP_COLUMN_SERVICE,
  NETOP_COLUMN_PROTOCOL,
  NETOP_COLUMN_LOCAL, /* sorted by the address, then the port, like the next */
  NETOP_COLUMN_REMOTE,
  NETOP_COLUMN_STATE,
  NETOP_COLUMN_DIRECTION,
  NETOP_COLUMN_INTERFACE,
  NETOP_COLUMN_RTT,
  NETOP_COLUMN_JITTER,
  NETOP_COLUMN_RETRANSMISSIONS, /* the part of the last ten seconds' segments */
  NETOP_COLUMN_AGE,
  NETOP_COLUMN_MATCH,
  NETOP_COLUMN_SPEED,
  NETOP_COLUMN_ADDRESSES, /* sorted by the first one */
  NETOP_COLUMN_RX_PACKETS,
  NETOP_COLUMN_TX_PACKETS,
  NETOP_COLUMN_ERRORS, /* of both directions, like the next */
  NETOP_COLUMN_DROPS,
  NETOP_COLUMN_COVERAGE,
  NETOP_COLUMN_QUERIES,
  NETOP_COLUMN_MEAN_LATENCY,
  NETOP_COLUMN_P95_LATENCY,
  NETOP_COLUMN_FAILURE_RATE,
  NETOP_COLUMN_LATENCY, /* of a resolver the mean */
  NETOP_COLUMN_TIME,
  NETOP_COLUMN_PROCESS,
  NETOP_COLUMN_TYPE,
  NETOP_COLUMN_ANSWER,
  NETOP_COLUMN_RESOLVER, /* sorted by its address */
  NETOP_N_COLUMNS,
} NetopColumn;

/**
 * NetopRow:
 * @parent: index of its parent among the rows of the same #NetopRowList, or -1
 * @depth: 0 for a top row
 * @expandable: it has children, shown or not
 * @expanded: they are shown, as soon as there are any
 * @name: what the name cell shows; the snapshot's or a translated text. %NULL for a connection, a host under a process or a
 *   cause, and a resolver: netop_row_dup_name() makes theirs
 * @process: the record behind it, else %NULL, like @cause, @host, @connection, @interface, @resolver and @query
 * @cause: also of a host, the one it stands under
 * @group: of a row that stands for several processes, else %NULL
 * @history: %NULL if none; that of a group netop_row_get_history() makes
 * @n_sockets: with @knows_sockets only
 *
 * One line of a table, made anew from each snapshot. A plain value; everything it points to lives as long as
 * the #NetopRowList it stands in, that is, until the model takes the next snapshot.
 */
typedef struct
{
  NetopRowKey                   key;
  int                           parent;
  guint                         depth;
  bool                          expandable;
  bool                          expanded;
  bool                          knows_sockets;
  guint                         n_sockets;
  guint                         n_connections;
  guint                         n_children;
  const char                   *name;
  const NetopProcess           *process;
  NetopRowGroup                *group;
  const NetopUnknown           *cause;
  const NetopUnknownHost       *host;
  const NetopConnection        *connection;
  const NetopSnapshotInterface *interface;
  const NetopDnsResolver       *resolver;
  const NetopDnsQuery          *query;
  uint64_t                      n_queries;
  uint64_t                      n_failed_queries;
  NetopTraffic                  traffic;
  NetopRate                     rate;
  NetopHistory                 *history;
} NetopRow;

char         *netop_row_dup_name (const NetopRow *self) G_GNUC_WARN_UNUSED_RESULT;
NetopHistory *netop_row_get_history (const NetopRow *self);
guint         netop_row_get_history_seconds (const NetopRow *self);
const char   *netop_column_get_id (NetopColumn column);
NetopColumn   netop_column_from_id (const char *id);
GHashTable   *netop_row_key_table_new (GDestroyNotify free_key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
