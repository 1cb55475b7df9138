/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"
#include "netop-tick.h"

/* What the kernel says of a connection: round trips, what was sent again, the state, and what stays of it at the end. */

/* What the socket of flow 2 and process 10 says at the end of the tick that is being made. */
static NetopSocketFacts
make_facts (const Fixture *fixture,
            uint8_t        state,
            uint32_t       rtt_us,
            uint32_t       segments_out,
            uint32_t       retransmits)
{
  return (NetopSocketFacts){
    .cookie = 77,
    .inode = 78,
    .local = get_address (1),
    .remote = get_address (12),
    .local_port = 40002,
    .remote_port = 443,
    .protocol = TCP,
    .state = state,
    .known = NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_RETRANSMITS | NETOP_SOCKET_KNOWS_BYTES,
    .rtt_us = rtt_us,
    .segments_out = segments_out,
    .retransmits = retransmits,
    .bytes_acked = segments_out * 1000u,
    .sample_us = fixture->now_us,
  };
}

static void
add_facts (Fixture         *fixture,
           NetopSocketFacts facts,
           bool             removed)
{
  NetopSocketRecord record = { .id = 5, .flow_id = removed ? 0 : 2, .facts = facts, .removed = removed };

  g_array_append_val (fixture->tick->sockets, record);
}

static void
begin_connection (Fixture                       *fixture,
                  const NetopAttributionOptions *options)
{
  begin (fixture, NETOP_TIER_PCAP, true, options);
  add_process (fixture, 10, 100, 1, "curl", false);
  add_flow (fixture, make_flow (2, TCP, 1000, 100));
  add_facts (fixture, make_facts (fixture, NETOP_SOCKET_STATE_ESTABLISHED, 20000, 100, 0), false);
  add_holder (fixture, 5, 10);
  send_tick (fixture, SECOND);
}

static void
assert_health (Fixture         *fixture,
               NetopSocketState state,
               double           rtt_us,
               double           jitter_us,
               double           retransmissions,
               double           retransmit_rate)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (fixture);
  const NetopConnection *connection = find_connection (snapshot, 2);

  g_assert_nonnull (connection);
  g_assert_cmpint (connection->state, ==, state);
  g_assert_true (connection->rtt_us.known && connection->retransmissions.known);
  g_assert_cmpfloat (connection->rtt_us.value, ==, rtt_us);
  g_assert_cmpfloat (connection->retransmissions.value, ==, retransmissions);
  g_assert_cmpint (connection->jitter_us.known, ==, jitter_us >= 0);
  if (jitter_us >= 0)
    g_assert_cmpfloat_with_epsilon (connection->jitter_us.value, jitter_us, 1e-6);
  g_assert_cmpint (connection->retransmit_rate.known, ==, retransmit_rate >= 0);
  if (retransmit_rate >= 0)
    g_assert_cmpfloat_with_epsilon (connection->retransmit_rate.value, retransmit_rate, 1e-6);
}

static void
test_windows (void)
{
  g_auto (Fixture) fixture;

  begin_connection (&fixture, NULL);
  assert_health (&fixture, NETOP_SOCKET_STATE_ESTABLISHED, 20000, -1, 0, 0);

  add_facts (&fixture, make_facts (&fixture, NETOP_SOCKET_STATE_ESTABLISHED, 24000, 200, 5), false);
  send_tick (&fixture, SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_ESTABLISHED, 24000, 2000, 5, 5.0 / 200);

  /* Nothing more is sent: in the end nothing is known of the last seconds, and all of what was counted. */
  send_tick (&fixture, 8 * SECOND + SECOND / 2);
  assert_health (&fixture, NETOP_SOCKET_STATE_ESTABLISHED, 24000, -1, 5, 5.0 / 100);
  send_tick (&fixture, SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_ESTABLISHED, 24000, -1, 5, -1);
}

static void
test_states (void)
{
  static const NetopSocketState states[] = {
    NETOP_SOCKET_STATE_SYN_SENT,
    NETOP_SOCKET_STATE_ESTABLISHED,
    NETOP_SOCKET_STATE_CLOSE_WAIT,
    NETOP_SOCKET_STATE_LAST_ACK,
  };
  g_auto (Fixture) fixture;

  begin_connection (&fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      add_facts (&fixture, make_facts (&fixture, (uint8_t)states[i], 20000, 100, 0), false);
      send_tick (&fixture, SECOND);
      assert_health (&fixture, states[i], 20000, -1, 0, 0);
    }
}

