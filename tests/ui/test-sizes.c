/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <malloc.h>
#include <string.h>

#include "netop-export.h"
#include "netop-rate-style.h"
#include "netop-row-fixture.h"
#include "netop-search.h"
#include "netop-status-line.h"

/* Few rows and many, and rows that come and go: what is on the screen, in the line below and in an export are the same, and
 * nothing is left behind. */

#define N_PROCESSES 40
#define CHURN_SECONDS 600
#define CHURN_ROWS 150
#define CHURN_PER_SECOND 100
#define DRAWN_EVERY 20

/* Of the allocator's arenas, in bytes: less than one kept record of each row that has gone would be. */
#define MAX_GROWTH (2 * 1000 * 1000)

/* The whole document of ten thousand takes seconds. */
#define MAX_DOCUMENT 1000

static const guint sizes[] = { 0, 1, 1000, 10000, 1 };

static void
push (NetopWindowFixture *fixture,
      NetopSnapshot      *snapshot)
{
  netop_fake_source_push (NETOP_FAKE_SOURCE (fixture->source), snapshot);
}

static NetopSnapshot *
get_snapshot (NetopWindowFixture *fixture)
{
  return netop_source_get_snapshot (fixture->source);
}

/* Of the page on the screen, the last table: the log of the DNS page stands below the resolvers. */
static NetopTablePage *
get_table (NetopWindowFixture *fixture)
{
  GtkWidget *page = adw_view_stack_get_visible_child (netop_pages_get_stack (netop_row_fixture_get_pages (fixture)));
  GtkWidget *last = gtk_widget_get_last_child (page);

  return NETOP_TABLE_PAGE (last != NULL && NETOP_IS_TABLE_PAGE (last) ? last : netop_window_fixture_find (page, NETOP_TYPE_TABLE_PAGE));
}

static NetopRowModel *
get_model (NetopWindowFixture *fixture)
{
  return netop_table_page_get_model (get_table (fixture));
}

static guint
count_rows (NetopWindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_model (fixture)));
}

static void
show_page (NetopWindowFixture *fixture,
           const char         *name)
{
  gtk_widget_activate_action (fixture->window, "win.page", "s", name);
  netop_window_fixture_draw (fixture);
}

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_forget ();
  netop_window_fixture_open (fixture, NULL);
}

/* --- Of each page --- */

static NetopSnapshot *
make_processes (NetopWindowFixture *fixture,
                guint               n)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (MAX (n, 1), n * 2, fixture->step++);

  if (n == 0)
    {
      g_array_set_size (snapshot->processes, 0);
      g_array_set_size (snapshot->connections, 0);
      g_array_set_size (snapshot->unknown, 0);
      snapshot->total = (NetopTraffic){ 0 };
      snapshot->rate = (NetopRate){ .known = true };
    }
  return snapshot;
}

static NetopSnapshot *
make_connections (NetopWindowFixture *fixture,
                  guint               n)
{
  return netop_fake_snapshot (N_PROCESSES, n, fixture->step++);
}

static NetopSnapshot *
make_interfaces (NetopWindowFixture *fixture,
                 guint               n)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (1, 1, fixture->step++);

  g_array_set_size (snapshot->interfaces, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char       *name = g_strdup_printf ("veth%u", i);
      NetopSnapshotInterface interface = {
        .key = { .kind = NETOP_ROW_INTERFACE, .a = i + 1 },
        .facts = { .index = i + 1, .present = 1, .state = NETOP_INTERFACE_STATE_UP },
        .name = g_ref_string_new (name),
        .rate = { .known = true },
      };

      g_array_append_val (snapshot->interfaces, interface);
    }
  return snapshot;
}

