/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-packet.h"

#include <string.h>

#include "frame-builder.h"

enum {
  IPV4 = 0x0800,
  IPV6 = 0x86dd,
  VLAN = 0x8100,
  QINQ = 0x88a8,
};

static void
assert_address (const NetopAddress *address,
                const char         *expected)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  g_assert_cmpstr (netop_address_format (address, text, sizeof text), ==, expected);
}

static void
add_v4_udp (Frame *frame)
{
  frame_add_ipv4 (frame, NETOP_PROTOCOL_UDP, "192.0.2.1", "198.51.100.2", 0);
  frame_add_udp (frame, 1000, 53);
  frame_add_zeros (frame, 10);
  frame_finish (frame);
}

static void
add_v6_udp (Frame *frame)
{
  frame_add_ipv6 (frame, NETOP_PROTOCOL_UDP, "2001:db8::1", "2001:db8::2");
  frame_add_udp (frame, 1000, 53);
  frame_add_zeros (frame, 10);
  frame_finish (frame);
}

/* Each link type in front of the same packets. */
static void
test_link_types (void)
{
  static const struct
  {
    const char   *name;
    NetopLinkType link_type;
    uint8_t       header[26];
    uint32_t      header_bytes;
    int           ip_version;
  } cases[] = {
    { "ethernet v4", NETOP_LINK_ETHERNET, { [12] = 0x08 }, 14, 4 },
    { "ethernet v6", NETOP_LINK_ETHERNET, { [12] = 0x86, 0xdd }, 14, 6 },
    { "vlan v4", NETOP_LINK_ETHERNET, { [12] = 0x81, 0, 0, 5, 0x08, 0 }, 18, 4 },
    { "qinq v6", NETOP_LINK_ETHERNET, { [12] = 0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 0x86, 0xdd }, 22, 6 },
    { "three tags", NETOP_LINK_ETHERNET, { [12] = 0x91, 0, 0, 5, 0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 0x08, 0 }, 26, 4 },
    { "cooked v1", NETOP_LINK_COOKED_V1, { [3] = 1, [14] = 0x08, 0 }, 16, 4 },
    { "cooked v1 vlan", NETOP_LINK_COOKED_V1, { [3] = 1, [14] = 0x81, 0, 0, 7, 0x86, 0xdd }, 20, 6 },
    { "cooked v2", NETOP_LINK_COOKED_V2, { 0x86, 0xdd, [9] = 1 }, 20, 6 },
    { "raw v4", NETOP_LINK_RAW, { 0 }, 0, 4 },
    { "raw v6", NETOP_LINK_RAW, { 0 }, 0, 6 },
    { "ipv4", NETOP_LINK_IPV4, { 0 }, 0, 4 },
    { "ipv6", NETOP_LINK_IPV6, { 0 }, 0, 6 },
    { "null little endian", NETOP_LINK_NULL, { 2, 0, 0, 0 }, 4, 4 },
    { "null big endian", NETOP_LINK_NULL, { 0, 0, 0, 2 }, 4, 4 },
    { "null linux v6", NETOP_LINK_NULL, { 10, 0, 0, 0 }, 4, 6 },
    { "null openbsd v6", NETOP_LINK_NULL, { 24, 0, 0, 0 }, 4, 6 },
    { "null freebsd v6", NETOP_LINK_NULL, { 28, 0, 0, 0 }, 4, 6 },
    { "null macos v6", NETOP_LINK_NULL, { 0, 0, 0, 30 }, 4, 6 },
    { "loop", NETOP_LINK_LOOP, { 0, 0, 0, 2 }, 4, 4 },
    { "loop little endian", NETOP_LINK_LOOP, { 30, 0, 0, 0 }, 4, 6 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame       frame = { .length = cases[i].header_bytes };
      NetopPacket packet;

      g_test_message ("%s", cases[i].name);
      memcpy (frame.bytes, cases[i].header, cases[i].header_bytes);
      if (cases[i].ip_version == 4)
        add_v4_udp (&frame);
      else
        add_v6_udp (&frame);

      g_assert_cmpint (frame_decode (&frame, cases[i].link_type, &packet), ==, NETOP_PACKET_OK);
      assert_address (&packet.source, cases[i].ip_version == 4 ? "192.0.2.1" : "2001:db8::1");
      assert_address (&packet.destination, cases[i].ip_version == 4 ? "198.51.100.2" : "2001:db8::2");
      g_assert_cmpuint (packet.ip_bytes, ==, cases[i].ip_version == 4 ? 38 : 58);
      g_assert_cmpuint (packet.payload_bytes, ==, 10);
      g_assert_cmpuint (packet.source_port, ==, 1000);
      g_assert_cmpuint (packet.destination_port, ==, 53);
      g_assert_true (packet.payload == frame.bytes + frame.length - 10);
      g_assert_cmpuint (packet.payload_captured, ==, 10);
      g_assert_true (netop_link_type_is_supported (cases[i].link_type));
    }
}

static void
test_not_ip (void)
{
  static const struct
  {
    const char       *name;
    NetopLinkType     link_type;
    uint8_t           header[30];
    uint32_t          header_bytes;
    NetopPacketStatus expected;
  } cases[] = {
    { "arp", NETOP_LINK_ETHERNET, { [12] = 0x08, 0x06 }, 14, NETOP_PACKET_NOT_IP },
    { "802.3 length", NETOP_LINK_ETHERNET, { [12] = 0, 40 }, 14, NETOP_PACKET_NOT_IP },
    { "four tags", NETOP_LINK_ETHERNET, { [12] = 0x81, 0, 0, 1, 0x81, 0, 0, 1, 0x81, 0, 0, 1, 0x81, 0, 0, 1, 0x08, 0 }, 30, NETOP_PACKET_NOT_IP },
    { "netlink that looks like IP", NETOP_LINK_COOKED_V2, { 0x08, 0, [8] = 3, 0x38 }, 20, NETOP_PACKET_NOT_IP },
    { "radiotap that looks like IP", NETOP_LINK_COOKED_V1, { 0, 0, 3, 0x23, [14] = 0x08, 0 }, 16, NETOP_PACKET_NOT_IP },
    { "cooked CAN", NETOP_LINK_COOKED_V2, { 0, 0x0c, [8] = 1, 0x18 }, 20, NETOP_PACKET_NOT_IP },
    { "cooked 802.2", NETOP_LINK_COOKED_V1, { [3] = 1, [14] = 0, 4 }, 16, NETOP_PACKET_NOT_IP },
    { "unknown family", NETOP_LINK_NULL, { 7, 0, 0, 0 }, 4, NETOP_PACKET_NOT_IP },
    { "ethertype against version", NETOP_LINK_ETHERNET, { [12] = 0x86, 0xdd }, 14, NETOP_PACKET_MALFORMED },
    { "v4 link with v6", NETOP_LINK_IPV6, { 0 }, 0, NETOP_PACKET_MALFORMED },
    { "pktap", NETOP_LINK_PKTAP, { 0 }, 0, NETOP_PACKET_UNSUPPORTED_LINK },
    { "unknown link type", (NetopLinkType)147, { 0 }, 0, NETOP_PACKET_UNSUPPORTED_LINK },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame       frame = { .length = cases[i].header_bytes };
      NetopPacket packet;

      g_test_message ("%s", cases[i].name);
      memcpy (frame.bytes, cases[i].header, cases[i].header_bytes);
      add_v4_udp (&frame);
      g_assert_cmpint (frame_decode (&frame, cases[i].link_type, &packet), ==, cases[i].expected);
    }

  g_assert_false (netop_link_type_is_supported (NETOP_LINK_PKTAP));
  g_assert_cmpuint (netop_link_type_get_header_bytes (NETOP_LINK_PKTAP), ==, 0);
}

static void
test_cooked_facts (void)
{
  static const NetopPacketWay ways[] = {
    NETOP_PACKET_WAY_IN,
    NETOP_PACKET_WAY_IN_GROUP,
    NETOP_PACKET_WAY_IN_GROUP,
    NETOP_PACKET_WAY_OTHER_HOST,
    NETOP_PACKET_WAY_OUT,
    NETOP_PACKET_WAY_UNKNOWN,
  };

  for (unsigned type = 0; type < G_N_ELEMENTS (ways); type++)
    {
      Frame       v1 = { 0 }, v2 = { 0 };
      NetopPacket packet;

      frame_add_cooked_v2 (&v2, type, 772, IPV4, 0x01020304);
      add_v4_udp (&v2);
      g_assert_cmpint (frame_decode (&v2, NETOP_LINK_COOKED_V2, &packet), ==, NETOP_PACKET_OK);
      g_assert_cmpint (packet.way, ==, ways[type]);
      g_assert_cmpuint (packet.interface_index, ==, 0x01020304);
      g_assert_cmpuint (packet.hardware_type, ==, 772);

      frame_add_cooked_v1 (&v1, type, 1, IPV4);
      add_v4_udp (&v1);
      g_assert_cmpint (frame_decode (&v1, NETOP_LINK_COOKED_V1, &packet), ==, NETOP_PACKET_OK);
      g_assert_cmpint (packet.way, ==, ways[type]);
      g_assert_cmpuint (packet.interface_index, ==, 0);
      g_assert_cmpuint (packet.hardware_type, ==, 1);
    }
}

/* The IP header's length counts, not the frame's. */
static void
test_padding (void)
{
  Frame       frame = { 0 };
  NetopPacket packet;

  frame_add_ethernet (&frame, IPV4);
  frame_add_ipv4 (&frame, NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2", 0);
  frame_add_tcp (&frame, 1, 2, NETOP_TCP_ACK, 0);
  frame_finish (&frame);
  frame_add_zeros (&frame, 6);
  g_assert_cmpint (frame_decode (&frame, NETOP_LINK_ETHERNET, &packet), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.ip_bytes, ==, 40);
  g_assert_cmpuint (packet.header_bytes, ==, 40);
  g_assert_cmpuint (packet.payload_bytes, ==, 0);
  g_assert_null (packet.payload);
  g_assert_cmpuint (packet.payload_captured, ==, 0);
}

static void
test_length_zero (void)
{
  Frame       v4 = { 0 }, v6 = { 0 }, none = { 0 };
  NetopPacket packet;

  frame_add_cooked_v2 (&v4, 4, 1, IPV4, 2);
  frame_add_ipv4 (&v4, NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2", 0);
  frame_add_tcp (&v4, 1, 2, NETOP_TCP_ACK, 0);
  g_assert_cmpint (netop_packet_decode (&packet, NETOP_LINK_COOKED_V2, v4.bytes, v4.length, 20 + 150000), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.ip_bytes, ==, 150000);
  g_assert_cmpuint (packet.payload_bytes, ==, 150000 - 40);

  frame_add_cooked_v2 (&v6, 4, 1, IPV6, 2);
  frame_add_ipv6 (&v6, NETOP_PROTOCOL_TCP, "2001:db8::1", "2001:db8::2");
  frame_add_tcp (&v6, 1, 2, NETOP_TCP_ACK, 0);
  g_assert_cmpint (netop_packet_decode (&packet, NETOP_LINK_COOKED_V2, v6.bytes, v6.length, 20 + 150000), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.ip_bytes, ==, 150000);

  /* An empty IPv6 packet is 40 bytes, whatever the padding. */
  frame_add_ethernet (&none, IPV6);
  frame_add_ipv6 (&none, 59, "2001:db8::1", "2001:db8::2");
  frame_add_zeros (&none, 6);
  g_assert_cmpint (frame_decode (&none, NETOP_LINK_ETHERNET, &packet), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.ip_bytes, ==, 40);
}

static void
test_tcp (void)
{
  Frame       syn = { 0 }, data = { 0 };
  NetopPacket packet;

  frame_add_ipv4 (&syn, NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2", 8);
  frame_add_tcp (&syn, 40000, 443, NETOP_TCP_SYN, 1460);
  frame_finish (&syn);
  g_assert_cmpint (frame_decode (&syn, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.mss, ==, 1460);
  g_assert_cmpuint (packet.tcp_flags, ==, NETOP_TCP_SYN);
  g_assert_cmpuint (packet.header_bytes, ==, 28 + 28);
  g_assert_cmpuint (packet.source_port, ==, 40000);
  g_assert_cmpuint (packet.destination_port, ==, 443);

  /* The same bytes in a packet without SYN are no MSS. */
  frame_add_ipv4 (&data, NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2", 0);
  frame_add_tcp (&data, 40000, 443, NETOP_TCP_ACK, 1460);
  frame_add_zeros (&data, 100);
  frame_finish (&data);
  g_assert_cmpint (frame_decode (&data, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.mss, ==, 0);
  g_assert_cmpuint (packet.payload_bytes, ==, 100);
}

static void
test_tcp_options (void)
{
  static const struct
  {
    const char *name;
    uint8_t     options[12];
    uint16_t    mss;
  } cases[] = {
    { "first", { 2, 4, 0x05, 0xb4, 1, 1, 1, 1 }, 1460 },
    { "after timestamps", { 8, 6, 0, 0, 0, 0, 2, 4, 0x02, 0x18 }, 536 },
    { "after the end", { 0, 2, 4, 0x05, 0xb4 }, 0 },
    { "length 0", { 8, 0, 2, 4, 0x05, 0xb4 }, 0 },
    { "length 1", { 8, 1, 2, 4, 0x05, 0xb4 }, 0 },
    { "longer than the header", { 8, 200, 2, 4, 0x05, 0xb4 }, 0 },
    { "wrong length is passed", { 2, 3, 0x05, 2, 4, 0x02, 0x18 }, 536 },
    { "cut", { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4 }, 0 },
    { "none", { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame       frame = { 0 };
      NetopPacket packet;

      g_test_message ("%s", cases[i].name);
      frame_add_ipv4 (&frame, NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2", 0);
      frame_add_tcp (&frame, 1, 2, NETOP_TCP_SYN, 0);
      frame.bytes[32] = 0x80;
      for (size_t k = 0; k < sizeof cases[i].options; k++)
        frame_add_u8 (&frame, cases[i].options[k]);
      frame_finish (&frame);
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
      g_assert_cmpuint (packet.mss, ==, cases[i].mss);
    }
}

static void
test_protocols (void)
{
  static const struct
  {
    const char *name;
    unsigned    protocol;
    uint8_t     header[12];
    uint32_t    header_bytes;
    uint16_t    source_port;
    uint16_t    destination_port;
  } cases[] = {
    { "udp", NETOP_PROTOCOL_UDP, { 0x12, 0x34, 0, 53 }, 8, 0x1234, 53 },
    { "udp-lite", NETOP_PROTOCOL_UDPLITE, { 0x12, 0x34, 0, 53 }, 8, 0x1234, 53 },
    { "sctp", NETOP_PROTOCOL_SCTP, { 0x12, 0x34, 0, 53 }, 12, 0x1234, 53 },
    { "echo", NETOP_PROTOCOL_ICMP, { 8, 0, 0, 0, 0xab, 0xcd }, 8, 0xabcd, 0xabcd },
    { "echo reply", NETOP_PROTOCOL_ICMP, { 0, 0, 0, 0, 0xab, 0xcd }, 8, 0xabcd, 0xabcd },
    { "unreachable", NETOP_PROTOCOL_ICMP, { 3, 3, 0, 0, 0xab, 0xcd }, 8, 0, 0 },
    { "icmpv6 echo", NETOP_PROTOCOL_ICMPV6, { 128, 0, 0, 0, 0xab, 0xcd }, 8, 0xabcd, 0xabcd },
    { "icmpv6 echo reply", NETOP_PROTOCOL_ICMPV6, { 129, 0, 0, 0, 0xab, 0xcd }, 8, 0xabcd, 0xabcd },
    { "neighbour solicitation", NETOP_PROTOCOL_ICMPV6, { 135, 0, 0, 0, 0xab, 0xcd }, 8, 0, 0 },
    { "gre", 47, { 1, 2, 3, 4, 5, 6, 7, 8 }, 0, 0, 0 },
    { "esp", 50, { 1, 2, 3, 4, 5, 6, 7, 8 }, 0, 0, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame       frame = { 0 };
      NetopPacket packet;

      g_test_message ("%s", cases[i].name);
      frame_add_ipv4 (&frame, cases[i].protocol, "192.0.2.1", "198.51.100.2", 0);
      for (size_t k = 0; k < sizeof cases[i].header; k++)
        frame_add_u8 (&frame, cases[i].header[k]);
      frame_finish (&frame);
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
      g_assert_cmpuint (packet.protocol, ==, cases[i].protocol);
      g_assert_cmpuint (packet.source_port, ==, cases[i].source_port);
      g_assert_cmpuint (packet.destination_port, ==, cases[i].destination_port);
      g_assert_cmpint (packet.is_echo_reply, ==, strstr (cases[i].name, "reply") != NULL);
      g_assert_cmpuint (packet.header_bytes, ==, 20 + cases[i].header_bytes);
      g_assert_cmpuint (packet.ip_bytes, ==, packet.header_bytes + packet.payload_bytes);
    }
}

static void
test_ipv4_fragments (void)
{
  static const struct
  {
    unsigned flags_and_offset;
    bool     is_fragment;
    bool     is_later;
    uint16_t port;
  } cases[] = {
    { 0x0000, false, false, 1000 },
    { 0x4000, false, false, 1000 }, /* don't fragment */
    { 0x2000, true, false, 1000 },
    { 0x2001, true, true, 0 },
    { 0x00b9, true, true, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame       frame = { 0 };
      NetopPacket packet;

      add_v4_udp (&frame);
      frame_set_u16 (&frame, 4, 0xbeef);
      frame_set_u16 (&frame, 6, cases[i].flags_and_offset);
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
      g_assert_cmpint (packet.is_fragment, ==, cases[i].is_fragment);
      g_assert_cmpint (packet.is_later_fragment, ==, cases[i].is_later);
      g_assert_cmpuint (packet.fragment_id, ==, 0xbeef);
      g_assert_cmpuint (packet.source_port, ==, cases[i].port);
      g_assert_cmpuint (packet.header_bytes, ==, cases[i].is_later ? 20 : 28);
    }
}

static void
add_fragment_header (Frame   *frame,
                     unsigned next_header,
                     unsigned offset_and_more,
                     uint32_t id)
{
  frame_add_u8 (frame, next_header);
  frame_add_u8 (frame, 0);
  frame_add_u16 (frame, offset_and_more);
  frame_add_u32 (frame, id);
}

static void
test_ipv6_extensions (void)
{
  Frame       frame = { 0 }, later = { 0 }, atomic = { 0 };
  NetopPacket packet;

  /* Hop-by-hop of 16 bytes, routing of 24, destination of 8, AH of 16, then the first fragment. */
  frame_add_ipv6 (&frame, 0, "2001:db8::1", "2001:db8::2");
  frame_add_u16 (&frame, 43 << 8 | 1);
  frame_add_zeros (&frame, 14);
  frame_add_u16 (&frame, 60 << 8 | 2);
  frame_add_zeros (&frame, 22);
  frame_add_u16 (&frame, 51 << 8 | 0);
  frame_add_zeros (&frame, 6);
  frame_add_u16 (&frame, 44 << 8 | 2);
  frame_add_zeros (&frame, 14);
  add_fragment_header (&frame, NETOP_PROTOCOL_UDP, 0x0001, 0xdeadbeef);
  frame_add_udp (&frame, 5000, 6000);
  frame_add_zeros (&frame, 24);
  frame_finish (&frame);
  g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.protocol, ==, NETOP_PROTOCOL_UDP);
  g_assert_cmpuint (packet.source_port, ==, 5000);
  g_assert_cmpuint (packet.header_bytes, ==, 40 + 16 + 24 + 8 + 16 + 8 + 8);
  g_assert_cmpuint (packet.payload_bytes, ==, 24);
  g_assert_true (packet.is_fragment && !packet.is_later_fragment);
  g_assert_cmpuint (packet.fragment_id, ==, 0xdeadbeef);

  frame_add_ipv6 (&later, 44, "2001:db8::1", "2001:db8::2");
  add_fragment_header (&later, NETOP_PROTOCOL_UDP, 0x0100, 0xdeadbeef);
  frame_add_udp (&later, 5000, 6000);
  frame_finish (&later);
  g_assert_cmpint (frame_decode (&later, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
  g_assert_true (packet.is_fragment && packet.is_later_fragment);
  g_assert_cmpuint (packet.source_port, ==, 0);
  g_assert_cmpuint (packet.protocol, ==, NETOP_PROTOCOL_UDP);

  frame_add_ipv6 (&atomic, 44, "2001:db8::1", "2001:db8::2");
  add_fragment_header (&atomic, NETOP_PROTOCOL_UDP, 0x0006, 1); /* reserved bits only */
  frame_add_udp (&atomic, 5000, 6000);
  frame_finish (&atomic);
  g_assert_cmpint (frame_decode (&atomic, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
  g_assert_false (packet.is_fragment);
  g_assert_cmpuint (packet.source_port, ==, 5000);
}

/* A chain without end is counted under its addresses, not followed. */
static void
test_endless_extensions (void)
{
  Frame       frame = { 0 };
  NetopPacket packet;

  frame_add_ipv6 (&frame, 60, "2001:db8::1", "2001:db8::2");
  for (int i = 0; i < 40; i++)
    {
      frame_add_u16 (&frame, 60 << 8);
      frame_add_zeros (&frame, 6);
    }
  frame_finish (&frame);
  g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
  g_assert_cmpuint (packet.ip_bytes, ==, 40 + 320);
  g_assert_cmpuint (packet.source_port, ==, 0);
  g_assert_cmpuint (packet.protocol, ==, 60);
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *name;
    uint32_t    offset;
    uint8_t     value;
  } v4_cases[] = {
    { "version 0", 0, 0x05 },
    { "version 5", 0, 0x55 },
    { "header of 16 bytes", 0, 0x44 },
    { "header longer than the packet", 0, 0x4f },
    { "longer than the wire", 2, 0x7f },
    { "shorter than its header", 3, 19 },
    { "tcp header of 16 bytes", 32, 0x40 },
    { "tcp header longer than the packet", 32, 0x60 },
  },
    v6_cases[] = {
      { "v6 longer than the wire", 4, 0x7f },
      { "extension longer than the packet", 41, 200 },
      { "extension and no room", 5, 4 },
    };

  for (size_t i = 0; i < G_N_ELEMENTS (v4_cases); i++)
    {
      Frame       frame = { 0 };
      NetopPacket packet;

      g_test_message ("%s", v4_cases[i].name);
      frame_add_ipv4 (&frame, NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2", 0);
      frame_add_tcp (&frame, 1, 2, NETOP_TCP_ACK, 0);
      frame_finish (&frame);
      frame.bytes[v4_cases[i].offset] = v4_cases[i].value;
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_MALFORMED);
    }

  for (size_t i = 0; i < G_N_ELEMENTS (v6_cases); i++)
    {
      Frame       frame = { 0 };
      NetopPacket packet;

      g_test_message ("%s", v6_cases[i].name);
      frame_add_ipv6 (&frame, 60, "2001:db8::1", "2001:db8::2");
      frame_add_u16 (&frame, NETOP_PROTOCOL_UDP << 8);
      frame_add_zeros (&frame, 6);
      frame_add_udp (&frame, 1, 2);
      frame_finish (&frame);
      frame.bytes[v6_cases[i].offset] = v6_cases[i].value;
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_MALFORMED);
    }
}

/* A packet that says it is TCP and has no room for that. */
static void
test_short_transport (void)
{
  static const struct
  {
    unsigned protocol;
    uint32_t payload_bytes;
  } cases[] = {
    { NETOP_PROTOCOL_TCP, 19 },
    { NETOP_PROTOCOL_TCP, 0 },
    { NETOP_PROTOCOL_UDP, 7 },
    { NETOP_PROTOCOL_ICMP, 7 },
    { NETOP_PROTOCOL_SCTP, 11 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame       frame = { 0 };
      NetopPacket packet;

      frame_add_ipv4 (&frame, cases[i].protocol, "192.0.2.1", "198.51.100.2", 0);
      frame_add_zeros (&frame, cases[i].payload_bytes);
      frame_finish (&frame);
      frame_add_zeros (&frame, 40); /* the link's padding must not pass for the rest */
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_MALFORMED);

      /* A first fragment may be that short. */
      frame_set_u16 (&frame, 6, 0x2000);
      g_assert_cmpint (frame_decode (&frame, NETOP_LINK_RAW, &packet), ==, NETOP_PACKET_OK);
      g_assert_cmpuint (packet.ip_bytes, ==, 20 + cases[i].payload_bytes);
      g_assert_cmpuint (packet.header_bytes + packet.payload_bytes, ==, packet.ip_bytes);
    }
}

static void
add_everything (Frame   *frame,
                unsigned link,
                unsigned network,
                unsigned transport)
{
  static const unsigned protocols[] = { NETOP_PROTOCOL_TCP, NETOP_PROTOCOL_UDP, NETOP_PROTOCOL_ICMP, NETOP_PROTOCOL_SCTP };
  unsigned              ethertype = network < 2 ? IPV4 : IPV6;

  if (link == 0)
    frame_add_cooked_v2 (frame, 0, 1, ethertype, 3);
  else if (link == 1)
    frame_add_cooked_v1 (frame, 0, 1, ethertype);
  else if (link == 2)
    {
      frame_add_ethernet (frame, QINQ);
      frame_add_u32 (frame, 5 << 16 | VLAN);
      frame_add_u32 (frame, 6 << 16 | ethertype);
    }
  else if (link == 3)
    frame_add_u32 (frame, ethertype == IPV4 ? 2 : 30);

  if (network < 2)
    frame_add_ipv4 (frame, protocols[transport], "192.0.2.1", "198.51.100.2", network == 0 ? 0 : 40);
  else
    frame_add_ipv6 (frame, network == 2 ? protocols[transport] : 0, "2001:db8::1", "2001:db8::2");
  if (network == 3)
    {
      frame_add_u16 (frame, 44 << 8);
      frame_add_zeros (frame, 6);
      add_fragment_header (frame, protocols[transport], 1, 7);
    }

  if (transport == 0)
    frame_add_tcp (frame, 1, 2, NETOP_TCP_SYN, 1460);
  else
    frame_add_udp (frame, 1, 2);
  frame_add_zeros (frame, 16);
  frame_finish (frame);
}

/* Every kind of packet, captured up to each of its bytes, from a block of just that size, so that the sanitizer
 * sees any read beyond. What was counted must be right; only what has no whole IP header may be refused. */
static void
test_cut_everywhere (void)
{
  static const NetopLinkType links[] = { NETOP_LINK_COOKED_V2, NETOP_LINK_COOKED_V1, NETOP_LINK_ETHERNET, NETOP_LINK_NULL, NETOP_LINK_RAW };

  for (unsigned kind = 0; kind < G_N_ELEMENTS (links) * 16; kind++)
    {
      unsigned link = kind / 16;
      Frame    frame = { 0 };
      uint32_t ip_bytes, fixed_end;

      add_everything (&frame, link, kind / 4 % 4, kind % 4);
      ip_bytes = frame.length - frame.ip_start;
      fixed_end = frame.ip_start + (frame.is_v6 ? 40 : 20);
      for (uint32_t cut = 0; cut <= frame.length; cut++)
        {
          g_autofree uint8_t *bytes = g_memdup2 (frame.bytes, cut);
          NetopPacket         packet;
          NetopPacketStatus   status = netop_packet_decode (&packet, links[link], bytes, cut, frame.length);

          g_assert_cmpint (status, ==, cut < fixed_end ? NETOP_PACKET_TRUNCATED : NETOP_PACKET_OK);
          if (status != NETOP_PACKET_OK)
            continue;
          g_assert_cmpuint (packet.ip_bytes, ==, ip_bytes);
          g_assert_cmpuint (packet.header_bytes + packet.payload_bytes, ==, ip_bytes);
          g_assert_cmpuint (packet.payload_captured, <=, packet.payload_bytes);
          g_assert_true (packet.payload == NULL || packet.payload + packet.payload_captured == bytes + cut);
        }

      /* The same, where the wire itself was no longer: the packet claims more than there is. */
      for (uint32_t cut = 0; cut < frame.length; cut++)
        {
          g_autofree uint8_t *bytes = g_memdup2 (frame.bytes, cut);
          NetopPacket         packet;

          g_assert_cmpint (netop_packet_decode (&packet, links[link], bytes, cut, cut), !=, NETOP_PACKET_OK);
        }
    }
}

/* Random bytes, and good packets with random bytes in them. */
static void
test_random (void)
{
  static const NetopLinkType links[] = { NETOP_LINK_COOKED_V2, NETOP_LINK_COOKED_V1, NETOP_LINK_ETHERNET, NETOP_LINK_NULL, NETOP_LINK_RAW };
  guint                      n_ok = 0;

  for (int i = 0; i < 200000; i++)
    {
      unsigned            link = (unsigned)g_test_rand_int_range (0, G_N_ELEMENTS (links));
      Frame               frame = { 0 };
      g_autofree uint8_t *bytes = NULL;
      uint32_t            cut;
      NetopPacket         packet;

      add_everything (&frame, link, (unsigned)i % 4, (unsigned)i / 4 % 4);
      for (int k = i % 8; k > 0; k--)
        frame.bytes[g_test_rand_int_range (0, (int)frame.length)] = (uint8_t)g_test_rand_int ();
      if (i % 16 == 15)
        for (uint32_t k = 0; k < frame.length; k++)
          frame.bytes[k] = (uint8_t)g_test_rand_int ();

      cut = i % 3 == 0 ? (uint32_t)g_test_rand_int_range (0, (int)frame.length + 1) : frame.length;
      bytes = g_memdup2 (frame.bytes, cut);
      if (netop_packet_decode (&packet, links[link], bytes, cut, frame.length) != NETOP_PACKET_OK)
        continue;

      n_ok++;
      g_assert_cmpuint (packet.ip_bytes, <=, frame.length);
      g_assert_cmpuint (packet.header_bytes + packet.payload_bytes, ==, packet.ip_bytes);
      g_assert_cmpuint (packet.header_bytes, >=, 20);
      if (packet.payload != NULL)
        g_assert_true (packet.payload >= bytes && packet.payload + packet.payload_captured <= bytes + cut);
    }

  g_assert_cmpuint (n_ok, >, 50000);
}

/* The longest chain that is wanted fits the snap length. */
static void
test_snap_length (void)
{
  g_assert_cmpuint (netop_packet_get_snap_length (), >=, 14 + 3 * 4 + 60 + 60);
  g_assert_cmpuint (netop_packet_get_snap_length (), >=, 20 + 3 * 4 + 40 + 48 + 60);
  g_assert_cmpuint (netop_packet_get_snap_length (), <, 256);
  g_assert_cmpuint (netop_link_type_get_header_bytes (NETOP_LINK_ETHERNET), ==, 14);
  g_assert_cmpuint (netop_link_type_get_header_bytes (NETOP_LINK_COOKED_V2), ==, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/packet/link-types", test_link_types);
  g_test_add_func ("/core/packet/not-ip", test_not_ip);
  g_test_add_func ("/core/packet/cooked-facts", test_cooked_facts);
  g_test_add_func ("/core/packet/padding-does-not-count", test_padding);
  g_test_add_func ("/core/packet/length-zero-takes-the-wire", test_length_zero);
  g_test_add_func ("/core/packet/tcp", test_tcp);
  g_test_add_func ("/core/packet/tcp-options", test_tcp_options);
  g_test_add_func ("/core/packet/protocols", test_protocols);
  g_test_add_func ("/core/packet/ipv4-fragments", test_ipv4_fragments);
  g_test_add_func ("/core/packet/ipv6-extensions", test_ipv6_extensions);
  g_test_add_func ("/core/packet/endless-extensions", test_endless_extensions);
  g_test_add_func ("/core/packet/malformed", test_malformed);
  g_test_add_func ("/core/packet/short-transport", test_short_transport);
  g_test_add_func ("/core/packet/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/core/packet/random", test_random);
  g_test_add_func ("/core/packet/snap-length", test_snap_length);
  return g_test_run ();
}
