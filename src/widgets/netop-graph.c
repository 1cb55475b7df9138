/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "netop-caption-fit.h"
#include "netop-graph-picture.h"
#include "netop-graph-scale.h"
#include "netop-rate-style.h"
#include "netop-spoken.h"
#include "netop-style.h"

/* Sizes at a font of 11 pt; they follow the font. */
#define DESIGN_EM_PX (11.0 * 96.0 / 72.0)
#define GUTTER_PX 52
#define GUTTER_GAP_PX 8
#define TOP_PX 8
#define BOTTOM_PX 22
#define CAPTION_PX 9 /* centre of the captions, from below */
#define LABEL_SCALE 0.8

#define MIN_WIDTH_PX 120
#define NATURAL_WIDTH_PX 300
#define MIN_HEIGHT_PX 80
#define NATURAL_HEIGHT_PX 132

#define MAX_STEPS 5
#define N_COLUMNS 6
#define LINE_PX 1.5
#define BOLD_LINE_PX 2.0

/* Samples before the first one in view, so that the curve comes in from beyond the edge. */
#define N_SPARE_SAMPLES 2

typedef struct
{
  guint       n_samples;
  gint64      spacing_us;
  const char *start;
  const char *middle;
  const char *spoken;
} Range;

static const Range ranges[] = {
  [NETOP_GRAPH_RANGE_MINUTE] = { 60, G_USEC_PER_SEC, N_ ("1 min ago"), N_ ("30 s"), N_ ("last minute") },
  [NETOP_GRAPH_RANGE_FIVE_MINUTES] = { 300, G_USEC_PER_SEC, N_ ("5 min ago"), N_ ("2.5 min"), N_ ("last 5 minutes") },
  [NETOP_GRAPH_RANGE_HOUR] = { 60, 60 * G_USEC_PER_SEC, N_ ("1 h ago"), N_ ("30 min"), N_ ("last hour") },
};

typedef struct
{
  int x;
  int y;
  int width;
  int height;
  int axis_y; /* of the line's top edge */
} Plot;

struct _NetopGraph
{
  GtkWidget parent_instance;

  NetopHistory   *seconds;
  NetopHistory   *minutes;
  NetopGraphRange range;
  NetopUnit       unit;
  gboolean        has_bold_lines;
  char           *title;

  NetopGraphScale scale;
  NetopSample     peak;      /* of the samples in view */
  gint64          sample_us; /* frame time at which the newest sample came */
  guint           tick_id;
  int             gutter; /* 0 until it is measured */

  GskRenderNode *decoration; /* grid and labels; NULL until they are drawn */
  GdkTexture    *series;     /* NULL until it is drawn, and while all is zero */
  int            series_width;
  int            drawn_offset; /* of the series, in device pixels */
};

G_DEFINE_FINAL_TYPE (NetopGraph, netop_graph, GTK_TYPE_WIDGET)

static NetopHistory *
get_history (NetopGraph *self)
{
  return self->range == NETOP_GRAPH_RANGE_HOUR ? self->minutes : self->seconds;
}

static gboolean
is_flat (NetopGraph *self)
{
  return self->peak.rx <= 0.0f && self->peak.tx <= 0.0f;
}

static double
get_em_scale (NetopGraph *self)
{
  return netop_style_get_em (GTK_WIDGET (self)) / DESIGN_EM_PX;
}

