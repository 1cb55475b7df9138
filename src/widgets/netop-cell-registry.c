/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cell-registry.h"

#include <math.h>

#include "netop-column-view-fix.h"
#include "netop-rate-style.h"

typedef struct
{
  NetopCellRegistry *registry;
  NetopCellMake      make;
  NetopCellShow      show;
  gpointer           user_data;
} Column;

typedef struct
{
  GtkListItem  *item;
  const Column *column;
  guint         index; /* in the registry's cells while bound */
} Cell;

struct _NetopCellRegistry
{
  GObject parent_instance;

  GtkColumnView *view; /* weak */
  GtkAdjustment *adjustment;
  GPtrArray     *cells; /* of Cell: the bound ones, owned by their list items */
  gboolean       is_stale;
  guint          n_shown;
};

G_DEFINE_FINAL_TYPE (NetopCellRegistry, netop_cell_registry, G_TYPE_OBJECT)

static void
show_cell (const Cell *cell)
{
  GtkWidget *child = gtk_list_item_get_child (cell->item);
  guint      position = gtk_list_item_get_position (cell->item);

  if (child && position != GTK_INVALID_LIST_POSITION)
    cell->column->show (child, position, cell->column->user_data);
}

static Cell *
get_cell (GtkListItem *item)
{
  return g_object_get_data (G_OBJECT (item), "netop-cell");
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  Cell *cell = g_new0 (Cell, 1);

  cell->item = item;
  cell->column = column;
  g_object_set_data_full (G_OBJECT (item), "netop-cell", cell, g_free);
  gtk_list_item_set_child (item, column->make (column->user_data));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  Cell *cell = get_cell (item);

  cell->index = column->registry->cells->len;
  g_ptr_array_add (column->registry->cells, cell);
  show_cell (cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GPtrArray *cells = column->registry->cells;
  Cell      *cell = get_cell (item);
  Cell      *last = g_ptr_array_index (cells, cells->len - 1);

  cells->pdata[cell->index] = last;
  last->index = cell->index;
  g_ptr_array_set_size (cells, (int)cells->len - 1);
}

static void
column_free (gpointer data)
{
  Column *column = data;

  g_object_unref (column->registry);
  g_free (column);
}

static GtkWidget *
get_row (const Cell *cell)
{
  GtkWidget *child = gtk_list_item_get_child (cell->item);

  return child ? netop_cell_registry_get_row_of_cell (child) : NULL;
}

/* From a row itself and not from the adjustment, which after a change of the count is right only at the next
 * layout. All rows are equally high. */
static double
get_row_height (NetopCellRegistry *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      GtkWidget *row = get_row (g_ptr_array_index (self->cells, i));
      int        height = row ? gtk_widget_get_allocated_height (row) : 0;

      if (height > 0)
        return height;
    }

  return 0.0;
}

static void
adjustment_changed_cb (NetopCellRegistry *self)
{
  netop_cell_registry_refresh (self);
}

