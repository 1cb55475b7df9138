/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-menu-button.h"

#define WATCHED_KEY "netop-menu-watched"
#define IDLE_KEY "netop-menu-renewal"

static gboolean
renew (gpointer user_data)
{
  GtkMenuButton *button = user_data;
  GtkPopover    *popover = gtk_menu_button_get_popover (button);

  g_object_steal_data (G_OBJECT (button), IDLE_KEY);
  if (!popover || gtk_widget_get_visible (GTK_WIDGET (popover)))
    return G_SOURCE_REMOVE;

  if (gtk_menu_button_get_menu_model (button))
    gtk_menu_button_set_menu_model (button, gtk_menu_button_get_menu_model (button));
  else
    gtk_menu_button_set_popover (button, NULL);
  return G_SOURCE_REMOVE;
}

static void
remove_source (gpointer id)
{
  g_source_remove (GPOINTER_TO_UINT (id));
}

/* The item that was chosen acts before that. */
static void
on_closed (GtkMenuButton *button)
{
  if (!g_object_get_data (G_OBJECT (button), IDLE_KEY))
    g_object_set_data_full (G_OBJECT (button), IDLE_KEY, GUINT_TO_POINTER (g_idle_add (renew, button)), remove_source);
}

static void
watch_popover (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover)
    g_signal_connect_object (popover, "closed", G_CALLBACK (on_closed), button, G_CONNECT_SWAPPED);
}

/**
 * netop_menu_button_renew:
 * @button: of a menu model, or with a function that makes its popover
 *
 * Gives it a new menu, from now on, each time that one was closed: to a menu that stays there, closed, GTK 4.8 on X11 gives the
 * next press, wherever it is. Called again it does nothing, so it can be a handler of "map".
 */
void
netop_menu_button_renew (GtkMenuButton *button)
{
  if (g_object_get_data (G_OBJECT (button), WATCHED_KEY))
    return;

  g_object_set_data (G_OBJECT (button), WATCHED_KEY, GINT_TO_POINTER (TRUE));
  g_signal_connect (button, "notify::popover", G_CALLBACK (watch_popover), NULL);
  watch_popover (button);
}
