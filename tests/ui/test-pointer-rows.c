/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-pointer.h"
#include "netop-row-fixture.h"
#include "netop-search.h"
#include "netop-status-line.h"
#include "netop-tooltip.h"

/* What a pointer does with the rows of a table. */

#define HOLD_STILL_US (3 * G_USEC_PER_SEC)
#define NEAR_PX 12
#define WIDE_PX 1200
#define LOW_PX 420
#define N_PROCESSES 8
#define MAX_PUSHES 20
#define BAR_END_PX 24

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_open (fixture, NULL);
  netop_pointer_begin (fixture, N_PROCESSES);
}

static const NetopRow *
get_selected (NetopWindowFixture *fixture)
{
  NetopRowModel *model = netop_window_fixture_get_model (fixture);
  NetopRowKey    key = netop_row_model_get_selected (model);

  return netop_row_model_lookup (model, &key);
}

static gboolean
is_one_selected (gpointer fixture)
{
  return get_selected (fixture) != NULL;
}

static gboolean
is_curl_selected (gpointer fixture)
{
  const NetopRow *row = get_selected (fixture);

  return row != NULL && g_str_equal (row->name, "curl");
}

static gboolean
is_sshd_selected (gpointer fixture)
{
  const NetopRow *row = get_selected (fixture);

  return row != NULL && g_str_equal (row->name, "sshd");
}

/* --- The menu --- */

static GtkWidget *
find_menu (NetopWindowFixture *fixture)
{
  GtkWidget *view = netop_window_fixture_find (fixture->window, GTK_TYPE_COLUMN_VIEW);
  GtkWidget *last = gtk_widget_get_last_child (view);

  return GTK_IS_POPOVER_MENU (last) ? last : NULL;
}

static gboolean
is_menu_open (gpointer fixture)
{
  return netop_pointer_can_reach (find_menu (fixture));
}

static gboolean
is_menu_closed (gpointer fixture)
{
  return find_menu (fixture) == NULL;
}

/* Where the corner of what is seen of it is, seen from the pointer. */
static gboolean
is_menu_at_pointer (gpointer fixture)
{
  GtkWidget      *menu = find_menu (fixture);
  GdkSurface     *surface = gtk_native_get_surface (GTK_NATIVE (menu));
  GdkDevice      *pointer = gdk_seat_get_pointer (gdk_display_get_default_seat (gdk_surface_get_display (surface)));
  graphene_rect_t bounds;
  double          left;
  double          top;
  double          x;
  double          y;

  gdk_surface_get_device_position (surface, pointer, &x, &y, NULL);
  gtk_native_get_surface_transform (GTK_NATIVE (menu), &left, &top);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (menu), menu, &bounds));
  return ABS (x - left - bounds.origin.x) <= NEAR_PX && ABS (y - top - bounds.origin.y) <= NEAR_PX;
}

static void
open_menu (NetopWindowFixture *fixture,
           const char         *name)
{
  netop_pointer_click (netop_row_fixture_find_cell (fixture, name), GDK_BUTTON_SECONDARY, 1);
  netop_pointer_assert_soon (is_menu_open, fixture);
  netop_window_fixture_draw (fixture);
}

/* An entry of the menu, which is in sight. */
static void
choose (NetopWindowFixture *fixture,
        const char         *text)
{
  GtkWidget *label = netop_row_fixture_find_label (find_menu (fixture), text);

  g_assert_nonnull (label);
  netop_pointer_click (label, GDK_BUTTON_PRIMARY, 1);
}

static void
test_menu_opens (void)
{
  NetopWindowFixture fixture;

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  open_menu (&fixture, "curl");
  g_assert_true (is_curl_selected (&fixture));
  netop_pointer_assert_soon (is_menu_at_pointer, &fixture);
  netop_pointer_press_key ("Escape");
  netop_pointer_assert_soon (is_menu_closed, &fixture);

  /* And where one is pressed beside it. */
  open_menu (&fixture, "sshd");
  g_assert_true (is_sshd_selected (&fixture));
  netop_pointer_click (netop_window_fixture_find (fixture.window, NETOP_TYPE_STATUS_LINE), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_menu_closed, &fixture);
  netop_window_fixture_close (&fixture);
}

static gboolean
is_copied (gpointer fixture)
{
  return gdk_clipboard_get_content (gtk_widget_get_clipboard (((NetopWindowFixture *)fixture)->window)) != NULL &&
         netop_row_fixture_find_label (((NetopWindowFixture *)fixture)->window, "Row copied") != NULL;
}

static gboolean
has_submenu (gpointer fixture)
{
  return netop_pointer_can_reach (netop_row_fixture_find_label (find_menu (fixture), "Process: curl"));
}

static gboolean
is_searched (gpointer fixture)
{
  GtkWidget *search = netop_window_fixture_find (((NetopWindowFixture *)fixture)->window, NETOP_TYPE_SEARCH);
  GtkWidget *entry = netop_window_fixture_find (search, GTK_TYPE_SEARCH_ENTRY);

  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), "process:curl");
}

