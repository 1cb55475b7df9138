/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-connection-caption.h"
#include "netop-figure-cell.h"
#include "netop-spoken-row.h"
#include "netop-window-fixture.h"

/* Rows that open, in the window: by keys, by the pointer, under a filter, and what they say. */

#define N_PROCESSES 10
#define N_CONNECTIONS 7 /* of each */

static const char *picture_folder;

static NetopTablePage *
get_page (NetopWindowFixture *fixture)
{
  return NETOP_TABLE_PAGE (netop_window_fixture_find (fixture->window, NETOP_TYPE_TABLE_PAGE));
}

static const NetopRow *
get_row (NetopWindowFixture *fixture,
         guint               position)
{
  return netop_row_model_get_row (netop_window_fixture_get_model (fixture), position);
}

static guint
count_rows (NetopWindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (fixture)));
}

static void
open_by_pid (NetopWindowFixture *fixture)
{
  netop_window_fixture_open (fixture, NULL);
  netop_table_page_set_sort (get_page (fixture), NETOP_COLUMN_PID, GTK_SORT_ASCENDING);
  netop_window_fixture_push (fixture, N_PROCESSES);
  netop_window_fixture_draw (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, N_PROCESSES + 1);
}

static GtkWidget *
get_list (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (fixture->window, GTK_TYPE_LIST_VIEW);
}

static GtkWidget *
get_row_widget (NetopWindowFixture *fixture,
                guint               position)
{
  GtkWidget *row = gtk_widget_get_first_child (get_list (fixture));

  for (guint i = 0; i < position; i++)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static void
go_to (NetopWindowFixture *fixture,
       guint               position)
{
  g_assert_true (gtk_widget_grab_focus (get_row_widget (fixture, position)));
  gtk_widget_activate_action (get_list (fixture), "list.select-item", "(ubb)", position, FALSE, FALSE);
}

static void
press (NetopWindowFixture *fixture,
       guint               keyval)
{
  netop_window_fixture_press_key (fixture, keyval);
  netop_window_fixture_draw (fixture);
}

/* The focus and the selection are at one place. */
static void
assert_at (NetopWindowFixture *fixture,
           guint               position)
{
  NetopRowKey key = netop_row_model_get_selected (netop_window_fixture_get_model (fixture));

  g_assert_cmpuint (netop_row_model_get_position (netop_window_fixture_get_model (fixture), &key), ==, position);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == get_row_widget (fixture, position));
}

static void
test_arrows (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      NetopWindowFixture fixture;
      guint              in = i == 0 ? GDK_KEY_Right : GDK_KEY_Left;
      guint              out = i == 0 ? GDK_KEY_KP_Left : GDK_KEY_KP_Right;

      gtk_widget_set_default_direction (directions[i]);
      open_by_pid (&fixture);
      go_to (&fixture, 1);
      press (&fixture, in);
      g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1 + N_CONNECTIONS);
      assert_at (&fixture, 1);
      press (&fixture, in);
      assert_at (&fixture, 2);
      g_assert_nonnull (get_row (&fixture, 2)->connection);
      netop_window_fixture_take_picture (&fixture, picture_folder, i == 0 ? "tree" : "tree-right-to-left");
      press (&fixture, in);
      assert_at (&fixture, 2);
      press (&fixture, out);
      assert_at (&fixture, 1);
      g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1 + N_CONNECTIONS);
      press (&fixture, out);
      assert_at (&fixture, 1);
      g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1);
      press (&fixture, out);
      assert_at (&fixture, 1);
      netop_window_fixture_close (&fixture);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static gboolean
is_pane_open (NetopWindowFixture *fixture)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "details");

  return g_variant_get_boolean (state);
}

/* A row does on Enter, and on a double click, what this action does. */
static void
test_enter (void)
{
  NetopWindowFixture fixture;

  open_by_pid (&fixture);
  go_to (&fixture, 1);
  gtk_widget_activate_action (get_row_widget (&fixture, 1), "list.activate-item", "u", 1);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1 + N_CONNECTIONS);
  assert_at (&fixture, 1);
  gtk_widget_activate_action (get_row_widget (&fixture, 1), "list.activate-item", "u", 1);
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1);

  /* Under a connection is nothing: its details open. */
  press (&fixture, GDK_KEY_Right);
  g_assert_false (is_pane_open (&fixture));
  gtk_widget_activate_action (get_row_widget (&fixture, 2), "list.activate-item", "u", 2);
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1 + N_CONNECTIONS);
  g_assert_true (is_pane_open (&fixture));
  gtk_widget_activate_action (fixture.window, "win.details", NULL);
  g_assert_false (is_pane_open (&fixture));

  /* The same by an action. */
  gtk_widget_activate_action (fixture.window, "win.toggle-row", NULL);
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1);
  netop_window_fixture_close (&fixture);
}