static gboolean
is_mirrored (NetopGraph *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static PangoLayout *
make_label (NetopGraph *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (LABEL_SCALE));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

static int
get_text_width (NetopGraph *self, const char *text)
{
  g_autoptr (PangoLayout) layout = make_label (self, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

/* Room for the widest label in whatever font there is; measured once, because it is asked for in each frame. */
static int
get_gutter (NetopGraph *self)
{
  double em = get_em_scale (self);

  if (self->gutter > 0)
    return self->gutter;

  self->gutter = MAX ((int)(GUTTER_PX * em), get_text_width (self, "200 MB/s") + (int)(GUTTER_GAP_PX * em));
  return self->gutter;
}

static Plot
get_plot (NetopGraph *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double     em = get_em_scale (self);
  Plot       plot = { .y = (int)(TOP_PX * em) };
  int        gutter = get_gutter (self);
  guint      n_steps = self->scale.n_down + self->scale.n_up;

  plot.width = MAX (1, gtk_widget_get_width (widget) - gutter - 1);
  plot.height = MAX (1, gtk_widget_get_height (widget) - plot.y - (int)(BOTTOM_PX * em));
  plot.x = is_mirrored (self) ? 1 : gutter;
  plot.axis_y = plot.y + (int)round ((double)plot.height * self->scale.n_down / n_steps);

  return plot;
}

static double
get_step_px (NetopGraph *self, const Plot *plot)
{
  return (double)plot->height / (self->scale.n_down + self->scale.n_up);
}

static double
get_sample_px (NetopGraph *self, const Plot *plot)
{
  return (double)plot->width / ranges[self->range].n_samples;
}

static gboolean
is_animated (NetopGraph *self)
{
  gboolean enabled = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled, NULL);

  return enabled && gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_flat (self);
}

/* How far the newest sample is on its way to "now": 1 once it is there, or where nothing is to move. */
static double
get_phase (NetopGraph *self, gint64 now_us)
{
  double phase = (double)(now_us - self->sample_us) / (double)ranges[self->range].spacing_us;

  return is_animated (self) ? CLAMP (phase, 0.0, 1.0) : 1.0;
}

/* Device pixels from the start of the texture to the start of the plot. */
static int
get_offset (NetopGraph *self, const Plot *plot, gint64 now_us)
{
  int    scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double way_px = get_sample_px (self, plot) * scale;

  return (int)round (get_phase (self, now_us) * way_px);
}

static void
drop_pictures (NetopGraph *self)
{
  g_clear_pointer (&self->decoration, gsk_render_node_unref);
  g_clear_object (&self->series);
}

static gint64
get_frame_time (NetopGraph *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock ? gdk_frame_clock_get_frame_time (clock) : 0;
}

static void
draw_if_moved (NetopGraph *self)
{
  Plot plot = get_plot (self);

  if (get_offset (self, &plot, get_frame_time (self)) != self->drawn_offset)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  NetopGraph *self = NETOP_GRAPH (widget);

  draw_if_moved (self);
  if (get_phase (self, gdk_frame_clock_get_frame_time (clock)) < 1.0)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

/* In an hour's range a pixel takes seconds: the refreshes that come anyway are often enough. */
static void
update_tick (NetopGraph *self)
{
  gboolean wanted = is_animated (self) && self->range != NETOP_GRAPH_RANGE_HOUR && get_phase (self, get_frame_time (self)) < 1.0;

  if (wanted && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else if (!wanted && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}

static void
append_line (GtkSnapshot *snapshot, const GdkRGBA *color, int x, int y, int width, int height)
{
  gtk_snapshot_append_color (snapshot,
                             color,
                             &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height));
}

/* @anchor: 0 puts the text's left edge at @x, 1 its right one; it is centred on @y. */
static void
append_text (NetopGraph *self, GtkSnapshot *snapshot, const char *text, graphene_point_t place, double anchor)
{
  g_autoptr (PangoLayout) layout = make_label (self, text);
  GdkRGBA color;
  int     width;
  int     height;

  pango_layout_get_pixel_size (layout, &width, &height);
  netop_style_lookup_color (GTK_WIDGET (self), "np_quiet", &color);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float)round (place.x - anchor * width),
                                                (float)round (place.y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
append_scale (NetopGraph *self, GtkSnapshot *snapshot, const Plot *plot)
{
  double  step_px = get_step_px (self, plot);
  double  gap = GUTTER_GAP_PX * get_em_scale (self);
  float   x = (float)(is_mirrored (self) ? plot->x + plot->width + gap : plot->x - gap);
  GdkRGBA color;

  netop_style_lookup_color (GTK_WIDGET (self), "np_grid", &color);
  for (int line = -(int)self->scale.n_up; line <= (int)self->scale.n_down; line++)
    {
      int  y = (int)round (plot->axis_y - line * step_px);
      char label[32];

      if (line != 0)
        append_line (snapshot, &color, plot->x, y, plot->width, 1);
      netop_graph_scale_format (&self->scale, line, self->unit, label, sizeof label);
      append_text (self, snapshot, label, GRAPHENE_POINT_INIT (x, (float)y), is_mirrored (self) ? 0.0 : 1.0);
    }
}

static void
append_times (NetopGraph *self, GtkSnapshot *snapshot, const Plot *plot)
{
  const Range    *range = &ranges[self->range];
  float           y = (float)(gtk_widget_get_height (GTK_WIDGET (self)) - CAPTION_PX * get_em_scale (self));
  double          start = is_mirrored (self) ? 1.0 : 0.0;
  float           start_x = (float)(plot->x + start * plot->width);
  float           end_x = (float)(plot->x + (1.0 - start) * plot->width);
  GdkRGBA         color;
  NetopCaptionFit fit;

  netop_style_lookup_color (GTK_WIDGET (self), "np_grid", &color);
  for (int i = 0; i <= N_COLUMNS; i++)
    append_line (snapshot, &color, plot->x + (int)round ((double)plot->width * i / N_COLUMNS), plot->y, 1, plot->height);

  fit = netop_caption_fit (plot->width,
                           get_text_width (self, _ (range->start)),
                           get_text_width (self, _ (range->middle)),
                           get_text_width (self, _ ("now")),
                           (int)(GUTTER_GAP_PX * get_em_scale (self)));
  if (fit.start)
    append_text (self, snapshot, _ (range->start), GRAPHENE_POINT_INIT (start_x, y), start);
  if (fit.middle)
    append_text (self, snapshot, _ (range->middle), GRAPHENE_POINT_INIT ((start_x + end_x) / 2, y), 0.5);
  append_text (self, snapshot, _ ("now"), GRAPHENE_POINT_INIT (end_x, y), 1.0 - start);
}

static void
draw_decoration (NetopGraph *self, const Plot *plot)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  append_scale (self, snapshot, plot);
  append_times (self, snapshot, plot);
  self->decoration = gtk_snapshot_free_to_node (snapshot);
}

static void
draw_series (NetopGraph *self, const Plot *plot)
{
  GtkWidget              *widget = GTK_WIDGET (self);
  NetopHistory           *history = get_history (self);
  int                     scale = gtk_widget_get_scale_factor (widget);
  double                  sample_px = get_sample_px (self, plot) * scale;
  guint                   n_samples = MIN (netop_history_get_length (history), ranges[self->range].n_samples + N_SPARE_SAMPLES);
  g_autofree NetopSample *samples = g_new (NetopSample, n_samples);
  double                  unit_scale = self->unit == NETOP_UNIT_BITS ? 8.0 : 1.0;
  NetopGraphPicture       picture = {
          .samples = samples,
          .n_samples = n_samples,
          .width = (int)ceil (plot->width * scale + sample_px),
          .height = plot->height * scale,
          .axis_y = (plot->axis_y - plot->y) * scale,
          .px_per_byte = get_step_px (self, plot) * scale / self->scale.step * unit_scale,
          .sample_px = sample_px,
          .line_px = (self->has_bold_lines ? BOLD_LINE_PX : LINE_PX) * scale,
          .is_mirrored = is_mirrored (self),
  };

  for (guint i = 0; i < n_samples; i++)
    samples[i] = netop_history_get (history, n_samples - 1 - i);
  netop_style_lookup_color (widget, "np_down", &picture.down);
  netop_style_lookup_color (widget, "np_up", &picture.up);
  self->series = netop_graph_picture_render (&picture);
  self->series_width = picture.width;
}

static void
append_series (NetopGraph *self, GtkSnapshot *snapshot, const Plot *plot)
{
  float scale = (float)gtk_widget_get_scale_factor (GTK_WIDGET (self));
  float width = (float)self->series_width / scale;
  float x = (float)plot->x - (float)self->drawn_offset / scale;

  if (is_mirrored (self))
    x = (float)(plot->x + plot->width) + (float)self->drawn_offset / scale - width;

  gtk_snapshot_push_clip (
    snapshot,
    &GRAPHENE_RECT_INIT ((float)plot->x, (float)plot->y, (float)plot->width, (float)plot->height));
  gtk_snapshot_append_texture (snapshot,
                               self->series,
                               &GRAPHENE_RECT_INIT (x, (float)plot->y, width, (float)plot->height));
  gtk_snapshot_pop (snapshot);
}

static void
netop_graph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopGraph *self = NETOP_GRAPH (widget);
  Plot        plot = get_plot (self);
  GdkRGBA     axis;

  if (!self->decoration)
    draw_decoration (self, &plot);
  gtk_snapshot_append_node (snapshot, self->decoration);

  self->drawn_offset = get_offset (self, &plot, get_frame_time (self));
  if (!is_flat (self))
    {
      if (!self->series)
        draw_series (self, &plot);
      append_series (self, snapshot, &plot);
    }

  netop_style_lookup_color (widget, "np_axis", &axis);
  append_line (snapshot, &axis, plot.x, plot.axis_y, plot.width, 1);
}

static void
netop_graph_measure (GtkWidget     *widget,
                     GtkOrientation orientation,
                     int            for_size,
                     int           *minimum,
                     int           *natural,
                     int           *minimum_baseline,
                     int           *natural_baseline)
{
  double em = get_em_scale (NETOP_GRAPH (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int)(MIN_WIDTH_PX * em);
      *natural = (int)(NATURAL_WIDTH_PX * em);
    }
  else
    {
      *minimum = (int)(MIN_HEIGHT_PX * em);
      *natural = (int)(NATURAL_HEIGHT_PX * em);
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_graph_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  drop_pictures (NETOP_GRAPH (widget));
}

static void
netop_graph_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (netop_graph_parent_class)->css_changed (widget, change);

  NETOP_GRAPH (widget)->gutter = 0;
  drop_pictures (NETOP_GRAPH (widget));
}

static void
netop_graph_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (netop_graph_parent_class)->system_setting_changed (widget, setting);

  NETOP_GRAPH (widget)->gutter = 0;
  drop_pictures (NETOP_GRAPH (widget));
}

static void
netop_graph_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (netop_graph_parent_class)->direction_changed (widget, previous);

  drop_pictures (NETOP_GRAPH (widget));
}

static void
netop_graph_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (netop_graph_parent_class)->map (widget);

  update_tick (NETOP_GRAPH (widget));
}

