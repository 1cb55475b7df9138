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

static void
subtract (NetopTraffic       *self,
          const NetopTraffic *other)
{
  self->rx_bytes -= other->rx_bytes;
  self->tx_bytes -= other->tx_bytes;
  self->rx_packets -= other->rx_packets;
  self->tx_packets -= other->tx_packets;
}

/**
 * netop_account_book:
 * @before: what was booked of a part until now
 * @after: what is to stand instead
 *
 * Books the difference, as what flowed since the last sample.
 */
void
netop_account_book (NetopAccount       *self,
                    const NetopTraffic *before,
                    const NetopTraffic *after)
{
  subtract (&self->traffic, before);
  netop_traffic_add (&self->traffic, after);
}

/**
 * netop_account_add_part:
 * @part: an account of which this one is the sum from now on, sampled together with it
 * @booked: what is booked of it
 * @capacity: samples to keep
 *
 * Takes over a part that was another's until now: its bytes come at the times when they flowed.
 */
void
netop_account_add_part (NetopAccount       *self,
                        const NetopAccount *part,
                        const NetopTraffic *booked,
                        guint               capacity)
{
  netop_traffic_add (&self->traffic, booked);
  netop_traffic_add (&self->sampled, &part->sampled);
  self->history = netop_history_add (self->history, capacity, part->history);
}

/**
 * netop_account_remove_part:
 * @part: that is another's from now on
 * @booked: what was booked of it here
 * @capacity: samples to keep
 *
 * Takes off what netop_account_add_part() or netop_account_book() brought.
 */
void
netop_account_remove_part (NetopAccount       *self,
                           const NetopAccount *part,
                           const NetopTraffic *booked,
                           guint               capacity)
{
  subtract (&self->traffic, booked);
  subtract (&self->sampled, &part->sampled);
  self->history = netop_history_subtract (self->history, capacity, part->history);
}

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
  if (sample.rx <= 0 && sample.tx <= 0)
    {
      self->history = netop_history_append_silence (self->history, capacity, n_samples);
      return;
    }

  for (guint i = 0; i < MIN (n_samples, capacity); i++)
    self->history = netop_history_append (self->history, capacity, sample);
}

/**
 * netop_account_get_rate:
 * @n_seconds: full seconds since monitoring started
 *
 * Returns: as of the newest sample; not known while there can be none
 */
NetopRate
netop_account_get_rate (const NetopAccount *self,
                        uint64_t            n_seconds)
{
  NetopSample newest = netop_history_get (self->history, 0);
  NetopRate   rate = { .known = n_seconds > 0, .rx_bytes_per_s = newest.rx, .tx_bytes_per_s = newest.tx };
  guint       n_samples = (guint)MIN (n_seconds, AVERAGE_SAMPLES);

  for (guint age = 0; age < n_samples; age++)
    {
      NetopSample sample = netop_history_get (self->history, age);

      rate.rx_average_bytes_per_s += sample.rx / (double)n_samples;
      rate.tx_average_bytes_per_s += sample.tx / (double)n_samples;
    }
  return rate;
}
