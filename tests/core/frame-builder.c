/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "frame-builder.h"

#include <string.h>

void
frame_add_u8 (Frame   *self,
              unsigned value)
{
  g_assert_cmpuint (self->length, <, sizeof self->bytes);
  self->bytes[self->length++] = (uint8_t)value;
}

void
frame_add_u16 (Frame   *self,
               unsigned value)
{
  frame_add_u8 (self, value >> 8 & 0xff);
  frame_add_u8 (self, value & 0xff);
}

void
frame_add_u32 (Frame   *self,
               uint32_t value)
{
  frame_add_u16 (self, value >> 16);
  frame_add_u16 (self, value & 0xffff);
}

void
frame_add_zeros (Frame   *self,
                 uint32_t n_bytes)
{
  for (uint32_t i = 0; i < n_bytes; i++)
    frame_add_u8 (self, 0);
}

void
frame_set_u16 (Frame   *self,
               uint32_t offset,
               unsigned value)
{
  self->bytes[offset] = (uint8_t)(value >> 8);
  self->bytes[offset + 1] = (uint8_t)value;
}

void
frame_add_ethernet (Frame   *self,
                    unsigned ethertype)
{
  frame_add_zeros (self, 12);
  frame_add_u16 (self, ethertype);
}

void
frame_add_cooked_v1 (Frame   *self,
                     unsigned packet_type,
                     unsigned hardware_type,
                     unsigned protocol)
{
  frame_add_u16 (self, packet_type);
  frame_add_u16 (self, hardware_type);
  frame_add_zeros (self, 10);
  frame_add_u16 (self, protocol);
}

void
frame_add_cooked_v2 (Frame   *self,
                     unsigned packet_type,
                     unsigned hardware_type,
                     unsigned protocol,
                     uint32_t index)
{
  frame_add_u16 (self, protocol);
  frame_add_u16 (self, 0);
  frame_add_u32 (self, index);
  frame_add_u16 (self, hardware_type);
  frame_add_u8 (self, packet_type);
  frame_add_zeros (self, 9);
}

NetopAddress
parse_address (const char *text)
{
  NetopAddress address;

  if (!netop_address_parse (text, &address))
    g_error ("%s is no address", text);
  return address;
}

static void
add_address (Frame      *self,
             const char *text)
{
  NetopAddress address = parse_address (text);
  uint32_t     skip = self->is_v6 ? 0 : 12;

  for (uint32_t i = skip; i < sizeof address.bytes; i++)
    frame_add_u8 (self, address.bytes[i]);
}

void
frame_add_ipv4 (Frame      *self,
                unsigned    protocol,
                const char *source,
                const char *destination,
                uint32_t    option_bytes)
{
  self->is_v6 = false;
  self->ip_start = self->length;
  frame_add_u8 (self, 0x40 | (20 + option_bytes) / 4);
  frame_add_zeros (self, 7);
  frame_add_u8 (self, 64);
  frame_add_u8 (self, protocol);
  frame_add_u16 (self, 0);
  add_address (self, source);
  add_address (self, destination);
  frame_add_zeros (self, option_bytes);
}

void
frame_add_ipv6 (Frame      *self,
                unsigned    next_header,
                const char *source,
                const char *destination)
{
  self->is_v6 = true;
  self->ip_start = self->length;
  frame_add_u32 (self, 0x60000000);
  frame_add_u16 (self, 0);
  frame_add_u8 (self, next_header);
  frame_add_u8 (self, 64);
  add_address (self, source);
  add_address (self, destination);
}

void
frame_add_tcp (Frame   *self,
               unsigned source_port,
               unsigned destination_port,
               unsigned flags,
               unsigned mss)
{
  frame_add_u16 (self, source_port);
  frame_add_u16 (self, destination_port);
  frame_add_zeros (self, 8);
  frame_add_u8 (self, mss != 0 ? 0x70 : 0x50);
  frame_add_u8 (self, flags);
  frame_add_zeros (self, 6);
  if (mss == 0)
    return;

  frame_add_u16 (self, 0x0101); /* two no-operations, so that the option is not the first */
  frame_add_u16 (self, 0x0204);
  frame_add_u16 (self, mss);
  frame_add_u16 (self, 0);
}

void
frame_add_udp (Frame   *self,
               unsigned source_port,
               unsigned destination_port)
{
  frame_add_u16 (self, source_port);
  frame_add_u16 (self, destination_port);
  frame_add_u32 (self, 0);
}

void
frame_finish (Frame *self)
{
  uint32_t ip_bytes = self->length - self->ip_start;

  if (self->is_v6)
    frame_set_u16 (self, self->ip_start + 4, ip_bytes - 40);
  else
    frame_set_u16 (self, self->ip_start + 2, ip_bytes);
}

NetopPacketStatus
frame_decode (const Frame  *self,
              NetopLinkType link_type,
              NetopPacket  *packet)
{
  return netop_packet_decode (packet, link_type, self->bytes, self->length, self->length);
}
