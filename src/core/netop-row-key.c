/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-key.h"

/**
 * netop_row_key_equal:
 *
 * Returns: whether @a and @b name the same row
 */
bool
netop_row_key_equal (const NetopRowKey *a,
                     const NetopRowKey *b)
{
  return a->kind == b->kind && a->a == b->a && a->b == b->b;
}

/**
 * netop_row_key_hash:
 *
 * Spreads ids that count upwards over all bits (the finaliser of MurmurHash3). Not keyed: the ids are ours.
 *
 * Returns: a hash for GHashTable and the like
 */
guint
netop_row_key_hash (const NetopRowKey *self)
{
  uint64_t hash = self->a ^ (self->b << 1) * 0x9e3779b97f4a7c15u ^ (uint64_t)self->kind << 56;

  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdu;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53u;
  hash ^= hash >> 33;
  return (guint)hash;
}