/* In the header, arrows are not the tree's. */
static void
test_arrows_elsewhere (void)
{
  NetopWindowFixture fixture;

  open_by_pid (&fixture);
  go_to (&fixture, 1);
  gtk_widget_activate_action (fixture.window, "win.search", NULL);
  press (&fixture, GDK_KEY_Right);
  g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1);
  netop_window_fixture_close (&fixture);
}

static void
click_arrow (NetopWindowFixture *fixture,
             guint               position)
{
  GtkWidget *cell = netop_window_fixture_find (get_row_widget (fixture, position), NETOP_TYPE_NAME_CELL);

  g_signal_emit_by_name (netop_window_fixture_find (cell, GTK_TYPE_BUTTON), "clicked");
  netop_window_fixture_draw (fixture);
}

/* The row that has the keys keeps them when one above it opens; where it is hidden, its parent has them. */
static void
test_click (void)
{
  NetopWindowFixture fixture;

  open_by_pid (&fixture);
  go_to (&fixture, 2);
  click_arrow (&fixture, 0);
  assert_at (&fixture, 2 + N_CONNECTIONS);
  click_arrow (&fixture, 0);
  assert_at (&fixture, 2);

  click_arrow (&fixture, 2);
  go_to (&fixture, 2 + N_CONNECTIONS);
  click_arrow (&fixture, 2);
  assert_at (&fixture, 2);
  netop_window_fixture_close (&fixture);
}

/* Rows go on and change places under the eyes, and the chosen one is still the chosen one. */
static void
test_refresh_while_expanded (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        key;
  guint              n_moves = 0;

  open_by_pid (&fixture);
  click_arrow (&fixture, 0);
  go_to (&fixture, 3);
  key = get_row (&fixture, 3)->key;
  netop_table_page_set_sort (get_page (&fixture), NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  for (guint i = 0; i < 20; i++)
    {
      guint position = netop_row_model_get_position (netop_window_fixture_get_model (&fixture), &key);

      netop_window_fixture_push (&fixture, N_PROCESSES);
      netop_window_fixture_draw (&fixture);
      n_moves += netop_row_model_get_position (netop_window_fixture_get_model (&fixture), &key) != position;
      g_assert_cmpuint (count_rows (&fixture), ==, N_PROCESSES + 1 + N_CONNECTIONS);
      assert_at (&fixture, netop_row_model_get_position (netop_window_fixture_get_model (&fixture), &key));
    }
  g_assert_cmpuint (n_moves, >, 5);
  netop_window_fixture_close (&fixture);
}

static guint
count_visible_rows (NetopWindowFixture *fixture)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (get_list (fixture)); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      graphene_rect_t bounds;

      if (gtk_widget_get_child_visible (row) && gtk_widget_compute_bounds (row, get_list (fixture), &bounds))
        n += bounds.size.height > 0 && bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < (float)gtk_widget_get_height (get_list (fixture));
    }
  return n;
}

/* A short list that becomes a long one, and then jumps, has rows where it lands. */
static void
test_jump (void)
{
  static const double places[] = { 1, 0.5, 0, 0.9 };
  NetopWindowFixture  fixture;
  GtkAdjustment      *scroll;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, netop_fake_snapshot (2, 4000, 1));
  click_arrow (&fixture, 1);
  g_assert_cmpuint (count_rows (&fixture), ==, 2003);
  scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (netop_window_fixture_find (fixture.window, GTK_TYPE_COLUMN_VIEW)));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gtk_adjustment_set_value (scroll, places[i] * (gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll)));
      netop_window_fixture_draw (&fixture);
      g_assert_cmpuint (count_visible_rows (&fixture), >=, 10);
    }

  /* And where it is short again. */
  netop_table_page_toggle (get_page (&fixture), &get_row (&fixture, 1)->key);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpuint (count_rows (&fixture), ==, 3);
  g_assert_cmpuint (count_visible_rows (&fixture), ==, 3);
  netop_window_fixture_close (&fixture);
}

static void
test_filter (void)
{
  NetopWindowFixture fixture;
  g_autoptr (NetopFilter) filter = netop_filter_parse ("198.51.100.9", NULL);

  open_by_pid (&fixture);
  click_arrow (&fixture, 1);
  netop_table_page_set_filter (get_page (&fixture), filter);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpuint (count_rows (&fixture), ==, 2);
  g_assert_nonnull (netop_window_fixture_find_name (fixture.window, "198.51.100.9"));
  netop_window_fixture_close (&fixture);
}

