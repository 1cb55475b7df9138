/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"

#define SERVED_PORT 53

/* When it closed, and not when that was told; and it stays listed as long as if it had just closed. */
static void
test_closed_time_is_the_records (void)
{
  const NetopAttributionOptions options = { .keep_closed_us = 10 * SECOND };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  g_autoptr (NetopSnapshot) later = NULL;
  NetopClosedFlow early = { .flow = make_flow (2, TCP, 1000, 0), .closed_us = START_US + SECOND / 2, .reason = NETOP_CLOSE_FIN };
  NetopClosedFlow hostile = { .flow = make_flow (3, TCP, 1000, 0), .closed_us = START_US + 1000 * SECOND, .reason = NETOP_CLOSE_FIN };

  begin (&fixture, NETOP_TIER_PCAP, true, &options);
  g_array_append_val (fixture.tick->closed, early);
  g_array_append_val (fixture.tick->closed, hostile);
  send_tick (&fixture, 8 * SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (find_connection (snapshot, 2)->closed_us, ==, START_REAL_US + SECOND / 2);
  g_assert_cmpint (find_connection (snapshot, 3)->closed_us, ==, START_REAL_US + 8 * SECOND);

  send_tick (&fixture, 5 * SECOND);
  later = get_snapshot (&fixture);
  g_assert_nonnull (find_connection (later, 2));
}

/* From the next tick on, also for those that have closed already. */
static void
test_keep_closed_changes (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) listed = NULL;
  g_autoptr (NetopSnapshot) gone = NULL;
  g_autoptr (NetopSnapshot) at_once = NULL;
  NetopClosedFlow first = { .flow = make_flow (2, TCP, 1000, 0), .closed_us = START_US + SECOND, .reason = NETOP_CLOSE_FIN };
  NetopClosedFlow second = { .flow = make_flow (3, TCP, 500, 0), .closed_us = START_US + 5 * SECOND, .reason = NETOP_CLOSE_FIN };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  g_array_append_val (fixture.tick->closed, first);
  send_tick (&fixture, SECOND);
  send_tick (&fixture, 3 * SECOND);
  listed = get_snapshot (&fixture);
  g_assert_nonnull (find_connection (listed, 2));

  netop_attribution_set_keep_closed (fixture.attribution, 2 * SECOND);
  send_tick (&fixture, SECOND / 2);
  gone = get_snapshot (&fixture);
  g_assert_null (find_connection (gone, 2));
  g_assert_cmpuint (gone->total.rx_bytes, ==, 1000);

  netop_attribution_set_keep_closed (fixture.attribution, 0);
  g_array_append_val (fixture.tick->closed, second);
  send_tick (&fixture, SECOND);
  at_once = get_snapshot (&fixture);
  g_assert_null (find_connection (at_once, 3));
  g_assert_cmpuint (at_once->total.rx_bytes, ==, 1500);
}

/* What began before the wall clock was stepped is told as that calls it now: ages, and the order of begin and end,
 * stay; and so do rates and totals, which know no wall clock. */
