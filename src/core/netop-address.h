/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

G_BEGIN_DECLS

/* Room for the longest textual IPv6 address and its NUL (RFC 4291, INET6_ADDRSTRLEN). */
#define NETOP_ADDRESS_STRING_SIZE 46

/**
 * NetopAddress:
 * @bytes: 16 bytes in network order; IPv4 is IPv4-mapped, ::ffff:a.b.c.d (RFC 4291, 2.5.5.2)
 *
 * One form for both families, so that there is one key, one hash and one
 * comparison. A plain value; any thread.
 */
typedef struct
{
  uint8_t bytes[16];
} NetopAddress;

bool        netop_address_parse (const char *text, NetopAddress *address) G_GNUC_WARN_UNUSED_RESULT;
bool        netop_address_parse_reverse (const char *name, NetopAddress *address) G_GNUC_WARN_UNUSED_RESULT;
const char *netop_address_format (const NetopAddress *self, char *buffer, size_t buffer_size);
bool        netop_address_is_unspecified (const NetopAddress *self);
bool        netop_address_is_loopback (const NetopAddress *self);
bool        netop_address_is_multicast (const NetopAddress *self);
bool        netop_address_is_link_local (const NetopAddress *self);
bool        netop_address_is_private (const NetopAddress *self);
bool        netop_address_is_broadcast (const NetopAddress *self);
int         netop_address_compare (const NetopAddress *a, const NetopAddress *b);
guint       netop_address_hash (gconstpointer address);
gboolean    netop_address_is_key (gconstpointer a, gconstpointer b);

/* What every packet takes is inline. */

/**
 * netop_address_from_v4:
 * @bytes: four bytes in network order
 *
 * Returns: the IPv4-mapped form
 */
static inline NetopAddress
netop_address_from_v4 (const uint8_t bytes[4])
{
  uint64_t     low = G_GUINT64_CONSTANT (0xffff00000000) | (uint64_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
  uint64_t     words[2] = { 0, GUINT64_TO_BE (low) };
  NetopAddress address;

  memcpy (address.bytes, words, sizeof address.bytes);
  return address;
}

/**
 * netop_address_from_v6:
 * @bytes: sixteen bytes in network order; an IPv4-mapped address is the IPv4 address
 *
 * Returns: the address
 */
static inline NetopAddress
netop_address_from_v6 (const uint8_t bytes[16])
{
  NetopAddress address;

  memcpy (address.bytes, bytes, sizeof address.bytes);
  return address;
}

/**
 * netop_address_is_v4:
 *
 * Returns: whether it is an IPv4 address
 */
static inline bool
netop_address_is_v4 (const NetopAddress *self)
{
  static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

  return memcmp (self->bytes, prefix, sizeof prefix) == 0;
}

/**
 * netop_address_equal:
 *
 * Returns: whether @a and @b are one address
 */
static inline bool
netop_address_equal (const NetopAddress *a,
                     const NetopAddress *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

G_END_DECLS