/* Which rows are open, and how deep they stand, is told to who does not see it. */
static void
test_levels (void)
{
  NetopWindowFixture fixture;

  open_by_pid (&fixture);
  gtk_test_accessible_assert_property (get_row_widget (&fixture, 0), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1);
  gtk_test_accessible_assert_state (get_row_widget (&fixture, 0), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  go_to (&fixture, 0);
  press (&fixture, GDK_KEY_Right);
  gtk_test_accessible_assert_state (get_row_widget (&fixture, 0), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  gtk_test_accessible_assert_property (get_row_widget (&fixture, 1), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2);
  g_assert_false (gtk_test_accessible_has_state (GTK_ACCESSIBLE (get_row_widget (&fixture, 1)), GTK_ACCESSIBLE_STATE_EXPANDED));
  press (&fixture, GDK_KEY_Left);
  gtk_test_accessible_assert_state (get_row_widget (&fixture, 0), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  gtk_test_accessible_assert_property (get_row_widget (&fixture, 1), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1);
  gtk_test_accessible_assert_state (get_row_widget (&fixture, 1), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  netop_window_fixture_close (&fixture);
}

static NetopConnection *
get_connection (NetopSnapshot *snapshot,
                guint          connection)
{
  return &g_array_index (snapshot->connections, NetopConnection, connection);
}

static void
push_marked (NetopWindowFixture *fixture)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (N_PROCESSES, N_PROCESSES * N_CONNECTIONS, fixture->step++);

  get_connection (snapshot, 1)->closed_us = snapshot->timestamp_us;
  get_connection (snapshot, 2)->carrier = true;
  get_connection (snapshot, 5)->state = NETOP_SOCKET_STATE_SYN_SENT;
  netop_window_fixture_show (fixture, snapshot);
}

/* Of the columns PID and Connections, which are the first with figures. */
static void
assert_no_counts (NetopWindowFixture *fixture,
                  guint               position)
{
  guint n = 0;

  for (GtkWidget *cell = gtk_widget_get_first_child (get_row_widget (fixture, position)); n < 2; cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);

      if (!NETOP_IS_FIGURE_CELL (child))
        continue;
      g_assert_cmpstr (netop_figure_cell_get_value (NETOP_FIGURE_CELL (child)), ==, "");
      n++;
    }
}

static void
assert_text (NetopWindowFixture *fixture,
             guint               position,
             const char         *expected)
{
  GtkWidget *cell = netop_window_fixture_find (get_row_widget (fixture, position), NETOP_TYPE_NAME_CELL);
  GtkWidget *text = netop_window_fixture_find (cell, GTK_TYPE_INSCRIPTION);

  g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (text)), ==, expected);
}

/* What closed fades; what it was stays there to be read. */
static void
test_connection_rows (void)
{
  NetopWindowFixture fixture;

  open_by_pid (&fixture);
  push_marked (&fixture);
  click_arrow (&fixture, 0);
  assert_text (&fixture, 1, "198.51.100.0  https · TCP · incoming");
  assert_text (&fixture, 2, "198.51.100.1  http · TCP · closed");
  assert_text (&fixture, 3, "198.51.100.2  http · TCP · carries a tunnel");
  assert_text (&fixture, 4, "198.51.100.3  https · TCP · shared by 2 processes");
  assert_text (&fixture, 5, "198.51.100.4  http · UDP · incoming");
  assert_text (&fixture, 6, "198.51.100.5  http · TCP · syn-sent");
  assert_no_counts (&fixture, 1);
  g_assert_cmpfloat (gtk_widget_get_opacity (get_row_widget (&fixture, 1)), ==, 1);
  g_assert_cmpfloat (gtk_widget_get_opacity (get_row_widget (&fixture, 2)), <, 0.7);
  netop_window_fixture_take_picture (&fixture, picture_folder, "connections-of-a-process");

  click_arrow (&fixture, 0);
  g_assert_cmpfloat (gtk_widget_get_opacity (get_row_widget (&fixture, 2)), ==, 1);
  netop_window_fixture_close (&fixture);
}

/* As it is before anybody unlocks anything. */
static void
test_users (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot = netop_fake_snapshot (3, 9, 1);

  netop_window_fixture_open (&fixture, NULL);
  snapshot->capture.backend = NETOP_BACKEND_SOCKETS;
  snapshot->capture.byte_layer_tcp_payload = true;
  netop_fake_snapshot_add_user (snapshot, 0, "root", 3);
  netop_fake_snapshot_add_user (snapshot, 33, "www-data", 3);
  netop_table_page_set_sort (get_page (&fixture), NETOP_COLUMN_PID, GTK_SORT_ASCENDING);
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_cmpuint (count_rows (&fixture), ==, 4);

  click_arrow (&fixture, 3);
  g_assert_cmpuint (count_rows (&fixture), ==, 7);
  assert_text (&fixture, 4, "Belongs to user root  3 hosts");
  assert_text (&fixture, 5, "Belongs to user www-data  3 hosts");
  click_arrow (&fixture, 5);
  g_assert_cmpuint (count_rows (&fixture), ==, 10);
  assert_text (&fixture, 6, "203.0.113.20:476");
  netop_window_fixture_take_picture (&fixture, picture_folder, "another-user");
  netop_window_fixture_close (&fixture);
}

