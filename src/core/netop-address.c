/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-address.h"

#include <arpa/inet.h>
#include <string.h>

#include "netop-keyed-hash.h"

/**
 * netop_address_parse:
 * @text: an address as inet_pton(3) takes it, of either family, without port, prefix or zone
 * @address: (out): set only on success
 *
 * Returns: whether @text is an address
 */
bool
netop_address_parse (const char   *text,
                     NetopAddress *address)
{
  uint8_t bytes[16];

  if (inet_pton (AF_INET, text, bytes) == 1)
    *address = netop_address_from_v4 (bytes);
  else if (inet_pton (AF_INET6, text, bytes) == 1)
    *address = netop_address_from_v6 (bytes);
  else
    return false;

  return true;
}

/* For thousands of rows a refresh inet_ntop(3) takes five times as long. */
static char *
write_decimal (char   *at,
               uint8_t value)
{
  if (value >= 100)
    *at++ = (char)('0' + value / 100);
  if (value >= 10)
    *at++ = (char)('0' + value / 10 % 10);
  *at++ = (char)('0' + value % 10);
  return at;
}

static void
format_v4 (const uint8_t bytes[4],
           char         *at)
{
  for (guint i = 0; i < 4; i++)
    {
      at = write_decimal (at, bytes[i]);
      *at++ = i < 3 ? '.' : '\0';
    }
}

/* Of the numbers before @end, each with a dot behind it and the last one first, makes @n, each below @limit. */
static bool
parse_reversed (const char *name,
                const char *end,
                guint       base,
                guint      *numbers,
                guint       n)
{
  guint limit = base == 16 ? 16 : 256;

  for (guint i = n; i > 0; i--)
    {
      char   *rest;
      guint64 number;

      if (name >= end || !(base == 16 ? g_ascii_isxdigit (*name) && name[1] == '.' : g_ascii_isdigit (*name)))
        return false;
      number = g_ascii_strtoull (name, &rest, base);
      if (number >= limit || rest - name > 3 || *rest != '.')
        return false;
      numbers[i - 1] = (guint)number;
      name = rest + 1;
    }
  return name == end;
}

static bool
ends_with (const char  *name,
           const char  *suffix,
           const char **end)
{
  size_t length = strlen (name);
  size_t suffix_length = strlen (suffix);

  *end = name + length - suffix_length;
  return length > suffix_length && g_ascii_strcasecmp (*end, suffix) == 0;
}

/**
 * netop_address_parse_reverse:
 * @name: "7.2.0.192.in-addr.arpa" (RFC 1035, 3.5), or the 32 digits of an IPv6 address before "ip6.arpa" (RFC 3596, 2.5)
 * @address: (out): set only on success
 *
 * Returns: whether @name is what the name of one whole address is asked for by
 */
bool
netop_address_parse_reverse (const char   *name,
                             NetopAddress *address)
{
  guint       numbers[32];
  uint8_t     bytes[16];
  const char *end;

  if (ends_with (name, "in-addr.arpa", &end) && parse_reversed (name, end, 10, numbers, 4))
    {
      for (guint i = 0; i < 4; i++)
        bytes[i] = (uint8_t)numbers[i];
      *address = netop_address_from_v4 (bytes);
      return true;
    }
  if (!ends_with (name, "ip6.arpa", &end) || !parse_reversed (name, end, 16, numbers, 32))
    return false;

  for (guint i = 0; i < 16; i++)
    bytes[i] = (uint8_t)(numbers[2 * i] << 4 | numbers[2 * i + 1]);
  *address = netop_address_from_v6 (bytes);
  return true;
}

/**
 * netop_address_format:
 * @buffer_size: at least %NETOP_ADDRESS_STRING_SIZE
 *
 * Writes dotted decimal, or the canonical IPv6 text (RFC 5952).
 *
 * Returns: (transfer none): @buffer
 */
const char *
netop_address_format (const NetopAddress *self,
                      char               *buffer,
                      size_t              buffer_size)
{
  g_assert (buffer_size >= NETOP_ADDRESS_STRING_SIZE);

  if (netop_address_is_v4 (self))
    {
      format_v4 (self->bytes + 12, buffer);
      return buffer;
    }

  return inet_ntop (AF_INET6, self->bytes, buffer, (socklen_t)buffer_size);
}

