/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-figure-cell.h"
#include "netop-name-cell.h"
#include "netop-spoken-row.h"
#include "netop-window-fixture.h"
#include "netop-tooltip.h"

/* The table of processes in its window: what the keys and the pointer do to it. */

/* A list view keeps some 205 rows, however few are in view. */
#define N_FEW 150
#define N_MANY 600

static GtkWidget *
get_focus (NetopWindowFixture *fixture)
{
  return gtk_root_get_focus (GTK_ROOT (fixture->window));
}

static GtkAdjustment *
get_scroll (NetopWindowFixture *fixture)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (netop_window_fixture_find (fixture->window, GTK_TYPE_COLUMN_VIEW)));
}

static guint
get_selected_position (NetopWindowFixture *fixture)
{
  NetopRowModel *model = netop_window_fixture_get_model (fixture);
  NetopRowKey    key = netop_row_model_get_selected (model);

  return netop_row_model_get_position (model, &key);
}

static void
open_table (NetopWindowFixture *fixture,
            guint               n_processes)
{
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_push (fixture, n_processes);
  netop_window_fixture_draw (fixture);
}

/* Focuses and selects the row at the top, as the arrow keys do. */
static void
select_first_row (NetopWindowFixture *fixture)
{
  GtkWidget *list = netop_window_fixture_find (fixture->window, GTK_TYPE_LIST_VIEW);

  g_assert_true (gtk_widget_grab_focus (gtk_widget_get_first_child (list)));
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 0, FALSE, FALSE);
  g_assert_cmpuint (get_selected_position (fixture), ==, 0);
}

static gboolean
has_focus_selected (NetopWindowFixture *fixture)
{
  return (gtk_widget_get_state_flags (get_focus (fixture)) & GTK_STATE_FLAG_SELECTED) != 0;
}

static void
push_until_beyond (NetopWindowFixture *fixture,
                   guint               position)
{
  do
    {
      netop_window_fixture_push (fixture, N_MANY);
      netop_window_fixture_draw (fixture);
    }
  while (get_selected_position (fixture) <= position);
}

static void
test_focus_follows_selected_row (void)
{
  NetopWindowFixture fixture;
  guint              n_moves = 0;

  open_table (&fixture, N_FEW);
  select_first_row (&fixture);
  for (guint i = 0; i < 20; i++)
    {
      guint old_position = get_selected_position (&fixture);

      netop_window_fixture_push (&fixture, N_FEW);
      netop_window_fixture_draw (&fixture);
      n_moves += get_selected_position (&fixture) != old_position;
      g_assert_true (has_focus_selected (&fixture));
      g_assert_cmpfloat (gtk_adjustment_get_value (get_scroll (&fixture)), ==, 0);
    }
  g_assert_cmpuint (n_moves, >, 10);
  netop_window_fixture_close (&fixture);
}

/* The next arrow key goes on from the selected row, also where the view had no widget for it, and scrolls there. */
static void
test_arrow_goes_on_from_selected_row (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *list;
  GtkWidget         *selected;

  open_table (&fixture, N_MANY);
  select_first_row (&fixture);
  push_until_beyond (&fixture, 300);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scroll (&fixture)), ==, 0);

  selected = get_focus (&fixture);
  g_assert_true (has_focus_selected (&fixture));
  list = netop_window_fixture_find (fixture.window, GTK_TYPE_LIST_VIEW);
  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_DOWN));
  netop_window_fixture_draw (&fixture);
  g_assert_true (gtk_widget_get_prev_sibling (get_focus (&fixture)) == selected);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scroll (&fixture)), >, 0);
  netop_window_fixture_close (&fixture);
}

/* Who types in the search entry goes on typing there. */
static void
test_focus_elsewhere_stays (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *entry;

  open_table (&fixture, N_MANY);
  select_first_row (&fixture);
  gtk_widget_activate_action (fixture.window, "win.search", NULL);
  netop_window_fixture_draw (&fixture);
  entry = get_focus (&fixture);
  g_assert_true (GTK_IS_TEXT (entry));
  netop_window_fixture_push (&fixture, N_MANY);
  g_assert_true (get_focus (&fixture) == entry);
  netop_window_fixture_close (&fixture);
}

