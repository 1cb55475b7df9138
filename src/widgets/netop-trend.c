/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-trend.h"

#include <string.h>

#include "netop-style.h"

#define HEIGHT_PX 40
#define NATURAL_WIDTH_PX 200
#define LINE_PX 1.25

/* How much of the height the largest figure takes. */
#define FILL 0.9

struct _NetopTrend
{
  GtkWidget parent_instance;

  NetopFigure figures[NETOP_TREND_CAPACITY]; /* the newest first */
  guint       length;
};

G_DEFINE_FINAL_TYPE (NetopTrend, netop_trend, GTK_TYPE_WIDGET)

static double
get_x (NetopTrend *self, guint age, double width)
{
  double way = (double)age / (NETOP_TREND_CAPACITY - 1) * width;

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? way : width - way;
}

static void
draw_line (NetopTrend *self, cairo_t *cr, double width, double height)
{
  double   peak = netop_trend_get_peak (self).value;
  gboolean is_begun = FALSE;

  for (guint i = 0; i < self->length; i++)
    {
      NetopFigure figure = self->figures[i];
      double      x = get_x (self, i, width);
      double      y = height - 1 - (peak > 0 ? figure.value / peak : 0) * (height - 1) * FILL;

      if (figure.known && is_begun)
        cairo_line_to (cr, x, y);
      else if (figure.known)
        {
          /* One that stands alone is a dot. */
          cairo_move_to (cr, x, y);
          cairo_line_to (cr, x, y);
        }
      is_begun = figure.known;
    }
}

static void
netop_trend_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopTrend *self = NETOP_TREND (widget);
  float       width = (float)gtk_widget_get_width (widget);
  float       height = (float)gtk_widget_get_height (widget);
  cairo_t    *cr;
  GdkRGBA     color;

  if (width < 1 || height < 1)
    return;

  netop_style_lookup_color (widget, "np_axis", &color);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, height - 1, width, 1));
  if (!netop_trend_get_peak (self).known)
    return;

  netop_style_lookup_color (widget, "np_quiet", &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_PX);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  draw_line (self, cr, width, height);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
netop_trend_measure (GtkWidget     *widget,
                     GtkOrientation orientation,
                     int            for_size,
                     int           *minimum,
                     int           *natural,
                     int           *minimum_baseline,
                     int           *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : HEIGHT_PX;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH_PX : HEIGHT_PX;
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_trend_class_init (NetopTrendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = netop_trend_snapshot;
  widget_class->measure = netop_trend_measure;

  gtk_widget_class_set_css_name (widget_class, "trend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
netop_trend_init (NetopTrend *self)
{
}

/**
 * netop_trend_new:
 *
 * Returns: (transfer floating): a trend without any figure
 */
GtkWidget *
netop_trend_new (void)
{
  return g_object_new (NETOP_TYPE_TREND, NULL);
}

/**
 * netop_trend_set_figures:
 * @figures: the newest first, a second apart, not negative; copied
 * @n_figures: those beyond the capacity are left out
 */
void
netop_trend_set_figures (NetopTrend *self, const NetopFigure *figures, guint n_figures)
{
  g_return_if_fail (NETOP_IS_TREND (self));

  self->length = MIN (n_figures, NETOP_TREND_CAPACITY);
  if (self->length > 0)
    memcpy (self->figures, figures, self->length * sizeof *figures);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * netop_trend_get_length:
 *
 * Returns: how many figures it has, those that are not known too
 */
guint
netop_trend_get_length (NetopTrend *self)
{
  g_return_val_if_fail (NETOP_IS_TREND (self), 0);

  return self->length;
}

/**
 * netop_trend_get_peak:
 *
 * Returns: the largest figure; unknown where none is known
 */
NetopFigure
netop_trend_get_peak (NetopTrend *self)
{
  NetopFigure peak = NETOP_FIGURE_UNKNOWN;

  g_return_val_if_fail (NETOP_IS_TREND (self), peak);

  for (guint i = 0; i < self->length; i++)
    {
      NetopFigure figure = self->figures[i];

      if (figure.known && (!peak.known || figure.value > peak.value))
        peak = figure;
    }
  return peak;
}
