/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-processes-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdbool.h>

#include "netop-cell-registry.h"
#include "netop-column-sorter.h"
#include "netop-column-view-fix.h"
#include "netop-empty-text.h"
#include "netop-figure-cell.h"
#include "netop-format.h"
#include "netop-name-cell.h"
#include "netop-process-caption.h"
#include "netop-process-row-table.h"
#include "netop-sparkline.h"
#include "netop-spoken-row.h"
#include "netop-text-cell.h"
#include "netop-tint.h"
#include "netop-unknown-text.h"

#define NAME_WIDTH_MIN 220
#define HOLD_STILL_MS 2500

typedef struct
{
  NetopColumn   column;
  const char   *title;
  const char   *payload_title; /* where bytes are those of TCP payload; NULL for the same */
  int           width;         /* at 11 pt; -1 for the rest */
  guint         leaves;        /* the order in which columns give way; 0 for never */
  NetopCellMake make;
  NetopCellShow show;
} ColumnKind;

struct _NetopProcessesPage
{
  GtkWidget parent_instance;

  GtkWidget           *stack;
  GtkColumnView       *view;
  NetopRowModel       *model;
  NetopCellRegistry   *registry;
  GtkColumnViewColumn *columns[NETOP_N_COLUMNS];
  AdwStatusPage       *empty;
  guint                thaw_id;
  guint                fit_id;
  int                  fitted_width;
  gboolean             is_setting_sort;
  gboolean             is_payload;
};

G_DEFINE_FINAL_TYPE (NetopProcessesPage, netop_processes_page, GTK_TYPE_WIDGET)

/* --- Cells --- */

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
  return netop_row_model_get_row (self->model, position);
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

  text = netop_spoken_row (row, netop_row_model_get_snapshot (self->model));
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
  const NetopSnapshot *snapshot = netop_row_model_get_snapshot (NETOP_PROCESSES_PAGE (user_data)->model);
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

static const ColumnKind kinds[] = {
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

/* --- Room --- */

/* Widths follow the text: they were measured with Cantarell 11, whose "0" is 8 px wide. */
static double
get_scale (NetopProcessesPage *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), "0000000000");
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return MAX (width / 80.0, 0.8);
}

static gboolean
fit_columns (gpointer user_data)
{
  NetopProcessesPage *self = user_data;
  double              scale = get_scale (self);
  int                 needed = (int)(NAME_WIDTH_MIN * scale);
  guint               n_leave = 0;
  guint               n_kinds = G_N_ELEMENTS (kinds);

  self->fit_id = 0;
  self->fitted_width = gtk_widget_get_width (GTK_WIDGET (self));
  for (guint i = 0; i < n_kinds; i++)
    needed += kinds[i].width > 0 ? (int)(kinds[i].width * scale) : 0;

  for (; needed > self->fitted_width && n_leave < n_kinds; n_leave++)
    {
      for (guint i = 0; i < n_kinds; i++)
        {
          if (kinds[i].leaves == n_leave + 1)
            needed -= (int)(kinds[i].width * scale);
        }
    }

  for (guint i = 0; i < n_kinds; i++)
    {
      GtkColumnViewColumn *column = self->columns[kinds[i].column];

      gtk_column_view_column_set_visible (column, kinds[i].leaves == 0 || kinds[i].leaves > n_leave);
      if (kinds[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, (int)(kinds[i].width * scale));
    }

  /* GTK 4.8 does not give an expanding column the room of those that went. */
  gtk_column_view_column_set_fixed_width (self->columns[NETOP_COLUMN_NAME],
                                          n_leave > 0 ? MAX (self->fitted_width - needed + (int)(NAME_WIDTH_MIN * scale), 1) : -1);
  return G_SOURCE_REMOVE;
}

/* Not while sizes are being handed out. */
static void
netop_processes_page_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  NetopProcessesPage *self = NETOP_PROCESSES_PAGE (widget);

  gtk_widget_allocate (self->stack, width, height, baseline, NULL);
  if (width != self->fitted_width && self->fit_id == 0)
    self->fit_id = g_idle_add (fit_columns, self);
}

