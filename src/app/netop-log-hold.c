/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-log-hold.h"

struct _NetopLogHold
{
  GObject parent_instance;

  GtkAdjustment    *adjustment;
  NetopRowModel    *model;
  NetopTableKeeper *keeper;
  guint             update_id;
  gboolean          is_held;
};

G_DEFINE_FINAL_TYPE (NetopLogHold, netop_log_hold, G_TYPE_OBJECT)

/* Where the newest come last nothing that comes moves what is there. */
static gboolean
is_in_danger (NetopLogHold *self)
{
  GtkSortType direction;
  NetopColumn column = netop_row_model_get_sort (self->model, &direction);

  return gtk_adjustment_get_value (self->adjustment) > gtk_adjustment_get_lower (self->adjustment) &&
         (column != NETOP_COLUMN_TIME || direction != GTK_SORT_ASCENDING);
}

static gboolean
update (gpointer user_data)
{
  NetopLogHold *self = user_data;
  gboolean      is_to_be_held = is_in_danger (self);

  self->update_id = 0;
  if (is_to_be_held == self->is_held)
    return G_SOURCE_REMOVE;

  self->is_held = is_to_be_held;
  if (is_to_be_held)
    netop_table_keeper_hold (self->keeper);
  else
    netop_table_keeper_release (self->keeper);
  return G_SOURCE_REMOVE;
}

/* A list may not be given other rows while it hands out sizes, which is when it scrolls by itself; and a new snapshot must
 * not come before what holds its rows back. */
static void
on_changed (NetopLogHold *self)
{
  if (!self->is_held && is_in_danger (self))
    update (self);
  else if (self->update_id == 0)
    self->update_id = g_idle_add (update, self);
}

static void
netop_log_hold_dispose (GObject *object)
{
  NetopLogHold *self = NETOP_LOG_HOLD (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->model);
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (netop_log_hold_parent_class)->dispose (object);
}

static void
netop_log_hold_class_init (NetopLogHoldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_log_hold_dispose;
}

static void
netop_log_hold_init (NetopLogHold *self)
{
}

/**
 * netop_log_hold_new:
 * @view: stands in what scrolls it
 * @model: of a log
 * @keeper: of the same table
 *
 * Returns: (transfer full): what keeps the log still
 */
NetopLogHold *
netop_log_hold_new (GtkColumnView    *view,
                    NetopRowModel    *model,
                    NetopTableKeeper *keeper)
{
  NetopLogHold *self = g_object_new (NETOP_TYPE_LOG_HOLD, NULL);

  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
  self->model = g_object_ref (model);
  self->keeper = g_object_ref (keeper);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "refreshed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return self;
}
