/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "frame-builder.h"
#include "two-ways.h"

/* The short way by the bytes of a packet must end where the long way by decoder, addresses and keys does, whatever
 * the bytes are. Two tables are given the same packets, one each way, and have to say the same. */

#define N_PACKETS 100000
#define N_ENDS 3 /* few, so that trains are found, broken and found again */

static const char *const locals[] = { "10.0.0.1", "2001:db8::1" };
static const char *const remotes[2][N_ENDS] = {
  { "10.0.0.2", "10.0.0.3", "224.0.0.5" },
  { "2001:db8::2", "2001:db8::3", "ff02::5" },
};

static NetopLocalAddresses *
make_local (guint n)
{
  NetopInterfaceAddress addresses[G_N_ELEMENTS (locals)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (locals); i++)
    addresses[i].address = parse_address (locals[i]);
  return netop_local_addresses_new (addresses, n);
}

static void
make_frame (Frame        *frame,
            NetopLinkType link_type)
{
  guint       family = (guint)g_test_rand_int_range (0, 2);
  const char *remote = remotes[family][g_test_rand_int_range (0, N_ENDS)];
  bool        received = g_test_rand_bit ();
  bool        loopback = g_test_rand_int_range (0, 8) == 0;
  bool        tcp = g_test_rand_bit ();
  guint       ethertype = family == 0 ? 0x0800 : 0x86dd;
  guint       flags = g_test_rand_int_range (0, 8) == 0 ? (guint)g_test_rand_int_range (0, 256) : NETOP_TCP_ACK;

  *frame = (Frame){ 0 };
  if (link_type == NETOP_LINK_COOKED_V2)
    frame_add_cooked_v2 (frame, g_test_rand_int_range (0, 8) == 0 ? (guint)g_test_rand_int_range (0, 5) : received ? 0
                                                                                                                   : 4,
                         loopback ? 772 : 1, ethertype, (uint32_t)g_test_rand_int_range (1, 3));
  else
    frame_add_ethernet (frame, ethertype);
  if (family == 0)
    frame_add_ipv4 (frame, tcp ? 6 : 17, received ? remote : locals[0], received ? locals[0] : remote, g_test_rand_int_range (0, 8) == 0 ? 4 : 0);
  else
    frame_add_ipv6 (frame, tcp ? 6 : 17, received ? remote : locals[1], received ? locals[1] : remote);
  if (tcp)
    frame_add_tcp (frame, received ? 443 : 40000, received ? 40000 : 443, flags, (flags & NETOP_TCP_SYN) != 0 ? 1460 : 0);
  else
    frame_add_udp (frame, received ? 53 : 40000, received ? 40000 : 53);
  frame_add_zeros (frame, (uint32_t)g_test_rand_int_range (0, 40));
  frame_finish (frame);
}

/* Now and then some bit is another one, the capture shorter, the wire longer, or the packet a fragment. */
static NetopCapturedPacket
spoil (Frame        *frame,
       NetopLinkType link_type)
{
  static const guint  fragments[] = { 0x2000, 0x2001, 0x0001, 0x4000, 0x8000 };
  NetopCapturedPacket captured = {
    .link_type = link_type,
    .bytes = frame->bytes,
    .captured_bytes = frame->length,
    .wire_bytes = frame->length,
    .interface_index = link_type == NETOP_LINK_ETHERNET ? 7 : 0,
  };

  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      frame->bytes[g_test_rand_int_range (0, (int)MIN (frame->length, 80))] ^= (uint8_t)(1 << g_test_rand_int_range (0, 8));
      break;
    case 1:
      captured.captured_bytes = (uint32_t)g_test_rand_int_range (0, (int)frame->length);
      break;
    case 2:
      captured.wire_bytes = (uint32_t)g_test_rand_int_range (0, 2 * (int)frame->length);
      break;
    case 3:
      if (!frame->is_v6)
        frame_set_u16 (frame, frame->ip_start + 6, fragments[g_test_rand_int_range (0, G_N_ELEMENTS (fragments))]);
      break;
    case 4:
      /* The length of a TCP header; of a datagram it is payload. */
      frame->bytes[frame->ip_start + (frame->is_v6 ? 40 : 20) + 12] = (uint8_t)g_test_rand_int_range (0, 256);
      break;
    default:
      break;
    }
  return captured;
}

/* What makes trains of before be wrong: rows that go, addresses that are others. */
static void
disturb (TwoWays *ways,
         int64_t  now_us)
{
  uint64_t id = (uint64_t)g_test_rand_int_range (2, 2000);

  two_ways_close (ways, id, NETOP_CLOSE_SOCKET_GONE, now_us);
  two_ways_set_mss (ways, id + 1, 0, 10);
  two_ways_expire (ways, now_us);
  two_ways_take_local (ways, make_local ((guint)g_test_rand_int_range (0, 3)));
}

static void
test_same_as_the_long_way (gconstpointer data)
{
  NetopLinkType link_type = (NetopLinkType)GPOINTER_TO_UINT (data);
  TwoWays       ways;
  int64_t       now_us = 1;

  two_ways_init (&ways, 12, 8);
  two_ways_take_local (&ways, make_local (2));
  for (guint i = 0; i < N_PACKETS; i++)
    {
      Frame               frame;
      NetopCapturedPacket captured;

      make_frame (&frame, link_type);
      captured = spoil (&frame, link_type);
      now_us += g_test_rand_int_range (0, 1000);
      two_ways_count (&ways, &captured, now_us);
      if (i % 50 == 0)
        disturb (&ways, now_us);
      if (i % 20 == 0)
        two_ways_assert_equal (&ways);
    }
  two_ways_assert_equal (&ways);
  two_ways_clear (&ways);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/core/train-cache/cooked", GUINT_TO_POINTER (NETOP_LINK_COOKED_V2), test_same_as_the_long_way);
  g_test_add_data_func ("/core/train-cache/ethernet", GUINT_TO_POINTER (NETOP_LINK_ETHERNET), test_same_as_the_long_way);

  return g_test_run ();
}
