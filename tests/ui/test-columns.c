/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-column-title.h"
#include "netop-pages.h"
#include "netop-settings.h"
#include "netop-table-page.h"
#include "netop-window-fixture.h"

/* The columns of a table: which are there, where, how wide, and what of that the next run knows. */

static const char *picture_folder;

static NetopTablePage *
get_page (NetopWindowFixture *fixture)
{
  NetopPages *pages = NETOP_PAGES (netop_window_fixture_find (fixture->window, NETOP_TYPE_PAGES));

  return NETOP_TABLE_PAGE (netop_window_fixture_find (adw_view_stack_get_visible_child (netop_pages_get_stack (pages)), NETOP_TYPE_TABLE_PAGE));
}

static NetopTableColumns *
get_columns (NetopWindowFixture *fixture)
{
  return netop_table_page_get_columns (get_page (fixture));
}

static void
open_page (NetopWindowFixture *fixture,
           const char         *page)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  g_settings_set_int (settings, "width", 1200);
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_push (fixture, 10);
  if (page != NULL)
    gtk_widget_activate_action (fixture->window, "win.page", "s", page);
  netop_window_fixture_draw (fixture);
}

/* As the next run of the program. */
static void
open_again (NetopWindowFixture *fixture)
{
  netop_window_fixture_close (fixture);
  open_page (fixture, NULL);
}

/* The columns that can be seen, in their order. */
static void
assert_columns (NetopWindowFixture *fixture,
                const char         *expected)
{
  GtkWidget  *view = netop_window_fixture_find (GTK_WIDGET (get_page (fixture)), GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
  g_autoptr (GString) found = g_string_new (NULL);

  netop_window_fixture_draw (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (gtk_column_view_column_get_visible (column))
        g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", gtk_column_view_column_get_title (column));
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static int
get_width (NetopWindowFixture *fixture,
           NetopColumn         column)
{
  netop_window_fixture_draw (fixture);
  return gtk_column_view_column_get_fixed_width (netop_table_columns_find (get_columns (fixture), column));
}

static void
act (NetopWindowFixture *fixture,
     const char         *action,
     NetopColumn         column,
     int                 by)
{
  gtk_widget_activate_action (GTK_WIDGET (get_page (fixture)), action, "(si)", netop_column_get_id (column), by);
  netop_window_fixture_draw (fixture);
}

static void
test_hide_and_show (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *page;

  open_page (&fixture, "processes");
  page = GTK_WIDGET (get_page (&fixture));
  assert_columns (&fixture, "Process PID User Sockets Connections Download Upload Activity Received Sent");
  gtk_widget_activate_action (page, "columns.user", NULL);
  gtk_widget_activate_action (page, "columns.rx-rate", NULL);
  assert_columns (&fixture, "Process PID Sockets Connections Upload Activity Received Sent");
  gtk_widget_activate_action (page, "columns.user", NULL);
  assert_columns (&fixture, "Process PID User Sockets Connections Upload Activity Received Sent");
  /* The one that names the row stays. */
  g_assert_false (gtk_widget_activate_action (page, "columns.name", NULL));
  netop_table_columns_set_wanted (get_columns (&fixture), NETOP_COLUMN_NAME, FALSE);
  assert_columns (&fixture, "Process PID User Sockets Connections Upload Activity Received Sent");

  open_again (&fixture);
  assert_columns (&fixture, "Process PID User Sockets Connections Upload Activity Received Sent");
  gtk_widget_activate_action (GTK_WIDGET (get_page (&fixture)), "columns.reset", NULL);
  assert_columns (&fixture, "Process PID User Sockets Connections Download Upload Activity Received Sent");
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

/* What is there only when it is asked for takes the room of what matters least. */
static void
test_optional (void)
{
  NetopWindowFixture fixture;

  open_page (&fixture, "connections");
  assert_columns (&fixture, "Process Remote Service State Interface Download Upload Activity RTT Retrans. Age Match");
  gtk_widget_activate_action (GTK_WIDGET (get_page (&fixture)), "columns.local", NULL);
  assert_columns (&fixture, "Process Remote Service State Download Upload Activity RTT Retrans. Local");
  open_again (&fixture);
  assert_columns (&fixture, "Process Remote Service State Download Upload Activity RTT Retrans. Local");
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

static void
test_move (void)
{
  NetopWindowFixture fixture;

  open_page (&fixture, "processes");
  act (&fixture, "columns.move", NETOP_COLUMN_TX_BYTES, 1);
  act (&fixture, "columns.move", NETOP_COLUMN_RX_RATE, -1);
  assert_columns (&fixture, "Process PID User Sockets Download Connections Upload Activity Received Sent");
  /* Over what is hidden. */
  gtk_widget_activate_action (GTK_WIDGET (get_page (&fixture)), "columns.sockets", NULL);
  netop_window_fixture_draw (&fixture);
  act (&fixture, "columns.move", NETOP_COLUMN_RX_RATE, -1);
  assert_columns (&fixture, "Process PID Download User Connections Upload Activity Received Sent");
  act (&fixture, "columns.move", NETOP_COLUMN_NONE, 1);
  open_again (&fixture);
  assert_columns (&fixture, "Process PID Download User Connections Upload Activity Received Sent");
  netop_window_fixture_take_picture (&fixture, picture_folder, "columns-moved");
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

static void
test_widths (void)
{
  NetopWindowFixture fixture;
  int                user;
  int                name;

  open_page (&fixture, "processes");
  user = get_width (&fixture, NETOP_COLUMN_USER);
  name = get_width (&fixture, NETOP_COLUMN_NAME);
  act (&fixture, "columns.widen", NETOP_COLUMN_USER, 20);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_USER), >, user + 10);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_NAME), <, name);
  act (&fixture, "columns.widen", NETOP_COLUMN_PID, -500);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_PID), >, 0);
  user = get_width (&fixture, NETOP_COLUMN_USER);
  open_again (&fixture);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_USER), ==, user);

  /* The one that takes the rest is as narrow as the user made it, and never under its least. */
  gtk_widget_activate_action (GTK_WIDGET (get_page (&fixture)), "columns.reset", NULL);
  gtk_widget_activate_action (GTK_WIDGET (get_page (&fixture)), "columns.activity", NULL);
  name = get_width (&fixture, NETOP_COLUMN_NAME);
  act (&fixture, "columns.widen", NETOP_COLUMN_NAME, -50);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_NAME), <, name);
  act (&fixture, "columns.widen", NETOP_COLUMN_NAME, -1000);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_NAME), >=, 200);
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

