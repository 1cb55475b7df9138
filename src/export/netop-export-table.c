/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-export-private.h"

/* The formats in which a row is a line of six fields. */

static const char *const titles[] = { "pid", "process", "rx_bytes", "tx_bytes", "rx_packets", "tx_packets" };

#define N_FIELDS G_N_ELEMENTS (titles)

/**
 * Dialect:
 * @unknown: what stands where a figure is not known
 * @append_name: names alone are anything
 */
typedef struct
{
  const char *separator;
  const char *line_end;
  const char *unknown;
  void (*append_name) (GString *text, const char *name);
} Dialect;

/* Names hold no tab and no line feed: they were escaped when the snapshot was made. */
static void
append_plain (GString    *text,
              const char *name)
{
  g_string_append (text, name);
}

/* Spreadsheets take a field that begins so for a formula, and run it: an apostrophe before it makes it text. */
static gboolean
begins_as_formula (const char *name)
{
  return *name != '\0' && strchr ("=+-@", *name) != NULL;
}

/* In quotes where the name has what ends a field, with its own quotes doubled (RFC 4180, 2). */
static void
append_quoted (GString    *text,
               const char *name)
{
  const char *quote = strpbrk (name, ",\"\r\n") != NULL ? "\"" : "";

  g_string_append (text, quote);
  if (begins_as_formula (name))
    g_string_append_c (text, '\'');
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append (text, quote);
}

static void
append_number (GString       *text,
               const Dialect *dialect,
               uint64_t       number,
               gboolean       is_known)
{
  g_string_append (text, dialect->separator);
  if (is_known)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, number);
  else
    g_string_append (text, dialect->unknown);
}

static void
append_row (GString              *text,
            const Dialect        *dialect,
            const NetopExportRow *row,
            gboolean              knows_packets)
{
  if (row->pid != 0)
    g_string_append_printf (text, "%u", row->pid);
  else
    g_string_append (text, dialect->unknown);
  g_string_append (text, dialect->separator);
  dialect->append_name (text, row->name);
  append_number (text, dialect, row->traffic.rx_bytes, TRUE);
  append_number (text, dialect, row->traffic.tx_bytes, TRUE);
  append_number (text, dialect, row->traffic.rx_packets, knows_packets);
  append_number (text, dialect, row->traffic.tx_packets, knows_packets);
  g_string_append (text, dialect->line_end);
}

static char *
make_table (const NetopSnapshot      *snapshot,
            const NetopExportOptions *options,
            const Dialect            *dialect)
{
  g_autoptr (GArray) rows = netop_export_rows_new (snapshot, options);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_FIELDS; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? dialect->separator : "", titles[i]);
  g_string_append (text, dialect->line_end);
  for (guint i = 0; i < rows->len; i++)
    append_row (text, dialect, &g_array_index (rows, NetopExportRow, i), netop_snapshot_knows_packets (snapshot));

  return g_string_free (text, FALSE);
}

/**
 * netop_export_tsv:
 *
 * Returns: (transfer full): a header and a line of six fields a row, apart by tabs
 */
char *
netop_export_tsv (const NetopSnapshot      *snapshot,
                  const NetopExportOptions *options)
{
  static const Dialect tsv = { "\t", "\n", "-", append_plain };

  return make_table (snapshot, options, &tsv);
}

/**
 * netop_export_csv:
 *
 * Returns: (transfer full): the same as RFC 4180 has it; a figure that is not known is empty
 */
char *
netop_export_csv (const NetopSnapshot      *snapshot,
                  const NetopExportOptions *options)
{
  static const Dialect csv = { ",", "\r\n", "", append_quoted };

  return make_table (snapshot, options, &csv);
}
