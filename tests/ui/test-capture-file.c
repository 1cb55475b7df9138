/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "netop-capture-file.h"
#include "netop-window-fixture.h"

/* Open Capture File: a window of its own, or why not. */

/* Of a pcap file without any packet (draft-ietf-opsawg-pcap): magic, version 2.4, snap length, Ethernet. */
static const guint8 empty_capture[] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0 };

static GList *
get_windows (void)
{
  return gtk_application_get_windows (GTK_APPLICATION (g_application_get_default ()));
}

static void
assert_refused (NetopWindowFixture *fixture,
                GFile              *file,
                const char         *heading)
{
  guint n_windows = g_list_length (get_windows ());

  netop_capture_file_open (GTK_WINDOW (fixture->window), file);
  netop_window_fixture_settle ();
  g_assert_cmpuint (g_list_length (get_windows ()), ==, n_windows);
  g_assert_nonnull (netop_window_fixture_find_dialog ());
  g_assert_cmpstr (adw_message_dialog_get_heading (netop_window_fixture_find_dialog ()), ==, heading);
  g_assert_cmpstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), !=, "");
  gtk_window_destroy (GTK_WINDOW (netop_window_fixture_find_dialog ()));
  netop_window_fixture_settle ();
}

static void
test_refused (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *folder = g_dir_make_tmp ("netoproc-open-XXXXXX", NULL);
  g_autofree char   *path = g_build_filename (folder, "<b>no\n.pcap", NULL);
  g_autoptr (GFile) missing = g_file_new_for_path (path);
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("sftp://host/far.pcap");

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 3);
  assert_refused (&fixture, missing, "<b>no\\x0a.pcap Cannot Be Opened");
  assert_refused (&fixture, elsewhere, "far.pcap Cannot Be Opened");
  netop_window_fixture_close (&fixture);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What watches the network goes on. */
static void
test_opens (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *folder = g_dir_make_tmp ("netoproc-open-XXXXXX", NULL);
  g_autofree char   *path = g_build_filename (folder, "some.pcap", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *opened;

  g_assert_true (g_file_set_contents (path, (const char *)empty_capture, sizeof empty_capture, NULL));
  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 3);
  netop_capture_file_open (GTK_WINDOW (fixture.window), file);
  netop_window_fixture_settle ();
  g_assert_cmpuint (g_list_length (get_windows ()), ==, 2);
  opened = get_windows ()->data == (gpointer)fixture.window ? get_windows ()->next->data : get_windows ()->data;
  g_assert_true (NETOP_IS_WINDOW (opened));
  g_assert_true (gtk_widget_get_visible (fixture.window));

  gtk_window_destroy (GTK_WINDOW (opened));
  netop_window_fixture_close (&fixture);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/capture-file/refused", test_refused);
  g_test_add_func ("/ui/capture-file/opens", test_opens);
  return g_test_run ();
}
