/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sparkline.h"

#include <glib/gi18n.h>
#include <math.h>

#include "netop-rate-style.h"
#include "netop-spoken.h"
#include "netop-style.h"
#include "netop-texture.h"

#define N_COLUMNS 60
#define MIN_HEIGHT_PX 20 /* the style sheet gives more where rows are high */
#define NATURAL_WIDTH_PX 110

/* A row below this looks idle, however its samples vary among themselves. */
#define FLOOR_BYTES_PER_S 20e3

/* Where the baseline is, as part of the height: the larger direction gets more room. */
#define BASELINE_DOWN 0.62
#define BASELINE_UP 0.40

#define OPACITY 0.74
#define HIGH_CONTRAST_OPACITY 1.0
#define BASELINE_OPACITY 1.3

/* Below this part of a pixel nothing is drawn. */
#define MIN_COLUMN_PX 0.35

struct _NetopSparkline
{
  GtkWidget parent_instance;

  NetopHistory *history;
  gboolean      is_flat; /* nothing but zeros: the baseline is all there is */

  GdkTexture *texture; /* NULL until it is drawn, and while flat */
};

G_DEFINE_FINAL_TYPE (NetopSparkline, netop_sparkline, GTK_TYPE_WIDGET)

/* In device pixels. */
typedef struct
{
  int    width;
  int    height;
  int    baseline;    /* top edge of the line */
  int    line;        /* its height */
  double px_per_byte; /* per second */
} Geometry;

/* The baseline, from the top, in logical pixels: so that it is a sharp line at every scale. */
static int
get_baseline (NetopSample peak, int height)
{
  return (int)round (height * (peak.rx >= peak.tx ? BASELINE_DOWN : BASELINE_UP));
}

/* @width: in logical pixels, as @height */
static Geometry
get_geometry (NetopSample peak, int width, int height, int scale)
{
  Geometry geometry = {
    .width = width * scale,
    .height = height * scale,
    .baseline = get_baseline (peak, height) * scale,
    .line = scale,
  };
  double up_px = geometry.height - geometry.baseline - 2 * geometry.line;

  geometry.px_per_byte = (geometry.baseline - geometry.line) / MAX ((double)peak.rx, FLOOR_BYTES_PER_S);
  if (peak.tx > 0.0f)
    geometry.px_per_byte = MIN (geometry.px_per_byte, up_px / (double)peak.tx);

  return geometry;
}

static int
get_column_height (const Geometry *geometry, float bytes_per_s)
{
  double height = bytes_per_s * geometry->px_per_byte;

  return height < MIN_COLUMN_PX ? 0 : MAX (1, (int)round (height));
}

static void
fill_column (const Geometry *geometry, guint32 *pixels, int x, NetopSample sample, const guint32 colors[2])
{
  int down = MIN (get_column_height (geometry, sample.rx), geometry->baseline);
  int up = MIN (get_column_height (geometry, sample.tx), geometry->height - geometry->baseline - geometry->line);

  for (int y = geometry->baseline - down; y < geometry->baseline; y++)
    pixels[y * geometry->width + x] = colors[0];
  for (int y = geometry->baseline + geometry->line; y < geometry->baseline + geometry->line + up; y++)
    pixels[y * geometry->width + x] = colors[1];
}

/* Pixels by hand: fifty of these are redrawn in one frame, and cairo would cost a millisecond each ten. */
static GdkTexture *
make_texture (NetopSparkline *self, const Geometry *geometry)
{
  gboolean         mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double           opacity = netop_style_is_high_contrast (GTK_WIDGET (self)) ? HIGH_CONTRAST_OPACITY : OPACITY;
  int              width = geometry->width;
  guint            length = netop_history_get_length (self->history);
  guint32          colors[2];
  GdkRGBA          color;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, geometry->height);
  guint32         *pixels = (guint32 *)(void *)cairo_image_surface_get_data (surface);

  netop_style_lookup_color (GTK_WIDGET (self), "np_down", &color);
  colors[0] = netop_style_pack_color (&color, opacity);
  netop_style_lookup_color (GTK_WIDGET (self), "np_up", &color);
  colors[1] = netop_style_pack_color (&color, opacity);

  cairo_surface_flush (surface);
  for (int x = 0; x < width; x++)
    {
      guint age = (guint)((mirrored ? x : width - 1 - x) * N_COLUMNS / width);

      if (age < length)
        fill_column (geometry, pixels, x, netop_history_get (self->history, age), colors);
    }

  cairo_surface_mark_dirty (surface);

  return netop_texture_new (surface);
}

