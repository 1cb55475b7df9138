/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-local-addresses.h"
#include "netop-packet.h"

G_BEGIN_DECLS

/**
 * NetopOrientation:
 * @received: the packet is rx of this flow, else tx
 *
 * One packet seen from one of this host's sides.
 */
typedef struct
{
  NetopFlowKey key;
  bool         received;
} NetopOrientation;

guint netop_packet_orient (const NetopPacket         *packet,
                           const NetopLocalAddresses *local,
                           uint32_t                   namespace_id,
                           NetopOrientation           orientations[2]);

G_END_DECLS
