/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tcp-samples.h"

#include <math.h>
#include <string.h>

/* So far apart the window and one before it have room. */
#define CAPACITY 28
#define SPACING_US (400 * 1000)

G_STATIC_ASSERT ((CAPACITY - 3) * SPACING_US >= NETOP_TCP_WINDOW_US);

typedef struct
{
  int64_t  time_us;
  uint64_t bytes_acked;
  uint32_t rtt_us;
  uint32_t retransmits;
  uint32_t segments_out;
  bool     measured; /* an acknowledgement came since the sample before: its round trip is a new one */
  bool     counted;  /* the segments are known */
} Sample;

struct _NetopTcpSamples
{
  guint         n;
  Sample        samples[CAPACITY]; /* oldest first */
  NetopHistory *history;           /* of the seconds that are over */
  NetopSample   now;               /* of the one that is not */
  int64_t       second;            /* which that is */
};

/**
 * netop_tcp_samples_new:
 *
 * Returns: (transfer full): none yet
 */
NetopTcpSamples *
netop_tcp_samples_new (void)
{
  return g_new0 (NetopTcpSamples, 1);
}

/**
 * netop_tcp_samples_free:
 * @self: (transfer full) (nullable): some
 */
void
netop_tcp_samples_free (NetopTcpSamples *self)
{
  if (self == NULL)
    return;

  netop_history_unref (self->history);
  g_free (self);
}

/* A second of which nobody was asked is as the one before, without anything that was sent again. */
static void
end_seconds (NetopTcpSamples *self,
             int64_t          second)
{
  int64_t n_ended = MIN (second - self->second, NETOP_TCP_SECONDS);

  /* A sample may come late. */
  if (n_ended <= 0)
    return;

  for (int64_t i = 0; i < n_ended; i++)
    {
      self->history = netop_history_append (self->history, NETOP_TCP_SECONDS, self->now);
      self->now.tx = 0;
    }
  self->second = second;
}

static void
add_to_second (NetopTcpSamples        *self,
               const NetopSocketFacts *facts,
               const Sample           *last)
{
  int64_t second = facts->sample_us / G_USEC_PER_SEC;

  if (last == NULL)
    self->second = second;
  end_seconds (self, second);
  self->now.rx = (facts->known & NETOP_SOCKET_KNOWS_RTT) != 0 ? (float)facts->rtt_us : 0;
  /* Before the first sample it may have been long, and more. */
  if (last != NULL)
    self->now.tx += (float)(facts->retransmits - last->retransmits);
}

/* One that is older than the window stays: what was counted until then is what the window begins with. */
static void
forget_old (NetopTcpSamples *self,
            int64_t          now_us)
{
  guint n_old = 0;

  while (n_old + 1 < self->n && self->samples[n_old + 1].time_us <= now_us - NETOP_TCP_WINDOW_US)
    n_old++;

  self->n -= n_old;
  memmove (self->samples, self->samples + n_old, self->n * sizeof *self->samples);
}

/**
 * netop_tcp_samples_add:
 * @facts: of a connection's own socket, not of a listener's; one that is not newer than the last is left out
 */
void
netop_tcp_samples_add (NetopTcpSamples        *self,
                       const NetopSocketFacts *facts)
{
  const Sample *last = self->n > 0 ? &self->samples[self->n - 1] : NULL;
  Sample        sample = {
           .time_us = facts->sample_us,
           .bytes_acked = facts->bytes_acked,
           .rtt_us = facts->rtt_us,
           .retransmits = facts->retransmits,
           .segments_out = facts->segments_out,
           .measured = (facts->known & NETOP_SOCKET_KNOWS_RTT) != 0,
           .counted = (facts->known & NETOP_SOCKET_KNOWS_BYTES) != 0 && (facts->known & NETOP_SOCKET_KNOWS_RETRANSMITS) != 0,
  };

  if (last != NULL && sample.time_us <= last->time_us)
    return;
  add_to_second (self, facts, last);
  if (last != NULL && sample.counted && last->counted && sample.bytes_acked == last->bytes_acked && sample.rtt_us == last->rtt_us)
    sample.measured = false;

  /* Too close to the one before the last: it takes the place of that. */
  if (self->n >= 2 && last->time_us - self->samples[self->n - 2].time_us < SPACING_US)
    {
      sample.measured |= last->measured;
      self->samples[self->n - 1] = sample;
      return;
    }

  forget_old (self, sample.time_us);
  g_assert (self->n < CAPACITY);
  self->samples[self->n++] = sample;
}

