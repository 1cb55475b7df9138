/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-packet.h"

G_BEGIN_DECLS

/* Interfaces that one flow is counted on, each by itself; its further ones share one more slot, of index 0. */
#define NETOP_FLOW_MAX_NAMED_INTERFACES 4
#define NETOP_FLOW_MAX_INTERFACES (NETOP_FLOW_MAX_NAMED_INTERFACES + 1)

/* The flow that takes the bytes of what could be kept nowhere else. */
#define NETOP_FLOW_ID_TABLES_FULL 1

/**
 * NetopFlowKey:
 * @namespace_id: 0 is the network namespace that is watched
 * @forwarded: 1 where neither end is ours: @local is the packet's source then
 *
 * What makes two packets belong to one flow. Seen from this host: local, remote.
 * Explicit padding, always zero: the key is hashed and compared as bytes.
 */
typedef struct
{
  NetopAddress local;
  NetopAddress remote;
  uint32_t     namespace_id;
  uint16_t     local_port;
  uint16_t     remote_port;
  uint8_t      protocol;
  uint8_t      forwarded;
  uint8_t      padding[6];
} NetopFlowKey;

G_STATIC_ASSERT (sizeof (NetopFlowKey) == 48);

/**
 * NetopFlowInterface:
 * @index: 0 where it is not known, and for what further interfaces saw together
 * @rx_bytes: IP bytes as captured, before the correction
 * @rx_packets: captured packets, a super-packet being one
 * @rx_correction_bytes: estimated bytes of the headers that the segments of super-packets will have
 *   beyond the one that was seen: (segments - 1) x headers
 * @rx_correction_packets: estimated segments beyond the packets seen
 *
 * What one interface saw of one flow. The true figure is raw + correction; they are kept apart because
 * virtual interfaces count as the capture does and hardware counts as the wire does.
 */
typedef struct
{
  uint32_t index;
  uint32_t padding;
  uint64_t rx_bytes;
  uint64_t tx_bytes;
  uint64_t rx_packets;
  uint64_t tx_packets;
  uint64_t rx_correction_bytes;
  uint64_t tx_correction_bytes;
  uint64_t rx_correction_packets;
  uint64_t tx_correction_packets;
} NetopFlowInterface;

typedef enum {
  NETOP_FLOW_OPENER_UNKNOWN,
  NETOP_FLOW_OPENER_LOCAL,  /* our SYN: outgoing */
  NETOP_FLOW_OPENER_REMOTE, /* their SYN: incoming */
} NetopFlowOpener;

typedef enum {
  NETOP_CLOSE_NONE,
  NETOP_CLOSE_FIN,
  NETOP_CLOSE_RST,
  NETOP_CLOSE_IDLE,
  NETOP_CLOSE_SOCKET_GONE,
  NETOP_CLOSE_REPLACED, /* a SYN over a closing tuple, a changed cookie: a new generation took over */
  NETOP_CLOSE_EVICTED,  /* the table was full */
} NetopCloseReason;

/**
 * NetopFlow:
 * @id: never reused, from 2 upward; 1 is the "tables full" row
 * @generation: 0 for the first flow of its key, then counting
 * @first_us: monotonic time of the first packet; packet time when a file is read
 * @rx_mss: payload bytes of a full segment towards us, TCP options taken off: from the SYNs or tcp_info; 0
 *   where not known, and then nothing is corrected
 * @n_interfaces: used elements of @interfaces
 *
 * One flow and its absolute counters since it began.
 */
typedef struct
{
  uint64_t           id;
  NetopFlowKey       key;
  uint32_t           generation;
  uint16_t           rx_mss;
  uint16_t           tx_mss;
  uint8_t            opener; /* NetopFlowOpener */
  uint8_t            n_interfaces;
  uint8_t            padding[6];
  int64_t            first_us;
  int64_t            last_us;
  NetopFlowInterface interfaces[NETOP_FLOW_MAX_INTERFACES];
} NetopFlow;

NetopFlowKey netop_flow_key_reverse (const NetopFlowKey *key);
void         netop_flow_note_first (NetopFlow *self, const NetopPacket *packet, bool received);
void         netop_flow_count_packet (NetopFlow *self, const NetopPacket *packet, bool received, uint32_t segment_bytes);
void         netop_flow_absorb (NetopFlow *self, const NetopFlow *other);

G_END_DECLS