static gboolean
is_frozen (NetopWindowFixture *fixture)
{
  return netop_row_model_is_sort_frozen (netop_window_fixture_get_model (fixture));
}

/* A shortcut or the first letter of one is no reason for rows to stand still. */
static void
test_keys_that_hold_rows_still (void)
{
  static const guint others[] = { GDK_KEY_Control_L, GDK_KEY_space, GDK_KEY_slash, GDK_KEY_Tab, GDK_KEY_e };
  static const guint holders[] = { GDK_KEY_Down, GDK_KEY_KP_Page_Up, GDK_KEY_Return };

  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      NetopWindowFixture fixture;

      open_table (&fixture, 10);
      for (guint j = 0; j < G_N_ELEMENTS (others); j++)
        netop_window_fixture_press_key (&fixture, others[j]);
      g_assert_false (is_frozen (&fixture));
      netop_window_fixture_press_key (&fixture, holders[i]);
      g_assert_true (is_frozen (&fixture));
      netop_window_fixture_close (&fixture);
    }
}

/* Nothing is unknown without a reason. */
static void
test_unknown_says_why (void)
{
  NetopWindowFixture fixture;
  NetopNameCell     *cell;
  GtkWidget         *text;

  open_table (&fixture, 10);
  cell = netop_window_fixture_find_name (fixture.window, "Unknown");
  g_assert_nonnull (cell);
  text = netop_window_fixture_find (GTK_WIDGET (cell), GTK_TYPE_INSCRIPTION);
  g_assert_nonnull (strstr (gtk_inscription_get_text (GTK_INSCRIPTION (text)), "No socket: kernel or forwarded"));
  g_assert_true (g_str_has_prefix (netop_tooltip_get (GTK_WIDGET (cell)), "No socket: kernel or forwarded: ↓ "));
  netop_window_fixture_close (&fixture);
}

/* With whom it shares its connections is in the row, and in its tooltip after the command. */
static void
test_sharing (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  NetopRow           row = { .name = "name" };
  NetopNameCell     *cell;
  GtkWidget         *text;
  g_autofree char   *spoken = NULL;
  g_autofree char   *expected = NULL;

  open_table (&fixture, 10);
  snapshot = netop_source_get_snapshot (fixture.source);
  row.process = &g_array_index (snapshot->processes, NetopProcess, 0);
  cell = netop_window_fixture_find_name (fixture.window, row.process->name);
  g_assert_nonnull (cell);
  text = netop_window_fixture_find (GTK_WIDGET (cell), GTK_TYPE_INSCRIPTION);
  g_assert_nonnull (strstr (gtk_inscription_get_text (GTK_INSCRIPTION (text)), "shared by 2 processes"));
  expected = g_strdup_printf ("%s\n1 connection shared with %s (1001)", row.process->cmdline, g_array_index (snapshot->processes, NetopProcess, 1).name);
  g_assert_cmpstr (netop_tooltip_get (GTK_WIDGET (cell)), ==, expected);
  spoken = netop_spoken_row (&row, snapshot);
  g_assert_nonnull (strstr (spoken, ", shared by 2 processes. Download"));
  netop_window_fixture_close (&fixture);
}

static GtkWidget *
get_top_row (NetopWindowFixture *fixture)
{
  return gtk_widget_get_first_child (netop_window_fixture_find (fixture->window, GTK_TYPE_LIST_VIEW));
}

static void
assert_described (NetopWindowFixture *fixture,
                  NetopSnapshot      *snapshot)
{
  g_autofree char *text = netop_spoken_row (netop_row_model_get_row (netop_window_fixture_get_model (fixture), 0), snapshot);

  gtk_test_accessible_assert_property (get_top_row (fixture), GTK_ACCESSIBLE_PROPERTY_LABEL, text);
}

static NetopSnapshot *
push_seconds (NetopWindowFixture *fixture,
              guint               n_seconds)
{
  for (guint i = 0; i < n_seconds; i++)
    netop_window_fixture_push (fixture, 10);
  return netop_source_get_snapshot (fixture->source);
}

/* A screen reader is told all of a row, of the focused one too: anew every five seconds, so that a sentence is heard to its end,
 * and at once where there is another process in it. */
