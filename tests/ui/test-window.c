/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-details-pane.h"
#include "netop-settings.h"
#include "netop-window-fixture.h"

/* The whole window on made-up snapshots. Its pictures stay in the folder the first argument names. */

/* A menu is a new one each time. */
#define N_TIMES 2

static const char *picture_folder;

static void
test_shows_processes (void)
{
  NetopWindowFixture fixture;

  netop_window_fixture_open (&fixture, NULL);
  for (guint i = 0; i < 4; i++)
    {
      netop_window_fixture_push (&fixture, 30);
      netop_window_fixture_draw (&fixture);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (&fixture))), >=, 30);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "window"), >, 100);
  netop_window_fixture_close (&fixture);
}

static gboolean
has_three_rows (gpointer fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (fixture))) == 3;
}

static void
test_search_filters (void)
{
  NetopWindowFixture fixture;

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .filter = "firefox" });
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_wait (has_three_rows, &fixture);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "search"), >, 100);
  netop_window_fixture_close (&fixture);
}

/* The view holds still, and what came meanwhile is there when it goes on. */
static void
test_pause_holds_still (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *held;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_draw (&fixture);
  held = netop_row_model_get_snapshot (netop_window_fixture_get_model (&fixture));
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_draw (&fixture);
  g_assert_true (netop_row_model_get_snapshot (netop_window_fixture_get_model (&fixture)) == held);

  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  g_assert_true (netop_row_model_get_snapshot (netop_window_fixture_get_model (&fixture)) == netop_source_get_snapshot (fixture.source));
  netop_window_fixture_close (&fixture);
}

static gboolean
is_enabled (NetopWindowFixture *fixture,
            const char         *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

static void
assert_enabled (NetopWindowFixture *fixture,
                gboolean            can_export,
                gboolean            can_pause,
                gboolean            can_retry)
{
  g_assert_cmpint (is_enabled (fixture, "export"), ==, can_export);
  g_assert_cmpint (is_enabled (fixture, "pause"), ==, can_pause);
  g_assert_cmpint (is_enabled (fixture, "retry"), ==, can_retry);
}

static void
fail (NetopWindowFixture *fixture,
      NetopSourceState    state,
      NetopEngineError    code,
      const char         *message)
{
  netop_fake_source_fail (NETOP_FAKE_SOURCE (fixture->source), state, code, message);
  netop_window_fixture_draw (fixture);
}

static void
test_refused_says_what_to_do (void)
{
  NetopWindowFixture fixture;
  AdwStatusPage     *page;

  netop_window_fixture_open (&fixture, NULL);
  assert_enabled (&fixture, FALSE, FALSE, FALSE);
  fail (&fixture, NETOP_SOURCE_STATE_REFUSED, NETOP_ENGINE_ERROR_NOT_PERMITTED, "No permission to capture");
  page = ADW_STATUS_PAGE (netop_window_fixture_find (fixture.window, ADW_TYPE_STATUS_PAGE));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_assert_nonnull (strstr (adw_status_page_get_description (page), "sudo netoproc"));
  /* Who may not is not allowed by trying again. */
  g_assert_false (gtk_widget_get_mapped (adw_status_page_get_child (page)));
  assert_enabled (&fixture, FALSE, FALSE, FALSE);
  netop_window_fixture_take_picture (&fixture, picture_folder, "refused");
  netop_window_fixture_close (&fixture);
}

static void
test_ended_says_what_to_do (void)
{
  NetopWindowFixture fixture;
  AdwStatusPage     *page;

  netop_window_fixture_open (&fixture, NULL);
  fail (&fixture, NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_CANNOT_OPEN, "There is no interface wlan9");
  page = ADW_STATUS_PAGE (netop_window_fixture_find (fixture.window, ADW_TYPE_STATUS_PAGE));
  g_assert_true (gtk_widget_get_mapped (adw_status_page_get_child (page)));
  assert_enabled (&fixture, FALSE, FALSE, TRUE);
  gtk_widget_activate_action (fixture.window, "win.retry", NULL);
  g_assert_cmpuint (netop_fake_source_get_n_starts (NETOP_FAKE_SOURCE (fixture.source)), ==, 2);
  assert_enabled (&fixture, FALSE, FALSE, FALSE);
  netop_window_fixture_close (&fixture);
}

/* To read the same bad file again helps nobody. */
static void
test_bad_file_says_what_to_do (void)
{
  NetopWindowFixture fixture;
  AdwStatusPage     *page;

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .file_name = "bad.pcap" });
  fail (&fixture, NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_CANNOT_OPEN, "unknown file format");
  page = ADW_STATUS_PAGE (netop_window_fixture_find (fixture.window, ADW_TYPE_STATUS_PAGE));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_assert_nonnull (strstr (adw_status_page_get_description (page), "bad.pcap: unknown file format"));
  g_assert_nonnull (strstr (adw_status_page_get_description (page), "netoproc --read"));
  g_assert_false (gtk_widget_get_mapped (adw_status_page_get_child (page)));
  assert_enabled (&fixture, FALSE, FALSE, FALSE);
  netop_window_fixture_take_picture (&fixture, picture_folder, "bad-file");
  netop_window_fixture_close (&fixture);
}

