/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-column-view-fix.h"
#include "netop-figure-cell.h"
#include "netop-overview.h"
#include "netop-pages.h"
#include "netop-settings.h"
#include "netop-spoken-connection.h"
#include "netop-spoken-interface.h"
#include "netop-table-page.h"
#include "netop-window-fixture.h"

/* The pages beside the Processes page. Pictures stay in the folder the first argument names. */

static const char *picture_folder;

static void
set_width (int width)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  g_settings_set_int (settings, "width", width);
  netop_window_fixture_forget ();
}

static NetopSnapshotInterface *
add_interface (NetopSnapshot *snapshot,
               const char    *name,
               const char    *kind,
               uint8_t        state)
{
  guint                  index = snapshot->interfaces->len + 10;
  NetopSnapshotInterface interface = {
    .key = { .kind = NETOP_ROW_INTERFACE, .a = index },
    .facts = { .index = index, .state = state, .present = 1, .rx_bytes = 1000u * index, .tx_bytes = 100u * index },
    .name = g_ref_string_new (name),
    .addresses = g_array_new (FALSE, TRUE, sizeof (NetopInterfaceAddress)),
    .rate = { .known = true },
    .coverage = NETOP_FIGURE_UNKNOWN,
  };

  g_strlcpy (interface.facts.kind, kind, sizeof interface.facts.kind);
  g_array_append_val (snapshot->interfaces, interface);
  return &g_array_index (snapshot->interfaces, NetopSnapshotInterface, snapshot->interfaces->len - 1);
}

/* With one of all that a row can be. */
static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture,
               guint               n_processes)
{
  NetopSnapshot          *snapshot = netop_fake_snapshot (n_processes, n_processes * 7, fixture->step++);
  NetopConnection        *connections = (NetopConnection *)(void *)snapshot->connections->data;
  NetopSnapshotInterface *wifi = add_interface (snapshot, "wlp2s0", "wifi", NETOP_INTERFACE_STATE_UP);

  wifi->facts.speed_mbps = 433;
  wifi->facts.rx_dropped = 37;
  add_interface (snapshot, "br-6f2a91c0d3e4", "bridge", NETOP_INTERFACE_STATE_NO_LINK);
  add_interface (snapshot, "lo", "loopback", NETOP_INTERFACE_STATE_UNKNOWN);
  for (guint i = 0; i < snapshot->connections->len && i < 10; i += 5)
    {
      connections[i].closed_us = snapshot->timestamp_us;
      connections[i].first_seen_us -= i * 600 * (int64_t)G_USEC_PER_SEC;
    }
  if (snapshot->connections->len > 8)
    {
      connections[0].closed_us = 0;
      connections[0].state = NETOP_SOCKET_STATE_CLOSE;
      connections[1].carrier = true;
      connections[2].forwarded = true;
      connections[6].retransmit_rate = netop_figure (0.124);
      g_assert_true (netop_address_parse ("2001:db8:85a3:8d3:1319:8a2e:370:7348", &connections[8].remote));
      connections[8].process = -1;
      connections[8].match = NETOP_MATCH_NONE;
      connections[8].cause = NETOP_CAUSE_ENDED;
    }
  return snapshot;
}

static void
push (NetopWindowFixture *fixture,
      guint               n_processes)
{
  netop_window_fixture_show (fixture, make_snapshot (fixture, n_processes));
}

static void
open_pages (NetopWindowFixture *fixture,
            int                 width)
{
  set_width (width);
  netop_window_fixture_open (fixture, NULL);
  for (guint i = 0; i < 12; i++)
    netop_window_fixture_show (fixture, make_snapshot (fixture, 20));
}

static AdwViewStack *
get_stack (NetopWindowFixture *fixture)
{
  return netop_pages_get_stack (NETOP_PAGES (netop_window_fixture_find (fixture->window, NETOP_TYPE_PAGES)));
}

static GtkWidget *
get_page (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (adw_view_stack_get_visible_child (get_stack (fixture)), NETOP_TYPE_TABLE_PAGE);
}

static NetopRowModel *
get_model (NetopWindowFixture *fixture)
{
  return netop_table_page_get_model (NETOP_TABLE_PAGE (get_page (fixture)));
}

