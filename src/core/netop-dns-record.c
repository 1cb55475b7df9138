/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-message.h"

#include <string.h>

#include "netop-cursor.h"
#include "netop-format.h"

/* What records say, in the form of master files (RFC 1035, 5.1; RFC 9460, 2.1), shortened. */

#define MAX_TEXT_BYTES 256 /* of strings and of what is shown by its bytes: beyond it is the sign that there is more */
#define MORE "…"

enum {
  SVC_KEY_MANDATORY = 0,
  SVC_KEY_ALPN = 1,
  SVC_KEY_NO_DEFAULT_ALPN = 2,
  SVC_KEY_PORT = 3,
  SVC_KEY_IPV4_HINT = 4,
  SVC_KEY_ECH = 5,
  SVC_KEY_IPV6_HINT = 6,
};

/* Where data are read: a cursor for numbers and strings, the place for names, which may point out of them. */
typedef struct
{
  const NetopDnsMessage *message;
  uint32_t               position;
  uint32_t               end;
} Data;

static NetopCursor
get_cursor (const Data *data)
{
  return (NetopCursor){ data->message->bytes + data->position, data->end - data->position };
}

static bool
take_number (Data    *data,
             GString *text,
             guint    n_bytes)
{
  NetopCursor cursor = get_cursor (data);
  uint8_t     byte;
  uint32_t    value = 0;

  if (cursor.left < n_bytes)
    return false;
  for (guint i = 0; i < n_bytes && netop_cursor_read_u8 (&cursor, &byte); i++)
    value = value << 8 | byte;
  data->position += n_bytes;
  g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", value);
  return true;
}

static bool
take_name (Data    *data,
           GString *text)
{
  NetopDnsName     name;
  g_autofree char *shown = NULL;

  if (!netop_dns_name_read (&name, data->message->bytes, data->end, &data->position))
    return false;

  shown = netop_dns_name_to_text (&name);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", shown);
  return true;
}

/* Quotes and backslashes get a backslash; what is no text stands by its number. */
static void
append_quoted (GString       *text,
               const uint8_t *bytes,
               uint32_t       length)
{
  uint32_t         n = MIN (length, MAX_TEXT_BYTES);
  g_autofree char *shown = NULL;
  g_autoptr (GString) escaped = g_string_sized_new (n);

  for (uint32_t i = 0; i < n; i++)
    {
      if (bytes[i] == '"' || bytes[i] == '\\')
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, (char)bytes[i]);
    }
  shown = netop_format_name (escaped->str, escaped->len);
  g_string_append_printf (text, "\"%s\"%s", shown, n < length ? MORE : "");
}

static bool
take_string (Data    *data,
             GString *text)
{
  NetopCursor cursor = get_cursor (data);
  NetopCursor string;
  uint8_t     length;

  if (!netop_cursor_read_u8 (&cursor, &length) || !netop_cursor_split (&cursor, length, &string))
    return false;

  if (text->len > 0)
    g_string_append_c (text, ' ');
  append_quoted (text, string.bytes, length);
  data->position = data->end - cursor.left;
  return true;
}

static bool
take_strings (Data    *data,
              GString *text)
{
  while (data->position < data->end)
    {
      if (text->len > MAX_TEXT_BYTES)
        {
          g_string_append (text, " " MORE);
          return true;
        }
      if (!take_string (data, text))
        return false;
    }
  return true;
}

/* RFC 8659, 4.1: flags, tag, and the value without a length. */
static bool
take_caa (Data    *data,
          GString *text)
{
  NetopCursor      cursor, tag;
  uint8_t          length;
  g_autofree char *shown = NULL;

  if (!take_number (data, text, 1))
    return false;
  cursor = get_cursor (data);
  if (!netop_cursor_read_u8 (&cursor, &length) || !netop_cursor_split (&cursor, length, &tag))
    return false;

  shown = netop_format_name ((const char *)tag.bytes, length);
  g_string_append_printf (text, " %s ", shown);
  append_quoted (text, cursor.bytes, cursor.left);
  return true;
}

static void
append_hints (GString    *text,
              NetopCursor value,
              const char *name,
              bool        v4)
{
  NetopAddress address;
  char         buffer[NETOP_ADDRESS_STRING_SIZE];
  const char  *before = name;

  while (text->len < 2 * MAX_TEXT_BYTES && (v4 ? netop_cursor_read_v4 (&value, &address) : netop_cursor_read_v6 (&value, &address)))
    {
      g_string_append_printf (text, "%s%s", before, netop_address_format (&address, buffer, sizeof buffer));
      before = ",";
    }
}

static void
append_protocols (GString    *text,
                  NetopCursor value)
{
  const char *before = " alpn=";
  NetopCursor protocol;
  uint8_t     length;

  while (text->len < 2 * MAX_TEXT_BYTES && netop_cursor_read_u8 (&value, &length) && netop_cursor_split (&value, length, &protocol))
    {
      g_autofree char *shown = netop_format_name ((const char *)protocol.bytes, length);

      g_string_append_printf (text, "%s%s", before, shown);
      before = ",";
    }
}

