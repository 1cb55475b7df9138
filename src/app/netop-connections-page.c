/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connections-page.h"

#include <glib/gi18n.h>

#include "netop-connection-row-table.h"
#include "netop-connection-text.h"
#include "netop-prefixed-cell.h"
#include "netop-process-icon.h"
#include "netop-spoken-connection.h"
#include "netop-table-cells.h"
#include "netop-table-totals.h"
#include "netop-text-cell.h"
#include "netop-unknown-text.h"

/* Of what was sent, the part that was sent again: where it is more, something is lost. */
#define BAD_RETRANSMIT_RATE 0.02

/* No translation, so that a column of them is read at a glance. */
static const char *
get_arrow (NetopDirection direction)
{
  switch (direction)
    {
    case NETOP_DIRECTION_OUTGOING:
      return "↗";
    case NETOP_DIRECTION_INCOMING:
      return "↙";
    case NETOP_DIRECTION_UNKNOWN:
    default:
      return "·";
    }
}

/* Returns: (nullable): %NULL of what nobody is known to have */
static const NetopProcess *
get_process (const NetopSnapshot   *snapshot,
             const NetopConnection *connection)
{
  return connection->process >= 0 ? &g_array_index (snapshot->processes, NetopProcess, connection->process) : NULL;
}

static void
show_icon (GtkWidget          *cell,
           const NetopProcess *process)
{
  const char *name = process != NULL ? netop_process_icon_get_name (gtk_widget_get_display (cell), process) : NETOP_PROCESS_ICON_UNKNOWN;

  netop_prefixed_cell_set_prefix (NETOP_PREFIXED_CELL (cell), NETOP_PREFIX_ICON, name);
}

static void
show_name (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  const NetopProcess *process = get_process (context->snapshot, row->connection);
  g_autofree char    *tooltip = NULL;

  if (process == NULL)
    tooltip = g_strdup (netop_cause_get_title (row->connection->cause));
  else if (process->pid != 0)
    /* Translators: a program and its process id */
    tooltip = g_strdup_printf (_ ("%s, process %u"), row->name, process->pid);
  show_icon (cell, process);
  netop_prefixed_cell_set_text (NETOP_PREFIXED_CELL (cell), &(NetopNotedText){ row->name, NULL, FALSE });
  netop_table_cell_set_tooltip (cell, tooltip);
}

