/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "mmdb-builder.h"

#include <stdbool.h>

#include <string.h>

/* A database of one network, of the format that MaxMind describes (MaxMind DB File Format Specification 2.0): a binary tree of
 * records of 24 bits, sixteen zeros, the data, a marker and what there is to know of the file. */

#define TYPE_STRING 2
#define TYPE_UINT16 5
#define TYPE_UINT32 6
#define TYPE_MAP 7
#define TYPE_UINT64 9
#define TYPE_ARRAY 11
#define MAX_SHORT_SIZE 29

static void
add_byte (GByteArray *bytes,
          guint       byte)
{
  const guint8 one = (guint8)byte;

  g_byte_array_append (bytes, &one, 1);
}

static void
add_control (GByteArray *bytes,
             guint       type,
             guint       size)
{
  guint short_size = MIN (size, MAX_SHORT_SIZE);

  add_byte (bytes, (type < 8 ? type << 5 : 0) | short_size);
  if (type >= 8)
    add_byte (bytes, type - 7);
  if (size >= MAX_SHORT_SIZE)
    add_byte (bytes, size - MAX_SHORT_SIZE);
}

static void
add_string (GByteArray *bytes,
            const char *text)
{
  add_control (bytes, TYPE_STRING, (guint)strlen (text));
  g_byte_array_append (bytes, (const guint8 *)text, (guint)strlen (text));
}

static void
add_number (GByteArray *bytes,
            const char *key,
            guint       type,
            guint       value)
{
  add_string (bytes, key);
  add_control (bytes, type, 2);
  add_byte (bytes, value >> 8);
  add_byte (bytes, value & 0xff);
}

static void
add_record (GByteArray *bytes,
            guint       value)
{
  add_byte (bytes, value >> 16);
  add_byte (bytes, value >> 8 & 0xff);
  add_byte (bytes, value & 0xff);
}

/* One node a bit: the other way leads to nothing, which the number of nodes says. */
static void
add_tree (GByteArray   *bytes,
          const guint8 *prefix,
          guint         n_bits)
{
  for (guint i = 0; i < n_bits; i++)
    {
      guint next = i + 1 < n_bits ? i + 1 : n_bits + 16;
      bool  is_set = prefix[i / 8] >> (7 - i % 8) & 1;

      add_record (bytes, is_set ? n_bits : next);
      add_record (bytes, is_set ? next : n_bits);
    }
}

static void
add_metadata (GByteArray *bytes,
              guint       n_nodes)
{
  static const guint8 marker[] = "\xab\xcd\xefMaxMind.com";

  g_byte_array_append (bytes, marker, sizeof marker - 1);
  add_control (bytes, TYPE_MAP, 9);
  add_number (bytes, "node_count", TYPE_UINT32, n_nodes);
  add_number (bytes, "record_size", TYPE_UINT16, 24);
  add_number (bytes, "ip_version", TYPE_UINT16, 6);
  add_number (bytes, "binary_format_major_version", TYPE_UINT16, 2);
  add_number (bytes, "binary_format_minor_version", TYPE_UINT16, 0);
  add_number (bytes, "build_epoch", TYPE_UINT64, 1);
  add_string (bytes, "database_type");
  add_string (bytes, "Test");
  add_string (bytes, "languages");
  add_control (bytes, TYPE_ARRAY, 0);
  add_string (bytes, "description");
  add_control (bytes, TYPE_MAP, 0);
}

/**
 * mmdb_build:
 * @prefix: of an IPv6 network; an IPv4 one lies in ::/96
 *
 * Returns: (transfer full): a database that knows one network
 */
GByteArray *
mmdb_build (const guint8 *prefix,
            guint         n_bits,
            const char   *country,
            const char *
            operator)
{
  static const guint8 separator[16];
  GByteArray         *bytes = g_byte_array_new ();

  add_tree (bytes, prefix, n_bits);
  g_byte_array_append (bytes, separator, sizeof separator);
  add_control (bytes, TYPE_MAP, 2);
  add_string (bytes, "country");
  add_control (bytes, TYPE_MAP, 1);
  add_string (bytes, "iso_code");
  add_string (bytes, country);
  add_string (bytes, "autonomous_system_organization");
  add_string (bytes, operator);
  add_metadata (bytes, n_bits);
  return bytes;
}
