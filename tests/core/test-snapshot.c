/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-snapshot.h"

/* One process with a connection; one cause, ended, with a connection of its own and a host. */
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/snapshot/check", test_check);
  return g_test_run ();
}
