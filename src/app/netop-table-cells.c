/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-cells.h"

#include "netop-format.h"
#include "netop-rate-style.h"
#include "netop-sparkline.h"
#include "netop-style.h"
#include "netop-text-cell.h"
#include "netop-tooltip.h"

static void
show_rate (GtkWidget  *cell,
           NetopFigure bytes_per_s)
{
  NetopFormatted formatted = netop_rate_style_format (bytes_per_s);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, netop_rate_style_get_level (bytes_per_s));
}

static void
show_bytes (GtkWidget *cell,
            uint64_t   bytes)
{
  NetopFormatted formatted = netop_format_bytes (netop_figure ((double)bytes));

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

/**
 * netop_table_cell_show_rx_rate:
 * @cell: a #NetopFigureCell
 *
 * Shows how much the row receives.
 */
void
netop_table_cell_show_rx_rate (GtkWidget               *cell,
                               const NetopRow          *row,
                               const NetopTableContext *context)
{
  show_rate (cell, netop_rate_get_rx (&row->rate));
}

/**
 * netop_table_cell_show_tx_rate:
 * @cell: a #NetopFigureCell
 *
 * Shows how much the row sends.
 */
void
netop_table_cell_show_tx_rate (GtkWidget               *cell,
                               const NetopRow          *row,
                               const NetopTableContext *context)
{
  show_rate (cell, netop_rate_get_tx (&row->rate));
}

/**
 * netop_table_cell_show_activity:
 * @cell: a #NetopSparkline
 *
 * Shows the last minute of the row.
 */
void
netop_table_cell_show_activity (GtkWidget               *cell,
                                const NetopRow          *row,
                                const NetopTableContext *context)
{
  netop_sparkline_set_history (NETOP_SPARKLINE (cell), netop_row_get_history (row));
}

/**
 * netop_table_cell_show_rx_bytes:
 * @cell: a #NetopFigureCell
 *
 * Shows what the row received.
 */
void
netop_table_cell_show_rx_bytes (GtkWidget               *cell,
                                const NetopRow          *row,
                                const NetopTableContext *context)
{
  show_bytes (cell, row->traffic.rx_bytes);
}

/**
 * netop_table_cell_show_tx_bytes:
 * @cell: a #NetopFigureCell
 *
 * Shows what the row sent.
 */
void
netop_table_cell_show_tx_bytes (GtkWidget               *cell,
                                const NetopRow          *row,
                                const NetopTableContext *context)
{
  show_bytes (cell, row->traffic.tx_bytes);
}

/**
 * netop_table_cell_show_count:
 * @cell: a #NetopFigureCell
 *
 * Shows a number of things.
 */
void
netop_table_cell_show_count (GtkWidget *cell,
                             uint64_t   count)
{
  g_autofree char *text = netop_format_count (count);

  netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), text);
}

/**
 * netop_table_cell_show_text:
 * @cell: a #NetopTextCell
 * @text: (nullable): %NULL where it is not known
 *
 * Shows a word or a few.
 */
void
netop_table_cell_show_text (GtkWidget  *cell,
                            const char *text)
{
  netop_text_cell_set_text (cell, text != NULL ? text : "–");
}

/**
 * netop_table_cell_set_tooltip:
 * @text: (nullable): %NULL for none
 *
 * What is too long for the cell; the same again changes nothing.
 */
void
netop_table_cell_set_tooltip (GtkWidget  *cell,
                              const char *text)
{
  netop_tooltip_set (cell, text);
}

/**
 * netop_table_cell_set_bad:
 *
 * Whether it says that something was lost: red and bold.
 */
void
netop_table_cell_set_bad (GtkWidget *cell,
                          gboolean   is_bad)
{
  netop_style_set_class (cell, "np-bad", is_bad);
}
