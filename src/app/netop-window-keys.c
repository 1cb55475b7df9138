/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-window-keys.h"

static void
add_shortcut (GtkWidget          *window,
              GtkPropagationPhase phase,
              const char         *keys,
              const char         *action,
              const char         *parameter)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut        *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_named_action_new (action));

  if (parameter != NULL)
    gtk_shortcut_set_arguments (shortcut, g_variant_new_string (parameter));
  gtk_event_controller_set_propagation_phase (controller, phase);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (window, controller);
}

/**
 * netop_window_keys_add:
 * @window: with the actions
 *
 * Adds the keys of the window's own. What is a letter elsewhere counts only where nobody else wants it; with the others a list
 * or the window itself would move the focus, so they come first.
 */
void
netop_window_keys_add (GtkWidget *window)
{
  add_shortcut (window, GTK_PHASE_BUBBLE, "space", "win.pause", NULL);
  add_shortcut (window, GTK_PHASE_BUBBLE, "slash", "win.search", NULL);
  add_shortcut (window, GTK_PHASE_BUBBLE, "s", "win.next-sort", NULL);
  add_shortcut (window, GTK_PHASE_BUBBLE, "<Shift>s", "win.reverse-sort", NULL);
  add_shortcut (window, GTK_PHASE_CAPTURE, "<Alt>1|<Alt>KP_1", "win.page", "processes");
  add_shortcut (window, GTK_PHASE_CAPTURE, "<Alt>2|<Alt>KP_2", "win.page", "connections");
  add_shortcut (window, GTK_PHASE_CAPTURE, "<Alt>3|<Alt>KP_3", "win.page", "interfaces");
  add_shortcut (window, GTK_PHASE_CAPTURE, "<Alt>4|<Alt>KP_4", "win.page", "dns");
  add_shortcut (window, GTK_PHASE_CAPTURE, "<Control>Tab|<Control>KP_Tab", "win.next-page", NULL);
  add_shortcut (window, GTK_PHASE_CAPTURE, "<Shift><Control>Tab|<Shift><Control>ISO_Left_Tab", "win.previous-page", NULL);
}
