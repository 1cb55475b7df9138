/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tcp-samples.h"

#define SECOND ((int64_t)G_USEC_PER_SEC)
#define START_US (100 * SECOND)

/* Each with something acknowledged since the one before. */
static void
add (NetopTcpSamples *samples,
     int64_t          time_us,
     uint32_t         rtt_us,
     uint32_t         segments_out,
     uint32_t         retransmits)
{
  const NetopSocketFacts facts = {
    .known = NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_RETRANSMITS | NETOP_SOCKET_KNOWS_BYTES,
    .rtt_us = rtt_us,
    .retransmits = retransmits,
    .segments_out = segments_out,
    .bytes_acked = (uint64_t)time_us,
    .sample_us = time_us,
  };

  netop_tcp_samples_add (samples, &facts);
}

static void
assert_figure (NetopFigure figure,
               double      value)
{
  g_assert_true (figure.known);
  g_assert_cmpfloat_with_epsilon (figure.value, value, 1e-6);
}

static void
test_jitter (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();

  g_assert_false (netop_tcp_samples_get_jitter (samples, START_US).known);
  add (samples, START_US, 90000, 10, 0);
  g_assert_false (netop_tcp_samples_get_jitter (samples, START_US).known);
  add (samples, START_US + 11 * SECOND, 1000, 20, 0);
  g_assert_false (netop_tcp_samples_get_jitter (samples, START_US + 11 * SECOND).known);
  add (samples, START_US + 12 * SECOND, 3000, 30, 0);
  assert_figure (netop_tcp_samples_get_jitter (samples, START_US + 12 * SECOND), 1000);
  add (samples, START_US + 13 * SECOND, 5000, 40, 0);
  assert_figure (netop_tcp_samples_get_jitter (samples, START_US + 13 * SECOND), 1632.993161855);

  /* The first ones have left the window; then all of them. */
  assert_figure (netop_tcp_samples_get_jitter (samples, START_US + 21 * SECOND), 1000);
  g_assert_false (netop_tcp_samples_get_jitter (samples, START_US + 30 * SECOND).known);
}

/* Who only receives has no new round trip: that it stays as it is says nothing of it. */
static void
test_nothing_acknowledged (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();
  NetopSocketFacts facts = {
    .known = NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_RETRANSMITS | NETOP_SOCKET_KNOWS_BYTES,
    .rtt_us = 500,
    .bytes_acked = 1,
  };

  for (guint i = 1; i < 9; i++)
    {
      facts.sample_us = START_US + i * SECOND;
      facts.segments_out = i;
      netop_tcp_samples_add (samples, &facts);
    }
  g_assert_false (netop_tcp_samples_get_jitter (samples, facts.sample_us).known);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, facts.sample_us, 0), 0);
}

static void
test_retransmit_rate (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();

  g_assert_false (netop_tcp_samples_get_retransmit_rate (samples, START_US, START_US - SECOND).known);
  add (samples, START_US, 1000, 1000, 500);
  /* What was before is known only of one that opened since. */
  g_assert_false (netop_tcp_samples_get_retransmit_rate (samples, START_US, 0).known);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, START_US, START_US - SECOND), 0.5);

  add (samples, START_US + 5 * SECOND, 1000, 1100, 510);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, START_US + 5 * SECOND, 0), 0.1);
  /* At the beginning of the window the counters were those of the last sample before it. */
  add (samples, START_US + 14 * SECOND, 1000, 1200, 550);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, START_US + 14 * SECOND, START_US - SECOND), 50.0 / 200);
  g_assert_cmpuint (netop_tcp_samples_get_segments (samples, START_US + 14 * SECOND, START_US - SECOND), ==, 200);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, START_US + 16 * SECOND, START_US - SECOND), 0.4);
  /* Nothing was sent. */
  g_assert_false (netop_tcp_samples_get_retransmit_rate (samples, START_US + 25 * SECOND, 0).known);
  g_assert_cmpuint (netop_tcp_samples_get_segments (samples, START_US + 25 * SECOND, 0), ==, 0);
}

static void
test_counters_begin_again (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();

  add (samples, START_US, 1000, G_MAXUINT32 - 9, G_MAXUINT32);
  add (samples, START_US + SECOND, 1000, 90, 9);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, START_US + SECOND, 0), 0.1);
}

