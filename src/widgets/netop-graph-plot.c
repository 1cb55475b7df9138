/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-plot.h"

#include <math.h>

/**
 * netop_graph_plot_get_sample_px:
 *
 * Returns: from one sample to the next
 */
double
netop_graph_plot_get_sample_px (const NetopGraphPlot *self)
{
  return (double)self->width / self->n_samples;
}

/**
 * netop_graph_plot_get_step_px:
 *
 * Returns: from one line of the scale to the next
 */
double
netop_graph_plot_get_step_px (const NetopGraphPlot *self)
{
  return (double)self->height / self->n_steps;
}

/* Samples from the edge where now is. The newest comes from beyond it, and is there with a phase of 1. */
static double
get_distance (const NetopGraphPlot *self, double x)
{
  double from_now = self->is_mirrored ? x - self->x : self->x + self->width - x;

  return from_now / netop_graph_plot_get_sample_px (self);
}

/**
 * netop_graph_plot_get_x:
 * @phase: how far the newest sample is on its way to "now", 0 to 1
 *
 * Returns: where the sample of @age stands
 */
double
netop_graph_plot_get_x (const NetopGraphPlot *self, int age, double phase)
{
  double from_now = (age + phase - 1.0) * netop_graph_plot_get_sample_px (self);

  return self->is_mirrored ? self->x + from_now : self->x + self->width - from_now;
}

/**
 * netop_graph_plot_find_age:
 * @length: how many samples there are
 *
 * Returns: the age of the sample that stands nearest to @x, %NETOP_GRAPH_NO_AGE where that is outside of the plot, or there is none
 */
int
netop_graph_plot_find_age (const NetopGraphPlot *self, double x, double phase, guint length)
{
  double age;

  if (length == 0 || x < self->x || x > self->x + self->width)
    return NETOP_GRAPH_NO_AGE;

  age = round (get_distance (self, x) + 1.0 - phase);
  if (age >= length)
    return NETOP_GRAPH_NO_AGE;

  return MAX (0, (int)age);
}
