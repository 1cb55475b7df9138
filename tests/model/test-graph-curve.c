/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-curve.h"

/* Which points a curve goes through, and that it stays between them. */

#define N_SAMPLES 300

static void
fill (NetopSample *samples,
      guint        n_samples,
      guint        first)
{
  /* As sample number @first of a series and those after it. */
  for (guint i = 0; i < n_samples; i++)
    {
      guint value = (first + i) * 2654435761u;

      samples[i] = (NetopSample){ (float)(value >> 20), (float)(value >> 8 & 0xfff) };
    }
}

static void
test_bucket (void)
{
  g_assert_cmpuint (netop_graph_curve_get_bucket (14.5), ==, 1);
  g_assert_cmpuint (netop_graph_curve_get_bucket (2.0), ==, 1);
  g_assert_cmpuint (netop_graph_curve_get_bucket (1.9), ==, 3);
  g_assert_cmpuint (netop_graph_curve_get_bucket (1.0), ==, 4);
  g_assert_cmpuint (netop_graph_curve_get_bucket (0.1), ==, 40);
}

static void
test_all_samples (void)
{
  NetopSample     samples[N_SAMPLES];
  NetopGraphPoint points[N_SAMPLES];

  fill (samples, N_SAMPLES, 0);
  g_assert_cmpuint (netop_graph_curve_make (samples, N_SAMPLES, FALSE, 1, 0, points), ==, N_SAMPLES);
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      g_assert_cmpfloat_with_epsilon (points[i].age, N_SAMPLES - 1 - i, 1e-9);
      g_assert_cmpfloat_with_epsilon (points[i].value, samples[i].rx, 1e-9);
    }
  g_assert_cmpuint (netop_graph_curve_make (samples, 1, TRUE, 1, 0, points), ==, 1);
  g_assert_cmpfloat_with_epsilon (points[0].value, samples[0].tx, 1e-9);
  g_assert_cmpuint (netop_graph_curve_make (samples, 0, FALSE, 1, 0, points), ==, 0);
}

static gboolean
has_point (const NetopGraphPoint *points,
           guint                  n_points,
           guint                  age,
           float                  value)
{
  for (guint i = 0; i < n_points; i++)
    if (ABS (points[i].age - age) < 1e-9 && ABS (points[i].value - value) < 1e-9)
      return TRUE;
  return FALSE;
}

/* Few points, none before its time, and every extreme of every bucket is there. */
static void
test_decimation (void)
{
  for (guint bucket = 2; bucket < 50; bucket += 3)
    for (guint bucket_end = 0; bucket_end < bucket; bucket_end++)
      {
        NetopSample     samples[N_SAMPLES];
        NetopGraphPoint points[N_SAMPLES];
        guint           n_points;
        float           highest = 0.0f;
        guint           highest_age = 0;

        fill (samples, N_SAMPLES, bucket);
        n_points = netop_graph_curve_make (samples, N_SAMPLES, TRUE, bucket, bucket_end, points);
        g_assert_cmpuint (n_points, <=, 2 * (N_SAMPLES / bucket + 2) + 2);
        for (guint i = 1; i < n_points; i++)
          g_assert_cmpfloat (points[i].age, <, points[i - 1].age);
        g_assert_true (has_point (points, n_points, N_SAMPLES - 1, samples[0].tx));
        g_assert_true (has_point (points, n_points, 0, samples[N_SAMPLES - 1].tx));

        for (guint i = 0; i < N_SAMPLES; i++)
          {
            guint age = N_SAMPLES - 1 - i;
            guint place = (bucket_end + bucket * N_SAMPLES - age) % bucket;

            if (place == 0 || i == 0 || samples[i].tx > highest)
              {
                highest = samples[i].tx;
                highest_age = age;
              }
            if (place == bucket - 1 || age == 0)
              g_assert_true (has_point (points, n_points, highest_age, highest));
          }
      }
}

/* A second later the same samples are together: the curve moves and keeps its shape. */
static void
test_steady (void)
{
  NetopSample     samples[N_SAMPLES];
  NetopGraphPoint points[N_SAMPLES];
  NetopGraphPoint later[N_SAMPLES];
  guint           n_points;
  guint           n_later;
  guint           n_same = 0;

  fill (samples, N_SAMPLES, 0);
  n_points = netop_graph_curve_make (samples, N_SAMPLES, FALSE, 8, 3, points);
  fill (samples, N_SAMPLES, 1);
  n_later = netop_graph_curve_make (samples, N_SAMPLES, FALSE, 8, 4, later);
  for (guint i = 0; i < n_points; i++)
    n_same += has_point (later, n_later, (guint)(points[i].age + 1.5), (float)points[i].value) ? 1 : 0;
  /* But for the first bucket and the last. */
  g_assert_cmpuint (n_same, >=, n_points - 4);
}

/* A cubic is between the least and the largest of its ends and controls: they are between the ends. */
static void
test_no_overshoot (void)
{
  for (guint bucket = 1; bucket < 9; bucket += 7)
    {
      NetopSample     samples[N_SAMPLES];
      NetopGraphPoint points[N_SAMPLES];
      guint           n_points;

      fill (samples, N_SAMPLES, 7);
      for (guint i = 20; i < 40; i++)
        samples[i].rx = i < 30 ? 0.0f : 4000.0f;
      n_points = netop_graph_curve_make (samples, N_SAMPLES, FALSE, bucket, 0, points);
      for (guint i = 0; i + 1 < n_points; i++)
        {
          double low = MIN (points[i].value, points[i + 1].value);
          double high = MAX (points[i].value, points[i + 1].value);
          double controls[2];

          netop_graph_curve_get_controls (points, n_points, i, controls);
          for (guint j = 0; j < 2; j++)
            {
              g_assert_cmpfloat (controls[j], >=, low - 1e-6);
              g_assert_cmpfloat (controls[j], <=, high + 1e-6);
            }
        }
    }
}

/* Not the polygon: a slope goes on through a point. */
static void
test_smooth (void)
{
  static const NetopGraphPoint points[] = { { 3, 0 }, { 2, 10 }, { 1, 30 }, { 0, 40 } };
  double                       before[2];
  double                       after[2];

  netop_graph_curve_get_controls (points, G_N_ELEMENTS (points), 0, before);
  netop_graph_curve_get_controls (points, G_N_ELEMENTS (points), 1, after);
  g_assert_cmpfloat_with_epsilon (10.0 - before[1], after[0] - 10.0, 1e-9);
  /* The harmonic mean of 10 and 20, by a third. */
  g_assert_cmpfloat_with_epsilon (after[0] - 10.0, 2.0 * 10.0 * 20.0 / 30.0 / 3.0, 1e-9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/graph-curve/bucket", test_bucket);
  g_test_add_func ("/model/graph-curve/all-samples", test_all_samples);
  g_test_add_func ("/model/graph-curve/decimation", test_decimation);
  g_test_add_func ("/model/graph-curve/steady", test_steady);
  g_test_add_func ("/model/graph-curve/no-overshoot", test_no_overshoot);
  g_test_add_func ("/model/graph-curve/smooth", test_smooth);

  return g_test_run ();
}
