/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"

#include <string.h>

void
begin (Fixture                       *fixture,
       NetopTier                      tier,
       bool                           privileged,
       const NetopAttributionOptions *options)
{
  NetopHello hello = {
    .tier = tier,
    .privileged = privileged,
    .start_mono_us = START_US,
    .start_real_us = START_REAL_US,
    .boot_real_us = START_REAL_US - START_US,
    .host_name = (char *)"host",
  };

  *fixture = (Fixture){
    .attribution = netop_attribution_new (&hello, options),
    .tick = netop_tick_new (),
    .now_us = START_US,
  };
}

void
fixture_clear (Fixture *fixture)
{
  netop_attribution_free (fixture->attribution);
  netop_tick_free (fixture->tick);
}

void
send_tick (Fixture *fixture,
           int64_t  step_us)
{
  fixture->now_us += step_us;
  fixture->tick->sequence = ++fixture->sequence;
  fixture->tick->mono_us = fixture->now_us;
  fixture->tick->real_us = fixture->now_us + START_REAL_US - START_US + fixture->step_us;
  netop_attribution_apply (fixture->attribution, fixture->tick);
  netop_tick_clear (fixture->tick);
}

/* Every snapshot that a test looks at keeps the invariant. */
NetopSnapshot *
get_snapshot (Fixture *fixture)
{
  NetopSnapshot *snapshot = netop_attribution_make_snapshot (fixture->attribution);
  g_autoptr (GError) error = NULL;

  netop_snapshot_check (snapshot, &error);
  g_assert_no_error (error);
  return snapshot;
}

NetopAddress
get_address (uint8_t last)
{
  return netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, last });
}

NetopFlow
make_flow (uint64_t id,
           uint8_t  protocol,
           uint64_t rx_bytes,
           uint64_t tx_bytes)
{
  return (NetopFlow){
    .id = id,
    .key = {
      .local = get_address (1),
      .remote = get_address ((uint8_t)(10 + id)),
      .local_port = (uint16_t)(40000 + id),
      .remote_port = 443,
      .protocol = protocol,
    },
    .opener = NETOP_FLOW_OPENER_LOCAL,
    .n_interfaces = 1,
    .first_us = START_US,
    .interfaces = { { .index = 2, .rx_bytes = rx_bytes, .tx_bytes = tx_bytes, .rx_packets = rx_bytes / 100, .tx_packets = tx_bytes / 100 } },
  };
}

void
add_flow (Fixture  *fixture,
          NetopFlow flow)
{
  g_array_append_val (fixture->tick->flows, flow);
}

void
add_closed (Fixture  *fixture,
            NetopFlow flow)
{
  NetopClosedFlow closed = { .flow = flow, .closed_us = fixture->now_us, .reason = NETOP_CLOSE_FIN };

  g_array_append_val (fixture->tick->closed, closed);
}

void
add_process (Fixture    *fixture,
             uint64_t    id,
             uint32_t    pid,
             uint64_t    start_boot_ns,
             const char *name,
             bool        exited)
{
  NetopProcessRecord record = {
    .id = id,
    .pid = pid,
    .start_boot_ns = start_boot_ns,
    .uid_known = 1,
    .exited_us = exited ? fixture->now_us : 0,
    .name = netop_tick_add_string (fixture->tick, name, strlen (name)),
  };

  g_array_append_val (fixture->tick->processes, record);
}

void
add_socket (Fixture *fixture,
            uint64_t id,
            uint64_t flow_id,
            uint8_t  protocol,
            bool     listening,
            bool     removed)
{
  NetopSocketRecord record = {
    .id = id,
    .flow_id = flow_id,
    .removed = removed,
    .facts = {
      .cookie = 1000 + id,
      .inode = 2000 + id,
      .local = get_address (1),
      .local_port = (uint16_t)(40000 + flow_id),
      .protocol = protocol,
      .listening = listening,
      .uid = 1000,
      .known = NETOP_SOCKET_KNOWS_UID,
    },
  };

  g_array_append_val (fixture->tick->sockets, record);
}

void
add_holder (Fixture *fixture,
            uint64_t socket_id,
            uint64_t process_id)
{
  NetopHolderRecord record = { .socket_id = socket_id, .process_id = process_id };

  g_array_append_val (fixture->tick->holders, record);
}

const NetopProcess *
find_process (const NetopSnapshot *snapshot,
              uint32_t             pid)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      if (process->pid == pid)
        return process;
    }
  return NULL;
}

const NetopUnknown *
find_cause (const NetopSnapshot *snapshot,
            NetopCause           cause)
{
  for (guint i = 0; i < snapshot->unknown->len; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);

      if (unknown->cause == cause)
        return unknown;
    }
  return NULL;
}

const NetopConnection *
find_connection (const NetopSnapshot *snapshot,
                 uint64_t             id)
{
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      if (connection->key.a == id)
        return connection;
    }
  return NULL;
}
