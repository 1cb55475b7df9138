/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-test-snapshot.h"

static GRefString *
make_string (const char *text)
{
  return text ? g_ref_string_new (text) : NULL;
}

NetopRowKey
netop_test_process_key (guint id)
{
  return (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = id };
}

NetopSnapshot *
netop_test_snapshot_new (const NetopTestProcess *processes, guint n_processes)
{
  NetopSnapshot *self = netop_snapshot_new ();

  for (guint i = 0; i < n_processes; i++)
    {
      const NetopTestProcess *from = &processes[i];
      NetopProcess            process = {
                   .key = netop_test_process_key (from->id),
                   .pid = from->pid,
                   .n_folded = 1,
                   .name = make_string (from->name),
                   .username = make_string (from->username),
                   .n_sockets = from->n_sockets,
                   .n_connections = from->n_connections,
                   .traffic = { .rx_bytes = from->rx_bytes, .tx_bytes = from->tx_bytes },
                   .rate = { .known = true,
                             .rx_bytes_per_s = from->rx_rate,
                             .tx_bytes_per_s = from->tx_rate,
                             .rx_average_bytes_per_s = from->rx_rate,
                             .tx_average_bytes_per_s = from->tx_rate },
      };

      g_array_append_val (self->processes, process);
      netop_traffic_add (&self->total, &process.traffic);
    }

  return self;
}

void
netop_test_snapshot_add_cause (NetopSnapshot *self, NetopCause cause, guint64 rx_bytes, NetopHistory *history)
{
  NetopUnknown unknown = {
    .key = { .kind = NETOP_ROW_CAUSE, .a = cause },
    .cause = cause,
    .uid = G_MAXUINT32,
    .traffic = { .rx_bytes = rx_bytes },
    .rate = { .known = true, .rx_average_bytes_per_s = (double)rx_bytes },
    .history = history ? netop_history_ref (history) : NULL,
    .hosts = g_array_new (FALSE, FALSE, sizeof (NetopUnknownHost)),
  };

  g_array_append_val (self->unknown, unknown);
  netop_traffic_add (&self->total, &unknown.traffic);
}
