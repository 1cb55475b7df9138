/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "attribution-fixture.h"
#include "netop-missing.h"

static void
test_joined_flow_is_its_holders (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopProcess    *process;
  const NetopConnection *connection;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 77, 5 * SECOND * 1000, "curl", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_holder (&fixture, 1, 1);
  add_flow (&fixture, make_flow (2, TCP, 1000, 300));
  send_tick (&fixture, SECOND / 4);

  snapshot = get_snapshot (&fixture);
  process = find_process (snapshot, 77);
  g_assert_nonnull (process);
  g_assert_cmpstr (process->name, ==, "curl");
  g_assert_cmpuint (process->traffic.rx_bytes, ==, 1000);
  g_assert_cmpuint (process->traffic.tx_bytes, ==, 300);
  g_assert_cmpuint (process->n_connections, ==, 1);
  g_assert_cmpuint (process->n_sockets, ==, 1);
  g_assert_cmpint (process->start_time_ms, ==, (START_REAL_US - START_US) / 1000 + 5000);
  connection = &g_array_index (snapshot->connections, NetopConnection, 0);
  g_assert_cmpint (connection->match, ==, NETOP_MATCH_EXACT);
  g_assert_cmpint (connection->direction, ==, NETOP_DIRECTION_OUTGOING);
  g_assert_cmpint (connection->first_seen_us, ==, START_REAL_US);
  g_assert_cmpuint (snapshot->unknown->len, ==, 0);
}

/* Snapshots outlive the run that they are of. */
static void
test_what_is_missing (void)
{
  static const char *const texts[] = { "", NETOP_MISSING_PROCESS_EVENTS "\nthe ends of sockets\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      NetopHello        hello = { .tier = NETOP_TIER_PCAP, .start_mono_us = START_US, .missing = (char *)texts[i] };
      NetopAttribution *attribution = netop_attribution_new (&hello, NULL);
      g_autoptr (NetopSnapshot) snapshot = netop_attribution_make_snapshot (attribution);

      netop_attribution_free (attribution);
      g_assert_cmpstr (snapshot->capture.missing, ==, i == 0 ? NULL : texts[i]);
    }
}

/* However late: unknown until then, then all of it moves, once. */
static void
test_late_owner_moves_bytes_once (void)
{
  for (guint late = 1; late < 12; late++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (NetopSnapshot) before = NULL;
      g_autoptr (NetopSnapshot) after = NULL;

      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      for (guint i = 1; i <= late; i++)
        {
          add_flow (&fixture, make_flow (2, TCP, 1000 * i, 100 * i));
          send_tick (&fixture, SECOND / 2);
        }
      before = get_snapshot (&fixture);
      g_assert_cmpuint (find_cause (before, NETOP_CAUSE_ENDED)->traffic.rx_bytes, ==, 1000 * late);

      add_process (&fixture, 1, 77, 1, "curl", false);
      add_socket (&fixture, 1, 2, TCP, false, false);
      add_holder (&fixture, 1, 1);
      send_tick (&fixture, SECOND / 2);
      add_flow (&fixture, make_flow (2, TCP, 1000 * late + 500, 100 * late));
      send_tick (&fixture, SECOND / 2);

      after = get_snapshot (&fixture);
      g_assert_cmpuint (find_process (after, 77)->traffic.rx_bytes, ==, 1000 * late + 500);
      g_assert_cmpuint (after->total.rx_bytes, ==, 1000 * late + 500);
      g_assert_cmpuint (after->unknown->len, ==, 0);
    }
}

/* The end of the process, of the socket and of the flow in every order. */
static void
test_order_of_ends_changes_no_total (void)
{
  static const guint orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (NetopSnapshot) snapshot = NULL;

      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      add_process (&fixture, 1, 77, 1, "curl", false);
      add_socket (&fixture, 1, 2, TCP, false, false);
      add_holder (&fixture, 1, 1);
      add_flow (&fixture, make_flow (2, TCP, 1000, 100));
      send_tick (&fixture, SECOND / 4);

      for (guint j = 0; j < 3; j++)
        {
          if (orders[i][j] == 0)
            add_process (&fixture, 1, 77, 1, "curl", true);
          else if (orders[i][j] == 1)
            add_socket (&fixture, 1, 0, TCP, false, true);
          else
            add_closed (&fixture, make_flow (2, TCP, 5000, 700));
          send_tick (&fixture, SECOND / 4);
        }

      snapshot = get_snapshot (&fixture);
      g_assert_cmpuint (find_process (snapshot, 77)->traffic.rx_bytes, ==, 5000);
      g_assert_cmpuint (find_process (snapshot, 77)->traffic.tx_bytes, ==, 700);
      g_assert_cmpint (find_process (snapshot, 77)->ended_us, !=, 0);
      g_assert_cmpuint (snapshot->total.rx_bytes, ==, 5000);
    }
}