/**
 * netop_tcp_samples_get_last_us:
 *
 * Returns: when the last sample was taken; 0 where there is none
 */
int64_t
netop_tcp_samples_get_last_us (const NetopTcpSamples *self)
{
  return self->n > 0 ? self->samples[self->n - 1].time_us : 0;
}

/**
 * netop_tcp_samples_get_jitter:
 * @now_us: where the window ends
 *
 * Returns: the standard deviation in microseconds of the round trip times that were sampled in the window; unknown
 *   where there were fewer than two, and so where nothing was acknowledged
 */
NetopFigure
netop_tcp_samples_get_jitter (const NetopTcpSamples *self,
                              int64_t                now_us)
{
  double sum = 0, squares = 0;
  guint  n = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const Sample *sample = &self->samples[i];

      if (!sample->measured || sample->time_us <= now_us - NETOP_TCP_WINDOW_US)
        continue;
      sum += sample->rtt_us;
      squares += (double)sample->rtt_us * sample->rtt_us;
      n++;
    }

  /* The squares of 32-bit numbers are exact enough in 53 bits for what is left of their difference. */
  return n >= 2 ? netop_figure (sqrt (MAX (squares / n - (sum / n) * (sum / n), 0))) : NETOP_FIGURE_UNKNOWN;
}

/* What had been counted when the window began, as far as is known. */
static bool
find_beginning (const NetopTcpSamples *self,
                int64_t                begin_us,
                int64_t                opened_us,
                Sample                *beginning)
{
  bool found = opened_us != 0;

  *beginning = (Sample){ .time_us = opened_us };
  for (guint i = 0; i < self->n && (!found || self->samples[i].time_us <= begin_us); i++)
    {
      if (!self->samples[i].counted)
        continue;
      *beginning = self->samples[i];
      found = true;
    }
  return found;
}

/* Returns: %FALSE where too little is known */
static bool
count_window (const NetopTcpSamples *self,
              int64_t                now_us,
              int64_t                opened_us,
              uint32_t              *n_sent,
              uint32_t              *n_again)
{
  const Sample *last = self->n > 0 ? &self->samples[self->n - 1] : NULL;
  Sample        beginning;

  if (last == NULL || !last->counted || !find_beginning (self, now_us - NETOP_TCP_WINDOW_US, opened_us, &beginning))
    return false;

  /* Both begin again at 0 some time. */
  *n_sent = last->segments_out - beginning.segments_out;
  *n_again = last->retransmits - beginning.retransmits;
  return true;
}

/**
 * netop_tcp_samples_get_segments:
 * @now_us: where the window ends
 * @opened_us: when the connection opened, all its counters being 0; 0 where that is not known
 *
 * Returns: how many segments were sent in the window, 0 also where too little is known
 */
uint32_t
netop_tcp_samples_get_segments (const NetopTcpSamples *self,
                                int64_t                now_us,
                                int64_t                opened_us)
{
  uint32_t n_sent, n_again;

  return count_window (self, now_us, opened_us, &n_sent, &n_again) ? n_sent : 0;
}

/**
 * netop_tcp_samples_get_retransmit_rate:
 * @now_us: where the window ends
 * @opened_us: when the connection opened, all its counters being 0; 0 where that is not known
 *
 * Returns: of the segments that were sent in the window the part that was sent again, 0 to 1; unknown where none was
 *   sent, or too little is known
 */
NetopFigure
netop_tcp_samples_get_retransmit_rate (const NetopTcpSamples *self,
                                       int64_t                now_us,
                                       int64_t                opened_us)
{
  uint32_t n_sent, n_again;

  if (!count_window (self, now_us, opened_us, &n_sent, &n_again))
    return NETOP_FIGURE_UNKNOWN;
  return n_sent > 0 ? netop_figure (MIN ((double)n_again / n_sent, 1)) : NETOP_FIGURE_UNKNOWN;
}

/**
 * netop_tcp_samples_pass:
 * @now_us: by the clock of the samples
 *
 * Ends the seconds that are over: of a connection that rests no sample comes.
 */
void
netop_tcp_samples_pass (NetopTcpSamples *self,
                        int64_t          now_us)
{
  if (self->n > 0)
    end_seconds (self, now_us / G_USEC_PER_SEC);
}

/**
 * netop_tcp_samples_get_history:
 *
 * Returns: (transfer none) (nullable): the seconds that are over: @rx the round trip time in microseconds, 0 where not known,
 *   @tx how many segments were sent again
 */
NetopHistory *
netop_tcp_samples_get_history (const NetopTcpSamples *self)
{
  return self->history;
}
