/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"

#define PORT 2
#define BRIDGE 3

static void
add_interfaces (Fixture *fixture,
                uint32_t master)
{
  const NetopInterface interfaces[] = {
    { .index = PORT, .name = "port", .kind = "veth", .present = 1, .master = master },
    { .index = BRIDGE, .name = "bridge", .kind = "bridge", .present = 1 },
  };

  g_array_append_vals (fixture->tick->interfaces, interfaces, G_N_ELEMENTS (interfaces));
}

static void
add_bridged_flow (Fixture *fixture,
                  uint64_t port_bytes,
                  uint64_t bridge_bytes)
{
  NetopFlow flow = make_flow (2, TCP, port_bytes, 0);

  flow.interfaces[1] = (NetopFlowInterface){ .index = BRIDGE, .rx_bytes = bridge_bytes, .rx_packets = bridge_bytes / 100 };
  flow.n_interfaces = 2;
  add_flow (fixture, flow);
}

static void
assert_total (Fixture *fixture,
              uint64_t rx_bytes)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (fixture);

  g_assert_cmpuint (snapshot->total.rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (snapshot->total.rx_packets, ==, rx_bytes / 100);
}

/* Of one tick the interfaces come first. */
static void
test_stack_known_in_first_tick (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_bridged_flow (&fixture, 1000, 1000);
  add_interfaces (&fixture, BRIDGE);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 1000);
}

static void
test_stack_known_late (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_bridged_flow (&fixture, 1000, 1000);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 1000);
  add_interfaces (&fixture, BRIDGE);
  send_tick (&fixture, SECOND / 4);
  add_bridged_flow (&fixture, 1500, 1500);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 1500);
}

static void
test_port_joins_and_leaves (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interfaces (&fixture, 0);
  add_flow (&fixture, make_flow (2, TCP, 5000, 0));
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 5000);

  add_interfaces (&fixture, BRIDGE);
  add_bridged_flow (&fixture, 6000, 700);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 6000);
  for (uint64_t i = 1; i <= 4; i++)
    {
      add_bridged_flow (&fixture, 6000 + 1000 * i, 700 + 1000 * i);
      send_tick (&fixture, SECOND / 4);
    }
  assert_total (&fixture, 10000);

  add_interfaces (&fixture, 0);
  add_bridged_flow (&fixture, 10400, 5000);
  send_tick (&fixture, SECOND / 4);
  assert_total (&fixture, 10400);
  for (uint64_t i = 1; i <= 4; i++)
    {
      add_bridged_flow (&fixture, 10400 + 1000 * i, 5000);
      send_tick (&fixture, SECOND / 4);
    }
  assert_total (&fixture, 14400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution-counting/stack-in-first-tick", test_stack_known_in_first_tick);
  g_test_add_func ("/engine/attribution-counting/stack-late", test_stack_known_late);
  g_test_add_func ("/engine/attribution-counting/joins-and-leaves", test_port_joins_and_leaves);

  return g_test_run ();
}
