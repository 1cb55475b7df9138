/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-captured-packet.h"

G_BEGIN_DECLS

#define NETOP_TRAIN_CACHE_SIZE 256 /* power of two */
#define NETOP_TRAIN_WORDS 7

/**
 * NetopTrain:
 * @words: what the captured bytes of all its packets have in common
 * @packet: as decoded; of its lengths those of the last one
 * @rows: where it counts
 * @received: whether as received there
 * @n_rows: 1, on loopback 2; 0 where the place is free
 * @epoch: of the cache when it was made
 *
 * Packets come in trains (Jain and Routhier, "Packet Trains", 1986): the next one mostly goes the way of one that was
 * there just now.
 */
typedef struct
{
  uint64_t    words[NETOP_TRAIN_WORDS];
  NetopPacket packet;
  uint32_t    rows[2];
  bool        received[2];
  uint8_t     n_rows;
  uint64_t    epoch;
} NetopTrain;

/**
 * NetopTrainCache:
 *
 * From the bytes of a packet to the rows it counts in, past decoder, local addresses and keyed hash. It answers for
 * plain packets only: cooked or Ethernet, IP without options and fragments, UDP, or TCP that neither begins nor ends.
 * What it answers is what the long way had answered for the same bytes. Whoever knows its simple hash can make it
 * miss, and nothing worse. An answer is good for one epoch: whoever removes a row, or changes what packets mean,
 * begins another. Allocates nothing. One thread.
 */
typedef struct
{
  NetopTrain trains[NETOP_TRAIN_CACHE_SIZE];
  NetopTrain nowhere;
  uint64_t   epoch;

  /* Of the packet looked up last. */
  uint64_t words[NETOP_TRAIN_WORDS];
  guint    n_words;
  bool     is_plain;
} NetopTrainCache;

NetopTrain *netop_train_cache_lookup (NetopTrainCache *self, const NetopCapturedPacket *captured);
NetopTrain *netop_train_cache_remember (NetopTrainCache *self, const NetopPacket *packet);

static inline void
netop_train_cache_begin_epoch (NetopTrainCache *self)
{
  self->epoch++;
}

G_END_DECLS
