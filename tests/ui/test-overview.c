/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-graph.h"
#include "netop-moment-card.h"
#include "netop-overview.h"
#include "netop-row-fixture.h"
#include "netop-search.h"
#include "netop-settings.h"

/* The strip above the pages: the part of what is selected, and the moment that is pointed at. */

#define N_PROCESSES 4

static const char *picture_folder;

static const NetopRowKey a_process = { .kind = NETOP_ROW_PROCESS, .a = 2 };
static const NetopRowKey an_interface = { .kind = NETOP_ROW_INTERFACE, .a = 2 };

static NetopGraph *
get_graph (NetopWindowFixture *fixture)
{
  return NETOP_GRAPH (netop_window_fixture_find (netop_window_fixture_find (fixture->window, NETOP_TYPE_OVERVIEW), NETOP_TYPE_GRAPH));
}

static GtkWidget *
get_card (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (GTK_WIDGET (get_graph (fixture)), NETOP_TYPE_MOMENT_CARD);
}

static GtkWidget *
find_label_that_begins (GtkWidget  *root,
                        const char *text)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (root))
    return NULL;
  if (netop_row_fixture_get_text (root) != NULL && g_str_has_prefix (netop_row_fixture_get_text (root), text))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_label_that_begins (child, text);
  return found;
}

/* In a label or an inscription. */
static gboolean
has_label (GtkWidget  *root,
           const char *text)
{
  return find_label_that_begins (root, text) != NULL;
}

static NetopHistory *
make_history (guint n_samples,
              float rx,
              float tx)
{
  NetopHistory *history = NULL;

  for (guint i = 0; i < n_samples; i++)
    history = netop_history_append (history, 300, (NetopSample){ rx * (float)(i + 1), tx });
  return history;
}

static void
set_process (NetopSnapshot *snapshot,
             guint          index,
             float          rx,
             float          tx)
{
  NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, index);

  netop_history_unref (process->history);
  process->history = make_history (60, rx, tx);
  process->rate.rx_bytes_per_s = rx * 60;
  process->rate.tx_bytes_per_s = tx;
}

/* Of 100 kB/s in the newest second curl has 69 and firefox 20, and of what is sent a quarter. */
static void
push (NetopWindowFixture *fixture)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (N_PROCESSES, N_PROCESSES * 3, fixture->step++);

  for (guint i = 0; i < N_PROCESSES; i++)
    set_process (snapshot, i, 0, 0);
  set_process (snapshot, 0, 20000.0f / 60, 500);
  set_process (snapshot, 1, 69000.0f / 60, 1000);
  netop_history_unref (snapshot->history);
  snapshot->history = make_history (60, 100000.0f / 60, 4000);
  snapshot->rate.rx_bytes_per_s = 100000;
  snapshot->rate.tx_bytes_per_s = 4000;
  netop_window_fixture_show (fixture, snapshot);
}

static void
open_window (NetopWindowFixture *fixture)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  netop_window_fixture_forget ();
  g_settings_reset (settings, "graph-range");
  netop_window_fixture_open (fixture, NULL);
  push (fixture);
}

static void
test_part (void)
{
  NetopWindowFixture fixture;
  guint              plain;

  open_window (&fixture);
  plain = netop_window_fixture_take_picture (&fixture, picture_folder, "overview");
  netop_row_fixture_select (&fixture, "processes", a_process);
  netop_window_fixture_draw (&fixture);
  g_assert_true (has_label (fixture.window, "\u2068curl\u2069, 69 % of download, 25 % of upload"));
  /* The denser fill has colours of its own. */
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "overview-part"), >, plain);

  /* The kernel's counters of an interface are no part of what programs have. */
  netop_row_fixture_select (&fixture, "interfaces", an_interface);
  netop_window_fixture_draw (&fixture);
  g_assert_false (has_label (fixture.window, "\u2068curl\u2069, 69 % of download, 25 % of upload"));
  netop_window_fixture_close (&fixture);
}

