/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "netop-cell-registry.h"
#include "netop-column-menu.h"
#include "netop-column-view-fix.h"
#include "netop-connection-text.h"
#include "netop-latency-cell.h"
#include "netop-log-hold.h"
#include "netop-name-cell.h"
#include "netop-prefixed-cell.h"
#include "netop-row-popup.h"
#include "netop-sparkline.h"
#include "netop-spoken.h"
#include "netop-table-keeper.h"
#include "netop-table-tree.h"
#include "netop-text-cell.h"

#define OVER_OPACITY 0.6

/* A little more than the pace of what is spoken. */
#define TELL_SECONDS 6

/* In the dense tables, which alone have an icon without an expander. */
#define ICON_PX 16

/* What the factory of a column is given. */
typedef struct
{
  NetopTablePage         *page;
  const NetopTableColumn *kind;
} Column;

struct _NetopTablePage
{
  GtkWidget parent_instance;

  const NetopTableKind *kind;
  GtkWidget            *stack;
  GtkColumnView        *view;
  NetopRowModel        *model;
  NetopCellRegistry    *registry;
  NetopTableKeeper     *keeper;
  NetopTableTree       *tree; /* NULL where rows have none under them */
  NetopLogHold         *hold; /* NULL where it is no log */
  NetopTableColumns    *columns;
  NetopColumnMenu      *column_menu;
  Column               *factories;
  AdwStatusPage        *empty;
  NetopSnapshot        *waiting; /* for the page to be on the screen; else NULL */
  guint                 settle_id;
  guint                 tell_id;
  gint64                tell_us; /* the time of what was shown when it began to wait */
  gboolean              tells;   /* all rows, due or not */
};

G_DEFINE_FINAL_TYPE (NetopTablePage, netop_table_page, GTK_TYPE_WIDGET)

/* --- Cells --- */

static void
on_toggled (NetopNameCell  *cell,
            NetopTablePage *self)
{
  const NetopRowKey *key = g_object_get_data (G_OBJECT (cell), "netop-key");

  if (key != NULL)
    netop_table_page_toggle (self, key);
}

static GtkWidget *
make_name (NetopTablePage *self)
{
  GtkWidget *cell = netop_name_cell_new ();

  g_signal_connect_object (cell, "toggled", G_CALLBACK (on_toggled), self, 0);
  return cell;
}

static GtkWidget *
make_text (const NetopTableColumn *kind)
{
  GtkWidget *cell = netop_text_cell_new (kind->cell == NETOP_TABLE_CELL_QUIET_TEXT);

  netop_text_cell_set_title (cell, _ (kind->title));
  return cell;
}

static GtkWidget *
make_prefixed (const NetopTableColumn *kind)
{
  GtkWidget *cell = netop_prefixed_cell_new (ICON_PX);

  netop_prefixed_cell_set_title (NETOP_PREFIXED_CELL (cell), _ (kind->title));
  return cell;
}

static GtkWidget *
make_figure (const NetopTableColumn *kind)
{
  GtkWidget *cell = netop_figure_cell_new (kind->slot, kind->series);

  netop_figure_cell_set_title (NETOP_FIGURE_CELL (cell), _ (kind->title));
  return cell;
}

static GtkWidget *
make_latency (const NetopTableColumn *kind)
{
  GtkWidget *cell = netop_latency_cell_new (kind->cell == NETOP_TABLE_CELL_LATENCY);

  netop_latency_cell_set_title (NETOP_LATENCY_CELL (cell), _ (kind->title));
  return cell;
}

static GtkWidget *
make_cell (gpointer user_data)
{
  const Column           *column = user_data;
  const NetopTableColumn *kind = column->kind;

  switch (kind->cell)
    {
    case NETOP_TABLE_CELL_NAME:
      return make_name (column->page);
    case NETOP_TABLE_CELL_PREFIXED_TEXT:
      return make_prefixed (kind);
    case NETOP_TABLE_CELL_FIGURE:
      return make_figure (kind);
    case NETOP_TABLE_CELL_SPARKLINE:
      return netop_sparkline_new ();
    case NETOP_TABLE_CELL_LATENCY:
    case NETOP_TABLE_CELL_LATENCY_BAR:
      return make_latency (kind);
    case NETOP_TABLE_CELL_TEXT:
    case NETOP_TABLE_CELL_QUIET_TEXT:
    default:
      return make_text (kind);
    }
}