/* The newest first, with keys that follow one another from @before on. */
static void
add_queries (NetopSnapshot *snapshot,
             guint          n,
             uint64_t       before)
{
  snapshot->dns.is_watched = true;
  for (guint i = 0; i < n; i++)
    {
      NetopDnsQuery query = {
        .key = { .kind = NETOP_ROW_QUERY, .a = before + ++snapshot->dns.n_queries },
        .asked_us = snapshot->timestamp_us - (int64_t)i * 1000,
        .process = -1,
        .name = g_ref_string_new_intern ("www.example.org"),
        .type = 1,
        .protocol = NETOP_PROTOCOL_UDP,
        .is_ours = true,
      };

      g_array_append_val (snapshot->dns.queries, query);
    }
}

static NetopSnapshot *
make_queries (NetopWindowFixture *fixture,
              guint               n)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (1, 1, fixture->step++);

  add_queries (snapshot, n, 0);
  return snapshot;
}

static const struct
{
  const char *page;
  NetopSnapshot *(*make) (NetopWindowFixture *fixture, guint n);
  const char *member; /* that each row has once in the exported document; NULL where others have it too */
} pages[] = {
  { "processes", make_processes, NULL },
  { "connections", make_connections, "\"remote_addr\"" },
  { "interfaces", make_interfaces, "\"link_speed_mbps\"" },
  { "dns", make_queries, "\"query_name\"" },
};

/* Returns: how many times @word stands in the exported document */
static guint
count_in_export (NetopWindowFixture *fixture,
                 NetopExportFormat   format,
                 const char         *word)
{
  const NetopExportOptions options = { .format = format };
  g_autofree char         *text = netop_export_to_string (get_snapshot (fixture), &options);
  guint                    n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

static gboolean
is_in_status_line (NetopWindowFixture *fixture,
                   guint               n_processes,
                   guint               n_connections)
{
  g_autofree char *processes = netop_format_count (n_processes);
  g_autofree char *connections = netop_format_count (n_connections);
  g_autofree char *text = g_strdup_printf (n_processes == 1 ? "%s process" : "%s processes", processes);
  GtkWidget       *line = netop_window_fixture_find (fixture->window, NETOP_TYPE_STATUS_LINE);
  GtkWidget       *label = netop_row_fixture_find_prefix (line, text);

  return label != NULL && strstr (netop_row_fixture_get_text (label), connections) != NULL;
}

/* All of them are there after a jump to the end, which is where a list of many would be blank. */
static void
assert_last_is_shown (NetopWindowFixture *fixture)
{
  GtkWidget     *view = netop_window_fixture_find (GTK_WIDGET (get_table (fixture)), GTK_TYPE_COLUMN_VIEW);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  GtkWidget     *list = gtk_widget_get_last_child (view);
  guint          n_visible = 0;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  netop_window_fixture_draw (fixture);
  netop_window_fixture_draw (fixture);
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    n_visible += gtk_widget_get_child_visible (row);
  g_assert_cmpuint (n_visible, >, 0);
}

static void
go_to_top (NetopWindowFixture *fixture)
{
  GtkWidget *view = netop_window_fixture_find (GTK_WIDGET (get_table (fixture)), GTK_TYPE_COLUMN_VIEW);

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), 0);
  netop_window_fixture_draw (fixture);
}

static void
test_page (gconstpointer data)
{
  const guint        index = GPOINTER_TO_UINT (data);
  NetopWindowFixture fixture;

  open_window (&fixture);
  push (&fixture, pages[index].make (&fixture, 1));
  show_page (&fixture, pages[index].page);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint n = sizes[i];
      guint n_unknown;

      /* A log in which somebody reads further down holds still. */
      go_to_top (&fixture);
      push (&fixture, pages[index].make (&fixture, n));
      netop_window_fixture_draw (&fixture);
      n_unknown = index == 0 && get_snapshot (&fixture)->unknown->len > 0 ? 1 : 0;
      g_assert_cmpuint (count_rows (&fixture), ==, n + n_unknown);
      g_assert_true (is_in_status_line (&fixture, get_snapshot (&fixture)->processes->len, get_snapshot (&fixture)->connections->len));
      /* A line of names, then one for each process, and for what is unknown. */
      if (index == 0)
        g_assert_cmpuint (count_in_export (&fixture, NETOP_EXPORT_TSV, "\n"), ==, 1 + get_snapshot (&fixture)->processes->len + (get_snapshot (&fixture)->unknown->len > 0));
      if (n <= MAX_DOCUMENT && pages[index].member != NULL)
        g_assert_cmpuint (count_in_export (&fixture, NETOP_EXPORT_STATE, pages[index].member), ==, n);
      if (n > 0)
        assert_last_is_shown (&fixture);
    }
  netop_window_fixture_close (&fixture);
}