/* Where there is no room for all, what stays gives some to the names; never what the user has set. */
static void
test_tight (void)
{
  NetopWindowFixture fixture = { 0 };
  int                width, name_width;

  open_page (&fixture, NULL);
  width = get_width (&fixture, NETOP_COLUMN_RX_RATE);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 900, 700);
  netop_window_fixture_draw (&fixture);
  assert_columns (&fixture, "Process Connections Download Upload Activity Received Sent");
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_RX_RATE), <, width);
  name_width = get_width (&fixture, NETOP_COLUMN_NAME);

  netop_table_columns_widen (get_columns (&fixture), NETOP_COLUMN_RX_RATE, 10);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_RX_RATE), >, width);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_NAME), <, name_width);
  netop_table_columns_reset (get_columns (&fixture));

  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 1200, 700);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpint (get_width (&fixture, NETOP_COLUMN_RX_RATE), ==, width);
  netop_window_fixture_close (&fixture);
}

/* A settings file may say anything. */
static void
test_nonsense (void)
{
  NetopWindowFixture fixture;
  g_autoptr (GSettings) settings = netop_settings_new ();
  g_autoptr (GSettings) table = g_settings_get_child (settings, "processes");

  g_settings_set (table, "columns", "a(sbi)", NULL);
  g_settings_set_value (table,
                        "columns",
                        g_variant_new_parsed ("[('sent', true, 0), ('tx-bytes', true, -7), ('tx-bytes', false, 100), ('', true, 1), "
                                              "('rtt', true, 100), ('name', false, 2000000000), ('pid', false, 0)]"));
  g_settings_set_string (table, "sort-column", "rtt");
  g_settings_set_string (settings, "page", "weather");
  open_page (&fixture, NULL);
  assert_columns (&fixture, "Sent Process User Sockets Connections Download Upload Activity Received");
  g_assert_cmpint (netop_row_model_get_sort (netop_table_page_get_model (get_page (&fixture)), NULL), ==, NETOP_COLUMN_RX_RATE);
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

static void
assert_sort (NetopWindowFixture *fixture,
             NetopColumn         column,
             GtkSortType         direction)
{
  GtkSortType found;

  g_assert_cmpint (netop_row_model_get_sort (netop_table_page_get_model (get_page (fixture)), &found), ==, column);
  g_assert_cmpint (found, ==, direction);
}

/* Each page has its own, and keeps it. */
static void
test_sort_actions (void)
{
  NetopWindowFixture fixture;

  open_page (&fixture, "processes");
  assert_sort (&fixture, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  gtk_widget_activate_action (fixture.window, "win.next-sort", NULL);
  assert_sort (&fixture, NETOP_COLUMN_TX_RATE, GTK_SORT_DESCENDING);
  gtk_widget_activate_action (fixture.window, "win.reverse-sort", NULL);
  assert_sort (&fixture, NETOP_COLUMN_TX_RATE, GTK_SORT_ASCENDING);
  for (guint i = 0; i < 4; i++)
    gtk_widget_activate_action (fixture.window, "win.next-sort", NULL);
  /* Behind the last comes the first, which has words. */
  assert_sort (&fixture, NETOP_COLUMN_NAME, GTK_SORT_ASCENDING);

  gtk_widget_activate_action (fixture.window, "win.page", "s", "connections");
  assert_sort (&fixture, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  gtk_widget_activate_action (fixture.window, "win.next-sort", NULL);
  netop_window_fixture_draw (&fixture);
  open_again (&fixture);
  assert_sort (&fixture, NETOP_COLUMN_TX_RATE, GTK_SORT_DESCENDING);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (netop_pages_get_stack (NETOP_PAGES (netop_window_fixture_find (fixture.window, NETOP_TYPE_PAGES)))), ==, "connections");
  gtk_widget_activate_action (fixture.window, "win.page", "s", "processes");
  assert_sort (&fixture, NETOP_COLUMN_NAME, GTK_SORT_ASCENDING);
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

static GtkPopoverMenu *
find_menu (NetopWindowFixture *fixture)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (get_page (fixture))); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER_MENU (child))
      return GTK_POPOVER_MENU (child);

  return NULL;
}

