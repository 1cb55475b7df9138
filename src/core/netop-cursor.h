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

/* All are inline: a packet takes some fifteen of them. */

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

/**
 * netop_cursor_peek_u8:
 * @value: (out): the next byte, which stays the next
 *
 * Returns: false if there is none
 */
static inline bool
netop_cursor_peek_u8 (const NetopCursor *self,
                      uint8_t           *value)
{
  NetopCursor copy = *self;

  return netop_cursor_read_u8 (&copy, value);
}

/**
 * netop_cursor_read_v4:
 * @address: (out): four bytes as an IPv4-mapped address
 *
 * Returns: false, and reads nothing, if fewer than four bytes are left
 */
static inline bool
netop_cursor_read_v4 (NetopCursor  *self,
                      NetopAddress *address)
{
  if (self->left < 4)
    return false;

  *address = netop_address_from_v4 (self->bytes);
  return netop_cursor_skip (self, 4);
}

/**
 * netop_cursor_read_v6:
 * @address: (out): sixteen bytes as they stand
 *
 * Returns: false, and reads nothing, if fewer than sixteen bytes are left
 */
static inline bool
netop_cursor_read_v6 (NetopCursor  *self,
                      NetopAddress *address)
{
  if (self->left < 16)
    return false;

  *address = netop_address_from_v6 (self->bytes);
  return netop_cursor_skip (self, 16);
}

/**
 * netop_cursor_split:
 * @head: (out): a cursor over the next @n_bytes alone
 *
 * Goes past @n_bytes and gives them as a cursor of their own, so that a part that holds lengths cannot read
 * past its end.
 *
 * Returns: false, and reads nothing, if fewer than @n_bytes are left
 */
static inline bool
netop_cursor_split (NetopCursor *self,
                    uint32_t     n_bytes,
                    NetopCursor *head)
{
  if (self->left < n_bytes)
    return false;

  *head = (NetopCursor){ self->bytes, n_bytes };
  return netop_cursor_skip (self, n_bytes);
}

G_END_DECLS
