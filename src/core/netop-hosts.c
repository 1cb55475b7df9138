/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-hosts.h"

#include "netop-format.h"

#define MAX_NAME 255 /* RFC 1035, 2.3.4 */
#define BLANKS " \t\r\f\v"

struct _NetopHosts
{
  GHashTable *names; /* GRefString by NetopAddress */
};

typedef struct
{
  const char *bytes;
  size_t      length;
} Field;

static bool
is_blank (char byte)
{
  return byte != '\0' && strchr (BLANKS, byte) != NULL;
}

/* Takes the next field off the line's beginning. */
static Field
take_field (Field *line)
{
  Field field;

  while (line->length > 0 && is_blank (*line->bytes))
    {
      line->bytes++;
      line->length--;
    }
  field = (Field){ .bytes = line->bytes };
  while (line->length > 0 && !is_blank (*line->bytes))
    {
      line->bytes++;
      line->length--;
      field.length++;
    }
  return field;
}

static bool
parse_address (const Field  *field,
               NetopAddress *address)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  if (field->length == 0 || field->length >= sizeof text || memchr (field->bytes, '\0', field->length) != NULL)
    return false;

  memcpy (text, field->bytes, field->length);
  text[field->length] = '\0';
  return netop_address_parse (text, address);
}

/* The first name of a line is the host's own one, and the first line of an address counts (gethostbyaddr(3)). What is not to
 * be reached has 0.0.0.0 in lists of such names. */
static void
take_line (NetopHosts *self,
           Field       line)
{
  const char      *comment = memchr (line.bytes, '#', line.length);
  NetopAddress     address;
  Field            field;
  Field            name;
  g_autofree char *text = NULL;

  if (comment != NULL)
    line.length = (size_t)(comment - line.bytes);
  field = take_field (&line);
  name = take_field (&line);
  if (name.length == 0 || name.length > MAX_NAME || !parse_address (&field, &address) || netop_address_is_unspecified (&address))
    return;
  if (g_hash_table_size (self->names) >= NETOP_HOSTS_MAX_ADDRESSES || g_hash_table_contains (self->names, &address))
    return;

  text = netop_format_name (name.bytes, name.length);
  g_hash_table_insert (self->names, g_memdup2 (&address, sizeof address), g_ref_string_new (text));
}

/**
 * netop_hosts_new:
 * @text: (array length=length) (nullable): the file, any bytes; %NULL where there is none
 *
 * Lines that make no sense are left out.
 *
 * Returns: (transfer full): what it says
 */
NetopHosts *
netop_hosts_new (const char *text,
                 size_t      length)
{
  NetopHosts *self = g_atomic_rc_box_new0 (NetopHosts);
  size_t      left = MIN (length, NETOP_HOSTS_MAX_BYTES);

  self->names = g_hash_table_new_full (netop_address_hash, netop_address_is_key, g_free, (GDestroyNotify)g_ref_string_release);
  while (left > 0)
    {
      const char *line_end = memchr (text, '\n', left);
      size_t      line_length = line_end != NULL ? (size_t)(line_end - text) : left;
      size_t      n_taken = line_end != NULL ? line_length + 1 : line_length;

      take_line (self, (Field){ text, line_length });
      text += n_taken;
      left -= n_taken;
    }
  return self;
}

/**
 * netop_hosts_ref:
 *
 * Returns: (transfer full): @self
 */
NetopHosts *
netop_hosts_ref (NetopHosts *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
hosts_clear (gpointer data)
{
  NetopHosts *self = data;

  g_hash_table_unref (self->names);
}

/**
 * netop_hosts_unref:
 * @self: (transfer full) (nullable):
 */
void
netop_hosts_unref (NetopHosts *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, hosts_clear);
}

/**
 * netop_hosts_find:
 *
 * Returns: (transfer none) (nullable): the name of @address, for display
 */
GRefString *
netop_hosts_find (const NetopHosts   *self,
                  const NetopAddress *address)
{
  return g_hash_table_lookup (self->names, address);
}