static void
netop_processes_page_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  NetopProcessesPage *self = NETOP_PROCESSES_PAGE (widget);

  gtk_widget_measure (self->stack, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

/* --- Focus: a list view keeps it at a position, whatever row comes to stand there --- */

static guint
get_selected_position (NetopProcessesPage *self)
{
  NetopRowKey key = netop_row_model_get_selected (self->model);

  return netop_row_model_get_position (self->model, &key);
}

static GtkWidget *
get_focus (NetopProcessesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static bool
is_selected_row_focused (NetopProcessesPage *self)
{
  GtkWidget *focus = get_focus (self);
  GtkWidget *row = netop_cell_registry_get_row_widget (self->registry, get_selected_position (self));

  return focus != NULL && row != NULL && (focus == row || gtk_widget_is_ancestor (focus, row));
}

/* @was_focused: whether the selected row had the focus before the rows changed places. */
static void
follow_selected_row (NetopProcessesPage *self,
                     bool                was_focused)
{
  guint position = get_selected_position (self);

  if (was_focused && position != GTK_INVALID_LIST_POSITION && !is_selected_row_focused (self))
    netop_cell_registry_focus_row (self->registry, position);
}

/* --- Order --- */

static gboolean
thaw (gpointer user_data)
{
  NetopProcessesPage *self = user_data;
  bool                was_focused = is_selected_row_focused (self);

  self->thaw_id = 0;
  netop_row_model_thaw_sort (self->model);
  follow_selected_row (self, was_focused);
  return G_SOURCE_REMOVE;
}

/* Nobody wants to click on what has just moved away. */
static void
hold_still (NetopProcessesPage *self)
{
  if (self->thaw_id != 0)
    g_source_remove (self->thaw_id);
  else
    netop_row_model_freeze_sort (self->model);
  self->thaw_id = g_timeout_add (HOLD_STILL_MS, thaw, self);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           NetopProcessesPage       *self)
{
  hold_still (self);
}

/* Keys that go from row to row, or do something to one. */
static bool
acts_on_rows (guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
    case GDK_KEY_Home:
    case GDK_KEY_End:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Up:
    case GDK_KEY_KP_Down:
    case GDK_KEY_KP_Left:
    case GDK_KEY_KP_Right:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_KP_Home:
    case GDK_KEY_KP_End:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Menu:
      return true;

    default:
      return false;
    }
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                NetopProcessesPage    *self)
{
  if (acts_on_rows (keyval))
    hold_still (self);
  /* A list would take it for the selection, which follows the arrows anyway. */
  if (keyval == GDK_KEY_space && (state & gtk_accelerator_get_default_mod_mask ()) == 0)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.pause", NULL);
  return GDK_EVENT_PROPAGATE;
}

static void
on_sorter_changed (GtkSorter          *sorter,
                   GtkSorterChange     change,
                   NetopProcessesPage *self)
{
  guint       column;
  GtkSortType direction;
  bool        was_focused = is_selected_row_focused (self);

  if (self->is_setting_sort || !netop_column_view_get_sort (self->view, &column, &direction))
    return;

  if (self->thaw_id != 0)
    {
      g_source_remove (self->thaw_id);
      thaw (self);
    }
  netop_row_model_set_sort (self->model, column, direction);
  follow_selected_row (self, was_focused);
}

static void
show_empty (NetopProcessesPage *self)
{
  NetopRowTotals totals = netop_row_model_get_totals (self->model);
  g_autoptr (NetopEmptyText) text = netop_empty_text_new (netop_row_model_get_snapshot (self->model), &totals);
  g_autofree char *description = g_markup_escape_text (text->description, -1);

  adw_status_page_set_title (self->empty, text->title);
  adw_status_page_set_description (self->empty, description);
  gtk_widget_set_visible (adw_status_page_get_child (self->empty), text->is_filtered);
}

static void
on_refreshed (NetopRowModel      *model,
              NetopProcessesPage *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (model)) == 0;

  netop_cell_registry_refresh (self->registry);
  if (is_empty && netop_row_model_get_snapshot (model) != NULL)
    show_empty (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_empty ? "empty" : "table");
}

/* --- The widget --- */

static void
add_columns (NetopProcessesPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkListItemFactory *factory = netop_cell_registry_make_factory (self->registry, kinds[i].make, kinds[i].show, self);
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_ (kinds[i].title), factory);
      g_autoptr (GtkSorter) sorter = netop_column_sorter_new (kinds[i].column);

      gtk_column_view_column_set_sorter (column, sorter);
      if (kinds[i].width < 0)
        gtk_column_view_column_set_expand (column, TRUE);
      else
        gtk_column_view_column_set_fixed_width (column, kinds[i].width);
      gtk_column_view_append_column (self->view, column);
      self->columns[kinds[i].column] = column;
    }
}

