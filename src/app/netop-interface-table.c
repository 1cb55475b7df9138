/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-table.h"

#include <glib/gi18n.h>

#include "netop-interface-row-table.h"
#include "netop-interface-text.h"
#include "netop-spoken-interface.h"
#include "netop-table-cells.h"
#include "netop-table-totals.h"
#include "netop-text-cell.h"

static void
show_name (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  const NetopInterface *facts = &row->interface->facts;
  const char           *state = netop_interface_get_state_text (facts);
  g_autofree char      *kind = netop_interface_dup_kind_text (facts);
  g_autofree char      *both = NULL;

  /* Where there is no column for it. */
  if (context->is_narrow && state != NULL && facts->state != NETOP_INTERFACE_STATE_UP)
    both = kind != NULL ? g_strdup_printf ("%s, %s", kind, state) : g_strdup (state);
  netop_text_cell_set_noted_text (cell, &(NetopNotedText){ row->name, both != NULL ? both : kind, FALSE });
}

static void
show_state (GtkWidget               *cell,
            const NetopRow          *row,
            const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, netop_interface_get_state_text (&row->interface->facts));
}

static void
show_speed (GtkWidget               *cell,
            const NetopRow          *row,
            const NetopTableContext *context)
{
  uint32_t       mbps = row->interface->facts.speed_mbps;
  NetopFormatted formatted = netop_format_rate (mbps != 0 ? netop_figure (mbps * 1e6 / 8) : NETOP_FIGURE_UNKNOWN, NETOP_UNIT_BITS);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

static void
show_addresses (GtkWidget               *cell,
                const NetopRow          *row,
                const NetopTableContext *context)
{
  g_autofree char *addresses = netop_interface_dup_addresses (row->interface, ", ");
  g_autofree char *lines = netop_interface_dup_addresses (row->interface, "\n");

  netop_table_cell_show_text (cell, addresses);
  netop_table_cell_set_tooltip (cell, lines);
}

static void
show_rx_packets (GtkWidget               *cell,
                 const NetopRow          *row,
                 const NetopTableContext *context)
{
  netop_table_cell_show_count (cell, row->interface->facts.rx_packets);
}

static void
show_tx_packets (GtkWidget               *cell,
                 const NetopRow          *row,
                 const NetopTableContext *context)
{
  netop_table_cell_show_count (cell, row->interface->facts.tx_packets);
}

/* Which direction it was in is for the tooltip. */
static void
show_losses (GtkWidget *cell,
             uint64_t   n_received,
             uint64_t   n_sent)
{
  g_autofree char *received = netop_format_count (n_received);
  g_autofree char *sent = netop_format_count (n_sent);
  /* Translators: two numbers of packets that were lost */
  g_autofree char *tooltip = g_strdup_printf (_ ("%s received, %s sent"), received, sent);

  netop_table_cell_show_count (cell, n_received + n_sent);
  netop_table_cell_set_bad (cell, n_received + n_sent > 0);
  netop_table_cell_set_tooltip (cell, tooltip);
}

static void
show_errors (GtkWidget               *cell,
             const NetopRow          *row,
             const NetopTableContext *context)
{
  show_losses (cell, row->interface->facts.rx_errors, row->interface->facts.tx_errors);
}

static void
show_drops (GtkWidget               *cell,
            const NetopRow          *row,
            const NetopTableContext *context)
{
  show_losses (cell, row->interface->facts.rx_dropped, row->interface->facts.tx_dropped);
}

static void
show_coverage (GtkWidget               *cell,
               const NetopRow          *row,
               const NetopTableContext *context)
{
  NetopFormatted formatted = netop_format_percent (row->interface->coverage);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

#define TEXT .cell = NETOP_TABLE_CELL_TEXT
#define QUIET .cell = NETOP_TABLE_CELL_QUIET_TEXT
#define SPARKLINE .cell = NETOP_TABLE_CELL_SPARKLINE
#define FIGURE(slot_, series_) .cell = NETOP_TABLE_CELL_FIGURE, .slot = NETOP_UNIT_SLOT_##slot_, .series = NETOP_SERIES_##series_

/* Its bytes are those of whole frames whatever the rows of processes count. */
static const NetopTableColumn columns[] = {
  { NETOP_COLUMN_NAME, N_ ("Interface"), NULL, 158, 0, TRUE, FALSE, TEXT, .show = show_name },
  { NETOP_COLUMN_STATE, N_ ("Status"), NULL, 76, 11, QUIET, .show = show_state },
  { NETOP_COLUMN_SPEED, N_ ("Speed"), NULL, 88, 7, FIGURE (RATE, NONE), .show = show_speed },
  { NETOP_COLUMN_RX_RATE, N_ ("Download"), NULL, 112, 0, FIGURE (RATE, DOWN), .show = netop_table_cell_show_rx_rate },
  { NETOP_COLUMN_TX_RATE, N_ ("Upload"), NULL, 106, 0, FIGURE (RATE, UP), .show = netop_table_cell_show_tx_rate },
  { NETOP_COLUMN_ACTIVITY, N_ ("Activity"), NULL, 112, 8, SPARKLINE, .show = netop_table_cell_show_activity },
  { NETOP_COLUMN_RX_BYTES, N_ ("Received"), NULL, 92, 6, FIGURE (BYTES, NONE), .show = netop_table_cell_show_rx_bytes },
  { NETOP_COLUMN_TX_BYTES, N_ ("Sent"), NULL, 88, 5, FIGURE (BYTES, NONE), .show = netop_table_cell_show_tx_bytes },
  { NETOP_COLUMN_ERRORS, N_ ("Errors"), NULL, 66, 10, FIGURE (NONE, NONE), .show = show_errors },
  { NETOP_COLUMN_DROPS, N_ ("Drops"), NULL, 66, 9, FIGURE (NONE, NONE), .show = show_drops },
  { NETOP_COLUMN_ADDRESSES, N_ ("Addresses"), NULL, 190, 4, TEXT, .show = show_addresses },
  { NETOP_COLUMN_RX_PACKETS, N_ ("Packets in"), NULL, 104, 3, FIGURE (NONE, NONE), .show = show_rx_packets },
  { NETOP_COLUMN_TX_PACKETS, N_ ("Packets out"), NULL, 108, 2, FIGURE (NONE, NONE), .show = show_tx_packets },
  { NETOP_COLUMN_COVERAGE, N_ ("Coverage"), NULL, 96, 1, FIGURE (PERCENT, NONE), .show = show_coverage },
};

/* No sums: what one interface carries another may carry too, as a bridge and its ports do. */
static const NetopTableKind kind = {
  .title = N_ ("Interfaces"),
  .icon_name = "np-interfaces-symbolic",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .get_table = netop_interface_row_table_get,
  .dup_count = netop_table_totals_dup_interfaces,
  .explain = netop_empty_text_new_interfaces,
  .speak = netop_spoken_interface,
};

/**
 * netop_interface_table_new:
 *
 * Returns: (transfer floating): a #NetopTablePage with a row for each interface
 */
GtkWidget *
netop_interface_table_new (void)
{
  return netop_table_page_new (&kind);
}
