/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-orientation.h"

#include "frame-builder.h"

#define LOCAL "192.0.2.10"
#define OTHER_LOCAL "192.0.2.11"
#define REMOTE "198.51.100.1"
#define STRANGER "203.0.113.1"

typedef struct
{
  const char    *name;
  const char    *source;
  const char    *destination;
  NetopPacketWay way;
  uint16_t       hardware_type;
  guint          n;
  const char    *local[2];
  bool           received[2];
  bool           forwarded;
} Case;

static void
check_cases (const Case                *cases,
             size_t                     n_cases,
             const NetopLocalAddresses *local)
{
  for (size_t i = 0; i < n_cases; i++)
    {
      NetopPacket packet = {
        .source = parse_address (cases[i].source),
        .destination = parse_address (cases[i].destination),
        .source_port = 1111,
        .destination_port = 2222,
        .protocol = NETOP_PROTOCOL_UDP,
        .way = cases[i].way,
        .hardware_type = cases[i].hardware_type,
      };
      NetopOrientation orientations[2];

      g_test_message ("%s", cases[i].name);
      g_assert_cmpuint (netop_packet_orient (&packet, local, 9, orientations), ==, cases[i].n);
      for (guint k = 0; k < cases[i].n; k++)
        {
          const NetopFlowKey *key = &orientations[k].key;
          NetopAddress        expected = parse_address (cases[i].local[k]);
          bool                local_is_source = !orientations[k].received || key->forwarded;

          g_assert_true (netop_address_equal (&key->local, &expected));
          g_assert_true (netop_address_equal (&key->remote, local_is_source ? &packet.destination : &packet.source));
          g_assert_cmpuint (key->local_port, ==, local_is_source ? 1111 : 2222);
          g_assert_cmpuint (key->remote_port, ==, local_is_source ? 2222 : 1111);
          g_assert_cmpint (orientations[k].received, ==, cases[i].received[k]);
          g_assert_cmpint (key->forwarded, ==, cases[i].forwarded);
          g_assert_cmpuint (key->namespace_id, ==, 9);
          g_assert_cmpmem (key->padding, 6, "\0\0\0\0\0\0", 6);
        }
    }
}

static void
test_known_addresses (void)
{
  static const Case cases[] = {
    { "sent", LOCAL, REMOTE, NETOP_PACKET_WAY_OUT, 1, 1, { LOCAL }, { false }, false },
    { "received", REMOTE, LOCAL, NETOP_PACKET_WAY_IN, 1, 1, { LOCAL }, { true }, false },
    { "received through a port of the bridge", REMOTE, LOCAL, NETOP_PACKET_WAY_OTHER_HOST, 1, 1, { LOCAL }, { true }, false },
    { "sent, seen coming in", LOCAL, REMOTE, NETOP_PACKET_WAY_IN, 1, 1, { LOCAL }, { false }, false },
    { "sent, way unknown", LOCAL, REMOTE, NETOP_PACKET_WAY_UNKNOWN, 0, 1, { LOCAL }, { false }, false },
    { "loopback", "127.0.0.1", "127.0.0.2", NETOP_PACKET_WAY_IN, 772, 2, { "127.0.0.1", "127.0.0.2" }, { false, true }, false },
    { "loopback, own address", LOCAL, OTHER_LOCAL, NETOP_PACKET_WAY_IN, 772, 2, { LOCAL, OTHER_LOCAL }, { false, true }, false },
    { "loopback, address of a local route", LOCAL, STRANGER, NETOP_PACKET_WAY_IN, 772, 2, { LOCAL, STRANGER }, { false, true }, false },
    { "loopback multicast", LOCAL, "224.0.0.251", NETOP_PACKET_WAY_IN, 772, 2, { LOCAL, "224.0.0.251" }, { false, true }, false },
    { "loopback in a file", "::1", "::1", NETOP_PACKET_WAY_UNKNOWN, 0, 2, { "::1", "::1" }, { false, true }, false },
    { "both ends, going out", LOCAL, OTHER_LOCAL, NETOP_PACKET_WAY_OUT, 1, 1, { LOCAL }, { false }, false },
    { "both ends, coming in", LOCAL, OTHER_LOCAL, NETOP_PACKET_WAY_IN, 1, 1, { OTHER_LOCAL }, { true }, false },
    { "multicast received", REMOTE, "224.0.0.251", NETOP_PACKET_WAY_IN_GROUP, 1, 1, { "224.0.0.251" }, { true }, false },
    { "multicast v6 received", "fe80::1", "ff02::fb", NETOP_PACKET_WAY_IN_GROUP, 1, 1, { "ff02::fb" }, { true }, false },
    { "multicast sent", LOCAL, "224.0.0.251", NETOP_PACKET_WAY_OUT, 1, 1, { LOCAL }, { false }, false },
    { "multicast, way unknown, from us", LOCAL, "224.0.0.251", NETOP_PACKET_WAY_UNKNOWN, 0, 1, { LOCAL }, { false }, false },
    { "multicast, way unknown, from another", REMOTE, "224.0.0.251", NETOP_PACKET_WAY_UNKNOWN, 0, 1, { "224.0.0.251" }, { true }, false },
    { "broadcast received", REMOTE, "255.255.255.255", NETOP_PACKET_WAY_IN_GROUP, 1, 1, { "255.255.255.255" }, { true }, false },
    { "subnet broadcast received", REMOTE, "198.51.100.255", NETOP_PACKET_WAY_IN_GROUP, 1, 1, { "198.51.100.255" }, { true }, false },
    { "DHCP request", "0.0.0.0", "255.255.255.255", NETOP_PACKET_WAY_OUT, 1, 1, { "0.0.0.0" }, { false }, false },
    { "unicast in a group frame", REMOTE, LOCAL, NETOP_PACKET_WAY_IN_GROUP, 1, 1, { LOCAL }, { true }, false },
    { "forwarded, coming in", REMOTE, STRANGER, NETOP_PACKET_WAY_IN, 1, 1, { REMOTE }, { true }, true },
    { "forwarded, going out", REMOTE, STRANGER, NETOP_PACKET_WAY_OUT, 1, 1, { REMOTE }, { false }, true },
    { "bridged", REMOTE, STRANGER, NETOP_PACKET_WAY_OTHER_HOST, 1, 1, { REMOTE }, { true }, true },
    { "overheard, way unknown", REMOTE, STRANGER, NETOP_PACKET_WAY_UNKNOWN, 0, 1, { REMOTE }, { true }, true },
  };
  NetopInterfaceAddress addresses[2] = {
    { .address = parse_address (LOCAL) },
    { .address = parse_address (OTHER_LOCAL) },
  };
  g_autoptr (NetopLocalAddresses) local = netop_local_addresses_new (addresses, 2);

  check_cases (cases, G_N_ELEMENTS (cases), local);
}