static void
netop_graph_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (netop_graph_parent_class)->unmap (widget);

  update_tick (NETOP_GRAPH (widget));
}

static void
redraw (NetopGraph *self)
{
  drop_pictures (self);
  update_tick (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
netop_graph_dispose (GObject *object)
{
  NetopGraph *self = NETOP_GRAPH (object);

  drop_pictures (self);
  g_clear_pointer (&self->seconds, netop_history_unref);
  g_clear_pointer (&self->minutes, netop_history_unref);

  G_OBJECT_CLASS (netop_graph_parent_class)->dispose (object);
}

static void
netop_graph_finalize (GObject *object)
{
  g_free (NETOP_GRAPH (object)->title);

  G_OBJECT_CLASS (netop_graph_parent_class)->finalize (object);
}

static void
netop_graph_class_init (NetopGraphClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_graph_dispose;
  G_OBJECT_CLASS (klass)->finalize = netop_graph_finalize;
  widget_class->snapshot = netop_graph_snapshot;
  widget_class->measure = netop_graph_measure;
  widget_class->size_allocate = netop_graph_size_allocate;
  widget_class->css_changed = netop_graph_css_changed;
  widget_class->system_setting_changed = netop_graph_system_setting_changed;
  widget_class->direction_changed = netop_graph_direction_changed;
  widget_class->map = netop_graph_map;
  widget_class->unmap = netop_graph_unmap;

  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
take_rate_style (NetopGraph *self)
{
  netop_graph_set_unit (self, netop_rate_style_get_unit ());
}

static void
netop_graph_init (NetopGraph *self)
{
  self->unit = netop_rate_style_get_unit ();
  g_signal_connect_object (netop_rate_style_get_default (), "changed", G_CALLBACK (take_rate_style), self, G_CONNECT_SWAPPED);
  self->scale = netop_graph_scale_fit (0.0, 0.0, MAX_STEPS);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)),
                           "notify::gtk-enable-animations",
                           G_CALLBACK (redraw),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (redraw), NULL);
}

