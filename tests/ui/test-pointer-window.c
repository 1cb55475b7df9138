/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-details-pane.h"
#include "netop-graph.h"
#include "netop-moment-card.h"
#include "netop-pointer.h"
#include "netop-row-fixture.h"
#include "netop-status-line.h"

/* What a pointer and the keys do with the program's window beside its tables. */

#define N_PROCESSES 8
#define N_SAMPLES 12
#define WIDE_PX 1200
#define HALF_PX 600
#define NARROW_PX 360
#define HEIGHT_PX 800
#define N_TIMES 2

/* From the right edge of the graph: where its last seconds are. */
#define RIGHT_PX 40
#define FURTHER_PX 60

typedef void (*Use) (NetopWindowFixture *fixture);

typedef struct
{
  NetopWindowFixture fixture;
  Use                use;
} Run;

/* Of the graph. */
typedef struct
{
  NetopWindowFixture *fixture;
  int                 age;
} Moment;

static GtkWidget *
find_window (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (NETOP_IS_WINDOW (window))
        return window;
    }
  return NULL;
}

/* In the main loop of the program. */
static gboolean
use_window (gpointer user_data)
{
  Run *run = user_data;

  run->fixture.window = find_window ();
  run->fixture.step = N_SAMPLES;
  netop_pointer_begin (&run->fixture, N_PROCESSES);
  run->use (&run->fixture);
  gtk_window_destroy (GTK_WINDOW (run->fixture.window));
  return G_SOURCE_REMOVE;
}

/* Some keys are the application's. */
static void
run_program (Use use)
{
  NetopApplicationOptions options = { .sort = NETOP_APPLICATION_SORT_REMEMBERED };
  g_autoptr (NetopSource) source = NULL;
  Run run = { .use = use };

  if (!netop_pointer_find ())
    return;

  source = netop_fake_source_new ();
  run.fixture.source = source;
  g_idle_add_full (G_PRIORITY_LOW, use_window, &run, NULL);
  g_assert_cmpint (netop_application_run (source, &options), ==, 0);
}

/* --- The graph --- */

static GtkWidget *
get_card (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (fixture->window, NETOP_TYPE_MOMENT_CARD);
}

static NetopGraph *
get_graph (NetopWindowFixture *fixture)
{
  return NETOP_GRAPH (netop_window_fixture_find (fixture->window, NETOP_TYPE_GRAPH));
}

static gboolean
is_card_shown (gpointer fixture)
{
  return gtk_widget_get_mapped (get_card (fixture)) && netop_graph_get_cursor (get_graph (fixture)) >= 0;
}

static gboolean
is_card_hidden (gpointer fixture)
{
  return !gtk_widget_get_mapped (get_card (fixture)) && netop_graph_get_cursor (get_graph (fixture)) < 0;
}

static int
get_cursor (NetopWindowFixture *fixture)
{
  return netop_graph_get_cursor (get_graph (fixture));
}

/* What there was at the moment that the pointer is at. */
static void
assert_told (NetopWindowFixture *fixture)
{
  g_autoptr (GtkWidget) expected = g_object_ref_sink (netop_moment_card_new ());
  g_autofree char *spoken = netop_moment_card_dup_spoken (NETOP_MOMENT_CARD (get_card (fixture)));
  g_autofree char *expected_spoken = NULL;

  netop_moment_card_show (NETOP_MOMENT_CARD (expected),
                          netop_source_get_snapshot (fixture->source),
                          netop_graph_get_range (get_graph (fixture)),
                          (guint)get_cursor (fixture));
  expected_spoken = netop_moment_card_dup_spoken (NETOP_MOMENT_CARD (expected));
  g_assert_cmpstr (spoken, ==, expected_spoken);
}

static gboolean
is_earlier (gpointer user_data)
{
  const Moment *moment = user_data;

  return get_cursor (moment->fixture) > moment->age;
}

static void
point_at_graph (NetopWindowFixture *fixture)
{
  GtkWidget *graph = GTK_WIDGET (get_graph (fixture));
  double     y = gtk_widget_get_height (graph) / 2.0;
  Moment     moment = { .fixture = fixture };

  netop_pointer_move (graph, gtk_widget_get_width (graph) - RIGHT_PX, y);
  netop_pointer_assert_soon (is_card_shown, fixture);
  assert_told (fixture);
  moment.age = get_cursor (fixture);
  netop_pointer_move (graph, gtk_widget_get_width (graph) - RIGHT_PX - FURTHER_PX, y);
  netop_pointer_assert_soon (is_earlier, &moment);
  g_assert_true (is_card_shown (fixture));
  assert_told (fixture);
  netop_pointer_move_over (netop_window_fixture_find (fixture->window, NETOP_TYPE_STATUS_LINE));
  netop_pointer_assert_soon (is_card_hidden, fixture);

  /* And out of the window at once. */
  netop_pointer_move (graph, gtk_widget_get_width (graph) - RIGHT_PX, y);
  netop_pointer_assert_soon (is_card_shown, fixture);
  netop_pointer_leave (fixture->window);
  netop_pointer_assert_soon (is_card_hidden, fixture);
}

static void
test_graph (void)
{
  run_program (point_at_graph);
}

/* --- Details --- */

static GtkWidget *
get_pane (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (fixture->window, NETOP_TYPE_DETAILS_PANE);
}

static gboolean
is_pane_about_curl (gpointer fixture)
{
  return gtk_widget_get_mapped (get_pane (fixture)) && netop_row_fixture_find_label (get_pane (fixture), "curl") != NULL;
}

static gboolean
is_pane_about_sshd (gpointer fixture)
{
  return gtk_widget_get_mapped (get_pane (fixture)) && netop_row_fixture_find_label (get_pane (fixture), "sshd") != NULL;
}

