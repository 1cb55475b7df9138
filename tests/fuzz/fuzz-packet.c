/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-input.h"
#include "two-ways.h"

/* Packets of all link types through decoder and flow table: the short way by the bytes of a packet must end where the
 * long way does, and no byte may be lost, whatever comes between them.
 *
 * Input: operations. The low four bits of the first byte say which, the others change it a little. */

#define CAPACITY 12
#define CLOSED_CAPACITY 8
#define MAX_STEP_US (70 * (int64_t)G_USEC_PER_SEC)

enum {
  OPERATION_EXPIRE = 10, /* what is lower is a packet of that link type */
  OPERATION_CLOSE,
  OPERATION_MSS,
  OPERATION_LOCAL,
  OPERATION_COMPARE,
  OPERATION_STEP,
};

enum {
  CHANGE_WIRE_LENGTH = 0x10,
  CHANGE_INTERFACE = 0x20,
  CHANGE_TIME = 0x40,
};

static const NetopLinkType link_types[OPERATION_EXPIRE] = {
  NETOP_LINK_ETHERNET,
  NETOP_LINK_COOKED_V2,
  NETOP_LINK_COOKED_V1,
  NETOP_LINK_RAW,
  NETOP_LINK_NULL,
  NETOP_LINK_LOOP,
  NETOP_LINK_IPV4,
  NETOP_LINK_IPV6,
  NETOP_LINK_PKTAP,
  (NetopLinkType)105, /* 802.11: not one of ours */
};

/* The ends that the corpus uses, as far as @which says. */
static NetopLocalAddresses *
make_local (guint which)
{
  const NetopInterfaceAddress addresses[] = {
    { .address = netop_address_from_v4 ((const uint8_t[4]){ 10, 0, 0, 1 }) },
    { .address = netop_address_from_v6 ((const uint8_t[16]){ 0x20, 0x01, 0x0d, 0xb8, [15] = 1 }) },
  };

  return netop_local_addresses_new (addresses, which % (G_N_ELEMENTS (addresses) + 1));
}

static void
check_decoded (const NetopCapturedPacket *captured)
{
  NetopPacket packet;

  if (netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes) != NETOP_PACKET_OK)
    return;

  g_assert_cmpuint (packet.ip_bytes, <=, captured->wire_bytes);
  g_assert_cmpuint (packet.header_bytes, <=, packet.ip_bytes);
  g_assert_cmpuint (packet.payload_bytes, ==, packet.ip_bytes - packet.header_bytes);
  g_assert_cmpuint (packet.payload_captured, <=, packet.payload_bytes);
  if (packet.payload_captured > 0)
    {
      g_assert_true (packet.payload > captured->bytes);
      g_assert_true (packet.payload + packet.payload_captured <= captured->bytes + captured->captured_bytes);
    }
}

static void
count_packet (TwoWays        *ways,
              NetopFuzzInput *input,
              guint           operation,
              int64_t         now_us)
{
  size_t              length = netop_fuzz_input_take (input, 1);
  NetopCapturedPacket captured = { .link_type = link_types[operation & 0x0f] };
  g_autofree uint8_t *bytes = NULL;

  if (operation & CHANGE_WIRE_LENGTH)
    captured.wire_bytes = (uint32_t)netop_fuzz_input_take (input, 3);
  if (operation & CHANGE_INTERFACE)
    captured.interface_index = (uint32_t)netop_fuzz_input_take (input, 1);
  bytes = netop_fuzz_input_take_block (input, &length);
  captured.bytes = bytes;
  captured.captured_bytes = (uint32_t)length;
  if ((operation & CHANGE_WIRE_LENGTH) == 0)
    captured.wire_bytes = captured.captured_bytes;

  check_decoded (&captured);
  two_ways_count (ways, &captured, now_us);
}

static void
operate (TwoWays        *ways,
         NetopFuzzInput *input,
         int64_t        *now_us)
{
  guint    operation = (guint)netop_fuzz_input_take (input, 1);
  uint64_t id;

  if (operation & CHANGE_TIME)
    *now_us += (int64_t)netop_fuzz_input_take (input, 3);

  switch (operation & 0x0f)
    {
    case OPERATION_EXPIRE:
      two_ways_expire (ways, *now_us);
      break;
    case OPERATION_CLOSE:
      id = netop_fuzz_input_take (input, 1);
      two_ways_close (ways, id, (operation & CHANGE_INTERFACE) != 0 ? NETOP_CLOSE_SOCKET_GONE : NETOP_CLOSE_REPLACED, *now_us);
      break;
    case OPERATION_MSS:
      id = netop_fuzz_input_take (input, 1);
      two_ways_set_mss (ways, id, (uint16_t)netop_fuzz_input_take (input, 2), (uint16_t)netop_fuzz_input_take (input, 2));
      break;
    case OPERATION_LOCAL:
      two_ways_take_local (ways, (operation & CHANGE_INTERFACE) != 0 ? NULL : make_local ((guint)netop_fuzz_input_take (input, 1)));
      break;
    case OPERATION_COMPARE:
      two_ways_assert_equal (ways);
      break;
    case OPERATION_STEP:
      *now_us += (int64_t)(netop_fuzz_input_take (input, 4) % MAX_STEP_US);
      break;
    default:
      count_packet (ways, input, operation, *now_us);
      break;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopFuzzInput input = { data, size };
  int64_t        now_us = 1;
  TwoWays        ways;

  two_ways_init (&ways, CAPACITY, CLOSED_CAPACITY);
  two_ways_take_local (&ways, make_local (2));
  while (input.left > 0)
    operate (&ways, &input, &now_us);
  two_ways_assert_equal (&ways);
  two_ways_clear (&ways);
  return 0;
}
