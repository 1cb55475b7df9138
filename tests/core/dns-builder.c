/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "dns-builder.h"

#include <string.h>

#define COUNTS_AT 4

void
dns_add_u16 (GByteArray *message,
             guint       value)
{
  guint8 bytes[2] = { (guint8)(value >> 8), (guint8)value };

  g_byte_array_append (message, bytes, sizeof bytes);
}

void
dns_add_u32 (GByteArray *message,
             guint32     value)
{
  dns_add_u16 (message, value >> 16);
  dns_add_u16 (message, value & 0xffff);
}

/* Its counts are 0 until something is added. */
GByteArray *
dns_new (guint16 id,
         guint16 flags)
{
  GByteArray *message = g_byte_array_new ();

  dns_add_u16 (message, id);
  dns_add_u16 (message, flags);
  for (guint i = 0; i < 4; i++)
    dns_add_u16 (message, 0);
  return message;
}

/* Of @section 0 to 3: questions, answers, authority, additional. */
void
dns_count (GByteArray *message,
           guint       section,
           guint       count)
{
  message->data[COUNTS_AT + 2 * section] = (guint8)(count >> 8);
  message->data[COUNTS_AT + 2 * section + 1] = (guint8)count;
}

static void
count_one_more (GByteArray *message,
                guint       section)
{
  const guint8 *count = message->data + COUNTS_AT + 2 * section;

  dns_count (message, section, ((guint)count[0] << 8 | count[1]) + 1);
}

/* "" is the root. */
void
dns_add_name (GByteArray *message,
              const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      guint8 length = (guint8)strlen (labels[i]);

      g_byte_array_append (message, &length, 1);
      g_byte_array_append (message, (const guint8 *)labels[i], length);
    }
  if (*name != '\0' || labels[0] == NULL)
    g_byte_array_append (message, (const guint8 *)"", 1);
}

void
dns_add_pointer (GByteArray *message,
                 guint       target)
{
  dns_add_u16 (message, 0xc000 | target);
}

void
dns_add_question (GByteArray *message,
                  const char *name,
                  guint16     type)
{
  dns_add_name (message, name);
  dns_add_u16 (message, type);
  dns_add_u16 (message, 1);
  count_one_more (message, 0);
}

/* An answer. */
void
dns_add_record (GByteArray *message,
                const char *name,
                guint16     type,
                const void *data,
                gsize       length)
{
  dns_add_name (message, name);
  dns_add_u16 (message, type);
  dns_add_u16 (message, 1);
  dns_add_u32 (message, 300);
  dns_add_u16 (message, (guint)length);
  g_byte_array_append (message, data, (guint)length);
  count_one_more (message, 1);
}

void
dns_add_address (GByteArray *message,
                 const char *name,
                 guint8      last)
{
  const guint8 address[4] = { 192, 0, 2, last };

  dns_add_record (message, name, 1, address, sizeof address);
}
