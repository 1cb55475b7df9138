/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-input.h"
#include "netop-link-header.h"

/* The headers below IP. Input: the link type's number, two bytes; the captured bytes. */

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopFuzzInput      input = { data, size };
  NetopLinkType       link_type = (NetopLinkType)netop_fuzz_input_take (&input, 2);
  size_t              length = input.left;
  g_autofree uint8_t *bytes = netop_fuzz_input_take_block (&input, &length);
  NetopCursor         cursor = { bytes, (uint32_t)length };
  NetopLinkHeader     header;
  NetopPacketStatus   status = netop_link_header_read (&header, link_type, &cursor);

  g_assert_true (cursor.bytes >= bytes && cursor.bytes + cursor.left == bytes + length);
  g_assert_cmpint (header.way, <=, NETOP_PACKET_WAY_OUT);
  g_assert_true (header.ip_version == 0 || header.ip_version == 4 || header.ip_version == 6);
  g_assert_cmpint (status == NETOP_PACKET_UNSUPPORTED_LINK, ==, !netop_link_type_is_supported (link_type));
  if (status == NETOP_PACKET_OK)
    g_assert_cmpuint (length - cursor.left, <=, netop_link_type_get_max_header_bytes ());
  return 0;
}
