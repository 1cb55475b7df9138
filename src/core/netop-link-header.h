/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cursor.h"
#include "netop-packet.h"

G_BEGIN_DECLS

/**
 * NetopLinkHeader:
 * @ip_version: 4 or 6 where the link header says which; 0 where only the packet's first byte does
 *
 * What the header below IP says of a packet.
 */
typedef struct
{
  uint8_t        ip_version;
  NetopPacketWay way;
  uint32_t       interface_index;
  uint16_t       hardware_type;
} NetopLinkHeader;

NetopPacketStatus netop_link_header_read (NetopLinkHeader *self, NetopLinkType link_type, NetopCursor *cursor) G_GNUC_WARN_UNUSED_RESULT;
uint32_t          netop_link_type_get_max_header_bytes (void);

G_END_DECLS
