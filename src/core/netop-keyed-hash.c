/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-keyed-hash.h"

#include <string.h>

/* SipHash-1-3: the function of J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (2012),
 * with one round a word and three at the end, which is enough for hash tables. */

typedef struct
{
  uint64_t v0;
  uint64_t v1;
  uint64_t v2;
  uint64_t v3;
} SipState;

static inline uint64_t
rotate_left (uint64_t value,
             int      n_bits)
{
  return value << n_bits | value >> (64 - n_bits);
}

static inline void
sip_round (SipState *s)
{
  s->v0 += s->v1;
  s->v1 = rotate_left (s->v1, 13) ^ s->v0;
  s->v0 = rotate_left (s->v0, 32);
  s->v2 += s->v3;
  s->v3 = rotate_left (s->v3, 16) ^ s->v2;
  s->v0 += s->v3;
  s->v3 = rotate_left (s->v3, 21) ^ s->v0;
  s->v2 += s->v1;
  s->v1 = rotate_left (s->v1, 17) ^ s->v2;
  s->v2 = rotate_left (s->v2, 32);
}

static inline void
sip_word (SipState *s,
          uint64_t  word)
{
  s->v3 ^= word;
  sip_round (s);
  s->v0 ^= word;
}

/**
 * netop_hash_key_new_random:
 *
 * Returns: a key from GLib's generator, which is seeded by the system's; none of its output is ever shown
 */
NetopHashKey
netop_hash_key_new_random (void)
{
  NetopHashKey key;

  key.k0 = (uint64_t)g_random_int () << 32 | g_random_int ();
  key.k1 = (uint64_t)g_random_int () << 32 | g_random_int ();
  return key;
}

/**
 * netop_keyed_hash:
 * @bytes: (array length=n_bytes): what to hash, padding included
 *
 * Returns: SipHash-1-3 of @bytes
 */
uint64_t
netop_keyed_hash (const NetopHashKey *key,
                  const void         *bytes,
                  size_t              n_bytes)
{
  const uint8_t *at = bytes;
  uint64_t       last = (uint64_t)n_bytes << 56;
  SipState       s = { key->k0 ^ 0x736f6d6570736575u, key->k1 ^ 0x646f72616e646f6du,
                       key->k0 ^ 0x6c7967656e657261u, key->k1 ^ 0x7465646279746573u };

  for (; n_bytes >= 8; n_bytes -= 8, at += 8)
    {
      uint64_t word;

      memcpy (&word, at, sizeof word);
      sip_word (&s, GUINT64_FROM_LE (word));
    }

  for (size_t i = 0; i < n_bytes; i++)
    last |= (uint64_t)at[i] << (8 * i);
  sip_word (&s, last);

  s.v2 ^= 0xff;
  for (int i = 0; i < 3; i++)
    sip_round (&s);
  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
