/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-picture.h"

/* The two series of a graph as one texture. A path costs milliseconds to fill and stroke, a texture next to nothing
 * to move: so it is drawn once for each sample, and shifted while the next one is on its way. */

/* Opacity of the fill at the far edge of a half and at the axis. */
#define FILL_EDGE_OPACITY 0.30
#define FILL_AXIS_OPACITY 0.14
#define SHARE_EDGE_OPACITY 0.55
#define SHARE_AXIS_OPACITY 0.42

typedef struct
{
  const NetopGraphPicture *picture;
  gboolean                 is_up;
  gboolean                 is_share;
} Series;

static double
get_value (const Series *series, guint i)
{
  const NetopSample *sample = &series->picture->samples[i];

  /* A part is no more than the whole, also where the two were not sampled at one moment. */
  if (series->is_share)
    return series->is_up ? MIN (series->picture->shares[i].tx, sample->tx) : MIN (series->picture->shares[i].rx, sample->rx);

  return series->is_up ? sample->tx : sample->rx;
}

static double
get_x (const Series *series, guint i)
{
  const NetopGraphPicture *picture = series->picture;
  double                   from_now = (picture->n_samples - 1 - i) * picture->sample_px;

  return picture->is_mirrored ? from_now : picture->width - from_now;
}

static double
get_y (const Series *series, double value)
{
  double height = value * series->picture->px_per_byte;

  return series->picture->axis_y + (series->is_up ? height : -height);
}

/* Slope at a sample, in value per sample: 0 at every extreme, the harmonic mean of both sides elsewhere. With these
 * a cubic is monotone between samples and never overshoots (Fritsch and Butland, 1984). */
static double
get_slope (const Series *series, guint i)
{
  guint  last = series->picture->n_samples - 1;
  double before;
  double after;

  before = i > 0 ? get_value (series, i) - get_value (series, i - 1) : 0.0;
  after = i < last ? get_value (series, i + 1) - get_value (series, i) : 0.0;
  if (i == 0)
    return after;
  if (i == last)
    return before;

  return before * after <= 0.0 ? 0.0 : 2.0 * before * after / (before + after);
}

/* The curve through the samples after whatever the path already has. */
static void
add_curve (const Series *series, cairo_t *cr)
{
  double slope = get_slope (series, 0);

  cairo_line_to (cr, get_x (series, 0), get_y (series, get_value (series, 0)));
  for (guint i = 0; i + 1 < series->picture->n_samples; i++)
    {
      double from_x = get_x (series, i);
      double to_x = get_x (series, i + 1);
      double third_x = (to_x - from_x) / 3.0;
      double next_slope = get_slope (series, i + 1);

      cairo_curve_to (cr,
                      from_x + third_x,
                      get_y (series, get_value (series, i) + slope / 3.0),
                      to_x - third_x,
                      get_y (series, get_value (series, i + 1) - next_slope / 3.0),
                      to_x,
                      get_y (series, get_value (series, i + 1)));
      slope = next_slope;
    }
}

static void
fill_series (const Series *series, cairo_t *cr, const GdkRGBA *color)
{
  const NetopGraphPicture *picture = series->picture;
  double                   edge_y = series->is_up ? picture->height : 0.0;
  cairo_pattern_t         *gradient = cairo_pattern_create_linear (0, edge_y, 0, picture->axis_y);

  cairo_pattern_add_color_stop_rgba (gradient, 0, color->red, color->green, color->blue, series->is_share ? SHARE_EDGE_OPACITY : FILL_EDGE_OPACITY);
  cairo_pattern_add_color_stop_rgba (gradient, 1, color->red, color->green, color->blue, series->is_share ? SHARE_AXIS_OPACITY : FILL_AXIS_OPACITY);

  cairo_move_to (cr, get_x (series, 0), picture->axis_y);
  add_curve (series, cr);
  cairo_line_to (cr, get_x (series, picture->n_samples - 1), picture->axis_y);
  cairo_close_path (cr);
  cairo_set_source (cr, gradient);
  cairo_fill (cr);
  cairo_pattern_destroy (gradient);
}

static void
stroke_series (const Series *series, cairo_t *cr, const GdkRGBA *color)
{
  cairo_new_path (cr);
  add_curve (series, cr);
  cairo_set_line_width (cr, series->picture->line_px);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_stroke (cr);
}

static void
fill_shares (const NetopGraphPicture *self, cairo_t *cr)
{
  Series down = { self, FALSE, TRUE };
  Series up = { self, TRUE, TRUE };

  fill_series (&down, cr, &self->down);
  fill_series (&up, cr, &self->up);
}

/**
 * netop_graph_picture_render:
 *
 * Draws both series: a gradient from the edge to the axis, and a curve through every sample that never goes beyond
 * it. Outside the series the texture is transparent.
 *
 * Returns: (transfer full): a texture of the picture's size
 */
GdkTexture *
netop_graph_picture_render (const NetopGraphPicture *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width, self->height);
  cairo_t         *cr = cairo_create (surface);
  Series           down = { self, FALSE, FALSE };
  Series           up = { self, TRUE, FALSE };
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  if (self->n_samples > 0)
    {
      fill_series (&down, cr, &self->down);
      fill_series (&up, cr, &self->up);
      if (self->shares)
        fill_shares (self, cr);
      stroke_series (&down, cr, &self->down);
      stroke_series (&up, cr, &self->up);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize)cairo_image_surface_get_stride (surface) * (gsize)self->height);
  texture = gdk_memory_texture_new (self->width,
                                    self->height,
                                    GDK_MEMORY_DEFAULT,
                                    bytes,
                                    (gsize)cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);

  return texture;
}
