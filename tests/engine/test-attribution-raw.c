/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"
#include "netop-socket-facts.h"

#define IGMP 2
#define ESP 50
#define OTHER 253
#define ANY 255
#define ETHERNET_IPV4 0x0800
#define ETHERNET_ALL 3
#define ETHERNET_EAPOL 0x888e

typedef struct
{
  const char     *name;
  NetopSocketKind kind;
  uint8_t         protocol; /* of the socket */
  uint16_t        ethernet;
  uint32_t        interface;
  uint8_t         of_flow; /* protocol */
  bool            received;
  bool            lasts; /* the flow, for long */
  bool            is_named;
  NetopMatch      match;
} Case;

/* A process has one socket, and there is one flow. */
static const Case cases[] = {
  { "raw-echo", NETOP_SOCKET_KIND_RAW, ICMP, 0, 0, ICMP, false, false, true, NETOP_MATCH_WILDCARD },
  { "raw-echo-from-outside", NETOP_SOCKET_KIND_RAW, ICMP, 0, 0, ICMP, true, false, false, NETOP_MATCH_NONE },
  { "raw-other", NETOP_SOCKET_KIND_RAW, OTHER, 0, 0, OTHER, false, false, true, NETOP_MATCH_WILDCARD },
  { "raw-other-received", NETOP_SOCKET_KIND_RAW, OTHER, 0, 0, OTHER, true, false, true, NETOP_MATCH_WILDCARD },
  { "raw-of-another-protocol", NETOP_SOCKET_KIND_RAW, 252, 0, 0, OTHER, false, false, false, NETOP_MATCH_NONE },
  { "raw-igmp", NETOP_SOCKET_KIND_RAW, IGMP, 0, 0, IGMP, false, true, false, NETOP_MATCH_NONE },
  { "raw-tcp", NETOP_SOCKET_KIND_RAW, TCP, 0, 0, TCP, false, true, false, NETOP_MATCH_NONE },
  { "any-too-young", NETOP_SOCKET_KIND_RAW, ANY, 0, 0, OTHER, false, false, false, NETOP_MATCH_NONE },
  { "any", NETOP_SOCKET_KIND_RAW, ANY, 0, 0, OTHER, false, true, true, NETOP_MATCH_INFERRED },
  { "any-received", NETOP_SOCKET_KIND_RAW, ANY, 0, 0, OTHER, true, true, false, NETOP_MATCH_NONE },
  { "packet", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 2, OTHER, false, true, true, NETOP_MATCH_INFERRED },
  { "packet-all", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_ALL, 0, OTHER, false, true, true, NETOP_MATCH_INFERRED },
  { "packet-only-sends", NETOP_SOCKET_KIND_PACKET, 0, 0, 2, OTHER, false, true, true, NETOP_MATCH_INFERRED },
  { "packet-of-another-interface", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 3, OTHER, false, true, false, NETOP_MATCH_NONE },
  { "packet-of-no-ip", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_EAPOL, 2, OTHER, false, true, false, NETOP_MATCH_NONE },
  { "packet-received", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 2, OTHER, true, true, false, NETOP_MATCH_NONE },
  { "packet-tcp", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 2, TCP, false, true, false, NETOP_MATCH_NONE },
  { "packet-tunnel", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 2, ESP, false, true, false, NETOP_MATCH_NONE },
  { "packet-udp", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 2, UDP, false, true, true, NETOP_MATCH_INFERRED },
  { "packet-udp-once", NETOP_SOCKET_KIND_PACKET, 0, ETHERNET_IPV4, 2, UDP, false, false, false, NETOP_MATCH_NONE },
};

static void
add_raw (Fixture        *fixture,
         uint64_t        id,
         NetopSocketKind kind,
         uint8_t         protocol,
         uint16_t        port,
         uint32_t        interface)
{
  NetopSocketRecord record = {
    .id = id,
    .facts = {
      .cookie = 1000 + id,
      .inode = 2000 + id,
      .kind = (uint8_t)kind,
      .protocol = protocol,
      .local = netop_address_from_v4 ((const uint8_t[4]){ 0 }),
      .remote = netop_address_from_v4 ((const uint8_t[4]){ 0 }),
      .local_port = port,
      .interface_index = interface,
      .listening = 1,
    },
  };

  if (kind == NETOP_SOCKET_KIND_PACKET)
    record.facts.local = record.facts.remote = (NetopAddress){ { 0 } };
  g_array_append_val (fixture->tick->sockets, record);
}

