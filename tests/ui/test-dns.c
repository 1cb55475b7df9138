/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-dns-message.h"
#include "netop-dns-page.h"
#include "netop-figure-cell.h"
#include "netop-latency-cell.h"
#include "netop-query-text.h"
#include "netop-query-details.h"
#include "netop-row-details.h"
#include "netop-row-expression.h"
#include "netop-row-fixture.h"
#include "netop-row-text.h"
#include "netop-spoken-dns.h"

/* The DNS page. Pictures stay in the folder the first argument names. */

#define TYPE_A 1
#define TYPE_AAAA 28
#define TYPE_UNKNOWN 65280
#define DAY_US (24 * 3600 * (int64_t)G_USEC_PER_SEC)

static const char *picture_folder;

static NetopAddress
make_address (const char *text)
{
  NetopAddress address;

  g_assert_true (netop_address_parse (text, &address));
  return address;
}

static void
add_resolver (NetopSnapshot *snapshot,
              const char    *address,
              uint64_t       n_queries,
              double         mean_us,
              double         failure_rate)
{
  NetopDnsResolver resolver = {
    .server = make_address (address),
    .interface_name = g_ref_string_new ("wlp2s0"),
    .is_configured = n_queries != 57,
    .total = { n_queries, n_queries, netop_figure (mean_us), netop_figure (mean_us * 4), netop_figure (failure_rate) },
    .recent = { 0, 0, NETOP_FIGURE_UNKNOWN, NETOP_FIGURE_UNKNOWN, NETOP_FIGURE_UNKNOWN },
  };

  resolver.key = netop_dns_resolver_make_key (&resolver.server);
  g_array_append_val (snapshot->dns.resolvers, resolver);
}

static NetopDnsQuery *
add_query (NetopSnapshot *snapshot,
           const char    *name,
           uint16_t       type,
           const char    *answer)
{
  NetopDnsQuery query = {
    .key = { .kind = NETOP_ROW_QUERY, .a = ++snapshot->dns.n_queries },
    .asked_us = snapshot->timestamp_us - DAY_US,
    .process = 0,
    .pid = g_array_index (snapshot->processes, NetopProcess, 0).pid,
    .process_name = g_ref_string_new (g_array_index (snapshot->processes, NetopProcess, 0).name),
    .name = g_ref_string_new (name),
    .type = type,
    .protocol = NETOP_PROTOCOL_UDP,
    .state = NETOP_DNS_STATE_ANSWERED,
    .is_ours = true,
    .client = make_address ("192.0.2.20"),
    .client_port = 40000,
    .server = make_address ("192.0.2.1"),
    .server_port = 53,
    .latency_us = netop_figure (8400),
  };

  if (answer != NULL)
    {
      query.answers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ref_string_release);
      g_ptr_array_add (query.answers, g_ref_string_new (answer));
      query.n_answers = 1;
    }
  g_array_append_val (snapshot->dns.queries, query);
  return &g_array_index (snapshot->dns.queries, NetopDnsQuery, snapshot->dns.queries->len - 1);
}

/* One of all that a query can come to. */
static void
add_queries (NetopSnapshot *snapshot)
{
  NetopDnsQuery *query;

  add_query (snapshot, "media.example.net", TYPE_A, "203.0.113.61");
  add_query (snapshot, "media.example.net", TYPE_AAAA, NULL);
  add_query (snapshot, "autoconfig.example.com", TYPE_A, NULL)->rcode = NETOP_DNS_RCODE_NXDOMAIN;
  add_query (snapshot, "discovery.example.com", TYPE_UNKNOWN, NULL)->rcode = NETOP_DNS_RCODE_SERVFAIL;
  query = add_query (snapshot, "slow.example.com", TYPE_A, NULL);
  query->state = NETOP_DNS_STATE_TIMEOUT;
  query->latency_us = NETOP_FIGURE_UNKNOWN;
  query = add_query (snapshot, "stub.example.com", TYPE_A, "203.0.113.9");
  query->asker_name = g_ref_string_new ("nightly");
  query->asker_pid = 4711;
  query = add_query (snapshot, "<b>bold</b>\u202eevil", TYPE_A, "<i>");
  query->process = -1;
  query->pid = 0;
  g_clear_pointer (&query->process_name, g_ref_string_release);
  query = add_query (snapshot, "waits.example.com", TYPE_A, NULL);
  query->state = NETOP_DNS_STATE_PENDING;
  query->latency_us = NETOP_FIGURE_UNKNOWN;
}