static void
show_remote (GtkWidget               *cell,
             const NetopRow          *row,
             const NetopTableContext *context)
{
  const NetopConnection *connection = row->connection;
  g_autofree char       *endpoint = netop_format_endpoint (&connection->remote, connection->remote_port);
  g_autofree char       *note = context->is_narrow ? NULL : netop_connection_dup_notes (connection);
  g_autofree char       *marks = netop_connection_dup_marks (connection);
  g_autofree char       *tooltip = NULL;
  char                   address[NETOP_ADDRESS_STRING_SIZE];
  const char            *nameless = context->is_narrow ? netop_address_format (&connection->remote, address, sizeof address) : endpoint;
  const NetopNotedText   text = {
      .text = connection->remote_name != NULL ? connection->remote_name : nameless,
      .note = note,
      .is_inferred = netop_connection_has_inferred_name (connection),
  };

  /* Where there is no column for the process its icon stands here. */
  if (context->is_narrow)
    show_icon (cell, get_process (context->snapshot, connection));
  else
    netop_prefixed_cell_set_prefix (NETOP_PREFIXED_CELL (cell), NETOP_PREFIX_NONE, NULL);
  netop_prefixed_cell_set_mark (NETOP_PREFIXED_CELL (cell), get_arrow (connection->direction));
  /* The end of a host's name says whose it is; but with words behind it these would stay, and the host go. */
  netop_prefixed_cell_set_overflow (NETOP_PREFIXED_CELL (cell),
                                    note == NULL ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_START : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  netop_prefixed_cell_set_text (NETOP_PREFIXED_CELL (cell), &text);
  tooltip = g_strjoin ("\n", row->name, endpoint, marks, NULL);
  netop_table_cell_set_tooltip (cell, tooltip);
}

static void
show_local (GtkWidget               *cell,
            const NetopRow          *row,
            const NetopTableContext *context)
{
  g_autofree char *endpoint = netop_format_endpoint (&row->connection->local, row->connection->local_port);

  netop_text_cell_set_text (cell, endpoint);
  netop_table_cell_set_tooltip (cell, endpoint);
}

/* What the port is called, else its number: where the host has a name it stands nowhere else. Most are TCP's. */
static void
show_service (GtkWidget               *cell,
              const NetopRow          *row,
              const NetopTableContext *context)
{
  const NetopConnection *connection = row->connection;
  char                   buffer[16];
  char                   port[8];
  const char            *protocol = netop_format_protocol (connection->protocol, buffer, sizeof buffer);

  g_snprintf (port, sizeof port, "%u", netop_connection_get_service_port (connection));
  if (connection->service == NULL && netop_connection_get_service_port (connection) == 0)
    netop_text_cell_set_noted_text (cell, &(NetopNotedText){ NULL, protocol, FALSE });
  else
    netop_text_cell_set_noted_text (cell,
                                    &(NetopNotedText){
                                      .text = connection->service != NULL ? connection->service : port,
                                      .note = connection->protocol != NETOP_PROTOCOL_TCP ? protocol : NULL,
                                    });
}

static void
show_protocol (GtkWidget               *cell,
               const NetopRow          *row,
               const NetopTableContext *context)
{
  char buffer[16];

  netop_text_cell_set_text (cell, netop_format_protocol (row->connection->protocol, buffer, sizeof buffer));
}

static void
show_state (GtkWidget               *cell,
            const NetopRow          *row,
            const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, netop_connection_get_state_text (row->connection));
}

static void
show_direction (GtkWidget               *cell,
                const NetopRow          *row,
                const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, netop_connection_get_direction_text (row->connection));
}

static void
show_interface (GtkWidget               *cell,
                const NetopRow          *row,
                const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, row->connection->interface_name);
}

static void
show_milliseconds (GtkWidget  *cell,
                   NetopFigure us)
{
  NetopFormatted formatted = netop_format_milliseconds (us);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

static void
show_rtt (GtkWidget               *cell,
          const NetopRow          *row,
          const NetopTableContext *context)
{
  show_milliseconds (cell, row->connection->rtt_us);
}

static void
show_jitter (GtkWidget               *cell,
             const NetopRow          *row,
             const NetopTableContext *context)
{
  show_milliseconds (cell, row->connection->jitter_us);
}

static void
show_retransmissions (GtkWidget               *cell,
                      const NetopRow          *row,
                      const NetopTableContext *context)
{
  NetopFigure      rate = row->connection->retransmit_rate;
  NetopFigure      count = row->connection->retransmissions;
  NetopFormatted   formatted = netop_format_percent (rate);
  guint            n = count.known ? (guint)count.value : 0;
  g_autofree char *tooltip = count.known ? g_strdup_printf (ngettext ("%u segment sent again since it opened", "%u segments sent again since it opened", n), n) : NULL;

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
  netop_table_cell_set_bad (cell, rate.known && rate.value >= BAD_RETRANSMIT_RATE);
  netop_table_cell_set_tooltip (cell, tooltip);
}

static void
show_age (GtkWidget               *cell,
          const NetopRow          *row,
          const NetopTableContext *context)
{
  g_autofree char *age = netop_connection_dup_age (row->connection, context->snapshot->timestamp_us);

  netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), age);
  netop_figure_cell_set_quiet (NETOP_FIGURE_CELL (cell), TRUE);
}

static void
show_match (GtkWidget               *cell,
            const NetopRow          *row,
            const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, netop_connection_get_match_text (row->connection));
}

#define TEXT .cell = NETOP_TABLE_CELL_TEXT
#define PREFIXED_TEXT .cell = NETOP_TABLE_CELL_PREFIXED_TEXT
#define QUIET .cell = NETOP_TABLE_CELL_QUIET_TEXT
#define SPARKLINE .cell = NETOP_TABLE_CELL_SPARKLINE
#define FIGURE(slot_, series_) .cell = NETOP_TABLE_CELL_FIGURE, .slot = NETOP_UNIT_SLOT_##slot_, .series = NETOP_SERIES_##series_