static void
test_shared_socket_is_the_earliest_holders (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopConnection *connection;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 500, 900, "worker", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_holder (&fixture, 1, 1);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);

  add_process (&fixture, 2, 900, 100, "master", false);
  add_holder (&fixture, 1, 2);
  send_tick (&fixture, SECOND / 4);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_process (snapshot, 900)->traffic.rx_bytes, ==, 1000);
  g_assert_cmpuint (find_process (snapshot, 500)->traffic.rx_bytes, ==, 0);
  connection = &g_array_index (snapshot->connections, NetopConnection, 0);
  g_assert_nonnull (connection->shared_with);
  g_assert_cmpuint (g_array_index (connection->shared_with, uint32_t, 0), ==, 500);
}

static void
end_processes (Fixture *fixture)
{
  for (uint64_t id = 1; id <= 3; id++)
    {
      add_process (fixture, id, (uint32_t)(100 + id), id, "curl", false);
      add_socket (fixture, id, id + 1, TCP, false, false);
      add_holder (fixture, id, id);
      add_flow (fixture, make_flow (id + 1, TCP, 1000 * id, 100));
    }
  send_tick (fixture, SECOND / 4);
  for (uint64_t id = 1; id <= 3; id++)
    {
      add_process (fixture, id, (uint32_t)(100 + id), id, "curl", true);
      add_socket (fixture, id, 0, TCP, false, true);
      add_closed (fixture, make_flow (id + 1, TCP, 1000 * id, 100));
    }
  send_tick (fixture, SECOND / 4);
}

static void
test_ended_processes_fold (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) soon = NULL;
  g_autoptr (NetopSnapshot) later = NULL;
  const NetopProcess *folded;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  end_processes (&fixture);
  send_tick (&fixture, 20 * SECOND);
  soon = get_snapshot (&fixture);
  g_assert_cmpuint (soon->processes->len, ==, 3);
  g_assert_cmpuint (soon->connections->len, ==, 3);

  send_tick (&fixture, 11 * SECOND);
  send_tick (&fixture, SECOND);
  later = get_snapshot (&fixture);
  g_assert_cmpuint (later->processes->len, ==, 1);
  g_assert_cmpuint (later->connections->len, ==, 0);
  folded = &g_array_index (later->processes, NetopProcess, 0);
  g_assert_cmpuint (folded->pid, ==, 0);
  g_assert_cmpuint (folded->n_folded, ==, 3);
  g_assert_cmpint (folded->key.kind, ==, NETOP_ROW_ENDED);
  g_assert_cmpuint (folded->traffic.rx_bytes, ==, 6000);
  g_assert_cmpuint (later->total.rx_bytes, ==, 6000);
}

static void
test_snapshot_mode_keeps_ended (void)
{
  const NetopAttributionOptions options = { .keep_ended = TRUE };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, &options);
  end_processes (&fixture);
  send_tick (&fixture, 100 * SECOND);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->processes->len, ==, 3);
  g_assert_cmpuint (find_process (snapshot, 102)->traffic.rx_bytes, ==, 2000);
}

/* Tables that are too small lose rows, never bytes. */
static void
test_bounds_lose_no_byte (void)
{
  const NetopAttributionOptions options = { .max_connections = 8, .max_processes = 2 };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, &options);
  for (uint64_t id = 1; id <= 100; id++)
    {
      add_process (&fixture, id, (uint32_t)(100 + id), id, "curl", false);
      add_socket (&fixture, id, id + 1, TCP, false, false);
      add_holder (&fixture, id, id);
      add_closed (&fixture, make_flow (id + 1, TCP, 1000, 100));
      send_tick (&fixture, SECOND / 4);
    }
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->connections->len, <=, 8);
  g_assert_cmpuint (snapshot->processes->len, <=, 3);
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, 100 * 1000);
}