static void
test_rows_speak (void)
{
  NetopWindowFixture fixture;
  g_autoptr (NetopSnapshot) told = NULL;
  NetopRow row;

  open_table (&fixture, 10);
  netop_table_page_set_sort (NETOP_TABLE_PAGE (netop_window_fixture_find (fixture.window, NETOP_TYPE_TABLE_PAGE)),
                             NETOP_COLUMN_PID,
                             GTK_SORT_ASCENDING);
  assert_described (&fixture, push_seconds (&fixture, 5));

  g_assert_true (gtk_widget_grab_focus (get_top_row (&fixture)));
  told = netop_snapshot_ref (netop_source_get_snapshot (fixture.source));
  row = *netop_row_model_get_row (netop_window_fixture_get_model (&fixture), 0);
  push_seconds (&fixture, 4);
  {
    g_autofree char *text = netop_spoken_row (&row, told);

    gtk_test_accessible_assert_property (get_top_row (&fixture), GTK_ACCESSIBLE_PROPERTY_LABEL, text);
  }
  g_assert_true (gtk_widget_is_focus (get_top_row (&fixture)));
  assert_described (&fixture, push_seconds (&fixture, 1));

  netop_table_page_set_sort (NETOP_TABLE_PAGE (netop_window_fixture_find (fixture.window, NETOP_TYPE_TABLE_PAGE)),
                             NETOP_COLUMN_PID,
                             GTK_SORT_DESCENDING);
  assert_described (&fixture, netop_source_get_snapshot (fixture.source));
  netop_window_fixture_close (&fixture);
}

typedef struct
{
  NetopWindowFixture *fixture;
  char               *text;
} Told;

static gboolean
is_told (gpointer user_data)
{
  const Told      *told = user_data;
  g_autofree char *problem = gtk_test_accessible_check_property (GTK_ACCESSIBLE (get_top_row (told->fixture)), GTK_ACCESSIBLE_PROPERTY_LABEL, told->text);

  return problem == NULL;
}

/* Where nothing comes any more, what is told becomes what is shown all the same. */
static void
test_rows_speak_when_paused (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  g_autofree char   *text = NULL;

  open_table (&fixture, 10);
  netop_table_page_set_sort (NETOP_TABLE_PAGE (netop_window_fixture_find (fixture.window, NETOP_TYPE_TABLE_PAGE)),
                             NETOP_COLUMN_PID,
                             GTK_SORT_ASCENDING);
  snapshot = push_seconds (&fixture, 2);
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  text = netop_spoken_row (netop_row_model_get_row (netop_window_fixture_get_model (&fixture), 0), snapshot);
  netop_window_fixture_wait (is_told, &(Told){ &fixture, text });
  netop_window_fixture_close (&fixture);
}

/* Word for word, so that the words are looked at. */
static void
test_words (void)
{
  NetopProcess     process = { .pid = 4127, .username = g_ref_string_new ("mara") };
  NetopRow         row = { .name = "firefox",
                           .process = &process,
                           .n_connections = 31,
                           .rate = { .known = true, .rx_bytes_per_s = 8.42e6, .tx_bytes_per_s = 214e3 },
                           .traffic = { .rx_bytes = 1840000000, .tx_bytes = 96200000 } };
  g_autofree char *text = netop_spoken_row (&row, NULL);

  g_assert_cmpstr (text,
                   ==,
                   "firefox, process 4127 of mara. Download 8.42 megabytes per second, upload 214 kilobytes per second. "
                   "31 connections. Received 1.84 gigabytes, sent 96.2 megabytes.");
  g_ref_string_release (process.username);
}

/* Until a second is over nobody knows how much there is in one. */
static void
test_words_of_first_second (void)
{
  NetopProcess     process = { .pid = 7 };
  NetopRow         row = { .name = "curl", .process = &process, .traffic = { .rx_bytes = 1000 } };
  g_autofree char *text = netop_spoken_row (&row, NULL);

  g_assert_cmpstr (text, ==, "curl, process 7. Download not known, upload not known. 0 connections. Received 1.00 kilobytes, sent 0.");
}