static void
test_no_addresses (void)
{
  static const Case cases[] = {
    { "going out", REMOTE, STRANGER, NETOP_PACKET_WAY_OUT, 1, 1, { REMOTE }, { false }, false },
    { "coming in", REMOTE, STRANGER, NETOP_PACKET_WAY_IN, 1, 1, { STRANGER }, { true }, false },
    { "for another host", REMOTE, STRANGER, NETOP_PACKET_WAY_OTHER_HOST, 1, 1, { REMOTE }, { true }, true },
    { "private source", "192.168.1.2", STRANGER, NETOP_PACKET_WAY_UNKNOWN, 0, 1, { "192.168.1.2" }, { false }, false },
    { "private destination", STRANGER, "fd00::1", NETOP_PACKET_WAY_UNKNOWN, 0, 1, { "fd00::1" }, { true }, false },
    { "the higher port is the client's", REMOTE, STRANGER, NETOP_PACKET_WAY_UNKNOWN, 0, 1, { STRANGER }, { true }, false },
    { "loopback", "127.0.0.1", "127.0.0.1", NETOP_PACKET_WAY_UNKNOWN, 0, 2, { "127.0.0.1", "127.0.0.1" }, { false, true }, false },
    { "to oneself", LOCAL, LOCAL, NETOP_PACKET_WAY_UNKNOWN, 0, 2, { LOCAL, LOCAL }, { false, true }, false },
  };

  check_cases (cases, G_N_ELEMENTS (cases), NULL);
}

/* Whatever is guessed, a conversation is one flow: both of its ways have one key. */
static void
test_guess_is_symmetric (void)
{
  static const char *const texts[] = { REMOTE, STRANGER, "10.0.0.1", "10.0.0.2", "fe80::1", "2001:db8::1", "0.0.0.0" };

  for (size_t i = 0; i < G_N_ELEMENTS (texts) * G_N_ELEMENTS (texts) * 2; i++)
    {
      NetopPacket there = {
        .source = parse_address (texts[i % G_N_ELEMENTS (texts)]),
        .destination = parse_address (texts[i / G_N_ELEMENTS (texts) % G_N_ELEMENTS (texts)]),
        .source_port = 5353,
        .destination_port = i % 2 == 0 ? 5353 : 53,
        .protocol = NETOP_PROTOCOL_UDP,
      };
      NetopPacket      back = there;
      NetopOrientation a[2], b[2];

      if (netop_address_equal (&there.source, &there.destination))
        continue;
      back.source = there.destination;
      back.destination = there.source;
      back.source_port = there.destination_port;
      back.destination_port = there.source_port;
      g_assert_cmpuint (netop_packet_orient (&there, NULL, 0, a), ==, 1);
      g_assert_cmpuint (netop_packet_orient (&back, NULL, 0, b), ==, 1);
      g_assert_cmpmem (&a[0].key, sizeof a[0].key, &b[0].key, sizeof b[0].key);
      g_assert_cmpint (a[0].received, !=, b[0].received);
    }
}

