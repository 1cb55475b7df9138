/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "joiner-fixture.h"
#include "netop-snapshot.h"

/* The kernel's notices that sockets closed. */

/* Of the socket that has the tuple of make_flow(), as a notice tells it. */
static NetopSocketFacts
make_end (uint64_t cookie,
          uint8_t  protocol,
          int64_t  time_us)
{
  NetopSocketFacts facts = make_socket (cookie, protocol);

  facts.inode = 0;
  facts.state = NETOP_SOCKET_STATE_CLOSE;
  facts.found = NETOP_SOCKET_FOUND_DESTROYED;
  facts.sample_us = time_us;
  if (protocol == TCP)
    {
      facts.known = NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_RETRANSMITS | NETOP_SOCKET_KNOWS_BYTES;
      facts.rtt_us = 1234;
      facts.retransmits = 5;
      facts.bytes_acked = 77;
    }
  return facts;
}

static void
take_end (Fixture *fixture,
          uint64_t cookie,
          uint8_t  protocol,
          int64_t  time_us)
{
  NetopSocketFacts facts = make_end (cookie, protocol, time_us);

  netop_joiner_take_end (fixture->joiner, &facts, time_us);
}

/* What the next tick says of a socket last; all zero if nothing. */
static NetopSocketRecord
get_record (Fixture *fixture,
            uint64_t cookie)
{
  NetopSocketRecord last = { 0 };

  netop_tick_clear (fixture->tick);
  fixture->tick->mono_us = fixture->now_us;
  netop_joiner_fill (fixture->joiner, fixture->tick);
  for (guint i = 0; i < fixture->tick->sockets->len; i++)
    {
      const NetopSocketRecord *record = &g_array_index (fixture->tick->sockets, NetopSocketRecord, i);

      if (record->facts.cookie == cookie)
        last = *record;
    }
  return last;
}

/* Gone with the next tick, with its last figures; who had it is not forgotten. */
static void
test_known (Fixture      *fixture,
            gconstpointer data)
{
  NetopSocketRecord record;

  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  take_end (fixture, 7, TCP, START_US + 1000);
  record = get_record (fixture, 7);
  g_assert_cmpuint (record.removed, ==, 1);
  g_assert_cmpuint (record.facts.inode, ==, 1007);
  g_assert_cmpuint (record.facts.state, ==, NETOP_SOCKET_STATE_CLOSE);
  g_assert_cmpuint (record.facts.retransmits, ==, 5);
  g_assert_cmpuint (record.facts.bytes_acked, ==, 77);
  g_assert_cmpuint (record.facts.known & NETOP_SOCKET_KNOWS_RTT, !=, 0);
}

/* It was found for a packet whose flow comes out of the ring after the notice: who has it is not forgotten meanwhile. */
static void
test_flow_later (Fixture      *fixture,
                 gconstpointer data)
{
  take_result (fixture, make_socket (7, TCP), START_US);
  take_end (fixture, 7, TCP, START_US + 1000);
  g_assert_cmpuint (get_record (fixture, 7).removed, ==, 0);
  g_assert_cmpuint (fixture->tick->holders->len, ==, 1);
  take_closed (fixture, make_flow (2, TCP, START_US), START_US + SECOND / 4);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  g_assert_cmpuint (g_array_index (fixture->tick->sockets, NetopSocketRecord, 1).removed, ==, 1);
}

/* No flow ever comes: it goes all the same. */
static void
test_no_flow (Fixture      *fixture,
              gconstpointer data)
{
  take_result (fixture, make_socket (7, TCP), START_US);
  take_end (fixture, 7, TCP, START_US);
  fixture->now_us = START_US + 2 * SECOND - 1;
  g_assert_cmpuint (get_record (fixture, 7).removed, ==, 0);
  fixture->now_us = START_US + 2 * SECOND;
  g_assert_cmpuint (get_record (fixture, 7).removed, ==, 1);
}

/* The resolver's word was under way when the notice came: it says who, and not again that it is there. */
static void
test_result_later (Fixture      *fixture,
                   gconstpointer data)
{
  NetopSocketRecord record;
  NetopSocketFacts  found = make_socket (7, TCP);

  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, found, START_US);
  take_end (fixture, 7, TCP, START_US + 1000);
  found.state = NETOP_SOCKET_STATE_ESTABLISHED;
  found.sample_us = START_US;
  take_result (fixture, found, START_US);
  record = get_record (fixture, 7);
  g_assert_cmpuint (record.removed, ==, 1);
  g_assert_cmpuint (record.facts.state, ==, NETOP_SOCKET_STATE_CLOSE);
  g_assert_cmpuint (record.facts.retransmits, ==, 5);
}

/* Nobody had seen it before: its flow gets the figures, whichever comes first. */
static void
test_unknown (Fixture      *fixture,
              gconstpointer data)
{
  const bool flow_first = GPOINTER_TO_INT (data) != 0;

  if (flow_first)
    take_closed (fixture, make_flow (2, TCP, START_US), START_US + 2000);
  take_end (fixture, 7, TCP, START_US + 1000);
  if (flow_first)
    take_no_flows (fixture, START_US + 3000);
  else
    take_closed (fixture, make_flow (2, TCP, START_US), START_US + 2000);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  g_assert_cmpuint (fixture->tick->sockets->len, ==, 2); /* joined, and gone */
  g_assert_cmpuint (g_array_index (fixture->tick->sockets, NetopSocketRecord, 1).removed, ==, 1);
  g_assert_cmpuint (get_record (fixture, 7).id, ==, 0);
}

/* A flow that is another socket's, or that comes too late, gets nothing of it. */
static void
test_not_its_own (Fixture      *fixture,
                  gconstpointer data)
{
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (8, TCP), START_US);
  get_joined_cookie (fixture, 2);
  take_end (fixture, 7, TCP, START_US + 1000);
  take_no_flows (fixture, START_US + 2000);
  g_assert_cmpuint (get_record (fixture, 7).id, ==, 0);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
}

