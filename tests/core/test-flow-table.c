/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow-table.h"

#include "frame-builder.h"

#define LOCAL "192.0.2.10"
#define REMOTE "198.51.100.1"
#define STRANGER "203.0.113.1"
#define S ((int64_t)G_USEC_PER_SEC)

enum {
  FIN = NETOP_TCP_FIN,
  SYN = NETOP_TCP_SYN,
  RST = NETOP_TCP_RST,
  ACK = NETOP_TCP_ACK,
};

typedef struct
{
  NetopFlowTable      *table;
  NetopLocalAddresses *local;
  GArray              *flows;
  GArray              *closed;
} Fixture;

static void
set_up_sized (Fixture *fixture,
              guint    capacity,
              guint    closed_capacity)
{
  NetopInterfaceAddress address = { .address = parse_address (LOCAL) };

  fixture->table = netop_flow_table_new (capacity, closed_capacity);
  fixture->local = netop_local_addresses_new (&address, 1);
  fixture->flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  fixture->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  set_up_sized (fixture, 16, 16);
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

static void
take (Fixture *fixture)
{
  g_array_set_size (fixture->flows, 0);
  g_array_set_size (fixture->closed, 0);
  netop_flow_table_take_dirty (fixture->table, fixture->flows, fixture->closed);
}

static const NetopFlow *
get_flow (Fixture *fixture,
          guint    i)
{
  g_assert_cmpuint (i, <, fixture->flows->len);
  return &g_array_index (fixture->flows, NetopFlow, i);
}

static const NetopClosedFlow *
get_closed (Fixture *fixture,
            guint    i)
{
  g_assert_cmpuint (i, <, fixture->closed->len);
  return &g_array_index (fixture->closed, NetopClosedFlow, i);
}

/* The flow of our end: on loopback there is the other end's too. */
static const NetopFlow *
get_ours (Fixture *fixture)
{
  return get_flow (fixture, get_flow (fixture, 0)->key.local_port == 40000 ? 0 : 1);
}

/* A TCP packet of ours or to us, 40 bytes of headers and so much payload. */
static NetopPacket
make_tcp (bool     received,
          uint16_t remote_port,
          uint8_t  flags,
          uint32_t payload_bytes)
{
  return (NetopPacket){
    .source = parse_address (received ? REMOTE : LOCAL),
    .destination = parse_address (received ? LOCAL : REMOTE),
    .source_port = received ? remote_port : 40000,
    .destination_port = received ? 40000 : remote_port,
    .protocol = NETOP_PROTOCOL_TCP,
    .tcp_flags = flags,
    .ip_bytes = 40 + payload_bytes,
    .header_bytes = 40,
    .payload_bytes = payload_bytes,
    .way = received ? NETOP_PACKET_WAY_IN : NETOP_PACKET_WAY_OUT,
    .interface_index = 2,
    .hardware_type = 1,
  };
}

static void
add (Fixture           *fixture,
     const NetopPacket *packet,
     int64_t            time_us)
{
  netop_flow_table_add_packet (fixture->table, packet, fixture->local, 0, time_us);
}

static void
add_tcp (Fixture *fixture,
         bool     received,
         uint8_t  flags,
         uint32_t payload_bytes,
         int64_t  time_us)
{
  NetopPacket packet = make_tcp (received, 443, flags, payload_bytes);

  add (fixture, &packet, time_us);
}

static void
test_counts (Fixture      *fixture,
             gconstpointer data)
{
  const NetopFlow *flow;
  NetopFlowKey     key;

  add_tcp (fixture, false, SYN, 0, 10);
  add_tcp (fixture, true, SYN | ACK, 0, 20);
  add_tcp (fixture, false, ACK, 100, 30);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 1);
  g_assert_cmpuint (fixture->closed->len, ==, 0);

  flow = get_flow (fixture, 0);
  g_assert_cmpuint (flow->id, ==, 2);
  g_assert_cmpuint (flow->n_interfaces, ==, 1);
  g_assert_cmpuint (flow->interfaces[0].index, ==, 2);
  g_assert_cmpuint (flow->interfaces[0].rx_bytes, ==, 40);
  g_assert_cmpuint (flow->interfaces[0].tx_bytes, ==, 180);
  g_assert_cmpuint (flow->interfaces[0].rx_packets, ==, 1);
  g_assert_cmpuint (flow->interfaces[0].tx_packets, ==, 2);
  g_assert_cmpuint (flow->opener, ==, NETOP_FLOW_OPENER_LOCAL);
  g_assert_cmpint (flow->first_us, ==, 10);
  g_assert_cmpint (flow->last_us, ==, 30);
  g_assert_cmpuint (flow->key.local_port, ==, 40000);

  key = flow->key;
  flow = netop_flow_table_lookup (fixture->table, &key);
  g_assert_nonnull (flow);
  g_assert_cmpuint (flow->id, ==, 2);
  key.remote_port = 444;
  g_assert_null (netop_flow_table_lookup (fixture->table, &key));
}

