/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-packet.h"

#include "netop-cursor.h"
#include "netop-link-header.h"

/* Decoding: link header, IP header, transport header, each through a cursor that cannot leave the captured
 * bytes. Headers of fixed length are split off first: the compiler then checks one length in place of ten.
 * Only a packet whose IP header says nothing usable is refused. One whose transport header was not captured,
 * or is hidden behind more extension headers than anybody needs, still went over the wire: it is counted
 * under its addresses with port 0. */

#define IPV4_MIN_HEADER_BYTES 20 /* RFC 791 */
#define IPV4_MAX_HEADER_BYTES 60
#define IPV6_HEADER_BYTES 40    /* RFC 8200 */
#define TCP_MIN_HEADER_BYTES 20 /* RFC 9293 */
#define TCP_MAX_HEADER_BYTES 60
#define UDP_HEADER_BYTES 8 /* RFC 768, RFC 3828 */
#define ICMP_HEADER_BYTES 8
#define SCTP_HEADER_BYTES 12 /* RFC 9260 */

/* Extension headers that are followed at most, and the room for them in the snap length: hop-by-hop and
 * destination options of 8 bytes, a routing header with one address, a fragment header. */
#define MAX_EXTENSION_HEADERS 8
#define EXTENSION_SNAP_BYTES (8 + 8 + 24 + 8)

/* IPv6 extension headers (IANA, "IPv6 Extension Header Types"). */
enum {
  EXTENSION_HOP_BY_HOP = 0,
  EXTENSION_ROUTING = 43,
  EXTENSION_FRAGMENT = 44,
  EXTENSION_AUTHENTICATION = 51,
  EXTENSION_NONE = 59,
  EXTENSION_DESTINATION = 60,
  EXTENSION_MOBILITY = 135,
  EXTENSION_HIP = 139,
  EXTENSION_SHIM6 = 140,
};

enum {
  ICMP_ECHO_REPLY = 0,
  ICMP_ECHO = 8,
  ICMPV6_ECHO = 128,
  ICMPV6_ECHO_REPLY = 129,
};

enum {
  TCP_OPTION_END = 0,
  TCP_OPTION_NOP = 1,
  TCP_OPTION_MSS = 2,
};

static void
read_mss_option (NetopPacket *packet,
                 NetopCursor  options)
{
  uint8_t kind, length;

  while (netop_cursor_read_u8 (&options, &kind) && kind != TCP_OPTION_END)
    {
      if (kind == TCP_OPTION_NOP)
        continue;
      if (!netop_cursor_read_u8 (&options, &length) || length < 2)
        break;
      if (kind == TCP_OPTION_MSS && length == 4)
        {
          if (!netop_cursor_read_u16 (&options, &packet->mss))
            packet->mss = 0;
          break;
        }
      if (!netop_cursor_skip (&options, length - 2u))
        break;
    }
}

