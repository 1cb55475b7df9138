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

/* Five seconds at 1000 B/s without an owner, then there is one: no burst, and the seconds before are its own. */
static void
test_moved_bytes_are_no_burst (void)
{
  for (guint late = 0; late < 4; late++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (NetopSnapshot) snapshot = NULL;
      const NetopProcess *process;

      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      add_process (&fixture, 1, 77, 1, "curl", false);
      add_socket (&fixture, 1, 2, TCP, false, false);
      for (guint i = 1; i <= 24; i++)
        {
          add_flow (&fixture, make_flow (2, TCP, 250 * i, 0));
          if (i == 19 + late)
            add_holder (&fixture, 1, 1);
          send_tick (&fixture, SECOND / 4);
        }

      snapshot = get_snapshot (&fixture);
      process = find_process (snapshot, 77);
      g_assert_cmpuint (process->traffic.rx_bytes, ==, 6000);
      g_assert_cmpfloat_with_epsilon (process->rate.rx_bytes_per_s, 1000, 0.01);
      g_assert_cmpfloat_with_epsilon (process->rate.rx_average_bytes_per_s, 1000, 0.01);
      g_assert_cmpuint (netop_history_get_length (process->history), ==, 6);
      for (guint age = 0; age < 6; age++)
        g_assert_cmpfloat_with_epsilon (netop_history_get (process->history, age).rx, 1000, 0.01);
      g_assert_cmpuint (snapshot->unknown->len, ==, 0);
    }
}

/* What stays with the cause keeps its rate. */
static void
test_moved_bytes_leave_their_seconds (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopUnknown *cause;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 77, 1, "curl", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  for (guint i = 1; i <= 16; i++)
    {
      add_flow (&fixture, make_flow (2, TCP, 250 * i, 0));
      add_flow (&fixture, make_flow (3, TCP, 100 * i, 0));
      if (i == 14)
        add_holder (&fixture, 1, 1);
      send_tick (&fixture, SECOND / 4);
    }

  snapshot = get_snapshot (&fixture);
  cause = find_cause (snapshot, NETOP_CAUSE_ENDED);
  g_assert_cmpfloat_with_epsilon (cause->rate.rx_bytes_per_s, 400, 0.01);
  g_assert_cmpfloat_with_epsilon (cause->rate.rx_average_bytes_per_s, 400, 0.01);
  for (guint age = 0; age < 4; age++)
    g_assert_cmpfloat_with_epsilon (netop_history_get (cause->history, age).rx, 400, 0.01);
}

/* No figure while there is nothing to divide by, and no third of one while there is one second. */
static void
test_first_second_has_no_rate (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) before = NULL;
  g_autoptr (NetopSnapshot) after = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interfaces (&fixture, 0);
  add_flow (&fixture, make_flow (2, TCP, 600, 0));
  send_tick (&fixture, SECOND / 2);
  before = get_snapshot (&fixture);
  g_assert_false (netop_rate_get_rx (&before->rate).known);
  g_assert_false (netop_rate_get_tx (&before->rate).known);
  g_assert_false (g_array_index (before->connections, NetopConnection, 0).rate.known);
  g_assert_false (g_array_index (before->interfaces, NetopSnapshotInterface, 0).rate.known);
  g_assert_false (find_cause (before, NETOP_CAUSE_ENDED)->rate.known);

  send_tick (&fixture, SECOND / 2);
  after = get_snapshot (&fixture);
  g_assert_true (netop_rate_get_tx (&after->rate).known);
  g_assert_true (netop_rate_get_rx (&after->rate).known);
  g_assert_cmpfloat_with_epsilon (netop_rate_get_rx (&after->rate).value, 600, 0.01);
  g_assert_cmpfloat_with_epsilon (after->rate.rx_average_bytes_per_s, 600, 0.01);
  g_assert_true (g_array_index (after->connections, NetopConnection, 0).rate.known);
}

/* A file of three seconds at 1000 B/s, nothing for @gap_us, and half a second more: ticks of a file cover 250 ms each,
 * and there are none where it has no packets. */
static NetopSnapshot *
read_gapped_file (Fixture *fixture,
                  int64_t  gap_us)
{
  begin (fixture, NETOP_TIER_FILE, false, NULL);
  for (guint i = 1; i <= 12; i++)
    {
      add_flow (fixture, make_flow (2, TCP, 250 * i, 0));
      send_tick (fixture, SECOND / 4);
    }
  for (guint i = 13; i <= 14; i++)
    {
      add_flow (fixture, make_flow (2, TCP, 250 * i, 0));
      send_tick (fixture, SECOND / 4 + (i == 13 ? gap_us : 0));
    }
  send_tick (fixture, SECOND / 2);
  return get_snapshot (fixture);
}

