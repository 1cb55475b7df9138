/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "netop-exporter.h"
#include "netop-window-fixture.h"

/* Export Snapshot: what is on the disk afterwards, and what the window says. */

/* Less than any document has: the disk is full after that. */
#define FULL_AT_BYTES 2048
#define OLD_TEXT "old"

typedef struct
{
  NetopWindowFixture window;
  char              *folder;
  GFile             *file;
} Fixture;

static void
set_up (Fixture *fixture)
{
  fixture->folder = g_dir_make_tmp ("netoproc-export-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->file = g_file_new_build_filename (fixture->folder, "snapshot.json", NULL);
  netop_window_fixture_open (&fixture->window, NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->window.window), (gpointer *)&fixture->window.window);
  netop_window_fixture_push (&fixture->window, 30);
  netop_window_fixture_draw (&fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  if (fixture->window.window != NULL)
    netop_window_fixture_close (&fixture->window);
  else
    g_object_unref (fixture->window.source);
  g_file_delete (fixture->file, NULL, NULL);
  /* Fails where something else was left behind. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->file);
  g_free (fixture->folder);
}

static void export(Fixture *fixture)
{
  netop_window_export (NETOP_WINDOW (fixture->window.window), fixture->file);
}

static void
set_full_disk (gboolean is_full)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = is_full ? FULL_AT_BYTES : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
has_text (GtkWidget  *root,
          const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

typedef struct
{
  Fixture    *fixture;
  const char *text;
} Expectation;

static gboolean
is_met (gpointer user_data)
{
  const Expectation *expectation = user_data;

  return has_text (expectation->fixture->window.window, expectation->text);
}

static void
wait_for_text (Fixture    *fixture,
               const char *text)
{
  Expectation expectation = { fixture, text };

  netop_window_fixture_wait (is_met, &expectation);
}

static gboolean
is_told (gpointer unused)
{
  return netop_window_fixture_find_dialog () != NULL;
}

static gboolean
is_gone (gpointer fixture)
{
  return ((Fixture *)fixture)->window.window == NULL;
}

static void
assert_whole (Fixture *fixture)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_load_contents (fixture->file, NULL, &text, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "{"));
  g_assert_nonnull (strstr (text, "netoproc-snapshot/1"));
  g_assert_true (g_str_has_suffix (text, "}\n"));
}

static void
test_saves (void)
{
  Fixture fixture;

  set_up (&fixture);
  export(&fixture);
  wait_for_text (&fixture, "Snapshot saved as snapshot.json");
  assert_whole (&fixture);
  tear_down (&fixture);
}

static void
test_full_disk_leaves_nothing (void)
{
  Fixture fixture;

  set_up (&fixture);
  set_full_disk (TRUE);
  export(&fixture);
  netop_window_fixture_wait (is_told, NULL);
  set_full_disk (FALSE);
  g_assert_false (g_file_query_exists (fixture.file, NULL));
  g_assert_cmpstr (adw_message_dialog_get_heading (netop_window_fixture_find_dialog ()), ==, "snapshot.json Was Not Saved");
  g_assert_cmpstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), !=, "");
  tear_down (&fixture);
}

static gboolean
is_chooser_open (gpointer unused)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_FILE_CHOOSER_DIALOG (window) && gtk_widget_get_visible (window))
        return TRUE;
    }
  return FALSE;
}

/* It is said until it is answered, and what was to be saved can be saved in another place. */
static void
test_saves_elsewhere (void)
{
  Fixture           fixture;
  AdwMessageDialog *dialog;

  set_up (&fixture);
  set_full_disk (TRUE);
  export(&fixture);
  netop_window_fixture_wait (is_told, NULL);
  set_full_disk (FALSE);
  dialog = netop_window_fixture_find_dialog ();
  g_assert_false (is_chooser_open (NULL));
  adw_message_dialog_response (dialog, "elsewhere");
  gtk_window_destroy (GTK_WINDOW (dialog));
  netop_window_fixture_wait (is_chooser_open, NULL);
  tear_down (&fixture);
}

static void
test_full_disk_leaves_old_file (void)
{
  Fixture          fixture;
  g_autofree char *text = NULL;

  set_up (&fixture);
  g_assert_true (g_file_replace_contents (fixture.file, OLD_TEXT, strlen (OLD_TEXT), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  set_full_disk (TRUE);
  export(&fixture);
  netop_window_fixture_wait (is_told, NULL);
  set_full_disk (FALSE);
  g_assert_true (g_file_load_contents (fixture.file, NULL, &text, NULL, NULL, NULL));
  g_assert_cmpstr (text, ==, OLD_TEXT);
  tear_down (&fixture);
}

/* The end of writing is known to the main loop only, which does not run between these two. */
static void
test_close_waits (void)
{
  Fixture fixture;

  set_up (&fixture);
  export(&fixture);
  gtk_window_close (GTK_WINDOW (fixture.window.window));
  g_assert_nonnull (fixture.window.window);
  g_assert_false (gtk_widget_get_visible (fixture.window.window));

  netop_window_fixture_wait (is_gone, &fixture);
  assert_whole (&fixture);
  tear_down (&fixture);
}

static void
test_closed_window_comes_back (void)
{
  Fixture fixture;

  set_up (&fixture);
  set_full_disk (TRUE);
  export(&fixture);
  gtk_window_close (GTK_WINDOW (fixture.window.window));
  netop_window_fixture_wait (is_told, NULL);
  set_full_disk (FALSE);
  g_assert_true (gtk_widget_get_visible (fixture.window.window));
  tear_down (&fixture);
}

static gboolean
is_written (gpointer exporter)
{
  return !netop_exporter_is_busy (exporter);
}

/* The end of the name says which format, in small letters or capital ones. */
static void
test_formats (void)
{
  static const struct
  {
    const char *name;
    const char *beginning;
  } cases[] = {
    { "a.json", "{" },
    { "a.csv", "pid,process,rx_bytes,tx_bytes,rx_packets,tx_packets\r\n" },
    { "a.TSV", "pid\tprocess\trx_bytes\ttx_bytes\trx_packets\ttx_packets\n" },
    { "a.csv.txt", "{" },
    { "a", "{" },
    { ".csv", "pid,process," },
  };
  g_autoptr (NetopExporter) exporter = netop_exporter_new ();
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (3, 9, 1);
  g_autofree char *folder = g_dir_make_tmp ("netoproc-export-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (folder, cases[i].name, NULL);
      g_autofree char *text = NULL;

      netop_exporter_write (exporter, snapshot, file, netop_exporter_find_format (cases[i].name, NULL));
      netop_window_fixture_wait (is_written, exporter);
      g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, cases[i].beginning));
      g_assert_true (g_file_delete (file, NULL, NULL));
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_saves_table (void)
{
  Fixture          fixture;
  g_autofree char *text = NULL;

  set_up (&fixture);
  g_object_unref (fixture.file);
  fixture.file = g_file_new_build_filename (fixture.folder, "snapshot.csv", NULL);
  export(&fixture);
  wait_for_text (&fixture, "Snapshot saved as snapshot.csv");
  g_assert_true (g_file_load_contents (fixture.file, NULL, &text, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "pid,process,"));
  tear_down (&fixture);
}

/* What is chosen beside the name ends it, and says the format of one that says nothing. */
static void
test_filters (void)
{
  g_autoptr (GtkFileChooserNative) dialog = gtk_file_chooser_native_new ("Export", NULL, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GListModel) filters = NULL;
  g_autoptr (GtkFileFilter) csv = NULL;
  g_autofree char *renamed = NULL;
  g_autofree char *lengthened = NULL;

  netop_exporter_add_filters (chooser);
  filters = gtk_file_chooser_get_filters (chooser);
  g_assert_cmpuint (g_list_model_get_n_items (filters), ==, 3);
  g_assert_cmpint (netop_exporter_find_format ("snapshot", chooser), ==, NETOP_EXPORT_STATE);

  csv = g_list_model_get_item (filters, 2);
  gtk_file_chooser_set_filter (chooser, csv);
  g_assert_cmpint (netop_exporter_find_format ("snapshot", chooser), ==, NETOP_EXPORT_CSV);
  g_assert_cmpint (netop_exporter_find_format ("snapshot.tsv", chooser), ==, NETOP_EXPORT_TSV);
  renamed = netop_exporter_rename ("snapshot.json", chooser);
  g_assert_cmpstr (renamed, ==, "snapshot.csv");
  lengthened = netop_exporter_rename ("snapshot", chooser);
  g_assert_cmpstr (lengthened, ==, "snapshot.csv");
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (dialog));
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  /* A file beyond the limit is an error and no signal. */
  signal (SIGXFSZ, SIG_IGN);

  g_test_add_func ("/ui/export/saves", test_saves);
  g_test_add_func ("/ui/export/formats", test_formats);
  g_test_add_func ("/ui/export/saves-table", test_saves_table);
  g_test_add_func ("/ui/export/filters", test_filters);
  g_test_add_func ("/ui/export/full-disk-leaves-nothing", test_full_disk_leaves_nothing);
  g_test_add_func ("/ui/export/saves-elsewhere", test_saves_elsewhere);
  g_test_add_func ("/ui/export/full-disk-leaves-old-file", test_full_disk_leaves_old_file);
  g_test_add_func ("/ui/export/close-waits", test_close_waits);
  g_test_add_func ("/ui/export/closed-window-comes-back", test_closed_window_comes_back);

  return g_test_run ();
}
