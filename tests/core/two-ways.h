/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow-table.h"

G_BEGIN_DECLS

/**
 * TwoWays:
 * @tables: one that goes the long way by decoder, addresses and keys, and one that goes the short way by the bytes
 * @n_bytes_due: what the decoder said of the packets so far
 * @n_bytes_told: what the flows of the first table have, each as it was told last
 * @told: flow's number to what it had
 *
 * Two flow tables that are given the same packets and have to say the same, and to lose no byte.
 */
typedef struct
{
  NetopFlowTable      *tables[2];
  NetopLocalAddresses *local;
  uint64_t             n_bytes_due;
  uint64_t             n_bytes_told;
  GHashTable          *told;
} TwoWays;

void              two_ways_init (TwoWays *self, guint capacity, guint closed_capacity);
void              two_ways_clear (TwoWays *self);
void              two_ways_take_local (TwoWays *self, NetopLocalAddresses *local);
NetopPacketStatus two_ways_count (TwoWays *self, const NetopCapturedPacket *captured, int64_t time_us);
void              two_ways_expire (TwoWays *self, int64_t now_us);
void              two_ways_close (TwoWays *self, uint64_t flow_id, NetopCloseReason reason, int64_t now_us);
void              two_ways_set_mss (TwoWays *self, uint64_t flow_id, uint16_t rx_mss, uint16_t tx_mss);
void              two_ways_assert_equal (TwoWays *self);

G_END_DECLS