static guint
count_items (GMenuModel *menu)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      n += section != NULL ? count_items (section) : 1;
    }
  return n;
}

static gboolean
is_moving (gpointer model)
{
  return !netop_row_model_is_sort_frozen (model);
}

/* Without a pointer; rows hold still while it is open. */
static void
test_menu (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *model;

  open_page (&fixture, "processes");
  model = netop_table_page_get_model (get_page (&fixture));
  gtk_widget_activate_action (fixture.window, "win.columns", NULL);
  g_assert_nonnull (find_menu (&fixture));
  netop_window_fixture_wait (netop_window_fixture_is_whole, find_menu (&fixture));
  /* Four for the sorted one, nine to be hidden, one for all to be moved, one to reset. */
  g_assert_cmpuint (count_items (gtk_popover_menu_get_menu_model (find_menu (&fixture))), ==, 4 + 9 + 1 + 1);
  g_assert_true (netop_row_model_is_sort_frozen (model));
  gtk_widget_activate_action (fixture.window, "win.columns", NULL);
  gtk_popover_popdown (GTK_POPOVER (find_menu (&fixture)));
  /* Where the pointer is on the table, rows hold still a little longer. */
  netop_window_fixture_wait (is_moving, model);
  netop_window_fixture_close (&fixture);
}

/* The nth title of the header, in the order of the columns. */
static GtkWidget *
get_title (NetopWindowFixture *fixture,
           guint               n)
{
  GtkWidget *view = netop_window_fixture_find (GTK_WIDGET (get_page (fixture)), GTK_TYPE_COLUMN_VIEW);
  GtkWidget *header = gtk_widget_get_first_child (gtk_widget_get_first_child (view));

  for (guint i = 0; i < n; i++)
    header = gtk_widget_get_next_sibling (header);
  return netop_window_fixture_find (header, NETOP_TYPE_COLUMN_TITLE);
}

