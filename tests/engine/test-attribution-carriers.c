/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "attribution-fixture.h"

#define UPLINK 2
#define TUNNEL 3
#define ESP 50

/* Flows, and sockets of the same numbers. */
enum {
  INNER = 2,
  OUTER = 3,
  QUESTION = 4,
};

static void
add_interface (Fixture    *fixture,
               uint32_t    index,
               const char *name,
               const char *kind,
               uint32_t    master)
{
  NetopInterface interface = { .index = index, .present = 1, .state = NETOP_INTERFACE_STATE_UP, .master = master };

  g_strlcpy (interface.name, name, sizeof interface.name);
  g_strlcpy (interface.kind, kind, sizeof interface.kind);
  g_array_append_val (fixture->tick->interfaces, interface);
}

static void
add_flow_on (Fixture *fixture,
             uint64_t id,
             uint8_t  protocol,
             uint32_t index,
             uint64_t rx_bytes,
             uint64_t tx_bytes)
{
  NetopFlow flow = make_flow (id, protocol, rx_bytes, tx_bytes);

  flow.interfaces[0].index = index;
  if (id == QUESTION)
    flow.key.remote_port = 53;
  add_flow (fixture, flow);
}

/* A browser in the tunnel, and what carries it. */
static void
add_traffic (Fixture *fixture,
             uint8_t  protocol,
             uint64_t rx_bytes,
             uint64_t tx_bytes)
{
  add_flow_on (fixture, INNER, TCP, TUNNEL, rx_bytes, tx_bytes);
  add_flow_on (fixture, OUTER, protocol, UPLINK, rx_bytes + rx_bytes / 10, tx_bytes + tx_bytes / 10);
}

static void
add_owner (Fixture    *fixture,
           uint64_t    flow_id,
           uint32_t    pid,
           const char *name,
           const char *tunnel)
{
  add_process (fixture, flow_id, pid, pid, name, false);
  g_array_index (fixture->tick->processes, NetopProcessRecord, fixture->tick->processes->len - 1).tunnel =
    netop_tick_add_string (fixture->tick, tunnel, strlen (tunnel));
  add_socket (fixture, flow_id, flow_id, flow_id == INNER ? TCP : UDP, false, false);
  add_holder (fixture, flow_id, flow_id);
}

static void
add_kernel_socket (Fixture *fixture)
{
  add_socket (fixture, OUTER, OUTER, UDP, false, false);
  g_array_index (fixture->tick->sockets, NetopSocketRecord, fixture->tick->sockets->len - 1).facts.uid = 0;
}

static void
assert_row (const NetopSnapshot *snapshot,
            uint32_t             pid,
            uint64_t             rx_bytes,
            uint64_t             tx_bytes)
{
  const NetopProcess *process = find_process (snapshot, pid);

  g_assert_nonnull (process);
  g_assert_cmpuint (process->traffic.rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (process->traffic.tx_bytes, ==, tx_bytes);
}

static void
assert_total (Fixture *fixture,
              uint64_t rx_bytes,
              uint64_t tx_bytes,
              bool     is_carrier)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (fixture);

  g_assert_cmpuint (snapshot->total.rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (snapshot->total.tx_bytes, ==, tx_bytes);
  g_assert_cmpint (find_connection (snapshot, OUTER)->carrier, ==, is_carrier);
  g_assert_false (find_connection (snapshot, INNER)->carrier);
  /* It has its own bytes whatever counts. */
  g_assert_cmpuint (find_connection (snapshot, OUTER)->traffic.rx_bytes, ==, 1100);
}

static void
test_kernel_tunnel (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, UPLINK, "eth0", "ethernet", 0);
  add_interface (&fixture, TUNNEL, "wg0", "wireguard", 0);
  add_traffic (&fixture, UDP, 1000, 600);
  add_kernel_socket (&fixture);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 1000, 600, true);

  /* A user's own socket of which nobody is known yet carries nothing. */
  add_socket (&fixture, OUTER, OUTER, UDP, false, false);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 2100, 1260, false);
}

/* What is a tunnel's is known after its bytes: they go, out of the rates too. */
static void
test_process_with_tunnel (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, UPLINK, "eth0", "ethernet", 0);
  add_interface (&fixture, TUNNEL, "tun0", "tun", 0);
  add_traffic (&fixture, UDP, 1000, 600);
  add_flow_on (&fixture, QUESTION, UDP, UPLINK, 200, 100);
  add_owner (&fixture, INNER, 50, "browser", "");
  add_owner (&fixture, OUTER, 60, "vpn", "");
  add_owner (&fixture, QUESTION, 60, "vpn", "");
  add_process (&fixture, QUESTION, 61, 61, "vpn-child", false);
  send_tick (&fixture, 2 * SECOND);
  assert_total (&fixture, 2300, 1360, false);

  add_owner (&fixture, OUTER, 60, "vpn", "tun0");
  add_holder (&fixture, QUESTION, OUTER);
  send_tick (&fixture, SECOND);
  {
    g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

    g_assert_cmpuint (snapshot->total.rx_bytes, ==, 1200);
    g_assert_true (find_connection (snapshot, OUTER)->carrier);
    g_assert_false (find_connection (snapshot, QUESTION)->carrier);
    assert_row (snapshot, 50, 1000, 600);
    assert_row (snapshot, 60, 200, 100);
    g_assert_cmpfloat (netop_history_get (snapshot->history, 1).rx, ==, 600);
  }

  /* And no more, once it let go of the interface. */
  add_owner (&fixture, OUTER, 60, "vpn", "");
  send_tick (&fixture, SECOND);
  assert_total (&fixture, 2300, 1360, false);
}

