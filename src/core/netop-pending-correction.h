/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"

G_BEGIN_DECLS

/**
 * NetopPendingSide:
 * @packets: of one direction on one interface, those too large for one segment
 * @payload_bytes: in them
 * @header_bytes: in them
 */
typedef struct
{
  uint64_t packets;
  uint64_t payload_bytes;
  uint64_t header_bytes;
} NetopPendingSide;

/**
 * NetopPendingCorrection:
 * @tx: in the order of the flow's interfaces
 *
 * What was seen of a TCP flow before anybody said how large its segments are: a connection older than the monitor shows
 * no SYN, and the kernel is asked a while after its first packets. All zero is an empty one.
 */
typedef struct
{
  NetopPendingSide tx[NETOP_FLOW_MAX_INTERFACES];
  NetopPendingSide rx[NETOP_FLOW_MAX_INTERFACES];
} NetopPendingCorrection;

void netop_pending_correction_note (NetopPendingCorrection *self, const NetopFlow *flow, const NetopPacket *packet, bool received);
bool netop_pending_correction_settle (NetopPendingCorrection *self, NetopFlow *flow, bool received, uint32_t segment_bytes);
bool netop_pending_correction_is_empty (const NetopPendingCorrection *self, bool received);

G_END_DECLS