static void
search (NetopWindowFixture *fixture,
        const char         *text)
{
  netop_search_set_text (NETOP_SEARCH (netop_window_fixture_find (fixture->window, NETOP_TYPE_SEARCH)), text);
  netop_window_fixture_draw (fixture);
}

static gboolean
is_found (NetopWindowFixture *fixture)
{
  GtkWidget *overview = netop_window_fixture_find (fixture->window, NETOP_TYPE_OVERVIEW);

  return has_label (overview, "\u2068Found\u2069, ");
}

/* Where nothing is selected it is the part of what the search has found: the same rows as in the headers. */
static void
test_found (void)
{
  NetopWindowFixture fixture;
  guint              plain;

  open_window (&fixture);
  plain = netop_window_fixture_take_picture (&fixture, picture_folder, "overview");
  search (&fixture, "process:curl");
  g_assert_true (has_label (fixture.window, "\u2068Found\u2069, 69 % of download, 25 % of upload"));
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "overview-found"), >, plain);
  search (&fixture, "process:firefox");
  g_assert_true (has_label (fixture.window, "\u2068Found\u2069, 20 % of download, 12 % of upload"));
  push (&fixture);
  g_assert_true (has_label (fixture.window, "\u2068Found\u2069, 20 % of download, 12 % of upload"));

  netop_row_fixture_select (&fixture, "processes", a_process);
  search (&fixture, "process:curl");
  netop_row_fixture_select (&fixture, "processes", a_process);
  netop_window_fixture_draw (&fixture);
  g_assert_true (has_label (fixture.window, "\u2068curl\u2069, 69 % of download, 25 % of upload"));
  g_assert_false (has_label (fixture.window, "\u2068Found\u2069, 69 % of download, 25 % of upload"));
  netop_window_fixture_close (&fixture);

  open_window (&fixture);
  search (&fixture, "process:curl");
  search (&fixture, "");
  g_assert_false (has_label (fixture.window, "\u2068Found\u2069, 69 % of download, 25 % of upload"));
  netop_window_fixture_close (&fixture);
}

/* Of a connection a minute is known: where more is shown there is no fill, which would say that it was silent before. */
static void
test_found_connections (void)
{
  NetopWindowFixture fixture;
  guint              plain;

  open_window (&fixture);
  g_action_group_activate_action (G_ACTION_GROUP (fixture.window), "page", g_variant_new_string ("connections"));
  netop_window_fixture_draw (&fixture);
  search (&fixture, "process:curl");
  g_assert_true (is_found (&fixture));
  g_action_group_activate_action (G_ACTION_GROUP (fixture.window), "graph-range", g_variant_new_int32 (NETOP_GRAPH_RANGE_FIVE_MINUTES));
  netop_window_fixture_draw (&fixture);
  plain = netop_window_fixture_take_picture (&fixture, picture_folder, "overview-found-minutes");
  g_assert_true (is_found (&fixture));
  g_action_group_activate_action (G_ACTION_GROUP (fixture.window), "graph-range", g_variant_new_int32 (NETOP_GRAPH_RANGE_MINUTE));
  netop_window_fixture_draw (&fixture);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "overview-found-minute"), >, plain);

  /* Their rows are no parts of the total. */
  g_action_group_activate_action (G_ACTION_GROUP (fixture.window), "page", g_variant_new_string ("interfaces"));
  netop_window_fixture_draw (&fixture);
  push (&fixture);
  g_assert_false (is_found (&fixture));
  netop_window_fixture_close (&fixture);
}

static void
focus_graph (NetopWindowFixture *fixture)
{
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (get_graph (fixture))));
  netop_window_fixture_draw (fixture);
}

static void
press (NetopWindowFixture *fixture,
       guint               keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (get_graph (fixture)));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_handled);
    }
  netop_window_fixture_draw (fixture);
}