/* What has neither ports nor a SYN was begun by who sent first, but for a reply. */
static void
test_opener_without_ports (Fixture      *fixture,
                           gconstpointer data)
{
  static const struct
  {
    uint8_t         protocol;
    bool            received;
    bool            is_reply;
    NetopFlowOpener opener;
  } cases[] = {
    { NETOP_PROTOCOL_ICMP, false, false, NETOP_FLOW_OPENER_LOCAL },
    { NETOP_PROTOCOL_ICMP, true, false, NETOP_FLOW_OPENER_REMOTE },
    { NETOP_PROTOCOL_ICMP, true, true, NETOP_FLOW_OPENER_LOCAL },
    { NETOP_PROTOCOL_ICMP, false, true, NETOP_FLOW_OPENER_REMOTE },
    { 253, false, false, NETOP_FLOW_OPENER_LOCAL },
    { 253, true, false, NETOP_FLOW_OPENER_REMOTE },
    { NETOP_PROTOCOL_UDP, false, false, NETOP_FLOW_OPENER_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint k = 0; k < 2; k++)
      {
        /* The second packet goes the other way, and changes nothing. */
        NetopPacket packet = make_tcp (cases[i].received != (k == 1), (uint16_t)(1000 + i), 0, 0);

        packet.protocol = cases[i].protocol;
        packet.is_echo_reply = cases[i].is_reply;
        /* The identifier of an echo stands in both ports. */
        if (cases[i].protocol == NETOP_PROTOCOL_ICMP)
          packet.source_port = packet.destination_port = (uint16_t)(1000 + i);
        add (fixture, &packet, i);
      }

  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (get_flow (fixture, i)->opener, ==, cases[i].opener);
}

static void
test_opener (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    bool            received;
    uint8_t         flags;
    NetopFlowOpener opener;
  } cases[] = {
    { false, SYN, NETOP_FLOW_OPENER_LOCAL },
    { true, SYN, NETOP_FLOW_OPENER_REMOTE },
    { true, SYN | ACK, NETOP_FLOW_OPENER_LOCAL },
    { false, SYN | ACK, NETOP_FLOW_OPENER_REMOTE },
    { false, ACK, NETOP_FLOW_OPENER_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopPacket packet = make_tcp (cases[i].received, (uint16_t)(1000 + i), cases[i].flags, 0);

      add (fixture, &packet, i);
    }

  take (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (get_flow (fixture, i)->opener, ==, cases[i].opener);
}

/* A row is handed out once for each time that it changed, and says it all each time. */
static void
test_dirty (Fixture      *fixture,
            gconstpointer data)
{
  NetopPacket other = make_tcp (true, 80, ACK, 5);

  add_tcp (fixture, false, ACK, 100, 1);
  add (fixture, &other, 1);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 2);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 0);

  add_tcp (fixture, false, ACK, 100, 2);
  add_tcp (fixture, false, ACK, 100, 3);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].tx_bytes, ==, 420);

  /* What changed and then closed comes as closed only. */
  add_tcp (fixture, false, ACK, 100, 4);
  add (fixture, &other, 4);
  g_assert_true (netop_flow_table_close (fixture->table, 2, NETOP_CLOSE_SOCKET_GONE, 5));
  g_assert_false (netop_flow_table_close (fixture->table, 2, NETOP_CLOSE_SOCKET_GONE, 5));
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->id, ==, 3);
  g_assert_cmpuint (fixture->closed->len, ==, 1);
  g_assert_cmpuint (get_closed (fixture, 0)->flow.id, ==, 2);
  g_assert_cmpuint (get_closed (fixture, 0)->flow.interfaces[0].tx_bytes, ==, 560);
  g_assert_cmpuint (get_closed (fixture, 0)->reason, ==, NETOP_CLOSE_SOCKET_GONE);
  g_assert_cmpint (get_closed (fixture, 0)->closed_us, ==, 5);
  take (fixture);
  g_assert_cmpuint (fixture->closed->len, ==, 0);
}

