/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-series.h"

#include <math.h>

#include "netop-graph-picture.h"
#include "netop-graph-samples.h"
#include "netop-style.h"

/* Samples before the first one in view, so that the curve comes in from beyond the edge. */
#define N_SPARE_SAMPLES 2

/* Points nearer to one another than this many device pixels cost time, and nobody sees them. */
#define MIN_POINT_PX 2.0

/**
 * netop_graph_series_draw:
 * @widget: for its colours and its scale factor
 *
 * Returns: (transfer full): a texture as high as the plot, and a sample wider: the newest one stands at its edge
 */
GdkTexture *
netop_graph_series_draw (const NetopGraphSeries *self, GtkWidget *widget)
{
  const NetopGraphPlot   *plot = &self->plot;
  int                     scale = gtk_widget_get_scale_factor (widget);
  double                  sample_px = netop_graph_plot_get_sample_px (plot) * scale;
  guint                   n_together = (guint)MAX (1.0, ceil (MIN_POINT_PX / sample_px));
  guint                   n_samples = MIN (netop_history_get_length (self->history), plot->n_samples + N_SPARE_SAMPLES);
  g_autofree NetopSample *samples = g_new (NetopSample, n_samples);
  g_autofree NetopSample *shares = self->share ? g_new (NetopSample, n_samples) : NULL;
  NetopGraphPicture       picture = {
          .samples = samples,
          .shares = shares,
          .n_samples = netop_graph_samples_gather (self->history, n_samples, n_together, self->n_taken, samples),
          .width = (int)ceil (plot->width * scale + sample_px),
          .height = plot->height * scale,
          .axis_y = (plot->axis_y - plot->y) * scale,
          .px_per_byte = self->px_per_byte * scale,
          .sample_px = sample_px * n_together,
          .line_px = self->line_px * scale,
          .is_mirrored = plot->is_mirrored,
  };

  if (self->share)
    netop_graph_samples_gather (self->share, n_samples, n_together, self->n_taken, shares);
  netop_style_lookup_color (widget, "np_down", &picture.down);
  netop_style_lookup_color (widget, "np_up", &picture.up);

  return netop_graph_picture_render (&picture);
}