static void
snapshot_baseline (NetopSparkline *self, GtkSnapshot *snapshot, int y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA    color;

  netop_style_lookup_color (widget, "np_grid", &color);
  color.alpha = (float)MIN (1.0, color.alpha * BASELINE_OPACITY);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, (float)y, (float)gtk_widget_get_width (widget), 1));
}

/* Returns: (transfer none): as it is at this size and scale */
static GdkTexture *
get_texture (NetopSparkline *self, const Geometry *geometry)
{
  if (self->texture && (gdk_texture_get_width (self->texture) != geometry->width || gdk_texture_get_height (self->texture) != geometry->height))
    g_clear_object (&self->texture);
  if (!self->texture)
    self->texture = make_texture (self, geometry);

  return self->texture;
}

static void
netop_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopSparkline *self = NETOP_SPARKLINE (widget);
  int             width = gtk_widget_get_width (widget);
  int             height = gtk_widget_get_height (widget);
  NetopSample     peak = netop_history_get_peak (self->history, N_COLUMNS);
  Geometry        geometry;

  if (width < 1 || height < 4)
    return;

  snapshot_baseline (self, snapshot, get_baseline (peak, height));
  if (self->is_flat)
    return;

  geometry = get_geometry (peak, width, height, gtk_widget_get_scale_factor (widget));
  netop_texture_snapshot (get_texture (self, &geometry), widget, snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
}

static void
netop_sparkline_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : MIN_HEIGHT_PX;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH_PX : MIN_HEIGHT_PX;
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_sparkline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (netop_sparkline_parent_class)->css_changed (widget, change);

  g_clear_object (&NETOP_SPARKLINE (widget)->texture);
}

static void
netop_sparkline_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (netop_sparkline_parent_class)->direction_changed (widget, previous);

  g_clear_object (&NETOP_SPARKLINE (widget)->texture);
}

static void
netop_sparkline_dispose (GObject *object)
{
  NetopSparkline *self = NETOP_SPARKLINE (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->history, netop_history_unref);

  G_OBJECT_CLASS (netop_sparkline_parent_class)->dispose (object);
}

static void
netop_sparkline_class_init (NetopSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_sparkline_dispose;
  widget_class->snapshot = netop_sparkline_snapshot;
  widget_class->measure = netop_sparkline_measure;
  widget_class->css_changed = netop_sparkline_css_changed;
  widget_class->direction_changed = netop_sparkline_direction_changed;

  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
update_accessible (NetopSparkline *self, NetopSample peak)
{
  NetopFormatted   down = netop_rate_style_format (netop_figure (peak.rx));
  NetopFormatted   up = netop_rate_style_format (netop_figure (peak.tx));
  g_autofree char *rx = netop_spoken_figure (&down);
  g_autofree char *tx = netop_spoken_figure (&up);
  g_autofree char *text = NULL;

  if (self->is_flat)
    text = g_strdup (_ ("Last minute: no traffic"));
  else
    /* TRANSLATORS: what a screen reader says of a small graph: two rates. */
    text = g_strdup_printf (_ ("Last minute: download up to %s, upload up to %s"), rx, tx);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
netop_sparkline_init (NetopSparkline *self)
{
  self->is_flat = TRUE;
  update_accessible (self, (NetopSample){ 0 });
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * netop_sparkline_new:
 *
 * Returns: (transfer floating): a sparkline that shows the baseline alone
 */
GtkWidget *
netop_sparkline_new (void)
{
  return g_object_new (NETOP_TYPE_SPARKLINE, NULL);
}

/**
 * netop_sparkline_set_history:
 * @history: (nullable): referenced
 *
 * Shows the newest samples. An immutable history that is held is never changed, so the same pointer is the same
 * picture.
 */
void
netop_sparkline_set_history (NetopSparkline *self, NetopHistory *history)
{
  NetopSample peak;
  gboolean    was_flat;

  g_return_if_fail (NETOP_IS_SPARKLINE (self));

  if (history == self->history)
    return;

  if (history)
    netop_history_ref (history);
  g_clear_pointer (&self->history, netop_history_unref);
  self->history = history;

  was_flat = self->is_flat;
  peak = netop_history_get_peak (history, N_COLUMNS);
  self->is_flat = peak.rx <= 0.0f && peak.tx <= 0.0f;
  if (self->is_flat && was_flat)
    return;

  update_accessible (self, peak);
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