static void
add_process_with (Fixture    *fixture,
                  uint64_t    id,
                  const Case *test)
{
  add_process (fixture, id, (uint32_t)(70 + id), id, "sender", false);
  add_raw (fixture, id, test->kind, test->protocol, test->ethernet, test->interface);
  add_holder (fixture, id, id);
}

static NetopFlow
make_case_flow (const Case *test,
                uint64_t    n_packets)
{
  NetopFlow flow = make_flow (2, test->of_flow, test->received ? 100 * n_packets : 0, test->received ? 0 : 100 * n_packets);

  if (test->of_flow != ICMP && !netop_protocol_has_ports (test->of_flow))
    flow.key.local_port = 0;
  if (!netop_protocol_has_ports (test->of_flow))
    flow.key.remote_port = 0;
  flow.opener = test->of_flow == UDP ? NETOP_FLOW_OPENER_UNKNOWN : test->received ? NETOP_FLOW_OPENER_REMOTE
                                                                                  : NETOP_FLOW_OPENER_LOCAL;
  return flow;
}

static void
send_flow (Fixture    *fixture,
           const Case *test)
{
  for (guint i = 1; i <= (test->lasts ? 8 : 2); i++)
    {
      NetopFlow flow = make_case_flow (test, i);

      flow.last_us = fixture->now_us;
      add_flow (fixture, flow);
      send_tick (fixture, SECOND / 2 - 1);
    }
}

static void
test_one_socket (gconstpointer data)
{
  const Case *test = data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopConnection *connection;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, test);
  send_flow (&fixture, test);

  snapshot = get_snapshot (&fixture);
  connection = &g_array_index (snapshot->connections, NetopConnection, 0);
  g_assert_cmpint (connection->process >= 0, ==, test->is_named);
  g_assert_cmpint (connection->match, ==, test->match);
  g_assert_cmpuint (netop_traffic_get_bytes (&find_process (snapshot, 71)->traffic), ==, test->is_named ? (test->lasts ? 800 : 200) : 0);
}

/* Nobody is named where it may have been another one as well. */
static void
test_two_processes (gconstpointer data)
{
  const Case *test = data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, test);
  add_process_with (&fixture, 2, test);
  send_flow (&fixture, test);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (g_array_index (snapshot->connections, NetopConnection, 0).process, ==, -1);
}

/* Of one that had ended before the flow began nothing is. */
static void
test_ended_before (gconstpointer data)
{
  const Case *test = data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow flow;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, test);
  send_tick (&fixture, SECOND);
  add_process (&fixture, 1, 71, 1, "sender", true);
  send_tick (&fixture, SECOND);

  flow = make_case_flow (test, 1);
  flow.first_us = flow.last_us = fixture.now_us + SECOND / 2;
  add_flow (&fixture, flow);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (g_array_index (snapshot->connections, NetopConnection, 0).process, ==, -1);
}

/* Who comes right behind it is named, though one tick tells of the end, of its own socket and of its packets. */
static void
test_ended_just_before (gconstpointer data)
{
  const Case *test = data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  int64_t first_us;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, test);
  send_tick (&fixture, SECOND);

  add_process (&fixture, 1, 71, 1, "sender", true);
  add_process_with (&fixture, 2, test);
  first_us = fixture.now_us + SECOND / 100;
  for (guint i = 1; i <= 8; i++)
    {
      NetopFlow flow = make_case_flow (test, i);

      flow.first_us = first_us;
      flow.last_us = MAX (first_us, fixture.now_us);
      add_flow (&fixture, flow);
      send_tick (&fixture, SECOND / 2 - 1);
    }

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (netop_traffic_get_bytes (&find_process (snapshot, 71)->traffic), ==, 0);
  g_assert_cmpuint (netop_traffic_get_bytes (&find_process (snapshot, 72)->traffic), ==, 800);
}

/* Its packet may have waited for the address of a neighbour. */
static void
test_sent_at_end (gconstpointer data)
{
  const Case *test = data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow flow;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, test);
  send_tick (&fixture, SECOND);

  add_process (&fixture, 1, 71, 1, "sender", true);
  flow = make_case_flow (test, 1);
  flow.first_us = flow.last_us = fixture.now_us + SECOND / 100;
  add_flow (&fixture, flow);
  send_tick (&fixture, SECOND / 4);
  for (guint i = 0; i < 4; i++)
    send_tick (&fixture, SECOND / 2);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (netop_traffic_get_bytes (&find_process (snapshot, 71)->traffic), ==, 100);
}