/* The sender's tx and the receiver's rx, in two flows. */
static void
test_loopback (Fixture      *fixture,
               gconstpointer data)
{
  NetopPacket              packet = make_tcp (false, 80, ACK, 1000);
  NetopFlowTableStatistics statistics;

  packet.source = packet.destination = parse_address ("127.0.0.1");
  packet.hardware_type = 772;
  packet.way = NETOP_PACKET_WAY_IN;
  add (fixture, &packet, 1);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 2);
  g_assert_cmpuint (get_flow (fixture, 0)->key.local_port, ==, 40000);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].tx_bytes, ==, 1040);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].rx_bytes, ==, 0);
  g_assert_cmpuint (get_flow (fixture, 1)->key.local_port, ==, 80);
  g_assert_cmpuint (get_flow (fixture, 1)->interfaces[0].rx_bytes, ==, 1040);
  g_assert_cmpuint (get_flow (fixture, 1)->interfaces[0].tx_bytes, ==, 0);

  netop_flow_table_get_statistics (fixture->table, &statistics);
  g_assert_cmpuint (statistics.packets, ==, 1);
  g_assert_cmpuint (statistics.flows, ==, 2);
  g_assert_cmpuint (statistics.n_open, ==, 2);
}

/* Both copies of a forwarded packet stand in one flow. */
static void
test_forwarded (Fixture      *fixture,
                gconstpointer data)
{
  NetopPacket in = make_tcp (true, 80, ACK, 10);
  NetopPacket out;

  in.destination = parse_address (STRANGER);
  out = in;
  out.way = NETOP_PACKET_WAY_OUT;
  out.interface_index = 3;
  add (fixture, &in, 1);
  add (fixture, &out, 1);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->key.forwarded, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->n_interfaces, ==, 2);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].rx_bytes, ==, 50);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[1].tx_bytes, ==, 50);

  /* Two copies of one FIN are not two FINs: the other end may go on for long. */
  in.tcp_flags = out.tcp_flags = FIN | ACK;
  add (fixture, &in, 2 * S);
  add (fixture, &out, 2 * S);
  netop_flow_table_expire (fixture->table, 30 * S);
  take (fixture);
  g_assert_cmpuint (fixture->closed->len, ==, 0);
}

static void
test_interfaces (Fixture      *fixture,
                 gconstpointer data)
{
  uint64_t sum = 0;

  for (uint32_t index = 1; index <= 6; index++)
    {
      NetopPacket packet = make_tcp (false, 443, ACK, index);

      packet.interface_index = index;
      add (fixture, &packet, index);
    }

  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->n_interfaces, ==, NETOP_FLOW_MAX_INTERFACES);
  for (guint i = 0; i < NETOP_FLOW_MAX_INTERFACES; i++)
    sum += get_flow (fixture, 0)->interfaces[i].tx_bytes;
  g_assert_cmpuint (sum, ==, 6 * 40 + 1 + 2 + 3 + 4 + 5 + 6);
  /* The fourth's figures are its own; what the fifth and the sixth saw stands apart, on none of them. */
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[3].index, ==, 4);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[3].tx_packets, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[4].index, ==, 0);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[4].tx_packets, ==, 2);
}

