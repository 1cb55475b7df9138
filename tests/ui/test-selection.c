/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-fixture.h"

/* What is selected in the window: one row of the page on the screen, whatever moves. */

#define N_PROCESSES 10

static void
count (NetopSelection *selection,
       guint          *n_changes)
{
  ++*n_changes;
}

static void
open_and_watch (NetopWindowFixture *fixture,
                guint              *n_changes)
{
  *n_changes = 0;
  netop_window_fixture_forget ();
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_push (fixture, N_PROCESSES);
  netop_window_fixture_draw (fixture);
  g_signal_connect (netop_row_fixture_get_selection (fixture), "changed", G_CALLBACK (count), n_changes);
}

static void
select_row (NetopWindowFixture *fixture,
            NetopRowKey         key)
{
  netop_row_model_set_selected (netop_selection_get_model (netop_row_fixture_get_selection (fixture)), &key);
}

static void
assert_selected (NetopWindowFixture *fixture,
                 NetopRowKey         key)
{
  NetopRowKey     selected = netop_selection_get_key (netop_row_fixture_get_selection (fixture));
  const NetopRow *row = netop_selection_get_row (netop_row_fixture_get_selection (fixture));

  g_assert_true (netop_row_key_equal (&selected, &key));
  g_assert_false (netop_selection_is_gone (netop_row_fixture_get_selection (fixture)));
  if (key.kind == NETOP_ROW_NONE)
    g_assert_null (row);
  else
    g_assert_true (netop_row_key_equal (&row->key, &key));
}

static void
test_row (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        third = { .kind = NETOP_ROW_PROCESS, .a = 3 };
  guint              n_changes;

  open_and_watch (&fixture, &n_changes);
  assert_selected (&fixture, (NetopRowKey){ 0 });
  g_assert_cmpstr (netop_selection_get_page (netop_row_fixture_get_selection (&fixture)), ==, "processes");

  select_row (&fixture, third);
  assert_selected (&fixture, third);
  g_assert_cmpuint (n_changes, ==, 1);

  /* It moves, and is the same. */
  for (guint i = 0; i < 5; i++)
    netop_window_fixture_push (&fixture, N_PROCESSES);
  assert_selected (&fixture, third);
  g_assert_cmpuint (n_changes, ==, 1);

  netop_row_model_set_selected (netop_selection_get_model (netop_row_fixture_get_selection (&fixture)), NULL);
  assert_selected (&fixture, (NetopRowKey){ 0 });
  g_assert_cmpuint (n_changes, ==, 2);
  netop_window_fixture_close (&fixture);
}

static void
test_gone (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        last = { .kind = NETOP_ROW_PROCESS, .a = N_PROCESSES };
  NetopRowKey        first = { .kind = NETOP_ROW_PROCESS, .a = 1 };
  NetopRowKey        selected;
  guint              n_changes;

  open_and_watch (&fixture, &n_changes);
  select_row (&fixture, last);
  netop_window_fixture_push (&fixture, N_PROCESSES - 1);
  selected = netop_selection_get_key (netop_row_fixture_get_selection (&fixture));
  g_assert_true (netop_row_key_equal (&selected, &last));
  g_assert_true (netop_selection_is_gone (netop_row_fixture_get_selection (&fixture)));
  g_assert_null (netop_selection_get_row (netop_row_fixture_get_selection (&fixture)));
  g_assert_cmpuint (n_changes, ==, 2);

  /* Told once. */
  netop_window_fixture_push (&fixture, N_PROCESSES - 1);
  g_assert_cmpuint (n_changes, ==, 2);
  select_row (&fixture, first);
  assert_selected (&fixture, first);
  netop_window_fixture_close (&fixture);
}

/* The list is told nothing of a row that the search hides. */
static void
test_gone_out_of_sight (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        last = { .kind = NETOP_ROW_PROCESS, .a = N_PROCESSES };
  g_autoptr (NetopFilter) filter = netop_filter_parse ("nothing-is-called-so", NULL);
  guint n_changes;

  open_and_watch (&fixture, &n_changes);
  select_row (&fixture, last);
  netop_pages_set_filter (netop_row_fixture_get_pages (&fixture), filter);
  assert_selected (&fixture, last);
  g_assert_cmpuint (n_changes, ==, 1);
  netop_window_fixture_push (&fixture, N_PROCESSES - 1);
  g_assert_true (netop_selection_is_gone (netop_row_fixture_get_selection (&fixture)));
  g_assert_cmpuint (n_changes, ==, 2);
  netop_window_fixture_close (&fixture);
}

