/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-name.h"

#include <string.h>

#include "netop-format.h"

#define LABEL_MAX_BYTES 63
#define KIND_MASK 0xc0
#define KIND_POINTER 0xc0
#define ACE_PREFIX "xn--"     /* RFC 5890, 2.3.2.1 */
#define NETBIOS_NAME_BYTES 16 /* RFC 1001, 14 */
#define NETBIOS_ENCODED_BYTES (2 * NETBIOS_NAME_BYTES)

static bool
append_label (NetopDnsName  *self,
              const uint8_t *label,
              uint8_t        length)
{
  /* The root's length comes after it. */
  if (self->length + 1u + length > NETOP_DNS_NAME_MAX_BYTES - 1u)
    return false;

  self->bytes[self->length] = length;
  memcpy (self->bytes + self->length + 1, label, length);
  self->length = (uint8_t)(self->length + 1 + length);
  return true;
}

/**
 * netop_dns_name_read:
 * @self: (out):
 * @message: (array length=length): from its header on, which pointers count from
 * @position: (inout): where the name begins; then where what follows it does
 *
 * Reads a name that may be compressed (RFC 1035, 4.1.4). A pointer may point only before everything that was read of the
 * name so far: so each name ends.
 *
 * Returns: false where there is no name, or one that is too long
 */
bool
netop_dns_name_read (NetopDnsName  *self,
                     const uint8_t *message,
                     uint32_t       length,
                     uint32_t      *position)
{
  uint32_t at = *position;
  uint32_t first = *position;
  bool     jumped = false;

  memset (self, 0, sizeof *self);
  while (at < length)
    {
      uint8_t label = message[at];

      if (label == 0)
        {
          self->length++;
          if (!jumped)
            *position = at + 1;
          return true;
        }

      if ((label & KIND_MASK) == KIND_POINTER)
        {
          uint32_t target;

          if (at + 1 >= length)
            return false;
          target = (uint32_t)(label & ~KIND_MASK) << 8 | message[at + 1];
          if (target >= first)
            return false;
          if (!jumped)
            *position = at + 2;
          jumped = true;
          at = first = target;
          continue;
        }

      if (label > LABEL_MAX_BYTES || label > length - at - 1 || !append_label (self, message + at + 1, label))
        return false;
      at += label + 1u;
    }

  return false;
}

/**
 * netop_dns_name_equal:
 *
 * Returns: whether they are one name: letters of ASCII are not told apart by case (RFC 4343)
 */
bool
netop_dns_name_equal (const NetopDnsName *a,
                      const NetopDnsName *b)
{
  if (a->length != b->length)
    return false;

  /* Lengths of labels are no letters. */
  for (guint i = 0; i < a->length; i++)
    {
      if (g_ascii_tolower ((char)a->bytes[i]) != g_ascii_tolower ((char)b->bytes[i]))
        return false;
    }
  return true;
}

/**
 * netop_dns_name_fold:
 *
 * Makes it lower case: then names that are one have the same bytes.
 */
void
netop_dns_name_fold (NetopDnsName *self)
{
  for (guint i = 0; i < self->length; i++)
    self->bytes[i] = (uint8_t)g_ascii_tolower ((char)self->bytes[i]);
}

static bool
is_plain (uint8_t byte)
{
  return g_ascii_isalnum ((char)byte) || byte == '-' || byte == '_';
}

/* Returns whether the label is of letters, digits, hyphens and underscores only. mDNS has labels of UTF-8 (RFC 6763, 4.1):
 * those show as they are, other bytes by their number. */
static bool
append_label_text (GString       *text,
                   const uint8_t *label,
                   uint8_t        length)
{
  bool is_utf8 = g_utf8_validate ((const char *)label, length, NULL);
  bool is_all_plain = true;

  for (guint i = 0; i < length; i++)
    {
      if (is_plain (label[i]))
        {
          g_string_append_c (text, (char)label[i]);
          continue;
        }

      is_all_plain = false;
      if (label[i] == '.' || label[i] == '\\')
        g_string_append_printf (text, "\\%c", label[i]);
      else if (label[i] < ' ' || label[i] == 0x7f || (label[i] >= 0x80 && !is_utf8))
        g_string_append_printf (text, "\\%03u", label[i]);
      else
        g_string_append_c (text, (char)label[i]);
    }
  return is_all_plain;
}

static bool
has_ace_label (const char *text)
{
  return g_ascii_strncasecmp (text, ACE_PREFIX, strlen (ACE_PREFIX)) == 0 || strstr (text, "." ACE_PREFIX) != NULL;
}

/**
 * netop_dns_name_to_text:
 *
 * Returns: (transfer full): valid UTF-8 for one line of display, labels apart by points, without one at the end; "." for the
 *   root. A point within a label, and what is no character, stand as RFC 1035, 5.1 has it, what turns or breaks the line as
 *   netop_format_name() does; labels of IDNA (RFC 5890) as the letters they mean
 */
char *
netop_dns_name_to_text (const NetopDnsName *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *readable = NULL;
  bool             is_plain_name = true;

  if (self->length <= 1)
    return g_strdup (".");

  for (guint at = 0; at < self->length && self->bytes[at] != 0; at += self->bytes[at] + 1u)
    {
      if (at > 0)
        g_string_append_c (text, '.');
      is_plain_name &= append_label_text (text, self->bytes + at + 1, self->bytes[at]);
    }

  if (is_plain_name && has_ace_label (text->str))
    readable = g_hostname_to_unicode (text->str);
  if (readable != NULL)
    return netop_format_name (readable, strlen (readable));
  return netop_format_name (text->str, text->len);
}

/* Two letters from A to P for each byte (RFC 1001, 14.1). */
static bool
decode_netbios (const NetopDnsName *self,
                char                name[NETBIOS_NAME_BYTES])
{
  if (self->bytes[0] != NETBIOS_ENCODED_BYTES)
    return false;

  for (guint i = 0; i < NETBIOS_NAME_BYTES; i++)
    {
      guint high = self->bytes[1 + 2 * i] - (guint)'A';
      guint low = self->bytes[2 + 2 * i] - (guint)'A';

      if (high > 15 || low > 15)
        return false;
      name[i] = (char)(high << 4 | low);
    }
  return true;
}

/**
 * netop_dns_name_to_netbios_text:
 *
 * Returns: (transfer full): like netop_dns_name_to_text(), of a name of NetBIOS: the name itself, and the number of its last
 *   byte, which says what for
 */
char *
netop_dns_name_to_netbios_text (const NetopDnsName *self)
{
  char             name[NETBIOS_NAME_BYTES];
  g_autofree char *shown = NULL;
  size_t           length = NETBIOS_NAME_BYTES - 1;

  if (!decode_netbios (self, name))
    return netop_dns_name_to_text (self);

  while (length > 1 && (name[length - 1] == ' ' || name[length - 1] == '\0'))
    length--;
  shown = netop_format_name (name, length);
  return g_strdup_printf ("%s<%02x>", shown, (guint8)name[NETBIOS_NAME_BYTES - 1]);
}
