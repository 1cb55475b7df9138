/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-keeper.h"

#include "netop-column-sorter.h"

#define HOLD_STILL_MS 3000

struct _NetopTableKeeper
{
  GObject parent_instance;

  GtkColumnView     *view; /* not owned: it outlives this */
  NetopTableColumns *columns;
  NetopRowModel     *model;
  NetopCellRegistry *registry;
  guint              thaw_id;
  gboolean           is_setting_sort;
};

G_DEFINE_FINAL_TYPE (NetopTableKeeper, netop_table_keeper, G_TYPE_OBJECT)

enum {
  SIGNAL_SIDEWAYS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- Focus: a list view keeps it at a position, whatever row comes to stand there --- */

static guint
get_selected_position (NetopTableKeeper *self)
{
  NetopRowKey key = netop_row_model_get_selected (self->model);

  return netop_row_model_get_position (self->model, &key);
}

/**
 * netop_table_keeper_is_selected_focused:
 *
 * Returns: whether the selected row has the focus
 */
gboolean
netop_table_keeper_is_selected_focused (NetopTableKeeper *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint      position = get_selected_position (self);

  return position != GTK_INVALID_LIST_POSITION && focus != NULL && netop_cell_registry_get_position_of (self->registry, focus) == position;
}

/**
 * netop_table_keeper_follow_selected:
 * @was_focused: netop_table_keeper_is_selected_focused() before the rows changed places
 *
 * Gives the focus back to the selected row where it had it; nothing is scrolled.
 */
void
netop_table_keeper_follow_selected (NetopTableKeeper *self,
                                    gboolean          was_focused)
{
  guint position = get_selected_position (self);

  if (was_focused && position != GTK_INVALID_LIST_POSITION && !netop_table_keeper_is_selected_focused (self))
    netop_cell_registry_focus_row (self->registry, position);
}

/* --- Order --- */

/**
 * netop_table_keeper_hold:
 *
 * Keeps the rows where they are, as while a menu is open, until as many netop_table_keeper_release().
 */
void
netop_table_keeper_hold (NetopTableKeeper *self)
{
  netop_row_model_freeze_sort (self->model);
}

/**
 * netop_table_keeper_release:
 *
 * Takes one netop_table_keeper_hold() back. The focus stays with the selected row.
 */
void
netop_table_keeper_release (NetopTableKeeper *self)
{
  gboolean was_focused = netop_table_keeper_is_selected_focused (self);

  netop_row_model_thaw_sort (self->model);
  netop_table_keeper_follow_selected (self, was_focused);
}

static gboolean
thaw (gpointer user_data)
{
  NetopTableKeeper *self = user_data;

  self->thaw_id = 0;
  netop_table_keeper_release (self);
  return G_SOURCE_REMOVE;
}

/* Nobody wants to click on what has just moved away. */
static void
hold_still (NetopTableKeeper *self)
{
  if (self->thaw_id != 0)
    g_source_remove (self->thaw_id);
  else
    netop_table_keeper_hold (self);
  self->thaw_id = g_timeout_add (HOLD_STILL_MS, thaw, self);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           NetopTableKeeper         *self)
{
  hold_still (self);
}

static void
on_pressed (GtkGestureClick  *gesture,
            int               n_presses,
            double            x,
            double            y,
            NetopTableKeeper *self)
{
  hold_still (self);
}

/* The rows that come under a pointer that stands are looked at too. */
static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double                    x,
           double                    y,
           NetopTableKeeper         *self)
{
  hold_still (self);
  return GDK_EVENT_PROPAGATE;
}

/* Keys that go from row to row, or do something to one. */
static gboolean
acts_on_rows (guint keyval)
{
  static const guint keys[] = {
    GDK_KEY_Up,
    GDK_KEY_Down,
    GDK_KEY_Page_Up,
    GDK_KEY_Page_Down,
    GDK_KEY_Home,
    GDK_KEY_End,
    GDK_KEY_Return,
    GDK_KEY_KP_Up,
    GDK_KEY_KP_Down,
    GDK_KEY_KP_Page_Up,
    GDK_KEY_KP_Page_Down,
    GDK_KEY_KP_Home,
    GDK_KEY_KP_End,
    GDK_KEY_KP_Enter,
    GDK_KEY_Menu,
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keyval == keys[i])
      return TRUE;

  return FALSE;
}

/* What is wider than the window is reached without a pointer. */
static void
scroll_sideways (NetopTableKeeper *self,
                 gboolean          is_right)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));
  double         step = gtk_adjustment_get_page_size (adjustment) / 4;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (is_right ? step : -step));
}