static void
append_parameter (GString    *text,
                  uint16_t    key,
                  NetopCursor value)
{
  uint16_t port;

  switch (key)
    {
    case SVC_KEY_MANDATORY:
      break;
    case SVC_KEY_ALPN:
      append_protocols (text, value);
      break;
    case SVC_KEY_NO_DEFAULT_ALPN:
      g_string_append (text, " no-default-alpn");
      break;
    case SVC_KEY_PORT:
      if (netop_cursor_read_u16 (&value, &port))
        g_string_append_printf (text, " port=%u", port);
      break;
    case SVC_KEY_IPV4_HINT:
      append_hints (text, value, " ipv4hint=", true);
      break;
    case SVC_KEY_ECH:
      g_string_append (text, " ech");
      break;
    case SVC_KEY_IPV6_HINT:
      append_hints (text, value, " ipv6hint=", false);
      break;
    default:
      g_string_append_printf (text, " key%u", key);
      break;
    }
}

/* RFC 9460, 2.2. */
static bool
take_service (Data    *data,
              GString *text)
{
  NetopCursor cursor, value;
  uint16_t    key, length;

  if (!take_number (data, text, 2) || !take_name (data, text))
    return false;

  cursor = get_cursor (data);
  while (cursor.left > 0 && text->len < 2 * MAX_TEXT_BYTES)
    {
      if (!netop_cursor_read_u16 (&cursor, &key) || !netop_cursor_read_u16 (&cursor, &length) || !netop_cursor_split (&cursor, length, &value))
        return false;
      append_parameter (text, key, value);
    }
  return true;
}

/* RFC 1002, 4.2.2.1.1: flags and an address, as often as there are owners. */
static bool
take_netbios (Data    *data,
              GString *text)
{
  NetopCursor  cursor = get_cursor (data);
  NetopAddress address;
  char         buffer[NETOP_ADDRESS_STRING_SIZE];

  while (cursor.left > 0 && text->len < MAX_TEXT_BYTES)
    {
      if (!netop_cursor_skip (&cursor, 2) || !netop_cursor_read_v4 (&cursor, &address))
        return false;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", netop_address_format (&address, buffer, sizeof buffer));
    }
  return true;
}

/* RFC 3597, 5. */
static char *
show_bytes (const NetopDnsRecord  *self,
            const NetopDnsMessage *message)
{
  GString *text = g_string_new (NULL);
  guint    n = MIN (self->data_length, MAX_TEXT_BYTES / 8);

  g_string_append_printf (text, "\\# %u", self->data_length);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%02x", i == 0 ? " " : "", message->bytes[self->data + i]);
  if (n < self->data_length)
    g_string_append (text, MORE);
  return g_string_free (text, FALSE);
}

static bool
take_soa (Data    *data,
          GString *text)
{
  if (!take_name (data, text) || !take_name (data, text))
    return false;

  for (guint i = 0; i < 5; i++)
    {
      if (!take_number (data, text, 4))
        return false;
    }
  return true;
}

static bool
take_known (uint16_t type,
            Data    *data,
            GString *text)
{
  switch (type)
    {
    case NETOP_DNS_TYPE_NS:
    case NETOP_DNS_TYPE_CNAME:
    case NETOP_DNS_TYPE_PTR:
    case NETOP_DNS_TYPE_DNAME:
      return take_name (data, text);
    case NETOP_DNS_TYPE_MX:
      return take_number (data, text, 2) && take_name (data, text);
    case NETOP_DNS_TYPE_SRV:
      return take_number (data, text, 2) && take_number (data, text, 2) && take_number (data, text, 2) && take_name (data, text);
    case NETOP_DNS_TYPE_TXT:
      return take_strings (data, text);
    case NETOP_DNS_TYPE_SOA:
      return take_soa (data, text);
    case NETOP_DNS_TYPE_CAA:
      return take_caa (data, text);
    case NETOP_DNS_TYPE_SVCB:
    case NETOP_DNS_TYPE_HTTPS:
      return take_service (data, text);
    case NETOP_DNS_TYPE_NB:
      return take_netbios (data, text);
    default:
      return false;
    }
}

/**
 * netop_dns_record_get_address:
 * @message: that it is of
 * @address: (out): set if there is one
 *
 * Returns: whether it is an A or AAAA record of the internet with an address in it
 */
bool
netop_dns_record_get_address (const NetopDnsRecord  *self,
                              const NetopDnsMessage *message,
                              NetopAddress          *address)
{
  NetopCursor cursor = { message->bytes + self->data, self->data_length };

  if (self->class != 1)
    return false;
  if (self->type == NETOP_DNS_TYPE_A && self->data_length == 4)
    return netop_cursor_read_v4 (&cursor, address);
  return self->type == NETOP_DNS_TYPE_AAAA && self->data_length == 16 && netop_cursor_read_v6 (&cursor, address);
}

/**
 * netop_dns_record_to_text:
 * @message: that it is of
 *
 * Returns: (transfer full): what its data say, as one line of valid UTF-8; of types that are not known, and of data that
 *   make no sense, the bytes
 */
char *
netop_dns_record_to_text (const NetopDnsRecord  *self,
                          const NetopDnsMessage *message)
{
  Data         data = { message, self->data, self->data + self->data_length };
  NetopAddress address;
  char         buffer[NETOP_ADDRESS_STRING_SIZE];
  g_autoptr (GString) text = NULL;

  if (netop_dns_record_get_address (self, message, &address))
    return g_strdup (netop_address_format (&address, buffer, sizeof buffer));

  text = g_string_new (NULL);
  if (take_known (self->type, &data, text))
    return g_strndup (text->str, text->len);
  return show_bytes (self, message);
}