static void
assert_page (NetopWindowFixture *fixture,
             const char         *name)
{
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (get_stack (fixture)), ==, name);
}

static GtkWidget *
get_focus (NetopWindowFixture *fixture)
{
  return gtk_root_get_focus (GTK_ROOT (fixture->window));
}

/* What the window does with keys before anything else in it hears of them. */
static void
press (NetopWindowFixture *fixture,
       const char         *keys)
{
  g_autoptr (GtkShortcutTrigger) pressed = gtk_shortcut_trigger_parse_string (keys);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) shortcut = NULL;

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller) || gtk_event_controller_get_propagation_phase (GTK_EVENT_CONTROLLER (controller)) != GTK_PHASE_CAPTURE)
        continue;
      shortcut = g_list_model_get_item (G_LIST_MODEL (controller), 0);
      if (shortcut == NULL || !gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), pressed))
        continue;

      g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, fixture->window, gtk_shortcut_get_arguments (shortcut)));
      netop_window_fixture_draw (fixture);
      return;
    }
  g_error ("no shortcut %s", keys);
}

#define NEXT "<Control>Tab|<Control>KP_Tab"
#define PREVIOUS "<Shift><Control>Tab|<Shift><Control>ISO_Left_Tab"

static void
test_keys_switch (void)
{
  NetopWindowFixture fixture;

  open_pages (&fixture, 1200);
  assert_page (&fixture, "processes");
  press (&fixture, "<Alt>2|<Alt>KP_2");
  assert_page (&fixture, "connections");
  g_assert_true (gtk_widget_is_ancestor (get_focus (&fixture), get_page (&fixture)));
  press (&fixture, "<Alt>3|<Alt>KP_3");
  assert_page (&fixture, "interfaces");
  press (&fixture, "<Alt>1|<Alt>KP_1");
  assert_page (&fixture, "processes");
  press (&fixture, PREVIOUS);
  assert_page (&fixture, "interfaces");
  press (&fixture, NEXT);
  assert_page (&fixture, "processes");
  press (&fixture, NEXT);
  assert_page (&fixture, "connections");
  netop_window_fixture_close (&fixture);
}

/* The action is there for all, with its state; a page that does not exist changes nothing. */
static void
test_action_switches (void)
{
  NetopWindowFixture fixture;
  g_autoptr (GVariant) state = NULL;

  open_pages (&fixture, 1200);
  gtk_widget_activate_action (fixture.window, "win.page", "s", "interfaces");
  state = g_action_group_get_action_state (G_ACTION_GROUP (fixture.window), "page");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "interfaces");
  gtk_widget_activate_action (fixture.window, "win.page", "s", "no such page");
  assert_page (&fixture, "interfaces");
  netop_window_fixture_close (&fixture);
}

/* Who types goes on typing, and finds the same on the other page. */
static void
test_search_goes_along (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *entry;
  NetopRowTotals     totals;

  open_pages (&fixture, 1200);
  gtk_widget_activate_action (fixture.window, "win.search", NULL);
  netop_window_fixture_draw (&fixture);
  entry = get_focus (&fixture);
  gtk_editable_set_text (GTK_EDITABLE (entry), "firefox");
  g_signal_emit_by_name (gtk_widget_get_ancestor (entry, GTK_TYPE_SEARCH_ENTRY), "search-changed");
  press (&fixture, NEXT);
  g_assert_true (get_focus (&fixture) == entry);
  totals = netop_row_model_get_totals (get_model (&fixture));
  g_assert_cmpuint (totals.n_rows, ==, 140);
  g_assert_cmpuint (totals.n_shown, ==, 14);
  for (guint i = 0; i < totals.n_shown; i++)
    g_assert_cmpstr (netop_row_model_get_row (get_model (&fixture), i)->name, ==, "firefox");

  gtk_widget_activate_action (fixture.window, "win.clear-search", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (&fixture))), ==, 140);
  g_assert_true (gtk_widget_is_ancestor (get_focus (&fixture), get_page (&fixture)));
  netop_window_fixture_close (&fixture);
}

