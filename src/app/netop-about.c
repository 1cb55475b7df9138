/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-about.h"

#include <glib/gi18n.h>

/* Returns (transfer full) what whoever helps asks first; in English, because it is for them. */
static char *
dup_debug_info (void)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  return g_strdup_printf ("netoproc %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\nSystem: %s\n",
                          NETOP_VERSION,
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version,
                          system != NULL ? system : "not known");
}

/**
 * netop_about_show:
 * @parent: (transfer none) (nullable): the window it stands before
 */
void
netop_about_show (GtkWindow *parent)
{
  const char *developers[] = { _ ("The netoproc authors"), NULL };
  /* Translators: your names, one a line; they are shown in the window about the program */
  const char      *translators = _ ("translator-credits");
  g_autofree char *debug_info = dup_debug_info ();

  adw_show_about_window (parent,
                         "application-name", "netoproc",
                         "application-icon", NETOP_APP_ID,
                         "version", NETOP_VERSION,
                         "developer-name", developers[0],
                         "developers", developers,
                         "translator-credits", g_str_equal (translators, "translator-credits") ? "" : translators,
                         "copyright", "© 2026 The netoproc authors",
                         "license-type", GTK_LICENSE_MIT_X11,
                         "comments", _ ("Shows which programs use the network, how much, and whom they talk to."),
                         "debug-info", debug_info,
                         "debug-info-filename", "netoproc-debug-info.txt",
                         NULL);
}
