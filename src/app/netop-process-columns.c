/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-columns.h"

#include <glib/gi18n.h>
#include <stdbool.h>

#include "netop-connection-caption.h"
#include "netop-figure-cell.h"
#include "netop-format.h"
#include "netop-name-cell.h"
#include "netop-process-caption.h"
#include "netop-processes-page.h"
#include "netop-rate-style.h"
#include "netop-sparkline.h"
#include "netop-spoken-row.h"
#include "netop-text-cell.h"
#include "netop-unknown-text.h"

/* Out of use, and soon out of the list. */
#define CLOSED_OPACITY 0.6

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

static void
on_toggled (NetopNameCell *cell,
            gpointer       user_data)
{
  const NetopRowKey *key = g_object_get_data (G_OBJECT (cell), "netop-key");

  if (key != NULL)
    netop_processes_page_toggle (user_data, key);
}

static GtkWidget *
make_name (gpointer user_data)
{
  GtkWidget *cell = netop_name_cell_new ();

  g_signal_connect_object (cell, "toggled", G_CALLBACK (on_toggled), user_data, 0);
  return cell;
}

/* What the row is to a screen reader, as it was last told. */
typedef struct
{
  NetopRowKey key;
  guint       depth;
  gboolean    is_expandable;
  gboolean    is_expanded;
} Described;

static void
describe_place (GtkAccessible  *widget,
                const NetopRow *row)
{
  gtk_accessible_update_property (widget, GTK_ACCESSIBLE_PROPERTY_LEVEL, (int)row->depth + 1, -1);
  if (row->expandable)
    gtk_accessible_update_state (widget, GTK_ACCESSIBLE_STATE_EXPANDED, (int)row->expanded, -1);
  else
    gtk_accessible_reset_state (widget, GTK_ACCESSIBLE_STATE_EXPANDED);
}

static gboolean
is_described_place (const Described *described,
                    const NetopRow  *row)
{
  return described->depth == row->depth && described->is_expandable == row->expandable && described->is_expanded == row->expanded;
}

/* A row that is being read out loud does not begin anew with each refresh. */
static void
describe_row (NetopProcessesPage *self,
              GtkWidget          *widget,
              const NetopRow     *row)
{
  Described       *described = g_object_get_data (G_OBJECT (widget), "netop-described");
  gboolean         is_new = described == NULL || !netop_row_key_equal (&described->key, &row->key);
  g_autofree char *text = NULL;

  if (described == NULL || !is_described_place (described, row))
    describe_place (GTK_ACCESSIBLE (widget), row);
  if (is_new || !gtk_widget_is_focus (widget))
    {
      text = netop_spoken_row (row, netop_row_model_get_snapshot (netop_processes_page_get_model (self)));
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
  if (described == NULL)
    {
      described = g_new0 (Described, 1);
      g_object_set_data_full (G_OBJECT (widget), "netop-described", described, g_free);
    }
  *described = (Described){ row->key, row->depth, row->expandable, row->expanded };
}

/* What is the whole row's. */
static void
show_row (NetopProcessesPage *self,
          GtkWidget          *cell,
          const NetopRow     *row)
{
  GtkWidget *widget = netop_cell_registry_get_row_of_cell (cell);

  if (widget == NULL)
    return;

  gtk_widget_set_opacity (widget, row->connection != NULL && row->connection->closed_us != 0 ? CLOSED_OPACITY : 1);
  describe_row (self, widget, row);
}

static void
remember_key (GtkWidget         *cell,
              const NetopRowKey *key)
{
  NetopRowKey *remembered = g_object_get_data (G_OBJECT (cell), "netop-key");

  if (remembered == NULL)
    g_object_set_data_full (G_OBJECT (cell), "netop-key", g_memdup2 (key, sizeof *key), g_free);
  else
    *remembered = *key;
}

static const char *
get_icon_name (const NetopRow *row)
{
  if (row->process != NULL)
    return "np-service-symbolic";

  return row->depth == 0 ? "np-unknown-symbolic" : NULL;
}

/* Returns: (transfer full) (nullable): what stands in small beside the name */
static char *
dup_secondary (const NetopRow      *row,
               const NetopSnapshot *snapshot)
{
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

  return row->cause == NULL ? netop_unknown_dup_details (snapshot) : NULL;
}

static void
show_name (GtkWidget *cell,
           guint      position,
           gpointer   user_data)
{
  const NetopRow      *row = get_row (user_data, position);
  const NetopSnapshot *snapshot = netop_row_model_get_snapshot (netop_processes_page_get_model (user_data));
  g_autofree char     *name = netop_row_dup_name (row);
  g_autofree char     *secondary = dup_secondary (row, snapshot);
  g_autofree char     *tooltip = dup_tooltip (row, snapshot);
  NetopNameContent     content = {
        .name = name,
        .secondary = secondary,
        .tooltip = tooltip,
        .icon_name = get_icon_name (row),
        .depth = row->depth,
        .expandable = row->expandable,
        .expanded = row->expanded,
        .bad = row->cause != NULL && row->host == NULL && row->cause->cause == NETOP_CAUSE_LOST,
  };

  remember_key (cell, &row->key);
  netop_name_cell_set_content (NETOP_NAME_CELL (cell), &content);
  show_row (user_data, cell, row);
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
      netop_text_cell_set_text (cell, row->cause != NULL && row->host == NULL ? row->cause->username : NULL);
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
  const NetopRow *row = get_row (user_data, position);

  if (row->connection == NULL && row->host == NULL)
    show_count (cell, row->n_connections);
  else
    netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), NULL);
}

static void
show_rate (GtkWidget  *cell,
           NetopFigure bytes_per_s)
{
  NetopFormatted formatted = netop_rate_style_format (bytes_per_s);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, netop_rate_style_get_level (bytes_per_s));
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
  const NetopRow *row = get_row (user_data, position);

  /* Nobody keeps one for each host, and a line at 0 would say that it was quiet. */
  gtk_widget_set_opacity (cell, row->host != NULL ? 0 : 1);
  netop_sparkline_set_history (NETOP_SPARKLINE (cell), row->history);
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
