/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-health.h"

#define N_SECONDS 60

/* Those of one second. */
typedef struct
{
  double rtt_us;
  guint  n_rtts;
  double again;
} Sum;

/* Of one that is closed the seconds are others. */
static guint
add_connection (Sum                   *sums,
                const NetopConnection *connection)
{
  guint n = connection->closed_us == 0 ? MIN (netop_history_get_length (connection->health), N_SECONDS) : 0;

  for (guint age = 0; age < n; age++)
    {
      NetopSample sample = netop_history_get (connection->health, age);

      sums[age].rtt_us += sample.rx;
      sums[age].n_rtts += sample.rx > 0;
      sums[age].again += sample.tx;
    }
  return n;
}

/**
 * netop_process_health_new:
 * @process: of @snapshot
 *
 * Returns: (transfer full) (nullable): how its open TCP connections went, second by second: @rx their mean round trip time in
 *   microseconds, 0 where none is known, @tx how many segments they sent again. %NULL where it has none
 */
NetopHistory *
netop_process_health_new (const NetopSnapshot *snapshot,
                          const NetopProcess  *process)
{
  Sum           sums[N_SECONDS] = { 0 };
  guint         n_seconds = 0;
  NetopHistory *health = NULL;

  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      guint n = add_connection (sums, &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i));

      n_seconds = MAX (n_seconds, n);
    }
  for (guint age = n_seconds; age-- > 0;)
    {
      NetopSample sample = { .rx = sums[age].n_rtts > 0 ? (float)(sums[age].rtt_us / sums[age].n_rtts) : 0, .tx = (float)sums[age].again };

      health = netop_history_append (health, N_SECONDS, sample);
    }
  return health;
}
