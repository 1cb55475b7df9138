/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-welcome.h"

#include "netop-settings.h"

struct _NetopWelcome
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (NetopWelcome, netop_welcome, ADW_TYPE_WINDOW)

static void
netop_welcome_class_init (NetopWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-welcome.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
netop_welcome_init (NetopWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * netop_welcome_show_once:
 * @parent: (transfer none): the window it stands before
 *
 * Shows it, and never again. Where that cannot be remembered it is not shown at all: else it would be each time.
 */
void
netop_welcome_show_once (GtkWindow *parent)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  if (settings == NULL || g_settings_get_boolean (settings, "welcome-shown") || !g_settings_set_boolean (settings, "welcome-shown", TRUE))
    return;

  gtk_window_present (g_object_new (NETOP_TYPE_WELCOME, "transient-for", parent, NULL));
}