static void
test_causes (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow forwarded = make_flow (5, TCP, 400, 0);
  NetopFlow refused = make_flow (6, TCP, 0, 0);
  NetopFlow full = make_flow (NETOP_FLOW_ID_TABLES_FULL, 0, 7700, 0);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  forwarded.key.forwarded = 1;
  refused.opener = NETOP_FLOW_OPENER_REMOTE;
  refused.interfaces[0] = (NetopFlowInterface){ .index = 2, .rx_bytes = 60, .tx_bytes = 40, .rx_packets = 1, .tx_packets = 1 };
  add_flow (&fixture, full);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  add_flow (&fixture, make_flow (3, ICMP, 200, 0));
  add_flow (&fixture, forwarded);
  add_flow (&fixture, refused);
  send_tick (&fixture, SECOND / 4);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_LOST)->traffic.rx_bytes, ==, 7700);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_ENDED)->traffic.rx_bytes, ==, 1000);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_NO_SOCKET)->traffic.rx_bytes, ==, 660);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_NO_SOCKET)->hosts->len, ==, 3);
}

static void
test_other_users_socket (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, false, NULL);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_OTHER_USER)->uid, ==, 1000);
}

/* Its process was gone before anybody came to look: whose it was its socket says, where it says anything. */
static void
test_user_of_ended (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  uint32_t uids[3] = { 0 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (guint i = 0; i < 3; i++)
    {
      NetopSocketFacts *facts;

      add_socket (&fixture, i + 1, i + 2, TCP, false, false);
      facts = &g_array_index (fixture.tick->sockets, NetopSocketRecord, i).facts;
      facts->state = NETOP_SOCKET_STATE_FIN_WAIT_1;
      facts->uid = 1000 + i;
      if (i == 2)
        facts->known &= ~(uint32_t)NETOP_SOCKET_KNOWS_UID;
      add_flow (&fixture, make_flow (i + 2, TCP, 1000, 100));
    }
  send_tick (&fixture, SECOND / 4);

  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->unknown->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);

      g_assert_cmpint (unknown->cause, ==, NETOP_CAUSE_ENDED);
      g_assert_cmpuint (unknown->traffic.rx_bytes, ==, 1000);
      uids[unknown->uid == G_MAXUINT32 ? 2 : unknown->uid - 1000]++;
    }
  g_assert_cmpuint (uids[0] * uids[1] * uids[2], ==, 1);
}

/* A socket that stays and that nobody holds is the kernel's; what is left of a connection stays for a minute, too. */
static void
test_unheld_socket (void)
{
  static const NetopSocketState ending[] = {
    NETOP_SOCKET_STATE_FIN_WAIT_1,
    NETOP_SOCKET_STATE_FIN_WAIT_2,
    NETOP_SOCKET_STATE_TIME_WAIT,
    NETOP_SOCKET_STATE_LAST_ACK,
    NETOP_SOCKET_STATE_CLOSING,
    NETOP_SOCKET_STATE_ESTABLISHED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (ending); i++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (NetopSnapshot) snapshot = NULL;
      bool is_ending = ending[i] != NETOP_SOCKET_STATE_ESTABLISHED;

      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      add_socket (&fixture, 1, 2, TCP, false, false);
      g_array_index (fixture.tick->sockets, NetopSocketRecord, 0).facts.state = (uint8_t)ending[i];
      add_flow (&fixture, make_flow (2, TCP, 1000, 100));
      for (guint k = 0; k < 8; k++)
        send_tick (&fixture, SECOND);

      snapshot = get_snapshot (&fixture);
      g_assert_cmpuint (snapshot->unknown->len, ==, 1);
      g_assert_cmpint (g_array_index (snapshot->unknown, NetopUnknown, 0).cause, ==, is_ending ? NETOP_CAUSE_ENDED : NETOP_CAUSE_NO_SOCKET);
    }
}

static void
test_file_has_no_processes (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_FILE, false, NULL);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_cause (snapshot, NETOP_CAUSE_FILE)->traffic.rx_bytes, ==, 1000);
  g_assert_cmpint (snapshot->monitoring_since_us, ==, START_US);
  g_assert_cmpint (snapshot->capture.backend, ==, NETOP_BACKEND_FILE);
}

