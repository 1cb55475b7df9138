/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-export-private.h"
#include "netop-format.h"
#include "netop-sharing.h"

#define N_COLUMNS 6
#define FIRST_PACKETS_COLUMN 4
#define COLUMN_PID 0
#define COLUMN_NAME 1
#define MAX_NAME_WIDTH 40
#define MAX_HOSTS 10
#define MAX_SHARERS 3

/* SGR of ECMA-48: bold, faint, all off. */
#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define PLAIN "\033[0m"

typedef struct
{
  const char *style; /* NULL for none */
  char       *cells[N_COLUMNS];
} Line;

static void
line_clear (gpointer data)
{
  Line *line = data;

  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (line->cells[i]);
}

/* In columns of a terminal: East Asian characters take two, marks that combine none. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

static char *
shorten (const char *text)
{
  GString *shown;
  guint    width = 0;

  if (get_width (text) <= MAX_NAME_WIDTH)
    return g_strdup (text);

  shown = g_string_new (NULL);
  for (; width < MAX_NAME_WIDTH - 2; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      width += g_unichar_iswide (character) ? 2 : 1;
      g_string_append_unichar (shown, character);
    }
  g_string_append (shown, "…");
  return g_string_free (shown, FALSE);
}

static void
append_line (GArray             *lines,
             const char         *style,
             char               *pid,
             char               *name,
             const NetopTraffic *traffic)
{
  Line line = {
    .style = style,
    .cells = {
      pid,
      name,
      netop_format_joined (netop_format_bytes (netop_figure ((double)traffic->rx_bytes))),
      netop_format_joined (netop_format_bytes (netop_figure ((double)traffic->tx_bytes))),
      netop_format_count (traffic->rx_packets),
      netop_format_count (traffic->tx_packets),
    },
  };

  g_array_append_val (lines, line);
}

static const char *
describe_cause (const NetopSnapshot *snapshot,
                NetopCause           cause)
{
  switch (cause)
    {
    case NETOP_CAUSE_ENDED:
      return "ended before it was looked up";
    case NETOP_CAUSE_NAMESPACE:
      return "in another network namespace";
    case NETOP_CAUSE_OTHER_USER:
      return "another user's";
    case NETOP_CAUSE_NO_SOCKET:
      return "no socket (kernel, ICMP, forwarded)";
    case NETOP_CAUSE_LOST:
      return "capture lost packets";
    case NETOP_CAUSE_FILE:
      return snapshot->capture.local_inferred ? "read from a file, local side inferred" : "read from a file";
    case NETOP_N_CAUSES:
    default:
      return "unknown";
    }
}

static void
append_causes (const NetopSnapshot *snapshot,
               const NetopFilter   *filter,
               GArray              *lines)
{
  for (guint i = 0; i < snapshot->unknown->len; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);
      const char         *user = unknown->username;

      if (filter != NULL && !netop_filter_match_unknown (filter, snapshot, unknown))
        continue;

      append_line (lines, FAINT, g_strdup (""),
                   g_strconcat ("  ", describe_cause (snapshot, unknown->cause), user != NULL ? ": " : NULL, user, NULL),
                   &unknown->traffic);
      for (guint j = 0; j < MIN (unknown->hosts->len, MAX_HOSTS); j++)
        {
          const NetopUnknownHost *host = &g_array_index (unknown->hosts, NetopUnknownHost, j);
          g_autofree char        *endpoint = netop_format_endpoint (&host->address, host->port);

          append_line (lines, FAINT, g_strdup (""), g_strconcat ("    ", endpoint, NULL), &host->traffic);
        }
    }
}

/* Its bytes are of connections that others hold too: who, and how many of them. */
static void
append_sharing (const NetopSnapshot *snapshot,
                const NetopProcess  *process,
                GArray              *lines)
{
  NetopSharing     sharing;
  g_autofree char *names = NULL;

  netop_sharing_find (&sharing, snapshot, process);
  if (sharing.n_pids == 0)
    return;

  names = netop_sharing_dup_names (&sharing, snapshot, MAX_SHARERS);
  append_line (lines, FAINT, g_strdup (""), g_strdup_printf ("  shared by %u processes: %s", sharing.n_pids + 1, names), &sharing.traffic);
}

