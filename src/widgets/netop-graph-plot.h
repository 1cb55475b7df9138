/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NetopGraphPlot:
 * @x: of its left edge, in logical pixels of the widget, like the others
 * @axis_y: of the line's top edge
 * @n_samples: in view
 * @n_steps: of the scale, both halves
 * @is_mirrored: now is at the left
 *
 * Where the series of a graph are. A sample's age is counted from the newest one, which has 0.
 */
typedef struct
{
  int      x;
  int      y;
  int      width;
  int      height;
  int      axis_y;
  guint    n_samples;
  guint    n_steps;
  gboolean is_mirrored;
} NetopGraphPlot;

#define NETOP_GRAPH_NO_AGE (-1)

double netop_graph_plot_get_sample_px (const NetopGraphPlot *self);
double netop_graph_plot_get_step_px (const NetopGraphPlot *self);
double netop_graph_plot_get_x (const NetopGraphPlot *self, int age, double phase);
int    netop_graph_plot_find_age (const NetopGraphPlot *self, double x, double phase, guint length);

G_END_DECLS
