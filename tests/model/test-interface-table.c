/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-interface-row-table.h"
#include "netop-interface-text.h"
#include "netop-test-rows.h"

/* The rows of the Interfaces page. */

static void
add_interface (NetopSnapshot *snapshot, const char *name, const NetopInterface *facts, NetopRate rate, NetopFigure coverage, const char *address)
{
  NetopSnapshotInterface interface = {
    .key = { .kind = NETOP_ROW_INTERFACE, .a = facts->index },
    .facts = *facts,
    .name = g_ref_string_new (name),
    .addresses = g_array_new (FALSE, TRUE, sizeof (NetopInterfaceAddress)),
    .rate = rate,
    .coverage = coverage,
  };
  NetopInterfaceAddress first = { .prefix_length = 24 };

  if (address)
    {
      g_assert_true (netop_address_parse (address, &first.address));
      g_array_append_val (interface.addresses, first);
    }
  g_array_append_val (snapshot->interfaces, interface);
}

/* Three that differ in every column; 3 knows least. */
static NetopSnapshot *
make_snapshot (void)
{
  NetopSnapshot *snapshot = netop_snapshot_new ();

  add_interface (snapshot,
                 "wlan0",
                 &(NetopInterface){ .index = 1,
                                    .kind = "wifi",
                                    .speed_mbps = 433,
                                    .state = NETOP_INTERFACE_STATE_UP,
                                    .rx_bytes = 10,
                                    .tx_bytes = 3,
                                    .rx_packets = 5,
                                    .tx_packets = 6,
                                    .rx_errors = 1,
                                    .tx_errors = 1,
                                    .rx_dropped = 1 },
                 (NetopRate){ 1, 9, 1, 9, true },
                 netop_figure (0.5),
                 "198.51.100.7");
  add_interface (snapshot,
                 "eth0",
                 &(NetopInterface){ .index = 2,
                                    .kind = "ethernet",
                                    .speed_mbps = 1000,
                                    .state = NETOP_INTERFACE_STATE_NO_LINK,
                                    .rx_bytes = 20,
                                    .tx_bytes = 2,
                                    .rx_packets = 7,
                                    .tx_packets = 5,
                                    .tx_errors = 1,
                                    .rx_dropped = 1,
                                    .tx_dropped = 4 },
                 (NetopRate){ 2, 5, 2, 5, true },
                 netop_figure (0.75),
                 "192.0.2.1");
  add_interface (snapshot, "lo", &(NetopInterface){ .index = 3 }, (NetopRate){ .known = true }, NETOP_FIGURE_UNKNOWN, NULL);

  return snapshot;
}

static void
test_sorts (void)
{
  static const NetopTestSort sorts[] = {
    { NETOP_COLUMN_NAME, "2 3 1 ", "1 3 2 " },
    { NETOP_COLUMN_STATE, "2 1 3 ", "1 2 3 " },
    { NETOP_COLUMN_SPEED, "1 2 3 ", "2 1 3 " },
    { NETOP_COLUMN_ADDRESSES, "2 1 3 ", "1 2 3 " },
    { NETOP_COLUMN_RX_RATE, "3 1 2 ", "2 1 3 " },
    { NETOP_COLUMN_TX_RATE, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_ACTIVITY, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_RX_BYTES, "3 1 2 ", "2 1 3 " },
    { NETOP_COLUMN_TX_BYTES, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_RX_PACKETS, "3 1 2 ", "2 1 3 " },
    { NETOP_COLUMN_TX_PACKETS, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_ERRORS, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_DROPS, "3 1 2 ", "2 1 3 " },
    { NETOP_COLUMN_COVERAGE, "1 2 3 ", "2 1 3 " },
  };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();

  netop_test_rows_assert_sorts (netop_interface_row_table_get (), snapshot, sorts, G_N_ELEMENTS (sorts));
}

static void
test_filters (void)
{
  static const NetopTestSearch searches[] = {
    { "ETH", "2 " },
    { "wifi", "1 " },
    { "192.0.2", "2 " },
    { "wlan0 198.51", "1 " },
    { "wlan0 192.0.2", "" },
    { "curl", "" },
  };
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();

  netop_test_rows_assert_searches (netop_interface_row_table_get (), snapshot, searches, G_N_ELEMENTS (searches));
}

static void
assert_kind (const char *kind, const char *expected)
{
  NetopInterface   facts = { 0 };
  g_autofree char *text = NULL;

  memcpy (facts.kind, kind, MIN (strlen (kind), sizeof facts.kind));
  text = netop_interface_dup_kind_text (&facts);
  g_assert_cmpstr (text, ==, expected);
}

/* What the kernel calls by no other name keeps it; what fills its field has no end of its own. */
static void
test_kind (void)
{
  assert_kind ("wifi", "Wi-Fi");
  assert_kind ("vxlan", "vxlan");
  assert_kind ("0123456789abcdef", "0123456789abcdef");
  assert_kind ("a\xff", "a\\xff");
  assert_kind ("", NULL);
}

static void
test_texts (void)
{
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();
  NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0);
  NetopInterfaceAddress   second = { .prefix_length = 64 };
  g_autofree char        *addresses = NULL;
  g_autofree char        *none = netop_interface_dup_addresses (&g_array_index (snapshot->interfaces, NetopSnapshotInterface, 2), ", ");

  g_assert_null (none);
  g_assert_true (netop_address_parse ("2001:db8::1", &second.address));
  g_array_append_val (interface->addresses, second);
  addresses = netop_interface_dup_addresses (interface, ", ");
  g_assert_cmpstr (addresses, ==, "198.51.100.7/24, 2001:db8::1/64");
  g_assert_cmpstr (netop_interface_get_state_text (&interface->facts), ==, "up");
  g_assert_null (netop_interface_get_state_text (&g_array_index (snapshot->interfaces, NetopSnapshotInterface, 2).facts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/interface-table/sorts", test_sorts);
  g_test_add_func ("/model/interface-table/filters", test_filters);
  g_test_add_func ("/model/interface-table/kind", test_kind);
  g_test_add_func ("/model/interface-table/texts", test_texts);

  return g_test_run ();
}
