/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row.h"

G_BEGIN_DECLS

/**
 * NetopMean:
 *
 * A mean that more may be added to.
 */
typedef struct
{
  double sum;
  double weight;
} NetopMean;

/**
 * NetopRowTotals:
 * @n_shown: top rows that pass the filter, of a group its processes that do; the Unknown row not counted
 * @n_rows: the same without the filter
 * @n_waiting: how many of @n_shown are not in sight, because the order of a log is held
 * @rtt_us: of the connections of which it is known
 * @retransmit_rate: of all segments that the connections sent in the last ten seconds
 * @latency_us: of all answers of the resolvers
 *
 * Sums over the top rows that pass the filter, Unknown included, so that without a filter they are the
 * snapshot's totals.
 */
typedef struct
{
  guint        n_shown;
  guint        n_rows;
  guint        n_waiting;
  guint        n_sockets;
  guint        n_connections;
  uint64_t     n_queries;
  uint64_t     n_failed_queries;
  NetopTraffic traffic;
  NetopRate    rate;
  NetopMean    rtt_us;
  NetopMean    retransmit_rate;
  NetopMean    latency_us;
} NetopRowTotals;

NetopFigure netop_mean_get (const NetopMean *self);
void        netop_row_totals_add (NetopRowTotals *self, const NetopRow *row);

G_END_DECLS
