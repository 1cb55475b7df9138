/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The framing of netlink (RFC 3549, 2.2): messages with a 16-byte header and attributes with a 4-byte header,
 * both in host order and padded to 4 bytes. Only the byte format: capture/ and sockets/ each talk to their own
 * kernel sockets, and share this one walk. Inline, because both need it and it is but two loops' bodies. */

#define NETOP_NETLINK_HEADER_BYTES 16u
#define NETOP_NETLINK_ATTRIBUTE_HEADER_BYTES 4u
#define NETOP_NETLINK_ATTRIBUTE_TYPE_MASK 0x3fffu /* without "nested" and "network order" */
#define NETOP_NETLINK_MAX_ERROR 4095u             /* MAX_ERRNO, linux/err.h */

/**
 * NetopNetlinkSpan:
 *
 * A stretch of bytes of which the first @left are not read yet. A plain value.
 */
typedef struct
{
  const uint8_t *bytes;
  uint32_t       left;
} NetopNetlinkSpan;

/**
 * NetopNetlinkMessage:
 * @body: what follows the header, inside the span that was read
 */
typedef struct
{
  uint16_t         type;
  uint16_t         flags;
  uint32_t         sequence;
  uint32_t         port;
  NetopNetlinkSpan body;
} NetopNetlinkMessage;

typedef struct
{
  uint16_t         type;
  NetopNetlinkSpan value;
} NetopNetlinkAttribute;

static inline uint32_t
netop_netlink_align (uint32_t n_bytes)
{
  return (n_bytes + 3u) & ~3u;
}

static inline void
netop_netlink_advance (NetopNetlinkSpan *self,
                       uint32_t          n_bytes)
{
  uint32_t step = n_bytes < self->left ? n_bytes : self->left;

  self->bytes += step;
  self->left -= step;
}

/**
 * netop_netlink_next_message:
 * @self: a datagram, or what is left of it; moved on past the message
 * @message: (out): set only on success
 *
 * Returns: %false at the end, or where a length cannot be
 */
static inline bool
netop_netlink_next_message (NetopNetlinkSpan    *self,
                            NetopNetlinkMessage *message)
{
  uint32_t n_bytes;

  if (self->left < NETOP_NETLINK_HEADER_BYTES)
    return false;

  memcpy (&n_bytes, self->bytes, 4);
  if (n_bytes < NETOP_NETLINK_HEADER_BYTES || n_bytes > self->left)
    return false;

  memcpy (&message->type, self->bytes + 4, 2);
  memcpy (&message->flags, self->bytes + 6, 2);
  memcpy (&message->sequence, self->bytes + 8, 4);
  memcpy (&message->port, self->bytes + 12, 4);
  message->body.bytes = self->bytes + NETOP_NETLINK_HEADER_BYTES;
  message->body.left = n_bytes - NETOP_NETLINK_HEADER_BYTES;
  netop_netlink_advance (self, netop_netlink_align (n_bytes));
  return true;
}

/**
 * netop_netlink_next_attribute:
 * @self: attributes; moved on past the one read
 * @attribute: (out): set only on success
 *
 * Returns: %false at the end, or where a length cannot be
 */
static inline bool
netop_netlink_next_attribute (NetopNetlinkSpan      *self,
                              NetopNetlinkAttribute *attribute)
{
  uint16_t n_bytes;
  uint16_t type;

  if (self->left < NETOP_NETLINK_ATTRIBUTE_HEADER_BYTES)
    return false;

  memcpy (&n_bytes, self->bytes, 2);
  memcpy (&type, self->bytes + 2, 2);
  if (n_bytes < NETOP_NETLINK_ATTRIBUTE_HEADER_BYTES || n_bytes > self->left)
    return false;

  attribute->type = (uint16_t)(type & NETOP_NETLINK_ATTRIBUTE_TYPE_MASK);
  attribute->value.bytes = self->bytes + NETOP_NETLINK_ATTRIBUTE_HEADER_BYTES;
  attribute->value.left = n_bytes - NETOP_NETLINK_ATTRIBUTE_HEADER_BYTES;
  netop_netlink_advance (self, netop_netlink_align (n_bytes));
  return true;
}

/**
 * netop_netlink_read:
 * @self: moved on by @n_bytes, padded
 * @target: (out): a kernel structure; what the span lacks of it is zeroed
 *
 * Copies a structure whose size differs from kernel to kernel.
 *
 * Returns: how many bytes were there, at most @n_bytes
 */
static inline uint32_t
netop_netlink_read (NetopNetlinkSpan *self,
                    void             *target,
                    uint32_t          n_bytes)
{
  uint32_t n_there = n_bytes < self->left ? n_bytes : self->left;

  memset (target, 0, n_bytes);
  if (n_there > 0)
    memcpy (target, self->bytes, n_there);
  netop_netlink_advance (self, netop_netlink_align (n_bytes));
  return n_there;
}

/**
 * netop_netlink_read_u32:
 *
 * Returns: the value in host order; 0 where the span is shorter
 */
static inline uint32_t
netop_netlink_read_u32 (NetopNetlinkSpan span)
{
  uint32_t value = 0;

  if (span.left >= sizeof value)
    memcpy (&value, span.bytes, sizeof value);
  return value;
}

/**
 * netop_netlink_read_error:
 * @body: of an NLMSG_ERROR, which begins with the negative number of an error
 *
 * Returns: its number; %EPROTO where there is none, or none that the kernel has
 */
static inline int
netop_netlink_read_error (NetopNetlinkSpan body)
{
  uint32_t number = 0u - netop_netlink_read_u32 (body);

  return number >= 1 && number <= NETOP_NETLINK_MAX_ERROR ? (int)number : EPROTO;
}
