/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-series.h"

#include <math.h>

#include "netop-graph-picture.h"
#include "netop-style.h"

/* Samples before the first one in view, so that the curve comes in from beyond the edge. */
#define N_SPARE_SAMPLES 2

/* Oldest first. */
static NetopSample *
take_samples (const NetopHistory *history, guint n_samples)
{
  NetopSample *samples = g_new (NetopSample, n_samples);

  for (guint i = 0; i < n_samples; i++)
    samples[i] = netop_history_get (history, n_samples - 1 - i);

  return samples;
}

/* A part is no more than the whole, also where the two were not sampled at one moment. */
static NetopSample *
take_share (const NetopHistory *share, const NetopSample *samples, guint n_samples)
{
  NetopSample *parts = take_samples (share, n_samples);

  for (guint i = 0; i < n_samples; i++)
    {
      parts[i].rx = MIN (parts[i].rx, samples[i].rx);
      parts[i].tx = MIN (parts[i].tx, samples[i].tx);
    }

  return parts;
}

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
  guint                   n_samples = MIN (netop_history_get_length (self->history), plot->n_samples + N_SPARE_SAMPLES);
  g_autofree NetopSample *samples = take_samples (self->history, n_samples);
  g_autofree NetopSample *share = self->share ? take_share (self->share, samples, n_samples) : NULL;
  NetopGraphPicture       picture = {
          .samples = samples,
          .share = share,
          .n_samples = n_samples,
          .newest = self->n_taken,
          .width = (int)ceil (plot->width * scale + sample_px),
          .height = plot->height * scale,
          .axis_y = (plot->axis_y - plot->y) * scale,
          .px_per_byte = self->px_per_byte * scale,
          .sample_px = sample_px,
          .line_px = self->line_px * scale,
          .is_mirrored = plot->is_mirrored,
  };

  netop_style_lookup_color (widget, "np_down", &picture.down);
  netop_style_lookup_color (widget, "np_up", &picture.up);

  return netop_graph_picture_render (&picture);
}
