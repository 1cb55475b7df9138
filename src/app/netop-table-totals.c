/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-totals.h"

#include <glib/gi18n.h>

#include "netop-rate-style.h"

static void
show_rate (NetopColumnTitle *title,
           NetopFigure       bytes_per_s)
{
  NetopFormatted formatted = netop_rate_style_format (bytes_per_s);

  netop_column_title_set_figure (title, &formatted);
}

static void
show_bytes (NetopColumnTitle *title,
            uint64_t          bytes)
{
  NetopFormatted formatted = netop_format_bytes (netop_figure ((double)bytes));

  netop_column_title_set_figure (title, &formatted);
}

static void
show_count (NetopColumnTitle *title,
            guint             count)
{
  g_autofree char *text = netop_format_count (count);

  netop_column_title_set_text (title, text);
}

static void
show_milliseconds (NetopColumnTitle *title,
                   const NetopMean  *us)
{
  NetopFormatted formatted = netop_format_milliseconds (netop_mean_get (us));

  netop_column_title_set_figure (title, &formatted);
}

static void
show_percent (NetopColumnTitle *title,
              NetopFigure       part)
{
  NetopFormatted formatted = netop_format_percent (part);

  netop_column_title_set_figure (title, &formatted);
}

static NetopFigure
get_failure_rate (const NetopRowTotals *totals)
{
  return totals->n_queries > 0 ? netop_figure ((double)totals->n_failed_queries / (double)totals->n_queries) : NETOP_FIGURE_UNKNOWN;
}

/* Of none nothing is said. */
static void
show_failed (NetopColumnTitle *title,
             uint64_t          n_failed)
{
  g_autofree char *count = netop_format_count (n_failed);
  /* Translators: queries to which no answer was to be had; %s is a number */
  g_autofree char *text = g_strdup_printf (ngettext ("%s failed", "%s failed", (gulong)n_failed), count);

  netop_column_title_set_text (title, n_failed > 0 ? text : "");
}

/**
 * netop_table_totals_show:
 * @column: of @title; most have no sum, and then it does nothing
 *
 * Shows the sum of a column over the rows that pass the filter, or their mean where a sum means nothing.
 */
void
netop_table_totals_show (NetopColumnTitle     *title,
                         NetopColumn           column,
                         const NetopRowTotals *totals)
{
  /* A number: most columns have none. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_RX_RATE:
      show_rate (title, netop_rate_get_rx (&totals->rate));
      break;
    case NETOP_COLUMN_TX_RATE:
      show_rate (title, netop_rate_get_tx (&totals->rate));
      break;
    case NETOP_COLUMN_RX_BYTES:
      show_bytes (title, totals->traffic.rx_bytes);
      break;
    case NETOP_COLUMN_TX_BYTES:
      show_bytes (title, totals->traffic.tx_bytes);
      break;
    case NETOP_COLUMN_SOCKETS:
      show_count (title, totals->n_sockets);
      break;
    case NETOP_COLUMN_CONNECTIONS:
      show_count (title, totals->n_connections);
      break;
    case NETOP_COLUMN_RTT:
      show_milliseconds (title, &totals->rtt_us);
      break;
    case NETOP_COLUMN_RETRANSMISSIONS:
      show_percent (title, netop_mean_get (&totals->retransmit_rate));
      break;
    case NETOP_COLUMN_MEAN_LATENCY:
      show_milliseconds (title, &totals->latency_us);
      break;
    case NETOP_COLUMN_FAILURE_RATE:
      show_percent (title, get_failure_rate (totals));
      break;
    case NETOP_COLUMN_QUERIES:
      show_count (title, (guint)totals->n_queries);
      break;
    case NETOP_COLUMN_ANSWER:
      show_failed (title, totals->n_failed_queries);
      break;
    default:
      break;
    }
}

/**
 * netop_table_totals_dup_processes:
 *
 * Returns: (transfer full): how many of the processes the filter shows, translated
 */
char *
netop_table_totals_dup_processes (const NetopRowTotals *totals)
{
  g_autofree char *n_shown = netop_format_count (totals->n_shown);
  g_autofree char *n_rows = netop_format_count (totals->n_rows);

  if (totals->n_shown == totals->n_rows)
    return g_strdup_printf (ngettext ("%s process", "%s processes", totals->n_rows), n_rows);

  /* Translators: how many the search has found, and how many there are */
  return g_strdup_printf (ngettext ("%s of %s process", "%s of %s processes", totals->n_rows), n_shown, n_rows);
}

/* Those that are over are no connections any more, and are listed for a while. */
static char *
dup_all_connections (const NetopRowTotals *totals)
{
  guint            n_over = totals->n_rows - MIN (totals->n_connections, totals->n_rows);
  g_autofree char *n_rows = netop_format_count (totals->n_rows);
  g_autofree char *open = netop_format_count (totals->n_connections);
  g_autofree char *over = netop_format_count (n_over);

  if (n_over == 0)
    return g_strdup_printf (ngettext ("%s connection", "%s connections", totals->n_rows), n_rows);
  /* Translators: how many connections are open, and how many are still listed that are not */
  return g_strdup_printf (_ ("%s open, %s closed"), open, over);
}

/**
 * netop_table_totals_dup_connections:
 *
 * Returns: (transfer full): the same of connections
 */
char *
netop_table_totals_dup_connections (const NetopRowTotals *totals)
{
  g_autofree char *n_shown = netop_format_count (totals->n_shown);
  g_autofree char *n_rows = netop_format_count (totals->n_rows);

  if (totals->n_shown == totals->n_rows)
    return dup_all_connections (totals);

  /* Translators: how many the search has found, and how many there are */
  return g_strdup_printf (ngettext ("%s of %s connection", "%s of %s connections", totals->n_rows), n_shown, n_rows);
}

/**
 * netop_table_totals_dup_interfaces:
 *
 * Returns: (transfer full): the same of interfaces
 */
char *
netop_table_totals_dup_interfaces (const NetopRowTotals *totals)
{
  g_autofree char *n_shown = netop_format_count (totals->n_shown);
  g_autofree char *n_rows = netop_format_count (totals->n_rows);

  if (totals->n_shown == totals->n_rows)
    return g_strdup_printf (ngettext ("%s interface", "%s interfaces", totals->n_rows), n_rows);

  /* Translators: how many the search has found, and how many there are */
  return g_strdup_printf (ngettext ("%s of %s interface", "%s of %s interfaces", totals->n_rows), n_shown, n_rows);
}
