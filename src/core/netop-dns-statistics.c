/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-statistics.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)

/* Parts of a doubling are equally wide. */
static guint
get_place (int64_t latency_us)
{
  uint64_t value = (uint64_t)MAX (latency_us, 1 << NETOP_DNS_LATENCY_MIN_SHIFT);
  guint    shift = g_bit_storage (value) - 1;
  guint    part = (guint)((value - (G_GUINT64_CONSTANT (1) << shift)) * NETOP_DNS_LATENCY_PARTS >> shift);

  return MIN ((shift - NETOP_DNS_LATENCY_MIN_SHIFT) * NETOP_DNS_LATENCY_PARTS + part, NETOP_DNS_N_LATENCIES - 1);
}

/* Its middle. */
static double
get_value_us (guint place)
{
  double doubling = (double)(G_GUINT64_CONSTANT (1) << (place / NETOP_DNS_LATENCY_PARTS + NETOP_DNS_LATENCY_MIN_SHIFT));

  return doubling * (1 + (place % NETOP_DNS_LATENCY_PARTS + 0.5) / NETOP_DNS_LATENCY_PARTS);
}

static void
tally_add (NetopDnsTally *tally,
           int64_t        latency_us,
           bool           answered,
           bool           failed)
{
  tally->n_queries++;
  tally->n_failed += failed;
  if (!answered)
    return;

  tally->n_answers++;
  tally->latency_sum_us += (uint64_t)MAX (latency_us, 0);
  tally->latencies[get_place (latency_us)]++;
}

static void
add (NetopDnsStatistics *self,
     int64_t             now_us,
     int64_t             latency_us,
     bool                answered,
     bool                failed)
{
  int64_t minute = now_us / MINUTE_US;

  /* Those between had nothing. */
  for (int64_t i = MAX (self->minute + 1, minute - NETOP_DNS_N_MINUTES + 1); i <= minute; i++)
    self->minutes[i % NETOP_DNS_N_MINUTES] = (NetopDnsTally){ 0 };
  self->minute = MAX (self->minute, minute);

  tally_add (&self->total, latency_us, answered, failed);
  tally_add (&self->minutes[self->minute % NETOP_DNS_N_MINUTES], latency_us, answered, failed);
}

/**
 * netop_dns_statistics_add_answer:
 * @now_us: of the ticks' clock, which does not go back
 * @failed: the answer is that there is none to be had
 */
void
netop_dns_statistics_add_answer (NetopDnsStatistics *self,
                                 int64_t             now_us,
                                 int64_t             latency_us,
                                 bool                failed)
{
  add (self, now_us, latency_us, true, failed);
}

/**
 * netop_dns_statistics_add_silence:
 *
 * Counts a query that was not answered in time.
 */
void
netop_dns_statistics_add_silence (NetopDnsStatistics *self,
                                  int64_t             now_us)
{
  add (self, now_us, 0, false, true);
}

static NetopFigure
get_p95 (const NetopDnsTally *tally)
{
  uint64_t wanted = (tally->n_answers * 95 + 99) / 100;
  uint64_t n = 0;

  if (tally->n_answers == 0)
    return NETOP_FIGURE_UNKNOWN;
  for (guint i = 0; i < NETOP_DNS_N_LATENCIES; i++)
    {
      n += tally->latencies[i];
      if (n >= wanted)
        return netop_figure (get_value_us (i));
    }
  return NETOP_FIGURE_UNKNOWN;
}

static NetopDnsSummary
sum_up (const NetopDnsTally *tally)
{
  NetopDnsSummary summary = { .n_queries = tally->n_queries, .n_answers = tally->n_answers, .p95_us = get_p95 (tally) };

  if (tally->n_answers > 0)
    summary.mean_us = netop_figure ((double)tally->latency_sum_us / (double)tally->n_answers);
  if (tally->n_queries > 0)
    summary.failure_rate = netop_figure ((double)tally->n_failed / (double)tally->n_queries);
  return summary;
}

/**
 * netop_dns_statistics_get_total:
 *
 * Returns: of all queries
 */
NetopDnsSummary
netop_dns_statistics_get_total (const NetopDnsStatistics *self)
{
  return sum_up (&self->total);
}

/**
 * netop_dns_statistics_get_recent:
 *
 * Returns: of those of the last ten minutes, of which the newest is not over
 */
NetopDnsSummary
netop_dns_statistics_get_recent (const NetopDnsStatistics *self,
                                 int64_t                   now_us)
{
  NetopDnsTally sum = { 0 };
  int64_t       minute = now_us / MINUTE_US;

  for (int64_t i = MAX (minute - NETOP_DNS_N_MINUTES + 1, 0); i <= self->minute; i++)
    {
      const NetopDnsTally *tally = &self->minutes[i % NETOP_DNS_N_MINUTES];

      if (i <= self->minute - NETOP_DNS_N_MINUTES)
        continue;
      sum.n_queries += tally->n_queries;
      sum.n_failed += tally->n_failed;
      sum.n_answers += tally->n_answers;
      sum.latency_sum_us += tally->latency_sum_us;
      for (guint j = 0; j < NETOP_DNS_N_LATENCIES; j++)
        sum.latencies[j] += tally->latencies[j];
    }
  return sum_up (&sum);
}
