/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-payload-flows.h"

#define ESTABLISHED 1
#define TIME_WAIT 6
#define SECOND ((int64_t)G_USEC_PER_SEC)

typedef struct
{
  NetopPayloadFlows *flows;
  GArray            *dirty;
  GArray            *closed;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->flows = netop_payload_flows_new (data != NULL ? GPOINTER_TO_UINT (data) : 100);
  fixture->dirty = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  fixture->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_payload_flows_free (fixture->flows);
  g_array_unref (fixture->dirty);
  g_array_unref (fixture->closed);
}

static NetopSocketFacts
make_socket (uint64_t cookie,
             uint64_t received,
             uint64_t acked)
{
  return (NetopSocketFacts){
    .cookie = cookie,
    .local_port = 40000,
    .remote_port = 443,
    .protocol = NETOP_PROTOCOL_TCP,
    .state = ESTABLISHED,
    .known = NETOP_SOCKET_KNOWS_BYTES,
    .bytes_received = received,
    .bytes_acked = acked,
    .sample_us = SECOND,
  };
}

/* One dump with that socket, or with none. */
static void
dump (Fixture                *fixture,
      const NetopSocketFacts *facts)
{
  if (facts != NULL)
    netop_payload_flows_see (fixture->flows, facts);
  netop_payload_flows_end_dump (fixture->flows, 5 * SECOND);
  g_array_set_size (fixture->dirty, 0);
  g_array_set_size (fixture->closed, 0);
  netop_payload_flows_take_dirty (fixture->flows, fixture->dirty, fixture->closed);
}

static void
assert_bytes (Fixture *fixture,
              uint64_t rx_bytes,
              uint64_t tx_bytes)
{
  const NetopFlow *flow = &g_array_index (fixture->dirty, NetopFlow, 0);

  g_assert_cmpuint (fixture->dirty->len, ==, 1);
  g_assert_cmpuint (flow->interfaces[0].rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (flow->interfaces[0].tx_bytes, ==, tx_bytes);
  g_assert_cmpuint (flow->interfaces[0].rx_packets + flow->interfaces[0].tx_packets, ==, 0);
}

/* What was carried before the first dump is not ours to count; what opens later is, from its first byte. */
static void
test_baseline (Fixture      *fixture,
               gconstpointer data)
{
  NetopSocketFacts old = make_socket (7, 1000, 500), young = make_socket (8, 10, 20);

  dump (fixture, &old);
  assert_bytes (fixture, 0, 0);
  dump (fixture, &old);
  g_assert_cmpuint (fixture->dirty->len, ==, 0); /* nothing changed */
  old.bytes_received += 30;
  old.bytes_acked += 5;
  dump (fixture, &old);
  assert_bytes (fixture, 30, 5);
  dump (fixture, &young);
  assert_bytes (fixture, 10, 20);
}

/* Gone from one dump it may have been overtaken; the last figures stay. */
static void
test_gone (Fixture      *fixture,
           gconstpointer data)
{
  NetopSocketFacts       facts = make_socket (7, 0, 0);
  const NetopClosedFlow *closed;

  dump (fixture, &facts);
  facts.bytes_received = 42;
  dump (fixture, &facts);
  dump (fixture, NULL);
  g_assert_cmpuint (fixture->closed->len, ==, 0);
  dump (fixture, NULL);
  g_assert_cmpuint (fixture->closed->len, ==, 1);
  closed = &g_array_index (fixture->closed, NetopClosedFlow, 0);
  g_assert_cmpint (closed->reason, ==, NETOP_CLOSE_SOCKET_GONE);
  g_assert_cmpint (closed->closed_us, ==, 5 * SECOND);
  g_assert_cmpuint (closed->flow.interfaces[0].rx_bytes, ==, 42);
  dump (fixture, NULL);
  g_assert_cmpuint (fixture->closed->len, ==, 0);
}

/* In TIME_WAIT the kernel has no figures any more: those before were the last. */
static void
test_time_wait (Fixture      *fixture,
                gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7, 0, 0);

  dump (fixture, &facts);
  facts.bytes_acked = 99;
  dump (fixture, &facts);
  facts.known = 0;
  facts.bytes_acked = 0;
  facts.state = TIME_WAIT;
  dump (fixture, &facts);
  g_assert_cmpuint (fixture->closed->len, ==, 1);
  g_assert_cmpint (g_array_index (fixture->closed, NetopClosedFlow, 0).reason, ==, NETOP_CLOSE_FIN);
  g_assert_cmpuint (g_array_index (fixture->closed, NetopClosedFlow, 0).flow.interfaces[0].tx_bytes, ==, 99);
  dump (fixture, &facts); /* and no new flow comes of it */
  g_assert_cmpuint (fixture->dirty->len + fixture->closed->len, ==, 0);
}