/* What the row is to a screen reader, as it was last told. */
typedef struct
{
  NetopRowKey key;
  guint       depth;
  gboolean    is_expandable;
  gboolean    is_expanded;
  gint64      told_us;
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

static Described *
get_described (GtkWidget *widget)
{
  Described *described = g_object_get_data (G_OBJECT (widget), "netop-described");

  if (described == NULL)
    {
      described = g_new0 (Described, 1);
      g_object_set_data_full (G_OBJECT (widget), "netop-described", described, g_free);
    }
  return described;
}

/* Where no snapshot comes any more, because the view is paused or it was the last one, what is told has to become what is shown. */
static gboolean
tell_late (gpointer user_data)
{
  NetopTablePage *self = user_data;
  gint64          now_us = netop_row_model_get_snapshot (self->model)->timestamp_us;

  if (now_us != self->tell_us)
    {
      self->tell_us = now_us;
      return G_SOURCE_CONTINUE;
    }

  self->tell_id = 0;
  self->tells = TRUE;
  netop_cell_registry_refresh (self->registry);
  self->tells = FALSE;
  return G_SOURCE_REMOVE;
}

static void
tell_later (NetopTablePage *self,
            gint64          now_us)
{
  if (self->tell_id != 0)
    return;

  self->tell_us = now_us;
  self->tell_id = g_timeout_add_seconds (TELL_SECONDS, tell_late, self);
}

static void
speak_row (NetopTablePage *self,
           GtkWidget      *widget,
           const NetopRow *row)
{
  NetopSnapshot *snapshot = netop_row_model_get_snapshot (self->model);
  Described     *described = get_described (widget);

  if (self->kind->is_tree && (described->told_us == 0 || !is_described_place (described, row)))
    describe_place (GTK_ACCESSIBLE (widget), row);
  if (self->tells || !netop_row_key_equal (&described->key, &row->key))
    described->told_us = 0;
  if (netop_spoken_is_due (&described->told_us, snapshot->timestamp_us))
    {
      g_autofree char *text = self->kind->speak (row, snapshot);

      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
  else
    {
      tell_later (self, snapshot->timestamp_us);
    }
  *described = (Described){ row->key, row->depth, row->expandable, row->expanded, described->told_us };
}

static void
show_row (NetopTablePage *self,
          GtkWidget      *cell,
          const NetopRow *row)
{
  GtkWidget *widget = netop_cell_registry_get_row_of_cell (cell);
  gboolean   is_over = row->connection != NULL && netop_connection_is_over (row->connection);

  if (widget == NULL)
    return;

  /* Out of use, and soon out of the list. */
  gtk_widget_set_opacity (widget, is_over ? OVER_OPACITY : 1);
  speak_row (self, widget, row);
}

/* Whose expander it is. */
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

static void
show_cell (GtkWidget *cell,
           guint      position,
           gpointer   user_data)
{
  const Column     *column = user_data;
  NetopTablePage   *self = column->page;
  const NetopRow   *row = netop_row_model_get_row (self->model, position);
  NetopTableContext context = { netop_row_model_get_snapshot (self->model), netop_table_columns_is_narrow (self->columns) };

  /* The view has not let go of it yet, as where one was far down in a list that is short now. */
  if (row == NULL)
    return;

  column->kind->show (cell, row, &context);
  if (column->kind->cell == NETOP_TABLE_CELL_NAME)
    remember_key (cell, &row->key);
  if (column->kind->grows)
    show_row (self, cell, row);
}

/* By Enter, or a double click: what has rows under it opens, of what has none the details do. */
static void
on_activate (GtkColumnView  *view,
             guint           position,
             NetopTablePage *self)
{
  const NetopRow *row = netop_row_model_get_row (self->model, position);

  if (row != NULL && row->expandable)
    netop_table_page_toggle (self, &row->key);
  else if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-details", NULL);
}

/* --- Room --- */

static void
netop_table_page_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  NetopTablePage *self = NETOP_TABLE_PAGE (widget);

  gtk_widget_allocate (self->stack, width, height, baseline, NULL);
  netop_table_columns_set_width (self->columns, width);
  netop_column_menu_allocate (self->column_menu);
}

static void
netop_table_page_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  gtk_widget_measure (NETOP_TABLE_PAGE (widget)->stack, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

/* --- The side where reading begins: GTK 4.8 shows the left one first whatever the direction of writing --- */

static gboolean
settle_width (gpointer user_data)
{
  NetopTablePage *self = user_data;
  GtkAdjustment  *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  self->settle_id = 0;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  /* Header and rows were placed by the value that was: in GTK 4.8 beside the view, where the columns have become narrower. */
  gtk_widget_queue_allocate (GTK_WIDGET (self->view));
  return G_SOURCE_REMOVE;
}

/* Not while sizes are being handed out. */
static void
on_width_changed (GtkAdjustment  *adjustment,
                  NetopTablePage *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_idle_add (settle_width, self);
}

/* Where those that can be seen are as wide as before, GTK 4.8 does not measure the rows again, though one that is hidden had its
 * room in them. */
static void
on_fitted (NetopTablePage *self)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    gtk_widget_queue_resize (row);
  netop_cell_registry_refresh (self->registry);
}

/* --- What is shown --- */

static void
show_empty (NetopTablePage *self)
{
  NetopRowTotals totals = netop_row_model_get_totals (self->model);
  g_autoptr (NetopEmptyText) text = self->kind->explain (netop_row_model_get_snapshot (self->model), &totals);
  g_autofree char *description = g_markup_escape_text (text->description, -1);

  adw_status_page_set_title (self->empty, text->title);
  adw_status_page_set_description (self->empty, description);
  gtk_widget_set_visible (adw_status_page_get_child (self->empty), text->is_filtered);
}

static void
on_refreshed (NetopRowModel  *model,
              NetopTablePage *self)
{
  gboolean       is_empty = g_list_model_get_n_items (G_LIST_MODEL (model)) == 0;
  NetopRowTotals totals = netop_row_model_get_totals (model);
  NetopColumn    sorted;
  GtkSortType    direction;

  netop_cell_registry_refresh (self->registry);
  netop_table_columns_set_totals (self->columns, &totals);
  sorted = netop_row_model_get_sort (model, &direction);
  netop_table_columns_set_sorted (self->columns, sorted, direction);
  if (is_empty && netop_row_model_get_snapshot (model) != NULL)
    show_empty (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_empty ? "empty" : "table");
}

static void
take_snapshot (NetopTablePage *self,
               NetopSnapshot  *snapshot)
{
  gboolean was_focused = netop_table_keeper_is_selected_focused (self->keeper);

  netop_table_columns_set_payload (self->columns, snapshot->capture.byte_layer_tcp_payload);
  netop_row_model_set_snapshot (self->model, snapshot);
  netop_table_keeper_follow_selected (self->keeper, was_focused);
}

static void
netop_table_page_map (GtkWidget *widget)
{
  NetopTablePage *self = NETOP_TABLE_PAGE (widget);
  g_autoptr (NetopSnapshot) snapshot = g_steal_pointer (&self->waiting);

  if (snapshot != NULL)
    take_snapshot (self, snapshot);
  GTK_WIDGET_CLASS (netop_table_page_parent_class)->map (widget);
}

static void
netop_table_page_direction_changed (GtkWidget       *widget,
                                    GtkTextDirection previous)
{
  netop_table_columns_align_titles (NETOP_TABLE_PAGE (widget)->columns);
}

/* --- The widget --- */

static void
add_columns (NetopTablePage *self)
{
  self->columns = netop_table_columns_new (self->view, self->kind);
  self->factories = g_new0 (Column, self->kind->n_columns);
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      self->factories[i] = (Column){ self, &self->kind->columns[i] };
      netop_table_columns_add (self->columns, i, netop_cell_registry_make_factory (self->registry, make_cell, show_cell, &self->factories[i]));
    }
  g_signal_connect_object (self->columns, "fitted", G_CALLBACK (on_fitted), self, G_CONNECT_SWAPPED);
}

