/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NetopPacketClock:
 *
 * Turns the times of one handle's packets, which are the wall clock's, into monotonic ones. The wall clock may be
 * stepped by anybody who keeps time, between a packet and the moment it is read too. Owned by the thread of the handle;
 * the fields are its own.
 */
typedef struct
{
  int64_t now_us;
  int64_t less_real_us;        /* what the wall clock lacks to the monotonic one, as it is now */
  int64_t before_less_real_us; /* the same, before the last step */
  int64_t last_us;             /* the latest packet */
} NetopPacketClock;

void    netop_packet_clock_init (NetopPacketClock *self, int64_t mono_us, int64_t real_us);
void    netop_packet_clock_read (NetopPacketClock *self, int64_t mono_us, int64_t real_us);
int64_t netop_packet_clock_convert (NetopPacketClock *self, int64_t packet_real_us);

G_END_DECLS
