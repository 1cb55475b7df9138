/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-columns.h"

#include <glib/gi18n.h>

#include "netop-connection-caption.h"
#include "netop-connection-text.h"
#include "netop-group-text.h"
#include "netop-name-cell.h"
#include "netop-process-caption.h"
#include "netop-process-icon.h"
#include "netop-table-cells.h"
#include "netop-text-cell.h"
#include "netop-unknown-text.h"

static const char *
get_icon_name (GtkWidget      *cell,
               const NetopRow *row)
{
  if (row->group != NULL)
    return netop_process_icon_get_group_name (gtk_widget_get_display (cell), row->group);
  if (row->process != NULL)
    return netop_process_icon_get_name (gtk_widget_get_display (cell), row->process);

  return row->depth == 0 ? NETOP_PROCESS_ICON_UNKNOWN : NULL;
}

/* Returns: (transfer full) (nullable): what stands in small beside the name */
static char *
dup_secondary (const NetopRow      *row,
               const NetopSnapshot *snapshot)
{
  if (row->group != NULL)
    return netop_group_dup_summary (row->group);
  if (row->process != NULL)
    return netop_process_caption_dup_summary (snapshot, row->process);
  if (row->connection != NULL)
    return netop_connection_caption_dup_summary (row->connection);
  if (row->host != NULL)
    return NULL;
  if (row->cause != NULL)
    return g_strdup_printf (ngettext ("%u host", "%u hosts", row->n_children), row->n_children);

  return netop_unknown_dup_summary (snapshot);
}

static char *
dup_tooltip (const NetopRow      *row,
             const NetopSnapshot *snapshot)
{
  if (row->process != NULL)
    return netop_process_caption_dup_details (snapshot, row->process);
  if (row->connection != NULL)
    return netop_connection_caption_dup_details (snapshot, row->connection);

  return row->cause == NULL && row->group == NULL ? netop_unknown_dup_details (snapshot) : NULL;
}

/* Of a connection the port is told by its service, where it has one. */
static char *
dup_name (const NetopRow *row)
{
  char buffer[NETOP_ADDRESS_STRING_SIZE];

  if (row->connection == NULL || row->connection->service == NULL)
    return netop_row_dup_name (row);
  if (row->connection->remote_name != NULL)
    return g_strdup (row->connection->remote_name);
  return g_strdup (netop_address_format (&row->connection->remote, buffer, sizeof buffer));
}

static void
show_name (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  g_autofree char *name = dup_name (row);
  g_autofree char *secondary = context->is_narrow ? NULL : dup_secondary (row, context->snapshot);
  g_autofree char *tooltip = dup_tooltip (row, context->snapshot);
  NetopNameContent content = {
    .name = name,
    .secondary = secondary,
    /* With words behind it these would stay, and the host go. */
    .is_host = secondary == NULL && (row->connection != NULL || row->host != NULL),
    .is_inferred = row->connection != NULL && netop_connection_has_inferred_name (row->connection),
    .tooltip = tooltip,
    .icon_name = get_icon_name (cell, row),
    .depth = row->depth,
    .expandable = row->expandable,
    .expanded = row->expanded,
    .bad = row->cause != NULL && row->host == NULL && row->cause->cause == NETOP_CAUSE_LOST,
  };

  netop_name_cell_set_content (NETOP_NAME_CELL (cell), &content);
}

static void
show_pid (GtkWidget               *cell,
          const NetopRow          *row,
          const NetopTableContext *context)
{
  char text[16] = "";

  if (row->process != NULL && row->process->pid != 0)
    g_snprintf (text, sizeof text, "%u", row->process->pid);
  netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), text);
}

static void
show_user (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  const NetopProcess *process = row->group != NULL && row->group->is_of_one_user ? row->group->first : row->process;
  char                uid[16];

  if (process == NULL || !process->uid_known)
    {
      netop_text_cell_set_text (cell, row->cause != NULL && row->host == NULL ? row->cause->username : NULL);
      return;
    }

  g_snprintf (uid, sizeof uid, "%u", process->uid);
  netop_text_cell_set_text (cell, process->username != NULL ? process->username : uid);
}

static void
show_count (GtkWidget *cell,
            gboolean   is_known,
            guint      count)
{
  if (is_known)
    netop_table_cell_show_count (cell, count);
  else
    netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), NULL);
}

static void
show_sockets (GtkWidget               *cell,
              const NetopRow          *row,
              const NetopTableContext *context)
{
  show_count (cell, row->knows_sockets, row->n_sockets);
}

static void
show_connections (GtkWidget               *cell,
                  const NetopRow          *row,
                  const NetopTableContext *context)
{
  show_count (cell, row->connection == NULL && row->host == NULL, row->n_connections);
}

static void
show_activity (GtkWidget               *cell,
               const NetopRow          *row,
               const NetopTableContext *context)
{
  /* Nobody keeps one for each host, and a line at 0 would say that it was quiet. */
  gtk_widget_set_opacity (cell, row->host != NULL ? 0 : 1);
  netop_table_cell_show_activity (cell, row, context);
}

#define NAME .cell = NETOP_TABLE_CELL_NAME
#define QUIET .cell = NETOP_TABLE_CELL_QUIET_TEXT
#define SPARKLINE .cell = NETOP_TABLE_CELL_SPARKLINE
#define FIGURE(slot_, series_) .cell = NETOP_TABLE_CELL_FIGURE, .slot = NETOP_UNIT_SLOT_##slot_, .series = NETOP_SERIES_##series_

static const NetopTableColumn columns[] = {
  { NETOP_COLUMN_NAME, N_ ("Process"), NULL, 220, 0, TRUE, FALSE, NAME, .show = show_name },
  { NETOP_COLUMN_PID, N_ ("PID"), NULL, 72, 3, FIGURE (NONE, NONE), .show = show_pid },
  { NETOP_COLUMN_USER, N_ ("User"), NULL, 92, 2, QUIET, .show = show_user },
  { NETOP_COLUMN_SOCKETS, N_ ("Sockets"), NULL, 76, 1, FIGURE (NONE, NONE), .show = show_sockets },
  { NETOP_COLUMN_CONNECTIONS, N_ ("Connections"), NULL, 98, 7, FIGURE (NONE, NONE), .show = show_connections },
  { NETOP_COLUMN_RX_RATE, N_ ("Download"), N_ ("Payload ↓"), 112, 0, FIGURE (RATE, DOWN), .tight_width = 104, .show = netop_table_cell_show_rx_rate },
  { NETOP_COLUMN_TX_RATE, N_ ("Upload"), N_ ("Payload ↑"), 112, 0, FIGURE (RATE, UP), .tight_width = 104, .show = netop_table_cell_show_tx_rate },
  { NETOP_COLUMN_ACTIVITY, N_ ("Activity"), NULL, 134, 6, SPARKLINE, .tight_width = 100, .show = show_activity },
  { NETOP_COLUMN_RX_BYTES, N_ ("Received"), N_ ("Payload in"), 96, 5, FIGURE (BYTES, NONE), .tight_width = 84, .show = netop_table_cell_show_rx_bytes },
  { NETOP_COLUMN_TX_BYTES, N_ ("Sent"), N_ ("Payload out"), 96, 4, FIGURE (BYTES, NONE), .tight_width = 88, .show = netop_table_cell_show_tx_bytes },
};

/**
 * netop_process_columns_get:
 * @n_columns: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_columns): the columns of the Processes page in their order
 */
const NetopTableColumn *
netop_process_columns_get (guint *n_columns)
{
  *n_columns = G_N_ELEMENTS (columns);
  return columns;
}