/* However often they come, and in whatever order, there is room for the window. */
static void
test_many (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();
  int64_t now_us = START_US;

  for (guint i = 0; i < 30000; i++)
    {
      now_us += 1000;
      add (samples, now_us, i % 2 == 0 ? 1000 : 2000, 10 * i, i);
      add (samples, now_us - 500, 4000000, 0, 0);
    }
  g_assert_cmpint (netop_tcp_samples_get_last_us (samples), ==, now_us);
  g_assert_cmpfloat (netop_tcp_samples_get_jitter (samples, now_us).value, <=, 500);
  assert_figure (netop_tcp_samples_get_retransmit_rate (samples, now_us, 0), 0.1);
}

/* Of an old kernel. */
static void
test_no_segments (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();
  NetopSocketFacts facts = { .known = NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_RETRANSMITS, .rtt_us = 500 };

  for (guint i = 1; i < 4; i++)
    {
      facts.sample_us = START_US + i * SECOND;
      netop_tcp_samples_add (samples, &facts);
    }
  assert_figure (netop_tcp_samples_get_jitter (samples, facts.sample_us), 0);
  g_assert_false (netop_tcp_samples_get_retransmit_rate (samples, facts.sample_us, START_US).known);
}

static void
assert_second (const NetopTcpSamples *samples,
               guint                  age,
               float                  rtt_us,
               float                  again)
{
  NetopSample second = netop_history_get (netop_tcp_samples_get_history (samples), age);

  g_assert_cmpfloat (second.rx, ==, rtt_us);
  g_assert_cmpfloat (second.tx, ==, again);
}

/* Each second that is over has the last round trip time of it, and what was sent again in it; one of which nobody was asked is
 * as the one before. What was sent again before the first sample is of no second. */
static void
test_seconds (void)
{
  g_autoptr (NetopTcpSamples) samples = netop_tcp_samples_new ();

  add (samples, START_US, 5000, 10, 7);
  add (samples, START_US + SECOND / 2, 4000, 10, 9);
  g_assert_null (netop_tcp_samples_get_history (samples));
  add (samples, START_US + SECOND, 3000, 20, 10);
  g_assert_cmpuint (netop_history_get_length (netop_tcp_samples_get_history (samples)), ==, 1);
  assert_second (samples, 0, 4000, 2);
  add (samples, START_US + 3 * SECOND, 2000, 20, 10);
  g_assert_cmpuint (netop_history_get_length (netop_tcp_samples_get_history (samples)), ==, 3);
  assert_second (samples, 1, 3000, 1);
  assert_second (samples, 0, 3000, 0);

  /* While it rests no sample comes, and the seconds pass; one that comes late counts for the one that is now. */
  netop_tcp_samples_pass (samples, START_US + 5 * SECOND);
  g_assert_cmpuint (netop_history_get_length (netop_tcp_samples_get_history (samples)), ==, 5);
  assert_second (samples, 0, 2000, 0);
  add (samples, START_US + 4 * SECOND, 1500, 20, 12);
  netop_tcp_samples_pass (samples, START_US + 6 * SECOND);
  assert_second (samples, 0, 1500, 2);
  add (samples, START_US + 7 * SECOND, 2000, 20, 12);

  /* However long nobody was asked. */
  add (samples, START_US + 100000 * SECOND, 1000, 20, 12);
  g_assert_cmpuint (netop_history_get_length (netop_tcp_samples_get_history (samples)), ==, NETOP_TCP_SECONDS);
  assert_second (samples, NETOP_TCP_SECONDS - 1, 2000, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/tcp-samples/jitter", test_jitter);
  g_test_add_func ("/engine/tcp-samples/nothing-acknowledged", test_nothing_acknowledged);
  g_test_add_func ("/engine/tcp-samples/retransmit-rate", test_retransmit_rate);
  g_test_add_func ("/engine/tcp-samples/counters-begin-again", test_counters_begin_again);
  g_test_add_func ("/engine/tcp-samples/many", test_many);
  g_test_add_func ("/engine/tcp-samples/no-segments", test_no_segments);
  g_test_add_func ("/engine/tcp-samples/seconds", test_seconds);

  return g_test_run ();
}