static const NetopTableColumn columns[] = {
  { NETOP_COLUMN_NAME, N_ ("Process"), NULL, 144, 9, PREFIXED_TEXT, .show = show_name },
  { NETOP_COLUMN_REMOTE, N_ ("Remote"), NULL, 180, 0, TRUE, FALSE, PREFIXED_TEXT, .show = show_remote },
  { NETOP_COLUMN_SERVICE, N_ ("Service"), NULL, 96, 7, TEXT, .show = show_service },
  { NETOP_COLUMN_STATE, N_ ("State"), NULL, 90, 4, QUIET, .show = show_state },
  { NETOP_COLUMN_INTERFACE, N_ ("Interface"), NULL, 80, 3, QUIET, .show = show_interface },
  { NETOP_COLUMN_RX_RATE, N_ ("Download"), N_ ("Payload ↓"), 112, 0, FIGURE (RATE, DOWN), .show = netop_table_cell_show_rx_rate },
  { NETOP_COLUMN_TX_RATE, N_ ("Upload"), N_ ("Payload ↑"), 108, 0, FIGURE (RATE, UP), .narrow_width = 96, .show = netop_table_cell_show_tx_rate },
  { NETOP_COLUMN_ACTIVITY, N_ ("Activity"), NULL, 94, 8, SPARKLINE, .show = netop_table_cell_show_activity },
  { NETOP_COLUMN_RTT, N_ ("RTT"), NULL, 70, 6, FIGURE (MILLISECONDS, NONE), .show = show_rtt },
  { NETOP_COLUMN_RETRANSMISSIONS, N_ ("Retrans."), NULL, 74, 5, FIGURE (PERCENT, NONE), .show = show_retransmissions },
  { NETOP_COLUMN_AGE, N_ ("Age"), NULL, 62, 2, FIGURE (NONE, NONE), .show = show_age },
  { NETOP_COLUMN_MATCH, N_ ("Match"), NULL, 80, 1, QUIET, .show = show_match },
  { NETOP_COLUMN_RX_BYTES, N_ ("Received"), N_ ("Payload in"), 96, 10, .is_optional = TRUE, FIGURE (BYTES, NONE), .show = netop_table_cell_show_rx_bytes },
  { NETOP_COLUMN_TX_BYTES, N_ ("Sent"), N_ ("Payload out"), 106, 10, .is_optional = TRUE, FIGURE (BYTES, NONE), .show = netop_table_cell_show_tx_bytes },
  { NETOP_COLUMN_JITTER, N_ ("Jitter"), NULL, 82, 10, .is_optional = TRUE, FIGURE (MILLISECONDS, NONE), .show = show_jitter },
  { NETOP_COLUMN_DIRECTION, N_ ("Direction"), NULL, 90, 10, .is_optional = TRUE, QUIET, .show = show_direction },
  { NETOP_COLUMN_PROTOCOL, N_ ("Protocol"), NULL, 72, 10, .is_optional = TRUE, QUIET, .show = show_protocol },
  { NETOP_COLUMN_LOCAL, N_ ("Local"), NULL, 190, 10, .is_optional = TRUE, QUIET, .show = show_local },
};

static const NetopTableKind kind = {
  .title = N_ ("Connections"),
  .icon_name = "network-transmit-receive-symbolic",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .is_dense = TRUE,
  .get_table = netop_connection_row_table_get,
  .has_sums = TRUE,
  .dup_count = netop_table_totals_dup_connections,
  .explain = netop_empty_text_new_connections,
  .speak = netop_spoken_connection,
};

/**
 * netop_connections_page_new:
 *
 * Returns: (transfer floating): a #NetopTablePage with a row for each connection; those that are over are dim
 */
GtkWidget *
netop_connections_page_new (void)
{
  return netop_table_page_new (&kind);
}