/* Of all lines but the titles. */
static void
blank_packets (GArray *lines)
{
  for (guint i = 1; i < lines->len; i++)
    {
      Line *line = &g_array_index (lines, Line, i);

      for (guint column = FIRST_PACKETS_COLUMN; column < N_COLUMNS; column++)
        {
          g_free (line->cells[column]);
          line->cells[column] = g_strdup ("–");
        }
    }
}

static GArray *
make_lines (const NetopSnapshot      *snapshot,
            const NetopExportOptions *options)
{
  static const char *const titles[N_COLUMNS] = { "PID", "PROCESS", "RECEIVED", "SENT", "PACKETS IN", "PACKETS OUT" };
  static const char *const payload_titles[N_COLUMNS] = { "PID", "PROCESS", "PAYLOAD IN", "PAYLOAD OUT", "PACKETS IN", "PACKETS OUT" };
  g_autoptr (GArray) rows = netop_export_rows_new (snapshot, options);
  GArray          *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  NetopExportTotal total = netop_export_get_total (snapshot, options->filter);
  Line             header = { .style = BOLD };

  g_array_set_clear_func (lines, line_clear);
  for (guint i = 0; i < N_COLUMNS; i++)
    header.cells[i] = g_strdup (snapshot->capture.byte_layer_tcp_payload ? payload_titles[i] : titles[i]);
  g_array_append_val (lines, header);

  for (guint i = 0; i < rows->len; i++)
    {
      const NetopExportRow *row = &g_array_index (rows, NetopExportRow, i);

      append_line (lines, NULL, row->pid != 0 ? g_strdup_printf ("%u", row->pid) : g_strdup ("-"), shorten (row->name), &row->traffic);
      if (row->process == NULL)
        append_causes (snapshot, options->filter, lines);
      else
        append_sharing (snapshot, row->process, lines);
    }
  append_line (lines, BOLD, g_strdup (""), g_strdup ("TOTAL"), &total.traffic);
  if (options->filter != NULL)
    append_line (lines, FAINT, g_strdup (""), g_strdup ("OVERALL"), &snapshot->total);
  if (!netop_snapshot_knows_packets (snapshot))
    blank_packets (lines);
  return lines;
}

static void
append_padding (GString *text,
                guint    n)
{
  while (n-- > 0)
    g_string_append_c (text, ' ');
}

static void
append_cells (GString    *text,
              const Line *line,
              const guint widths[N_COLUMNS])
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      guint padding = widths[i] - get_width (line->cells[i]);

      if (i > 0)
        append_padding (text, 2);
      if (i != COLUMN_NAME)
        append_padding (text, padding);
      g_string_append (text, line->cells[i]);
      if (i == COLUMN_NAME)
        append_padding (text, padding);
    }
}

/**
 * netop_export_pretty:
 *
 * Returns: (transfer full): an aligned table for people, with a total of its rows and, where some are left out, an overall
 *   one; under unknown stand its causes and remote hosts
 */
char *
netop_export_pretty (const NetopSnapshot      *snapshot,
                     const NetopExportOptions *options)
{
  g_autoptr (GArray) lines = make_lines (snapshot, options);
  GString *text = g_string_new (NULL);
  guint    widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      for (guint j = 0; j < N_COLUMNS; j++)
        widths[j] = MAX (widths[j], get_width (line->cells[j]));
    }

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      bool        styled = options->color && line->style != NULL;

      if (styled)
        g_string_append (text, line->style);
      append_cells (text, line, widths);
      if (styled)
        g_string_append (text, PLAIN);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
