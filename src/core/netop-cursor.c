/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cursor.h"

/**
 * netop_cursor_peek_u8:
 * @value: (out): the next byte, which stays the next
 *
 * Returns: false if there is none
 */
bool
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
bool
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
bool
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
bool
netop_cursor_split (NetopCursor *self,
                    uint32_t     n_bytes,
                    NetopCursor *head)
{
  if (self->left < n_bytes)
    return false;

  *head = (NetopCursor){ self->bytes, n_bytes };
  return netop_cursor_skip (self, n_bytes);
}