/* The interface of a machine in a bridge, or one of which nothing is known, makes no carrier. */
static void
test_no_tunnel (void)
{
  static const struct
  {
    const char *name;
    const char *kind;
    uint32_t    master;
  } interfaces[] = {
    { "tun0", "tun", 4 },
    { "tun0", "veth", 0 },
    { "tun1", "tun", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    {
      g_auto (Fixture) fixture;

      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      add_interface (&fixture, UPLINK, "eth0", "ethernet", 0);
      add_interface (&fixture, TUNNEL, interfaces[i].name, interfaces[i].kind, interfaces[i].master);
      add_traffic (&fixture, UDP, 1000, 600);
      add_owner (&fixture, INNER, 50, "browser", "");
      add_owner (&fixture, OUTER, 60, "vpn", "tun0");
      send_tick (&fixture, SECOND);
      assert_total (&fixture, 2100, 1260, false);
    }
}

/* What a policy sends is seen wrapped only, what comes is seen twice: half of the flow counts. */
static void
test_half (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, UPLINK, "eth0", "ethernet", 0);
  add_flow_on (&fixture, INNER, TCP, UPLINK, 1000, 0);
  add_flow_on (&fixture, OUTER, ESP, UPLINK, 1100, 660);
  send_tick (&fixture, SECOND);
  assert_total (&fixture, 1000, 660, true);
  {
    g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

    g_assert_cmpfloat (netop_history_get (snapshot->history, 0).rx, ==, 1000);
    g_assert_cmpfloat (netop_history_get (snapshot->history, 0).tx, ==, 660);
  }

  /* With an interface for it both ways are seen. */
  add_interface (&fixture, TUNNEL, "xfrm0", "xfrm", 0);
  send_tick (&fixture, SECOND);
  assert_total (&fixture, 1000, 0, true);
}

static void
test_switch (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, UPLINK, "eth0", "ethernet", 0);
  add_interface (&fixture, TUNNEL, "wg0", "wireguard", 0);
  add_traffic (&fixture, UDP, 1000, 600);
  add_kernel_socket (&fixture);
  send_tick (&fixture, SECOND);
  assert_total (&fixture, 1000, 600, true);

  for (guint i = 0; i < 2; i++)
    {
      netop_attribution_set_carriers_counted (fixture.attribution, true);
      send_tick (&fixture, SECOND);
      assert_total (&fixture, 2100, 1260, true);
      netop_attribution_set_carriers_counted (fixture.attribution, false);
      send_tick (&fixture, SECOND);
      assert_total (&fixture, 1000, 600, true);
    }
}

/* What is not shown is in no list and no sum, from the next tick on, and comes back whole; it goes on meanwhile. */
static void
test_loopback (void)
{
  g_auto (Fixture) fixture;
  const NetopInterface loopback = { .index = TUNNEL, .present = 1, .is_loopback = 1, .name = "lo", .kind = "loopback" };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, UPLINK, "eth0", "ethernet", 0);
  g_array_append_val (fixture.tick->interfaces, loopback);
  add_flow_on (&fixture, INNER, TCP, TUNNEL, 1000, 600);
  add_flow_on (&fixture, OUTER, TCP, UPLINK, 200, 100);
  add_owner (&fixture, INNER, 77, "server", "");
  send_tick (&fixture, SECOND);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NetopSnapshot) shown = get_snapshot (&fixture);
      g_autoptr (NetopSnapshot) left_off = NULL;
      const NetopProcess *process;

      g_assert_cmpuint (shown->total.rx_bytes, ==, 1200 + i * 500);
      g_assert_nonnull (find_connection (shown, INNER));

      netop_attribution_set_loopback_shown (fixture.attribution, false);
      add_flow_on (&fixture, INNER, TCP, TUNNEL, 1500 + i * 500, 600);
      send_tick (&fixture, SECOND);
      left_off = get_snapshot (&fixture);
      process = &g_array_index (left_off->processes, NetopProcess, 0);
      g_assert_cmpuint (left_off->total.rx_bytes, ==, 200);
      g_assert_cmpuint (left_off->total.tx_bytes, ==, 100);
      g_assert_cmpuint (left_off->connections->len, ==, 1);
      g_assert_cmpuint (process->n_listed_connections, ==, 0);
      g_assert_true (netop_traffic_is_empty (&process->traffic));

      netop_attribution_set_loopback_shown (fixture.attribution, true);
      send_tick (&fixture, SECOND);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution/carriers/kernel-tunnel", test_kernel_tunnel);
  g_test_add_func ("/engine/attribution/carriers/process-with-tunnel", test_process_with_tunnel);
  g_test_add_func ("/engine/attribution/carriers/no-tunnel", test_no_tunnel);
  g_test_add_func ("/engine/attribution/carriers/half", test_half);
  g_test_add_func ("/engine/attribution/carriers/switch", test_switch);
  g_test_add_func ("/engine/attribution/loopback", test_loopback);
  return g_test_run ();
}