static gboolean
is_pane_hidden (gpointer fixture)
{
  return !gtk_widget_get_mapped (get_pane (fixture));
}

static void
open_details (NetopWindowFixture *fixture)
{
  netop_pointer_click (netop_row_fixture_find_cell (fixture, "curl"), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_press_key ("F9");
  netop_pointer_assert_soon (is_pane_about_curl, fixture);
  netop_window_fixture_draw (fixture);
  netop_pointer_click (netop_row_fixture_find_cell (fixture, "sshd"), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_pane_about_sshd, fixture);
  netop_pointer_press_key ("F9");
  netop_pointer_assert_soon (is_pane_hidden, fixture);
}

static void
test_details (void)
{
  run_program (open_details);
}

/* --- Menus --- */

static GtkWidget *
get_pause_button (NetopWindowFixture *fixture)
{
  GtkWidget *button = netop_window_fixture_find (fixture->window, GTK_TYPE_TOGGLE_BUTTON);

  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.pause");
  return button;
}

static gboolean
is_paused (gpointer fixture)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (get_pause_button (fixture)));
}

static gboolean
is_live (gpointer fixture)
{
  return !is_paused (fixture);
}

static gboolean
is_menu_open (gpointer button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover != NULL && netop_pointer_can_reach (GTK_WIDGET (popover));
}

static gboolean
is_menu_closed (gpointer button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover == NULL || !gtk_widget_get_mapped (GTK_WIDGET (popover));
}

static GtkWidget *
find_main_menu (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (GTK_IS_MENU_BUTTON (root) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (root)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_main_menu (child);
  return found;
}

static void
open_and_leave (GtkWidget *button)
{
  netop_pointer_click (button, GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_menu_open, button);
  netop_pointer_press_key ("Escape");
  netop_pointer_assert_soon (is_menu_closed, button);
}

/* What is pressed after a menu was left is what was pressed. */
static void
press_after_menus (NetopWindowFixture *fixture)
{
  GtkWidget *button = find_main_menu (fixture->window);

  for (guint i = 0; i < N_TIMES; i++)
    open_and_leave (button);
  for (guint i = 0; i < N_TIMES; i++)
    {
      open_and_leave (button);
      netop_pointer_click (get_pause_button (fixture), GDK_BUTTON_PRIMARY, 1);
      netop_pointer_assert_soon (is_paused, fixture);
      netop_pointer_click (get_pause_button (fixture), GDK_BUTTON_PRIMARY, 1);
      netop_pointer_assert_soon (is_live, fixture);
    }
}

static void
test_menus (void)
{
  run_program (press_after_menus);
}

/* --- Narrow --- */

static AdwViewSwitcherBar *
get_bar (NetopWindowFixture *fixture)
{
  return ADW_VIEW_SWITCHER_BAR (netop_window_fixture_find (fixture->window, ADW_TYPE_VIEW_SWITCHER_BAR));
}

static gboolean
is_narrow (gpointer user_data)
{
  NetopWindowFixture *fixture = user_data;

  return gtk_widget_get_width (fixture->window) == NARROW_PX && adw_view_switcher_bar_get_reveal (get_bar (fixture)) &&
         gtk_widget_get_height (GTK_WIDGET (get_bar (fixture))) > 0 && is_pane_hidden (fixture);
}

static gboolean
has_bar (gpointer fixture)
{
  return adw_view_switcher_bar_get_reveal (get_bar (fixture));
}

/* By steps, as an edge is dragged: the least width is less once the window is a narrow one. */
static void
make_narrow (NetopWindowFixture *fixture)
{
  netop_pointer_resize (fixture->window, HALF_PX, HEIGHT_PX);
  netop_pointer_assert_soon (has_bar, fixture);
  netop_window_fixture_draw (fixture);
  netop_pointer_resize (fixture->window, NARROW_PX, HEIGHT_PX);
  netop_pointer_assert_soon (is_narrow, fixture);
  netop_window_fixture_push (fixture, N_PROCESSES);
  netop_window_fixture_draw (fixture);
}

static gboolean
is_wide (gpointer user_data)
{
  NetopWindowFixture *fixture = user_data;

  return gtk_widget_get_width (fixture->window) == WIDE_PX && !adw_view_switcher_bar_get_reveal (get_bar (fixture)) &&
         !is_pane_hidden (fixture);
}

static gboolean
is_on_connections (gpointer user_data)
{
  NetopWindowFixture *fixture = user_data;

  return netop_pages_is_on (netop_row_fixture_get_pages (fixture), "connections");
}

static void
make_wide (NetopWindowFixture *fixture)
{
  netop_pointer_resize (fixture->window, WIDE_PX, HEIGHT_PX);
  netop_pointer_assert_soon (is_wide, fixture);
  netop_window_fixture_push (fixture, N_PROCESSES);
  netop_window_fixture_draw (fixture);
}

/* GTK's warnings end the test. */
static void
go_narrow_and_wide (NetopWindowFixture *fixture)
{
  netop_pointer_press_key ("F9");
  make_wide (fixture);
  for (guint i = 0; i < N_TIMES; i++)
    {
      make_narrow (fixture);
      make_wide (fixture);
    }

  make_narrow (fixture);
  netop_pointer_click (netop_row_fixture_find_label (GTK_WIDGET (get_bar (fixture)), "Connections"), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_on_connections, fixture);
}

static void
test_narrow (void)
{
  run_program (go_narrow_and_wide);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/pointer-window/graph", test_graph);
  g_test_add_func ("/ui/pointer-window/details", test_details);
  g_test_add_func ("/ui/pointer-window/menus", test_menus);
  g_test_add_func ("/ui/pointer-window/narrow", test_narrow);
  return g_test_run ();
}