static void
assert_total (NetopWindowFixture *fixture,
              guint               n,
              const char         *value,
              const char         *unit)
{
  NetopFigureCell *figure = NETOP_FIGURE_CELL (netop_window_fixture_find (get_title (fixture, n), NETOP_TYPE_FIGURE_CELL));

  g_assert_cmpstr (netop_figure_cell_get_value (figure), ==, value);
  g_assert_cmpstr (netop_figure_cell_get_unit (figure), ==, unit);
}

static void
assert_count (NetopWindowFixture *fixture,
              guint               n,
              const char         *expected)
{
  GtkWidget *text = netop_window_fixture_find (get_title (fixture, n), GTK_TYPE_INSCRIPTION);

  g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (text)), ==, expected);
}

/* What the headers say is the sum of what the rows say, also of those that a search has found. */
static void
test_totals (void)
{
  NetopWindowFixture fixture;
  NetopRowTotals     totals;
  NetopFormatted     received;
  g_autoptr (NetopFilter) filter = netop_filter_parse ("curl", NULL);

  open_page (&fixture, "processes");
  assert_count (&fixture, 0, "10 processes");
  assert_total (&fixture, 1, "", "");
  assert_total (&fixture, 4, "70", "");
  netop_table_page_set_filter (get_page (&fixture), filter);
  assert_count (&fixture, 0, "1 of 10 processes");
  assert_total (&fixture, 4, "7", "");
  totals = netop_row_model_get_totals (netop_table_page_get_model (get_page (&fixture)));
  received = netop_format_bytes (netop_figure ((double)totals.traffic.rx_bytes));
  assert_total (&fixture, 8, received.value, received.unit);

  gtk_widget_activate_action (fixture.window, "win.page", "s", "connections");
  assert_count (&fixture, 1, "70 connections");
  gtk_widget_activate_action (fixture.window, "win.page", "s", "interfaces");
  assert_count (&fixture, 0, "1 interface");
  /* A bridge and its ports carry the same. */
  assert_total (&fixture, 3, "", "");
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

static gboolean
is_marked (NetopWindowFixture *fixture,
           guint               n)
{
  return gtk_widget_has_css_class (netop_window_fixture_find (get_title (fixture, n), GTK_TYPE_LABEL), "np-head-sorted");
}

static void
test_sorted_title (void)
{
  NetopWindowFixture fixture;

  open_page (&fixture, "processes");
  g_assert_true (is_marked (&fixture, 5));
  gtk_widget_activate_action (fixture.window, "win.next-sort", NULL);
  g_assert_false (is_marked (&fixture, 5));
  g_assert_true (is_marked (&fixture, 6));
  netop_window_fixture_close (&fixture);
  netop_window_fixture_forget ();
}

/* A header of another make keeps what it has. */
static void
test_plain_title (void)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new ("Download");

  g_object_ref_sink (header);
  gtk_box_append (GTK_BOX (header), label);
  g_assert_null (netop_column_title_install (header));
  g_assert_true (gtk_widget_get_visible (label));
  g_object_unref (header);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/columns/hide-and-show", test_hide_and_show);
  g_test_add_func ("/ui/columns/optional", test_optional);
  g_test_add_func ("/ui/columns/move", test_move);
  g_test_add_func ("/ui/columns/widths", test_widths);
  g_test_add_func ("/ui/columns/tight", test_tight);
  g_test_add_func ("/ui/columns/nonsense", test_nonsense);
  g_test_add_func ("/ui/columns/sort-actions", test_sort_actions);
  g_test_add_func ("/ui/columns/menu", test_menu);

  g_test_add_func ("/ui/columns/totals", test_totals);
  g_test_add_func ("/ui/columns/sorted-title", test_sorted_title);
  g_test_add_func ("/ui/columns/plain-title", test_plain_title);

  return g_test_run ();
}