static void
watch_adjustment (NetopCellRegistry *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (adjustment == self->adjustment)
    return;

  if (self->adjustment)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_set_object (&self->adjustment, adjustment);
  if (!adjustment)
    return;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (adjustment_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
map_cb (NetopCellRegistry *self)
{
  if (self->is_stale)
    netop_cell_registry_refresh (self);
}

static void
netop_cell_registry_dispose (GObject *object)
{
  NetopCellRegistry *self = NETOP_CELL_REGISTRY (object);

  g_clear_object (&self->adjustment);
  g_clear_weak_pointer (&self->view);

  G_OBJECT_CLASS (netop_cell_registry_parent_class)->dispose (object);
}

static void
netop_cell_registry_finalize (GObject *object)
{
  NetopCellRegistry *self = NETOP_CELL_REGISTRY (object);

  g_clear_pointer (&self->cells, g_ptr_array_unref);

  G_OBJECT_CLASS (netop_cell_registry_parent_class)->finalize (object);
}

static void
netop_cell_registry_class_init (NetopCellRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_cell_registry_dispose;
  G_OBJECT_CLASS (klass)->finalize = netop_cell_registry_finalize;
}

static void
netop_cell_registry_init (NetopCellRegistry *self)
{
  self->cells = g_ptr_array_new ();
}

/**
 * netop_cell_registry_new:
 * @view: not referenced; its rows must all be equally high
 *
 * Returns: (transfer full): a registry for the columns of @view
 */
NetopCellRegistry *
netop_cell_registry_new (GtkColumnView *view)
{
  NetopCellRegistry *self = g_object_new (NETOP_TYPE_CELL_REGISTRY, NULL);

  g_set_weak_pointer (&self->view, view);
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (watch_adjustment), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (netop_rate_style_get_default (), "changed", G_CALLBACK (netop_cell_registry_refresh), self, G_CONNECT_SWAPPED);
  watch_adjustment (self);

  return self;
}

/**
 * netop_cell_registry_make_factory:
 * @make: makes an empty cell
 * @show: fills it
 * @user_data: for both; it outlives the factory
 *
 * Returns: (transfer full): the factory of one column; it keeps the registry alive
 */
GtkListItemFactory *
netop_cell_registry_make_factory (NetopCellRegistry *self, NetopCellMake make, NetopCellShow show, gpointer user_data)
{
  GtkListItemFactory *factory;
  Column             *column;

  g_return_val_if_fail (NETOP_IS_CELL_REGISTRY (self), NULL);

  factory = gtk_signal_list_item_factory_new ();
  column = g_new0 (Column, 1);
  column->registry = g_object_ref (self);
  column->make = make;
  column->show = show;
  column->user_data = user_data;
  g_object_set_data_full (G_OBJECT (factory), "netop-column", column, column_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);

  return factory;
}

/**
 * netop_cell_registry_get_visible_range:
 * @first: (out): position of the first row in view
 * @last: (out): of the last, which may lie beyond the end
 *
 * Returns: %FALSE where nothing is in view
 */
gboolean
netop_cell_registry_get_visible_range (NetopCellRegistry *self, guint *first, guint *last)
{
  double row_height;
  double top;

  g_return_val_if_fail (NETOP_IS_CELL_REGISTRY (self), FALSE);

  if (!self->view || !self->adjustment || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return FALSE;

  row_height = get_row_height (self);
  if (row_height <= 0.0)
    return FALSE;

  top = gtk_adjustment_get_value (self->adjustment);
  *first = (guint)floor (top / row_height);
  *last = (guint)ceil ((top + gtk_adjustment_get_page_size (self->adjustment)) / row_height);

  return TRUE;
}

/**
 * netop_cell_registry_refresh:
 *
 * Shows the model's current values in the cells that are in view. While the view is hidden, this waits until it
 * is mapped.
 */
void
netop_cell_registry_refresh (NetopCellRegistry *self)
{
  guint first;
  guint last;

  g_return_if_fail (NETOP_IS_CELL_REGISTRY (self));

  self->n_shown = 0;
  self->is_stale = !netop_cell_registry_get_visible_range (self, &first, &last);
  if (self->is_stale)
    return;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = g_ptr_array_index (self->cells, i);
      guint       position = gtk_list_item_get_position (cell->item);

      if (position < first || position > last)
        continue;
      show_cell (cell);
      self->n_shown++;
    }
}

/**
 * netop_cell_registry_get_row_widget:
 *
 * Returns: (transfer none) (nullable): the widget of the row at @position; %NULL where the view keeps none for it
 */
GtkWidget *
netop_cell_registry_get_row_widget (NetopCellRegistry *self, guint position)
{
  g_return_val_if_fail (NETOP_IS_CELL_REGISTRY (self), NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = g_ptr_array_index (self->cells, i);

      if (gtk_list_item_get_position (cell->item) == position)
        return get_row (cell);
    }

  return NULL;
}

/* The first row that is in view as a whole; none before there was a layout. */
static guint
get_first_whole_row (NetopCellRegistry *self)
{
  double row_height = get_row_height (self);

  if (row_height <= 0.0)
    return GTK_INVALID_LIST_POSITION;

  return (guint)ceil (gtk_adjustment_get_value (self->adjustment) / row_height);
}

/**
 * netop_cell_registry_get_row_of_cell:
 * @cell: what a #NetopCellMake made
 *
 * Returns: (transfer none) (nullable): the widget of the row it stands in; %NULL while it stands in none
 */
GtkWidget *
netop_cell_registry_get_row_of_cell (GtkWidget *cell)
{
  GtkWidget *parent = gtk_widget_get_parent (cell);

  return parent ? gtk_widget_get_parent (parent) : NULL;
}

/**
 * netop_cell_registry_get_position_of:
 * @widget: (nullable): any
 *
 * Returns: the position of the row that @widget is or stands in, %GTK_INVALID_LIST_POSITION if there is none
 */
guint
netop_cell_registry_get_position_of (NetopCellRegistry *self, GtkWidget *widget)
{
  g_return_val_if_fail (NETOP_IS_CELL_REGISTRY (self), GTK_INVALID_LIST_POSITION);

  for (guint i = 0; widget && i < self->cells->len; i++)
    {
      const Cell *cell = g_ptr_array_index (self->cells, i);
      GtkWidget  *row = get_row (cell);

      if (row && (row == widget || gtk_widget_is_ancestor (widget, row)))
        return gtk_list_item_get_position (cell->item);
    }

  return GTK_INVALID_LIST_POSITION;
}

/**
 * netop_cell_registry_focus_row:
 * @position: of a row that exists; another does nothing
 *
 * Gives the row the keyboard's focus and scrolls nowhere, even where the row is out of sight: the next arrow key
 * scrolls to where it goes.
 */
void
netop_cell_registry_focus_row (NetopCellRegistry *self, guint position)
{
  GtkWidget *row;
  guint      top;

  g_return_if_fail (NETOP_IS_CELL_REGISTRY (self));

  if (!self->view || !self->adjustment)
    return;

  top = get_first_whole_row (self);
  row = netop_cell_registry_get_row_widget (self, position);
  if (!row)
    {
      /* The list makes widgets around its anchor only, and keeps those of the focus wherever the anchor goes. */
      netop_column_view_scroll_to (self->view, position);
      row = netop_cell_registry_get_row_widget (self, position);
    }
  if (row)
    gtk_widget_grab_focus (row);

  /* A list that gets the focus moves its anchor there, which is seen at the next layout. A row in view as the anchor
   * stays where it is. */
  netop_column_view_scroll_to (self->view, top);
}

/**
 * netop_cell_registry_get_n_shown:
 *
 * Returns: how many cells the last refresh went through
 */
guint
netop_cell_registry_get_n_shown (NetopCellRegistry *self)
{
  g_return_val_if_fail (NETOP_IS_CELL_REGISTRY (self), 0);

  return self->n_shown;
}