static void
test_gap_in_file (void)
{
  static const struct
  {
    guint gap_s;
    guint n_samples; /* in the total's history */
    guint n_minutes; /* in that of minutes */
  } cases[] = {
    { 0, 4, 0 },
    { 1, 5, 0 },
    { 10, 14, 0 },
    { 250, 254, 4 },
    { 1800, 1, 30 },
    { 7200, 1, 0 },
    { 1u << 30, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (NetopSnapshot) snapshot = read_gapped_file (&fixture, cases[i].gap_s * SECOND);
      guint n = cases[i].n_samples;

      g_test_message ("%u s", cases[i].gap_s);
      g_assert_cmpuint (netop_history_get_length (snapshot->history), ==, n);
      g_assert_cmpfloat_with_epsilon (netop_history_get (snapshot->history, 0).rx, 500, 0.01);
      for (guint age = 1; age < n; age++)
        g_assert_cmpfloat_with_epsilon (netop_history_get (snapshot->history, age).rx, n > 3 && age >= n - 3 ? 1000 : 0, 0.01);
      g_assert_cmpuint (netop_history_get_length (snapshot->minutes_history), ==, cases[i].n_minutes);
      if (cases[i].n_minutes > 0)
        g_assert_cmpfloat_with_epsilon (netop_history_get (snapshot->minutes_history, cases[i].n_minutes - 1).rx, 3000 / 60.0, 0.01);
      for (guint age = 0; age + 1 < cases[i].n_minutes; age++)
        g_assert_cmpfloat (netop_history_get (snapshot->minutes_history, age).rx, ==, 0);
      g_assert_cmpuint (snapshot->total.rx_bytes, ==, 3500);
    }
}

/* Open flows that find no room: their bytes are lost from view and from no total, each once, whatever becomes free
 * meanwhile; and it is said how many they are. */
static void
test_lost_flows_are_in_the_total (void)
{
  const NetopAttributionOptions options = { .max_connections = 4, .keep_closed_us = 1 };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) full = NULL;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, &options);
  for (uint64_t round = 1; round <= 3; round++)
    {
      for (uint64_t id = 2; id <= 7; id++)
        add_flow (&fixture, make_flow (id, TCP, 1000 * round, 100));
      send_tick (&fixture, SECOND / 4);
    }
  full = get_snapshot (&fixture);
  g_assert_cmpuint (full->total.rx_bytes, ==, 6 * 3000);
  g_assert_cmpuint (full->total.tx_bytes, ==, 6 * 100);
  g_assert_cmpuint (find_cause (full, NETOP_CAUSE_LOST)->traffic.rx_bytes, ==, 2 * 3000);
  g_assert_cmpuint (full->capture.lost, ==, 2);

  for (uint64_t id = 2; id <= 5; id++)
    add_closed (&fixture, make_flow (id, TCP, 4000, 100));
  send_tick (&fixture, SECOND / 4);
  send_tick (&fixture, SECOND / 4);
  add_flow (&fixture, make_flow (6, TCP, 4000, 100));
  add_closed (&fixture, make_flow (7, TCP, 4000, 100));
  fixture.tick->health.lost_sockets = 30;
  fixture.tick->health.evictions = 5;
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, 6 * 4000);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_LOST)->traffic.rx_bytes, ==, 2 * 4000);
  g_assert_cmpuint (snapshot->capture.lost, ==, 32);
  g_assert_cmpuint (snapshot->capture.evicted, ==, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution-counting/stack-in-first-tick", test_stack_known_in_first_tick);
  g_test_add_func ("/engine/attribution-counting/stack-late", test_stack_known_late);
  g_test_add_func ("/engine/attribution-counting/joins-and-leaves", test_port_joins_and_leaves);
  g_test_add_func ("/engine/attribution-counting/no-burst", test_moved_bytes_are_no_burst);
  g_test_add_func ("/engine/attribution-counting/cause-keeps-rate", test_moved_bytes_leave_their_seconds);
  g_test_add_func ("/engine/attribution-counting/first-second", test_first_second_has_no_rate);
  g_test_add_func ("/engine/attribution-counting/gap", test_gap_in_file);
  g_test_add_func ("/engine/attribution-counting/lost-flows", test_lost_flows_are_in_the_total);

  return g_test_run ();
}
