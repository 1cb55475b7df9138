/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-packet-clock.h"

/* Less is the two clocks being read one after the other, or slewed. */
#define STEP_US (50 * 1000)
/* Processors hand in their packets a little out of order, and some come after the clocks were read. */
#define SLACK_US (100 * 1000)
/* What a handle may hold when its thread starts. */
#define FIRST_AGE_US G_USEC_PER_SEC

/**
 * netop_packet_clock_init:
 * @mono_us: now, as g_get_monotonic_time() says
 * @real_us: now, as g_get_real_time() says
 *
 * No packet is taken for much older than this.
 */
void
netop_packet_clock_init (NetopPacketClock *self,
                         int64_t           mono_us,
                         int64_t           real_us)
{
  *self = (NetopPacketClock){
    .now_us = mono_us,
    .less_real_us = mono_us - real_us,
    .before_less_real_us = mono_us - real_us,
    .last_us = mono_us - FIRST_AGE_US,
  };
}

/**
 * netop_packet_clock_read:
 * @mono_us: now, as g_get_monotonic_time() says
 * @real_us: now, as g_get_real_time() says
 *
 * Before packets are read from the handle.
 */
void
netop_packet_clock_read (NetopPacketClock *self,
                         int64_t           mono_us,
                         int64_t           real_us)
{
  int64_t less_real_us = mono_us - real_us;

  if (ABS (less_real_us - self->less_real_us) > STEP_US)
    self->before_less_real_us = self->less_real_us;
  self->less_real_us = less_real_us;
  self->now_us = mono_us;
}

static gboolean
is_plausible (const NetopPacketClock *self,
              int64_t                 time_us)
{
  return time_us >= self->last_us - SLACK_US && time_us <= self->now_us + SLACK_US;
}

/**
 * netop_packet_clock_convert:
 * @packet_real_us: wall clock of the packet, Unix microseconds
 *
 * Packets come in the order of their times: one that would be older than those before it, or of the future, is from
 * before the clock was stepped.
 *
 * Returns: monotonic microseconds, neither long before the packet before nor long after the last reading
 */
int64_t
netop_packet_clock_convert (NetopPacketClock *self,
                            int64_t           packet_real_us)
{
  int64_t time_us = packet_real_us + self->less_real_us;
  int64_t before_us = packet_real_us + self->before_less_real_us;

  if (!is_plausible (self, time_us) && is_plausible (self, before_us))
    time_us = before_us;
  time_us = CLAMP (time_us, self->last_us - SLACK_US, self->now_us + SLACK_US);
  self->last_us = MAX (self->last_us, time_us);
  return time_us;
}