#define N_QUERIES 8
#define N_FAILED 2

static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (5, 20, fixture->step++);

  snapshot->dns.is_watched = true;
  add_resolver (snapshot, "192.0.2.1", 1842, 11600, 0.002);
  add_resolver (snapshot, "2001:db8:7::1", 604, 9800, 0);
  add_resolver (snapshot, "198.51.100.129", 57, 38400, 0.053);
  add_queries (snapshot);
  return snapshot;
}

static NetopDnsPage *
get_page (NetopWindowFixture *fixture)
{
  return NETOP_DNS_PAGE (netop_window_fixture_find (fixture->window, NETOP_TYPE_DNS_PAGE));
}

static void
open_page (NetopWindowFixture *fixture)
{
  netop_window_fixture_forget ();
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_show (fixture, make_snapshot (fixture));
  gtk_widget_activate_action (fixture->window, "win.page", "s", "dns");
  netop_window_fixture_show (fixture, make_snapshot (fixture));
}

static guint
count (NetopTablePage *table)
{
  return g_list_model_get_n_items (G_LIST_MODEL (netop_table_page_get_model (table)));
}

static void
test_tables (void)
{
  NetopWindowFixture fixture = { 0 };
  NetopDnsPage      *page;
  NetopRowTotals     totals;

  open_page (&fixture);
  page = get_page (&fixture);
  g_assert_cmpuint (count (netop_dns_page_get_resolvers (page)), ==, 3);
  g_assert_cmpuint (count (netop_dns_page_get_queries (page)), ==, N_QUERIES);
  totals = netop_row_model_get_totals (netop_table_page_get_model (netop_dns_page_get_queries (page)));
  g_assert_cmpuint (totals.n_failed_queries, ==, N_FAILED);
  totals = netop_row_model_get_totals (netop_table_page_get_model (netop_dns_page_get_resolvers (page)));
  g_assert_cmpuint (totals.n_queries, ==, 1842 + 604 + 57);
  g_assert_cmpuint (totals.n_failed_queries, ==, 4 + 3);
  /* The newest first, and the busiest. */
  g_assert_cmpstr (netop_row_model_get_row (netop_table_page_get_model (netop_dns_page_get_queries (page)), 0)->name, ==, "waits.example.com");
  g_assert_cmpuint (netop_row_model_get_row (netop_table_page_get_model (netop_dns_page_get_resolvers (page)), 0)->n_queries, ==, 1842);
  /* As high as its rows are: the log begins below them. */
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (netop_dns_page_get_resolvers (page))), <, gtk_widget_get_height (GTK_WIDGET (page)) / 2);
  netop_window_fixture_take_picture (&fixture, picture_folder, "dns");
  netop_window_fixture_close (&fixture);
}

