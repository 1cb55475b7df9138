/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/* Bits of NetopSocketFacts.known. */
enum {
  NETOP_SOCKET_KNOWS_RTT = 1 << 0,
  NETOP_SOCKET_KNOWS_RETRANSMITS = 1 << 1,
  NETOP_SOCKET_KNOWS_BYTES = 1 << 2,
  NETOP_SOCKET_KNOWS_MSS = 1 << 3,
  NETOP_SOCKET_KNOWS_DELIVERY_RATE = 1 << 4,
  NETOP_SOCKET_KNOWS_UID = 1 << 5,
  NETOP_SOCKET_KNOWS_CGROUP = 1 << 6,
};

/* How a socket came to be known. */
typedef enum {
  NETOP_SOCKET_FOUND_DUMP,
  NETOP_SOCKET_FOUND_LOOKUP,    /* exact, on a trigger or a new key */
  NETOP_SOCKET_FOUND_DESTROYED, /* the kernel's notice that it closed */
} NetopSocketFound;

/* What a socket is named by. */
typedef enum {
  NETOP_SOCKET_KIND_INET,   /* addresses and ports; of a ping socket the identifier of its echoes is the local port */
  NETOP_SOCKET_KIND_RAW,    /* addresses and a protocol, of which 255 (IPPROTO_RAW) sends any; has no ports */
  NETOP_SOCKET_KIND_PACKET, /* an interface; its local port is the Ethernet protocol that it takes, 0 for none */
} NetopSocketKind;

/* The kernel tells no cookie of what is only in /proc/net. Its own count from 1 up (net/core/sock_diag.c). */
#define NETOP_SOCKET_COOKIE_OF_INODE(inode) ((uint64_t)(inode) | G_GUINT64_CONSTANT (1) << 63)

/**
 * NetopSocketFacts:
 * @cookie: never reused by the kernel; 0 where not known
 * @inode: 0 once the process let go of it (TIME_WAIT, orphans)
 * @state: NetopSocketState, the kernel's TCP_ numbers
 * @listening: 1 for a listener, for an unconnected datagram socket, and for all that are of another kind than these
 * @kind: NetopSocketKind
 * @known: NETOP_SOCKET_KNOWS_ bits: which of the figures mean anything
 * @bytes_acked: since the connection opened, payload
 * @sample_us: monotonic time of the sample
 *
 * What the kernel says of one inet socket. Fixed size, explicit padding: it crosses the wire.
 */
typedef struct
{
  uint64_t     cookie;
  uint64_t     inode;
  uint64_t     cgroup_id;
  NetopAddress local;
  NetopAddress remote;
  uint16_t     local_port;
  uint16_t     remote_port;
  uint32_t     namespace_id;
  uint32_t     uid;
  uint32_t     interface_index;
  uint32_t     known;
  uint8_t      protocol;
  uint8_t      state;
  uint8_t      listening;
  uint8_t      found;
  uint32_t     rtt_us;
  uint32_t     rttvar_us;
  uint32_t     min_rtt_us;
  uint32_t     retransmits;
  uint32_t     segments_out;
  uint32_t     send_mss;
  uint32_t     receive_mss;
  uint8_t      kind;
  uint8_t      padding[3];
  uint64_t     bytes_acked;
  uint64_t     bytes_received;
  uint64_t     delivery_rate_bytes_per_s;
  int64_t      sample_us;
} NetopSocketFacts;

G_STATIC_ASSERT (sizeof (NetopSocketFacts) == 144);

G_END_DECLS