static gboolean
has_title (GtkWidget  *root,
           const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (netop_window_fixture_find (root, GTK_TYPE_COLUMN_VIEW)));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_str_equal (gtk_column_view_column_get_title (column), title))
        return TRUE;
    }
  return FALSE;
}

/* What is counted without permission is another thing, and says so wherever it stands. */
static void
test_payload_says_so (void)
{
  NetopWindowFixture fixture;

  netop_window_fixture_open (&fixture, NULL);
  for (guint i = 0; i < 2; i++)
    {
      NetopSnapshot   *snapshot = netop_fake_snapshot (3, 9, fixture.step++);
      g_autofree char *text = NULL;
      gboolean         is_payload = i == 0;

      snapshot->capture.byte_layer_tcp_payload = is_payload;
      netop_window_fixture_show (&fixture, snapshot);
      g_assert_cmpint (has_title (fixture.window, "Payload in"), ==, is_payload);
      g_assert_cmpint (has_title (fixture.window, "Payload ↑"), ==, is_payload);
      g_assert_cmpint (has_title (fixture.window, "Received"), ==, !is_payload);
      text = netop_spoken_row (netop_row_model_get_row (netop_window_fixture_get_model (&fixture), 0), snapshot);
      g_assert_true ((strstr (text, "Payload received") != NULL) == is_payload);
    }
  netop_window_fixture_close (&fixture);
}

static guint
count_rates (GtkWidget *root)
{
  guint n = 0;

  if (NETOP_IS_FIGURE_CELL (root))
    n += strstr (netop_figure_cell_get_unit (NETOP_FIGURE_CELL (root)), "/s") != NULL;
  if (GTK_IS_LABEL (root))
    n += strstr (gtk_label_get_text (GTK_LABEL (root)), "/s") != NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rates (child);
  return n;
}

static guint
count_zeros (GtkWidget *root)
{
  guint n = 0;

  if (NETOP_IS_FIGURE_CELL (root))
    n += g_str_equal (netop_figure_cell_get_value (NETOP_FIGURE_CELL (root)), "0");
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_zeros (child);
  return n;
}

static void
push_first_second (NetopWindowFixture *fixture,
                   gboolean            is_over)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (3, 9, fixture->step++);

  snapshot->rate.known = is_over;
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      process->rate = (NetopRate){ .known = is_over };
    }
  for (guint i = 0; i < snapshot->unknown->len; i++)
    g_array_index (snapshot->unknown, NetopUnknown, i).rate.known = is_over;
  netop_window_fixture_show (fixture, snapshot);
}

/* No rate anywhere, and no 0 in the place of one, above, in and below the table. */
static void
test_first_second (void)
{
  NetopWindowFixture fixture;
  guint              n_zeros;

  netop_window_fixture_open (&fixture, NULL);
  push_first_second (&fixture, FALSE);
  g_assert_cmpuint (count_rates (fixture.window), ==, 0);
  n_zeros = count_zeros (fixture.window);
  push_first_second (&fixture, TRUE);
  g_assert_cmpuint (count_zeros (fixture.window), >=, n_zeros + 6);
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/table/focus-follows-selected-row", test_focus_follows_selected_row);
  g_test_add_func ("/ui/table/arrow-goes-on-from-selected-row", test_arrow_goes_on_from_selected_row);
  g_test_add_func ("/ui/table/focus-elsewhere-stays", test_focus_elsewhere_stays);
  g_test_add_func ("/ui/table/unknown-says-why", test_unknown_says_why);
  g_test_add_func ("/ui/table/keys-that-hold-rows-still", test_keys_that_hold_rows_still);
  g_test_add_func ("/ui/table/rows-speak", test_rows_speak);
  g_test_add_func ("/ui/table/rows-speak-when-paused", test_rows_speak_when_paused);
  g_test_add_func ("/ui/table/sharing", test_sharing);
  g_test_add_func ("/ui/table/words", test_words);
  g_test_add_func ("/ui/table/words-of-first-second", test_words_of_first_second);
  g_test_add_func ("/ui/table/first-second", test_first_second);
  g_test_add_func ("/ui/table/payload", test_payload_says_so);

  return g_test_run ();
}
