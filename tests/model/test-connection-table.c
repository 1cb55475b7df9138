/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connection-row-table.h"
#include "netop-connection-text.h"
#include "netop-fake-snapshot.h"
#include "netop-test-rows.h"

/* The rows of the Connections page. */

#define NOW_US (1000 * (int64_t)G_USEC_PER_SEC)

static NetopConnection
make_connection (guint id, const char *remote, uint16_t port)
{
  NetopConnection connection = {
    .key = { .kind = NETOP_ROW_CONNECTION, .a = id },
    .process = -1,
    .protocol = 6,
    .remote_port = port,
    .local_port = (uint16_t)(1000 + id),
    .cause_uid = G_MAXUINT32,
    .cause = NETOP_CAUSE_NO_SOCKET,
    .rate = { .known = true },
  };

  g_assert_true (netop_address_parse (remote, &connection.remote));
  g_assert_true (netop_address_parse ("192.0.2.1", &connection.local));

  return connection;
}

/* Three that differ in every column; what is not known is 3's. */
static NetopSnapshot *
make_snapshot (void)
{
  NetopSnapshot  *snapshot = netop_snapshot_new ();
  NetopConnection connections[] = {
    make_connection (1, "2001:db8::1", 443),
    make_connection (2, "198.51.100.7", 80),
    make_connection (3, "198.51.100.7", 22),
  };
  NetopProcess process = { .key = { .kind = NETOP_ROW_PROCESS, .a = 1 }, .pid = 7, .n_folded = 1, .name = g_ref_string_new ("apt") };

  g_array_append_val (snapshot->processes, process);
  connections[0].process = 0;
  connections[0].match = NETOP_MATCH_EXACT;
  connections[0].state = NETOP_SOCKET_STATE_ESTABLISHED;
  connections[0].direction = NETOP_DIRECTION_OUTGOING;
  connections[0].interface_name = g_ref_string_new ("eth0");
  connections[0].rtt_us = netop_figure (500);
  connections[0].jitter_us = netop_figure (50);
  connections[0].retransmit_rate = netop_figure (0.5);
  connections[0].first_seen_us = 1;
  connections[0].rate.rx_average_bytes_per_s = 10;
  connections[0].traffic = (NetopTraffic){ 1, 9, 1, 1 };
  connections[1].protocol = 17;
  connections[1].match = NETOP_MATCH_WILDCARD;
  connections[1].direction = NETOP_DIRECTION_INCOMING;
  connections[1].interface_name = g_ref_string_new ("wlan0");
  connections[1].rtt_us = netop_figure (400);
  connections[1].jitter_us = netop_figure (60);
  connections[1].retransmit_rate = netop_figure (0.25);
  connections[1].first_seen_us = 3;
  connections[1].rate.rx_average_bytes_per_s = 30;
  connections[1].rate.tx_average_bytes_per_s = 5;
  connections[1].traffic = (NetopTraffic){ 2, 1, 1, 1 };
  connections[2].first_seen_us = 2;
  connections[2].rate.rx_average_bytes_per_s = 20;
  connections[2].rate.tx_average_bytes_per_s = 40;
  connections[2].traffic = (NetopTraffic){ 3, 5, 1, 1 };
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    g_array_append_val (snapshot->connections, connections[i]);

  return snapshot;
}

static void
test_sorts (void)
{
  static const NetopTestSort sorts[] = {
    { NETOP_COLUMN_NAME, "1 2 3 ", "2 3 1 " },
    { NETOP_COLUMN_PROTOCOL, "1 3 2 ", "2 1 3 " },
    { NETOP_COLUMN_LOCAL, "1 2 3 ", "3 2 1 " },
    { NETOP_COLUMN_REMOTE, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_STATE, "2 1 3 ", "1 2 3 " },
    { NETOP_COLUMN_DIRECTION, "2 1 3 ", "1 2 3 " },
    { NETOP_COLUMN_INTERFACE, "1 2 3 ", "2 1 3 " },
    { NETOP_COLUMN_RX_RATE, "1 3 2 ", "2 3 1 " },
    { NETOP_COLUMN_TX_RATE, "1 2 3 ", "3 2 1 " },
    { NETOP_COLUMN_ACTIVITY, "1 2 3 ", "3 2 1 " },
    { NETOP_COLUMN_RX_BYTES, "1 2 3 ", "3 2 1 " },
    { NETOP_COLUMN_TX_BYTES, "2 3 1 ", "1 3 2 " },
    { NETOP_COLUMN_TRAFFIC, "2 3 1 ", "1 3 2 " },
    { NETOP_COLUMN_RTT, "2 1 3 ", "1 2 3 " },
    { NETOP_COLUMN_JITTER, "1 2 3 ", "2 1 3 " },
    { NETOP_COLUMN_RETRANSMISSIONS, "2 1 3 ", "1 2 3 " },
    { NETOP_COLUMN_AGE, "2 3 1 ", "1 3 2 " },
    { NETOP_COLUMN_MATCH, "1 2 3 ", "2 1 3 " },
  };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();

  netop_test_rows_assert_sorts (netop_connection_row_table_get (), snapshot, sorts, G_N_ELEMENTS (sorts));
}

/* A sum would mean nothing; and who sends more segments counts more in what was lost of them. */
static void
test_means (void)
{
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();
  NetopConnection *connections = (NetopConnection *)(void *)snapshot->connections->data;
  NetopRowTotals   totals = { 0 };
  NetopRow         row = { 0 };

  g_assert_false (netop_mean_get (&totals.rtt_us).known);
  connections[0].recent_segments = 10;
  connections[1].recent_segments = 90;
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      row.connection = &connections[i];
      netop_row_totals_add (&totals, &row);
    }

  g_assert_cmpfloat (netop_mean_get (&totals.rtt_us).value, ==, 450);
  g_assert_cmpfloat (netop_mean_get (&totals.retransmit_rate).value, ==, 0.275);
  g_assert_false (netop_mean_get (&totals.latency_us).known);
}