/* --- Of a search --- */

static guint
count_processes (NetopWindowFixture *fixture,
                 const NetopFilter  *filter)
{
  NetopSnapshot *snapshot = get_snapshot (fixture);
  guint          n = 0;

  for (guint i = 0; i < snapshot->processes->len; i++)
    n += netop_filter_match_process (filter, snapshot, &g_array_index (snapshot->processes, NetopProcess, i));
  return n;
}

static guint
count_connections (NetopWindowFixture *fixture,
                   const NetopFilter  *filter)
{
  NetopSnapshot *snapshot = get_snapshot (fixture);
  guint          n = 0;

  for (guint i = 0; i < snapshot->connections->len; i++)
    n += netop_filter_match_connection (filter, snapshot, &g_array_index (snapshot->connections, NetopConnection, i));
  return n;
}

static void
assert_status (NetopWindowFixture *fixture,
               const char         *text)
{
  GtkWidget       *line = netop_window_fixture_find (fixture->window, NETOP_TYPE_STATUS_LINE);
  NetopRowTotals   totals = netop_row_model_get_totals (get_model (fixture));
  g_autofree char *down = netop_format_joined (netop_rate_style_format (netop_rate_get_rx (&totals.rate)));
  g_autofree char *up = netop_format_joined (netop_rate_style_format (netop_rate_get_tx (&totals.rate)));
  g_autofree char *whole = g_strdup_printf ("%s   ↓ %s   ↑ %s", text, down, up);
  GtkWidget       *label = netop_row_fixture_find_prefix (line, text);

  g_assert_nonnull (label);
  g_assert_cmpstr (netop_row_fixture_get_text (label), ==, whole);
}

/* On each page the line below says what its rows and headers say. */
static void
test_filtered (void)
{
  const char *const expression = "process:firefox -port:80";
  g_autoptr (NetopFilter) filter = netop_filter_parse (expression, NULL);
  NetopWindowFixture fixture;
  g_autofree char   *of_processes = NULL;
  g_autofree char   *of_connections = NULL;
  NetopSnapshot     *snapshot;
  NetopRowTotals     totals;
  guint              n_processes;
  guint              n_connections;

  open_window (&fixture);
  snapshot = make_connections (&fixture, 1000);
  snapshot->rate.known = true;
  push (&fixture, snapshot);
  netop_search_set_text (NETOP_SEARCH (netop_window_fixture_find (fixture.window, NETOP_TYPE_SEARCH)), expression);
  netop_window_fixture_draw (&fixture);
  n_processes = count_processes (&fixture, filter);
  g_assert_cmpuint (n_processes, >, 0);
  totals = netop_row_model_get_totals (get_model (&fixture));
  of_processes = g_strdup_printf ("%u of %u processes   %u of 1000 connections", n_processes, N_PROCESSES, totals.n_connections);
  g_assert_cmpuint (count_rows (&fixture), ==, n_processes);
  assert_status (&fixture, of_processes);

  show_page (&fixture, "connections");
  n_connections = count_connections (&fixture, filter);
  g_assert_cmpuint (n_connections, >, 0);
  g_assert_cmpuint (n_connections, <, totals.n_connections);
  g_assert_cmpuint (count_rows (&fixture), ==, n_connections);
  of_connections = g_strdup_printf ("%u of %u processes   %u of 1000 connections", n_processes, N_PROCESSES, n_connections);
  assert_status (&fixture, of_connections);

  show_page (&fixture, "processes");
  assert_status (&fixture, of_processes);
  gtk_widget_activate_action (fixture.window, "win.clear-search", NULL);
  netop_window_fixture_draw (&fixture);
  assert_status (&fixture, "40 processes   1000 connections");
  netop_window_fixture_close (&fixture);
}

