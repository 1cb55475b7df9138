/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-scale.h"

#include <math.h>

/* An idle graph has this step, in units per second. */
#define MIN_STEP 1000.0

/* A peak this near to a line is on it: sums of floats are never quite whole. */
#define LINE_TOLERANCE 1e-9

static guint
count_steps (double peak, double step)
{
  return MAX (1u, (guint)ceil (peak / step - LINE_TOLERANCE));
}

/**
 * netop_graph_scale_fit:
 * @peak_down: the largest value above the axis; not finite or negative counts as 0
 * @peak_up: below
 * @max_steps: for both halves together, at least 2
 *
 * The smallest step of 1, 2 or 5 times a power of ten, from a thousand up, with which both halves take no more
 * than @max_steps. Pure.
 *
 * Returns: the scale
 */
NetopGraphScale
netop_graph_scale_fit (double peak_down, double peak_up, guint max_steps)
{
  static const double factors[] = { 1.0, 2.0, 5.0 };
  double              power = MIN_STEP;

  g_return_val_if_fail (max_steps >= 2, ((NetopGraphScale){ MIN_STEP, 1, 1 }));

  peak_down = isfinite (peak_down) ? MAX (peak_down, 0.0) : 0.0;
  peak_up = isfinite (peak_up) ? MAX (peak_up, 0.0) : 0.0;

  /* No more than max_steps of the largest step below could hold the peaks: begin near the end. */
  if (MAX (peak_down, peak_up) > power)
    power = MAX (power, pow (10.0, floor (log10 (MAX (peak_down, peak_up) / max_steps))));

  for (;; power *= 10.0)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      {
        NetopGraphScale scale = { .step = power * factors[i] };

        if (MAX (peak_down, peak_up) / scale.step > max_steps)
          continue;
        scale.n_down = count_steps (peak_down, scale.step);
        scale.n_up = count_steps (peak_up, scale.step);
        if (scale.n_down + scale.n_up <= max_steps)
          return scale;
      }
}

static int
count_thousands (double value)
{
  int n = 0;

  while (value >= 999.5 && n < 6)
    {
      value /= 1000.0;
      n++;
    }

  return n;
}

/**
 * netop_graph_scale_equal:
 *
 * Returns: whether both have the same lines
 */
gboolean
netop_graph_scale_equal (const NetopGraphScale *a, const NetopGraphScale *b)
{
  /* A step is one of few values, each made in one way. */
  return a->n_down == b->n_down && a->n_up == b->n_up && !(a->step < b->step) && !(a->step > b->step);
}

/**
 * netop_graph_scale_format:
 * @line: 0 is the axis, positive is above it, negative below; up to n_down and -n_up
 * @unit: what the scale's steps are in
 * @buffer: (out): takes the label, "30 MB/s" at the top line, "20" at the others
 *
 * All lines have the unit of the largest, which only the topmost says.
 */
void
netop_graph_scale_format (const NetopGraphScale *self, int line, NetopUnit unit, char *buffer, size_t buffer_size)
{
  double         largest = self->step * MAX (self->n_down, self->n_up);
  double         value = self->step * abs (line) / pow (1000.0, count_thousands (largest));
  NetopFormatted formatted;

  if (line != (int)self->n_down)
    {
      g_snprintf (buffer, buffer_size, "%.4g", value);
      return;
    }

  formatted = netop_format_rate (netop_figure (unit == NETOP_UNIT_BITS ? largest / 8.0 : largest), unit);
  g_snprintf (buffer, buffer_size, "%.4g %s", value, formatted.unit);
}
