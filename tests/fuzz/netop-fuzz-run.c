/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-run.h"

#include "netop-filter.h"

/* Small, so that what happens when they are full happens soon. */
#define MAX_PROCESSES 8
#define MAX_CONNECTIONS 16
#define MAX_SUM 1e18

void
netop_fuzz_run_clear (NetopFuzzRun *self)
{
  g_clear_pointer (&self->attribution, netop_attribution_free);
}

/* Only the first hello of a run says anything. */
void
netop_fuzz_run_begin (NetopFuzzRun     *self,
                      const NetopHello *hello)
{
  const NetopAttributionOptions options = {
    .keep_ended = hello->uid_served % 2 != 0,
    .max_processes = MAX_PROCESSES,
    .max_connections = MAX_CONNECTIONS,
  };

  if (self->attribution == NULL)
    self->attribution = netop_attribution_new (hello, &options);
}

static void
add_flow_bytes (NetopFuzzRun    *self,
                const NetopFlow *flow)
{
  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      const NetopFlowInterface *interface = &flow->interfaces[i];

      self->n_bytes += (double)interface->rx_bytes + (double)interface->tx_bytes + (double)interface->rx_packets + (double)interface->tx_packets;
      self->n_bytes += (double)interface->rx_correction_bytes + (double)interface->tx_correction_bytes;
      self->n_bytes += (double)interface->rx_correction_packets + (double)interface->tx_correction_packets;
    }
}

/* Whatever the bytes were: what is shown is text. */
static void
check_texts (const NetopSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      g_assert_true (g_utf8_validate (process->name, -1, NULL));
      g_assert_true (process->exe == NULL || g_utf8_validate (process->exe, -1, NULL));
      g_assert_true (process->cmdline == NULL || g_utf8_validate (process->cmdline, -1, NULL));
    }
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    g_assert_true (g_utf8_validate (g_array_index (snapshot->interfaces, NetopSnapshotInterface, i).name, -1, NULL));
}

/* Whatever is in the snapshot can be asked for. */
static void
search (const NetopSnapshot *snapshot)
{
  g_autoptr (NetopFilter) filter = netop_filter_parse ("a 1", NULL);

  for (guint i = 0; i < snapshot->processes->len; i++)
    netop_filter_match_process (filter, snapshot, &g_array_index (snapshot->processes, NetopProcess, i));
  for (guint i = 0; i < snapshot->unknown->len; i++)
    netop_filter_match_unknown (filter, snapshot, &g_array_index (snapshot->unknown, NetopUnknown, i));
}

/* Aborts where the snapshot does not add up. */
void
netop_fuzz_run_apply (NetopFuzzRun    *self,
                      const NetopTick *tick)
{
  g_autoptr (NetopSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  netop_fuzz_run_begin (self, &(NetopHello){ .tier = NETOP_TIER_PCAP, .privileged = true });
  netop_attribution_apply (self->attribution, tick);
  snapshot = netop_attribution_make_snapshot (self->attribution);

  for (guint i = 0; i < tick->flows->len; i++)
    add_flow_bytes (self, &g_array_index (tick->flows, NetopFlow, i));
  for (guint i = 0; i < tick->closed->len; i++)
    add_flow_bytes (self, &g_array_index (tick->closed, NetopClosedFlow, i).flow);
  if (self->n_bytes < MAX_SUM)
    {
      netop_snapshot_check (snapshot, &error);
      g_assert_no_error (error);
    }
  check_texts (snapshot);
  search (snapshot);
}
