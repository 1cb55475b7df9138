/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"

#define FAR_ID 77

/* A container's flow, 2, and what of it the host sees besides: 3, translated, and 4 and 5, forwarded there and back. */

static NetopFlow
make_original (uint64_t rx_bytes,
               uint64_t tx_bytes)
{
  NetopFlow flow = make_flow (2, TCP, rx_bytes, tx_bytes);

  flow.key.namespace_id = FAR_ID;
  return flow;
}

static NetopFlow
make_forwarded (uint64_t id,
                bool     is_back,
                uint64_t bytes)
{
  NetopFlow    flow = make_flow (id, TCP, bytes, bytes);
  NetopFlowKey key = make_original (0, 0).key;

  flow.key = is_back ? netop_flow_key_reverse (&key) : key;
  flow.key.namespace_id = 0;
  flow.key.forwarded = 1;
  return flow;
}

static void
add_twin (Fixture *fixture,
          uint64_t flow_id,
          uint64_t twin_id)
{
  NetopTwinRecord record = { .flow_id = flow_id, .twin_id = twin_id };

  g_array_append_val (fixture->tick->twins, record);
}

static void
add_owner (Fixture *fixture)
{
  add_process (fixture, 1, 100, 1, "curl", false);
  add_socket (fixture, 7, 2, TCP, false, false);
  g_array_index (fixture->tick->sockets, NetopSocketRecord, 0).facts.namespace_id = FAR_ID;
  add_holder (fixture, 7, 1);
}

static void
check (Fixture *fixture,
       uint64_t rx_bytes,
       uint64_t tx_bytes,
       guint    n_connections)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (fixture);
  const NetopProcess *process = find_process (snapshot, 100);

  g_assert_nonnull (process);
  g_assert_cmpuint (process->traffic.rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (process->traffic.tx_bytes, ==, tx_bytes);
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (snapshot->total.tx_bytes, ==, tx_bytes);
  g_assert_cmpuint (snapshot->unknown->len, ==, 0);
  g_assert_cmpuint (snapshot->connections->len, ==, n_connections);
}

/* All in one tick, as it mostly is, and then more of all. */
static void
test_together (void)
{
  g_auto (Fixture) fixture = { 0 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_owner (&fixture);
  for (guint i = 1; i <= 2; i++)
    {
      add_flow (&fixture, make_original (1000 * i, 100 * i));
      add_flow (&fixture, make_flow (3, TCP, 1000 * i, 100 * i));
      add_flow (&fixture, make_forwarded (4, false, 100 * i));
      add_flow (&fixture, make_forwarded (5, true, 1000 * i));
      for (uint64_t id = 3; i == 1 && id <= 5; id++)
        add_twin (&fixture, id, 2);
      send_tick (&fixture, SECOND);
      check (&fixture, 1000 * i, 100 * i, 1);
    }

  add_closed (&fixture, make_flow (3, TCP, 3000, 300));
  add_closed (&fixture, make_original (3000, 300));
  send_tick (&fixture, SECOND);
  check (&fixture, 3000, 300, 1);
  send_tick (&fixture, 60 * SECOND);
  check (&fixture, 3000, 300, 0);
}

/* What was counted as nobody's is taken off, from the history too. */
static void
test_told_late (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (NetopSnapshot) before = NULL;
  g_autoptr (NetopSnapshot) after = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_owner (&fixture);
  add_flow (&fixture, make_original (1000, 100));
  add_flow (&fixture, make_flow (3, TCP, 1000, 100));
  add_flow (&fixture, make_forwarded (4, false, 100));
  send_tick (&fixture, SECOND);
  before = get_snapshot (&fixture);
  g_assert_cmpuint (before->total.rx_bytes, ==, 2100);
  g_assert_cmpuint (before->unknown->len, ==, 2);

  add_twin (&fixture, 3, 2);
  add_twin (&fixture, 4, 2);
  send_tick (&fixture, SECOND);
  check (&fixture, 1000, 100, 1);
  after = get_snapshot (&fixture);
  g_assert_cmpfloat_with_epsilon (netop_history_get (after->history, 1).rx, 1000, 1);
}

/* The container was known only in the middle: what was before is counted nowhere else, and stays. */
static void
test_known_in_the_middle (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow original = make_original (1000, 100);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_flow (&fixture, make_flow (3, TCP, 5000, 500));
  add_flow (&fixture, make_forwarded (4, false, 500));
  send_tick (&fixture, SECOND);

  original.first_us = START_US + SECOND;
  add_owner (&fixture);
  add_flow (&fixture, original);
  add_flow (&fixture, make_flow (3, TCP, 6000, 600));
  add_flow (&fixture, make_forwarded (4, false, 600));
  add_twin (&fixture, 3, 2);
  add_twin (&fixture, 4, 2);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);

  /* Of the translated one it is the same process's, of the forwarded one nobody's. */
  g_assert_cmpuint (find_process (snapshot, 100)->traffic.rx_bytes, ==, 6000);
  g_assert_cmpuint (find_process (snapshot, 100)->traffic.tx_bytes, ==, 600);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_NO_SOCKET)->traffic.tx_bytes, ==, 500);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_NO_SOCKET)->traffic.rx_bytes, ==, 500);
}

/* What makes no sense changes nothing: a copy of a copy, a flow that nobody knows. */
static void
test_nonsense (void)
{
  g_auto (Fixture) fixture = { 0 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_owner (&fixture);
  add_flow (&fixture, make_original (1000, 100));
  add_flow (&fixture, make_flow (3, TCP, 1000, 100));
  add_twin (&fixture, 3, 2);
  add_twin (&fixture, 2, 3);
  add_twin (&fixture, 3, 2);
  add_twin (&fixture, 9, 2);
  add_twin (&fixture, 2, 9);
  send_tick (&fixture, SECOND);
  check (&fixture, 1000, 100, 1);
}

/* A namespace of which no owner is known: its cause says so, and once. */
static void
test_without_owner (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_flow (&fixture, make_original (1000, 100));
  add_flow (&fixture, make_flow (3, TCP, 1000, 100));
  add_twin (&fixture, 3, 2);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, 1000);
  g_assert_cmpuint (snapshot->unknown->len, ==, 1);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_NAMESPACE)->traffic.rx_bytes, ==, 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/attribution-twins/together", test_together);
  g_test_add_func ("/engine/attribution-twins/told-late", test_told_late);
  g_test_add_func ("/engine/attribution-twins/known-in-the-middle", test_known_in_the_middle);
  g_test_add_func ("/engine/attribution-twins/nonsense", test_nonsense);
  g_test_add_func ("/engine/attribution-twins/without-owner", test_without_owner);
  return g_test_run ();
}