static void
test_too_late (Fixture      *fixture,
               gconstpointer data)
{
  take_end (fixture, 7, TCP, START_US);
  take_no_flows (fixture, START_US + 3 * SECOND);
  take_flow (fixture, make_flow (2, TCP, START_US), START_US + 3 * SECOND);
  g_assert_cmpuint (get_record (fixture, 7).id, ==, 0);
}

/* What never had a peer is nobody's flow, and nobody's row. */
static void
test_never_connected (Fixture      *fixture,
                      gconstpointer data)
{
  NetopSocketFacts facts = make_end (7, TCP, START_US);

  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  facts.remote_port = 0;
  netop_joiner_take_end (fixture->joiner, &facts, START_US);
  facts.remote_port = 443;
  facts.protocol = ICMP;
  netop_joiner_take_end (fixture->joiner, &facts, START_US);
  facts.protocol = TCP;
  facts.cookie = 0;
  netop_joiner_take_end (fixture->joiner, &facts, START_US);
  take_no_flows (fixture, START_US + 1000);
  netop_joiner_fill (fixture->joiner, fixture->tick);
  g_assert_cmpuint (fixture->tick->sockets->len, ==, 0);
}

/* A listener's end says nothing of what it had accepted. */
static void
test_listener (Fixture      *fixture,
               gconstpointer data)
{
  NetopSocketFacts  facts = make_socket (7, TCP);
  NetopSocketRecord record;

  facts.listening = 1;
  facts.state = NETOP_SOCKET_STATE_LISTEN;
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, facts, START_US);
  get_record (fixture, 7);
  take_end (fixture, 7, TCP, START_US + 1000);
  record = get_record (fixture, 7);
  g_assert_cmpuint (record.removed, ==, 1);
  g_assert_cmpuint (record.facts.listening, ==, 1);
  g_assert_cmpuint (record.facts.known & NETOP_SOCKET_KNOWS_RETRANSMITS, ==, 0);
}

/* Its last datagrams come out of the ring after the notice: the flow closes when they have. What came in its place
 * begins a flow of its own. */
static void
test_datagrams (Fixture      *fixture,
                gconstpointer data)
{
  const bool       is_replaced = GPOINTER_TO_INT (data) != 0;
  NetopSocketFacts facts = make_socket (7, UDP), next = make_socket (8, UDP);

  take_flow (fixture, make_flow (2, UDP, START_US), START_US);
  dump (fixture, &facts, START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  netop_joiner_find_replaced (fixture->joiner, fixture->sockets, START_US + 1);

  g_array_set_size (fixture->sockets->sockets, 0);
  if (is_replaced)
    g_array_append_val (fixture->sockets->sockets, next);
  take_end (fixture, 7, UDP, START_US + 1000);
  netop_joiner_find_replaced (fixture->joiner, fixture->sockets, START_US + 200000);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
  g_assert_cmpuint (get_record (fixture, 7).id, ==, 0);

  netop_joiner_find_replaced (fixture->joiner, fixture->sockets, START_US + 252000);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, is_replaced ? NETOP_CLOSE_REPLACED : NETOP_CLOSE_SOCKET_GONE);
  g_assert_cmpuint (get_record (fixture, 7).removed, ==, 1);
}

/* Whoever opens and closes without end fills nothing but its bound. */
static void
test_bounded (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < 10000; i++)
    take_end (fixture, 100 + i, TCP, START_US);
  g_assert_cmpuint (netop_joiner_get_lost (fixture->joiner), ==, 10000 - 8192);
  take_no_flows (fixture, START_US + 2 * SECOND);
  take_end (fixture, 7, TCP, START_US + 2 * SECOND);
  g_assert_cmpuint (netop_joiner_get_lost (fixture->joiner), ==, 10000 - 8192);
}

/* Where payload is counted: also what was sent after the last dump, and what no dump ever had. */
static void
test_payload (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
  NetopPayloadFlows *payload = netop_payload_flows_new (10);

  netop_joiner_set_payload_flows (fixture->joiner, payload);
  dump (fixture, NULL, START_US);
  take_end (fixture, 7, TCP, START_US + 1000);
  netop_payload_flows_take_dirty (payload, flows, closed);
  g_assert_cmpuint (flows->len, ==, 1);
  g_assert_cmpuint (g_array_index (flows, NetopFlow, 0).interfaces[0].tx_bytes, ==, 77);
  dump (fixture, NULL, START_US + SECOND);
  netop_payload_flows_take_dirty (payload, flows, closed);
  g_assert_cmpuint (closed->len, ==, 1);
  netop_payload_flows_free (payload);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
    bool variant;
  } tests[] = {
    { "/helper/ends/known", test_known, false },
    { "/helper/ends/flow-later", test_flow_later, false },
    { "/helper/ends/no-flow", test_no_flow, false },
    { "/helper/ends/result-later", test_result_later, false },
    { "/helper/ends/unknown", test_unknown, false },
    { "/helper/ends/unknown-flow-first", test_unknown, true },
    { "/helper/ends/not-its-own", test_not_its_own, false },
    { "/helper/ends/too-late", test_too_late, false },
    { "/helper/ends/never-connected", test_never_connected, false },
    { "/helper/ends/listener", test_listener, false },
    { "/helper/ends/datagrams", test_datagrams, false },
    { "/helper/ends/datagrams-replaced", test_datagrams, true },
    { "/helper/ends/bounded", test_bounded, false },
    { "/helper/ends/payload", test_payload, false },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].variant), set_up, tests[i].func, tear_down);
  return g_test_run ();
}
