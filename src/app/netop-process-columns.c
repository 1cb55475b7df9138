/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-columns.h"

#include <glib/gi18n.h>
#include <stdbool.h>

#include "netop-figure-cell.h"
#include "netop-format.h"
#include "netop-name-cell.h"
#include "netop-process-caption.h"
#include "netop-processes-page.h"
#include "netop-sparkline.h"
#include "netop-spoken-row.h"
#include "netop-text-cell.h"
#include "netop-tint.h"
#include "netop-unknown-text.h"

static GtkWidget *
make_text (gpointer user_data)
{
  return netop_text_cell_new (TRUE);
}

static GtkWidget *
make_figure (NetopUnitSlot slot,
             NetopSeries   series,
             const char   *title)
{
  GtkWidget *cell = netop_figure_cell_new (slot, series);

  netop_figure_cell_set_title (NETOP_FIGURE_CELL (cell), title);
  return cell;
}

static GtkWidget *
make_pid (gpointer user_data)
{
  return make_figure (NETOP_UNIT_SLOT_NONE, NETOP_SERIES_NONE, _ ("PID"));
}

static GtkWidget *
make_connections (gpointer user_data)
{
  return make_figure (NETOP_UNIT_SLOT_NONE, NETOP_SERIES_NONE, _ ("Connections"));
}

static GtkWidget *
make_down (gpointer user_data)
{
  return make_figure (NETOP_UNIT_SLOT_RATE, NETOP_SERIES_DOWN, _ ("Download"));
}

static GtkWidget *
make_up (gpointer user_data)
{
  return make_figure (NETOP_UNIT_SLOT_RATE, NETOP_SERIES_UP, _ ("Upload"));
}

static GtkWidget *
make_received (gpointer user_data)
{
  return make_figure (NETOP_UNIT_SLOT_BYTES, NETOP_SERIES_NONE, _ ("Received"));
}

static GtkWidget *
make_sent (gpointer user_data)
{
  return make_figure (NETOP_UNIT_SLOT_BYTES, NETOP_SERIES_NONE, _ ("Sent"));
}

static GtkWidget *
make_sparkline (gpointer user_data)
{
  return netop_sparkline_new ();
}

static const NetopRow *
get_row (NetopProcessesPage *self,
         guint               position)
{
  return netop_row_model_get_row (netop_processes_page_get_model (self), position);
}

static GtkWidget *
make_name (gpointer user_data)
{
  return netop_name_cell_new ();
}

/* A row that is being read out loud does not begin anew with each refresh. */
static void
describe_row (NetopProcessesPage *self,
              GtkWidget          *cell,
              const NetopRow     *row)
{
  GtkWidget         *widget = netop_cell_registry_get_row_of_cell (cell);
  const NetopRowKey *described;
  g_autofree char   *text = NULL;

  if (widget == NULL)
    return;

  described = g_object_get_data (G_OBJECT (widget), "netop-described");
  if (described != NULL && netop_row_key_equal (described, &row->key) && gtk_widget_is_focus (widget))
    return;

  text = netop_spoken_row (row, netop_row_model_get_snapshot (netop_processes_page_get_model (self)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (described == NULL || !netop_row_key_equal (described, &row->key))
    g_object_set_data_full (G_OBJECT (widget), "netop-described", g_memdup2 (&row->key, sizeof row->key), g_free);
}

static void
show_name (GtkWidget *cell,
           guint      position,
           gpointer   user_data)
{
  const NetopRow      *row = get_row (user_data, position);
  const NetopSnapshot *snapshot = netop_row_model_get_snapshot (netop_processes_page_get_model (user_data));
  const NetopProcess  *process = row->process;
  g_autofree char     *secondary = NULL;
  g_autofree char     *tooltip = NULL;
  NetopNameContent     content = { .name = row->name, .depth = row->depth, .icon_name = "np-unknown-symbolic" };

  if (process != NULL)
    {
      content.icon_name = "np-service-symbolic";
      secondary = netop_process_caption_dup_summary (snapshot, process);
      tooltip = netop_process_caption_dup_details (snapshot, process);
    }
  else if (row->n_children > 0)
    {
      secondary = netop_unknown_dup_summary (snapshot);
      tooltip = netop_unknown_dup_details (snapshot);
    }
  content.secondary = secondary;
  content.tooltip = tooltip;
  netop_name_cell_set_content (NETOP_NAME_CELL (cell), &content);
  describe_row (user_data, cell, row);
}

static void
show_pid (GtkWidget *cell,
          guint      position,
          gpointer   user_data)
{
  const NetopRow *row = get_row (user_data, position);
  char            text[16] = "";

  if (row->process != NULL && row->process->pid != 0)
    g_snprintf (text, sizeof text, "%u", row->process->pid);
  netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), text);
}

