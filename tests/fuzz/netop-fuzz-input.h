/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * NetopFuzzInput:
 * @left: how many bytes were not taken yet
 *
 * An input that is taken piece by piece: whatever bytes it has, they are a list of things to do. What is taken beyond
 * its end is zero. Numbers are little endian.
 */
typedef struct
{
  const uint8_t *bytes;
  size_t         left;
} NetopFuzzInput;

static inline uint64_t
netop_fuzz_input_take (NetopFuzzInput *self,
                       size_t          n_bytes)
{
  size_t   n_there = MIN (n_bytes, self->left);
  uint64_t value = 0;

  for (size_t i = 0; i < n_there; i++)
    value |= (uint64_t)self->bytes[i] << (8 * i);
  self->bytes += n_there;
  self->left -= n_there;
  return value;
}

/**
 * netop_fuzz_input_take_block:
 * @length: (inout): how many bytes are wanted, and how many there were
 *
 * Returns: (transfer full): a block of exactly so many, so that a read behind its end is found
 */
static inline uint8_t *
netop_fuzz_input_take_block (NetopFuzzInput *self,
                             size_t         *length)
{
  uint8_t *block;

  *length = MIN (*length, self->left);
  block = g_malloc (MAX (*length, 1));
  if (*length > 0)
    memcpy (block, self->bytes, *length);
  self->bytes += *length;
  self->left -= *length;
  return block;
}

G_END_DECLS

/* What libFuzzer, or the driver in its place, calls with each input (llvm.org/docs/LibFuzzer.html). Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
