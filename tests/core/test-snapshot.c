/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter.h"
#include "netop-snapshot.h"

#include <string.h>

/* One process, pid 4127, "Curl" of mara with a connection to 198.51.100.7:443, "Straße.example.com"; one cause,
 * ended, with an own connection and a host 203.0.113.9:53. */
static NetopSnapshot *
make_snapshot (void)
{
  NetopSnapshot   *snapshot = netop_snapshot_new ();
  NetopProcess     process = { .pid = 4127, .traffic = { 1000, 200, 10, 2 }, .n_listed_connections = 1 };
  NetopConnection  owned = { .process = 0, .local_port = 40000, .remote_port = 443, .traffic = { 1000, 200, 10, 2 } };
  NetopConnection  unowned = { .process = -1, .cause = NETOP_CAUSE_ENDED, .remote_port = 53, .traffic = { 5, 5, 1, 1 } };
  NetopUnknown     unknown = { .cause = NETOP_CAUSE_ENDED, .traffic = { 50, 60, 5, 6 } };
  NetopUnknownHost host = { .port = 53, .name = g_ref_string_new ("dns.example.net") };

  process.name = g_ref_string_new ("Curl");
  process.username = g_ref_string_new ("mara");
  owned.remote = netop_address_from_v4 ((uint8_t[]){ 198, 51, 100, 7 });
  owned.remote_name = g_ref_string_new ("Straße.example.com");
  owned.history = netop_history_append (NULL, 60, (NetopSample){ 1, 2 });
  host.address = netop_address_from_v4 ((uint8_t[]){ 203, 0, 113, 9 });
  unowned.remote = host.address;
  unknown.hosts = netop_unknown_hosts_new ();
  g_array_append_val (unknown.hosts, host);
  g_array_append_val (snapshot->processes, process);
  g_array_append_val (snapshot->connections, owned);
  g_array_append_val (snapshot->connections, unowned);
  g_array_append_val (snapshot->unknown, unknown);
  snapshot->total = (NetopTraffic){ 1050, 260, 15, 8 };
  return snapshot;
}

static void
assert_check_fails (NetopSnapshot     *snapshot,
                    NetopSnapshotError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (netop_snapshot_check (snapshot, &error));
  g_assert_error (error, NETOP_SNAPSHOT_ERROR, (int)code);
  netop_snapshot_unref (snapshot);
}

static void
test_check (void)
{
  g_autoptr (NetopSnapshot) good = make_snapshot ();
  g_autoptr (NetopSnapshot) again = netop_snapshot_ref (good);
  g_autoptr (GError) error = NULL;
  NetopSnapshot *bad;

  g_assert_true (netop_snapshot_check (good, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (netop_traffic_get_bytes (&again->total), ==, 1310);

  bad = make_snapshot ();
  bad->total.tx_packets++;
  assert_check_fails (bad, NETOP_SNAPSHOT_ERROR_SUM);

  bad = make_snapshot ();
  g_array_index (bad->connections, NetopConnection, 0).traffic.rx_bytes++;
  assert_check_fails (bad, NETOP_SNAPSHOT_ERROR_SUM);

  bad = make_snapshot ();
  g_array_index (bad->connections, NetopConnection, 1).traffic.rx_bytes = 51;
  assert_check_fails (bad, NETOP_SNAPSHOT_ERROR_SUM);

  bad = make_snapshot ();
  g_array_index (bad->connections, NetopConnection, 1).process = 0;
  assert_check_fails (bad, NETOP_SNAPSHOT_ERROR_REFERENCE);

  bad = make_snapshot ();
  g_array_index (bad->connections, NetopConnection, 1).process = 7;
  assert_check_fails (bad, NETOP_SNAPSHOT_ERROR_REFERENCE);

  bad = make_snapshot ();
  g_array_index (bad->processes, NetopProcess, 0).n_listed_connections = 3;
  assert_check_fails (bad, NETOP_SNAPSHOT_ERROR_REFERENCE);

  /* A carrier's bytes are in no row and no total. */
  bad = make_snapshot ();
  g_array_index (bad->connections, NetopConnection, 0).carrier = true;
  g_array_index (bad->connections, NetopConnection, 0).traffic.rx_bytes = 1000000;
  g_assert_true (netop_snapshot_check (bad, NULL));
  netop_snapshot_unref (bad);
}

static void
test_filter (void)
{
  static const struct
  {
    const char *expression;
    bool        process;
    bool        unowned;
    bool        unknown;
  } cases[] = {
    { "", true, true, true },
    { "   ", true, true, true },
    { "\"\"", true, true, true },
    { "curl", true, false, false },
    { "CURL mara", true, false, false },
    { "4127", true, false, false },
    { "412", false, false, false },
    { "443", true, false, false },
    { "44", false, false, false },
    { "curl 443", true, false, false },
    { "curl 80", false, false, false },
    { "51.100", true, false, false },
    { "STRASSE", true, false, false },
    { "example", true, false, true },
    { "unknown", false, true, true },
    { "ended 203.0.113.9", false, true, true },
    { "53", false, true, true },
    { "\"curl 443\"", false, false, false },
    { "cu\"rl\"", true, false, false },
  };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopFilter) filter = netop_filter_parse (cases[i].expression, &error);

      g_test_message ("%s", cases[i].expression);
      g_assert_no_error (error);
      g_assert_cmpint (netop_filter_match_process (filter, snapshot, &g_array_index (snapshot->processes, NetopProcess, 0)), ==, cases[i].process);
      g_assert_cmpint (netop_filter_match_connection (filter, snapshot, &g_array_index (snapshot->connections, NetopConnection, 0)), ==, cases[i].process);
      g_assert_cmpint (netop_filter_match_connection (filter, snapshot, &g_array_index (snapshot->connections, NetopConnection, 1)), ==, cases[i].unowned);
      g_assert_cmpint (netop_filter_match_unknown (filter, snapshot, &g_array_index (snapshot->unknown, NetopUnknown, 0)), ==, cases[i].unknown);
      g_assert_cmpint (netop_filter_is_empty (filter), ==, i < 3);
    }
}

static void
test_filter_errors (void)
{
  g_autofree char *longest = g_strnfill (4096, 'a');
  g_autofree char *too_long = g_strnfill (4097, 'a');
  g_autoptr (NetopFilter) filter = netop_filter_parse (longest, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (filter);
  g_assert_null (netop_filter_parse (too_long, &error));
  g_assert_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_null (netop_filter_parse ("ab\xff", &error));
  g_assert_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_NOT_UTF8);
  g_assert_nonnull (strstr (error->message, "byte 3"));
  g_clear_error (&error);
  g_assert_null (netop_filter_parse ("ä \"b c", &error));
  g_assert_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_QUOTE);
  g_assert_nonnull (strstr (error->message, "character 3"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/snapshot/check", test_check);
  g_test_add_func ("/core/filter/words", test_filter);
  g_test_add_func ("/core/filter/errors", test_filter_errors);
  return g_test_run ();
}
