/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-packet.h"

G_BEGIN_DECLS

/**
 * Frame:
 *
 * A packet in the making, header after header. The IP headers' length fields are set by frame_finish().
 */
typedef struct
{
  uint8_t  bytes[512];
  uint32_t length;
  uint32_t ip_start;
  bool     is_v6;
} Frame;

void frame_add_u8 (Frame *self, unsigned value);
void frame_add_u16 (Frame *self, unsigned value);
void frame_add_u32 (Frame *self, uint32_t value);
void frame_add_zeros (Frame *self, uint32_t n_bytes);
void frame_set_u16 (Frame *self, uint32_t offset, unsigned value);

void frame_add_ethernet (Frame *self, unsigned ethertype);
void frame_add_cooked_v1 (Frame *self, unsigned packet_type, unsigned hardware_type, unsigned protocol);
void frame_add_cooked_v2 (Frame *self, unsigned packet_type, unsigned hardware_type, unsigned protocol, uint32_t index);
void frame_add_ipv4 (Frame *self, unsigned protocol, const char *source, const char *destination, uint32_t option_bytes);
void frame_add_ipv6 (Frame *self, unsigned next_header, const char *source, const char *destination);
void frame_add_tcp (Frame *self, unsigned source_port, unsigned destination_port, unsigned flags, unsigned mss);
void frame_add_udp (Frame *self, unsigned source_port, unsigned destination_port);
void frame_finish (Frame *self);

NetopPacketStatus frame_decode (const Frame *self, NetopLinkType link_type, NetopPacket *packet);
NetopAddress      parse_address (const char *text);

G_END_DECLS
