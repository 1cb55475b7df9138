/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-account.h"

/* What rows are sorted by is the mean of so many seconds. */
#define AVERAGE_SAMPLES 3

/**
 * netop_account_clear:
 *
 * Releases what it holds.
 */
void
netop_account_clear (NetopAccount *self)
{
  g_clear_pointer (&self->history, netop_history_unref);
}

/**
 * netop_account_book:
 * @before: (nullable): what was booked of this part until now, %NULL for nothing
 * @after: (nullable): what is to stand instead
 *
 * Books the difference, which may be less than nothing: a part whose owner changes is taken off here and booked there.
 */
void
netop_account_book (NetopAccount       *self,
                    const NetopTraffic *before,
                    const NetopTraffic *after)
{
  if (before != NULL)
    {
      self->traffic.rx_bytes -= before->rx_bytes;
      self->traffic.tx_bytes -= before->tx_bytes;
      self->traffic.rx_packets -= before->rx_packets;
      self->traffic.tx_packets -= before->tx_packets;
    }
  if (after != NULL)
    netop_traffic_add (&self->traffic, after);
}

/* Bytes that moved to another row do not come back as a rate. */
static float
get_rate (uint64_t before,
          uint64_t after,
          int64_t  elapsed_us)
{
  return after > before ? (float)((double)(after - before) * G_USEC_PER_SEC / (double)elapsed_us) : 0.0f;
}

/**
 * netop_account_sample:
 * @capacity: samples to keep
 * @elapsed_us: since the last sample
 * @n_samples: how many full seconds that covers: each gets the mean
 */
void
netop_account_sample (NetopAccount *self,
                      guint         capacity,
                      int64_t       elapsed_us,
                      guint         n_samples)
{
  NetopSample sample = {
    .rx = get_rate (self->sampled.rx_bytes, self->traffic.rx_bytes, elapsed_us),
    .tx = get_rate (self->sampled.tx_bytes, self->traffic.tx_bytes, elapsed_us),
  };

  self->sampled = self->traffic;
  if (self->history == NULL && sample.rx <= 0 && sample.tx <= 0)
    return;

  for (guint i = 0; i < MIN (n_samples, capacity); i++)
    self->history = netop_history_append (self->history, capacity, sample);
}

/**
 * netop_account_get_rate:
 *
 * Returns: as of the newest sample
 */
NetopRate
netop_account_get_rate (const NetopAccount *self)
{
  NetopSample newest = netop_history_get (self->history, 0);
  NetopRate   rate = { .rx_bytes_per_s = newest.rx, .tx_bytes_per_s = newest.tx };

  for (guint age = 0; age < AVERAGE_SAMPLES; age++)
    {
      NetopSample sample = netop_history_get (self->history, age);

      rate.rx_average_bytes_per_s += sample.rx / AVERAGE_SAMPLES;
      rate.tx_average_bytes_per_s += sample.tx / AVERAGE_SAMPLES;
    }
  return rate;
}
