/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-picture.h"

#include "netop-graph-curve.h"
#include "netop-texture.h"

/* The two series of a graph as one texture. A path costs milliseconds to fill and stroke, a texture next to nothing
 * to move: so it is drawn once for each sample, and shifted while the next one is on its way. */

/* Opacity of a fill, at the far edge of a half and at the axis. */
typedef struct
{
  double edge;
  double axis;
} Opacity;

static const Opacity total_opacity = { 0.30, 0.14 };
static const Opacity share_opacity = { 0.55, 0.42 };

/* One direction. */
typedef struct
{
  const NetopGraphPicture *picture;
  const GdkRGBA           *color;
  gboolean                 is_up;
  guint                    n_points;
  NetopGraphPoint         *points;
} Series;

static double
get_x (const Series *series, double age)
{
  double from_now = age * series->picture->sample_px;

  return series->picture->is_mirrored ? from_now : series->picture->width - from_now;
}

static double
get_y (const Series *series, double value)
{
  double height = value * series->picture->px_per_byte;

  return series->picture->axis_y + (series->is_up ? height : -height);
}

static void
take_points (Series *series, const NetopSample *samples)
{
  const NetopGraphPicture *picture = series->picture;
  guint                    bucket = netop_graph_curve_get_bucket (picture->sample_px);

  series->n_points = netop_graph_curve_make (samples, picture->n_samples, series->is_up, bucket, (guint)(picture->newest % bucket), series->points);
}

/* The curve through the points after whatever the path already has. */
static void
add_curve (const Series *series, cairo_t *cr)
{
  const NetopGraphPoint *points = series->points;

  cairo_line_to (cr, get_x (series, points[0].age), get_y (series, points[0].value));
  for (guint i = 0; i + 1 < series->n_points; i++)
    {
      double from_x = get_x (series, points[i].age);
      double to_x = get_x (series, points[i + 1].age);
      double third_x = (to_x - from_x) / 3.0;
      double controls[2];

      netop_graph_curve_get_controls (points, series->n_points, i, controls);
      cairo_curve_to (cr,
                      from_x + third_x,
                      get_y (series, controls[0]),
                      to_x - third_x,
                      get_y (series, controls[1]),
                      to_x,
                      get_y (series, points[i + 1].value));
    }
}

static void
add_area (const Series *series, cairo_t *cr)
{
  cairo_new_path (cr);
  cairo_move_to (cr, get_x (series, series->points[0].age), series->picture->axis_y);
  add_curve (series, cr);
  cairo_line_to (cr, get_x (series, series->points[series->n_points - 1].age), series->picture->axis_y);
  cairo_close_path (cr);
}

static void
fill_series (const Series *series, cairo_t *cr, const Opacity *opacity)
{
  const GdkRGBA   *color = series->color;
  double           edge_y = series->is_up ? series->picture->height : 0.0;
  cairo_pattern_t *gradient = cairo_pattern_create_linear (0, edge_y, 0, series->picture->axis_y);

  cairo_pattern_add_color_stop_rgba (gradient, 0, color->red, color->green, color->blue, opacity->edge);
  cairo_pattern_add_color_stop_rgba (gradient, 1, color->red, color->green, color->blue, opacity->axis);
  add_area (series, cr);
  cairo_set_source (cr, gradient);
  cairo_fill (cr);
  cairo_pattern_destroy (gradient);
}

/* Two curves may cross between samples where their values do not: what is part of the total stays inside it. */
static void
fill_share (Series *series, cairo_t *cr)
{
  cairo_save (cr);
  add_area (series, cr);
  cairo_clip (cr);
  take_points (series, series->picture->share);
  fill_series (series, cr, &share_opacity);
  take_points (series, series->picture->samples);
  cairo_restore (cr);
}

static void
stroke_series (const Series *series, cairo_t *cr)
{
  cairo_new_path (cr);
  add_curve (series, cr);
  cairo_set_line_width (cr, series->picture->line_px);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, series->color);
  cairo_stroke (cr);
}

static void
draw_series (const NetopGraphPicture *self, cairo_t *cr)
{
  g_autofree NetopGraphPoint *down_points = g_new (NetopGraphPoint, self->n_samples);
  g_autofree NetopGraphPoint *up_points = g_new (NetopGraphPoint, self->n_samples);
  Series                      series[] = {
                         { .picture = self, .color = &self->down, .is_up = FALSE, .points = down_points },
                         { .picture = self, .color = &self->up, .is_up = TRUE, .points = up_points },
  };

  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      take_points (&series[i], self->samples);
      fill_series (&series[i], cr, &total_opacity);
      if (self->share != NULL)
        fill_share (&series[i], cr);
    }
  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    stroke_series (&series[i], cr);
}

/**
 * netop_graph_picture_render:
 *
 * Draws both series: a gradient from the edge to the axis, and a curve through every sample that never goes beyond
 * it; where there are more samples than the screen has room for, through the least and the largest of each few. The share
 * is a denser gradient inside. Outside the series the texture is transparent.
 *
 * Returns: (transfer full): a texture of the picture's size
 */
GdkTexture *
netop_graph_picture_render (const NetopGraphPicture *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width, self->height);
  cairo_t         *cr = cairo_create (surface);

  if (self->n_samples > 0)
    draw_series (self, cr);
  cairo_destroy (cr);

  return netop_texture_new (surface);
}
