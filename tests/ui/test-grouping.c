/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-details-pane.h"
#include "netop-process-icon.h"
#include "netop-row-fixture.h"
#include "netop-spoken-row.h"

/* The Processes page by groups: the action, what is remembered and stays selected, and what a group says and does. */

#define N_PROCESSES 12
#define N_GROUPS 10 /* called so, and so on: the first two programs have two processes */

static const char *picture_folder;

static const NetopRowKey a_process = { .kind = NETOP_ROW_PROCESS, .a = 2 };
static const NetopRowKey a_connection = { .kind = NETOP_ROW_CONNECTION, .a = 9 };

static guint
count_rows (NetopWindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (fixture)));
}

static void
group_by (NetopWindowFixture *fixture,
          const char         *id)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.group-by", "s", id));
  netop_window_fixture_draw (fixture);
}

static char *
dup_state (NetopWindowFixture *fixture)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "group-by");

  return g_variant_dup_string (state, NULL);
}

static void
assert_state (NetopWindowFixture *fixture,
              const char         *id)
{
  g_autofree char *state = dup_state (fixture);

  g_assert_cmpstr (state, ==, id);
}

/* As it was left. */
static void
open_again (NetopWindowFixture *fixture)
{
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_push (fixture, N_PROCESSES);
  netop_window_fixture_draw (fixture);
}

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_forget ();
  open_again (fixture);
}

/* Returns: (transfer none): the group of @name */
static const NetopRow *
find_group (NetopWindowFixture *fixture,
            const char         *name)
{
  for (guint i = 0; i < count_rows (fixture); i++)
    {
      const NetopRow *row = netop_row_model_get_row (netop_window_fixture_get_model (fixture), i);

      if (row->group != NULL && g_str_equal (row->name, name))
        return row;
    }
  g_assert_not_reached ();
}

static void
test_action (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  assert_state (&fixture, "process");
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1);

  group_by (&fixture, "application");
  assert_state (&fixture, "application");
  g_assert_cmpuint (count_rows (&fixture), ==, N_GROUPS + 1);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "grouped-by-application"), >, 100);

  group_by (&fixture, "user");
  g_assert_cmpuint (count_rows (&fixture), ==, 2 + 1);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "grouped-by-user"), >, 100);

  group_by (&fixture, "nonsense");
  assert_state (&fixture, "process");
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1);
  netop_window_fixture_close (&fixture);
}

static void
test_memory (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  group_by (&fixture, "user");
  netop_window_fixture_close (&fixture);

  open_again (&fixture);
  assert_state (&fixture, "user");
  g_assert_cmpuint (count_rows (&fixture), ==, 2 + 1);
  netop_window_fixture_close (&fixture);
}

static void
assert_selected (NetopWindowFixture *fixture,
                 const NetopRowKey  *key)
{
  NetopRowKey selected = netop_row_model_get_selected (netop_window_fixture_get_model (fixture));

  g_assert_true (netop_row_key_equal (&selected, key));
  g_assert_cmpuint (netop_row_model_get_position (netop_window_fixture_get_model (fixture), key), !=, GTK_INVALID_LIST_POSITION);
}

static void
test_selection (void)
{
  static const NetopRowKey *keys[] = { &a_process, &a_connection };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      NetopWindowFixture fixture;
      NetopRowModel     *model;

      open_window (&fixture);
      model = netop_window_fixture_get_model (&fixture);
      netop_row_model_set_expanded (model, &a_process, true);
      netop_row_model_set_selected (model, keys[i]);
      assert_selected (&fixture, keys[i]);
      group_by (&fixture, "application");
      assert_selected (&fixture, keys[i]);
      group_by (&fixture, "user");
      assert_selected (&fixture, keys[i]);
      group_by (&fixture, "process");
      assert_selected (&fixture, keys[i]);
      netop_window_fixture_close (&fixture);
    }
}