/* By each header, both ways. */
static void
test_headers_sort (void)
{
  static const char *const pages[] = { "connections", "interfaces" };
  static const guint       n_columns[] = { 18, 14 };
  NetopWindowFixture       fixture;

  open_pages (&fixture, 1200);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkColumnView *view;
      GListModel    *columns;
      NetopColumn    sorted[NETOP_N_COLUMNS] = { 0 };

      gtk_widget_activate_action (fixture.window, "win.page", "s", pages[i]);
      g_assert_cmpint (netop_row_model_get_sort (get_model (&fixture), NULL), ==, NETOP_COLUMN_RX_RATE);
      view = GTK_COLUMN_VIEW (netop_window_fixture_find (get_page (&fixture), GTK_TYPE_COLUMN_VIEW));
      columns = gtk_column_view_get_columns (view);
      g_assert_cmpuint (g_list_model_get_n_items (columns), ==, n_columns[i]);
      for (guint j = 0; j < n_columns[i]; j++)
        for (guint direction = GTK_SORT_ASCENDING; direction <= GTK_SORT_DESCENDING; direction++)
          {
            g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, j);
            GtkSortType found;

            /* Of figures the first press of a header finds the largest, so the smallest take a second one. */
            if (direction == GTK_SORT_ASCENDING)
              gtk_column_view_sort_by_column (view, column, GTK_SORT_DESCENDING);
            gtk_column_view_sort_by_column (view, column, direction);
            sorted[j] = netop_row_model_get_sort (get_model (&fixture), &found);
            g_assert_cmpint (found, ==, direction);
            for (guint k = 0; k < j; k++)
              g_assert_cmpint (sorted[k], !=, sorted[j]);
          }
    }
  netop_window_fixture_close (&fixture);
}

static void
test_focus_follows (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        selected;
  GtkWidget         *list;
  guint              n_moves = 0;

  open_pages (&fixture, 1200);
  press (&fixture, "<Alt>2|<Alt>KP_2");
  list = netop_window_fixture_find (get_page (&fixture), GTK_TYPE_LIST_VIEW);
  g_assert_true (gtk_widget_grab_focus (gtk_widget_get_first_child (list)));
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 0, FALSE, FALSE);
  selected = netop_row_model_get_selected (get_model (&fixture));
  for (guint i = 0; i < 10; i++)
    {
      guint old_position = netop_row_model_get_position (get_model (&fixture), &selected);

      push (&fixture, 20);
      n_moves += netop_row_model_get_position (get_model (&fixture), &selected) != old_position;
      g_assert_true ((gtk_widget_get_state_flags (get_focus (&fixture)) & GTK_STATE_FLAG_SELECTED) != 0);
    }
  g_assert_cmpuint (n_moves, >, 3);
  netop_window_fixture_close (&fixture);
}

/* A page that nobody sees does no work, and has the newest when it comes. */
static void
test_hidden_page_waits (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *connections;

  open_pages (&fixture, 1200);
  connections = netop_table_page_get_model (NETOP_TABLE_PAGE (adw_view_stack_get_child_by_name (get_stack (&fixture), "connections")));
  g_assert_null (netop_row_model_get_snapshot (connections));
  press (&fixture, NEXT);
  g_assert_true (netop_row_model_get_snapshot (connections) == netop_source_get_snapshot (fixture.source));
  press (&fixture, NEXT);
  push (&fixture, 20);
  g_assert_false (netop_row_model_get_snapshot (connections) == netop_source_get_snapshot (fixture.source));
  press (&fixture, PREVIOUS);
  g_assert_true (netop_row_model_get_snapshot (connections) == netop_source_get_snapshot (fixture.source));
  netop_window_fixture_close (&fixture);
}

static void
push_file (NetopWindowFixture *fixture,
           gboolean            has_interfaces)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (10, 70, fixture->step++);

  snapshot->capture.backend = NETOP_BACKEND_FILE;
  if (!has_interfaces)
    g_array_set_size (snapshot->interfaces, 0);
  netop_window_fixture_show (fixture, snapshot);
}

