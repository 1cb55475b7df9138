/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-totals.h"

static void
add_to_mean (NetopMean *mean, NetopFigure figure, double weight)
{
  if (!figure.known)
    return;

  mean->sum += figure.value * weight;
  mean->weight += weight;
}

/**
 * netop_mean_get:
 *
 * Returns: unknown where nothing was added that counts
 */
NetopFigure
netop_mean_get (const NetopMean *self)
{
  return self->weight > 0 ? netop_figure (self->sum / self->weight) : NETOP_FIGURE_UNKNOWN;
}

/**
 * netop_row_totals_add:
 * @row: a top row that passed the filter
 *
 * Adds what it has to the sums; rows that there are, and those that wait, are counted elsewhere.
 */
void
netop_row_totals_add (NetopRowTotals *self, const NetopRow *row)
{
  if (row->group)
    self->n_shown += row->group->members->len;
  else if (row->key.kind != NETOP_ROW_UNKNOWN)
    self->n_shown++;
  if (row->knows_sockets)
    self->n_sockets += row->n_sockets;
  self->n_connections += row->n_connections;
  self->n_queries += row->n_queries;
  self->n_failed_queries += row->n_failed_queries;
  netop_traffic_add (&self->traffic, &row->traffic);
  netop_rate_add (&self->rate, &row->rate);
  if (row->connection)
    {
      add_to_mean (&self->rtt_us, row->connection->rtt_us, 1);
      add_to_mean (&self->retransmit_rate, row->connection->retransmit_rate, row->connection->recent_segments);
    }
  if (row->resolver)
    add_to_mean (&self->latency_us, row->resolver->total.mean_us, (double)row->resolver->total.n_answers);
}
