/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-format.h"

#include <math.h>
#include <string.h>

static void
test_rates (void)
{
  static const struct
  {
    double      value;
    NetopUnit   unit;
    const char *expected;
  } cases[] = {
    { 0, NETOP_UNIT_BYTES, "0" },
    { 0.4, NETOP_UNIT_BYTES, "0" },
    { 1, NETOP_UNIT_BYTES, "1 B/s" },
    { 999.4, NETOP_UNIT_BYTES, "999 B/s" },
    { 999.5, NETOP_UNIT_BYTES, "1.00 kB/s" },
    { 9840, NETOP_UNIT_BYTES, "9.84 kB/s" },
    { 9994, NETOP_UNIT_BYTES, "9.99 kB/s" },
    { 9996, NETOP_UNIT_BYTES, "10.0 kB/s" },
    { 98400, NETOP_UNIT_BYTES, "98.4 kB/s" },
    { 99960, NETOP_UNIT_BYTES, "100 kB/s" },
    { 984000, NETOP_UNIT_BYTES, "984 kB/s" },
    { 999499, NETOP_UNIT_BYTES, "999 kB/s" },
    { 999500, NETOP_UNIT_BYTES, "1.00 MB/s" },
    { 1.5e9, NETOP_UNIT_BYTES, "1.50 GB/s" },
    { 1e30, NETOP_UNIT_BYTES, "999 EB/s" },
    { 125000, NETOP_UNIT_BITS, "1.00 Mb/s" },
    { -1, NETOP_UNIT_BYTES, "–" },
    { NAN, NETOP_UNIT_BYTES, "–" },
    { INFINITY, NETOP_UNIT_BITS, "–" },
  };
  g_autofree char *unknown = netop_format_joined (netop_format_rate (NETOP_FIGURE_UNKNOWN, NETOP_UNIT_BYTES));
  g_autofree char *amount = netop_format_joined (netop_format_bytes (netop_figure (1234567)));

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = netop_format_joined (netop_format_rate (netop_figure (cases[i].value), cases[i].unit));

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
  g_assert_cmpstr (unknown, ==, "–");
  g_assert_cmpstr (amount, ==, "1.23 MB");
}

/* What is fast has a decimal more: a round trip on one machine is some 0.05 ms. What rounds to nothing is 0. */
static void
test_decimals (void)
{
  static const struct
  {
    double      us;
    const char *milliseconds;
    double      part;
    const char *percent;
  } cases[] = {
    { 0, "0", 0, "0" },
    { 4, "0", 0.0004, "0" },
    { 5, "0.01 ms", 0.0005, "0.1 %" },
    { 44, "0.04 ms", 0.003, "0.3 %" },
    { 994, "0.99 ms", 0.024, "2.4 %" },
    { 996, "1.0 ms", 0.5, "50.0 %" },
    { 11800, "11.8 ms", 0.9994, "99.9 %" },
    { 99940, "99.9 ms", 1, "100 %" },
    { 99960, "100 ms", 0.9999, "100 %" },
    { -1, "–", NAN, "–" },
  };
  g_autofree char *unknown = netop_format_joined (netop_format_milliseconds (NETOP_FIGURE_UNKNOWN));

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *milliseconds = netop_format_joined (netop_format_milliseconds (netop_figure (cases[i].us)));
      g_autofree char *percent = netop_format_joined (netop_format_percent (netop_figure (cases[i].part)));

      g_assert_cmpstr (milliseconds, ==, cases[i].milliseconds);
      g_assert_cmpstr (percent, ==, cases[i].percent);
    }
  g_assert_cmpstr (unknown, ==, "–");
}

static void
test_names (void)
{
  static const struct
  {
    const char *bytes;
    size_t      length;
    const char *expected;
  } cases[] = {
    { "", 0, "" },
    { "curl", 4, "curl" },
    { "a\nb\x1b[2J<b>", 10, "a\\x0ab\\x1b[2J<b>" },
    { "a\0b", 3, "a\\x00b" },
    { "\tx\x7f", 3, "\\x09x\\x7f" },
    { "\xff\xfe", 2, "\\xff\\xfe" },
    { "\xc3\xa4\xc3", 3, "ä\\xc3" },
    { "\xe2\x80\xae"
      "gpj",
      6, "\\xe2\\x80\\xaegpj" },
    { "\xe2\x80\xa8", 3, "\\xe2\\x80\\xa8" },
    { "\xc2\x85", 2, "\\xc2\\x85" },
    { "日本", 6, "日本" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = netop_format_name (cases[i].bytes, cases[i].length);

      g_assert_cmpstr (name, ==, cases[i].expected);
      g_assert_true (g_utf8_validate (name, -1, NULL));
    }
}

static void
test_ids (void)
{
  char             buffer[16];
  NetopAddress     v4 = netop_address_from_v4 ((uint8_t[]){ 192, 0, 2, 1 });
  NetopAddress     v6 = netop_address_from_v6 ((uint8_t[16]){ 0x20, 1, 0xd, 0xb8, [15] = 1 });
  g_autofree char *a = netop_format_endpoint (&v4, 443);
  g_autofree char *b = netop_format_endpoint (&v6, 443);
  g_autofree char *c = netop_format_endpoint (&v6, 0);
  g_autofree char *count = netop_format_count (9999);

  g_assert_cmpstr (a, ==, "192.0.2.1:443");
  g_assert_cmpstr (b, ==, "[2001:db8::1]:443");
  g_assert_cmpstr (c, ==, "2001:db8::1");
  g_assert_cmpstr (count, ==, "9999");
  g_assert_cmpstr (netop_format_protocol (47, buffer, sizeof buffer), ==, "IP 47");
  g_assert_cmpstr (netop_format_protocol_id (6, buffer, sizeof buffer), ==, "tcp");
  g_assert_cmpstr (netop_format_cause_id (NETOP_CAUSE_OTHER_USER), ==, "other_user");
  g_assert_cmpstr (netop_format_match_id (NETOP_MATCH_EXACT), ==, "exact");
  g_assert_cmpstr (netop_format_state_id (NETOP_SOCKET_STATE_ESTABLISHED), ==, "established");
  g_assert_null (netop_format_state_id (NETOP_SOCKET_STATE_UNKNOWN));
  g_assert_cmpstr (netop_format_direction_id (NETOP_DIRECTION_OUTGOING), ==, "outgoing");
  g_assert_cmpstr (netop_format_backend_id (NETOP_BACKEND_PCAP), ==, "pcap");
}

/* By the clock of the place; what no calendar has is a dash. */
static void
test_times (void)
{
  g_autofree char *begin = netop_format_time (0, "%s");
  g_autofree char *late = netop_format_time (G_GINT64_CONSTANT (1767277320999999), "%s");
  g_autofree char *never = netop_format_time (G_MAXINT64, "%F");

  g_assert_cmpstr (begin, ==, "0");
  g_assert_cmpstr (late, ==, "1767277320");
  g_assert_cmpstr (never, ==, "–");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/format/rates", test_rates);
  g_test_add_func ("/core/format/decimals", test_decimals);
  g_test_add_func ("/core/format/names", test_names);
  g_test_add_func ("/core/format/ids", test_ids);
  g_test_add_func ("/core/format/times", test_times);
  return g_test_run ();
}
