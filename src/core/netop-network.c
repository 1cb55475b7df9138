/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-network.h"

#define V4_MAPPED_BITS 96 /* before an IPv4 address, as NetopAddress has it */

static bool
parse_prefix (const char *text,
              bool        is_v4,
              uint8_t    *bits)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, is_v4 ? 32 : 128, &value, NULL))
    return false;

  *bits = (uint8_t)(value + (is_v4 ? V4_MAPPED_BITS : 0));
  return true;
}

/**
 * netop_network_parse:
 * @text: "10.0.0.0/8", "2001:db8::/32", or one address; bits behind the prefix may be set
 * @self: (out): set only on success
 *
 * Returns: whether @text is a network
 */
bool
netop_network_parse (const char   *text,
                     NetopNetwork *self)
{
  const char  *slash = strchr (text, '/');
  size_t       length = slash != NULL ? (size_t)(slash - text) : strlen (text);
  bool         is_v4 = memchr (text, ':', length) == NULL;
  char         address[NETOP_ADDRESS_STRING_SIZE];
  NetopNetwork network = { .prefix_bits = 128 };

  if (length >= sizeof address)
    return false;

  memcpy (address, text, length);
  address[length] = '\0';
  if (!netop_address_parse (address, &network.address) || (slash != NULL && !parse_prefix (slash + 1, is_v4, &network.prefix_bits)))
    return false;

  *self = network;
  return true;
}

/**
 * netop_network_contains:
 *
 * Returns: whether @address is of the network: ::/0 has no IPv4 address
 */
bool
netop_network_contains (const NetopNetwork *self,
                        const NetopAddress *address)
{
  size_t n_bytes = self->prefix_bits / 8;
  guint  n_bits = self->prefix_bits % 8;
  bool   is_v4 = self->prefix_bits >= V4_MAPPED_BITS && netop_address_is_v4 (&self->address);

  if (netop_address_is_v4 (address) != is_v4 || memcmp (self->address.bytes, address->bytes, n_bytes) != 0)
    return false;

  return n_bits == 0 || (self->address.bytes[n_bytes] ^ address->bytes[n_bytes]) >> (8 - n_bits) == 0;
}
