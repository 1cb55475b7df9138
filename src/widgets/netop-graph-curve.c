/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-curve.h"

#include <math.h>

/* A point for each of them is all that a screen can show. */
#define PX_PER_POINT 2.0

/* The least and the largest sample of a bucket, in their order. */
#define POINTS_PER_BUCKET 2

/**
 * netop_graph_curve_get_bucket:
 * @sample_px: pixels from one sample to the next, more than 0
 *
 * Returns: how many samples become two points, so that there is no more than one point for each 2 px; 1 where each is a
 *   point of its own
 */
guint
netop_graph_curve_get_bucket (double sample_px)
{
  if (sample_px >= PX_PER_POINT)
    return 1;

  return (guint)ceil (POINTS_PER_BUCKET * PX_PER_POINT / sample_px);
}

static double
get_value (const NetopSample *sample, gboolean is_up)
{
  return is_up ? sample->tx : sample->rx;
}

static guint
add_point (NetopGraphPoint *points, guint n_points, double age, double value)
{
  if (n_points > 0 && points[n_points - 1].age <= age)
    return n_points;

  points[n_points] = (NetopGraphPoint){ .age = age, .value = value };
  return n_points + 1;
}

/**
 * netop_graph_curve_make:
 * @samples: (array length=n_samples): oldest first
 * @is_up: of their tx, not their rx
 * @bucket: of how many samples only the extremes are kept; 1 keeps all
 * @bucket_end: how many samples of its bucket are before the newest, less than @bucket: so that samples stay together as
 *   they grow older, and no peak dances
 * @points: (out) (array): takes at most @n_samples
 *
 * Makes the points of a curve, from the oldest to the newest. The oldest and the newest sample are always among them. Pure.
 *
 * Returns: how many
 */
guint
netop_graph_curve_make (const NetopSample *samples,
                        guint              n_samples,
                        gboolean           is_up,
                        guint              bucket,
                        guint              bucket_end,
                        NetopGraphPoint   *points)
{
  guint n_points = 0;
  guint from = 0;

  while (from < n_samples)
    {
      guint age = n_samples - 1 - from;
      guint last = from + (age + bucket - 1 - bucket_end) % bucket;
      guint extremes[2] = { from, from };

      last = MIN (last, n_samples - 1);
      for (guint i = from; i <= last; i++)
        {
          if (get_value (&samples[i], is_up) < get_value (&samples[extremes[0]], is_up))
            extremes[0] = i;
          if (get_value (&samples[i], is_up) > get_value (&samples[extremes[1]], is_up))
            extremes[1] = i;
        }
      if (from == 0)
        n_points = add_point (points, n_points, age, get_value (&samples[0], is_up));
      for (guint i = 0; i < 2; i++)
        {
          guint extreme = i == 0 ? MIN (extremes[0], extremes[1]) : MAX (extremes[0], extremes[1]);

          n_points = add_point (points, n_points, n_samples - 1 - extreme, get_value (&samples[extreme], is_up));
        }
      from = last + 1;
    }
  if (n_samples > 0)
    n_points = add_point (points, n_points, 0.0, get_value (&samples[n_samples - 1], is_up));

  return n_points;
}

/* Change of the value for each sample of time, between a point and the next. */
static double
get_secant (const NetopGraphPoint *points, guint i)
{
  return (points[i + 1].value - points[i].value) / (points[i].age - points[i + 1].age);
}

/* Slope at a point: 0 at every extreme, the weighted harmonic mean of both sides elsewhere. With these a cubic is
 * monotone between points and never overshoots (Fritsch and Butland, 1984). */
static double
get_slope (const NetopGraphPoint *points, guint n_points, guint i)
{
  double before;
  double after;
  double before_width;
  double after_width;

  if (i == 0)
    return get_secant (points, 0);
  if (i == n_points - 1)
    return get_secant (points, i - 1);

  before = get_secant (points, i - 1);
  after = get_secant (points, i);
  if (before * after <= 0.0)
    return 0.0;

  before_width = points[i - 1].age - points[i].age;
  after_width = points[i].age - points[i + 1].age;
  return 3.0 * (before_width + after_width) /
         ((2.0 * after_width + before_width) / before + (after_width + 2.0 * before_width) / after);
}

/**
 * netop_graph_curve_get_controls:
 * @points: (array length=n_points): at least 2
 * @i: of the point where the span begins; the next one is its end
 * @controls: (out): values of the Bézier curve's two control points, which stand at the thirds of the span
 *
 * The controls are never beyond the values of both ends, and so is the curve. Pure.
 */
void
netop_graph_curve_get_controls (const NetopGraphPoint *points, guint n_points, guint i, double controls[2])
{
  double third = (points[i].age - points[i + 1].age) / 3.0;

  controls[0] = points[i].value + third * get_slope (points, n_points, i);
  controls[1] = points[i + 1].value - third * get_slope (points, n_points, i + 1);
}