static GtkWidget *
find_figure (GtkWidget  *root,
             const char *value)
{
  if (NETOP_IS_FIGURE_CELL (root) && g_str_equal (netop_figure_cell_get_value (NETOP_FIGURE_CELL (root)), value))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_figure (child, value);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A few failures are no fault. */
static void
test_failing_resolver (void)
{
  NetopWindowFixture fixture = { 0 };
  NetopSnapshot     *snapshot;
  GtkWidget         *resolvers;

  open_page (&fixture);
  snapshot = make_snapshot (&fixture);
  add_resolver (snapshot, "198.51.100.130", 1000, 11600, 0.019);
  add_resolver (snapshot, "198.51.100.131", 1000, 11600, 0.02);
  netop_window_fixture_show (&fixture, snapshot);
  resolvers = GTK_WIDGET (netop_dns_page_get_resolvers (get_page (&fixture)));
  g_assert_false (gtk_widget_has_css_class (find_figure (resolvers, "1.9"), "np-bad"));
  g_assert_true (gtk_widget_has_css_class (find_figure (resolvers, "2.0"), "np-bad"));
  netop_window_fixture_close (&fixture);
}

/* Each column of both, both ways: no two rows are lost. */
static void
test_sort (void)
{
  NetopWindowFixture fixture = { 0 };
  NetopTablePage    *tables[2];

  open_page (&fixture);
  tables[0] = netop_dns_page_get_resolvers (get_page (&fixture));
  tables[1] = netop_dns_page_get_queries (get_page (&fixture));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (NetopColumn column = NETOP_COLUMN_NAME; column < NETOP_N_COLUMNS; column++)
      for (GtkSortType direction = GTK_SORT_ASCENDING; direction <= GTK_SORT_DESCENDING; direction++)
        {
          netop_table_page_set_sort (tables[i], column, direction);
          g_assert_cmpuint (count (tables[i]), ==, i == 0 ? 3 : N_QUERIES);
        }

  netop_table_page_set_sort (tables[1], NETOP_COLUMN_NAME, GTK_SORT_ASCENDING);
  g_assert_cmpstr (netop_row_model_get_row (netop_table_page_get_model (tables[1]), 1)->name, ==, "autoconfig.example.com");
  netop_table_page_set_sort (tables[0], NETOP_COLUMN_LATENCY, GTK_SORT_DESCENDING);
  g_assert_cmpuint (netop_row_model_get_row (netop_table_page_get_model (tables[0]), 0)->n_queries, ==, 57);
  netop_window_fixture_close (&fixture);
}

static void
test_search (void)
{
  static const struct
  {
    const char *expression;
    guint       n_resolvers;
    guint       n_queries;
  } searches[] = {
    { "media", 0, 2 },
    { "host:203.0.113", 0, 2 },
    { "nxdomain", 0, 1 },
    { "timeout", 0, 1 },
    { "aaaa", 0, 1 },
    { "process:nightly", 0, 1 },
    { "pid:4711", 0, 1 },
    { "process:unknown", 0, 1 },
    { "net:192.0.2.0/24", 1, N_QUERIES },
    { "net:2001:db8::/32", 1, 0 },
    { "iface:wlp", 3, 0 },
    { "port:53", 0, N_QUERIES },
    { "proto:tcp", 0, 0 },
    { "-media", 3, N_QUERIES - 2 },
  };
  NetopWindowFixture fixture = { 0 };
  NetopDnsPage      *page;

  open_page (&fixture);
  page = get_page (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopFilter) filter = netop_filter_parse (searches[i].expression, &error);

      g_assert_no_error (error);
      netop_pages_set_filter (netop_row_fixture_get_pages (&fixture), filter);
      g_test_message ("%s", searches[i].expression);
      g_assert_cmpuint (count (netop_dns_page_get_resolvers (page)), ==, searches[i].n_resolvers);
      g_assert_cmpuint (count (netop_dns_page_get_queries (page)), ==, searches[i].n_queries);
    }
  netop_window_fixture_close (&fixture);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *answer;
    const char *note;
  } expected[N_QUERIES] = {
    { "203.0.113.61", NULL },
    { NULL, "no record of this type" },
    { "NXDOMAIN", "no such name" },
    { "SERVFAIL", "the resolver could not answer" },
    { "timeout", "no answer within 5 s" },
    { "203.0.113.9", NULL },
    { "<i>", NULL },
    { NULL, "waiting for an answer" },
  };
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (5, 20, 0);

  add_queries (snapshot);
  for (guint i = 0; i < N_QUERIES; i++)
    {
      const NetopDnsQuery *query = &g_array_index (snapshot->dns.queries, NetopDnsQuery, i);
      g_autofree char     *answer = netop_query_dup_answer (query);

      g_assert_cmpstr (answer, ==, expected[i].answer);
      g_assert_cmpstr (netop_query_get_answer_note (query), ==, expected[i].note);
    }
}

/* What is selected, copied, looked for and said. */
static void
test_row (void)
{
  NetopWindowFixture fixture = { 0 };
  NetopSelection    *selection;
  const NetopRow    *row;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  g_autoptr (NetopDetails) details = NULL;
  g_autofree char *text = NULL;
  g_autofree char *address = NULL;
  g_autofree char *expression = NULL;
  g_autofree char *spoken = NULL;

  open_page (&fixture);
  snapshot = make_snapshot (&fixture);
  netop_row_fixture_select (&fixture, "dns", (NetopRowKey){ .kind = NETOP_ROW_QUERY, .a = 6 });
  selection = netop_row_fixture_get_selection (&fixture);
  row = netop_selection_get_row (selection);
  g_assert_nonnull (row);
  text = netop_row_text_new (row, snapshot);
  g_assert_nonnull (strstr (text, "nightly\tstub.example.com\tA\t203.0.113.9"));
  address = netop_row_text_dup_address (row);
  g_assert_cmpstr (address, ==, "203.0.113.9");
  expression = netop_row_expression_new (row, snapshot, "host");
  g_assert_cmpstr (expression, ==, "host:stub.example.com");
  spoken = netop_spoken_query (row, snapshot);
  g_assert_true (g_str_has_prefix (spoken, "nightly, inferred, through "));
  g_assert_nonnull (strstr (spoken, "203.0.113.9, after"));
  details = netop_row_details_new (snapshot, &row->key, row);
  g_assert_cmpstr (details->name, ==, "stub.example.com");
  g_assert_false (details->has_traffic);

  /* It stays selected wherever it stands, and goes with its row. */
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  g_assert_cmpuint (netop_selection_get_key (selection).a, ==, 6);
  netop_window_fixture_close (&fixture);
}