static void
test_group_is_left (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *model;

  open_window (&fixture);
  model = netop_window_fixture_get_model (&fixture);
  group_by (&fixture, "application");
  netop_row_model_set_selected (model, &find_group (&fixture, "curl")->key);
  group_by (&fixture, "process");
  g_assert_cmpint (netop_row_model_get_selected (model).kind, ==, NETOP_ROW_NONE);
  netop_window_fixture_close (&fixture);
}

static void
act (NetopWindowFixture *fixture,
     const char         *name)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, name, NULL));
  netop_window_fixture_draw (fixture);
}

static gboolean
is_filtered (gpointer user_data)
{
  return count_rows (user_data) == 1;
}

/* It copies, filters and has details; what only a process can be done to it cannot. */
static void
test_actions (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *model;
  g_autofree char   *text = NULL;
  g_autofree char   *json = NULL;
  GActionGroup      *actions;

  open_window (&fixture);
  model = netop_window_fixture_get_model (&fixture);
  actions = G_ACTION_GROUP (fixture.window);
  group_by (&fixture, "application");
  netop_row_model_set_selected (model, &find_group (&fixture, "curl")->key);
  netop_window_fixture_draw (&fixture);
  g_assert_false (g_action_group_get_action_enabled (actions, "end-process"));
  g_assert_false (g_action_group_get_action_enabled (actions, "copy-address"));

  act (&fixture, "win.copy");
  text = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (text, "curl\t2 processes\tuser\t↓ "));
  act (&fixture, "win.copy-json");
  json = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (json, "["));
  g_assert_nonnull (strstr (json, "1001"));
  g_assert_nonnull (strstr (json, "1011"));

  g_assert_true (gtk_widget_activate_action (fixture.window, "win.filter-by", "s", "process"));
  netop_window_fixture_wait (is_filtered, &fixture);
  g_assert_cmpuint (find_group (&fixture, "curl")->group->members->len, ==, 2);
  netop_window_fixture_close (&fixture);
}

static void
test_details (void)
{
  NetopWindowFixture fixture;
  NetopDetailsPane  *pane;

  open_window (&fixture);
  group_by (&fixture, "application");
  netop_row_model_set_selected (netop_window_fixture_get_model (&fixture), &find_group (&fixture, "curl")->key);
  act (&fixture, "win.show-details");
  pane = NETOP_DETAILS_PANE (netop_window_fixture_find (fixture.window, NETOP_TYPE_DETAILS_PANE));
  g_assert_nonnull (netop_row_fixture_find_label (GTK_WIDGET (pane), "2 processes"));
  g_assert_nonnull (netop_row_fixture_find_label (GTK_WIDGET (pane), "curl (1001)"));
  g_assert_nonnull (netop_row_fixture_find_label (GTK_WIDGET (pane), "curl (1011)"));
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "group-details"), >, 100);
  netop_window_fixture_close (&fixture);
}

static void
test_words (void)
{
  NetopWindowFixture fixture;
  const NetopRow    *row;
  g_autofree char   *spoken = NULL;

  open_window (&fixture);
  group_by (&fixture, "user");
  row = find_group (&fixture, "root");
  spoken = netop_spoken_row (row, netop_row_model_get_snapshot (netop_window_fixture_get_model (&fixture)));
  g_assert_true (g_str_has_prefix (spoken, "root, User, 2 processes. Download "));
  g_assert_cmpstr (netop_process_icon_get_group_name (gtk_widget_get_display (fixture.window), row->group), ==, NETOP_PROCESS_ICON_USER);
  g_assert_true (gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (fixture.window)), NETOP_PROCESS_ICON_USER));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  picture_folder = argv[1];
  g_test_add_func ("/ui/grouping/action", test_action);
  g_test_add_func ("/ui/grouping/memory", test_memory);
  g_test_add_func ("/ui/grouping/selection", test_selection);
  g_test_add_func ("/ui/grouping/group-is-left", test_group_is_left);
  g_test_add_func ("/ui/grouping/actions", test_actions);
  g_test_add_func ("/ui/grouping/details", test_details);
  g_test_add_func ("/ui/grouping/words", test_words);
  return g_test_run ();
}
