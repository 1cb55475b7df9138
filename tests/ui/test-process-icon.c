/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "netop-process-icon.h"
#include "netop-window-fixture.h"

/* What programs look like, by desktop entries that are made here. */

static char *folder;

static void
write_entry (const char *name,
             const char *text)
{
  g_autofree char *path = g_build_filename (folder, "applications", name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_no_error (error);
}

static void
make_entries (void)
{
  g_autofree char *applications = NULL;

  folder = g_dir_make_tmp ("netop-icons-XXXXXX", NULL);
  g_assert_nonnull (folder);
  applications = g_build_filename (folder, "applications", NULL);
  g_assert_cmpint (g_mkdir (applications, 0700), ==, 0);
  write_entry ("org.example.Good.desktop", "[Desktop Entry]\nType=Application\nName=Good\nIcon=np-processes-symbolic\n");
  write_entry ("org.example.Missing.desktop", "[Desktop Entry]\nType=Application\nName=Missing\nIcon=no-theme-has-this\n");
  write_entry ("org.example.Broken.desktop", "[Desktop Entry\nIcon=np-processes-symbolic\n\xff\xfe");
  write_entry ("tool_tool.desktop", "[Desktop Entry]\nType=Application\nName=Tool\nIcon=np-interfaces-symbolic\n");
}

static void
remove_entries (void)
{
  static const char *const names[] = { "org.example.Good.desktop", "org.example.Missing.desktop", "org.example.Broken.desktop", "tool_tool.desktop" };
  g_autofree char         *applications = g_build_filename (folder, "applications", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (applications, names[i], NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (applications), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

static void
test_names (void)
{
  static const struct
  {
    const char *application;
    const char *container;
    const char *icon;
  } cases[] = {
    { NULL, NULL, NETOP_PROCESS_ICON_GENERIC },
    { NULL, "docker:6f2a91c0d3e4", NETOP_PROCESS_ICON_CONTAINER },
    { "desktop:org.example.Good", NULL, "np-processes-symbolic" },
    { "flatpak:org.example.Good", NULL, "np-processes-symbolic" },
    { "snap:tool", NULL, "np-interfaces-symbolic" },
    { "desktop:org.example.Missing", NULL, NETOP_PROCESS_ICON_GENERIC },
    { "desktop:org.example.Broken", NULL, NETOP_PROCESS_ICON_GENERIC },
    { "desktop:org.example.None", NULL, NETOP_PROCESS_ICON_GENERIC },
    /* An icon of that name, without an entry. */
    { "desktop:np-connections-symbolic", NULL, "np-connections-symbolic" },
    { "desktop:../applications/org.example.Good", NULL, NETOP_PROCESS_ICON_GENERIC },
    { "desktop:", NULL, NETOP_PROCESS_ICON_GENERIC },
    { "nothing", NULL, NETOP_PROCESS_ICON_GENERIC },
  };
  NetopWindowFixture fixture = { 0 };

  netop_window_fixture_open (&fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      const guint  k = i % G_N_ELEMENTS (cases);
      NetopProcess process = { .application = (GRefString *)cases[k].application, .container = (GRefString *)cases[k].container };

      g_assert_cmpstr (netop_process_icon_get_name (gdk_display_get_default (), &process), ==, cases[k].icon);
    }
  netop_window_fixture_close (&fixture);
}

/* However many applications there are. */
static void
test_many (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *application = g_strdup_printf ("desktop:org.example.Number%u", i);
      NetopProcess     process = { .application = application };

      g_assert_cmpstr (netop_process_icon_get_name (gdk_display_get_default (), &process), ==, NETOP_PROCESS_ICON_GENERIC);
    }
}

int
main (int   argc,
      char *argv[])
{
  int result;

  make_entries ();
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/process-icon/names", test_names);
  g_test_add_func ("/ui/process-icon/many", test_many);
  result = g_test_run ();
  remove_entries ();
  return result;
}
