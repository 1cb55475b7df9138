/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-resolver-table.h"

#include <glib/gi18n.h>

#include "netop-latency-cell.h"
#include "netop-resolver-row-table.h"
#include "netop-spoken-dns.h"
#include "netop-table-cells.h"
#include "netop-table-totals.h"
#include "netop-text-cell.h"

/* A name that was mistyped fails now and then: what is red is more than that. */
#define BAD_FAILURE_RATE 0.02

/* Whom this host asks: the upper table of the DNS page. The columns tell of all queries since the start, the tooltip of the
 * last ten minutes. */

static char *
dup_recent (const NetopDnsResolver *resolver)
{
  const NetopDnsSummary *recent = &resolver->recent;
  g_autofree char       *queries = netop_format_count (recent->n_queries);
  g_autofree char       *mean = netop_format_joined (netop_format_milliseconds (recent->mean_us));
  g_autofree char       *p95 = netop_format_joined (netop_format_milliseconds (recent->p95_us));
  g_autofree char       *failed = netop_format_joined (netop_format_percent (recent->failure_rate));

  /* Translators: a number, two times in milliseconds, a percentage */
  return g_strdup_printf (_ ("Last 10 minutes: %s queries, mean %s, 95th percentile %s, failed %s"), queries, mean, p95, failed);
}

static void
show_name (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  g_autofree char *name = netop_row_dup_name (row);
  g_autofree char *recent = dup_recent (row->resolver);

  netop_text_cell_set_noted_text (cell, &(NetopNotedText){ name, row->resolver->is_configured ? NULL : _ ("not configured"), FALSE });
  netop_table_cell_set_tooltip (cell, recent);
}

static void
show_interface (GtkWidget               *cell,
                const NetopRow          *row,
                const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, row->resolver->interface_name);
}

static void
show_queries (GtkWidget               *cell,
              const NetopRow          *row,
              const NetopTableContext *context)
{
  netop_table_cell_show_count (cell, row->resolver->total.n_queries);
}

static void
show_milliseconds (GtkWidget  *cell,
                   NetopFigure us)
{
  NetopFormatted formatted = netop_format_milliseconds (us);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

static void
show_mean (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  show_milliseconds (cell, row->resolver->total.mean_us);
}

static void
show_p95 (GtkWidget               *cell,
          const NetopRow          *row,
          const NetopTableContext *context)
{
  show_milliseconds (cell, row->resolver->total.p95_us);
}

static void
show_latency (GtkWidget               *cell,
              const NetopRow          *row,
              const NetopTableContext *context)
{
  const NetopDnsSummary *total = &row->resolver->total;

  netop_latency_cell_set_latency (NETOP_LATENCY_CELL (cell), total->mean_us, total->p95_us, FALSE);
}

static void
show_failed (GtkWidget               *cell,
             const NetopRow          *row,
             const NetopTableContext *context)
{
  NetopFigure    rate = row->resolver->total.failure_rate;
  NetopFormatted formatted = netop_format_percent (rate);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
  netop_table_cell_set_bad (cell, rate.known && rate.value >= BAD_FAILURE_RATE);
}

static char *
dup_count (const NetopRowTotals *totals)
{
  if (totals->n_shown == totals->n_rows)
    return g_strdup_printf (ngettext ("%u resolver", "%u resolvers", totals->n_rows), totals->n_rows);

  /* Translators: how many the search has found, and how many there are */
  return g_strdup_printf (ngettext ("%u of %u resolver", "%u of %u resolvers", totals->n_rows), totals->n_shown, totals->n_rows);
}

#define FIGURE(slot_) .cell = NETOP_TABLE_CELL_FIGURE, .slot = NETOP_UNIT_SLOT_##slot_, .series = NETOP_SERIES_NONE

static const NetopTableColumn columns[] = {
  { NETOP_COLUMN_NAME, N_ ("Resolver"), NULL, 200, 0, TRUE, FALSE, .cell = NETOP_TABLE_CELL_TEXT, .show = show_name },
  { NETOP_COLUMN_INTERFACE, N_ ("Interface"), NULL, 110, 4, .cell = NETOP_TABLE_CELL_QUIET_TEXT, .show = show_interface },
  { NETOP_COLUMN_QUERIES, N_ ("Queries"), NULL, 88, 0, FIGURE (NONE), .show = show_queries },
  { NETOP_COLUMN_MEAN_LATENCY, N_ ("Mean"), NULL, 84, 2, FIGURE (MILLISECONDS), .show = show_mean },
  { NETOP_COLUMN_P95_LATENCY, N_ ("95th pct."), NULL, 92, 1, FIGURE (MILLISECONDS), .show = show_p95 },
  { NETOP_COLUMN_LATENCY, N_ ("Latency"), NULL, 260, 3, .cell = NETOP_TABLE_CELL_LATENCY_BAR, .show = show_latency },
  { NETOP_COLUMN_FAILURE_RATE, N_ ("Failed"), NULL, 84, 0, FIGURE (PERCENT), .show = show_failed },
};

static const NetopTableKind kind = {
  .title = N_ ("Resolvers"),
  .icon_name = "np-dns-symbolic",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .is_dense = TRUE,
  .get_table = netop_resolver_row_table_get,
  .has_sums = TRUE,
  .dup_count = dup_count,
  .explain = netop_empty_text_new_resolvers,
  .speak = netop_spoken_resolver,
};

/**
 * netop_resolver_table_new:
 *
 * Returns: (transfer floating): a #NetopTablePage with a row for each resolver, the busiest first
 */
GtkWidget *
netop_resolver_table_new (void)
{
  GtkWidget *table = netop_table_page_new (&kind);

  netop_table_page_set_sort (NETOP_TABLE_PAGE (table), NETOP_COLUMN_QUERIES, GTK_SORT_DESCENDING);
  return table;
}