/* The arrow goes before the text, which then ends where the figures end: at the right, also from right to left. */
static void
align_title (GtkWidget *box,
             int        padding,
             bool       is_mirrored)
{
  GtkWidget *label = gtk_widget_get_first_child (box);

  if (!GTK_IS_LABEL (label))
    label = gtk_widget_get_last_child (box);
  gtk_box_reorder_child_after (GTK_BOX (box), label, NULL);
  if (!is_mirrored)
    gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
  gtk_widget_set_halign (box, is_mirrored ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_set_margin_start (box, is_mirrored ? padding : 0);
  gtk_widget_set_margin_end (box, is_mirrored ? 0 : padding);
}

/* The titles of numbers stand over the numbers. A column has no property for that: in the header, the view's first
 * child, stand the titles in the columns' order, each a box that holds label and arrow. */
static void
align_titles (NetopProcessesPage *self)
{
  bool       is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *box = gtk_widget_get_first_child (title);

      g_autoptr (GtkWidget) cell = g_object_ref_sink (kinds[i].make (self));

      if (NETOP_IS_FIGURE_CELL (cell) && GTK_IS_BOX (box))
        align_title (box, netop_figure_cell_get_padding (NETOP_FIGURE_CELL (cell)), is_mirrored);
    }
}

static void
netop_processes_page_direction_changed (GtkWidget       *widget,
                                        GtkTextDirection previous)
{
  align_titles (NETOP_PROCESSES_PAGE (widget));
}

static void
watch_hands (NetopProcessesPage *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

static AdwStatusPage *
make_empty_page (void)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (adw_status_page_new ());
  GtkWidget     *button = gtk_button_new_with_mnemonic (_ ("_Clear Search"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.clear-search");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  adw_status_page_set_child (page, button);
  adw_status_page_set_icon_name (page, "np-processes-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (page), "np-empty");
  gtk_widget_add_css_class (GTK_WIDGET (page), "compact");
  return page;
}

static void
netop_processes_page_dispose (GObject *object)
{
  NetopProcessesPage *self = NETOP_PROCESSES_PAGE (object);

  g_clear_handle_id (&self->thaw_id, g_source_remove);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->registry);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (netop_processes_page_parent_class)->dispose (object);
}

static void
netop_processes_page_class_init (NetopProcessesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_processes_page_dispose;
  widget_class->direction_changed = netop_processes_page_direction_changed;
  widget_class->measure = netop_processes_page_measure;
  widget_class->size_allocate = netop_processes_page_size_allocate;
}

static void
netop_processes_page_init (NetopProcessesPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->model = netop_row_model_new (netop_process_row_table_get ());
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->model))));
  self->registry = netop_cell_registry_new (self->view);
  netop_column_view_prevent_blank (self->view);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "np-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Processes"), -1);
  add_columns (self);
  align_titles (self);
  watch_hands (self);

  self->empty = make_empty_page ();

  self->stack = gtk_stack_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "table");
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->empty), "empty");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));

  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sorter_changed), self, 0);
  g_signal_connect_object (self->model, "refreshed", G_CALLBACK (on_refreshed), self, 0);
}

/* Bytes of payload and bytes of packets are two things, and each says which it is. */
static void
show_titles (NetopProcessesPage *self,
             gboolean            is_payload)
{
  if (is_payload == self->is_payload)
    return;

  self->is_payload = is_payload;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *title = is_payload && kinds[i].payload_title != NULL ? kinds[i].payload_title : kinds[i].title;

      gtk_column_view_column_set_title (self->columns[kinds[i].column], _ (title));
    }
}

/**
 * netop_processes_page_set_snapshot:
 * @snapshot: what is shown from now on. The selected row stays selected wherever it comes to stand, and where it had
 *   the keyboard's focus it keeps that too; nothing is scrolled
 */
void
netop_processes_page_set_snapshot (NetopProcessesPage *self,
                                   NetopSnapshot      *snapshot)
{
  bool was_focused = is_selected_row_focused (self);

  show_titles (self, snapshot->capture.byte_layer_tcp_payload);
  netop_row_model_set_snapshot (self->model, snapshot);
  follow_selected_row (self, was_focused);
}

/**
 * netop_processes_page_set_filter:
 * @filter: (nullable): which rows are shown
 */
void
netop_processes_page_set_filter (NetopProcessesPage *self,
                                 NetopFilter        *filter)
{
  bool was_focused = is_selected_row_focused (self);

  netop_row_model_set_filter (self->model, filter);
  follow_selected_row (self, was_focused);
}

/**
 * netop_processes_page_set_sort:
 * @column: one without a column of its own sorts all the same: then no header has an arrow
 */
void
netop_processes_page_set_sort (NetopProcessesPage *self,
                               NetopColumn         column,
                               GtkSortType         direction)
{
  self->is_setting_sort = TRUE;
  gtk_column_view_sort_by_column (self->view, self->columns[column], direction);
  self->is_setting_sort = FALSE;
  netop_row_model_set_sort (self->model, column, direction);
}

/**
 * netop_processes_page_get_model:
 *
 * Returns: (transfer none): the model of the table
 */
NetopRowModel *
netop_processes_page_get_model (NetopProcessesPage *self)
{
  return self->model;
}

/**
 * netop_processes_page_focus:
 *
 * Gives the keys to the table.
 */
void
netop_processes_page_focus (NetopProcessesPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