/* On the row that it is opened at, and not on the one that was selected. */
static void
test_menu_acts (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *copied = NULL;

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  netop_pointer_click (netop_row_fixture_find_cell (&fixture, "sshd"), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_sshd_selected, &fixture);
  open_menu (&fixture, "curl");
  choose (&fixture, "Copy");
  netop_pointer_assert_soon (is_copied, &fixture);
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (copied, "curl\t1001\t"));
  netop_pointer_assert_soon (is_menu_closed, &fixture);

  open_menu (&fixture, "curl");
  choose (&fixture, "Filter By");
  netop_pointer_assert_soon (has_submenu, &fixture);
  netop_window_fixture_draw (&fixture);
  choose (&fixture, "Process: curl");
  netop_pointer_assert_soon (is_searched, &fixture);
  netop_pointer_assert_soon (is_menu_closed, &fixture);
  netop_window_fixture_close (&fixture);
}

/* --- Clicks --- */

static gboolean
is_curl_expanded (gpointer fixture)
{
  NetopRowModel *model = netop_window_fixture_get_model (fixture);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      const NetopRow *row = netop_row_model_get_row (model, i);

      if (row->process != NULL && row->connection == NULL && g_str_equal (row->name, "curl"))
        return row->expanded;
    }
  return FALSE;
}

static gboolean
is_curl_collapsed (gpointer fixture)
{
  return !is_curl_expanded (fixture);
}

static void
click_expander (NetopWindowFixture *fixture,
                guint               n_clicks)
{
  netop_window_fixture_draw (fixture);
  netop_pointer_click (netop_window_fixture_find (netop_row_fixture_find_cell (fixture, "curl"), GTK_TYPE_BUTTON), GDK_BUTTON_PRIMARY, n_clicks);
}

/* The keys are the row's from then on. */
static void
test_selects (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *copied = NULL;

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  netop_pointer_click (netop_row_fixture_find_cell (&fixture, "curl"), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_curl_selected, &fixture);
  netop_pointer_press_key ("ctrl+c");
  netop_pointer_assert_soon (is_copied, &fixture);
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (copied, "curl\t1001\t"));
  netop_pointer_press_key ("Right");
  netop_pointer_assert_soon (is_curl_expanded, &fixture);
  netop_window_fixture_close (&fixture);
}

static void
test_expands (void)
{
  NetopWindowFixture fixture;

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  netop_pointer_click (netop_row_fixture_find_cell (&fixture, "curl"), GDK_BUTTON_PRIMARY, 2);
  netop_pointer_assert_soon (is_curl_expanded, &fixture);
  g_assert_true (is_curl_selected (&fixture));
  click_expander (&fixture, 1);
  netop_pointer_assert_soon (is_curl_collapsed, &fixture);
  click_expander (&fixture, 1);
  netop_pointer_assert_soon (is_curl_expanded, &fixture);

  /* Twice in a row is not a double click on the row as well. */
  click_expander (&fixture, 2);
  netop_window_fixture_draw (&fixture);
  g_assert_true (is_curl_expanded (&fixture));
  click_expander (&fixture, 1);
  netop_pointer_assert_soon (is_curl_collapsed, &fixture);
  netop_window_fixture_close (&fixture);
}

/* --- What is under the pointer --- */

static gboolean
is_tooltip_shown (gpointer cell)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (cell));
  GType      type = g_type_from_name ("GtkTooltipWindow");
  GtkWidget *tooltip = type != G_TYPE_INVALID ? netop_window_fixture_find (window, type) : NULL;

  return tooltip != NULL && gtk_widget_get_mapped (tooltip) && netop_row_fixture_find_label (tooltip, netop_tooltip_get (cell)) != NULL;
}

static void
test_tooltip (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *cell;

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  cell = netop_row_fixture_find_cell (&fixture, "curl");
  g_assert_nonnull (netop_tooltip_get (cell));
  netop_pointer_move_over (cell);
  netop_pointer_assert_soon (is_tooltip_shown, cell);
  netop_window_fixture_close (&fixture);
}

/* Returns: (transfer none): the name of the row that is there, as it is drawn */
static const char *
get_name_at (NetopWindowFixture     *fixture,
             const graphene_point_t *place)
{
  GtkWidget *picked = gtk_widget_pick (fixture->window, place->x, place->y, GTK_PICK_DEFAULT);
  GtkWidget *cell = gtk_widget_get_ancestor (picked, NETOP_TYPE_NAME_CELL);

  g_assert_nonnull (cell);
  return netop_name_cell_get_name (NETOP_NAME_CELL (cell));
}

static guint64
get_received (NetopWindowFixture *fixture)
{
  return netop_row_model_get_totals (netop_window_fixture_get_model (fixture)).traffic.rx_bytes;
}