static void
test_icmp_id (void)
{
  NetopInterfaceAddress address = { .address = parse_address (LOCAL) };
  g_autoptr (NetopLocalAddresses) local = netop_local_addresses_new (&address, 1);
  NetopPacket request = {
    .source = parse_address (LOCAL),
    .destination = parse_address (REMOTE),
    .source_port = 777,
    .destination_port = 777,
    .protocol = NETOP_PROTOCOL_ICMP,
    .way = NETOP_PACKET_WAY_OUT,
  };
  NetopPacket      reply = request;
  NetopOrientation a[2], b[2];

  reply.source = request.destination;
  reply.destination = request.source;
  reply.way = NETOP_PACKET_WAY_IN;
  g_assert_cmpuint (netop_packet_orient (&request, local, 0, a), ==, 1);
  g_assert_cmpuint (netop_packet_orient (&reply, local, 0, b), ==, 1);
  g_assert_cmpuint (a[0].key.local_port, ==, 777);
  g_assert_cmpuint (a[0].key.remote_port, ==, 0);
  g_assert_cmpmem (&a[0].key, sizeof a[0].key, &b[0].key, sizeof b[0].key);
  g_assert_true (!a[0].received && b[0].received);
}

/* A host with a container behind interface 5, and an uplink, 2. */
static const struct
{
  const char    *name;
  const char    *source;
  const char    *destination;
  NetopPacketWay way;
  uint32_t       interface_index;
  guint          n;
  uint32_t       namespace_id[2];
  const char    *local[2];
  bool           received[2];
  bool           forwarded[2];
} far_cases[] = {
  { "container to far away", STRANGER, REMOTE, NETOP_PACKET_WAY_IN, 5, 1, { 77 }, { STRANGER }, { false }, { false } },
  { "far away to container", REMOTE, STRANGER, NETOP_PACKET_WAY_OUT, 5, 1, { 77 }, { STRANGER }, { true }, { false } },
  { "the same on the uplink", REMOTE, STRANGER, NETOP_PACKET_WAY_IN, 2, 1, { 9 }, { REMOTE }, { true }, { true } },
  { "in the bridge's own words", STRANGER, REMOTE, NETOP_PACKET_WAY_OTHER_HOST, 5, 1, { 77 }, { STRANGER }, { false }, { false } },
  { "container to host", STRANGER, LOCAL, NETOP_PACKET_WAY_IN, 5, 2, { 77, 9 }, { STRANGER, LOCAL }, { false, true }, { false, false } },
  { "host to container", LOCAL, STRANGER, NETOP_PACKET_WAY_OUT, 5, 2, { 77, 9 }, { STRANGER, LOCAL }, { true, false }, { false, false } },
  { "container to a group", STRANGER, "224.0.0.251", NETOP_PACKET_WAY_IN_GROUP, 5, 2, { 77, 9 }, { STRANGER, "224.0.0.251" }, { false, true }, { false, false } },
  { "host to a group", LOCAL, "224.0.0.251", NETOP_PACKET_WAY_OUT, 5, 1, { 9 }, { LOCAL }, { false }, { false } },
  { "way unknown", STRANGER, REMOTE, NETOP_PACKET_WAY_UNKNOWN, 5, 1, { 9 }, { STRANGER }, { true }, { true } },
};

static void
test_far_namespaces (void)
{
  const NetopInterfaceAddress addresses[] = { { .index = 2, .address = parse_address (LOCAL) } };
  const NetopFarNamespace     far[] = { { 7, 78 }, { 5, 77 } };
  g_autoptr (NetopLocalAddresses) local = netop_local_addresses_new_with_namespaces (addresses, 1, far, 2);

  for (guint i = 0; i < G_N_ELEMENTS (far_cases); i++)
    {
      const NetopPacket packet = {
        .source = parse_address (far_cases[i].source),
        .destination = parse_address (far_cases[i].destination),
        .source_port = 1111,
        .destination_port = 2222,
        .protocol = NETOP_PROTOCOL_TCP,
        .way = far_cases[i].way,
        .interface_index = far_cases[i].interface_index,
        .hardware_type = 1,
      };
      NetopOrientation orientations[2];

      g_test_message ("%s", far_cases[i].name);
      g_assert_cmpuint (netop_packet_orient (&packet, local, 9, orientations), ==, far_cases[i].n);
      for (guint k = 0; k < far_cases[i].n; k++)
        {
          const NetopFlowKey *key = &orientations[k].key;
          NetopAddress        expected = parse_address (far_cases[i].local[k]);

          g_assert_true (netop_address_equal (&key->local, &expected));
          g_assert_cmpuint (key->namespace_id, ==, far_cases[i].namespace_id[k]);
          g_assert_cmpint (orientations[k].received, ==, far_cases[i].received[k]);
          g_assert_cmpint (key->forwarded, ==, far_cases[i].forwarded[k]);
        }
    }
  g_assert_cmpuint (netop_local_addresses_find_namespace (local, 6), ==, 0);
  g_assert_cmpuint (netop_local_addresses_find_namespace (NULL, 5), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/orientation/known-addresses", test_known_addresses);
  g_test_add_func ("/core/orientation/no-addresses", test_no_addresses);
  g_test_add_func ("/core/orientation/guess-is-symmetric", test_guess_is_symmetric);
  g_test_add_func ("/core/orientation/icmp-id", test_icmp_id);
  g_test_add_func ("/core/orientation/far-namespaces", test_far_namespaces);
  return g_test_run ();
}