static AdwStatusPage *
make_empty_page (const char *icon_name)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (adw_status_page_new ());
  GtkWidget     *button = gtk_button_new_with_mnemonic (_ ("_Clear Search"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.clear-search");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  adw_status_page_set_child (page, button);
  adw_status_page_set_icon_name (page, icon_name);
  gtk_widget_add_css_class (GTK_WIDGET (page), "np-empty");
  gtk_widget_add_css_class (GTK_WIDGET (page), "compact");
  return page;
}

static void
netop_table_page_dispose (GObject *object)
{
  NetopTablePage *self = NETOP_TABLE_PAGE (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_object (&self->column_menu);
  g_clear_object (&self->tree);
  g_clear_object (&self->hold);
  g_clear_object (&self->keeper);
  g_clear_object (&self->columns);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->registry);
  g_clear_object (&self->model);
  g_clear_pointer (&self->waiting, netop_snapshot_unref);

  G_OBJECT_CLASS (netop_table_page_parent_class)->dispose (object);
}

static void
netop_table_page_finalize (GObject *object)
{
  g_free (NETOP_TABLE_PAGE (object)->factories);

  G_OBJECT_CLASS (netop_table_page_parent_class)->finalize (object);
}

static void
netop_table_page_class_init (NetopTablePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_table_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = netop_table_page_finalize;
  widget_class->direction_changed = netop_table_page_direction_changed;
  widget_class->map = netop_table_page_map;
  widget_class->measure = netop_table_page_measure;
  widget_class->size_allocate = netop_table_page_size_allocate;
}

static void
netop_table_page_init (NetopTablePage *self)
{
}

static guint
find_row_position (gpointer   registry,
                   GtkWidget *widget)
{
  return netop_cell_registry_get_position_of (registry, widget);
}

static GtkWidget *
find_row_widget (gpointer registry,
                 guint    position)
{
  return netop_cell_registry_get_row_widget (registry, position);
}

static const NetopRowWidgets row_widgets = { find_row_position, find_row_widget };

static void
make_view (NetopTablePage *self)
{
  self->model = netop_row_model_new (self->kind->get_table ());
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->model))));
  self->registry = netop_cell_registry_new (self->view);
  netop_column_view_prevent_blank (self->view);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activate), self, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "np-table");
  if (self->kind->is_dense)
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "np-dense");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (self->kind->title), -1);
  add_columns (self);
  self->keeper = netop_table_keeper_new (self->view, self->columns, self->model, self->registry);
  if (self->kind->is_tree)
    self->tree = netop_table_tree_new (self->view, self->model, self->registry, self->keeper);
  self->column_menu = netop_column_menu_new (GTK_WIDGET (self), self->view, self->kind, self->columns, self->keeper);
  netop_row_popup_attach (GTK_WIDGET (self->view), self->model, &row_widgets, self->registry);
}