/* More than any machine has, and than anybody reads. */
static void
test_hundred_thousand (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  push (&fixture, make_connections (&fixture, 100000));
  show_page (&fixture, "connections");
  g_assert_cmpuint (count_rows (&fixture), ==, 100000);
  assert_last_is_shown (&fixture);
  push (&fixture, make_connections (&fixture, 10));
  netop_window_fixture_draw (&fixture);
  g_assert_cmpuint (count_rows (&fixture), ==, 10);
  netop_window_fixture_close (&fixture);
}

/* --- Ten minutes of rows that come and go, in less --- */

/* Those of one second and of the next have all but a hundred rows in common. */
static NetopSnapshot *
make_churning (guint second)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (CHURN_ROWS, CHURN_ROWS * 2, second);

  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      process->key.a += (uint64_t)second * CHURN_PER_SECOND;
      process->pid += second * CHURN_PER_SECOND;
    }
  for (guint i = 0; i < snapshot->connections->len; i++)
    g_array_index (snapshot->connections, NetopConnection, i).key.a += (uint64_t)second * CHURN_PER_SECOND * 2;
  add_queries (snapshot, CHURN_ROWS, (uint64_t)second * CHURN_PER_SECOND);
  return snapshot;
}

static guint
count_widgets (GtkWidget *root)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

/* What a user does meanwhile. */
static void
use_window (NetopWindowFixture *fixture,
            guint               second)
{
  static const char *const groupings[] = { "application", "user", "process" };
  NetopRowModel           *model = get_model (fixture);

  if (second % 7 == 0 && count_rows (fixture) > 0)
    netop_row_model_set_selected (model, &netop_row_model_get_row (model, second % count_rows (fixture))->key);
  if (second % 11 == 0 && count_rows (fixture) > 0)
    netop_row_model_set_expanded (model, &netop_row_model_get_row (model, 0)->key, true);
  if (second % 50 == 0)
    gtk_widget_activate_action (fixture->window, "win.group-by", "s", groupings[second / 50 % G_N_ELEMENTS (groupings)]);
  if (second % 100 == 0)
    show_page (fixture, pages[second / 100 % G_N_ELEMENTS (pages)].page);
}

/* The same number of rows, without any under them, at whatever time. */
static void
rest (NetopWindowFixture *fixture)
{
  show_page (fixture, "processes");
  gtk_widget_activate_action (fixture->window, "win.group-by", "s", "process");
  push (fixture, make_churning (2 * CHURN_SECONDS + fixture->step++));
  netop_window_fixture_draw (fixture);
}

static void
test_churn (void)
{
  NetopWindowFixture fixture;
  guint              n_widgets = 0;
  size_t             n_bytes = 0;

  open_window (&fixture);
  for (guint second = 0; second < CHURN_SECONDS; second++)
    {
      push (&fixture, make_churning (second));
      use_window (&fixture, second);
      if (second % DRAWN_EVERY == 0)
        netop_window_fixture_draw (&fixture);
      else
        netop_window_fixture_settle ();
      /* The second round through the pages finds all that is kept for good. */
      if (second == CHURN_SECONDS / 2)
        {
          rest (&fixture);
          n_widgets = count_widgets (fixture.window);
          n_bytes = mallinfo2 ().uordblks;
        }
    }

  rest (&fixture);
  g_assert_cmpuint (count_widgets (fixture.window), <=, n_widgets + n_widgets / 10);
  /* The sanitizers have an allocator of their own, which tells nothing. */
  if (n_bytes > 0)
    g_assert_cmpuint (mallinfo2 ().uordblks, <, n_bytes + MAX_GROWTH);
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/sizes/%s", pages[i].page);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_page);
    }
  g_test_add_func ("/ui/sizes/filtered", test_filtered);
  g_test_add_func ("/ui/sizes/hundred-thousand", test_hundred_thousand);
  g_test_add_func ("/ui/sizes/churn", test_churn);
  return g_test_run ();
}
