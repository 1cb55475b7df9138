/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-pointer.h"
#include "netop-row-fixture.h"

/* What a pointer does with the header of a table, and what of that the next run knows. */

#define N_PROCESSES 8
#define BY_PX (-24)
#define ROUNDING_PX 2

/* A column, and what is waited for. */
typedef struct
{
  NetopWindowFixture *fixture;
  NetopColumn         column;
  int                 width;
  GtkSortType         direction;
  guint               position;
} Wish;

static NetopTableColumns *
get_columns (NetopWindowFixture *fixture)
{
  return netop_table_page_get_columns (NETOP_TABLE_PAGE (netop_window_fixture_find (fixture->window, NETOP_TYPE_TABLE_PAGE)));
}

static GtkWidget *
get_view (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (fixture->window, GTK_TYPE_COLUMN_VIEW);
}

static GtkWidget *
get_headers (NetopWindowFixture *fixture)
{
  return gtk_widget_get_first_child (get_view (fixture));
}

/* One column's part of the header. */
static GtkWidget *
get_header (NetopWindowFixture *fixture,
            const char         *title)
{
  GtkWidget *widget = netop_row_fixture_find_label (get_headers (fixture), title);

  g_assert_nonnull (widget);
  while (gtk_widget_get_parent (widget) != get_headers (fixture))
    widget = gtk_widget_get_parent (widget);
  return widget;
}

/* With its edges, in the header. */
static graphene_rect_t
get_bounds (NetopWindowFixture *fixture,
            const char         *title)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (get_header (fixture, title), get_headers (fixture), &bounds));
  return bounds;
}

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_open (fixture, NULL);
  netop_pointer_begin (fixture, N_PROCESSES);
}

/* As the next run of the program. */
static void
open_again (NetopWindowFixture *fixture)
{
  netop_window_fixture_close (fixture);
  open_window (fixture);
}

static void
close_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_close (fixture);
  netop_window_fixture_forget ();
}

/* --- Edges --- */

static int
get_width (NetopWindowFixture *fixture,
           NetopColumn         column)
{
  return gtk_column_view_column_get_fixed_width (netop_table_columns_find (get_columns (fixture), column));
}

static gboolean
is_as_wide (gpointer user_data)
{
  Wish *wish = user_data;

  return ABS (get_width (wish->fixture, wish->column) - wish->width) <= ROUNDING_PX;
}

static gboolean
is_sorted (gpointer user_data)
{
  Wish       *wish = user_data;
  GtkSortType direction;

  return netop_row_model_get_sort (netop_window_fixture_get_model (wish->fixture), &direction) == wish->column && direction == wish->direction;
}

static void
assert_sorted_as_ever (NetopWindowFixture *fixture)
{
  Wish wish = { .fixture = fixture, .column = NETOP_COLUMN_RX_RATE, .direction = GTK_SORT_DESCENDING };

  g_assert_true (is_sorted (&wish));
}

/* Its own edge, and the column that grows takes the room. */
static void
test_resize (void)
{
  NetopWindowFixture fixture;
  graphene_rect_t    bounds;
  Wish               wish = { .fixture = &fixture, .column = NETOP_COLUMN_USER };
  int                sockets;
  int                name;

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  wish.width = get_width (&fixture, NETOP_COLUMN_USER) + BY_PX;
  sockets = get_width (&fixture, NETOP_COLUMN_SOCKETS);
  name = get_width (&fixture, NETOP_COLUMN_NAME);
  bounds = get_bounds (&fixture, "User");
  netop_pointer_drag (get_headers (&fixture), bounds.origin.x + bounds.size.width, bounds.origin.y + bounds.size.height / 2, BY_PX);
  netop_pointer_assert_soon (is_as_wide, &wish);
  netop_window_fixture_draw (&fixture);
  g_assert_true (is_as_wide (&wish));
  bounds = get_bounds (&fixture, "User");
  g_assert_cmpint ((int)bounds.size.width, ==, get_width (&fixture, NETOP_COLUMN_USER));
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_SOCKETS), ==, sockets);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_NAME), >=, name - BY_PX - ROUNDING_PX);
  assert_sorted_as_ever (&fixture);

  open_again (&fixture);
  netop_pointer_assert_soon (is_as_wide, &wish);
  close_window (&fixture);
}

/* --- Places --- */

static gboolean
is_at (gpointer user_data)
{
  Wish       *wish = user_data;
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (get_view (wish->fixture)));
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, wish->position);

  return column == netop_table_columns_find (get_columns (wish->fixture), wish->column);
}

