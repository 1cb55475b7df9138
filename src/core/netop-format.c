/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-format.h"

#include <math.h>
#include <string.h>

/* Where a number of three digits rounds up to four. */
#define NEXT_UNIT_AT 999.5

static const char *const prefixes[] = { "", "k", "M", "G", "T", "P", "E" };

static NetopFormatted
format_scaled (NetopFigure figure,
               const char *base_unit)
{
  NetopFormatted formatted = { "", "" };
  double         value = figure.value;
  size_t         prefix = 0;

  if (!figure.known || !isfinite (value) || value < 0)
    {
      g_strlcpy (formatted.value, "–", sizeof formatted.value);
      return formatted;
    }
  if (value < 0.5)
    {
      g_strlcpy (formatted.value, "0", sizeof formatted.value);
      return formatted;
    }

  for (; value >= NEXT_UNIT_AT && prefix + 1 < G_N_ELEMENTS (prefixes); prefix++)
    value /= 1000;

  /* What is beyond all units can't be carried by any network. */
  value = MIN (value, 999);
  if (prefix == 0 || value >= 99.95)
    g_snprintf (formatted.value, sizeof formatted.value, "%.0f", value);
  else
    g_snprintf (formatted.value, sizeof formatted.value, value >= 9.995 ? "%.1f" : "%.2f", value);
  g_snprintf (formatted.unit, sizeof formatted.unit, "%s%s", prefixes[prefix], base_unit);
  return formatted;
}

/**
 * netop_format_rate:
 * @unit: whether to show bits
 *
 * Three significant digits, units by powers of ten, the next unit from 999.5; whole bytes or bits below one k.
 *
 * Returns: a value and its unit; "0" or "–" without one
 */
NetopFormatted
netop_format_rate (NetopFigure bytes_per_s,
                   NetopUnit   unit)
{
  if (unit == NETOP_UNIT_BYTES)
    return format_scaled (bytes_per_s, "B/s");

  bytes_per_s.value *= 8;
  return format_scaled (bytes_per_s, "b/s");
}

/**
 * netop_format_bytes:
 *
 * Returns: like netop_format_rate(), for an amount
 */
NetopFormatted
netop_format_bytes (NetopFigure bytes)
{
  return format_scaled (bytes, "B");
}

/* @n_decimals: of what is below 1; one from there on, and none from 100 on. */
static NetopFormatted
format_decimal (NetopFigure figure,
                const char *unit,
                int         n_decimals)
{
  NetopFormatted formatted = { "", "" };
  double         least = n_decimals == 1 ? 0.05 : 0.005;

  if (!figure.known || !isfinite (figure.value) || figure.value < 0)
    g_strlcpy (formatted.value, "–", sizeof formatted.value);
  else if (figure.value < least)
    g_strlcpy (formatted.value, "0", sizeof formatted.value);
  else
    {
      int n = figure.value >= 99.95 ? 0 : figure.value >= 0.995 ? 1
                                                                : n_decimals;

      g_snprintf (formatted.value, sizeof formatted.value, "%.*f", n, MIN (figure.value, 9999999));
      g_strlcpy (formatted.unit, unit, sizeof formatted.unit);
    }
  return formatted;
}

/**
 * netop_format_milliseconds:
 * @us: microseconds
 *
 * Returns: milliseconds with two decimals below 1, one below 100, then none; "0" or "–" without a unit
 */
NetopFormatted
netop_format_milliseconds (NetopFigure us)
{
  us.value /= 1000;
  return format_decimal (us, "ms", 2);
}

/**
 * netop_format_percent:
 * @part: 0 to 1
 *
 * Returns: percent with one decimal below 100; "0" or "–" without a unit
 */
NetopFormatted
netop_format_percent (NetopFigure part)
{
  part.value *= 100;
  return format_decimal (part, "%", 1);
}

/**
 * netop_format_joined:
 *
 * Returns: (transfer full): value and unit with a space between, for where there are no columns
 */
char *
netop_format_joined (NetopFormatted formatted)
{
  if (formatted.unit[0] == '\0')
    return g_strdup (formatted.value);

  return g_strdup_printf ("%s %s", formatted.value, formatted.unit);
}

/**
 * netop_format_count:
 *
 * Returns: (transfer full): a number of things, with the locale's grouping from 10,000
 */
char *
netop_format_count (uint64_t count)
{
  if (count < 10000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

/**
 * netop_format_endpoint:
 * @port: 0 for none
 *
 * Returns: (transfer full): "192.0.2.1:443", "[2001:db8::1]:443" (RFC 5952, 6), or the address alone
 */
char *
netop_format_endpoint (const NetopAddress *address,
                       uint16_t            port)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  netop_address_format (address, text, sizeof text);
  if (port == 0)
    return g_strdup (text);

  return g_strdup_printf (netop_address_is_v4 (address) ? "%s:%u" : "[%s]:%u", text, port);
}

/* Whether a character shows as itself: no control or format character (bidi overrides, zero width), none that
 * breaks the line, none that is not assigned. */
static bool
is_harmless (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return g_unichar_isprint (character) && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/**
 * netop_format_name:
 * @bytes: (array length=length): any bytes, such as a process chose for its name
 *
 * Makes text that can be shown on one line anywhere. Bytes that are not UTF-8, and those of characters that
 * control, break or turn the text, become \xNN. For display only: two names may look the same.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
netop_format_name (const char *bytes,
                   size_t      length)
{
  GString    *name = g_string_sized_new (length);
  const char *end = bytes + length;

  while (bytes < end)
    {
      gunichar    character = g_utf8_get_char_validated (bytes, end - bytes);
      bool        valid = character != (gunichar)-1 && character != (gunichar)-2 && *bytes != '\0';
      const char *next = valid ? g_utf8_next_char (bytes) : bytes + 1;

      if (valid && is_harmless (character))
        g_string_append_len (name, bytes, next - bytes);
      else
        for (; bytes < next; bytes++)
          g_string_append_printf (name, "\\x%02x", (guchar)*bytes);

      bytes = next;
    }

  return g_string_free (name, FALSE);
}

/**
 * netop_format_time:
 * @real_us: wall clock, Unix microseconds
 * @format: of g_date_time_format()
 *
 * Returns: (transfer full): it by the clock of this place; a dash where no calendar has it
 */
char *
netop_format_time (int64_t     real_us,
                   const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("–");
}

/**
 * netop_format_protocol:
 * @buffer_size: at least 8
 *
 * Returns: (transfer none): a name, or "IP 47" in @buffer
 */
const char *
netop_format_protocol (uint8_t protocol,
                       char   *buffer,
                       size_t  buffer_size)
{
  switch (protocol)
    {
    case NETOP_PROTOCOL_ICMP:
      return "ICMP";
    case NETOP_PROTOCOL_TCP:
      return "TCP";
    case NETOP_PROTOCOL_UDP:
      return "UDP";
    case NETOP_PROTOCOL_ICMPV6:
      return "ICMPv6";
    case NETOP_PROTOCOL_SCTP:
      return "SCTP";
    case NETOP_PROTOCOL_UDPLITE:
      return "UDP-Lite";
    default:
      g_snprintf (buffer, buffer_size, "IP %u", protocol);
      return buffer;
    }
}
