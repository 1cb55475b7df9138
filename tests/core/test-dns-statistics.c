/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib.h>

#include "netop-dns-statistics.h"

#define MINUTE_US ((int64_t)60 * G_USEC_PER_SEC)

static void
assert_near (NetopFigure figure,
             double      expected)
{
  g_assert_true (figure.known);
  g_assert_cmpfloat (figure.value, >, expected * 0.94);
  g_assert_cmpfloat (figure.value, <, expected * 1.06);
}

static void
test_empty (void)
{
  NetopDnsStatistics statistics = { 0 };
  NetopDnsSummary    summary = netop_dns_statistics_get_recent (&statistics, 100 * MINUTE_US);

  g_assert_cmpuint (summary.n_queries, ==, 0);
  g_assert_false (summary.mean_us.known);
  g_assert_false (summary.p95_us.known);
  g_assert_false (summary.failure_rate.known);
}

/* 1 to 100 ms: the 95th is 95. */
static void
test_latency (void)
{
  NetopDnsStatistics statistics = { 0 };
  NetopDnsSummary    summary;

  for (int i = 1; i <= 100; i++)
    netop_dns_statistics_add_answer (&statistics, MINUTE_US, i * 1000, i > 90);
  summary = netop_dns_statistics_get_total (&statistics);
  g_assert_cmpuint (summary.n_queries, ==, 100);
  g_assert_cmpfloat (summary.mean_us.value, ==, 50500);
  assert_near (summary.p95_us, 95000);
  g_assert_cmpfloat (summary.failure_rate.value, ==, 0.1);
}

/* From nothing to hours. */
static void
test_extremes (void)
{
  const int64_t latencies[] = { -1, 0, 1, 20, 1000, 123456, 9999999, 3600 * (int64_t)G_USEC_PER_SEC };

  for (guint i = 0; i < G_N_ELEMENTS (latencies); i++)
    {
      NetopDnsStatistics statistics = { 0 };

      netop_dns_statistics_add_answer (&statistics, 0, latencies[i], false);
      if (latencies[i] >= 20 && latencies[i] < 16 * G_USEC_PER_SEC)
        assert_near (netop_dns_statistics_get_total (&statistics).p95_us, (double)latencies[i]);
    }
}

static void
test_silence (void)
{
  NetopDnsStatistics statistics = { 0 };
  NetopDnsSummary    summary;

  netop_dns_statistics_add_silence (&statistics, 0);
  netop_dns_statistics_add_answer (&statistics, 0, 2000, false);
  summary = netop_dns_statistics_get_total (&statistics);
  g_assert_cmpfloat (summary.failure_rate.value, ==, 0.5);
  g_assert_cmpfloat (summary.mean_us.value, ==, 2000);
}

/* The oldest of ten minutes goes, the total stays; after a long pause nothing is left of before. */
static void
test_ten_minutes (void)
{
  NetopDnsStatistics statistics = { 0 };

  for (int minute = 100; minute < 115; minute++)
    netop_dns_statistics_add_answer (&statistics, minute * MINUTE_US, 1000, false);
  g_assert_cmpuint (netop_dns_statistics_get_recent (&statistics, 114 * MINUTE_US).n_queries, ==, 10);
  g_assert_cmpuint (netop_dns_statistics_get_recent (&statistics, 117 * MINUTE_US).n_queries, ==, 7);
  g_assert_cmpuint (netop_dns_statistics_get_recent (&statistics, 500 * MINUTE_US).n_queries, ==, 0);
  g_assert_cmpuint (netop_dns_statistics_get_total (&statistics).n_queries, ==, 15);

  netop_dns_statistics_add_answer (&statistics, 1000 * MINUTE_US, 1000, true);
  g_assert_cmpuint (netop_dns_statistics_get_recent (&statistics, 1000 * MINUTE_US).n_queries, ==, 1);
  g_assert_cmpfloat (netop_dns_statistics_get_recent (&statistics, 1000 * MINUTE_US).failure_rate.value, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dns-statistics/empty", test_empty);
  g_test_add_func ("/core/dns-statistics/latency", test_latency);
  g_test_add_func ("/core/dns-statistics/extremes", test_extremes);
  g_test_add_func ("/core/dns-statistics/silence", test_silence);
  g_test_add_func ("/core/dns-statistics/ten-minutes", test_ten_minutes);
  return g_test_run ();
}