static NetopDetailSection *
find_queries (NetopDetails *details)
{
  for (guint i = 0; i < details->sections->len; i++)
    if (g_str_equal (netop_details_get_section (details, i)->title, "DNS Queries"))
      return netop_details_get_section (details, i);

  return NULL;
}

static void
assert_query (const NetopDetailSection *section,
              const char               *host,
              const char               *figure,
              const char               *text,
              gboolean                  is_bad)
{
  for (guint i = 0; i < section->details->len; i++)
    {
      const NetopDetail *detail = &g_array_index (section->details, NetopDetail, i);

      if (!g_str_equal (detail->text, text))
        continue;
      g_assert_cmpstr (detail->host, ==, host);
      g_assert_cmpstr (detail->figure, ==, figure);
      g_assert_cmpint (detail->is_bad, ==, is_bad);
      return;
    }
  g_error ("no “%s”", text);
}

/* What a process asked for stands in its details, each once. */
static void
test_of_process (void)
{
  NetopWindowFixture fixture = { 0 };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot (&fixture);
  const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, 0);
  g_autoptr (NetopDetails) details = netop_row_details_new (snapshot, &process->key, NULL);
  const NetopDetailSection *found = find_queries (details);

  g_assert_nonnull (found);
  g_assert_cmpuint (found->details->len, ==, N_QUERIES - 1);
  g_assert_cmpstr (g_array_index (found->details, NetopDetail, 0).host, ==, "waits.example.com");
  assert_query (found, "waits.example.com", "–", "waits.example.com A: waiting for an answer", FALSE);
  assert_query (found, "media.example.net", "8.4 ms", "media.example.net A: 203.0.113.61, 8.4 ms", FALSE);
  assert_query (found, "autoconfig.example.com", "NXDOMAIN", "autoconfig.example.com A: NXDOMAIN, 8.4 ms", FALSE);
  assert_query (found, "discovery.example.com", "SERVFAIL", "discovery.example.com TYPE65280: SERVFAIL, 8.4 ms", TRUE);
  assert_query (found, "slow.example.com", "timeout", "slow.example.com A: timeout", TRUE);
}

/* What any of several asked for, the one who is inferred too. */
static void
test_of_processes (void)
{
  NetopWindowFixture fixture = { 0 };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot (&fixture);
  g_autoptr (NetopDetails) details = netop_details_new ("all");
  g_autoptr (GPtrArray) processes = g_ptr_array_new ();

  netop_query_details_add_of_processes (details, snapshot, processes);
  g_assert_cmpuint (find_queries (details)->details->len, ==, 0);
  for (guint i = 0; i < snapshot->processes->len; i++)
    g_ptr_array_add (processes, &g_array_index (snapshot->processes, NetopProcess, i));
  netop_query_details_add_of_processes (details, snapshot, processes);
  g_assert_cmpuint (netop_details_get_section (details, details->sections->len - 1)->details->len, >=, N_QUERIES - 1);
}

/* Without messages to look at there is no page; who was on it comes to the first one, and it is remembered for later. */
static void
test_not_watched (void)
{
  NetopWindowFixture fixture = { 0 };
  AdwViewStack      *stack;

  open_page (&fixture);
  stack = netop_pages_get_stack (netop_row_fixture_get_pages (&fixture));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "dns");
  netop_window_fixture_push (&fixture, 5);
  netop_window_fixture_draw (&fixture);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "processes");
  g_assert_false (adw_view_stack_page_get_visible (adw_view_stack_get_page (stack, GTK_WIDGET (get_page (&fixture)))));
  netop_window_fixture_close (&fixture);
}

