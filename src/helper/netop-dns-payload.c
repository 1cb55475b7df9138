/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-payload.h"

/* What of packets is DNS by its ports. Nothing here, nor anywhere else in the helper, looks into a payload. */

#define DNS_PORT 53      /* RFC 1035, 4.2 */
#define NETBIOS_PORT 137 /* names: RFC 1002, 4.2 */
#define MDNS_PORT 5353   /* RFC 6762, 5 */
#define LLMNR_PORT 5355  /* RFC 4795, 2 */

static bool
is_datagram_port (uint16_t port)
{
  return port == DNS_PORT || port == MDNS_PORT || port == LLMNR_PORT || port == NETBIOS_PORT;
}

/**
 * netop_dns_payload_is_datagram:
 *
 * Returns: whether this is a datagram with a payload, or its first fragment, to or from one of the ports of DNS, mDNS, LLMNR
 *   and NetBIOS names
 */
bool
netop_dns_payload_is_datagram (const NetopPacket *packet)
{
  return packet->protocol == NETOP_PROTOCOL_UDP && packet->payload_captured > 0 && !packet->is_later_fragment &&
         (is_datagram_port (packet->source_port) || is_datagram_port (packet->destination_port));
}

/**
 * netop_dns_payload_is_segment:
 *
 * Returns: whether this is a TCP segment to or from port 53 that has a payload, or begins a stream
 */
bool
netop_dns_payload_is_segment (const NetopPacket *packet)
{
  return packet->protocol == NETOP_PROTOCOL_TCP && !packet->is_fragment &&
         (packet->payload_captured > 0 || (packet->tcp_flags & NETOP_TCP_SYN) != 0) &&
         (packet->source_port == DNS_PORT || packet->destination_port == DNS_PORT);
}

/**
 * netop_dns_payload_make_record:
 * @packet: of which one of the above is true
 * @orientations: (array length=n_orientations): of it
 * @time_us: when it was captured
 *
 * Returns: its record, without flow and bytes: one, however many of its ends are ours, as the sender's where that is
 */
NetopPayloadRecord
netop_dns_payload_make_record (const NetopPacket      *packet,
                               const NetopOrientation *orientations,
                               guint                   n_orientations,
                               int64_t                 time_us)
{
  const NetopOrientation *orientation = n_orientations > 1 && orientations[0].received ? &orientations[1] : &orientations[0];

  return (NetopPayloadRecord){
    .key = orientation->key,
    .time_us = CLAMP (time_us, 0, NETOP_TIME_MAX_US),
    .interface_index = packet->interface_index,
    .sequence = packet->sequence,
    .received = orientation->received,
    .is_start = packet->protocol == NETOP_PROTOCOL_TCP && (packet->tcp_flags & NETOP_TCP_SYN) != 0,
    .is_cut = packet->payload_captured < packet->payload_bytes,
  };
}