static void
test_wall_clock_is_stepped (gconstpointer data)
{
  const int64_t step_us = *(const int64_t *)data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) before = NULL;
  g_autoptr (NetopSnapshot) after = NULL;
  const NetopProcess *process;
  NetopFlow           flow = make_flow (2, TCP, 1000, 0);
  NetopClosedFlow     early = { .flow = make_flow (3, TCP, 1000, 0), .closed_us = START_US + 2 * SECOND, .reason = NETOP_CLOSE_FIN };
  NetopClosedFlow     late = { .flow = make_flow (2, TCP, 5000, 0), .closed_us = START_US + 6 * SECOND, .reason = NETOP_CLOSE_FIN };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 77, 10 * (uint64_t)G_USEC_PER_SEC * 1000, "server", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_holder (&fixture, 1, 1);
  add_flow (&fixture, flow);
  send_tick (&fixture, SECOND);
  g_array_append_val (fixture.tick->closed, early);
  send_tick (&fixture, 4 * SECOND);
  before = get_snapshot (&fixture);
  g_assert_cmpint (before->timestamp_us, ==, START_REAL_US + 5 * SECOND);

  fixture.step_us = step_us;
  netop_attribution_follow_clock (fixture.attribution, &(NetopHello){ .start_real_us = START_REAL_US + step_us });
  send_tick (&fixture, SECOND);
  g_array_append_val (fixture.tick->closed, late);
  send_tick (&fixture, SECOND / 2);
  send_tick (&fixture, SECOND / 2);
  after = get_snapshot (&fixture);
  g_assert_cmpint (after->timestamp_us, ==, START_REAL_US + 7 * SECOND + step_us);
  g_assert_cmpint (after->monitoring_since_us, ==, START_REAL_US + step_us);
  g_assert_cmpint (after->monotonic_us - before->monotonic_us, ==, 2 * SECOND);
  for (guint64 id = 2; id <= 3; id++)
    g_assert_cmpint (find_connection (after, id)->first_seen_us, ==, START_REAL_US + step_us);
  g_assert_cmpint (find_connection (after, 2)->closed_us, ==, START_REAL_US + 6 * SECOND + step_us);
  g_assert_cmpint (find_connection (after, 3)->closed_us, ==, START_REAL_US + 2 * SECOND + step_us);

  process = find_process (after, 77);
  g_assert_cmpint (process->start_time_ms - find_process (before, 77)->start_time_ms, ==, step_us / 1000);
  g_assert_cmpuint (process->traffic.rx_bytes, ==, 5000);
  g_assert_cmpuint (after->total.rx_bytes, ==, 6000);
  g_assert_cmpfloat_with_epsilon (process->rate.rx_bytes_per_s, 4000, 0.01);
}

/* The machine sleeps: the monotonic clock with it, and the wall clock goes on. What was before stays when it was. */
static void
test_machine_sleeps (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopClosedFlow early = { .flow = make_flow (3, TCP, 1000, 0), .closed_us = START_US + SECOND / 2, .reason = NETOP_CLOSE_FIN };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 77, 10 * (uint64_t)G_USEC_PER_SEC * 1000, "server", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_holder (&fixture, 1, 1);
  add_flow (&fixture, make_flow (2, TCP, 1000, 0));
  g_array_append_val (fixture.tick->closed, early);
  send_tick (&fixture, SECOND);

  fixture.step_us = 8 * 3600 * SECOND;
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (snapshot->timestamp_us, ==, START_REAL_US + 2 * SECOND + fixture.step_us);
  g_assert_cmpint (snapshot->monitoring_since_us, ==, START_REAL_US);
  g_assert_cmpint (find_connection (snapshot, 2)->first_seen_us, ==, START_REAL_US);
  g_assert_cmpint (find_connection (snapshot, 3)->closed_us, ==, START_REAL_US + SECOND / 2);
  g_assert_cmpint (find_process (snapshot, 77)->start_time_ms, ==, (START_REAL_US - START_US) / 1000 + 10 * 1000);
}

static void
add_server (Fixture *fixture,
            uint8_t  protocol,
            uint16_t port,
            bool     removed)
{
  NetopSocketRecord record = {
    .id = 100u + port,
    .removed = removed,
    .facts = { .cookie = port, .inode = port, .local_port = port, .protocol = protocol, .listening = 1 },
  };

  g_assert_true (netop_address_parse ("0.0.0.0", &record.facts.local));
  g_array_append_val (fixture->tick->sockets, record);
}