static void
test_keys (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };
  static const char             spoken[] = "00:00:00. Download 98.3 kilobytes per second, upload 4.00 kilobytes per second. Most by curl.";

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      NetopWindowFixture fixture;
      guint              back = i == 0 ? GDK_KEY_Left : GDK_KEY_Right;
      guint              forth = i == 0 ? GDK_KEY_Right : GDK_KEY_Left;

      gtk_widget_set_default_direction (directions[i]);
      open_window (&fixture);
      focus_graph (&fixture);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, -1);
      g_assert_false (gtk_widget_get_visible (get_card (&fixture)));

      press (&fixture, back);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 0);
      g_assert_true (gtk_widget_get_visible (get_card (&fixture)));
      g_assert_true (has_label (get_card (&fixture), "↓ 100 kB/s"));
      g_assert_true (has_label (get_card (&fixture), "↑ 4.00 kB/s"));
      g_assert_true (has_label (get_card (&fixture), "curl"));
      g_assert_true (has_label (get_card (&fixture), "70.0 kB/s"));
      g_assert_true (has_label (get_card (&fixture), "firefox"));
      g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, i == 0 ? "overview-moment" : "overview-moment-right-to-left"), >, 100);

      press (&fixture, back);
      press (&fixture, back);
      press (&fixture, forth);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 1);
      press (&fixture, GDK_KEY_Home);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 59);
      press (&fixture, back);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 59);
      press (&fixture, GDK_KEY_End);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 0);

      /* The same second when another one is over, and nothing new is said; it says another one when it is gone to. */
      press (&fixture, back);
      gtk_test_accessible_assert_property (get_graph (&fixture), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
      push (&fixture);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 2);
      gtk_test_accessible_assert_property (get_graph (&fixture), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
      press (&fixture, GDK_KEY_Escape);
      g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, -1);
      netop_window_fixture_close (&fixture);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static GtkEventController *
get_motion (NetopGraph *graph)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (graph));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        return controller;
    }
  g_assert_not_reached ();
}

/* The pointer is at its place: what comes by there is shown, and nothing of it is said. */
static void
test_pointer (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      NetopWindowFixture fixture;
      NetopGraph        *graph;
      double             width;
      int                age;

      gtk_widget_set_default_direction (directions[i]);
      open_window (&fixture);
      graph = get_graph (&fixture);
      width = gtk_widget_get_width (GTK_WIDGET (graph));
      g_signal_emit_by_name (get_motion (graph), "motion", i == 0 ? width - 2 : 2.0, 50.0);
      g_assert_cmpint (netop_graph_get_cursor (graph), ==, 0);
      g_assert_true (has_label (get_card (&fixture), "↓ 100 kB/s"));
      netop_window_fixture_draw (&fixture);

      g_signal_emit_by_name (get_motion (graph), "motion", width / 2, 50.0);
      /* The middle of the plot is half a gutter from that of the graph. */
      age = netop_graph_get_cursor (graph);
      g_assert_cmpint (age, >, 29);
      g_assert_cmpint (age, <, 36);
      push (&fixture);
      g_assert_cmpint (netop_graph_get_cursor (graph), ==, age);
      gtk_test_accessible_assert_property (graph, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           "Total traffic, last minute. Download 100 kilobytes per second now, peak 100 kilobytes per second. "
                                           "Upload 4.00 kilobytes per second now, peak 4.00 kilobytes per second.");
      g_signal_emit_by_name (get_motion (graph), "leave");
      g_assert_cmpint (netop_graph_get_cursor (graph), ==, -1);
      netop_window_fixture_close (&fixture);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
set_animated (gboolean is_animated)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", is_animated, NULL);
}