/* Which is nothing to a list. */
static gboolean
go_sideways (NetopTableKeeper *self,
             guint             keyval)
{
  gboolean is_right = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;
  gboolean is_done = FALSE;

  if (!is_right && keyval != GDK_KEY_Left && keyval != GDK_KEY_KP_Left)
    return GDK_EVENT_PROPAGATE;

  g_signal_emit (self, signals[SIGNAL_SIDEWAYS], 0, is_right, &is_done);
  if (is_done)
    hold_still (self);
  else
    scroll_sideways (self, is_right);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                NetopTableKeeper      *self)
{
  if (acts_on_rows (keyval))
    hold_still (self);
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  /* A list would take it for the selection, which follows the arrows anyway. */
  if (keyval == GDK_KEY_space)
    return gtk_widget_activate_action (GTK_WIDGET (self->view), "win.pause", NULL);
  return go_sideways (self, keyval);
}

/* GTK begins with the smallest everywhere; but of figures the largest are looked for. */
static gboolean
begins_with_largest (NetopTableKeeper *self,
                     NetopColumn       column)
{
  return column != netop_row_model_get_sort (self->model, NULL) && !netop_table_columns_has_text (self->columns, column);
}

static void
on_sorter_changed (GtkSorter        *sorter,
                   GtkSorterChange   change,
                   NetopTableKeeper *self)
{
  guint       column;
  GtkSortType direction;
  gboolean    was_focused = netop_table_keeper_is_selected_focused (self);

  if (self->is_setting_sort || !netop_column_view_get_sort (self->view, &column, &direction))
    return;

  if (self->thaw_id != 0)
    {
      g_source_remove (self->thaw_id);
      thaw (self);
    }
  if (begins_with_largest (self, column))
    netop_table_keeper_set_sort (self, column, GTK_SORT_DESCENDING);
  else
    netop_row_model_set_sort (self->model, column, direction);
  netop_table_keeper_follow_selected (self, was_focused);
}

static void
watch_keys (NetopTableKeeper *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/**
 * netop_table_keeper_watch:
 * @widget: the view, or what scrolls it
 *
 * Holds the rows still while the pointer is at work on @widget, and for a while after.
 */
void
netop_table_keeper_watch (NetopTableKeeper *self,
                          GtkWidget        *widget)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture         *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, 0);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (on_scroll), self, 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, 0);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

static void
netop_table_keeper_dispose (GObject *object)
{
  NetopTableKeeper *self = NETOP_TABLE_KEEPER (object);

  g_clear_handle_id (&self->thaw_id, g_source_remove);
  g_clear_object (&self->registry);
  g_clear_object (&self->model);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (netop_table_keeper_parent_class)->dispose (object);
}

static void
netop_table_keeper_class_init (NetopTableKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_table_keeper_dispose;

  signals[SIGNAL_SIDEWAYS] = g_signal_new ("sideways",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           g_signal_accumulator_true_handled,
                                           NULL,
                                           NULL,
                                           G_TYPE_BOOLEAN,
                                           1,
                                           G_TYPE_BOOLEAN);
}

static void
netop_table_keeper_init (NetopTableKeeper *self)
{
}

/**
 * netop_table_keeper_new:
 * @view: its columns have a #NetopColumnSorter; outlives the keeper
 * @columns: of @view
 *
 * Returns: (transfer full): the keeper of one table
 */
NetopTableKeeper *
netop_table_keeper_new (GtkColumnView     *view,
                        NetopTableColumns *columns,
                        NetopRowModel     *model,
                        NetopCellRegistry *registry)
{
  NetopTableKeeper *self = g_object_new (NETOP_TYPE_TABLE_KEEPER, NULL);

  self->view = view;
  self->columns = g_object_ref (columns);
  self->model = g_object_ref (model);
  self->registry = g_object_ref (registry);
  watch_keys (self);
  netop_table_keeper_watch (self, GTK_WIDGET (view));
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed", G_CALLBACK (on_sorter_changed), self, 0);
  return self;
}

/**
 * netop_table_keeper_set_sort:
 * @column: one without a column of its own sorts all the same: then no header has an arrow
 *
 * Sorts as if a header had been pressed, but for the direction, which is the one that is said.
 */
void
netop_table_keeper_set_sort (NetopTableKeeper *self,
                             NetopColumn       column,
                             GtkSortType       direction)
{
  self->is_setting_sort = TRUE;
  /* GTK 4.8 leaves the arrow of the column before where it is told of the next one alone. */
  gtk_column_view_sort_by_column (self->view, NULL, direction);
  gtk_column_view_sort_by_column (self->view, netop_table_columns_find (self->columns, column), direction);
  self->is_setting_sort = FALSE;
  netop_row_model_set_sort (self->model, column, direction);
}