static void
show_user (GtkWidget *cell,
           guint      position,
           gpointer   user_data)
{
  const NetopRow *row = get_row (user_data, position);
  char            uid[16];

  if (row->process == NULL || !row->process->uid_known)
    {
      netop_text_cell_set_text (cell, "");
      return;
    }

  g_snprintf (uid, sizeof uid, "%u", row->process->uid);
  netop_text_cell_set_text (cell, row->process->username != NULL ? row->process->username : uid);
}

static void
show_count (GtkWidget *cell,
            guint      count)
{
  g_autofree char *text = netop_format_count (count);

  netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), text);
  netop_figure_cell_set_quiet (NETOP_FIGURE_CELL (cell), count == 0);
}

static void
show_connections (GtkWidget *cell,
                  guint      position,
                  gpointer   user_data)
{
  show_count (cell, get_row (user_data, position)->n_connections);
}

static void
show_rate (GtkWidget  *cell,
           NetopFigure bytes_per_s)
{
  NetopTintThresholds thresholds = NETOP_TINT_THRESHOLDS_DEFAULT;
  NetopFormatted      formatted = netop_format_rate (bytes_per_s, NETOP_UNIT_BYTES);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, netop_tint_get_level (&thresholds, bytes_per_s.value));
}

static void
show_rx_rate (GtkWidget *cell,
              guint      position,
              gpointer   user_data)
{
  show_rate (cell, netop_rate_get_rx (&get_row (user_data, position)->rate));
}

static void
show_tx_rate (GtkWidget *cell,
              guint      position,
              gpointer   user_data)
{
  show_rate (cell, netop_rate_get_tx (&get_row (user_data, position)->rate));
}

static void
show_activity (GtkWidget *cell,
               guint      position,
               gpointer   user_data)
{
  netop_sparkline_set_history (NETOP_SPARKLINE (cell), get_row (user_data, position)->history);
}

static void
show_bytes (GtkWidget *cell,
            uint64_t   bytes)
{
  NetopFormatted formatted = netop_format_bytes (netop_figure ((double)bytes));

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

static void
show_rx_bytes (GtkWidget *cell,
               guint      position,
               gpointer   user_data)
{
  show_bytes (cell, get_row (user_data, position)->traffic.rx_bytes);
}

static void
show_tx_bytes (GtkWidget *cell,
               guint      position,
               gpointer   user_data)
{
  show_bytes (cell, get_row (user_data, position)->traffic.tx_bytes);
}

static const NetopProcessColumn columns[] = {
  { NETOP_COLUMN_NAME, N_ ("Process"), NULL, -1, 0, make_name, show_name },
  { NETOP_COLUMN_PID, N_ ("PID"), NULL, 72, 2, make_pid, show_pid },
  { NETOP_COLUMN_USER, N_ ("User"), NULL, 92, 1, make_text, show_user },
  { NETOP_COLUMN_CONNECTIONS, N_ ("Connections"), NULL, 104, 6, make_connections, show_connections },
  { NETOP_COLUMN_RX_RATE, N_ ("Download"), N_ ("Payload in/s"), 120, 0, make_down, show_rx_rate },
  { NETOP_COLUMN_TX_RATE, N_ ("Upload"), N_ ("Payload out/s"), 120, 0, make_up, show_tx_rate },
  { NETOP_COLUMN_ACTIVITY, N_ ("Activity"), NULL, 134, 5, make_sparkline, show_activity },
  { NETOP_COLUMN_RX_BYTES, N_ ("Received"), N_ ("Payload in"), 106, 4, make_received, show_rx_bytes },
  { NETOP_COLUMN_TX_BYTES, N_ ("Sent"), N_ ("Payload out"), 106, 3, make_sent, show_tx_bytes },
};

/**
 * netop_process_columns_get:
 * @n_columns: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_columns): the columns of the Processes page in their order
 */
const NetopProcessColumn *
netop_process_columns_get (guint *n_columns)
{
  *n_columns = G_N_ELEMENTS (columns);
  return columns;
}