/* Who comes by the keys comes to the log. */
static void
test_focus (void)
{
  NetopWindowFixture fixture = { 0 };
  GtkWidget         *focus;

  open_page (&fixture);
  gtk_widget_activate_action (fixture.window, "win.page", "s", "processes");
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  gtk_widget_activate_action (fixture.window, "win.page", "s", "dns");
  netop_window_fixture_draw (&fixture);
  focus = gtk_root_get_focus (GTK_ROOT (fixture.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (netop_dns_page_get_queries (get_page (&fixture)))));
  netop_window_fixture_close (&fixture);
}

static void
test_none (void)
{
  NetopWindowFixture fixture = { 0 };
  NetopSnapshot     *snapshot;

  open_page (&fixture);
  snapshot = netop_fake_snapshot (5, 20, fixture.step++);
  snapshot->dns.is_watched = true;
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_nonnull (netop_row_fixture_find_label (fixture.window, "No Queries Yet"));
  netop_window_fixture_close (&fixture);
}

static void
test_many (void)
{
  NetopWindowFixture fixture = { 0 };
  NetopSnapshot     *snapshot;
  g_autofree char   *long_name = g_strnfill (65536, 'x');

  open_page (&fixture);
  snapshot = make_snapshot (&fixture);
  add_query (snapshot, long_name, TYPE_A, long_name);
  for (guint i = 0; i < 10000; i++)
    add_query (snapshot, "many.example.com", TYPE_A, "203.0.113.1");
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_cmpuint (count (netop_dns_page_get_queries (get_page (&fixture))), ==, N_QUERIES + 1 + 10000);
  netop_window_fixture_close (&fixture);
}

static void
push_many (NetopWindowFixture *fixture,
           guint               n_queries)
{
  NetopSnapshot *snapshot = make_snapshot (fixture);

  for (guint i = 0; i < n_queries; i++)
    add_query (snapshot, "many.example.com", TYPE_A, "203.0.113.1");
  netop_window_fixture_show (fixture, snapshot);
}

static uint64_t
get_query (NetopTablePage *table,
           guint           position)
{
  return netop_row_model_get_row (netop_table_page_get_model (table), position)->key.a;
}

/* Whether a cell or a header does. */
static gboolean
says (GtkWidget  *root,
      const char *text)
{
  if (GTK_IS_INSCRIPTION (root) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (root)), text) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;

  return FALSE;
}

static gboolean
is_spoken (GtkWidget  *root,
           const char *text)
{
  g_autofree char *problem = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, text);

  if (problem == NULL && gtk_widget_get_mapped (root))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (is_spoken (child, text))
      return TRUE;

  return FALSE;
}

/* Where there is room for little what failed is said in a pill all the same. */
static void
test_narrow (void)
{
  NetopWindowFixture fixture = { 0 };

  open_page (&fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 360, 700);
  netop_window_fixture_settle ();
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  netop_window_fixture_take_picture (&fixture, picture_folder, "dns-narrow");
  g_assert_true (says (fixture.window, "slow.example.com"));
  g_assert_true (is_spoken (fixture.window, "Answer: timeout"));
  netop_window_fixture_close (&fixture);
}

static gboolean
is_let_go (gpointer user_data)
{
  return !netop_row_model_is_sort_frozen (user_data);
}