static void
test_direction (void)
{
  static const struct
  {
    const char    *name;
    uint8_t        protocol;
    uint8_t        opener;
    uint16_t       local_port;
    uint16_t       remote_port;
    uint16_t       server_port; /* 0: nobody serves */
    uint64_t       sent;        /* in the first row */
    NetopDirection direction;
  } cases[] = {
    { "our SYN", TCP, NETOP_FLOW_OPENER_LOCAL, 50000, 443, 0, 100, NETOP_DIRECTION_OUTGOING },
    { "their SYN", TCP, NETOP_FLOW_OPENER_REMOTE, 443, 50000, 0, 100, NETOP_DIRECTION_INCOMING },
    { "accepted before the start", TCP, NETOP_FLOW_OPENER_UNKNOWN, 443, 50000, 443, 100, NETOP_DIRECTION_INCOMING },
    { "accepted by who is gone", TCP, NETOP_FLOW_OPENER_UNKNOWN, 443, 50000, 0, 100, NETOP_DIRECTION_UNKNOWN },
    { "another port is served", TCP, NETOP_FLOW_OPENER_UNKNOWN, 50000, 443, 443, 100, NETOP_DIRECTION_UNKNOWN },
    { "our SYN from a served port", TCP, NETOP_FLOW_OPENER_LOCAL, 443, 443, 443, 100, NETOP_DIRECTION_OUTGOING },
    { "a datagram server", UDP, NETOP_FLOW_OPENER_UNKNOWN, SERVED_PORT, 40000, SERVED_PORT, 100, NETOP_DIRECTION_INCOMING },
    { "a datagram server on any port", UDP, NETOP_FLOW_OPENER_UNKNOWN, 45000, 40000, 45000, 0, NETOP_DIRECTION_INCOMING },
    { "a datagram client that is not connected", UDP, NETOP_FLOW_OPENER_UNKNOWN, 45000, SERVED_PORT, 45000, 100, NETOP_DIRECTION_UNKNOWN },
    { "two that are alike", UDP, NETOP_FLOW_OPENER_UNKNOWN, 5353, 5353, 5353, 100, NETOP_DIRECTION_UNKNOWN },
    { "no datagram socket", UDP, NETOP_FLOW_OPENER_UNKNOWN, SERVED_PORT, 40000, 0, 0, NETOP_DIRECTION_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (NetopSnapshot) snapshot = NULL;
      g_autoptr (NetopSnapshot) later = NULL;
      NetopFlow flow = make_flow (2, cases[i].protocol, 1000, cases[i].sent);

      g_test_message ("%s", cases[i].name);
      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      flow.opener = cases[i].opener;
      flow.key.local_port = cases[i].local_port;
      flow.key.remote_port = cases[i].remote_port;
      /* Its own socket, which is connected, as a dump of the start finds it. */
      if (cases[i].protocol == TCP)
        {
          add_process (&fixture, 1, 77, 1, "server", false);
          add_socket (&fixture, 1, 2, TCP, false, false);
          add_holder (&fixture, 1, 1);
        }
      add_flow (&fixture, flow);
      send_tick (&fixture, SECOND / 4);
      if (cases[i].server_port != 0)
        add_server (&fixture, cases[i].protocol, cases[i].server_port, false);
      send_tick (&fixture, SECOND / 4);
      snapshot = get_snapshot (&fixture);
      g_assert_cmpint (find_connection (snapshot, 2)->direction, ==, cases[i].direction);

      /* It does not change when the server stops to listen. */
      if (cases[i].server_port != 0)
        add_server (&fixture, cases[i].protocol, cases[i].server_port, true);
      flow.interfaces[0].tx_bytes += 100;
      add_flow (&fixture, flow);
      send_tick (&fixture, SECOND / 4);
      later = get_snapshot (&fixture);
      g_assert_cmpint (find_connection (later, 2)->direction, ==, cases[i].direction);
    }
}

static void
assert_all_differ (GArray *keys)
{
  for (guint i = 0; i < keys->len; i++)
    {
      for (guint j = 0; j < i; j++)
        g_assert_false (netop_row_key_equal (&g_array_index (keys, NetopRowKey, i), &g_array_index (keys, NetopRowKey, j)));
    }
}

/* Two names of one g_str_hash(), and two addresses of one sum of their halves: rows of their own, in every snapshot the
 * same. */
static void
test_rows_have_keys_of_their_own (void)
{
  const char *const names[] = { "ab", "bA", "other" };
  const char *const addresses[] = { "2001:db8::1", "2001:db8:0:0:0:3:0:1", "0:3:0:0:2001:db8::1" };
  g_auto (Fixture) fixture;

  g_assert_cmpuint (g_str_hash (names[0]), ==, g_str_hash (names[1]));
  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (guint ending = 0; ending < 2; ending++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          NetopFlow unowned = make_flow (20 + i, TCP, 1000, 0);

          g_assert_true (netop_address_parse (addresses[i], &unowned.key.remote));
          add_process (&fixture, 1 + i, 101 + i, 1 + i, names[i], ending == 1);
          add_socket (&fixture, 1 + i, 2 + i, TCP, false, ending == 1);
          if (ending == 0)
            {
              add_holder (&fixture, 1 + i, 1 + i);
              add_flow (&fixture, unowned);
              add_flow (&fixture, make_flow (2 + i, TCP, 1000, 0));
            }
          else
            {
              add_closed (&fixture, make_flow (2 + i, TCP, 1000, 0));
            }
        }
      send_tick (&fixture, SECOND / 4);
    }
  for (guint i = 0; i < 4; i++)
    send_tick (&fixture, 20 * SECOND);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
      g_autoptr (GArray) folded = g_array_new (FALSE, FALSE, sizeof (NetopRowKey));
      g_autoptr (GArray) hosts = g_array_new (FALSE, FALSE, sizeof (NetopRowKey));
      const NetopUnknown *cause = find_cause (snapshot, NETOP_CAUSE_ENDED);

      for (guint i = 0; i < snapshot->processes->len; i++)
        g_array_append_val (folded, g_array_index (snapshot->processes, NetopProcess, i).key);
      for (guint i = 0; i < cause->hosts->len; i++)
        g_array_append_val (hosts, g_array_index (cause->hosts, NetopUnknownHost, i).key);
      g_assert_cmpuint (folded->len, ==, G_N_ELEMENTS (names));
      g_assert_cmpuint (hosts->len, ==, G_N_ELEMENTS (addresses));
      for (guint i = 0; i < folded->len; i++)
        g_assert_cmpint (g_array_index (folded, NetopRowKey, i).kind, ==, NETOP_ROW_ENDED);
      assert_all_differ (folded);
      assert_all_differ (hosts);
      send_tick (&fixture, SECOND);
    }
}