/* The line below the pages tells of the processes, whichever page is there. */
static void
test_processes_keep_up (void)
{
  NetopWindowFixture fixture;

  open_pages (&fixture, 1200);
  press (&fixture, NEXT);
  push (&fixture, 7);
  g_assert_cmpuint (netop_row_model_get_totals (netop_window_fixture_get_model (&fixture)).n_rows, ==, 7);
  netop_window_fixture_close (&fixture);
}

/* A file has no interfaces: no page, no step to it, and nobody is left on it. */
static void
test_file_has_no_interfaces (void)
{
  NetopWindowFixture fixture;
  AdwViewStackPage  *page;

  set_width (1200);
  netop_window_fixture_open (&fixture, NULL);
  push_file (&fixture, TRUE);
  press (&fixture, "<Alt>3|<Alt>KP_3");
  assert_page (&fixture, "interfaces");
  push_file (&fixture, FALSE);
  assert_page (&fixture, "processes");
  page = adw_view_stack_get_page (get_stack (&fixture), adw_view_stack_get_child_by_name (get_stack (&fixture), "interfaces"));
  g_assert_false (adw_view_stack_page_get_visible (page));
  gtk_widget_activate_action (fixture.window, "win.page", "s", "interfaces");
  assert_page (&fixture, "processes");
  press (&fixture, PREVIOUS);
  assert_page (&fixture, "connections");
  push_file (&fixture, TRUE);
  g_assert_true (adw_view_stack_page_get_visible (page));
  netop_window_fixture_close (&fixture);
}

static AdwStatusPage *
get_empty (NetopWindowFixture *fixture)
{
  GtkWidget *page = netop_window_fixture_find (get_page (fixture), ADW_TYPE_STATUS_PAGE);

  g_assert_true (gtk_widget_get_mapped (page));
  return ADW_STATUS_PAGE (page);
}

static void
test_empty (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  set_width (1200);
  netop_window_fixture_open (&fixture, NULL);
  snapshot = netop_fake_snapshot (0, 0, fixture.step++);
  g_array_set_size (snapshot->interfaces, 0);
  netop_fake_source_push (NETOP_FAKE_SOURCE (fixture.source), snapshot);
  press (&fixture, NEXT);
  g_assert_cmpstr (adw_status_page_get_title (get_empty (&fixture)), ==, "No Connections");
  g_assert_nonnull (strstr (adw_status_page_get_description (get_empty (&fixture)), "There is no network interface to watch now. A connection appears here as soon as something is sent"));
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "connections-empty"), >, 20);
  press (&fixture, NEXT);
  g_assert_cmpstr (adw_status_page_get_title (get_empty (&fixture)), ==, "No Interfaces");

  snapshot = netop_fake_snapshot (0, 0, fixture.step++);
  snapshot->final = true;
  netop_fake_source_push (NETOP_FAKE_SOURCE (fixture.source), snapshot);
  press (&fixture, PREVIOUS);
  g_assert_nonnull (strstr (adw_status_page_get_description (get_empty (&fixture)), "before the end"));
  netop_window_fixture_close (&fixture);
}

static gboolean
has_no_rows (gpointer fixture)
{
  return netop_row_model_get_filter (get_model (fixture)) != NULL;
}

static void
test_no_matches (void)
{
  NetopWindowFixture fixture;

  set_width (1200);
  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .filter = "nosuchprogram" });
  push (&fixture, 10);
  press (&fixture, NEXT);
  netop_window_fixture_wait (has_no_rows, &fixture);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpstr (adw_status_page_get_title (get_empty (&fixture)), ==, "No Matches");
  g_assert_true (gtk_widget_get_mapped (adw_status_page_get_child (get_empty (&fixture))));
  press (&fixture, NEXT);
  g_assert_nonnull (strstr (adw_status_page_get_description (get_empty (&fixture)), "No interface matches"));
  netop_window_fixture_close (&fixture);
}

static guint
count_visible_columns (NetopWindowFixture *fixture)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (netop_window_fixture_find (get_page (fixture), GTK_TYPE_COLUMN_VIEW)));
  guint       n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n += gtk_column_view_column_get_visible (column);
    }
  return n;
}

