/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-packet-clock.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define BOOT_REAL_US (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)
#define START_US (1000 * G_USEC_PER_SEC)
#define MS 1000

static void
begin (NetopPacketClock *clock)
{
  netop_packet_clock_init (clock, START_US, BOOT_REAL_US + START_US);
}

/* A packet of monotonic @time_us, stamped while the wall clock was @step_us ahead. */
static int64_t
convert (NetopPacketClock *clock,
         int64_t           time_us,
         int64_t           step_us)
{
  return netop_packet_clock_convert (clock, BOOT_REAL_US + step_us + time_us);
}

static void
read_at (NetopPacketClock *clock,
         int64_t           now_us,
         int64_t           step_us)
{
  netop_packet_clock_read (clock, now_us, BOOT_REAL_US + step_us + now_us);
}

static void
test_steady (void)
{
  NetopPacketClock clock;

  begin (&clock);
  g_assert_cmpint (convert (&clock, START_US - 20 * MS, 0), ==, START_US - 20 * MS);
  read_at (&clock, START_US + 200 * MS, 0);
  g_assert_cmpint (convert (&clock, START_US + 150 * MS, 0), ==, START_US + 150 * MS);
  /* Of another processor. */
  g_assert_cmpint (convert (&clock, START_US + 149 * MS, 0), ==, START_US + 149 * MS);
  /* Came while the ring was read. */
  g_assert_cmpint (convert (&clock, START_US + 201 * MS, 0), ==, START_US + 201 * MS);

  /* The thread was held up for a minute, and the ring has what came meanwhile. */
  read_at (&clock, START_US + 60000 * MS, 0);
  g_assert_cmpint (convert (&clock, START_US + 300 * MS, 0), ==, START_US + 300 * MS);
  g_assert_cmpint (convert (&clock, START_US + 59990 * MS, 0), ==, START_US + 59990 * MS);
}

/* The wall clock goes from one minute before to one after: both sides of that are in the ring. */
static void
test_step (gconstpointer data)
{
  const int64_t    step_us = *(const int64_t *)data;
  NetopPacketClock clock;

  begin (&clock);
  read_at (&clock, START_US + 200 * MS, 0);
  g_assert_cmpint (convert (&clock, START_US + 190 * MS, 0), ==, START_US + 190 * MS);

  read_at (&clock, START_US + 400 * MS, step_us);
  g_assert_cmpint (convert (&clock, START_US + 210 * MS, 0), ==, START_US + 210 * MS);
  g_assert_cmpint (convert (&clock, START_US + 300 * MS, 0), ==, START_US + 300 * MS);
  g_assert_cmpint (convert (&clock, START_US + 310 * MS, step_us), ==, START_US + 310 * MS);
  g_assert_cmpint (convert (&clock, START_US + 390 * MS, step_us), ==, START_US + 390 * MS);

  /* The clocks are read again, and the ring still has older ones. */
  read_at (&clock, START_US + 500 * MS, step_us);
  g_assert_cmpint (convert (&clock, START_US + 480 * MS, step_us), ==, START_US + 480 * MS);

  /* And back. */
  read_at (&clock, START_US + 700 * MS, 0);
  g_assert_cmpint (convert (&clock, START_US + 600 * MS, step_us), ==, START_US + 600 * MS);
  g_assert_cmpint (convert (&clock, START_US + 650 * MS, 0), ==, START_US + 650 * MS);
}

/* A time that fits neither clock: two steps between two readings, or somebody else's stamp. */
static void
test_nonsense (void)
{
  static const int64_t times_us[] = { G_MININT64 / 4, -HOUR_US, 0, HOUR_US, G_MAXINT64 / 4 };
  NetopPacketClock     clock;

  for (guint i = 0; i < G_N_ELEMENTS (times_us); i++)
    {
      int64_t time_us;

      begin (&clock);
      read_at (&clock, START_US + 200 * MS, 0);
      g_assert_cmpint (convert (&clock, START_US + 190 * MS, 0), ==, START_US + 190 * MS);
      time_us = netop_packet_clock_convert (&clock, times_us[i]);
      g_assert_cmpint (time_us, >=, START_US);
      g_assert_cmpint (time_us, <=, START_US + 400 * MS);

      read_at (&clock, START_US + 600 * MS, 0);
      g_assert_cmpint (convert (&clock, START_US + 500 * MS, 0), ==, START_US + 500 * MS);
    }
}

int
main (int    argc,
      char **argv)
{
  static const int64_t forward_us = HOUR_US, backward_us = -HOUR_US, second_us = G_USEC_PER_SEC, back_second_us = -G_USEC_PER_SEC;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/helper/packet-clock/steady", test_steady);
  g_test_add_data_func ("/helper/packet-clock/forward", &forward_us, test_step);
  g_test_add_data_func ("/helper/packet-clock/backward", &backward_us, test_step);
  g_test_add_data_func ("/helper/packet-clock/forward-second", &second_us, test_step);
  g_test_add_data_func ("/helper/packet-clock/backward-second", &back_second_us, test_step);
  g_test_add_func ("/helper/packet-clock/nonsense", test_nonsense);
  return g_test_run ();
}
