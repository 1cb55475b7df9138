/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/**
 * NetopCursor:
 * @bytes: the next byte
 * @left: how many may still be read
 *
 * A place in foreign bytes. Nothing reads packet bytes but through these functions, each of which fails,
 * leaving the cursor where it was, when there are not enough bytes left. A plain value; any thread.
 */
typedef struct
{
  const uint8_t *bytes;
  uint32_t       left;
} NetopCursor;

/* The readers are inline: a packet takes some fifteen of them. */

static inline bool
netop_cursor_read_u8 (NetopCursor *self,
                      uint8_t     *value)
{
  if (self->left < 1)
    return false;

  *value = self->bytes[0];
  self->bytes += 1;
  self->left -= 1;
  return true;
}

/* Network order, like its neighbour. */
static inline bool
netop_cursor_read_u16 (NetopCursor *self,
                       uint16_t    *value)
{
  if (self->left < 2)
    return false;

  *value = (uint16_t)(self->bytes[0] << 8 | self->bytes[1]);
  self->bytes += 2;
  self->left -= 2;
  return true;
}

static inline bool
netop_cursor_read_u32 (NetopCursor *self,
                       uint32_t    *value)
{
  if (self->left < 4)
    return false;

  *value = (uint32_t)self->bytes[0] << 24 | (uint32_t)self->bytes[1] << 16 | (uint32_t)self->bytes[2] << 8 | self->bytes[3];
  self->bytes += 4;
  self->left -= 4;
  return true;
}

static inline bool
netop_cursor_skip (NetopCursor *self,
                   uint32_t     n_bytes)
{
  if (self->left < n_bytes)
    return false;

  self->bytes += n_bytes;
  self->left -= n_bytes;
  return true;
}

bool netop_cursor_peek_u8 (const NetopCursor *self, uint8_t *value);
bool netop_cursor_read_v4 (NetopCursor *self, NetopAddress *address);
bool netop_cursor_read_v6 (NetopCursor *self, NetopAddress *address);
bool netop_cursor_split (NetopCursor *self, uint32_t n_bytes, NetopCursor *head);

G_END_DECLS