/**
 * netop_table_page_new:
 * @kind: static
 *
 * Returns: (transfer floating): a page without rows, the fastest downloads to be first
 */
GtkWidget *
netop_table_page_new (const NetopTableKind *kind)
{
  NetopTablePage *self = g_object_new (NETOP_TYPE_TABLE_PAGE, NULL);
  GtkWidget      *scrolled = gtk_scrolled_window_new ();

  self->kind = kind;
  make_view (self);
  self->empty = make_empty_page (kind->icon_name);
  self->stack = gtk_stack_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  netop_table_keeper_watch (self->keeper, gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (scrolled)));
  if (kind->get_table ()->is_log)
    self->hold = netop_log_hold_new (self->view, self->model, self->keeper);
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "table");
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->empty), "empty");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view)), "changed", G_CALLBACK (on_width_changed), self, 0);
  g_signal_connect_object (self->model, "refreshed", G_CALLBACK (on_refreshed), self, 0);
  netop_table_page_set_sort (self, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  return GTK_WIDGET (self);
}

/**
 * netop_table_page_set_snapshot:
 * @snapshot: what is shown from now on, or as soon as the page is on the screen. The selected row stays selected wherever
 *   it comes to stand, and where it had the keyboard's focus it keeps that too; nothing is scrolled
 */