/* One that was closed is in nobody's way, though its process lives. */
static void
test_closed_before (gconstpointer data)
{
  const Case *test = data;
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, test);
  send_tick (&fixture, SECOND);
  add_raw (&fixture, 1, test->kind, test->protocol, test->ethernet, test->interface);
  g_array_index (fixture.tick->sockets, NetopSocketRecord, 0).removed = 1;
  send_tick (&fixture, SECOND / 4);
  add_process_with (&fixture, 2, test);
  send_flow (&fixture, test);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (netop_traffic_get_bytes (&find_process (snapshot, 72)->traffic), ==, test->lasts ? 800 : 200);
}

/* A ping socket's identifier is its own, whatever raw sockets there are. */
static void
test_ping_socket (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopConnection *connection;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 71, 1, "ping", false);
  add_raw (&fixture, 1, NETOP_SOCKET_KIND_INET, ICMP, 40002, 0);
  add_holder (&fixture, 1, 1);
  add_process (&fixture, 2, 72, 2, "other", false);
  add_raw (&fixture, 2, NETOP_SOCKET_KIND_RAW, ICMP, 0, 0);
  add_holder (&fixture, 2, 2);
  add_flow (&fixture, make_case_flow (&cases[0], 3));
  send_tick (&fixture, SECOND / 4);

  snapshot = get_snapshot (&fixture);
  connection = &g_array_index (snapshot->connections, NetopConnection, 0);
  g_assert_cmpint (connection->match, ==, NETOP_MATCH_EXACT);
  g_assert_cmpint (connection->direction, ==, NETOP_DIRECTION_OUTGOING);
  g_assert_cmpuint (find_process (snapshot, 71)->traffic.tx_bytes, ==, 300);
}

/* Whoever has no address yet can send only frames. */
static void
test_without_address (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const Case dhcp = { .kind = NETOP_SOCKET_KIND_PACKET, .ethernet = ETHERNET_IPV4, .interface = 2, .of_flow = UDP };
  NetopFlow  flow = make_case_flow (&dhcp, 3);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, &dhcp);
  flow.key.local = netop_address_from_v4 ((const uint8_t[4]){ 0 });
  add_flow (&fixture, flow);
  send_tick (&fixture, 2 * SECOND);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_process (snapshot, 71)->traffic.tx_bytes, ==, 300);
}

/* Of another namespace not all sockets are told that it may have been. */
static void
test_other_namespace (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const Case packet = { .kind = NETOP_SOCKET_KIND_PACKET, .ethernet = ETHERNET_ALL, .of_flow = ICMP };
  NetopFlow  flow = make_case_flow (&packet, 3);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_with (&fixture, 1, &packet);
  g_array_index (fixture.tick->sockets, NetopSocketRecord, 0).facts.namespace_id = 5;
  flow.key.namespace_id = 5;
  add_flow (&fixture, flow);
  send_tick (&fixture, 2 * SECOND);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (g_array_index (snapshot->connections, NetopConnection, 0).process, ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *one = g_strdup_printf ("/engine/attribution-raw/one/%s", cases[i].name);
      g_autofree char *two = g_strdup_printf ("/engine/attribution-raw/two/%s", cases[i].name);
      g_autofree char *ended = g_strdup_printf ("/engine/attribution-raw/ended/%s", cases[i].name);
      g_autofree char *ended_just = g_strdup_printf ("/engine/attribution-raw/ended-just-before/%s", cases[i].name);
      g_autofree char *at_end = g_strdup_printf ("/engine/attribution-raw/sent-at-end/%s", cases[i].name);
      g_autofree char *closed = g_strdup_printf ("/engine/attribution-raw/closed/%s", cases[i].name);

      g_test_add_data_func (one, &cases[i], test_one_socket);
      g_test_add_data_func (two, &cases[i], test_two_processes);
      g_test_add_data_func (ended, &cases[i], test_ended_before);
      if (cases[i].is_named)
        {
          g_test_add_data_func (ended_just, &cases[i], test_ended_just_before);
          g_test_add_data_func (closed, &cases[i], test_closed_before);
          if (!cases[i].lasts)
            g_test_add_data_func (at_end, &cases[i], test_sent_at_end);
        }
    }
  g_test_add_func ("/engine/attribution-raw/ping-socket", test_ping_socket);
  g_test_add_func ("/engine/attribution-raw/without-address", test_without_address);
  g_test_add_func ("/engine/attribution-raw/other-namespace", test_other_namespace);
  return g_test_run ();
}