static GtkAdjustment *
get_sideways (NetopWindowFixture *fixture)
{
  return gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (netop_window_fixture_find (get_page (fixture), GTK_TYPE_COLUMN_VIEW)));
}

/* Whatever the width, the columns that are there fit: in a narrow window three, the switcher below; and in none the one that
 * grows is under its least. */
static void
test_widths (void)
{
  static const int         widths[] = { 400, 720, 1000, 1200, 1900 };
  static const char *const pages[] = { "processes", "connections", "interfaces" };
  static const guint       n_columns[][3] = { { 3, 3, 3 }, { 5, 5, 7 }, { 8, 9, 10 }, { 10, 12, 11 }, { 10, 12, 14 } };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      NetopWindowFixture fixture;
      GtkWidget         *bar;
      int                width;

      open_pages (&fixture, widths[i]);
      width = gtk_widget_get_width (fixture.window);
      bar = netop_window_fixture_find (fixture.window, ADW_TYPE_VIEW_SWITCHER_BAR);
      g_assert_cmpint (adw_view_switcher_bar_get_reveal (ADW_VIEW_SWITCHER_BAR (bar)), ==, widths[i] < 700);
      for (guint j = 0; j < G_N_ELEMENTS (pages); j++)
        {
          g_autofree char *name = g_strdup_printf ("%s-%d", pages[j], widths[i]);
          GtkAdjustment   *sideways;

          gtk_widget_activate_action (fixture.window, "win.page", "s", pages[j]);
          push (&fixture, 20);
          netop_window_fixture_draw (&fixture);
          g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, name), >, 100);
          g_assert_cmpuint (count_visible_columns (&fixture), ==, n_columns[i][j]);
          sideways = get_sideways (&fixture);
          g_assert_cmpfloat (gtk_adjustment_get_upper (sideways), <=, gtk_adjustment_get_page_size (sideways));
          g_assert_cmpint (gtk_widget_get_width (fixture.window), ==, width);
        }
      netop_window_fixture_close (&fixture);
    }
}

static void
press_in_table (NetopWindowFixture *fixture,
                guint               keyval)
{
  GtkWidget *view = netop_window_fixture_find (get_page (fixture), GTK_TYPE_COLUMN_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_handled; i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_handled);
    }
}

/* Wider than the table has room for. */
static void
widen_column (NetopWindowFixture *fixture)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (netop_window_fixture_find (get_page (fixture), GTK_TYPE_COLUMN_VIEW)));
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 1);

  gtk_column_view_column_set_fixed_width (column, 1000);
  netop_window_fixture_draw (fixture);
}

/* What is out of sight at the side is reached with the arrows; keys that act on rows hold them still. */
static void
test_keys_in_table (void)
{
  NetopWindowFixture fixture;

  open_pages (&fixture, 1200);
  press (&fixture, NEXT);
  widen_column (&fixture);
  press_in_table (&fixture, GDK_KEY_Right);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_sideways (&fixture)), >, 0);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "connections-right"), >, 100);
  press_in_table (&fixture, GDK_KEY_Left);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_sideways (&fixture)), ==, 0);
  g_assert_false (netop_row_model_is_sort_frozen (get_model (&fixture)));
  press_in_table (&fixture, GDK_KEY_Down);
  g_assert_true (netop_row_model_is_sort_frozen (get_model (&fixture)));
  netop_window_fixture_close (&fixture);
}

static void
assert_spoken (NetopWindowFixture *fixture,
               char *(*speak) (const NetopRow *row, const NetopSnapshot *snapshot))
{
  GtkWidget       *list = netop_window_fixture_find (get_page (fixture), GTK_TYPE_LIST_VIEW);
  g_autofree char *text = speak (netop_row_model_get_row (get_model (fixture), 0), netop_source_get_snapshot (fixture->source));

  gtk_test_accessible_assert_property (gtk_widget_get_first_child (list), GTK_ACCESSIBLE_PROPERTY_LABEL, text);
}

static void
test_rows_speak (void)
{
  NetopWindowFixture fixture;

  open_pages (&fixture, 1200);
  press (&fixture, NEXT);
  assert_spoken (&fixture, netop_spoken_connection);
  press (&fixture, NEXT);
  assert_spoken (&fixture, netop_spoken_interface);
  netop_window_fixture_close (&fixture);
}