/* Frames are asked for only where somebody sees something move. */
static void
test_still (void)
{
  NetopWindowFixture fixture;
  NetopGraph        *graph;

  open_window (&fixture);
  graph = get_graph (&fixture);
  push (&fixture);
  g_assert_false (netop_graph_is_moving (graph));

  set_animated (TRUE);
  push (&fixture);
  g_assert_true (netop_graph_is_moving (graph));

  g_action_group_activate_action (G_ACTION_GROUP (fixture.window), "pause", NULL);
  g_assert_false (netop_graph_is_moving (graph));
  push (&fixture);
  g_assert_false (netop_graph_is_moving (graph));
  g_action_group_activate_action (G_ACTION_GROUP (fixture.window), "pause", NULL);
  g_assert_true (netop_graph_is_moving (graph));

  gtk_widget_set_visible (netop_window_fixture_find (fixture.window, NETOP_TYPE_OVERVIEW), FALSE);
  g_assert_false (netop_graph_is_moving (graph));
  push (&fixture);
  g_assert_false (netop_graph_is_moving (graph));
  gtk_widget_set_visible (netop_window_fixture_find (fixture.window, NETOP_TYPE_OVERVIEW), TRUE);
  push (&fixture);
  g_assert_true (netop_graph_is_moving (graph));

  set_animated (FALSE);
  g_assert_false (netop_graph_is_moving (graph));
  netop_window_fixture_close (&fixture);
}

static void
test_zeros_are_still (void)
{
  NetopWindowFixture fixture;

  set_animated (TRUE);
  netop_window_fixture_forget ();
  netop_window_fixture_open (&fixture, NULL);
  for (guint i = 0; i < 3; i++)
    {
      NetopSnapshot *snapshot = netop_fake_snapshot (1, 1, fixture.step++);

      netop_history_unref (snapshot->history);
      snapshot->history = make_history (10 + i, 0, 0);
      netop_fake_source_push (NETOP_FAKE_SOURCE (fixture.source), snapshot);
      g_assert_false (netop_graph_is_moving (get_graph (&fixture)));
    }
  netop_window_fixture_close (&fixture);
  set_animated (FALSE);
}

static void
test_leaving (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  focus_graph (&fixture);
  press (&fixture, GDK_KEY_Home);
  g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 59);
  netop_pages_focus (netop_row_fixture_get_pages (&fixture));
  netop_window_fixture_draw (&fixture);
  g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, -1);
  g_assert_false (gtk_widget_get_visible (get_card (&fixture)));
  netop_window_fixture_close (&fixture);
}

/* Of an hour there are minutes, and nobody keeps what programs had. */
static void
test_hour (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  netop_window_fixture_forget ();
  netop_window_fixture_open (&fixture, NULL);
  snapshot = netop_fake_snapshot (N_PROCESSES, N_PROCESSES, fixture.step++);
  snapshot->minutes_history = make_history (3, 1000, 10);
  netop_window_fixture_show (&fixture, snapshot);
  netop_graph_set_range (get_graph (&fixture), NETOP_GRAPH_RANGE_HOUR);
  focus_graph (&fixture);
  press (&fixture, GDK_KEY_Home);
  g_assert_cmpint (netop_graph_get_cursor (get_graph (&fixture)), ==, 2);
  g_assert_true (has_label (get_card (&fixture), "↓ 1.00 kB/s"));
  g_assert_false (has_label (get_card (&fixture), "firefox"));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  netop_window_fixture_init (&argc, &argv);
  picture_folder = argv[1];
  g_test_add_func ("/ui/overview/part", test_part);
  g_test_add_func ("/ui/overview/found", test_found);
  g_test_add_func ("/ui/overview/found-connections", test_found_connections);
  g_test_add_func ("/ui/overview/keys", test_keys);
  g_test_add_func ("/ui/overview/pointer", test_pointer);
  g_test_add_func ("/ui/overview/still", test_still);
  g_test_add_func ("/ui/overview/zeros-are-still", test_zeros_are_still);
  g_test_add_func ("/ui/overview/leaving", test_leaving);
  g_test_add_func ("/ui/overview/hour", test_hour);
  return g_test_run ();
}
