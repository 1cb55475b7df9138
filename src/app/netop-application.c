/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-application.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "netop-about.h"
#include "netop-welcome.h"
#include "netop-window.h"

/* Of the command line's exit codes: anything that is not a matter of permission, device or argument. */
#define EXIT_NO_DISPLAY 4

typedef struct
{
  NetopSource                   *source;
  const NetopApplicationOptions *options;
} Run;

static void
activate_about (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  netop_about_show (gtk_application_get_active_window (user_data));
}

static void
activate_quit (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Each may have something to finish. The application ends with the last. */
  for (const GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = activate_about },
  { .name = "quit", .activate = activate_quit },
};

static void
on_startup (GApplication *application,
            Run          *run)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } keys[] = {
    { "app.quit", { "<Control>q" } },
    { "win.search", { "<Control>f" } },
    { "win.export", { "<Control>e" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.open", { "<Control>o" } },
    { "win.details", { "F9" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "window.close", { "<Control>w" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action, keys[i].keys);
  gtk_window_set_default_icon_name (NETOP_APP_ID);
}

static void
on_activate (GApplication *application,
             Run          *run)
{
  GtkWindow *open = gtk_application_get_active_window (GTK_APPLICATION (application));
  GtkWidget *window;

  if (open != NULL)
    {
      gtk_window_present (open);
      return;
    }

  window = netop_window_new (ADW_APPLICATION (application), run->source, run->options);
  gtk_window_present (GTK_WINDOW (window));
  netop_source_start (run->source);
  /* Who names what to show knows the program. */
  if (run->options->is_single)
    netop_welcome_show_once (GTK_WINDOW (window));
}

/**
 * netop_application_run:
 * @source: (transfer none): started when the window is open
 * @options: borrowed for the call
 *
 * Opens the window and runs until it is closed. Each window has a capture of its own. Where @options say that it is
 * single and one is open already, that one is brought up and this returns at once, @source not started.
 *
 * Returns: what to exit with
 */
int
netop_application_run (NetopSource                   *source,
                       const NetopApplicationOptions *options)
{
  Run run = { source, options };
  g_autoptr (AdwApplication) application = NULL;

  if (!gtk_init_check ())
    {
      g_printerr ("netoproc: %s\n", _ ("There is no display for a window; --duration 5 prints a snapshot instead"));
      return EXIT_NO_DISPLAY;
    }

  /* GLib takes it once, and where there is none the program's own. */
  if (g_strcmp0 (g_get_application_name (), "netoproc") != 0)
    g_set_application_name ("netoproc");
  application = adw_application_new (NETOP_APP_ID, options->is_single ? G_APPLICATION_DEFAULT_FLAGS : G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), &run);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &run);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
