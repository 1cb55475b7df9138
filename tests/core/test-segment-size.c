/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow-table.h"
#include "netop-link-header.h"

/* How large the segments of super-packets are, where the SYNs of both ends say. */

#define HEADER_BYTES 40
#define SEGMENTS 10

typedef struct
{
  NetopFlowTable      *table;
  NetopLocalAddresses *local;
  GArray              *flows;
  GArray              *closed;
} Fixture;

static const uint16_t cases[][2] = { { 1460, 8960 }, { 8960, 1460 }, { 1460, 0 }, { 0, 1460 } };

static NetopAddress
parse_address (const char *text)
{
  NetopAddress address;

  g_assert_true (netop_address_parse (text, &address));
  return address;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  NetopInterfaceAddress ours = { .address = parse_address ("192.0.2.1"), .prefix_length = 24 };

  fixture->table = netop_flow_table_new (64, 64);
  fixture->local = netop_local_addresses_new (&ours, 1);
  fixture->flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  fixture->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_flow_table_free (fixture->table);
  netop_local_addresses_unref (fixture->local);
  g_array_unref (fixture->flows);
  g_array_unref (fixture->closed);
}

/* From the client, whose port is @port, or from the server. */
static NetopPacket
make_packet (const char *client,
             const char *server,
             uint16_t    port,
             bool        from_client)
{
  return (NetopPacket){
    .source = parse_address (from_client ? client : server),
    .destination = parse_address (from_client ? server : client),
    .source_port = from_client ? port : 443,
    .destination_port = from_client ? 443 : port,
    .protocol = NETOP_PROTOCOL_TCP,
    .ip_bytes = HEADER_BYTES,
    .header_bytes = HEADER_BYTES,
    .way = from_client ? NETOP_PACKET_WAY_OUT : NETOP_PACKET_WAY_IN,
    .interface_index = 2,
    .hardware_type = 1,
  };
}

static void
add (Fixture           *fixture,
     const NetopPacket *packet)
{
  netop_flow_table_add_packet (fixture->table, packet, fixture->local, 0, 1);
}

static void
add_both_copies (Fixture           *fixture,
                 const NetopPacket *packet)
{
  NetopPacket copy = *packet;

  copy.way = NETOP_PACKET_WAY_IN;
  add (fixture, &copy);
  copy.way = NETOP_PACKET_WAY_OUT;
  copy.interface_index = 3;
  add (fixture, &copy);
}

static void
add_connection (Fixture       *fixture,
                const char    *client,
                uint16_t       port,
                const uint16_t mss[2],
                void (*add_func) (Fixture *, const NetopPacket *))
{
  for (guint end = 0; end <= 1; end++)
    {
      NetopPacket packet = make_packet (client, "203.0.113.1", port, end == 0);

      packet.tcp_flags = end == 0 ? NETOP_TCP_SYN : NETOP_TCP_SYN | NETOP_TCP_ACK;
      packet.mss = mss[end];
      add_func (fixture, &packet);
    }
  for (guint end = 0; end <= 1; end++)
    {
      NetopPacket packet = make_packet (client, "203.0.113.1", port, end == 0);

      packet.tcp_flags = NETOP_TCP_ACK;
      packet.payload_bytes = SEGMENTS * 1460;
      packet.ip_bytes += packet.payload_bytes;
      add_func (fixture, &packet);
    }

  g_array_set_size (fixture->flows, 0);
  netop_flow_table_take_dirty (fixture->table, fixture->flows, fixture->closed);
}

/* What the other end can receive is not what it sends: its MTU may be larger, or smaller. */
static void
test_both_ways (Fixture      *fixture,
                gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const NetopFlow *flow;

      add_connection (fixture, "192.0.2.1", (uint16_t)(1000 + i), cases[i], add);
      g_assert_cmpuint (fixture->flows->len, ==, 1);
      flow = &g_array_index (fixture->flows, NetopFlow, 0);
      g_assert_cmpuint (flow->interfaces[0].rx_correction_packets, ==, SEGMENTS - 1);
      g_assert_cmpuint (flow->interfaces[0].tx_correction_packets, ==, SEGMENTS - 1);
      g_assert_cmpuint (flow->interfaces[0].tx_correction_bytes, ==, (SEGMENTS - 1) * HEADER_BYTES);
    }
}

/* The two ends' SYNs are in two flows. */
static void
test_forwarded (Fixture      *fixture,
                gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add_connection (fixture, "198.51.100.1", (uint16_t)(1000 + i), cases[i], add_both_copies);
      g_assert_cmpuint (fixture->flows->len, ==, 2);
      for (guint k = 0; k < 2; k++)
        {
          const NetopFlow *flow = &g_array_index (fixture->flows, NetopFlow, k);

          g_assert_cmpuint (flow->key.forwarded, ==, 1);
          g_assert_cmpuint (flow->interfaces[0].rx_correction_packets, ==, SEGMENTS - 1);
          g_assert_cmpuint (flow->interfaces[1].tx_correction_packets, ==, SEGMENTS - 1);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/core/segment-size/both-ways", Fixture, NULL, set_up, test_both_ways, tear_down);
  g_test_add ("/core/segment-size/forwarded", Fixture, NULL, set_up, test_forwarded, tear_down);
  return g_test_run ();
}