/* Segments of a super-packet: (n - 1) times the headers, apart from what was seen. */
static void
test_correction (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *name;
    uint16_t    remote_mss; /* in the remote end's SYN; 0: no SYN seen */
    uint16_t    told_mss;   /* by tcp_info */
    uint32_t    option_bytes;
    uint32_t    payload_bytes;
    uint16_t    hardware_type;
    bool        is_fragment;
    uint8_t     protocol;
    uint32_t    further_segments;
  } cases[] = {
    { "full segment", 1460, 0, 0, 1460, 1, false, 6, 0 },
    { "one byte more", 1460, 0, 0, 1461, 1, false, 6, 1 },
    { "two full", 1460, 0, 0, 2920, 1, false, 6, 1 },
    { "44 and a bit", 1460, 0, 0, 64241, 1, false, 6, 44 },
    { "options count into the MSS of the SYN", 1460, 0, 12, 2896, 1, false, 6, 1 },
    { "a byte more than two with options", 1460, 0, 12, 2897, 1, false, 6, 2 },
    { "tcp_info has them off already", 0, 1448, 12, 2896, 1, false, 6, 1 },
    { "tcp_info wins", 1460, 1000, 12, 3000, 1, false, 6, 2 },
    { "not known", 0, 0, 0, 64000, 1, false, 6, 0 },
    { "loopback is never cut", 1460, 0, 0, 64000, 772, false, 6, 0 },
    { "fragment", 1460, 0, 0, 2000, 1, true, 6, 0 },
    { "udp", 1460, 0, 0, 64000, 1, false, 17, 0 },
    { "MSS no larger than the options", 12, 0, 12, 100, 1, false, 6, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopPacket               packet = make_tcp (true, (uint16_t)(1000 + i), SYN | ACK, 0);
      const NetopFlowInterface *counters;
      uint32_t                  headers = 40 + cases[i].option_bytes;

      g_test_message ("%s", cases[i].name);
      packet.hardware_type = cases[i].hardware_type;
      packet.protocol = cases[i].protocol;
      packet.mss = cases[i].remote_mss;
      add (fixture, &packet, i);
      take (fixture);
      g_assert_cmpuint (get_ours (fixture)->tx_mss, ==, cases[i].remote_mss);
      netop_flow_table_set_mss (fixture->table, get_ours (fixture)->id, 0, cases[i].told_mss);

      packet = make_tcp (false, (uint16_t)(1000 + i), ACK, cases[i].payload_bytes);
      packet.hardware_type = cases[i].hardware_type;
      packet.protocol = cases[i].protocol;
      packet.is_fragment = cases[i].is_fragment;
      packet.header_bytes += cases[i].option_bytes;
      packet.ip_bytes += cases[i].option_bytes;
      if (cases[i].hardware_type == 772)
        packet.way = NETOP_PACKET_WAY_IN;
      add (fixture, &packet, i);
      take (fixture);

      counters = &get_ours (fixture)->interfaces[0];
      g_assert_cmpuint (counters->tx_correction_packets, ==, cases[i].further_segments);
      g_assert_cmpuint (counters->tx_correction_bytes, ==, cases[i].further_segments * headers);
      g_assert_cmpuint (counters->rx_correction_bytes, ==, 0);
    }
}

/* Our own SYN says what is received. */
static void
test_correction_received (Fixture      *fixture,
                          gconstpointer data)
{
  NetopPacket               syn = make_tcp (false, 443, SYN, 0);
  const NetopFlowInterface *counters;

  syn.mss = 1400;
  add (fixture, &syn, 1);
  add_tcp (fixture, true, ACK, 1400 * 3, 2);
  take (fixture);
  counters = &get_flow (fixture, 0)->interfaces[0];
  g_assert_cmpuint (counters->rx_correction_packets, ==, 2);
  g_assert_cmpuint (counters->rx_correction_bytes, ==, 80);
  g_assert_cmpuint (counters->rx_packets, ==, 1);
  g_assert_cmpuint (counters->rx_bytes, ==, 40 + 4200);

  /* The kernel's first guess does not override it, a measured value does, and is worth telling. */
  netop_flow_table_set_mss (fixture->table, 2, 536, 0);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 0);
  netop_flow_table_set_mss (fixture->table, 2, 1388, 0);
  netop_flow_table_set_mss (fixture->table, 99, 1388, 0);
  take (fixture);
  g_assert_cmpuint (get_flow (fixture, 0)->rx_mss, ==, 1388);
}

