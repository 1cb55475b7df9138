/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

#define NETOP_ARPHRD_LOOPBACK 772 /* linux/if_arp.h */

/* IANA protocol numbers this program treats by name. */
enum {
  NETOP_PROTOCOL_ICMP = 1,
  NETOP_PROTOCOL_TCP = 6,
  NETOP_PROTOCOL_UDP = 17,
  NETOP_PROTOCOL_ICMPV6 = 58,
  NETOP_PROTOCOL_SCTP = 132,
  NETOP_PROTOCOL_UDPLITE = 136,
};

/* Whether packets of @protocol have ports. What stands for one elsewhere, the id of an ICMP echo, is none. */
static inline bool
netop_protocol_has_ports (uint8_t protocol)
{
  return protocol == NETOP_PROTOCOL_TCP || protocol == NETOP_PROTOCOL_UDP || protocol == NETOP_PROTOCOL_SCTP ||
         protocol == NETOP_PROTOCOL_UDPLITE;
}

/* TCP flag bits as they stand in byte 13 of the header (RFC 9293, 3.1). */
enum {
  NETOP_TCP_FIN = 0x01,
  NETOP_TCP_SYN = 0x02,
  NETOP_TCP_RST = 0x04,
  NETOP_TCP_ACK = 0x10,
};

/* What begins or ends a connection. */
#define NETOP_TCP_LIFE_FLAGS (NETOP_TCP_FIN | NETOP_TCP_SYN | NETOP_TCP_RST)

/* Link types by their LINKTYPE_ number (www.tcpdump.org/linktypes.html), which for these equals or is
 * normalised from libpcap's DLT_ number by capture/. */
typedef enum {
  NETOP_LINK_NULL = 0,
  NETOP_LINK_ETHERNET = 1,
  NETOP_LINK_RAW = 101,
  NETOP_LINK_LOOP = 108,
  NETOP_LINK_COOKED_V1 = 113,
  NETOP_LINK_IPV4 = 228,
  NETOP_LINK_IPV6 = 229,
  NETOP_LINK_PKTAP = 258,
  NETOP_LINK_COOKED_V2 = 276,
} NetopLinkType;

typedef enum {
  NETOP_PACKET_OK,
  NETOP_PACKET_NOT_IP,    /* ARP, LLDP, a hardware type whose protocol field is no ethertype */
  NETOP_PACKET_TRUNCATED, /* the captured bytes end before the headers do */
  NETOP_PACKET_MALFORMED, /* a length or version that cannot be */
  NETOP_PACKET_UNSUPPORTED_LINK,
} NetopPacketStatus;

/* What the link header says about the way of the packet: the cooked types' packet type. */
typedef enum {
  NETOP_PACKET_WAY_UNKNOWN,  /* the link type does not say */
  NETOP_PACKET_WAY_IN,       /* to us */
  NETOP_PACKET_WAY_IN_GROUP, /* broadcast or multicast, received */
  NETOP_PACKET_WAY_OTHER_HOST,
  NETOP_PACKET_WAY_OUT,
} NetopPacketWay;

/**
 * NetopPacket:
 * @ip_bytes: bytes of the IP packet: the header's length field; the length on the wire less the link
 *   header only where that field is 0 (super-packets over 64 KiB, RFC 2675 jumbograms)
 * @header_bytes: IP header with options or extension headers, and the transport header: what each further
 *   segment of a super-packet carries again
 * @payload_bytes: @ip_bytes less @header_bytes
 * @sequence: of TCP, as it stands in the header
 * @mss: value of the MSS option where this is a SYN that carries one, else 0
 * @source_port: host order; for an ICMP echo request or reply its identifier stands in both ports;
 *   0 where there are no ports, and in a later fragment whose first one is not known
 * @fragment_id: valid if @is_fragment
 * @interface_index: of the watched namespace; 0 if the link type does not carry it
 * @hardware_type: ARPHRD_ value of a cooked header, else 0 (772 is loopback)
 * @payload: first captured byte after the transport header, inside the caller's buffer; %NULL if none
 *
 * One decoded packet. Lives on the stack of whoever decodes; @payload lives as long as the capture's bytes.
 */
typedef struct
{
  NetopAddress   source;
  NetopAddress   destination;
  uint16_t       source_port;
  uint16_t       destination_port;
  uint32_t       interface_index;
  NetopPacketWay way;
  uint16_t       hardware_type;
  uint8_t        protocol;
  bool           is_fragment;
  uint8_t        tcp_flags;
  bool           is_later_fragment;
  bool           is_echo_reply;
  uint16_t       mss;
  uint32_t       sequence;
  uint32_t       ip_bytes;
  uint32_t       header_bytes;
  uint32_t       payload_bytes;
  uint32_t       fragment_id;
  uint32_t       payload_captured;
  const uint8_t *payload;
} NetopPacket;

NetopPacketStatus netop_packet_decode (NetopPacket   *packet,
                                       NetopLinkType  link_type,
                                       const uint8_t *bytes,
                                       uint32_t       captured_bytes,
                                       uint32_t       wire_bytes) G_GNUC_WARN_UNUSED_RESULT;
bool              netop_link_type_is_supported (NetopLinkType link_type);
bool              netop_link_type_tells_way (NetopLinkType link_type);
uint32_t          netop_link_type_get_header_bytes (NetopLinkType link_type);
uint16_t          netop_packet_get_segment_bytes (const NetopPacket *packet, uint16_t mss, uint16_t other_mss);
uint32_t          netop_packet_get_snap_length (void);

/**
 * netop_packet_may_be_cut:
 *
 * Returns: whether this can be a super-packet, which is cut into segments later, or was put together of some. Nothing
 *   ever is on a loopback device
 */
static inline bool
netop_packet_may_be_cut (const NetopPacket *packet)
{
  return packet->protocol == NETOP_PROTOCOL_TCP && packet->payload_bytes > 0 && !packet->is_fragment &&
         packet->hardware_type != NETOP_ARPHRD_LOOPBACK;
}

G_END_DECLS