/* By its title, over the one before it. */
static void
test_move (void)
{
  NetopWindowFixture fixture;
  graphene_rect_t    bounds;
  Wish               wish = { .fixture = &fixture, .column = NETOP_COLUMN_TX_RATE, .position = 6 };

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  g_assert_true (is_at (&wish));
  bounds = get_bounds (&fixture, "Upload");
  netop_pointer_drag (get_headers (&fixture), bounds.origin.x + bounds.size.width / 2, bounds.origin.y + bounds.size.height / 2, -(int)bounds.size.width);
  wish.position = 5;
  netop_pointer_assert_soon (is_at, &wish);
  assert_sorted_as_ever (&fixture);
  open_again (&fixture);
  g_assert_true (is_at (&wish));
  close_window (&fixture);
}

/* --- Clicks --- */

static gboolean
is_marked (gpointer user_data)
{
  return gtk_widget_has_css_class (user_data, "np-head-sorted");
}

/* @x: of the header. At the same place at once it would be a double click, of which GTK 4.8 takes the first for a click. */
static void
click_and_assert_sorted (Wish       *wish,
                         const char *title,
                         int         x)
{
  GtkWidget *header = get_header (wish->fixture, title);

  netop_pointer_move (header, x, gtk_widget_get_height (header) / 2.0);
  netop_pointer_click_here (GDK_BUTTON_PRIMARY);
  netop_pointer_assert_soon (is_sorted, wish);
  netop_pointer_assert_soon (is_marked, netop_row_fixture_find_label (get_header (wish->fixture, title), title));
  netop_window_fixture_draw (wish->fixture);
}

static void
assert_first (NetopWindowFixture *fixture,
              const char         *name)
{
  GtkWidget *list = netop_window_fixture_find (fixture->window, GTK_TYPE_LIST_VIEW);
  GtkWidget *cell = netop_window_fixture_find (list, NETOP_TYPE_NAME_CELL);

  g_assert_cmpstr (netop_name_cell_get_name (NETOP_NAME_CELL (cell)), ==, name);
}

/* At once, though a pointer over the table holds the rows otherwise. */
static void
test_sort (void)
{
  NetopWindowFixture fixture;
  Wish               wish = { .fixture = &fixture, .column = NETOP_COLUMN_NAME };

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  wish.direction = GTK_SORT_ASCENDING;
  click_and_assert_sorted (&wish, "Process", 20);
  assert_first (&fixture, "chronyd");
  wish.direction = GTK_SORT_DESCENDING;
  click_and_assert_sorted (&wish, "Process", 100);
  assert_first (&fixture, "Unknown");
  open_again (&fixture);
  g_assert_true (is_sorted (&wish));

  /* Of figures the largest first. */
  wish.column = NETOP_COLUMN_SOCKETS;
  click_and_assert_sorted (&wish, "Sockets", 20);
  wish.direction = GTK_SORT_ASCENDING;
  click_and_assert_sorted (&wish, "Sockets", 50);
  close_window (&fixture);
}

/* --- The menu --- */

static GtkWidget *
find_menu (NetopWindowFixture *fixture)
{
  GtkWidget *page = netop_window_fixture_find (fixture->window, NETOP_TYPE_TABLE_PAGE);

  for (GtkWidget *child = gtk_widget_get_first_child (page); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER_MENU (child))
      return child;

  return NULL;
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

static gboolean
is_hidden (gpointer user_data)
{
  Wish *wish = user_data;

  return !gtk_column_view_column_get_visible (netop_table_columns_find (get_columns (wish->fixture), wish->column));
}

static void
open_menu (NetopWindowFixture *fixture)
{
  netop_pointer_click (get_header (fixture, "PID"), GDK_BUTTON_SECONDARY, 1);
  netop_pointer_assert_soon (is_menu_open, fixture);
  netop_window_fixture_draw (fixture);
}

static void
test_menu (void)
{
  NetopWindowFixture fixture;
  Wish               wish = { .fixture = &fixture, .column = NETOP_COLUMN_USER };

  if (!netop_pointer_find ())
    return;

  open_window (&fixture);
  open_menu (&fixture);
  g_assert_nonnull (netop_row_fixture_find_label (find_menu (&fixture), "Column “PID”"));
  netop_pointer_press_key ("Escape");
  netop_pointer_assert_soon (is_menu_closed, &fixture);
  g_assert_false (is_hidden (&wish));

  open_menu (&fixture);
  netop_pointer_click (netop_row_fixture_find_label (find_menu (&fixture), "User"), GDK_BUTTON_PRIMARY, 1);
  netop_pointer_assert_soon (is_hidden, &wish);
  netop_pointer_assert_soon (is_menu_closed, &fixture);
  assert_sorted_as_ever (&fixture);
  close_window (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/pointer-columns/resize", test_resize);
  g_test_add_func ("/ui/pointer-columns/move", test_move);
  g_test_add_func ("/ui/pointer-columns/sort", test_sort);
  g_test_add_func ("/ui/pointer-columns/menu", test_menu);
  return g_test_run ();
}
