/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-popup-menu.h"

#define PRESENT_KEY "netop-popup-present"
#define CLOSE_KEY "netop-popup-close"

static void
remove_source (gpointer id)
{
  g_source_remove (GPOINTER_TO_UINT (id));
}

static void
keep_source (GtkWidget *popover, const char *key, guint id)
{
  g_object_set_data_full (G_OBJECT (popover), key, GUINT_TO_POINTER (id), remove_source);
}

/* A menu has the lines between its sections a moment after it is open, and nobody asks for more room then (GTK 4.8). Where a
 * frame came in between, it has been laid out in the room it had, and is content. */
static gboolean
present (gpointer popover)
{
  g_object_steal_data (popover, PRESENT_KEY);
  gtk_widget_queue_resize (popover);
  gtk_popover_present (popover);
  return G_SOURCE_REMOVE;
}

static gboolean
drop (gpointer popover)
{
  g_object_steal_data (popover, CLOSE_KEY);
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* The item that was chosen acts after this. To a menu that stays there, closed, GTK 4.8 on X11 gives the next press, wherever it
 * is. */
static void
on_closed (GtkWidget *popover)
{
  if (!g_object_get_data (G_OBJECT (popover), CLOSE_KEY))
    keep_source (popover, CLOSE_KEY, g_idle_add (drop, popover));
}

/* Taken away before either has come. Others may have it a little longer. */
static void
on_parent_changed (GtkWidget *popover)
{
  g_object_set_data (G_OBJECT (popover), PRESENT_KEY, NULL);
  g_object_set_data (G_OBJECT (popover), CLOSE_KEY, NULL);
}

/**
 * netop_popup_menu_open:
 * @parent: whose size_allocate presents it, as GTK asks of whoever has a popover
 * @menu: (transfer none): what is in it
 * @place: where it opens, in coordinates of @parent
 *
 * Opens a menu without an arrow. It is @parent's child while it is open, and no longer ("notify::parent") once what was chosen
 * in it has been done.
 *
 * Returns: (transfer none): the menu
 */
GtkWidget *
netop_popup_menu_open (GtkWidget *parent, GMenuModel *menu, const GdkRectangle *place)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_parent (popover, parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), place);
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  g_signal_connect (popover, "notify::parent", G_CALLBACK (on_parent_changed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
  keep_source (popover, PRESENT_KEY, g_idle_add_full (G_PRIORITY_LOW, present, popover, NULL));
  return popover;
}