static void
test_match_quality (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 77, 1, "server", false);
  add_socket (&fixture, 1, 2, TCP, true, false);
  add_socket (&fixture, 2, 3, UDP, true, false);
  add_holder (&fixture, 1, 1);
  add_holder (&fixture, 2, 1);
  add_flow (&fixture, make_flow (2, TCP, 1000, 1000));
  add_flow (&fixture, make_flow (3, UDP, 1000, 1000));
  send_tick (&fixture, SECOND / 4);

  snapshot = get_snapshot (&fixture);
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      g_assert_cmpint (connection->match, ==, connection->protocol == TCP ? NETOP_MATCH_INFERRED : NETOP_MATCH_WILDCARD);
    }
  g_assert_cmpuint (snapshot->connections->len, ==, 2);
  g_assert_cmpuint (find_process (snapshot, 77)->n_listed_connections, ==, 2);
}

static void
test_rates_and_history (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (guint i = 1; i <= 20; i++)
    {
      add_flow (&fixture, make_flow (2, TCP, 250 * i, 0));
      send_tick (&fixture, SECOND / 4);
    }
  snapshot = get_snapshot (&fixture);
  g_assert_cmpfloat_with_epsilon (snapshot->rate.rx_bytes_per_s, 1000, 0.01);
  g_assert_cmpfloat_with_epsilon (snapshot->rate.rx_average_bytes_per_s, 1000, 0.01);
  g_assert_cmpuint (netop_history_get_length (snapshot->history), ==, 5);

  g_clear_pointer (&snapshot, netop_snapshot_unref);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpfloat (snapshot->rate.rx_bytes_per_s, ==, 0);
}

static void
test_hostile_name (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopProcess *process;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 77, 1, "a\nb\x1b[2J<b>\xff", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_holder (&fixture, 1, 1);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  process = find_process (snapshot, 77);
  g_assert_true (g_utf8_validate (process->name, -1, NULL));
  g_assert_null (strpbrk (process->name, "\n\x1b\t"));
  g_assert_nonnull (strstr (process->name, "<b>"));
}

static void
test_interface_counts_from_start (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopInterface interface = { .index = 2, .name = "eth0", .present = 1, .rx_bytes = 5000 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  g_array_append_val (fixture.tick->interfaces, interface);
  send_tick (&fixture, SECOND / 4);
  interface.rx_bytes = 5700;
  g_array_append_val (fixture.tick->interfaces, interface);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->interfaces->len, ==, 1);
  g_assert_cmpuint (g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0).facts.rx_bytes, ==, 700);
}

/* Renamed it is the same; started anew it is another. */
static void
test_interface_changes (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) renamed = NULL;
  g_autoptr (NetopSnapshot) restarted = NULL;
  NetopInterface interface = { .index = 2, .name = "eth0", .present = 1, .rx_bytes = 5000 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  g_array_append_val (fixture.tick->interfaces, interface);
  send_tick (&fixture, SECOND / 4);
  interface.rx_bytes = 5700;
  memcpy (interface.name, "lan0", 5);
  g_array_append_val (fixture.tick->interfaces, interface);
  send_tick (&fixture, SECOND);
  renamed = get_snapshot (&fixture);
  g_assert_cmpuint (g_array_index (renamed->interfaces, NetopSnapshotInterface, 0).facts.rx_bytes, ==, 700);
  g_assert_cmpstr (g_array_index (renamed->interfaces, NetopSnapshotInterface, 0).name, ==, "lan0");

  interface.rx_bytes = 30;
  g_array_append_val (fixture.tick->interfaces, interface);
  send_tick (&fixture, SECOND);
  restarted = get_snapshot (&fixture);
  g_assert_cmpuint (g_array_index (restarted->interfaces, NetopSnapshotInterface, 0).facts.rx_bytes, ==, 30);
}

/* However many have come and gone, the one that is there is shown. */
static void
test_many_interfaces (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  guint n_named = 0;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (uint32_t index = 1; index <= 5000; index++)
    {
      NetopInterface interface = { .index = index, .name = "veth", .present = 1 };

      g_array_append_val (fixture.tick->interfaces, interface);
      interface.present = index == 5000;
      g_array_append_val (fixture.tick->interfaces, interface);
      if (index % 100 == 0)
        send_tick (&fixture, SECOND / 4);
    }
  snapshot = get_snapshot (&fixture);
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    n_named += g_array_index (snapshot->interfaces, NetopSnapshotInterface, i).facts.index == 5000;
  g_assert_cmpuint (n_named, ==, 1);
}

/* What found no room in the flow table says nothing of when a file began. */
static void
test_tables_full_has_no_beginning (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow full = make_flow (NETOP_FLOW_ID_TABLES_FULL, 0, 100, 0);

  full.first_us = 0;
  begin (&fixture, NETOP_TIER_FILE, false, NULL);
  add_flow (&fixture, full);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (snapshot->monitoring_since_us, ==, START_US);
}