/* Word for word, so that the words are looked at. */
static void
test_words (void)
{
  NetopWindowFixture fixture = { .step = 3 };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot (&fixture, 20);
  NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, 8);
  NetopRow         row = {
            .name = "Unknown",
            .connection = connection,
            .rate = { .known = true, .rx_bytes_per_s = 8.42e6, .tx_bytes_per_s = 214e3 },
            .traffic = { .rx_bytes = 1840000000, .tx_bytes = 96200000 },
  };
  g_autofree char *unknown = netop_spoken_connection (&row, snapshot);
  g_autofree char *shared = NULL;
  g_autofree char *interface = NULL;

  g_assert_cmpstr (unknown,
                   ==,
                   "Unknown, Ended too soon to be named, incoming from [2001:db8:85a3:8d3:1319:8a2e:370:7348]:80, TCP, established. "
                   "Download 8.42 megabytes per second, upload 214 kilobytes per second. Received 1.84 gigabytes, sent 96.2 megabytes.");

  row.name = "curl";
  row.connection = connection = &g_array_index (snapshot->connections, NetopConnection, 3);
  connection->match = NETOP_MATCH_INFERRED;
  connection->closed_us = 1;
  snapshot->capture.byte_layer_tcp_payload = true;
  shared = netop_spoken_connection (&row, snapshot);
  g_assert_cmpstr (shared,
                   ==,
                   "curl, outgoing to 198.51.100.3:443, TCP, closed, shared by 2 processes. "
                   "Download 8.42 megabytes per second, upload 214 kilobytes per second. Received 1.84 gigabytes, sent 96.2 megabytes. "
                   "Bytes are payload. Process inferred.");

  row.name = "wlp2s0";
  row.interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, 1);
  interface = netop_spoken_interface (&row, snapshot);
  g_assert_cmpstr (interface,
                   ==,
                   "wlp2s0, Wi-Fi, up, 433 megabits per second. Download 8.42 megabytes per second, upload 214 kilobytes per second. "
                   "Received 1.84 gigabytes, sent 96.2 megabytes. Errors 0, dropped 37.");
}

/* What a cell says stands under a title that nobody sees while hearing it. */
static void
test_cells_name_their_column (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *cell;

  open_pages (&fixture, 1200);
  press (&fixture, "<Alt>3|<Alt>KP_3");
  cell = gtk_widget_get_first_child (gtk_widget_get_first_child (netop_window_fixture_find (get_page (&fixture), GTK_TYPE_LIST_VIEW)));
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, "Interface: eth0, Ethernet");
  cell = gtk_widget_get_next_sibling (cell);
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, "Status: up");
  cell = gtk_widget_get_next_sibling (cell);
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, "Speed: 1.00 gigabits per second");
  netop_window_fixture_close (&fixture);
}

static guint
count_arrows (GtkWidget *root)
{
  guint n = gtk_widget_has_css_class (root, "descending") || gtk_widget_has_css_class (root, "ascending");

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_arrows (child);
  return n;
}

/* A connection that is over is dim, and its state says so in a word. */
static void
test_closed_is_dim (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *row;

  open_pages (&fixture, 1200);
  press (&fixture, NEXT);
  netop_table_page_set_sort (NETOP_TABLE_PAGE (get_page (&fixture)), NETOP_COLUMN_AGE, GTK_SORT_DESCENDING);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "connections-closed"), >, 100);
  g_assert_cmpuint (count_arrows (get_page (&fixture)), ==, 1);
  row = gtk_widget_get_first_child (netop_window_fixture_find (get_page (&fixture), GTK_TYPE_LIST_VIEW));
  g_assert_cmpint (netop_row_model_get_row (get_model (&fixture), 0)->connection->closed_us, !=, 0);
  g_assert_cmpint (netop_row_model_get_row (get_model (&fixture), 4)->connection->closed_us, ==, 0);
  g_assert_cmpfloat (gtk_widget_get_opacity (row), <, 1);
  g_assert_cmpfloat (gtk_widget_get_opacity (gtk_widget_get_next_sibling (row)), <, 1);
  for (guint i = 0; i < 4; i++)
    row = gtk_widget_get_next_sibling (row);
  g_assert_cmpfloat (gtk_widget_get_opacity (row), ==, 1);
  netop_window_fixture_close (&fixture);
}

