/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"
#include "netop-tick.h"

/* One connection, several processes: whose it is, and who the others are. */

static void
add_release (Fixture *fixture,
             uint64_t socket_id,
             uint64_t process_id)
{
  NetopHolderRecord record = { .socket_id = socket_id, .process_id = process_id, .released = 1 };

  g_array_append_val (fixture->tick->holders, record);
}

/* "502: 501 503" where 502 has the connection of flow 2, and the two others share it. */
static void
assert_shared (Fixture    *fixture,
               const char *expected)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (fixture);
  g_autoptr (GString) text = g_string_new (NULL);
  const NetopConnection *connection = find_connection (snapshot, 2);
  const NetopProcess    *process = &g_array_index (snapshot->processes, NetopProcess, connection->process);

  g_string_append_printf (text, "%u:", process->pid);
  for (guint i = 0; connection->shared_with != NULL && i < connection->shared_with->len; i++)
    g_string_append_printf (text, " %u", g_array_index (connection->shared_with, uint32_t, i));
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpuint (process->traffic.rx_bytes, ==, 1000);
}

/* Those who started later, and earlier, and the first one lets go. */
static void
test_comes_and_goes (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (uint32_t id = 1; id <= 3; id++)
    add_process (&fixture, id, 500 + id, 1000 - 100 * id, "worker", false);
  add_socket (&fixture, 1, 2, TCP, false, false);
  add_holder (&fixture, 1, 2);
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "502:");

  add_holder (&fixture, 1, 1);
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "502: 501");

  add_holder (&fixture, 1, 3);
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "503: 502 501");

  add_release (&fixture, 1, 3);
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "502: 501");
  add_release (&fixture, 1, 1);
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "502:");
}

static void
add_endpoint (Fixture *fixture,
              uint64_t id,
              uint64_t flow_id,
              uint8_t  protocol,
              uint8_t  local)
{
  NetopSocketRecord record = {
    .id = id,
    .flow_id = flow_id,
    .facts = { .cookie = 100 + id, .inode = 200 + id, .local = get_address (local), .local_port = 40002, .protocol = protocol, .listening = 1 },
  };

  g_array_append_val (fixture->tick->sockets, record);
}

/* Datagram sockets of one and the same local end: none of them is sure to be the one. */
static void
test_group (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (uint32_t id = 1; id <= 4; id++)
    add_process (&fixture, id, 500 + id, 100 * id, "worker", false);
  for (uint64_t id = 1; id <= 3; id++)
    {
      add_endpoint (&fixture, id, id == 2 ? 2 : 0, UDP, 1);
      add_holder (&fixture, id, id);
    }
  add_endpoint (&fixture, 4, 0, UDP, 7); /* another address */
  add_holder (&fixture, 4, 4);
  add_endpoint (&fixture, 5, 0, UDP, 1); /* a second one of the owner's */
  add_holder (&fixture, 5, 2);
  add_endpoint (&fixture, 6, 0, UDP, 1); /* and of another's */
  add_holder (&fixture, 6, 3);
  add_flow (&fixture, make_flow (2, UDP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "502: 501 503");
  snapshot = get_snapshot (&fixture);
  g_assert_cmpint (find_connection (snapshot, 2)->match, ==, NETOP_MATCH_WILDCARD);
}

/* One that takes the port of one that is gone had nothing to do with what that carried. */
static void
test_successor (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process (&fixture, 1, 501, 100, "first", false);
  add_process (&fixture, 2, 502, 200, "second", false);
  add_endpoint (&fixture, 1, 2, UDP, 1);
  add_holder (&fixture, 1, 1);
  add_flow (&fixture, make_flow (2, UDP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  add_closed (&fixture, make_flow (2, UDP, 1000, 100));
  add_endpoint (&fixture, 1, 0, UDP, 1);
  g_array_index (fixture.tick->sockets, NetopSocketRecord, 0).removed = 1;
  send_tick (&fixture, SECOND / 4);
  add_endpoint (&fixture, 2, 0, UDP, 1);
  add_holder (&fixture, 2, 2);
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "501:");
}

/* Of streams each connection has its own socket, however many listen; before that is found it may be any listener's. */
static void
test_listeners (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (uint32_t id = 1; id <= 3; id++)
    {
      add_process (&fixture, id, 500 + id, 100 * id, "worker", false);
      add_endpoint (&fixture, id, id == 1 ? 2 : 0, TCP, 1);
      add_holder (&fixture, id, id);
    }
  add_flow (&fixture, make_flow (2, TCP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "501: 502 503");

  add_socket (&fixture, 9, 2, TCP, false, false);
  add_holder (&fixture, 9, 2);
  send_tick (&fixture, SECOND / 4);
  assert_shared (&fixture, "502:");
}

/* However many there are, the snapshot stays small. */
static void
test_many (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (uint32_t id = 1; id <= 300; id++)
    {
      add_process (&fixture, id, 500 + id, 100 * id, "worker", false);
      add_endpoint (&fixture, id, id == 2 ? 2 : 0, UDP, 1);
      add_holder (&fixture, id, id);
    }
  add_flow (&fixture, make_flow (2, UDP, 1000, 100));
  send_tick (&fixture, SECOND / 4);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (find_connection (snapshot, 2)->shared_with->len, ==, 16);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution-shared/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/engine/attribution-shared/group", test_group);
  g_test_add_func ("/engine/attribution-shared/successor", test_successor);
  g_test_add_func ("/engine/attribution-shared/listeners", test_listeners);
  g_test_add_func ("/engine/attribution-shared/many", test_many);

  return g_test_run ();
}