/* A connection older than the monitor: its segments' size is told after they were counted. */
static void
test_correction_afterwards (Fixture      *fixture,
                            gconstpointer data)
{
  static const struct
  {
    const char *name;
    uint32_t    payload_bytes; /* of each of two packets */
    uint16_t    told_mss;
    bool        received;
    uint32_t    further_segments;
  } cases[] = {
    { "whole segments", 10 * 1448, 1448, false, 18 },
    { "received", 10 * 1448, 1448, true, 18 },
    { "and a bit", 10 * 1448 + 700, 1448, false, 19 },
    { "fits a frame", 1460, 1000, false, 0 },
    { "jumbo frames", 8948, 8948, false, 0 },
    { "nobody tells", 64000, 0, false, 0 },
    { "a peer with small segments", 10 * 536, 536, true, 18 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopPacket               packet = make_tcp (cases[i].received, (uint16_t)(1000 + i), ACK, cases[i].payload_bytes);
      const NetopFlowInterface *counters;
      uint16_t                  mss = cases[i].told_mss;

      g_test_message ("%s", cases[i].name);
      add (fixture, &packet, i);
      add (fixture, &packet, i);
      take (fixture);
      for (guint k = 0; k < 2; k++)
        netop_flow_table_set_mss (fixture->table, 2 + i, cases[i].received ? mss : 0, cases[i].received ? 0 : mss);
      take (fixture);
      if (mss == 0)
        {
          g_assert_cmpuint (fixture->flows->len, ==, 0);
          continue;
        }

      counters = &get_flow (fixture, 0)->interfaces[0];
      g_assert_cmpuint (cases[i].received ? counters->rx_correction_packets : counters->tx_correction_packets, ==, cases[i].further_segments);
      g_assert_cmpuint (cases[i].received ? counters->rx_correction_bytes : counters->tx_correction_bytes, ==, cases[i].further_segments * 40);
      g_assert_cmpuint (cases[i].received ? counters->tx_correction_bytes : counters->rx_correction_bytes, ==, 0);
    }
}

/* Before anything came the kernel's guess of what is received means nothing. */
static void
test_guessed_mss (Fixture      *fixture,
                  gconstpointer data)
{
  add_tcp (fixture, true, ACK, 100, 1);
  netop_flow_table_set_mss (fixture->table, 2, 536, 0);
  add_tcp (fixture, true, ACK, 2 * 1448, 2);
  take (fixture);
  g_assert_cmpuint (get_flow (fixture, 0)->rx_mss, ==, 0);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].rx_correction_packets, ==, 0);
  netop_flow_table_set_mss (fixture->table, 2, 1448, 0);
  take (fixture);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].rx_correction_packets, ==, 1);
}

static void
test_fragments (Fixture      *fixture,
                gconstpointer data)
{
  NetopPacket first = make_tcp (true, 5000, 0, 1000), later, stray;

  first.protocol = NETOP_PROTOCOL_UDP;
  first.is_fragment = true;
  first.fragment_id = 77;
  later = first;
  later.is_later_fragment = true;
  later.source_port = later.destination_port = 0;
  stray = later;
  stray.fragment_id = 78;

  add (fixture, &first, 1 * S);
  add (fixture, &later, 1 * S);
  add (fixture, &stray, 1 * S);
  add (fixture, &later, 62 * S); /* long after: not of that packet */
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 2);
  g_assert_cmpuint (get_flow (fixture, 0)->key.remote_port, ==, 5000);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].rx_packets, ==, 2);
  g_assert_cmpuint (get_flow (fixture, 1)->key.remote_port, ==, 0);
  g_assert_cmpuint (get_flow (fixture, 1)->interfaces[0].rx_packets, ==, 2);
}

/* IPv6 names the header after the fragment header, which may be another extension than the transport. */
static void
test_fragments_v6 (Fixture      *fixture,
                   gconstpointer data)
{
  NetopPacket first = make_tcp (true, 5000, 0, 1000), later;

  first.source = parse_address ("2001:db8::1");
  first.destination = parse_address ("2001:db8::2");
  first.protocol = NETOP_PROTOCOL_UDP;
  first.is_fragment = true;
  later = first;
  later.protocol = 60;
  later.is_later_fragment = true;
  later.source_port = later.destination_port = 0;
  add (fixture, &first, 1);
  add (fixture, &later, 2);
  take (fixture);
  g_assert_cmpuint (fixture->flows->len, ==, 1);
  g_assert_cmpuint (get_flow (fixture, 0)->interfaces[0].rx_packets, ==, 2);
}

/* More packets in pieces than there is room for: no later one may get ports of another packet. */
static void
test_fragment_flood (Fixture      *fixture,
                     gconstpointer data)
{
  NetopPacket packet = make_tcp (true, 0, 0, 1000);
  guint       n_right = 0;

  packet.protocol = NETOP_PROTOCOL_UDP;
  packet.is_fragment = true;
  for (uint32_t id = 0; id < 5000; id++)
    {
      packet.fragment_id = id;
      packet.source_port = (uint16_t)(id + 1);
      add (fixture, &packet, id);
    }

  packet.is_later_fragment = true;
  take (fixture);
  for (uint32_t id = 0; id < 5000; id++)
    {
      packet.fragment_id = id;
      packet.source_port = packet.destination_port = 0;
      add (fixture, &packet, 5000);
      take (fixture);
      for (guint i = 0; i < fixture->flows->len; i++)
        {
          if (get_flow (fixture, i)->key.remote_port == id + 1)
            n_right++;
          else
            g_assert_cmpuint (get_flow (fixture, i)->key.remote_port, ==, 0);
        }
    }

  g_assert_cmpuint (n_right, >, 500);
  g_assert_cmpuint (n_right, <=, 1024);
}