/**
 * netop_graph_new:
 *
 * Returns: (transfer floating): an empty graph of the last minute
 */
GtkWidget *
netop_graph_new (void)
{
  return g_object_new (NETOP_TYPE_GRAPH, NULL);
}

static NetopSample
get_peak (NetopGraph *self)
{
  NetopHistory *history = get_history (self);
  NetopSample   peak = { 0 };
  guint         n = MIN (netop_history_get_length (history), ranges[self->range].n_samples + 1);

  for (guint age = 0; age < n; age++)
    {
      NetopSample sample = netop_history_get (history, age);

      peak.rx = MAX (peak.rx, sample.rx);
      peak.tx = MAX (peak.tx, sample.tx);
    }

  return peak;
}

static char *
speak_rate (NetopGraph *self, float bytes_per_s)
{
  NetopFormatted formatted = netop_format_rate (netop_figure (bytes_per_s), self->unit);

  return netop_spoken_figure (&formatted);
}

static void
update_accessible (NetopGraph *self)
{
  NetopHistory    *history = get_history (self);
  NetopSample      now = { 0 };
  g_autofree char *rx = NULL;
  g_autofree char *tx = NULL;
  g_autofree char *rx_peak = NULL;
  g_autofree char *tx_peak = NULL;
  g_autofree char *text = NULL;

  if (netop_history_get_length (history) > 0)
    now = netop_history_get (history, 0);
  rx = speak_rate (self, now.rx);
  tx = speak_rate (self, now.tx);
  rx_peak = speak_rate (self, self->peak.rx);
  tx_peak = speak_rate (self, self->peak.tx);

  /* TRANSLATORS: what a screen reader says of the graph: its title, its range, then four rates. */
  text = g_strdup_printf (_ ("%s, %s. Download %s now, peak %s. Upload %s now, peak %s."),
                          self->title ? self->title : _ ("Traffic"),
                          _ (ranges[self->range].spoken),
                          rx,
                          rx_peak,
                          tx,
                          tx_peak);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Takes over new samples, another range or another unit. */
static void
update_samples (NetopGraph *self)
{
  gboolean        was_flat = is_flat (self);
  double          unit_scale = self->unit == NETOP_UNIT_BITS ? 8.0 : 1.0;
  NetopGraphScale scale;

  self->peak = get_peak (self);
  scale = netop_graph_scale_fit (self->peak.rx * unit_scale, self->peak.tx * unit_scale, MAX_STEPS);
  if (scale.step < self->scale.step || scale.step > self->scale.step || scale.n_down != self->scale.n_down || scale.n_up != self->scale.n_up)
    g_clear_pointer (&self->decoration, gsk_render_node_unref);
  self->scale = scale;
  g_clear_object (&self->series);

  update_accessible (self);
  update_tick (self);
  if (!was_flat || !is_flat (self) || !self->decoration)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
replace_history (NetopHistory **field, NetopHistory *history)
{
  if (*field == history)
    return FALSE;

  if (history)
    netop_history_ref (history);
  g_clear_pointer (field, netop_history_unref);
  *field = history;

  return TRUE;
}

/**
 * netop_graph_set_histories:
 * @seconds: (nullable): 300 × 1 s, referenced
 * @minutes: (nullable): 60 × 1 min, referenced
 *
 * Shows new samples. An immutable history that is held is never changed, so the same pointers are the same picture
 * and cost nothing.
 */
void
netop_graph_set_histories (NetopGraph *self, NetopHistory *seconds, NetopHistory *minutes)
{
  gboolean seconds_changed;
  gboolean minutes_changed;

  g_return_if_fail (NETOP_IS_GRAPH (self));

  seconds_changed = replace_history (&self->seconds, seconds);
  minutes_changed = replace_history (&self->minutes, minutes);
  if (self->range == NETOP_GRAPH_RANGE_HOUR ? !minutes_changed : !seconds_changed)
    {
      draw_if_moved (self);
      return;
    }

  self->sample_us = get_frame_time (self);
  update_samples (self);
}

/**
 * netop_graph_set_range:
 *
 * Shows the last minute, five minutes or hour.
 */
void
netop_graph_set_range (NetopGraph *self, NetopGraphRange range)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));
  g_return_if_fail (range < G_N_ELEMENTS (ranges));

  if (self->range == range)
    return;

  self->range = range;
  g_clear_pointer (&self->decoration, gsk_render_node_unref);
  update_samples (self);
}

/**
 * netop_graph_get_range:
 *
 * Returns: the time it shows
 */
NetopGraphRange
netop_graph_get_range (NetopGraph *self)
{
  g_return_val_if_fail (NETOP_IS_GRAPH (self), NETOP_GRAPH_RANGE_MINUTE);

  return self->range;
}

/**
 * netop_graph_set_unit:
 *
 * Shows the scale in bytes or in bits.
 */
void
netop_graph_set_unit (NetopGraph *self, NetopUnit unit)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  if (self->unit == unit)
    return;

  self->unit = unit;
  g_clear_pointer (&self->decoration, gsk_render_node_unref);
  update_samples (self);
}

/**
 * netop_graph_set_title:
 * @title: (nullable): whose traffic it is, for screen readers
 *
 * Begins what is spoken of the graph.
 */
void
netop_graph_set_title (NetopGraph *self, const char *title)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  update_accessible (self);
}

/**
 * netop_graph_set_bold_lines:
 *
 * Draws the series with thicker lines, for high contrast.
 */
void
netop_graph_set_bold_lines (NetopGraph *self, gboolean bold)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  if (self->has_bold_lines == bold)
    return;

  self->has_bold_lines = bold;
  redraw (self);
}