/* Who has scrolled down reads: nothing moves there, whatever comes, and what came is there for who goes up again. */
static void
test_reading (void)
{
  static const NetopColumn orders[] = { NETOP_COLUMN_TIME, NETOP_COLUMN_NAME };
  NetopWindowFixture       fixture = { 0 };
  NetopTablePage          *table;
  NetopRowModel           *model;
  GtkAdjustment           *adjustment;
  NetopSnapshot           *later;

  open_page (&fixture);
  table = netop_dns_page_get_queries (get_page (&fixture));
  model = netop_table_page_get_model (table);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (netop_window_fixture_find (GTK_WIDGET (table), GTK_TYPE_COLUMN_VIEW)));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      uint64_t before;
      double   value;

      netop_table_page_set_sort (table, orders[i], GTK_SORT_DESCENDING);
      push_many (&fixture, 100);
      gtk_adjustment_set_value (adjustment, 600);
      netop_window_fixture_draw (&fixture);
      before = get_query (table, 30);
      value = gtk_adjustment_get_value (adjustment);
      push_many (&fixture, 105);
      push_many (&fixture, 107);
      g_assert_cmpuint (get_query (table, 30), ==, before);
      g_assert_cmpuint (count (table), ==, N_QUERIES + 100);
      g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, value);
      g_assert_true (says (fixture.window, "115 queries, 7 new"));
      g_assert_cmpuint (netop_row_model_get_totals (model).n_queries, ==, N_QUERIES + 107);
      gtk_adjustment_set_value (adjustment, 0);
      netop_window_fixture_wait (is_let_go, model);
      g_assert_cmpuint (count (table), ==, N_QUERIES + 107);
      g_assert_true (says (fixture.window, "115 queries"));
    }
  g_assert_cmpuint (get_query (table, 0), <=, N_QUERIES);

  /* What comes last moves nothing, and is there at once. */
  netop_table_page_set_sort (table, NETOP_COLUMN_TIME, GTK_SORT_ASCENDING);
  gtk_adjustment_set_value (adjustment, 600);
  push_many (&fixture, 110);
  g_assert_cmpuint (count (table), ==, N_QUERIES + 110);

  /* All that was there is gone: there is nothing to hold still. */
  netop_table_page_set_sort (table, NETOP_COLUMN_TIME, GTK_SORT_DESCENDING);
  push_many (&fixture, 110);
  g_assert_true (netop_row_model_is_sort_frozen (model));
  later = netop_fake_snapshot (5, 20, fixture.step++);
  later->dns.is_watched = true;
  later->dns.n_queries = 1000;
  add_queries (later);
  netop_window_fixture_show (&fixture, later);
  g_assert_cmpuint (count (table), ==, N_QUERIES);
  netop_window_fixture_close (&fixture);
}

/* On a logarithmic scale from 1 to 500 ms. */
static void
test_bar (void)
{
  g_autoptr (GtkWidget) cell = g_object_ref_sink (netop_latency_cell_new (TRUE));
  NetopLatencyCell *bar = NETOP_LATENCY_CELL (cell);

  g_assert_cmpfloat (netop_latency_cell_get_fill (bar), <, 0);
  netop_latency_cell_set_latency (bar, netop_figure (22360.7), NETOP_FIGURE_UNKNOWN, FALSE);
  g_assert_cmpfloat_with_epsilon (netop_latency_cell_get_fill (bar), 0.5, 0.01);
  netop_latency_cell_set_latency (bar, netop_figure (9e9), NETOP_FIGURE_UNKNOWN, FALSE);
  g_assert_cmpfloat_with_epsilon (netop_latency_cell_get_fill (bar), 1.0, 0.001);
  netop_latency_cell_set_latency (bar, netop_figure (1), NETOP_FIGURE_UNKNOWN, FALSE);
  g_assert_cmpfloat (netop_latency_cell_get_fill (bar), >, 0);
  netop_latency_cell_set_latency (bar, NETOP_FIGURE_UNKNOWN, NETOP_FIGURE_UNKNOWN, TRUE);
  g_assert_cmpfloat_with_epsilon (netop_latency_cell_get_fill (bar), 1.0, 0.001);
}

int
main (int   argc,
      char *argv[])
{
  netop_window_fixture_init (&argc, &argv);
  picture_folder = argc > 1 ? argv[1] : NULL;

  g_test_add_func ("/ui/dns/tables", test_tables);
  g_test_add_func ("/ui/dns/failing-resolver", test_failing_resolver);
  g_test_add_func ("/ui/dns/sort", test_sort);
  g_test_add_func ("/ui/dns/search", test_search);
  g_test_add_func ("/ui/dns/answers", test_answers);
  g_test_add_func ("/ui/dns/row", test_row);
  g_test_add_func ("/ui/dns/of-process", test_of_process);
  g_test_add_func ("/ui/dns/of-processes", test_of_processes);
  g_test_add_func ("/ui/dns/not-watched", test_not_watched);
  g_test_add_func ("/ui/dns/focus", test_focus);
  g_test_add_func ("/ui/dns/none", test_none);
  g_test_add_func ("/ui/dns/many", test_many);
  g_test_add_func ("/ui/dns/narrow", test_narrow);
  g_test_add_func ("/ui/dns/reading", test_reading);
  g_test_add_func ("/ui/dns/bar", test_bar);
  return g_test_run ();
}