/* A server takes datagrams of a peer and is gone before anybody hears of these. */
static void
test_gone_endpoint (void)
{
  g_auto (Fixture) fixture;
  NetopFlow late = make_flow (3, UDP, 500, 0);
  NetopFlow next = make_flow (4, UDP, 700, 0);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 50, 50, "server", false);
  add_socket (&fixture, 7, 0, UDP, true, false);
  add_holder (&fixture, 7, 1);
  send_tick (&fixture, SECOND);
  add_process (&fixture, 1, 50, 50, "server", true);
  add_socket (&fixture, 7, 0, UDP, true, true);
  send_tick (&fixture, SECOND / 4);

  /* One whose packets came before, and one that began when nobody was there any more. */
  late.key.local_port = next.key.local_port = 40000;
  late.first_us = late.last_us = fixture.now_us - SECOND / 2;
  next.first_us = next.last_us = fixture.now_us + SECOND / 4;
  add_flow (&fixture, late);
  add_flow (&fixture, next);
  send_tick (&fixture, SECOND / 2);
  {
    g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
    const NetopProcess *server = find_process (snapshot, 50);

    g_assert_nonnull (server);
    g_assert_cmpuint (server->traffic.rx_bytes, ==, 500);
    g_assert_cmpuint (server->n_sockets, ==, 0);
    g_assert_cmpint (find_connection (snapshot, 4)->process, ==, -1);
  }

  /* What stands under it stays; nothing else finds it. */
  for (guint i = 0; i < 4; i++)
    send_tick (&fixture, SECOND);
  late.id = 5;
  add_flow (&fixture, late);
  send_tick (&fixture, SECOND);
  {
    g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

    g_assert_cmpuint (find_process (snapshot, 50)->traffic.rx_bytes, ==, 500);
    g_assert_cmpint (find_connection (snapshot, 5)->process, ==, -1);
  }
}

int
main (int    argc,
      char **argv)
{
  static const int64_t hour_us = 3600 * SECOND, back_hour_us = -3600 * SECOND;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution-connections/closed-time", test_closed_time_is_the_records);
  g_test_add_data_func ("/engine/attribution-connections/clock-forward", &hour_us, test_wall_clock_is_stepped);
  g_test_add_data_func ("/engine/attribution-connections/clock-backward", &back_hour_us, test_wall_clock_is_stepped);
  g_test_add_func ("/engine/attribution-connections/keep-closed", test_keep_closed_changes);
  g_test_add_func ("/engine/attribution-connections/sleep", test_machine_sleeps);
  g_test_add_func ("/engine/attribution-connections/direction", test_direction);
  g_test_add_func ("/engine/attribution-connections/gone-endpoint", test_gone_endpoint);

  g_test_add_func ("/engine/attribution-connections/keys", test_rows_have_keys_of_their_own);

  return g_test_run ();
}
