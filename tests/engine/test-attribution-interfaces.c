/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "attribution-fixture.h"

/* What is shown of one interface alone, as it went since the start, whoever is asked for when. */

#define LOOPBACK 1
#define UPLINK 2
#define TUNNEL 3
#define WLAN 4
#define UNUSED 5

/* Flows, and sockets of the same numbers. */
enum {
  BY_UPLINK = 2,
  BY_WLAN = 3,
  LOST = 4,
};

static void
add_interface (Fixture    *fixture,
               uint32_t    index,
               const char *name,
               const char *kind)
{
  NetopInterface interface = { .index = index, .present = 1, .state = NETOP_INTERFACE_STATE_UP };

  g_strlcpy (interface.name, name, sizeof interface.name);
  g_strlcpy (interface.kind, kind, sizeof interface.kind);
  g_array_append_val (fixture->tick->interfaces, interface);
}

static NetopFlow
make_flow_on (uint64_t id,
              uint32_t index,
              uint64_t rx_bytes,
              uint64_t tx_bytes)
{
  NetopFlow flow = make_flow (id, TCP, rx_bytes, tx_bytes);

  flow.interfaces[0].index = index;
  return flow;
}

static void
add_owner (Fixture *fixture,
           uint64_t flow_id,
           uint64_t process_id)
{
  add_socket (fixture, flow_id, flow_id, TCP, false, false);
  add_holder (fixture, flow_id, process_id);
}

/* A program on two interfaces, another on one of them, and what is nobody's on the other. */
static void
begin_two (Fixture *fixture)
{
  begin (fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (fixture, UPLINK, "eth0", "ethernet");
  add_interface (fixture, WLAN, "wlan0", "wlan");
  add_interface (fixture, UNUSED, "eth1", "ethernet");
  add_process (fixture, 1, 101, 1, "both", false);
  add_process (fixture, 2, 102, 2, "idle", false);
  add_flow (fixture, make_flow_on (BY_UPLINK, UPLINK, 1000, 500));
  add_flow (fixture, make_flow_on (BY_WLAN, WLAN, 300, 200));
  add_flow (fixture, make_flow_on (LOST, WLAN, 70, 0));
  add_owner (fixture, BY_UPLINK, 1);
  add_owner (fixture, BY_WLAN, 1);
  add_socket (fixture, 9, 0, TCP, true, false);
  add_holder (fixture, 9, 2);
  send_tick (fixture, SECOND);
}

static NetopSnapshot *
show (Fixture *fixture,
      uint32_t index)
{
  netop_attribution_set_shown_interface (fixture->attribution, index);
  return get_snapshot (fixture);
}

static void
assert_total (Fixture *fixture,
              uint32_t index,
              uint64_t rx_bytes,
              uint64_t tx_bytes)
{
  g_autoptr (NetopSnapshot) snapshot = show (fixture, index);

  g_assert_cmpuint (snapshot->total.rx_bytes, ==, rx_bytes);
  g_assert_cmpuint (snapshot->total.tx_bytes, ==, tx_bytes);
}

static void
test_one_of_two (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) all = NULL;
  g_autoptr (NetopSnapshot) wlan = NULL;
  g_autoptr (NetopSnapshot) unused = NULL;
  const NetopProcess *process;

  begin_two (&fixture);
  wlan = show (&fixture, WLAN);
  g_assert_cmpstr (wlan->capture.interface_name, ==, "wlan0");
  g_assert_cmpuint (wlan->total.rx_bytes, ==, 370);
  g_assert_cmpuint (wlan->connections->len, ==, 2);
  g_assert_null (find_connection (wlan, BY_UPLINK));
  process = find_process (wlan, 101);
  g_assert_cmpuint (process->traffic.rx_bytes, ==, 300);
  g_assert_cmpuint (process->traffic.tx_packets, ==, 2);
  g_assert_cmpfloat (process->rate.rx_bytes_per_s, ==, 300);
  g_assert_cmpuint (process->n_connections, ==, 1);
  g_assert_cmpfloat (netop_history_get (wlan->history, 0).rx, ==, 370);
  /* It has nothing to do with any interface. */
  g_assert_null (find_process (wlan, 102));
  g_assert_cmpuint (wlan->sockets->len, ==, 0);
  g_assert_cmpuint (wlan->unknown->len, ==, 1);
  g_assert_cmpuint (g_array_index (wlan->unknown, NetopUnknown, 0).hosts->len, ==, 1);
  /* One goes on from here to another. */
  g_assert_cmpuint (wlan->interfaces->len, ==, 3);

  unused = show (&fixture, UNUSED);
  g_assert_cmpuint (unused->total.rx_bytes, ==, 0);
  g_assert_cmpuint (unused->processes->len, ==, 0);
  g_assert_cmpuint (unused->unknown->len, ==, 0);

  all = show (&fixture, 0);
  g_assert_null (all->capture.interface_name);
  g_assert_cmpuint (all->total.rx_bytes, ==, 1370);
  g_assert_cmpuint (find_process (all, 101)->traffic.rx_bytes, ==, 1300);
  g_assert_nonnull (find_process (all, 102));
  assert_total (&fixture, UPLINK, 1000, 500);
}