/* Two servers on one port, one a family: each has its own. */
static void
test_wildcards_of_two_families (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow v6 = make_flow (2, UDP, 1000, 100), v4 = make_flow (3, UDP, 200, 20);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  v4.key.local_port = v6.key.local_port = 53;
  g_assert_true (netop_address_parse ("2001:db8::1", &v6.key.local));
  g_assert_true (netop_address_parse ("2001:db8::2", &v6.key.remote));
  add_process (&fixture, 1, 71, 1, "four", false);
  add_process (&fixture, 2, 72, 1, "six", false);
  add_socket (&fixture, 1, 0, UDP, true, false);
  add_socket (&fixture, 2, 0, UDP, true, false);
  for (guint i = 0; i < 2; i++)
    {
      NetopSocketFacts *facts = &g_array_index (fixture.tick->sockets, NetopSocketRecord, i).facts;

      facts->local_port = 53;
      g_assert_true (netop_address_parse (i == 0 ? "0.0.0.0" : "::", &facts->local));
    }
  add_holder (&fixture, 1, 1);
  add_holder (&fixture, 2, 2);
  add_flow (&fixture, v6);
  add_flow (&fixture, v4);
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_process (snapshot, 71)->traffic.rx_bytes, ==, 200);
  g_assert_cmpuint (find_process (snapshot, 72)->traffic.rx_bytes, ==, 1000);
}

/* A snapshot has a row for each process that has ended, and for 10,000 of them at most. No byte is lost. */
static void
test_kept_processes_are_bounded (void)
{
  const NetopAttributionOptions options = { .keep_ended = TRUE };
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, &options);
  for (guint ending = 0; ending < 2; ending++)
    {
      for (uint32_t i = 1; i <= 12000; i++)
        {
          add_process (&fixture, i, 100 + i, i, "short", ending == 1);
          add_socket (&fixture, i, 1 + i, TCP, false, ending == 1);
          if (ending == 0)
            {
              add_holder (&fixture, i, i);
              add_closed (&fixture, make_flow (1 + i, TCP, 100, 0));
            }
        }
      send_tick (&fixture, SECOND / 4);
    }
  for (guint i = 0; i < 10; i++)
    send_tick (&fixture, 10 * SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->processes->len, >=, 10000);
  g_assert_cmpuint (snapshot->processes->len, <=, 10001);
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, 12000 * 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution/joined-flow", test_joined_flow_is_its_holders);
  g_test_add_func ("/engine/attribution/what-is-missing", test_what_is_missing);
  g_test_add_func ("/engine/attribution/late-owner", test_late_owner_moves_bytes_once);
  g_test_add_func ("/engine/attribution/order-of-ends", test_order_of_ends_changes_no_total);
  g_test_add_func ("/engine/attribution/shared-socket", test_shared_socket_is_the_earliest_holders);
  g_test_add_func ("/engine/attribution/user-of-ended", test_user_of_ended);
  g_test_add_func ("/engine/attribution/ended-fold", test_ended_processes_fold);
  g_test_add_func ("/engine/attribution/keep-ended", test_snapshot_mode_keeps_ended);
  g_test_add_func ("/engine/attribution/bounds", test_bounds_lose_no_byte);
  g_test_add_func ("/engine/attribution/causes", test_causes);
  g_test_add_func ("/engine/attribution/other-user", test_other_users_socket);
  g_test_add_func ("/engine/attribution/unheld-socket", test_unheld_socket);
  g_test_add_func ("/engine/attribution/file", test_file_has_no_processes);
  g_test_add_func ("/engine/attribution/match", test_match_quality);
  g_test_add_func ("/engine/attribution/rates", test_rates_and_history);
  g_test_add_func ("/engine/attribution/hostile-name", test_hostile_name);
  g_test_add_func ("/engine/attribution/interfaces", test_interface_counts_from_start);

  g_test_add_func ("/engine/attribution/interface-changes", test_interface_changes);
  g_test_add_func ("/engine/attribution/many-interfaces", test_many_interfaces);
  g_test_add_func ("/engine/attribution/tables-full", test_tables_full_has_no_beginning);
  g_test_add_func ("/engine/attribution/two-families", test_wildcards_of_two_families);
  g_test_add_func ("/engine/attribution/kept-bounded", test_kept_processes_are_bounded);

  return g_test_run ();
}
