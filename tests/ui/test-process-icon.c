/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "netop-icon-texture.h"
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

/* As Snap does it: the icon is a file of its own. */
static void
write_entry_of_file (const char *name,
                     const char *file)
{
  g_autofree char *text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=File\nIcon=%s%s\n", folder, file);

  write_entry (name, text);
}

static void
write_icon (const char *name,
            int         size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, size, size);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0xff0000ff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", &error, NULL));
  g_assert_no_error (error);
}

/* Its head is good, and its pixels are not there. */
static void
write_broken_icon (void)
{
  g_autofree char *whole = g_build_filename (folder, "icon.png", NULL);
  g_autofree char *path = g_build_filename (folder, "broken.png", NULL);
  g_autofree char *bytes = NULL;

  g_assert_true (g_file_get_contents (whole, &bytes, NULL, NULL));
  g_assert_true (g_file_set_contents (path, bytes, 40, NULL));
}

static void
make_icons (void)
{
  g_autofree char *fifo = g_build_filename (folder, "fifo.png", NULL);

  write_icon ("icon.png", 64);
  write_icon ("huge.png", 1025);
  write_broken_icon ();
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  write_entry_of_file ("file.desktop", "/icon.png");
  write_entry_of_file ("huge.desktop", "/huge.png");
  write_entry_of_file ("broken-file.desktop", "/broken.png");
  write_entry_of_file ("fifo.desktop", "/fifo.png");
  write_entry_of_file ("a-folder.desktop", "/applications");
  write_entry_of_file ("no-file.desktop", "/none.png");
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
  make_icons ();
}

static void
remove_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_files (child);
      else
        g_assert_cmpint (g_remove (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
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

/* Where the icon is a file, it is that which is shown. */
static void
test_files (void)
{
  static const char *const generic[] = { "huge", "broken-file", "fifo", "a-folder", "no-file" };
  g_autofree char         *path = g_build_filename (folder, "icon.png", NULL);
  NetopProcess             process = { .application = (GRefString *)"desktop:file" };
  const GdkRGBA            black = { 0, 0, 0, 1 };
  g_autoptr (GtkWidget) image = g_object_ref_sink (gtk_image_new ());
  g_autoptr (GdkTexture) texture = NULL;
  guint32 pixels[16 * 16];

  g_assert_cmpstr (netop_process_icon_get_name (gdk_display_get_default (), &process), ==, path);
  texture = netop_icon_texture_get (image, path, 16, &black);
  gdk_texture_download (texture, (guchar *)pixels, 16 * sizeof *pixels);
  g_assert_cmphex (pixels[8 * 16 + 8], ==, 0xffff0000);

  for (guint i = 0; i < G_N_ELEMENTS (generic); i++)
    {
      g_autofree char *application = g_strconcat ("desktop:", generic[i], NULL);

      process.application = (GRefString *)application;
      g_assert_cmpstr (netop_process_icon_get_name (gdk_display_get_default (), &process), ==, NETOP_PROCESS_ICON_GENERIC);
    }
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
  g_test_add_func ("/ui/process-icon/files", test_files);
  g_test_add_func ("/ui/process-icon/many", test_many);
  result = g_test_run ();
  remove_files (folder);
  g_free (folder);
  return result;
}