/* Which are there, and that they go on. */
static void
push_and_compare (NetopWindowFixture     *fixture,
                  const graphene_point_t *place,
                  const char             *name)
{
  guint64 received = get_received (fixture);

  netop_window_fixture_push (fixture, N_PROCESSES);
  netop_window_fixture_draw (fixture);
  g_assert_cmpuint (get_received (fixture), >, received);
  if (netop_row_model_is_sort_frozen (netop_window_fixture_get_model (fixture)))
    g_assert_cmpstr (get_name_at (fixture, place), ==, name);
}

/* They do move when nobody is at work. */
static void
push_until_moved (NetopWindowFixture     *fixture,
                  const graphene_point_t *place,
                  const char             *name)
{
  for (guint i = 0; g_str_equal (get_name_at (fixture, place), name); i++)
    {
      g_assert_cmpuint (i, <, MAX_PUSHES);
      push_and_compare (fixture, place, name);
    }
}

static gboolean
is_scrolled (gpointer fixture)
{
  GtkWidget *view = netop_window_fixture_find (((NetopWindowFixture *)fixture)->window, GTK_TYPE_COLUMN_VIEW);

  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view))) > 0;
}

static gboolean
is_low (gpointer fixture)
{
  return gtk_widget_get_height (((NetopWindowFixture *)fixture)->window) == LOW_PX;
}

/* Of the row at the top, where there is no room for all. */
static graphene_point_t
open_low_window (NetopWindowFixture *fixture)
{
  GtkWidget       *list;
  graphene_rect_t  bounds;
  graphene_point_t place;

  open_window (fixture);
  netop_pointer_resize (fixture->window, WIDE_PX, LOW_PX);
  netop_pointer_assert_soon (is_low, fixture);
  netop_window_fixture_draw (fixture);
  list = netop_window_fixture_find (fixture->window, GTK_TYPE_LIST_VIEW);
  g_assert_true (gtk_widget_compute_bounds (netop_window_fixture_find (list, NETOP_TYPE_NAME_CELL), fixture->window, &bounds));
  graphene_rect_get_center (&bounds, &place);
  return place;
}

static void
test_rows_hold_still (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *model;
  graphene_point_t   place;
  const char        *name;
  gint64             click_us;

  if (!netop_pointer_find ())
    return;

  place = open_low_window (&fixture);
  model = netop_window_fixture_get_model (&fixture);
  netop_pointer_move (fixture.window, place.x, place.y);
  name = g_intern_string (get_name_at (&fixture, &place));
  click_us = g_get_monotonic_time ();
  netop_pointer_click_here (GDK_BUTTON_PRIMARY);
  netop_pointer_assert_soon (is_one_selected, &fixture);
  g_assert_cmpstr (get_selected (&fixture)->name, ==, name);
  g_assert_true (netop_row_model_is_sort_frozen (model));
  while (netop_row_model_is_sort_frozen (model))
    push_and_compare (&fixture, &place, name);
  g_assert_cmpint (g_get_monotonic_time () - click_us, >=, HOLD_STILL_US);
  push_until_moved (&fixture, &place, name);

  /* Who turns the wheel looks for something, though the pointer stands. */
  netop_pointer_turn_wheel (3);
  netop_pointer_assert_soon (is_scrolled, &fixture);
  g_assert_true (netop_row_model_is_sort_frozen (model));
  netop_window_fixture_close (&fixture);
}

static gboolean
is_free (gpointer model)
{
  return !netop_row_model_is_sort_frozen (model);
}

/* Beside the rows, but what it is pressed for are they. */
static void
test_scrollbar_holds_still (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *model;
  GtkWidget         *list;
  GtkWidget         *bar;

  if (!netop_pointer_find ())
    return;

  open_low_window (&fixture);
  model = netop_window_fixture_get_model (&fixture);
  list = netop_window_fixture_find (fixture.window, GTK_TYPE_LIST_VIEW);
  bar = gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW)));
  netop_pointer_move (bar, gtk_widget_get_width (bar) / 2.0, gtk_widget_get_height (bar) - BAR_END_PX);
  netop_pointer_assert_soon (is_free, model);
  netop_pointer_click_here (GDK_BUTTON_PRIMARY);
  netop_pointer_assert_soon (is_scrolled, &fixture);
  g_assert_true (netop_row_model_is_sort_frozen (model));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/pointer-rows/menu-opens", test_menu_opens);
  g_test_add_func ("/ui/pointer-rows/menu-acts", test_menu_acts);
  g_test_add_func ("/ui/pointer-rows/selects", test_selects);
  g_test_add_func ("/ui/pointer-rows/expands", test_expands);
  g_test_add_func ("/ui/pointer-rows/tooltip", test_tooltip);
  g_test_add_func ("/ui/pointer-rows/hold-still", test_rows_hold_still);
  g_test_add_func ("/ui/pointer-rows/scrollbar-holds-still", test_scrollbar_holds_still);
  return g_test_run ();
}