/* Listeners, other protocols and figures that fall back are nothing. */
static void
test_ignored (Fixture      *fixture,
              gconstpointer data)
{
  NetopSocketFacts listener = make_socket (7, 1, 1), datagram = make_socket (8, 1, 1), falling = make_socket (9, 100, 100);

  listener.listening = 1;
  datagram.protocol = NETOP_PROTOCOL_UDP;
  dump (fixture, &listener);
  dump (fixture, &datagram);
  g_assert_cmpuint (fixture->dirty->len, ==, 0);

  dump (fixture, &falling);
  assert_bytes (fixture, 100, 100);
  falling.bytes_received = 50;
  dump (fixture, &falling);
  g_assert_cmpuint (fixture->dirty->len, ==, 0);
}

static void
test_full (Fixture      *fixture,
           gconstpointer data)
{
  for (uint64_t cookie = 1; cookie <= 5; cookie++)
    {
      NetopSocketFacts facts = make_socket (cookie, 0, 0);

      netop_payload_flows_see (fixture->flows, &facts);
    }
  dump (fixture, NULL);
  g_assert_cmpuint (fixture->dirty->len, ==, 4);
  g_assert_cmpuint (netop_payload_flows_get_lost (fixture->flows), ==, 1);
}

/* Those cookies are there, with so many bytes each. */
static void
dump_all (Fixture        *fixture,
          const uint64_t *cookies,
          guint           n,
          uint64_t        bytes)
{
  for (guint i = 0; i < n; i++)
    {
      NetopSocketFacts facts = make_socket (cookies[i], bytes, 0);

      netop_payload_flows_see (fixture->flows, &facts);
    }
  dump (fixture, NULL);
}

/* What finds no room is counted once, and once it finds some it does not bring along what it carried before. */
static void
test_left_out (Fixture      *fixture,
               gconstpointer data)
{
  static const uint64_t all[] = { 1, 2, 3, 4, 5, 6 };
  static const uint64_t last[] = { 3, 4, 5, 6 };
  static const uint64_t fresh[] = { 3, 4, 5, 7 };

  for (guint i = 0; i < 3; i++)
    {
      dump_all (fixture, all, 6, 1000);
      g_assert_cmpuint (netop_payload_flows_get_lost (fixture->flows), ==, 2);
    }
  dump_all (fixture, last, 4, 1000);
  dump_all (fixture, last, 4, 1000);
  g_assert_cmpuint (fixture->closed->len, ==, 2);
  dump_all (fixture, last, 4, 1000);
  g_assert_cmpuint (fixture->dirty->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (g_array_index (fixture->dirty, NetopFlow, i).interfaces[0].rx_bytes, ==, 0);

  dump_all (fixture, fresh, 3, 1000);
  dump_all (fixture, fresh, 3, 1000);
  dump_all (fixture, fresh, 4, 1000);
  assert_bytes (fixture, 1000, 0);
  g_assert_cmpuint (netop_payload_flows_get_lost (fixture->flows), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/helper/payload-flows/baseline", Fixture, NULL, set_up, test_baseline, tear_down);
  g_test_add ("/helper/payload-flows/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/helper/payload-flows/time-wait", Fixture, NULL, set_up, test_time_wait, tear_down);
  g_test_add ("/helper/payload-flows/ignored", Fixture, NULL, set_up, test_ignored, tear_down);
  g_test_add ("/helper/payload-flows/full", Fixture, GUINT_TO_POINTER (4), set_up, test_full, tear_down);
  g_test_add ("/helper/payload-flows/left-out", Fixture, GUINT_TO_POINTER (4), set_up, test_left_out, tear_down);

  return g_test_run ();
}
