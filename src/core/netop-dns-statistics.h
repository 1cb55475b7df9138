/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

#include "netop-figure.h"

G_BEGIN_DECLS

/* From 16 µs to 16 s, each doubling in eight parts: a value that is read from them is off by 6 % at most. */
#define NETOP_DNS_LATENCY_MIN_SHIFT 4
#define NETOP_DNS_LATENCY_PARTS 8
#define NETOP_DNS_N_LATENCIES (20 * NETOP_DNS_LATENCY_PARTS)
#define NETOP_DNS_N_MINUTES 10

/**
 * NetopDnsTally:
 * @n_failed: of @n_queries: server failure, refusal, no answer
 * @latencies: how many answers took how long
 */
typedef struct
{
  uint64_t n_queries;
  uint64_t n_failed;
  uint64_t n_answers;
  uint64_t latency_sum_us;
  uint32_t latencies[NETOP_DNS_N_LATENCIES];
} NetopDnsTally;

/**
 * NetopDnsStatistics:
 * @minutes: a ring, by minute
 * @minute: the newest that has anything
 *
 * What came of the queries to one resolver, in total and over the last ten minutes. A plain value; begins as zeros.
 */
typedef struct
{
  NetopDnsTally total;
  NetopDnsTally minutes[NETOP_DNS_N_MINUTES];
  int64_t       minute;
} NetopDnsStatistics;

/**
 * NetopDnsSummary:
 * @p95_us: of 100 answers 95 took no longer
 * @failure_rate: 0 to 1
 */
typedef struct
{
  uint64_t    n_queries;
  uint64_t    n_answers;
  NetopFigure mean_us;
  NetopFigure p95_us;
  NetopFigure failure_rate;
} NetopDnsSummary;

void            netop_dns_statistics_add_answer (NetopDnsStatistics *self, int64_t now_us, int64_t latency_us, bool failed);
void            netop_dns_statistics_add_silence (NetopDnsStatistics *self, int64_t now_us);
NetopDnsSummary netop_dns_statistics_get_total (const NetopDnsStatistics *self);
NetopDnsSummary netop_dns_statistics_get_recent (const NetopDnsStatistics *self, int64_t now_us);

G_END_DECLS