/* Word for word, so that the words are looked at. */
static void
test_words (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (N_PROCESSES, N_PROCESSES * N_CONNECTIONS, 1);
  NetopConnection *connection = get_connection (snapshot, 3);
  NetopUnknown    *cause = &g_array_index (snapshot->unknown, NetopUnknown, 0);
  NetopRow         row = { .connection = connection, .rate = { .known = true }, .traffic = { .rx_bytes = 1000 } };
  NetopRow         cause_row = { .cause = cause, .n_children = 1, .name = "No socket: kernel or forwarded" };
  NetopRow         host_row = { .cause = cause, .host = &g_array_index (cause->hosts, NetopUnknownHost, 0) };
  g_autofree char *plain = NULL;
  g_autofree char *text = NULL;
  g_autofree char *cause_text = netop_spoken_row (&cause_row, snapshot);
  g_autofree char *host_text = netop_spoken_row (&host_row, snapshot);
  g_autofree char *details = NULL;
  g_autofree char *counted = NULL;

  plain = netop_spoken_row (&row, snapshot);
  g_assert_cmpstr (plain,
                   ==,
                   "198.51.100.3 port 443, TCP, established, outgoing, eth0, shared by 2 processes. "
                   "Download 0, upload 0. Received 1.00 kilobytes, sent 0.");
  connection->carrier = true;
  connection->closed_us = 1;
  connection->jitter_us = netop_figure (2500);
  connection->direction = NETOP_DIRECTION_UNKNOWN;
  text = netop_spoken_row (&row, snapshot);
  g_assert_true (g_str_has_prefix (text,
                                   "198.51.100.3 port 443, TCP, closed, eth0, carries a tunnel, shared by 2 processes, "
                                   "counts in no total. Download"));
  g_assert_cmpstr (cause_text,
                   ==,
                   "Unknown, No socket: kernel or forwarded, 1 host. Download not known, upload not known. "
                   "0 connections. Received 0, sent 0.");
  g_assert_cmpstr (host_text, ==, "203.0.113.9. Download not known, upload not known. Received 0, sent 0.");

  details = netop_connection_caption_dup_details (snapshot, connection);
  g_assert_true (g_str_has_prefix (details,
                                   "Local 192.0.2.10:32771, remote 198.51.100.3:443\n"
                                   "TCP, closed, eth0, carries a tunnel, counts in no total\n"
                                   "RTT 1.0 ms, jitter 2.5 ms, 3 retransmissions\n"
                                   "Found by its socket: exact\n"
                                   "Shared with curl (1001)\n"
                                   "First seen "));
  snapshot->capture.carriers_counted = true;
  counted = netop_connection_caption_dup_details (snapshot, connection);
  g_assert_null (strstr (counted, "no total"));
}

/* Of what a connection is, nothing is said that nobody knows. */
static void
test_unknown_words (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
  NetopConnection  connection = { .protocol = 132, .remote = netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, 1 }) };
  g_autofree char *summary = netop_connection_caption_dup_summary (&connection);
  g_autofree char *details = netop_connection_caption_dup_details (snapshot, &connection);

  g_assert_cmpstr (summary, ==, "SCTP");
  g_assert_null (strstr (details, "RTT"));
  g_assert_null (strstr (details, "jitter"));
  g_assert_null (strstr (details, "retrans"));
  g_assert_null (strstr (details, "hared"));
  g_assert_null (strstr (details, "Found"));
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/tree/arrows", test_arrows);
  g_test_add_func ("/ui/tree/arrows-elsewhere", test_arrows_elsewhere);
  g_test_add_func ("/ui/tree/enter", test_enter);
  g_test_add_func ("/ui/tree/click", test_click);
  g_test_add_func ("/ui/tree/refresh-while-expanded", test_refresh_while_expanded);
  g_test_add_func ("/ui/tree/jump", test_jump);
  g_test_add_func ("/ui/tree/filter", test_filter);
  g_test_add_func ("/ui/tree/levels", test_levels);
  g_test_add_func ("/ui/tree/connection-rows", test_connection_rows);
  g_test_add_func ("/ui/tree/users", test_users);
  g_test_add_func ("/ui/tree/words", test_words);
  g_test_add_func ("/ui/tree/unknown-words", test_unknown_words);

  return g_test_run ();
}