static void
test_pages (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        process = { .kind = NETOP_ROW_PROCESS, .a = 3 };
  NetopRowKey        connection = { .kind = NETOP_ROW_CONNECTION, .a = 7 };
  guint              n_changes;

  open_and_watch (&fixture, &n_changes);
  select_row (&fixture, process);
  netop_pages_show (netop_row_fixture_get_pages (&fixture), "connections");
  g_assert_cmpstr (netop_selection_get_page (netop_row_fixture_get_selection (&fixture)), ==, "connections");
  assert_selected (&fixture, (NetopRowKey){ 0 });
  g_assert_cmpuint (n_changes, ==, 2);

  select_row (&fixture, connection);
  assert_selected (&fixture, connection);
  g_assert_cmpuint (n_changes, ==, 3);

  netop_pages_show (netop_row_fixture_get_pages (&fixture), "processes");
  assert_selected (&fixture, process);
  netop_pages_show (netop_row_fixture_get_pages (&fixture), "connections");
  assert_selected (&fixture, connection);
  g_assert_cmpuint (n_changes, ==, 5);
  netop_window_fixture_close (&fixture);
}

/* What a page has selected that is not on the screen is no news. */
static void
test_hidden_page (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        process = { .kind = NETOP_ROW_PROCESS, .a = 3 };
  NetopRowModel     *processes;
  guint              n_changes;

  open_and_watch (&fixture, &n_changes);
  processes = netop_selection_get_model (netop_row_fixture_get_selection (&fixture));
  netop_pages_show (netop_row_fixture_get_pages (&fixture), "connections");
  g_assert_cmpuint (n_changes, ==, 1);
  netop_row_model_set_selected (processes, &process);
  assert_selected (&fixture, (NetopRowKey){ 0 });
  g_assert_cmpuint (n_changes, ==, 1);
  netop_window_fixture_close (&fixture);
}

/* As on a page with two tables: the one where something was selected last counts. */
static void
test_two_tables (void)
{
  NetopWindowFixture fixture;
  g_autoptr (NetopSelection) selection = netop_selection_new ();
  NetopRowKey    process = { .kind = NETOP_ROW_PROCESS, .a = 3 };
  NetopRowKey    connection = { .kind = NETOP_ROW_CONNECTION, .a = 7 };
  NetopRowModel *upper;
  NetopRowModel *lower;
  guint          n_changes;

  open_and_watch (&fixture, &n_changes);
  upper = netop_selection_get_model (netop_row_fixture_get_selection (&fixture));
  netop_pages_show (netop_row_fixture_get_pages (&fixture), "connections");
  netop_window_fixture_draw (&fixture);
  lower = netop_selection_get_model (netop_row_fixture_get_selection (&fixture));
  netop_selection_add_table (selection, "both", upper);
  netop_selection_add_table (selection, "both", lower);
  netop_selection_set_page (selection, "both");
  g_assert_true (netop_selection_get_model (selection) == upper);

  netop_row_model_set_selected (lower, &connection);
  g_assert_true (netop_selection_get_model (selection) == lower);
  netop_row_model_set_selected (upper, &process);
  g_assert_true (netop_selection_get_model (selection) == upper);
  g_assert_cmpint (netop_selection_get_key (selection).kind, ==, NETOP_ROW_PROCESS);
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/selection/row", test_row);
  g_test_add_func ("/ui/selection/gone", test_gone);
  g_test_add_func ("/ui/selection/gone-out-of-sight", test_gone_out_of_sight);
  g_test_add_func ("/ui/selection/pages", test_pages);
  g_test_add_func ("/ui/selection/hidden-page", test_hidden_page);
  g_test_add_func ("/ui/selection/two-tables", test_two_tables);
  return g_test_run ();
}
