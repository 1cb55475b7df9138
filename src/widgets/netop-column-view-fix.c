/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-column-view-fix.h"

/* A list of more than some 205 rows that has never been scrolled draws no rows after its first big jump, by a drag
 * of the scrollbar or a press in its trough (seen in GTK 4.8.3 and 4.18.6). To scroll it once to where it is, after
 * its first frame, keeps that from happening. */

/* Frames after the first with rows: by then the list has been laid out and drawn. */
#define FRAMES_TO_WAIT 2

typedef struct
{
  GtkColumnView *view;
  guint          tick_id;
  guint          n_frames;
  gboolean       is_done;
} Fix;

static GtkWidget *
find_list (GtkColumnView *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      return child;

  return NULL;
}

static guint
get_n_rows (GtkColumnView *view)
{
  GtkSelectionModel *model = gtk_column_view_get_model (view);

  return model ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Fix *fix = user_data;

  /* An empty list has nothing to scroll to: the next rows start this again. */
  if (get_n_rows (fix->view) == 0)
    {
      fix->tick_id = 0;
      fix->n_frames = 0;
      return G_SOURCE_REMOVE;
    }

  if (++fix->n_frames <= FRAMES_TO_WAIT)
    return G_SOURCE_CONTINUE;

  netop_column_view_scroll_to (fix->view, 0);
  fix->is_done = TRUE;
  fix->tick_id = 0;

  return G_SOURCE_REMOVE;
}

static void
try_start (Fix *fix)
{
  if (fix->is_done || fix->tick_id != 0)
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (fix->view)) || get_n_rows (fix->view) == 0)
    return;

  fix->n_frames = 0;
  fix->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (fix->view), tick_cb, fix, NULL);
}

static void
stop (Fix *fix)
{
  if (fix->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (fix->view), fix->tick_id);
  fix->tick_id = 0;
}

static void
items_changed_cb (GListModel *model, guint position, guint n_removed, guint n_added, GtkColumnView *view)
{
  try_start (g_object_get_data (G_OBJECT (view), "netop-column-view-fix"));
}

static void
watch_model (Fix *fix)
{
  GtkSelectionModel *model = gtk_column_view_get_model (fix->view);

  if (model)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), fix->view, 0);
  try_start (fix);
}

/**
 * netop_column_view_prevent_blank:
 *
 * Keeps the rows of @view from vanishing at its first long jump. Once for each view, before it is shown.
 */
void
netop_column_view_prevent_blank (GtkColumnView *view)
{
  Fix *fix;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  g_return_if_fail (!g_object_get_data (G_OBJECT (view), "netop-column-view-fix"));

  fix = g_new0 (Fix, 1);
  fix->view = view;
  g_object_set_data_full (G_OBJECT (view), "netop-column-view-fix", fix, g_free);
  g_signal_connect_swapped (view, "map", G_CALLBACK (try_start), fix);
  g_signal_connect_swapped (view, "unmap", G_CALLBACK (stop), fix);
  g_signal_connect_swapped (view, "notify::model", G_CALLBACK (watch_model), fix);
  watch_model (fix);
}

/**
 * netop_column_view_scroll_to:
 * @position: of a row that exists; another does nothing
 *
 * Scrolls as little as is needed to show the row.
 */
void
netop_column_view_scroll_to (GtkColumnView *view, guint position)
{
  GtkWidget *list;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  list = find_list (view);
  if (list && position < get_n_rows (view))
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
}
