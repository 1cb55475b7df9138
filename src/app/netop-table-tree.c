/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-tree.h"

#include "netop-column-view-fix.h"

struct _NetopTableTree
{
  GObject parent_instance;

  GtkColumnView     *view; /* not owned: it outlives this */
  NetopRowModel     *model;
  NetopCellRegistry *registry;
  NetopTableKeeper  *keeper;
};

G_DEFINE_FINAL_TYPE (NetopTableTree, netop_table_tree, G_TYPE_OBJECT)

static gboolean
set_expanded (NetopTableTree *self,
              NetopRowKey     key,
              gboolean        expanded)
{
  gboolean        was_focused = netop_table_keeper_is_selected_focused (self->keeper);
  const NetopRow *row = netop_row_model_lookup (self->model, &key);

  if (row == NULL || !row->expandable || row->expanded == expanded)
    return FALSE;

  netop_row_model_set_expanded (self->model, &key, expanded);
  netop_table_keeper_follow_selected (self->keeper, was_focused);
  return TRUE;
}

/* Selects the row and gives it the keys, as the list's own keys do. */
static gboolean
go_to_row (NetopTableTree *self,
           guint           position)
{
  const NetopRow *row = netop_row_model_get_row (self->model, position);

  if (row == NULL)
    return FALSE;

  netop_row_model_set_selected (self->model, &row->key);
  netop_cell_registry_focus_row (self->registry, position);
  netop_column_view_scroll_to (self->view, position);
  return TRUE;
}

/* As in every tree: open what is closed, then go in; close what is open, else go out. */
static gboolean
move (NetopTableTree *self,
      gboolean        inwards)
{
  GtkRoot        *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget      *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint           position = netop_cell_registry_get_position_of (self->registry, focus);
  const NetopRow *row = netop_row_model_get_row (self->model, position);

  if (row == NULL)
    return FALSE;
  if (set_expanded (self, row->key, inwards))
    return TRUE;
  if (!inwards)
    return go_to_row (self, netop_row_model_get_parent_position (self->model, position));

  return go_to_row (self, netop_row_model_get_first_child_position (self->model, position));
}

static gboolean
on_sideways (NetopTableKeeper *keeper,
             gboolean          is_right,
             NetopTableTree   *self)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self->view)) == GTK_TEXT_DIR_RTL;

  return move (self, is_right != is_mirrored);
}

static void
netop_table_tree_dispose (GObject *object)
{
  NetopTableTree *self = NETOP_TABLE_TREE (object);

  g_clear_object (&self->keeper);
  g_clear_object (&self->registry);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (netop_table_tree_parent_class)->dispose (object);
}

static void
netop_table_tree_class_init (NetopTableTreeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_table_tree_dispose;
}

static void
netop_table_tree_init (NetopTableTree *self)
{
}

/**
 * netop_table_tree_new:
 * @view: outlives the tree
 *
 * Returns: (transfer full): opens and closes rows as long as it lives
 */
NetopTableTree *
netop_table_tree_new (GtkColumnView     *view,
                      NetopRowModel     *model,
                      NetopCellRegistry *registry,
                      NetopTableKeeper  *keeper)
{
  NetopTableTree *self = g_object_new (NETOP_TYPE_TABLE_TREE, NULL);

  self->view = view;
  self->model = g_object_ref (model);
  self->registry = g_object_ref (registry);
  self->keeper = g_object_ref (keeper);
  g_signal_connect_object (keeper, "sideways", G_CALLBACK (on_sideways), self, 0);
  return self;
}

/**
 * netop_table_tree_toggle:
 * @key: copied; of a row that has no children: does nothing
 *
 * Shows the children of a row, or hides them. Where the selected row is among those that go, this one is selected, and
 * has the keys.
 */
void
netop_table_tree_toggle (NetopTableTree    *self,
                         const NetopRowKey *key)
{
  const NetopRow *row = netop_row_model_lookup (self->model, key);

  if (row != NULL)
    set_expanded (self, *key, !row->expanded);
}
