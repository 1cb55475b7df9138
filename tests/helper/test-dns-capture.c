/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-capture.h"
#include "netop-dns-payload.h"

/* Datagrams come by the queue; no handle is needed for them. */

typedef struct
{
  NetopDnsCapture *capture;
  NetopTick       *tick;
  bool             are_flows_known;
} Fixture;

static uint64_t
find_flow (const NetopFlowKey *key,
           int64_t             time_us,
           void               *user_data)
{
  const Fixture *fixture = user_data;

  return fixture->are_flows_known || key->local_port < 1000 ? key->local_port : 0;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->capture = netop_dns_capture_new (NULL, 0, netop_local_addresses_new (NULL, 0));
  fixture->tick = netop_tick_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_dns_capture_free (fixture->capture);
  netop_tick_free (fixture->tick);
}

static void
push (Fixture    *fixture,
      guint16     port,
      int64_t     time_us,
      const void *bytes,
      guint32     length)
{
  NetopPayloadRecord record = { .time_us = time_us, .key = { .local_port = port, .remote_port = 53, .protocol = NETOP_PROTOCOL_UDP } };

  netop_payload_queue_push (netop_dns_capture_get_queue (fixture->capture), &record, bytes, length);
}

static void
fill (Fixture *fixture,
      int64_t  now_us)
{
  netop_tick_clear (fixture->tick);
  fixture->tick->mono_us = now_us;
  netop_dns_capture_fill (fixture->capture, fixture->tick, find_flow, fixture);
}

static void
assert_payload (const Fixture *fixture,
                guint          i,
                guint64        flow_id,
                const char    *bytes)
{
  const NetopPayloadRecord *record = &g_array_index (fixture->tick->payloads, NetopPayloadRecord, i);
  gsize                     length;
  const guint8             *there = netop_tick_get_string (fixture->tick, record->bytes, &length);

  g_assert_cmpuint (record->flow_id, ==, flow_id);
  g_assert_cmpmem (there, (int)length, bytes, (int)strlen (bytes));
}

/* One whose flow is not there yet waits, and those behind it do; not for long. */
static void
test_wait (Fixture      *fixture,
           gconstpointer data)
{
  push (fixture, 10, 1000, "one", 3);
  push (fixture, 2000, 1001, "second", 6);
  push (fixture, 30, 1002, "three", 5);
  fill (fixture, 2000);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 1);
  assert_payload (fixture, 0, 10, "one");

  push (fixture, 40, 2500, "4", 1);
  fixture->are_flows_known = true;
  fill (fixture, 3000);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 3);
  assert_payload (fixture, 0, 2000, "second");
  assert_payload (fixture, 1, 30, "three");
  assert_payload (fixture, 2, 40, "4");

  fixture->are_flows_known = false;
  push (fixture, 5000, 10000, "nobody's", 8);
  fill (fixture, 10000 + 499000);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 0);
  fill (fixture, 10000 + 500000);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 1);
  assert_payload (fixture, 0, 0, "nobody's");
  g_assert_cmpuint (netop_dns_capture_get_lost (fixture->capture), ==, 0);
}

/* The last tick has what would wait. */
static void
test_final (Fixture      *fixture,
            gconstpointer data)
{
  push (fixture, 5000, 10000, "a", 1);
  fixture->tick->final = true;
  fixture->tick->mono_us = 10001;
  netop_dns_capture_fill (fixture->capture, fixture->tick, find_flow, fixture);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 1);
}

/* While nobody takes them they are lost, and counted; what is kept comes in several ticks. */
static void
test_full (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree guint8 *bytes = g_malloc0 (1000);
  guint              n = 0;
  guint              n_ticks = 0;

  for (guint i = 0; i < NETOP_PAYLOAD_QUEUE_MAX_RECORDS + 5; i++)
    push (fixture, 10, 1000, bytes, 1000);
  do
    {
      fill (fixture, 2000);
      n += fixture->tick->payloads->len;
      g_assert_cmpuint (netop_tick_get_facts_size (fixture->tick), <=, NETOP_TICK_MAX_FACTS_SIZE / 4);
      n_ticks++;
    }
  while (fixture->tick->payloads->len > 0);

  g_assert_cmpuint (n_ticks, >, 2);
  g_assert_cmpuint (n, ==, NETOP_PAYLOAD_QUEUE_MAX_BYTES / 1000);
  g_assert_cmpuint (n + netop_dns_capture_get_lost (fixture->capture), ==, NETOP_PAYLOAD_QUEUE_MAX_RECORDS + 5);
}

/* A tick that is full of other things takes none. */
static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree guint8 *bytes = g_malloc0 (NETOP_TICK_MAX_FACTS_SIZE);

  push (fixture, 10, 1000, "a", 1);
  netop_tick_add_string (fixture->tick, bytes, NETOP_TICK_MAX_FACTS_SIZE - 10);
  netop_dns_capture_fill (fixture->capture, fixture->tick, find_flow, fixture);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 0);
  fill (fixture, 2000);
  g_assert_cmpuint (fixture->tick->payloads->len, ==, 1);
}

static void
test_ports (void)
{
  const struct
  {
    guint16 port;
    bool    is_datagram;
    bool    is_segment;
  } cases[] = { { 53, true, true }, { 5353, true, false }, { 5355, true, false }, { 137, true, false }, { 443, false, false }, { 0, false, false } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopPacket packet = { .protocol = NETOP_PROTOCOL_UDP, .source_port = 40000, .destination_port = cases[i].port, .payload_captured = 12, .payload_bytes = 20 };

      g_assert_cmpint (netop_dns_payload_is_datagram (&packet), ==, cases[i].is_datagram);
      packet.protocol = NETOP_PROTOCOL_TCP;
      g_assert_cmpint (netop_dns_payload_is_segment (&packet), ==, cases[i].is_segment);
      packet.payload_captured = 0;
      g_assert_false (netop_dns_payload_is_segment (&packet));
      packet.tcp_flags = NETOP_TCP_SYN;
      g_assert_cmpint (netop_dns_payload_is_segment (&packet), ==, cases[i].is_segment);
    }
}

static void
test_record (void)
{
  const NetopPacket packet = { .protocol = NETOP_PROTOCOL_UDP, .payload_captured = 12, .payload_bytes = 20, .interface_index = 4 };
  /* Between two namespaces it is its sender's, whichever of them is told first. */
  const NetopOrientation orientations[] = { { .key = { .local_port = 53 }, .received = true }, { .key = { .local_port = 7 } } };
  NetopPayloadRecord     record = netop_dns_payload_make_record (&packet, orientations, 1, -5);

  g_assert_cmpint (record.time_us, ==, 0);
  g_assert_cmpuint (record.is_cut, ==, 1);
  g_assert_cmpuint (record.received, ==, 1);
  g_assert_cmpuint (record.is_start, ==, 0);
  g_assert_cmpuint (record.interface_index, ==, 4);
  record = netop_dns_payload_make_record (&packet, orientations, 2, 5);
  g_assert_cmpuint (record.received, ==, 0);
  g_assert_cmpuint (record.key.local_port, ==, 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/helper/dns-capture/wait", Fixture, NULL, set_up, test_wait, tear_down);
  g_test_add ("/helper/dns-capture/final", Fixture, NULL, set_up, test_final, tear_down);
  g_test_add ("/helper/dns-capture/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/helper/dns-capture/no-room", Fixture, NULL, set_up, test_no_room, tear_down);
  g_test_add_func ("/helper/dns-capture/ports", test_ports);
  g_test_add_func ("/helper/dns-capture/record", test_record);
  return g_test_run ();
}