typedef struct
{
  bool    received;
  uint8_t flags;
  guint   interface;
} Step;

typedef struct
{
  const char *name;
  Step        steps[12];
  guint       n_steps;
  guint       n_replaced;
  guint       last_packets; /* of the last generation, over all interfaces */
} Generations;

/* What opens a new generation, and what does not. */
static void
test_generations (void)
{
  static const Generations cases[] = {
    { "SYN again", { { false, SYN }, { false, SYN }, { true, SYN | ACK } }, 3, 0, 3 },
    { "SYN on the bridge and on its port", { { false, SYN, 1 }, { false, SYN, 2 } }, 2, 0, 2 },
    { "SYN-ACK again", { { false, SYN }, { true, SYN | ACK }, { true, SYN | ACK } }, 3, 0, 3 },
    { "SYN after both FINs", { { false, FIN | ACK }, { true, FIN | ACK }, { false, SYN } }, 3, 1, 1 },
    { "SYN after one FIN", { { true, FIN | ACK }, { false, SYN } }, 2, 1, 1 },
    { "SYN after RST", { { false, SYN }, { true, RST | ACK }, { false, SYN } }, 3, 1, 1 },
    { "SYN after RST, twice on two interfaces", { { true, RST }, { false, SYN, 1 }, { false, SYN, 2 }, { true, SYN | ACK } }, 4, 1, 3 },
    { "SYN-ACK after FIN", { { false, FIN | ACK }, { true, SYN | ACK } }, 2, 0, 2 },
    { "simultaneous close", { { false, FIN | ACK }, { true, FIN | ACK }, { false, ACK }, { true, ACK } }, 4, 0, 4 },
    { "late FIN again", { { false, FIN | ACK }, { true, FIN | ACK }, { false, ACK }, { true, FIN | ACK }, { false, ACK } }, 5, 0, 5 },
    { "three lives", { { true, RST }, { false, SYN }, { true, RST }, { false, SYN } }, 4, 2, 1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture          fixture;
      const NetopFlow *flow;
      uint64_t         packets = 0;

      g_test_message ("%s", cases[i].name);
      set_up (&fixture, NULL);
      for (guint k = 0; k < cases[i].n_steps; k++)
        {
          NetopPacket packet = make_tcp (cases[i].steps[k].received, 443, cases[i].steps[k].flags, 0);

          packet.interface_index = cases[i].steps[k].interface;
          add (&fixture, &packet, k);
        }

      take (&fixture);
      g_assert_cmpuint (fixture.closed->len, ==, cases[i].n_replaced);
      for (guint k = 0; k < fixture.closed->len; k++)
        {
          g_assert_cmpuint (get_closed (&fixture, k)->reason, ==, NETOP_CLOSE_REPLACED);
          g_assert_cmpuint (get_closed (&fixture, k)->flow.generation, ==, k);
        }

      g_assert_cmpuint (fixture.flows->len, ==, 1);
      flow = get_flow (&fixture, 0);
      g_assert_cmpuint (flow->generation, ==, cases[i].n_replaced);
      g_assert_cmpuint (flow->id, ==, 2 + cases[i].n_replaced);
      for (guint k = 0; k < flow->n_interfaces; k++)
        packets += flow->interfaces[k].rx_packets + flow->interfaces[k].tx_packets;
      g_assert_cmpuint (packets, ==, cases[i].last_packets);
      tear_down (&fixture, NULL);
    }
}

typedef struct
{
  const char      *name;
  uint8_t          flags[3]; /* of packets at 10 s, alternating tx and rx */
  guint            n_packets;
  uint8_t          protocol;
  bool             forwarded;
  int64_t          lives_until_us; /* 0: for ever */
  NetopCloseReason reason;
} Expiry;

static void
test_expiry (void)
{
  static const Expiry cases[] = {
    { "both FINs linger", { FIN | ACK, FIN | ACK, ACK }, 3, 6, false, 12 * S, NETOP_CLOSE_FIN },
    { "RST lingers", { ACK, RST }, 2, 6, false, 12 * S, NETOP_CLOSE_RST },
    { "one FIN", { FIN | ACK, ACK }, 2, 6, false, 70 * S, NETOP_CLOSE_FIN },
    { "TCP stays", { ACK, ACK }, 2, 6, false, 0, NETOP_CLOSE_NONE },
    { "UDP", { 0 }, 1, 17, false, 70 * S, NETOP_CLOSE_IDLE },
    { "ICMP", { 0 }, 1, 1, false, 70 * S, NETOP_CLOSE_IDLE },
    { "by number", { 0 }, 1, 47, false, 70 * S, NETOP_CLOSE_IDLE },
    { "forwarded TCP", { ACK }, 1, 6, true, 310 * S, NETOP_CLOSE_IDLE },
    { "forwarded UDP", { 0 }, 1, 17, true, 310 * S, NETOP_CLOSE_IDLE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;
      int64_t end_us = cases[i].lives_until_us != 0 ? cases[i].lives_until_us : 1000000 * S;

      g_test_message ("%s", cases[i].name);
      set_up (&fixture, NULL);
      for (guint k = 0; k < cases[i].n_packets; k++)
        {
          NetopPacket packet = make_tcp (k % 2 == 1, 443, cases[i].flags[k], 0);

          packet.protocol = cases[i].protocol;
          if (cases[i].forwarded)
            packet.source = parse_address (STRANGER);
          add (&fixture, &packet, 10 * S);
        }

      netop_flow_table_expire (fixture.table, end_us - 1);
      take (&fixture);
      g_assert_cmpuint (fixture.closed->len, ==, 0);
      if (cases[i].lives_until_us != 0)
        {
          NetopPacket              again = make_tcp (false, 443, ACK, 0);
          NetopFlowTableStatistics statistics;

          netop_flow_table_expire (fixture.table, end_us);
          netop_flow_table_get_statistics (fixture.table, &statistics);
          g_assert_cmpuint (statistics.n_open, ==, 0);
          take (&fixture);
          g_assert_cmpuint (get_closed (&fixture, 0)->reason, ==, cases[i].reason);

          /* A later packet is a new generation, with a new id. */
          again.protocol = cases[i].protocol;
          if (cases[i].forwarded)
            again.source = parse_address (STRANGER);
          add (&fixture, &again, end_us + 1);
          take (&fixture);
          g_assert_cmpuint (get_flow (&fixture, 0)->id, ==, 3);
          g_assert_cmpuint (get_flow (&fixture, 0)->generation, ==, 1);
        }
      tear_down (&fixture, NULL);
    }
}

/* The last acknowledgement after both FINs counts where it belongs, and the close says when the last packet was. */
static void
test_last_ack (Fixture      *fixture,
               gconstpointer data)
{
  add_tcp (fixture, false, FIN | ACK, 0, 1 * S);
  add_tcp (fixture, true, FIN | ACK, 0, 1 * S);
  take (fixture);
  netop_flow_table_expire (fixture->table, 2 * S);
  add_tcp (fixture, false, ACK, 0, 2 * S);
  netop_flow_table_expire (fixture->table, 10 * S);
  take (fixture);
  g_assert_cmpuint (fixture->closed->len, ==, 1);
  g_assert_cmpuint (get_closed (fixture, 0)->flow.interfaces[0].tx_packets, ==, 2);
  g_assert_cmpint (get_closed (fixture, 0)->closed_us, ==, 2 * S);
}

#define ADD(path, func) g_test_add ("/core/flow-table/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("counts", test_counts);
  ADD ("opener", test_opener);
  ADD ("opener-without-ports", test_opener_without_ports);
  ADD ("dirty", test_dirty);
  ADD ("loopback-twice", test_loopback);
  ADD ("forwarded-copies-meet", test_forwarded);
  ADD ("fifth-interface-shares", test_interfaces);
  ADD ("segment-correction", test_correction);
  ADD ("segment-correction-received", test_correction_received);
  ADD ("segment-correction-afterwards", test_correction_afterwards);
  ADD ("segment-guessed-mss", test_guessed_mss);
  ADD ("fragments-find-their-first", test_fragments);
  ADD ("fragments-v6", test_fragments_v6);
  ADD ("fragment-flood", test_fragment_flood);
  ADD ("last-ack-counts", test_last_ack);
  g_test_add_func ("/core/flow-table/generations", test_generations);
  g_test_add_func ("/core/flow-table/expiry", test_expiry);
  return g_test_run ();
}