/* At the side where the switcher is in the header the strip says it. */
static void
test_paused_is_said (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *overview;
  gboolean           found = FALSE;

  open_pages (&fixture, 1200);
  press (&fixture, NEXT);
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  overview = netop_window_fixture_find (fixture.window, NETOP_TYPE_OVERVIEW);
  for (GtkWidget *label = netop_window_fixture_find (overview, GTK_TYPE_LABEL); label != NULL && !found; label = gtk_widget_get_next_sibling (label))
    found = GTK_IS_LABEL (label) && strstr (gtk_label_get_text (GTK_LABEL (label)), "Paused at ") != NULL;
  g_assert_true (found);
  netop_window_fixture_close (&fixture);
}

/* Also where columns are hidden. */
static void
assert_cells_under_titles (NetopWindowFixture *fixture)
{
  GtkWidget      *view = netop_window_fixture_find (get_page (fixture), GTK_TYPE_COLUMN_VIEW);
  GtkWidget      *title = gtk_widget_get_first_child (gtk_widget_get_first_child (view));
  GtkWidget      *cell = gtk_widget_get_first_child (gtk_widget_get_first_child (netop_window_fixture_find (view, GTK_TYPE_LIST_VIEW)));
  graphene_rect_t title_bounds;
  graphene_rect_t cell_bounds;

  g_assert_true (gtk_widget_compute_bounds (title, view, &title_bounds));
  g_assert_true (gtk_widget_compute_bounds (cell, view, &cell_bounds));
  g_assert_cmpfloat_with_epsilon (title_bounds.origin.x, cell_bounds.origin.x, 1);
}

static void
test_right_to_left (void)
{
  NetopWindowFixture fixture;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  open_pages (&fixture, 1200);
  press (&fixture, NEXT);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "connections-right-to-left"), >, 100);
  assert_cells_under_titles (&fixture);
  /* It begins at the right, and so do its texts. */
  g_assert_true (g_str_has_prefix (gtk_inscription_get_text (GTK_INSCRIPTION (netop_window_fixture_find (netop_window_fixture_find (get_page (&fixture), GTK_TYPE_LIST_VIEW), GTK_TYPE_INSCRIPTION))), "\u200f"));
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_sideways (&fixture)),
                                  gtk_adjustment_get_upper (get_sideways (&fixture)) - gtk_adjustment_get_page_size (get_sideways (&fixture)),
                                  1);
  netop_window_fixture_close (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/pages/keys-switch", test_keys_switch);
  g_test_add_func ("/ui/pages/action-switches", test_action_switches);
  g_test_add_func ("/ui/pages/search-goes-along", test_search_goes_along);
  g_test_add_func ("/ui/pages/headers-sort", test_headers_sort);
  g_test_add_func ("/ui/pages/focus-follows", test_focus_follows);
  g_test_add_func ("/ui/pages/hidden-page-waits", test_hidden_page_waits);
  g_test_add_func ("/ui/pages/processes-keep-up", test_processes_keep_up);
  g_test_add_func ("/ui/pages/file-has-no-interfaces", test_file_has_no_interfaces);
  g_test_add_func ("/ui/pages/empty", test_empty);
  g_test_add_func ("/ui/pages/no-matches", test_no_matches);
  g_test_add_func ("/ui/pages/widths", test_widths);
  g_test_add_func ("/ui/pages/keys-in-table", test_keys_in_table);
  g_test_add_func ("/ui/pages/rows-speak", test_rows_speak);
  g_test_add_func ("/ui/pages/words", test_words);
  g_test_add_func ("/ui/pages/cells-name-their-column", test_cells_name_their_column);
  g_test_add_func ("/ui/pages/closed-is-dim", test_closed_is_dim);
  g_test_add_func ("/ui/pages/paused-is-said", test_paused_is_said);
  g_test_add_func ("/ui/pages/right-to-left", test_right_to_left);

  return g_test_run ();
}