/* Both ends were seen before the kernel was asked again; then it is asked, and then the socket is gone. */
static void
test_end (void)
{
  g_auto (Fixture) fixture;

  begin_connection (&fixture, NULL);
  add_facts (&fixture, make_facts (&fixture, NETOP_SOCKET_STATE_ESTABLISHED, 24000, 200, 5), false);
  add_closed (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_CLOSE, 24000, 2000, 5, 5.0 / 200);
  add_facts (&fixture, make_facts (&fixture, NETOP_SOCKET_STATE_FIN_WAIT_2, 24000, 200, 5), false);
  send_tick (&fixture, SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_FIN_WAIT_2, 24000, 2000, 5, 5.0 / 200);
  add_facts (&fixture, make_facts (&fixture, NETOP_SOCKET_STATE_CLOSE, 24000, 210, 15), true);
  send_tick (&fixture, SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_CLOSE, 24000, 1885.618083164, 15, 15.0 / 210);

  /* Its figures stay those of its end for as long as it is listed, which is 30 s. */
  send_tick (&fixture, 26 * SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_CLOSE, 24000, 1885.618083164, 15, 15.0 / 210);
  {
    g_autoptr (NetopSnapshot) snapshot = NULL;

    send_tick (&fixture, 3 * SECOND);
    snapshot = get_snapshot (&fixture);
    g_assert_null (find_connection (snapshot, 2));
  }
}

/* Nobody was found to hold it before it was gone, and the bytes are the listener's: the figures are its own. */
static void
test_nobody_holds_it (void)
{
  NetopSocketRecord listener = {
    .id = 6,
    .facts = { .cookie = 79, .inode = 80, .local = get_address (1), .local_port = 40002, .protocol = TCP, .listening = 1, .state = NETOP_SOCKET_STATE_LISTEN },
  };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 10, 100, 1, "httpd", false);
  g_array_append_val (fixture.tick->sockets, listener);
  add_holder (&fixture, 6, 10);
  add_closed (&fixture, make_flow (2, TCP, 1000, 100));
  add_facts (&fixture, make_facts (&fixture, NETOP_SOCKET_STATE_CLOSE, 30000, 40, 4), false);
  add_facts (&fixture, make_facts (&fixture, NETOP_SOCKET_STATE_CLOSE, 30000, 40, 4), true);
  send_tick (&fixture, SECOND);
  assert_health (&fixture, NETOP_SOCKET_STATE_CLOSE, 30000, -1, 4, 0.1);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_process (snapshot, 100)->traffic.rx_bytes, ==, 1000);
  g_assert_cmpint (find_connection (snapshot, 2)->match, ==, NETOP_MATCH_INFERRED);
}

/* A listener stands under its process, without a connection. */
static void
test_listener (void)
{
  NetopSocketRecord listener = {
    .id = 6,
    .facts = { .cookie = 79, .inode = 80, .local = get_address (1), .local_port = 8080, .protocol = TCP, .listening = 1, .state = NETOP_SOCKET_STATE_LISTEN },
  };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopSocket *row;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 10, 100, 1, "httpd", false);
  g_array_append_val (fixture.tick->sockets, listener);
  add_holder (&fixture, 6, 10);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->sockets->len, ==, 1);
  row = &g_array_index (snapshot->sockets, NetopSocket, 0);
  g_assert_cmpuint (g_array_index (snapshot->processes, NetopProcess, row->process).pid, ==, 100);
  g_assert_cmpint (row->state, ==, NETOP_SOCKET_STATE_LISTEN);
  g_assert_cmpuint (row->local_port, ==, 8080);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution-health/windows", test_windows);
  g_test_add_func ("/engine/attribution-health/states", test_states);
  g_test_add_func ("/engine/attribution-health/end", test_end);
  g_test_add_func ("/engine/attribution-health/nobody-holds-it", test_nobody_holds_it);
  g_test_add_func ("/engine/attribution-health/listener", test_listener);

  return g_test_run ();
}