static NetopPacketStatus
read_tcp (NetopPacket *packet,
          NetopCursor *cursor)
{
  NetopCursor fixed, options;
  uint8_t     offset;
  uint32_t    header_bytes;

  if (!netop_cursor_split (cursor, 10, &fixed) ||
      !netop_cursor_read_u32 (&fixed, &packet->sequence) ||
      !netop_cursor_skip (&fixed, 4) || /* acknowledgement number */
      !netop_cursor_read_u8 (&fixed, &offset) ||
      !netop_cursor_read_u8 (&fixed, &packet->tcp_flags))
    {
      cursor->left = 0;
      return NETOP_PACKET_OK;
    }

  header_bytes = (offset >> 4) * 4u;
  if (header_bytes < TCP_MIN_HEADER_BYTES || header_bytes > packet->payload_bytes)
    {
      cursor->left = 0;
      return packet->is_fragment ? NETOP_PACKET_OK : NETOP_PACKET_MALFORMED;
    }

  packet->header_bytes += header_bytes;
  packet->payload_bytes -= header_bytes;

  /* Options that were not captured whole are read as far as they go. */
  if (!netop_cursor_skip (cursor, 6)) /* window, checksum, urgent pointer */
    cursor->left = 0;
  if (!netop_cursor_split (cursor, header_bytes - TCP_MIN_HEADER_BYTES, &options))
    {
      options = *cursor;
      cursor->left = 0;
    }

  if ((packet->tcp_flags & NETOP_TCP_SYN) != 0)
    read_mss_option (packet, options);
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_ports (NetopPacket *packet,
            NetopCursor *cursor,
            uint32_t     header_bytes)
{
  NetopCursor ports;
  uint16_t    source_port, destination_port;

  /* The first fragment of a packet may be too short for its header; a whole packet may not. */
  if (packet->payload_bytes < header_bytes && !packet->is_fragment)
    return NETOP_PACKET_MALFORMED;

  if (!netop_cursor_split (cursor, 4, &ports) ||
      !netop_cursor_read_u16 (&ports, &source_port) ||
      !netop_cursor_read_u16 (&ports, &destination_port))
    {
      cursor->left = 0;
      return NETOP_PACKET_OK;
    }

  packet->source_port = source_port;
  packet->destination_port = destination_port;
  if (packet->protocol == NETOP_PROTOCOL_TCP)
    return read_tcp (packet, cursor);

  header_bytes = MIN (header_bytes, packet->payload_bytes);
  packet->header_bytes += header_bytes;
  packet->payload_bytes -= header_bytes;
  if (!netop_cursor_skip (cursor, header_bytes - 4))
    cursor->left = 0;
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_icmp (NetopPacket *packet,
           NetopCursor *cursor)
{
  uint8_t  type;
  uint16_t identifier;
  bool     echo;

  if (packet->payload_bytes < ICMP_HEADER_BYTES && !packet->is_fragment)
    return NETOP_PACKET_MALFORMED;

  if (!netop_cursor_read_u8 (cursor, &type) ||
      !netop_cursor_skip (cursor, 3) || /* code, checksum */
      !netop_cursor_read_u16 (cursor, &identifier) ||
      !netop_cursor_skip (cursor, 2)) /* sequence number */
    {
      cursor->left = 0;
      return NETOP_PACKET_OK;
    }

  echo = packet->protocol == NETOP_PROTOCOL_ICMP ? type == ICMP_ECHO || type == ICMP_ECHO_REPLY
                                                 : type == ICMPV6_ECHO || type == ICMPV6_ECHO_REPLY;
  if (echo)
    {
      packet->source_port = packet->destination_port = identifier;
      packet->is_echo_reply = type == ICMP_ECHO_REPLY || type == ICMPV6_ECHO_REPLY;
    }

  packet->header_bytes += ICMP_HEADER_BYTES;
  packet->payload_bytes -= ICMP_HEADER_BYTES;
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_transport (NetopPacket *packet,
                NetopCursor *cursor)
{
  NetopPacketStatus status = NETOP_PACKET_OK;

  if (!packet->is_later_fragment)
    switch (packet->protocol)
      {
      case NETOP_PROTOCOL_TCP:
        status = read_ports (packet, cursor, TCP_MIN_HEADER_BYTES);
        break;
      case NETOP_PROTOCOL_UDP:
      case NETOP_PROTOCOL_UDPLITE:
        status = read_ports (packet, cursor, UDP_HEADER_BYTES);
        break;
      case NETOP_PROTOCOL_SCTP:
        status = read_ports (packet, cursor, SCTP_HEADER_BYTES);
        break;
      case NETOP_PROTOCOL_ICMP:
      case NETOP_PROTOCOL_ICMPV6:
        status = read_icmp (packet, cursor);
        break;
      default:
        break;
      }

  if (cursor->left > 0)
    {
      packet->payload = cursor->bytes;
      packet->payload_captured = cursor->left;
    }
  return status;
}

/* Sets the lengths of a packet of @ip_bytes with an IP header of @header_bytes, and keeps the cursor, which
 * stands past the first @consumed bytes of it, from reading the link's padding as payload. */
static NetopPacketStatus
set_lengths (NetopPacket *packet,
             NetopCursor *cursor,
             uint32_t     header_bytes,
             uint32_t     consumed)
{
  if (packet->ip_bytes < header_bytes)
    return NETOP_PACKET_MALFORMED;

  packet->header_bytes = header_bytes;
  packet->payload_bytes = packet->ip_bytes - header_bytes;
  cursor->left = MIN (cursor->left, packet->ip_bytes - consumed);
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_ipv4 (NetopPacket *packet,
           NetopCursor *cursor,
           uint32_t     wire_bytes)
{
  NetopCursor header;
  uint8_t     first; /* version and header length */
  uint16_t    total_bytes, identifier, fragment;
  uint32_t    header_bytes;

  if (!netop_cursor_split (cursor, IPV4_MIN_HEADER_BYTES, &header) ||
      !netop_cursor_read_u8 (&header, &first) ||
      !netop_cursor_skip (&header, 1) || /* type of service */
      !netop_cursor_read_u16 (&header, &total_bytes) ||
      !netop_cursor_read_u16 (&header, &identifier) ||
      !netop_cursor_read_u16 (&header, &fragment) ||
      !netop_cursor_skip (&header, 1) || /* time to live */
      !netop_cursor_read_u8 (&header, &packet->protocol) ||
      !netop_cursor_skip (&header, 2) || /* checksum */
      !netop_cursor_read_v4 (&header, &packet->source) ||
      !netop_cursor_read_v4 (&header, &packet->destination))
    return NETOP_PACKET_TRUNCATED;

  header_bytes = (first & 0xf) * 4u;
  if (header_bytes < IPV4_MIN_HEADER_BYTES || total_bytes > wire_bytes)
    return NETOP_PACKET_MALFORMED;

  packet->ip_bytes = total_bytes != 0 ? total_bytes : wire_bytes;
  packet->is_fragment = (fragment & 0x3fff) != 0; /* more fragments, offset */
  packet->is_later_fragment = (fragment & 0x1fff) != 0;
  packet->fragment_id = identifier;
  if (set_lengths (packet, cursor, header_bytes, IPV4_MIN_HEADER_BYTES) != NETOP_PACKET_OK)
    return NETOP_PACKET_MALFORMED;

  if (!netop_cursor_skip (cursor, header_bytes - IPV4_MIN_HEADER_BYTES))
    return NETOP_PACKET_OK;
  return read_transport (packet, cursor);
}

/* Reads the fragment header after its first two bytes (RFC 8200, 4.5). */
static bool
read_fragment_header (NetopPacket *packet,
                      NetopCursor *cursor)
{
  uint16_t fragment;

  if (!netop_cursor_read_u16 (cursor, &fragment) || !netop_cursor_read_u32 (cursor, &packet->fragment_id))
    return false;

  /* Offset 0 and no more to come is an atomic fragment (RFC 6946): a whole packet. */
  packet->is_fragment = (fragment & 0xfff9) != 0;
  packet->is_later_fragment = (fragment & 0xfff8) != 0;
  return true;
}

typedef enum {
  CHAIN_GOES_ON,
  CHAIN_AT_TRANSPORT,
  CHAIN_BROKEN, /* longer than the packet */
  CHAIN_UNSEEN, /* longer than what was captured */
} ChainResult;

/* Passes one extension header, if packet->protocol names one. */
static ChainResult
pass_extension (NetopPacket *packet,
                NetopCursor *cursor)
{
  uint8_t  kind = packet->protocol, next, length;
  uint32_t header_bytes;

  switch (kind)
    {
    case EXTENSION_HOP_BY_HOP:
    case EXTENSION_ROUTING:
    case EXTENSION_FRAGMENT:
    case EXTENSION_AUTHENTICATION:
    case EXTENSION_DESTINATION:
    case EXTENSION_MOBILITY:
    case EXTENSION_HIP:
    case EXTENSION_SHIM6:
      break;
    default:
      return CHAIN_AT_TRANSPORT;
    }

  if (packet->payload_bytes < 8)
    return CHAIN_BROKEN;
  if (!netop_cursor_read_u8 (cursor, &next) || !netop_cursor_read_u8 (cursor, &length))
    return CHAIN_UNSEEN;

  if (kind == EXTENSION_FRAGMENT)
    header_bytes = 8;
  else if (kind == EXTENSION_AUTHENTICATION)
    header_bytes = (length + 2u) * 4u; /* RFC 4302, 2.2 */
  else
    header_bytes = (length + 1u) * 8u;

  if (packet->payload_bytes < header_bytes)
    return CHAIN_BROKEN;
  if (kind == EXTENSION_FRAGMENT ? !read_fragment_header (packet, cursor) : !netop_cursor_skip (cursor, header_bytes - 2))
    return CHAIN_UNSEEN;

  packet->protocol = next;
  packet->header_bytes += header_bytes;
  packet->payload_bytes -= header_bytes;
  return packet->is_later_fragment ? CHAIN_AT_TRANSPORT : CHAIN_GOES_ON;
}

static NetopPacketStatus
read_ipv6 (NetopPacket *packet,
           NetopCursor *cursor,
           uint32_t     wire_bytes)
{
  NetopCursor header;
  uint16_t    payload_bytes;
  ChainResult result = CHAIN_GOES_ON;

  if (!netop_cursor_split (cursor, IPV6_HEADER_BYTES, &header) ||
      !netop_cursor_skip (&header, 4) || /* version, traffic class, flow label */
      !netop_cursor_read_u16 (&header, &payload_bytes) ||
      !netop_cursor_read_u8 (&header, &packet->protocol) ||
      !netop_cursor_skip (&header, 1) || /* hop limit */
      !netop_cursor_read_v6 (&header, &packet->source) ||
      !netop_cursor_read_v6 (&header, &packet->destination))
    return NETOP_PACKET_TRUNCATED;

  /* "No next header" is the one packet that is truly empty. */
  packet->ip_bytes = IPV6_HEADER_BYTES + (uint32_t)payload_bytes;
  if (packet->ip_bytes > wire_bytes)
    return NETOP_PACKET_MALFORMED;
  if (payload_bytes == 0 && packet->protocol != EXTENSION_NONE)
    packet->ip_bytes = wire_bytes;
  if (set_lengths (packet, cursor, IPV6_HEADER_BYTES, IPV6_HEADER_BYTES) != NETOP_PACKET_OK)
    return NETOP_PACKET_MALFORMED;

  for (int i = 0; i < MAX_EXTENSION_HEADERS && result == CHAIN_GOES_ON; i++)
    result = pass_extension (packet, cursor);

  if (result == CHAIN_BROKEN)
    return NETOP_PACKET_MALFORMED;
  return result == CHAIN_AT_TRANSPORT ? read_transport (packet, cursor) : NETOP_PACKET_OK;
}

/**
 * netop_packet_decode:
 * @packet: (out): meaningful only if the result is OK
 * @link_type: what @bytes begin with
 * @bytes: (array length=captured_bytes): may be cut anywhere
 * @wire_bytes: of the whole packet with its link header, as the capture tells
 *
 * Reads a packet's headers. Allocates nothing, and reads nothing beyond @captured_bytes, whatever the packet
 * claims. Any thread.
 *
 * Returns: OK, or why the packet can't be counted
 */
NetopPacketStatus
netop_packet_decode (NetopPacket   *packet,
                     NetopLinkType  link_type,
                     const uint8_t *bytes,
                     uint32_t       captured_bytes,
                     uint32_t       wire_bytes)
{
  NetopCursor       cursor = { bytes, MIN (captured_bytes, wire_bytes) };
  NetopLinkHeader   link;
  NetopPacketStatus status = netop_link_header_read (&link, link_type, &cursor);
  uint8_t           version;

  *packet = (NetopPacket){
    .way = link.way,
    .interface_index = link.interface_index,
    .hardware_type = link.hardware_type,
  };
  if (status != NETOP_PACKET_OK)
    return status;
  if (!netop_cursor_peek_u8 (&cursor, &version))
    return NETOP_PACKET_TRUNCATED;

  version >>= 4;
  wire_bytes -= (uint32_t)(cursor.bytes - bytes);
  if (link.ip_version != 0 && version != link.ip_version)
    return NETOP_PACKET_MALFORMED;
  if (version == 4)
    return read_ipv4 (packet, &cursor, wire_bytes);
  return version == 6 ? read_ipv6 (packet, &cursor, wire_bytes) : NETOP_PACKET_MALFORMED;
}

/**
 * netop_packet_get_segment_bytes:
 * @mss: as the option of one end's SYN said, which counts the options of each segment in (RFC 6691); 0 if not known
 * @other_mss: the same of the other end
 *
 * What an end can receive comes from its own MTU, which bounds what it sends as well: the smaller one holds both ways.
 *
 * Returns: payload bytes of a full TCP segment that has the headers of @packet, 0 where they leave no room
 */
uint16_t
netop_packet_get_segment_bytes (const NetopPacket *packet,
                                uint16_t           mss,
                                uint16_t           other_mss)
{
  uint32_t ip_bytes = netop_address_is_v4 (&packet->source) ? IPV4_MIN_HEADER_BYTES : IPV6_HEADER_BYTES;
  uint32_t plain_bytes = ip_bytes + TCP_MIN_HEADER_BYTES;
  uint32_t option_bytes = packet->header_bytes > plain_bytes ? packet->header_bytes - plain_bytes : 0;
  uint16_t smaller = mss == 0 || other_mss == 0 ? MAX (mss, other_mss) : MIN (mss, other_mss);

  return (uint16_t)(smaller > option_bytes ? smaller - option_bytes : 0);
}

/**
 * netop_packet_get_snap_length:
 *
 * Returns: bytes to capture of each packet so that any link header, the longest IP header and extension
 *   headers that are common, and the longest TCP header are there whole
 */
uint32_t
netop_packet_get_snap_length (void)
{
  uint32_t ip_bytes = MAX (IPV4_MAX_HEADER_BYTES, IPV6_HEADER_BYTES + EXTENSION_SNAP_BYTES);

  return netop_link_type_get_max_header_bytes () + ip_bytes + TCP_MAX_HEADER_BYTES;
}
