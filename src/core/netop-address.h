/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

NetopAddress netop_address_from_v4 (const uint8_t bytes[4]);
NetopAddress netop_address_from_v6 (const uint8_t bytes[16]);
bool         netop_address_parse (const char *text, NetopAddress *address) G_GNUC_WARN_UNUSED_RESULT;
const char  *netop_address_format (const NetopAddress *self, char *buffer, size_t buffer_size);
bool         netop_address_is_v4 (const NetopAddress *self);
bool         netop_address_is_unspecified (const NetopAddress *self);
bool         netop_address_is_loopback (const NetopAddress *self);
bool         netop_address_is_multicast (const NetopAddress *self);
bool         netop_address_is_link_local (const NetopAddress *self);
bool         netop_address_is_private (const NetopAddress *self);
bool         netop_address_is_broadcast (const NetopAddress *self);
bool         netop_address_equal (const NetopAddress *a, const NetopAddress *b);
int          netop_address_compare (const NetopAddress *a, const NetopAddress *b);

G_END_DECLS
