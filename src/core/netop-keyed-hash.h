/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopHashKey:
 *
 * The secret of one hash table. Whoever sends packets chooses what is hashed; without the key nobody can
 * choose where it lands.
 */
typedef struct
{
  uint64_t k0;
  uint64_t k1;
} NetopHashKey;

NetopHashKey netop_hash_key_new_random (void);
uint64_t     netop_keyed_hash (const NetopHashKey *key, const void *bytes, size_t n_bytes);

G_END_DECLS