/* Where a file has been read there is nothing to pause, and nothing to retry. */
static void
test_file_that_is_read (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot = netop_fake_snapshot (30, 200, 1);

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .file_name = "good.pcap" });
  snapshot->capture.backend = NETOP_BACKEND_FILE;
  netop_fake_source_push (NETOP_FAKE_SOURCE (fixture.source), snapshot);
  assert_enabled (&fixture, TRUE, TRUE, FALSE);

  snapshot = netop_fake_snapshot (30, 200, 2);
  snapshot->capture.backend = NETOP_BACKEND_FILE;
  snapshot->final = true;
  netop_fake_source_push (NETOP_FAKE_SOURCE (fixture.source), snapshot);
  assert_enabled (&fixture, TRUE, FALSE, FALSE);
  netop_window_fixture_close (&fixture);
}

/* What was seen stays on the screen, with a banner above. */
static void
test_helper_that_ends (void)
{
  NetopWindowFixture fixture;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_draw (&fixture);
  assert_enabled (&fixture, TRUE, TRUE, FALSE);
  fail (&fixture, NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, "The helper ended unexpectedly");
  g_assert_true (gtk_revealer_get_child_revealed (GTK_REVEALER (netop_window_fixture_find (fixture.window, GTK_TYPE_REVEALER))));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (&fixture))), >=, 30);
  assert_enabled (&fixture, TRUE, FALSE, TRUE);
  netop_window_fixture_take_picture (&fixture, picture_folder, "ended");
  netop_window_fixture_close (&fixture);
}

/* What came while it was paused can still be looked at. */
static void
test_pause_outlives_the_helper (void)
{
  NetopWindowFixture fixture;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 30);
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  netop_window_fixture_push (&fixture, 30);
  fail (&fixture, NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, "The helper ended unexpectedly");
  assert_enabled (&fixture, TRUE, TRUE, TRUE);
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  g_assert_true (netop_row_model_get_snapshot (netop_window_fixture_get_model (&fixture)) == netop_source_get_snapshot (fixture.source));
  assert_enabled (&fixture, TRUE, FALSE, TRUE);
  netop_window_fixture_close (&fixture);
}

static void
assert_remembered (const char *column,
                   gboolean    descending)
{
  g_autoptr (GSettings) all = netop_settings_new ();
  g_autoptr (GSettings) settings = g_settings_get_child (all, "processes");
  g_autofree char *remembered = g_settings_get_string (settings, "sort-column");

  g_assert_cmpstr (remembered, ==, column);
  g_assert_true (g_settings_get_boolean (settings, "sort-descending") == descending);
}

/* What the command line says is for one run; what the user does with a header is for the next ones too. */
static void
test_sort_of_one_run (void)
{
  NetopWindowFixture fixture;
  GtkColumnView     *view;
  g_autoptr (GtkColumnViewColumn) name = NULL;

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .sort = NETOP_APPLICATION_SORT_PID });
  netop_window_fixture_push (&fixture, 30);
  g_assert_cmpint (netop_row_model_get_sort (netop_window_fixture_get_model (&fixture), NULL), ==, NETOP_COLUMN_PID);
  assert_remembered ("rx-rate", TRUE);

  view = GTK_COLUMN_VIEW (netop_window_fixture_find (fixture.window, GTK_TYPE_COLUMN_VIEW));
  name = g_list_model_get_item (gtk_column_view_get_columns (view), 0);
  gtk_column_view_sort_by_column (view, name, GTK_SORT_ASCENDING);
  assert_remembered ("name", FALSE);
  netop_table_page_set_sort (NETOP_TABLE_PAGE (netop_window_fixture_find (fixture.window, NETOP_TYPE_TABLE_PAGE)),
                             NETOP_COLUMN_PID,
                             GTK_SORT_ASCENDING);
  assert_remembered ("pid", FALSE);
  netop_window_fixture_close (&fixture);
}

static void
assert_opens_whole (GtkMenuButton *button)
{
  for (guint i = 0; i < N_TIMES; i++)
    {
      gtk_menu_button_popup (button);
      netop_window_fixture_wait (netop_window_fixture_is_whole, gtk_menu_button_get_popover (button));
      gtk_menu_button_popdown (button);
      netop_window_fixture_settle ();
    }
}

/* No line is out of sight, the first time or later. */
static void
test_menus_are_whole (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *pane;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 30);
  netop_row_model_set_selected (netop_window_fixture_get_model (&fixture), &(NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = 2 });
  gtk_widget_activate_action (fixture.window, "win.show-details", NULL);
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_draw (&fixture);
  pane = netop_window_fixture_find (fixture.window, NETOP_TYPE_DETAILS_PANE);
  assert_opens_whole (GTK_MENU_BUTTON (netop_window_fixture_find (pane, GTK_TYPE_MENU_BUTTON)));
  assert_opens_whole (GTK_MENU_BUTTON (netop_window_fixture_find (fixture.window, GTK_TYPE_MENU_BUTTON)));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/window/processes", test_shows_processes);
  g_test_add_func ("/ui/window/search", test_search_filters);
  g_test_add_func ("/ui/window/pause", test_pause_holds_still);
  g_test_add_func ("/ui/window/refused", test_refused_says_what_to_do);
  g_test_add_func ("/ui/window/ended", test_ended_says_what_to_do);
  g_test_add_func ("/ui/window/bad-file", test_bad_file_says_what_to_do);
  g_test_add_func ("/ui/window/file-that-is-read", test_file_that_is_read);
  g_test_add_func ("/ui/window/pause-outlives-the-helper", test_pause_outlives_the_helper);
  g_test_add_func ("/ui/window/helper-ended", test_helper_that_ends);
  g_test_add_func ("/ui/window/menus-are-whole", test_menus_are_whole);
  g_test_add_func ("/ui/window/sort-of-one-run", test_sort_of_one_run);

  return g_test_run ();
}