/* What went before somebody asks, also of what is forgotten. */
static void
test_past (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopProcess *ended;

  begin_two (&fixture);
  add_closed (&fixture, make_flow_on (BY_WLAN, WLAN, 400, 200));
  add_closed (&fixture, make_flow_on (BY_UPLINK, UPLINK, 1000, 600));
  add_socket (&fixture, BY_WLAN, 0, TCP, false, true);
  add_socket (&fixture, BY_UPLINK, 0, TCP, false, true);
  add_process (&fixture, 1, 101, 1, "both", true);
  send_tick (&fixture, SECOND);
  for (guint i = 0; i < 70; i++)
    send_tick (&fixture, SECOND);

  snapshot = show (&fixture, WLAN);
  g_assert_cmpuint (snapshot->connections->len, ==, 1);
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, 470);
  ended = &g_array_index (snapshot->processes, NetopProcess, 0);
  g_assert_cmpint (ended->key.kind, ==, NETOP_ROW_ENDED);
  g_assert_cmpuint (ended->traffic.rx_bytes, ==, 400);
  g_assert_cmpfloat (netop_history_get (ended->history, 71).rx, ==, 300);
  g_assert_cmpfloat (netop_history_get (snapshot->minutes_history, 0).rx, >, 0);
  assert_total (&fixture, UPLINK, 1000, 600);
  assert_total (&fixture, 0, 1470, 800);
}

/* Bytes that move to who is found later move on their interface, too. */
static void
test_found_later (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin_two (&fixture);
  add_owner (&fixture, LOST, 2);
  send_tick (&fixture, SECOND);
  snapshot = show (&fixture, WLAN);
  g_assert_cmpuint (find_process (snapshot, 102)->traffic.rx_bytes, ==, 70);
  g_assert_cmpfloat (netop_history_get (find_process (snapshot, 102)->history, 1).rx, ==, 70);
  g_assert_cmpuint (snapshot->unknown->len, ==, 0);
}

/* One that goes on by another interface stands there with all it had. */
static void
test_roaming (void)
{
  g_auto (Fixture) fixture;
  NetopFlow flow = make_flow_on (BY_UPLINK, UPLINK, 1000, 500);
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin_two (&fixture);
  flow.n_interfaces = 2;
  flow.interfaces[1] = (NetopFlowInterface){ .index = WLAN, .rx_bytes = 9000, .rx_packets = 90 };
  add_flow (&fixture, flow);
  send_tick (&fixture, SECOND);
  snapshot = show (&fixture, 0);
  g_assert_cmpuint (find_connection (snapshot, BY_UPLINK)->interface_index, ==, WLAN);
  assert_total (&fixture, WLAN, 10370, 700);
  assert_total (&fixture, UPLINK, 0, 0);
}

/* Of an interface alone what carries a tunnel counts: what it carries is another's. */
static void
test_carrier (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;
  NetopFlow outer = make_flow (BY_UPLINK, UDP, 1100, 660);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, UPLINK, "eth0", "ethernet");
  add_interface (&fixture, TUNNEL, "tun0", "tun");
  add_process (&fixture, 1, 101, 1, "browser", false);
  add_process (&fixture, 2, 102, 2, "vpn", false);
  g_array_index (fixture.tick->processes, NetopProcessRecord, 1).tunnel = netop_tick_add_string (fixture.tick, "tun0", strlen ("tun0"));
  add_flow (&fixture, outer);
  add_flow (&fixture, make_flow_on (BY_WLAN, TUNNEL, 1000, 600));
  add_owner (&fixture, BY_WLAN, 1);
  add_socket (&fixture, BY_UPLINK, BY_UPLINK, UDP, false, false);
  add_holder (&fixture, BY_UPLINK, 2);
  send_tick (&fixture, SECOND);

  snapshot = show (&fixture, UPLINK);
  g_assert_cmpuint (find_process (snapshot, 102)->traffic.rx_bytes, ==, 1100);
  g_assert_true (snapshot->capture.carriers_counted);
  g_assert_null (find_process (snapshot, 101));
  assert_total (&fixture, UPLINK, 1100, 660);
  assert_total (&fixture, TUNNEL, 1000, 600);
  assert_total (&fixture, 0, 1000, 600);
}

static void
test_hidden_loopback (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_interface (&fixture, LOOPBACK, "lo", "loopback");
  g_array_index (fixture.tick->interfaces, NetopInterface, 0).is_loopback = 1;
  add_flow (&fixture, make_flow_on (BY_UPLINK, LOOPBACK, 1000, 500));
  send_tick (&fixture, SECOND);
  assert_total (&fixture, LOOPBACK, 1000, 500);

  netop_attribution_set_loopback_shown (fixture.attribution, false);
  add_flow (&fixture, make_flow_on (BY_UPLINK, LOOPBACK, 2000, 500));
  send_tick (&fixture, SECOND);
  assert_total (&fixture, LOOPBACK, 0, 0);

  netop_attribution_set_loopback_shown (fixture.attribution, true);
  send_tick (&fixture, SECOND);
  assert_total (&fixture, LOOPBACK, 2000, 500);
  assert_total (&fixture, 0, 2000, 500);
}

/* More interfaces than a row keeps apart: what all of them have stays right. */
static void
test_too_many (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  for (uint32_t i = 0; i < 400; i++)
    add_flow (&fixture, make_flow_on (2 + i, 10 + i, 1000, 0));
  send_tick (&fixture, SECOND);
  assert_total (&fixture, 0, 400000, 0);
  for (uint32_t i = 0; i < 400; i++)
    add_flow (&fixture, make_flow_on (2 + i, 10 + i, 2000, 0));
  send_tick (&fixture, SECOND);
  assert_total (&fixture, 0, 800000, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/attribution-interfaces/one-of-two", test_one_of_two);
  g_test_add_func ("/engine/attribution-interfaces/past", test_past);
  g_test_add_func ("/engine/attribution-interfaces/found-later", test_found_later);
  g_test_add_func ("/engine/attribution-interfaces/roaming", test_roaming);
  g_test_add_func ("/engine/attribution-interfaces/carrier", test_carrier);
  g_test_add_func ("/engine/attribution-interfaces/hidden-loopback", test_hidden_loopback);
  g_test_add_func ("/engine/attribution-interfaces/too-many", test_too_many);
  return g_test_run ();
}