/**
 * netop_address_is_unspecified:
 *
 * Returns: whether it is 0.0.0.0 or ::
 */
bool
netop_address_is_unspecified (const NetopAddress *self)
{
  static const uint8_t zero[16];

  if (netop_address_is_v4 (self))
    return memcmp (self->bytes + 12, zero, 4) == 0;

  return memcmp (self->bytes, zero, sizeof zero) == 0;
}

/**
 * netop_address_is_loopback:
 *
 * Returns: whether it is of 127.0.0.0/8 (RFC 1122, 3.2.1.3) or ::1
 */
bool
netop_address_is_loopback (const NetopAddress *self)
{
  static const uint8_t v6_loopback[16] = { [15] = 1 };

  if (netop_address_is_v4 (self))
    return self->bytes[12] == 127;

  return memcmp (self->bytes, v6_loopback, sizeof v6_loopback) == 0;
}

/**
 * netop_address_is_multicast:
 *
 * Returns: whether it is of 224.0.0.0/4 or ff00::/8
 */
bool
netop_address_is_multicast (const NetopAddress *self)
{
  if (netop_address_is_v4 (self))
    return (self->bytes[12] & 0xf0) == 0xe0;

  return self->bytes[0] == 0xff;
}

/**
 * netop_address_is_link_local:
 *
 * Returns: whether it is of 169.254.0.0/16 (RFC 3927) or fe80::/10
 */
bool
netop_address_is_link_local (const NetopAddress *self)
{
  if (netop_address_is_v4 (self))
    return self->bytes[12] == 169 && self->bytes[13] == 254;

  return self->bytes[0] == 0xfe && (self->bytes[1] & 0xc0) == 0x80;
}

/**
 * netop_address_is_private:
 *
 * Returns: whether it is of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918), 100.64.0.0/10 (RFC 6598) or
 *   fc00::/7 (RFC 4193)
 */
bool
netop_address_is_private (const NetopAddress *self)
{
  const uint8_t *v4 = self->bytes + 12;

  if (!netop_address_is_v4 (self))
    return (self->bytes[0] & 0xfe) == 0xfc;

  return v4[0] == 10 ||
         (v4[0] == 172 && (v4[1] & 0xf0) == 16) ||
         (v4[0] == 192 && v4[1] == 168) ||
         (v4[0] == 100 && (v4[1] & 0xc0) == 64);
}

/**
 * netop_address_is_broadcast:
 *
 * Returns: whether it is 255.255.255.255; a subnet's own broadcast address can't be told from the address
 */
bool
netop_address_is_broadcast (const NetopAddress *self)
{
  static const uint8_t ones[4] = { 0xff, 0xff, 0xff, 0xff };

  return netop_address_is_v4 (self) && memcmp (self->bytes + 12, ones, sizeof ones) == 0;
}

/**
 * netop_address_compare:
 *
 * Orders numerically, all IPv4 addresses side by side.
 *
 * Returns: below, equal to or above 0, like strcmp()
 */
int
netop_address_compare (const NetopAddress *a,
                       const NetopAddress *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

/**
 * netop_address_hash:
 * @address: of type #NetopAddress
 *
 * For hash tables whose keys are, or begin with, an address. Who sends packets chooses the addresses, so the hash has a
 * secret of this run.
 *
 * Returns: a #GHashFunc's hash. Any thread
 */
guint
netop_address_hash (gconstpointer address)
{
  static gsize        is_made;
  static NetopHashKey hash_key;

  if (g_once_init_enter (&is_made))
    {
      hash_key = netop_hash_key_new_random ();
      g_once_init_leave (&is_made, 1);
    }
  return (guint)netop_keyed_hash (&hash_key, address, sizeof (NetopAddress));
}

/**
 * netop_address_is_key:
 * @a: of type #NetopAddress
 * @b: of type #NetopAddress
 *
 * netop_address_equal() as a #GEqualFunc.
 *
 * Returns: whether they are one address. Any thread
 */
gboolean
netop_address_is_key (gconstpointer a,
                      gconstpointer b)
{
  return netop_address_equal (a, b);
}
