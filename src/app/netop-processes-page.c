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
#include "netop-process-columns.h"
#include "netop-process-row-table.h"

#define NAME_WIDTH_MIN 220
#define HOLD_STILL_MS 2500

struct _NetopProcessesPage
{
  GtkWidget parent_instance;

  GtkWidget                *stack;
  GtkColumnView            *view;
  NetopRowModel            *model;
  NetopCellRegistry        *registry;
  GtkColumnViewColumn      *columns[NETOP_N_COLUMNS];
  const NetopProcessColumn *kinds;
  guint                     n_kinds;
  AdwStatusPage            *empty;
  guint                     thaw_id;
  guint                     fit_id;
  int                       fitted_width;
  gboolean                  is_setting_sort;
  gboolean                  is_payload;
};

G_DEFINE_FINAL_TYPE (NetopProcessesPage, netop_processes_page, GTK_TYPE_WIDGET)

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
  guint               n_kinds = self->n_kinds;

  self->fit_id = 0;
  self->fitted_width = gtk_widget_get_width (GTK_WIDGET (self));
  for (guint i = 0; i < n_kinds; i++)
    needed += self->kinds[i].width > 0 ? (int)(self->kinds[i].width * scale) : 0;

  for (; needed > self->fitted_width && n_leave < n_kinds; n_leave++)
    {
      for (guint i = 0; i < n_kinds; i++)
        {
          if (self->kinds[i].leaves == n_leave + 1)
            needed -= (int)(self->kinds[i].width * scale);
        }
    }

  for (guint i = 0; i < n_kinds; i++)
    {
      GtkColumnViewColumn *column = self->columns[self->kinds[i].column];

      gtk_column_view_column_set_visible (column, self->kinds[i].leaves == 0 || self->kinds[i].leaves > n_leave);
      if (self->kinds[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, (int)(self->kinds[i].width * scale));
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

/* --- The tree --- */

static bool
set_expanded (NetopProcessesPage *self,
              NetopRowKey         key,
              bool                expanded)
{
  bool            was_focused = is_selected_row_focused (self);
  const NetopRow *row = netop_row_model_lookup (self->model, &key);

  if (row == NULL || !row->expandable || row->expanded == expanded)
    return false;

  netop_row_model_set_expanded (self->model, &key, expanded);
  follow_selected_row (self, was_focused);
  return true;
}

/* Selects the row and gives it the keys, as the list's own keys do. */
static bool
go_to_row (NetopProcessesPage *self,
           guint               position)
{
  const NetopRow *row = netop_row_model_get_row (self->model, position);

  if (row == NULL)
    return false;

  netop_row_model_set_selected (self->model, &row->key);
  netop_cell_registry_focus_row (self->registry, position);
  netop_column_view_scroll_to (self->view, position);
  return true;
}

/* As in every tree: open what is closed, then go in; close what is open, else go out. */
static bool
move_in_tree (NetopProcessesPage *self,
              bool                inwards)
{
  guint           position = netop_cell_registry_get_position_of (self->registry, get_focus (self));
  const NetopRow *row = netop_row_model_get_row (self->model, position);

  if (row == NULL)
    return false;
  if (set_expanded (self, row->key, inwards))
    return true;
  if (!inwards)
    return go_to_row (self, netop_row_model_get_parent_position (self->model, position));

  return go_to_row (self, netop_row_model_get_first_child_position (self->model, position));
}

static gboolean
on_tree_key (NetopProcessesPage *self,
             guint               keyval)
{
  bool is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return move_in_tree (self, is_mirrored);

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return move_in_tree (self, !is_mirrored);

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* By Enter, or a double click. */
static void
on_activate (GtkColumnView      *view,
             guint               position,
             NetopProcessesPage *self)
{
  const NetopRow *row = netop_row_model_get_row (self->model, position);

  if (row != NULL)
    netop_processes_page_toggle (self, &row->key);
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
  if ((state & gtk_accelerator_get_default_mod_mask ()) == 0)
    return on_tree_key (self, keyval);
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
  for (guint i = 0; i < self->n_kinds; i++)
    {
      GtkListItemFactory *factory = netop_cell_registry_make_factory (self->registry, self->kinds[i].make, self->kinds[i].show, self);
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_ (self->kinds[i].title), factory);
      g_autoptr (GtkSorter) sorter = netop_column_sorter_new (self->kinds[i].column);

      gtk_column_view_column_set_sorter (column, sorter);
      if (self->kinds[i].width < 0)
        gtk_column_view_column_set_expand (column, TRUE);
      else
        gtk_column_view_column_set_fixed_width (column, self->kinds[i].width);
      gtk_column_view_append_column (self->view, column);
      self->columns[self->kinds[i].column] = column;
    }
}

/* The titles of numbers stand over the numbers. A column has no property for that: in the header, the view's first
 * child, stand the titles in the columns' order, each a box that holds label and arrow. */
static void
align_titles (NetopProcessesPage *self)
{
  bool       is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));

  for (guint i = 0; i < self->n_kinds && title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *box = gtk_widget_get_first_child (title);

      g_autoptr (GtkWidget) cell = g_object_ref_sink (self->kinds[i].make (self));

      if (NETOP_IS_FIGURE_CELL (cell) && GTK_IS_BOX (box))
        netop_column_view_align_title (box, netop_figure_cell_get_padding (NETOP_FIGURE_CELL (cell)), is_mirrored);
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

  self->kinds = netop_process_columns_get (&self->n_kinds);
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

  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activate), self, 0);
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
  for (guint i = 0; i < self->n_kinds; i++)
    {
      const char *title = is_payload && self->kinds[i].payload_title != NULL ? self->kinds[i].payload_title : self->kinds[i].title;

      gtk_column_view_column_set_title (self->columns[self->kinds[i].column], _ (title));
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
 * netop_processes_page_toggle:
 * @key: copied; of a row that has no children: does nothing
 *
 * Shows the children of a row, or hides them. Where the selected row is among those that go, this one is selected, and
 * has the keys.
 */
void
netop_processes_page_toggle (NetopProcessesPage *self,
                             const NetopRowKey  *key)
{
  const NetopRow *row = netop_row_model_lookup (self->model, key);

  if (row != NULL)
    set_expanded (self, *key, !row->expanded);
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