void
netop_table_page_set_snapshot (NetopTablePage *self,
                               NetopSnapshot  *snapshot)
{
  g_return_if_fail (NETOP_IS_TABLE_PAGE (self));

  if (self->kind->keeps_up || gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      take_snapshot (self, snapshot);
      return;
    }

  g_clear_pointer (&self->waiting, netop_snapshot_unref);
  self->waiting = netop_snapshot_ref (snapshot);
}

/**
 * netop_table_page_set_filter:
 * @filter: (nullable): which rows are shown
 */
void
netop_table_page_set_filter (NetopTablePage *self,
                             NetopFilter    *filter)
{
  gboolean was_focused = netop_table_keeper_is_selected_focused (self->keeper);

  netop_row_model_set_filter (self->model, filter);
  netop_table_keeper_follow_selected (self->keeper, was_focused);
}

/**
 * netop_table_page_set_sort:
 * @column: one without a column of its own sorts all the same: then no header has an arrow
 */
void
netop_table_page_set_sort (NetopTablePage *self,
                           NetopColumn     column,
                           GtkSortType     direction)
{
  netop_table_keeper_set_sort (self->keeper, column, direction);
}

/**
 * netop_table_page_step_sort:
 *
 * Sorts by the next column that can be seen, the largest first where it has figures.
 */
void
netop_table_page_step_sort (NetopTablePage *self)
{
  NetopColumn column = netop_table_columns_get_next (self->columns, netop_row_model_get_sort (self->model, NULL));

  netop_table_page_set_sort (self, column, netop_table_columns_has_text (self->columns, column) ? GTK_SORT_ASCENDING : GTK_SORT_DESCENDING);
}

/**
 * netop_table_page_reverse_sort:
 *
 * Sorts by the same column the other way round.
 */
void
netop_table_page_reverse_sort (NetopTablePage *self)
{
  GtkSortType direction;
  NetopColumn column = netop_row_model_get_sort (self->model, &direction);

  netop_table_page_set_sort (self, column, direction == GTK_SORT_ASCENDING ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/**
 * netop_table_page_open_column_menu:
 *
 * Opens the menu of the columns, where that which it is sorted by can be moved and resized as well.
 */
void
netop_table_page_open_column_menu (NetopTablePage *self)
{
  netop_column_menu_open (self->column_menu, netop_row_model_get_sort (self->model, NULL));
}

/**
 * netop_table_page_get_columns:
 *
 * Returns: (transfer none): the columns of the table
 */
NetopTableColumns *
netop_table_page_get_columns (NetopTablePage *self)
{
  return self->columns;
}

/**
 * netop_table_page_toggle:
 * @key: copied; of a row that has no children: does nothing
 *
 * Shows the children of a row, or hides them, as netop_table_tree_toggle() does.
 */
void
netop_table_page_toggle (NetopTablePage    *self,
                         const NetopRowKey *key)
{
  if (self->tree != NULL)
    netop_table_tree_toggle (self->tree, key);
}

/**
 * netop_table_page_get_model:
 *
 * Returns: (transfer none): the model of the table
 */
NetopRowModel *
netop_table_page_get_model (NetopTablePage *self)
{
  return self->model;
}

static int
get_natural_height (GtkWidget *widget)
{
  int natural = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/**
 * netop_table_page_get_height:
 *
 * Returns: how high it would be with so many rows, in pixels: the header and as many rows as the first one there is
 */
int
netop_table_page_get_height (NetopTablePage *self,
                             guint           n_rows)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  return get_natural_height (header) + (int)n_rows * get_natural_height (gtk_widget_get_first_child (list));
}

/**
 * netop_table_page_focus:
 *
 * Gives the keys to the table.
 */
void
netop_table_page_focus (NetopTablePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