/* The same words as everywhere, and what has no process is found by that. */
static void
test_filters (void)
{
  static const NetopTestSearch searches[] = {
    { "APT", "1 " },
    { "198.51", "2 3 " },
    { "443", "1 " },
    { "unknown 22", "3 " },
    { "apt 22", "" },
  };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();

  netop_test_rows_assert_searches (netop_connection_row_table_get (), snapshot, searches, G_N_ELEMENTS (searches));
}

/* A row for each, in the very order of the snapshot, and their sums are those of its connections. */
static void
test_all_are_there (void)
{
  g_autoptr (NetopRowModel) model = netop_row_model_new (netop_connection_row_table_get ());
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (30, 1000, 3);
  NetopTraffic traffic = { 0 };
  guint        n_open = 0;

  g_array_index (snapshot->connections, NetopConnection, 5).closed_us = snapshot->timestamp_us;
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      netop_traffic_add (&traffic, &g_array_index (snapshot->connections, NetopConnection, i).traffic);
      n_open += g_array_index (snapshot->connections, NetopConnection, i).closed_us == 0;
    }

  netop_row_model_set_snapshot (model, snapshot);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1000);
  g_assert_cmpuint (netop_row_model_get_totals (model).n_shown, ==, 1000);
  g_assert_cmpuint (netop_row_model_get_totals (model).n_connections, ==, n_open);
  g_assert_cmpuint (netop_row_model_get_totals (model).traffic.rx_bytes, ==, traffic.rx_bytes);
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);
      const NetopRow        *row = netop_row_model_lookup (model, &connection->key);

      g_assert_true (row->connection == connection);
      g_assert_cmpstr (row->name, ==, g_array_index (snapshot->processes, NetopProcess, connection->process).name);
    }
}

static void
test_state (void)
{
  NetopConnection connection = { .protocol = 6 };

  g_assert_null (netop_connection_get_state_text (&connection));
  connection.state = NETOP_SOCKET_STATE_FIN_WAIT_2;
  g_assert_cmpstr (netop_connection_get_state_text (&connection), ==, "fin-wait-2");
  connection.protocol = 17;
  g_assert_cmpstr (netop_connection_get_state_text (&connection), ==, "active");
  connection.closed_us = 1;
  g_assert_cmpstr (netop_connection_get_state_text (&connection), ==, "closed");
  connection.protocol = 6;
  connection.state = NETOP_SOCKET_STATE_TIME_WAIT;
  g_assert_cmpstr (netop_connection_get_state_text (&connection), ==, "time-wait");
  for (guint i = NETOP_SOCKET_STATE_ESTABLISHED; i <= NETOP_SOCKET_STATE_NEW_SYN_RECEIVED; i++)
    {
      connection = (NetopConnection){ .protocol = 6, .state = (NetopSocketState)i };
      g_assert_nonnull (netop_connection_get_state_text (&connection));
    }
}

static void
test_range (void)
{
  NetopConnection connection = { .protocol = 6 };

  g_assert_true (netop_address_parse ("192.168.1.1", &connection.remote));
  g_assert_cmpstr (netop_connection_get_range_text (&connection), ==, "private");
  g_assert_true (netop_address_parse ("2001:4860:4860::8888", &connection.remote));
  g_assert_null (netop_connection_get_range_text (&connection));
}

static void
test_marks (void)
{
  NetopConnection  connection = { .protocol = 6 };
  g_autofree char *none = netop_connection_dup_marks (&connection);
  g_autofree char *all = NULL;
  GRefString      *host = g_ref_string_new ("example.org");
  uint32_t         pid = 7;

  g_assert_null (none);
  connection.carrier = connection.forwarded = true;
  connection.shared_with = g_array_new (FALSE, FALSE, sizeof pid);
  g_array_append_val (connection.shared_with, pid);
  connection.remote_name = host;
  connection.name_source = NETOP_NAME_SOURCE_OTHER_PROCESS;
  all = netop_connection_dup_marks (&connection);
  g_assert_cmpstr (all, ==, "carries a tunnel, forwarded, shared by 2 processes, name inferred");
  g_assert_cmpstr (netop_connection_get_name_source_text (&connection), ==, "inferred: another process asked for it");
  g_ref_string_release (host);
  g_array_unref (connection.shared_with);
}

static void
test_age (void)
{
  static const struct
  {
    int64_t     age_s;
    const char *text;
  } cases[] = {
    { -5, "0 s" },
    { 0, "0 s" },
    { 59, "59 s" },
    { 60, "1 min" },
    { 3599, "59 min" },
    { 3600, "1 h" },
    { 86400, "1 d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopConnection  connection = { .first_seen_us = NOW_US - cases[i].age_s * G_USEC_PER_SEC };
      g_autofree char *text = netop_connection_dup_age (&connection, NOW_US);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/connection-table/sorts", test_sorts);
  g_test_add_func ("/model/connection-table/filters", test_filters);
  g_test_add_func ("/model/connection-table/means", test_means);
  g_test_add_func ("/model/connection-table/all-are-there", test_all_are_there);
  g_test_add_func ("/model/connection-table/state", test_state);
  g_test_add_func ("/model/connection-table/range", test_range);
  g_test_add_func ("/model/connection-table/marks", test_marks);
  g_test_add_func ("/model/connection-table/age", test_age);

  return g_test_run ();
}
