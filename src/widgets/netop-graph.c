/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph.h"

#include <math.h>
#include <string.h>

#include "netop-graph-cursor.h"
#include "netop-graph-decoration.h"
#include "netop-graph-rescale.h"
#include "netop-graph-series.h"
#include "netop-graph-words.h"
#include "netop-rate-style.h"
#include "netop-spoken.h"
#include "netop-style.h"
#include "netop-texture.h"

/* Sizes at a font of 11 pt; they follow the font. */
#define TOP_PX 8

#define MIN_WIDTH_PX 120
#define NATURAL_WIDTH_PX 300
#define MIN_HEIGHT_PX 80
#define NATURAL_HEIGHT_PX 132
#define SMALL_HEIGHT_PX 78

#define MAX_STEPS 5
#define MAX_SMALL_STEPS 4
#define LINE_PX 1.5
#define SMALL_LINE_PX 1.25
#define BOLD_LINE_PX 2.0

struct _NetopGraph
{
  GtkWidget parent_instance;

  NetopHistory   *seconds;
  NetopHistory   *minutes;
  NetopHistory   *share; /* of what is selected or found, NULL for none */
  NetopGraphRange range;
  NetopUnit       unit;
  gboolean        is_small;
  gboolean        is_paused;
  gboolean        is_moment_spoken; /* instead of the whole */
  gint64          spoken_us;        /* sample of which was spoken last */
  char           *title;

  NetopGraphCursor *cursor; /* NULL where nobody can point */

  NetopGraphScale   scale;
  NetopSample       peak;      /* of the samples in view */
  gint64            time_us;   /* of what is set next, 0 where it is not known */
  gint64            taken_us;  /* of the newest sample */
  gint64            sample_us; /* frame time at which the newest sample came */
  guint             tick_id;
  guint             n_taken; /* samples, of whatever range: says which of them stand together where they are dense */
  NetopGraphRescale rescale;
  int               gutter; /* 0 until it is measured */

  GskRenderNode *decoration;   /* grid and labels; NULL until they are drawn */
  GdkTexture    *series;       /* NULL until it is drawn, and while all is zero */
  int            drawn_offset; /* of the series, in device pixels */
};

G_DEFINE_FINAL_TYPE (NetopGraph, netop_graph, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CURSOR_MOVED,
  SIGNAL_POINTER_MOVED, /* of the cursor's own */
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
  return netop_style_get_em (GTK_WIDGET (self)) / NETOP_GRAPH_DESIGN_EM_PX;
}

static gboolean
is_mirrored (NetopGraph *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Measured once, because it is asked for in each frame. */
static int
get_gutter (NetopGraph *self)
{
  if (self->is_small)
    return 0;
  if (self->gutter == 0)
    self->gutter = netop_graph_decoration_measure_gutter (GTK_WIDGET (self));

  return self->gutter;
}

static NetopGraphPlot
get_plot (NetopGraph *self)
{
  GtkWidget     *widget = GTK_WIDGET (self);
  double         em = get_em_scale (self);
  int            gutter = get_gutter (self);
  NetopGraphPlot plot = {
    .y = (int)((self->is_small ? NETOP_GRAPH_SMALL_TOP_PX : TOP_PX) * em),
    .n_samples = netop_graph_range_get_facts (self->range)->n_samples,
    .n_steps = self->scale.n_down + self->scale.n_up,
    .is_mirrored = is_mirrored (self),
  };
  int bottom = self->is_small ? 1 : (int)(NETOP_GRAPH_BOTTOM_PX * em);

  plot.width = MAX (1, gtk_widget_get_width (widget) - gutter - (self->is_small ? 0 : 1));
  plot.height = MAX (1, gtk_widget_get_height (widget) - plot.y - bottom);
  plot.x = self->is_small ? 0 : plot.is_mirrored ? 1
                                                 : gutter;
  plot.axis_y = plot.y + (int)round ((double)plot.height * self->scale.n_down / plot.n_steps);

  return plot;
}

static gboolean
is_animated (NetopGraph *self)
{
  gboolean enabled = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled, NULL);

  return enabled && !self->is_paused && gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_flat (self);
}

/* How far the newest sample is on its way to "now": 1 once it is there, or where nothing is to move. */
static double
get_phase (NetopGraph *self, gint64 now_us)
{
  double phase = (double)(now_us - self->sample_us) / (double)netop_graph_range_get_facts (self->range)->spacing_us;

  return is_animated (self) ? CLAMP (phase, 0.0, 1.0) : 1.0;
}

/* Device pixels from the start of the texture to the start of the plot. */
static int
get_offset (NetopGraph *self, const NetopGraphPlot *plot, gint64 now_us)
{
  int    scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double way_px = netop_graph_plot_get_sample_px (plot) * scale;

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

static gboolean
is_rescaling (NetopGraph *self)
{
  return is_animated (self) && !netop_graph_rescale_is_over (&self->rescale, get_frame_time (self));
}

static void
draw_if_moved (NetopGraph *self)
{
  NetopGraphPlot plot = get_plot (self);

  if (is_rescaling (self) || get_offset (self, &plot, get_frame_time (self)) != self->drawn_offset)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  NetopGraph *self = NETOP_GRAPH (widget);

  draw_if_moved (self);
  if (is_rescaling (self) || (self->range != NETOP_GRAPH_RANGE_HOUR && get_phase (self, gdk_frame_clock_get_frame_time (clock)) < 1.0))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  gtk_widget_queue_draw (widget);

  return G_SOURCE_REMOVE;
}

/* In an hour's range a pixel takes seconds: the refreshes that come anyway are often enough. */
static void
update_tick (NetopGraph *self)
{
  gboolean is_moving = self->range != NETOP_GRAPH_RANGE_HOUR && get_phase (self, get_frame_time (self)) < 1.0;
  gboolean wanted = is_animated (self) && (is_moving || is_rescaling (self));

  if (wanted && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else if (!wanted && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}

static void
draw_decoration (NetopGraph *self, const NetopGraphPlot *plot)
{
  NetopGraphDecoration decoration = { *plot, self->scale, self->unit, self->range, self->is_small, is_flat (self) };

  self->decoration = netop_graph_decoration_draw (&decoration, GTK_WIDGET (self));
}

static double
get_line_px (NetopGraph *self)
{
  if (netop_style_is_high_contrast (GTK_WIDGET (self)))
    return BOLD_LINE_PX;

  return self->is_small ? SMALL_LINE_PX : LINE_PX;
}

static double
get_px_per_byte (NetopGraph *self, const NetopGraphPlot *plot)
{
  return netop_graph_plot_get_step_px (plot) / self->scale.step * (self->unit == NETOP_UNIT_BITS ? 8.0 : 1.0);
}

static void
draw_series (NetopGraph *self, const NetopGraphPlot *plot)
{
  NetopGraphSeries series = {
    .history = get_history (self),
    .share = self->range == NETOP_GRAPH_RANGE_HOUR ? NULL : self->share,
    .plot = *plot,
    .n_taken = self->n_taken,
    .px_per_byte = get_px_per_byte (self, plot),
    .line_px = get_line_px (self),
  };

  self->series = netop_graph_series_draw (&series, GTK_WIDGET (self));
}

static void
append_series (NetopGraph *self, GtkSnapshot *snapshot, const NetopGraphPlot *plot)
{
  float scale = (float)gtk_widget_get_scale_factor (GTK_WIDGET (self));
  float width = (float)gdk_texture_get_width (self->series) / scale;
  float x = (float)plot->x - (float)self->drawn_offset / scale;
  float rescale = is_rescaling (self) ? (float)netop_graph_rescale_get (&self->rescale, get_frame_time (self)) : 1.0f;
  float above = (float)(plot->axis_y - plot->y);

  if (plot->is_mirrored)
    x = (float)(plot->x + plot->width) + (float)self->drawn_offset / scale - width;

  gtk_snapshot_push_clip (
    snapshot,
    &GRAPHENE_RECT_INIT ((float)plot->x, (float)plot->y, (float)plot->width, (float)plot->height));
  netop_texture_snapshot (self->series,
                          GTK_WIDGET (self),
                          snapshot,
                          &GRAPHENE_RECT_INIT (x,
                                               (float)plot->axis_y - above * rescale,
                                               width,
                                               (float)plot->height * rescale));
  gtk_snapshot_pop (snapshot);
}

static void
netop_graph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopGraph    *self = NETOP_GRAPH (widget);
  NetopGraphPlot plot = get_plot (self);
  GdkRGBA        axis;

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
  gtk_snapshot_append_color (snapshot, &axis, &GRAPHENE_RECT_INIT ((float)plot.x, (float)plot.axis_y, (float)plot.width, 1.0f));
  if (self->cursor)
    netop_graph_cursor_draw (self->cursor, snapshot, &plot, get_phase (self, get_frame_time (self)), get_history (self), get_px_per_byte (self, &plot));
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
      gboolean is_small = NETOP_GRAPH (widget)->is_small;

      *minimum = (int)((is_small ? SMALL_HEIGHT_PX : MIN_HEIGHT_PX) * em);
      *natural = (int)((is_small ? SMALL_HEIGHT_PX : NATURAL_HEIGHT_PX) * em);
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_graph_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NetopGraph *self = NETOP_GRAPH (widget);

  NetopGraphPlot plot = get_plot (self);

  drop_pictures (self);
  if (self->cursor)
    netop_graph_cursor_allocate (self->cursor, &plot, get_phase (self, get_frame_time (self)));
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
  g_clear_pointer (&self->cursor, netop_graph_cursor_free);
  g_clear_pointer (&self->share, netop_history_unref);
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
update_accessible (NetopGraph *self)
{
  NetopSample      now = netop_history_get (get_history (self), 0);
  g_autofree char *text = netop_graph_words_new (self->title, self->range, self->unit, now, self->peak);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Where its sample is now. */
static void
update_cursor (NetopGraph *self)
{
  NetopGraphPlot plot = get_plot (self);
  guint          length = MIN (netop_history_get_length (get_history (self)), plot.n_samples);

  if (self->cursor)
    netop_graph_cursor_update (self->cursor, &plot, get_phase (self, get_frame_time (self)), length);
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

  /**
   * NetopGraph::cursor-moved:
   * @age: of the sample it is at, from the newest one; -1 where it is nowhere
   */
  signals[SIGNAL_CURSOR_MOVED] = g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_POINTER_MOVED] = g_signal_new_class_handler ("pointer-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_FIRST, G_CALLBACK (update_cursor), NULL, NULL, NULL, G_TYPE_NONE, 0);

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

/* The series go to another scale by and by, where anybody sees them move. */
static void
take_scale (NetopGraph *self, NetopGraphScale scale)
{
  double before = self->scale.step * (self->scale.n_down + self->scale.n_up);
  double after = scale.step * (scale.n_down + scale.n_up);

  if (netop_graph_scale_equal (&self->scale, &scale))
    return;

  g_clear_pointer (&self->decoration, gsk_render_node_unref);
  self->rescale = (NetopGraphRescale){ get_frame_time (self), self->series ? after / before : 1.0 };
  self->scale = scale;
}

/* Takes over new samples, another range or another unit. */
static void
update_samples (NetopGraph *self)
{
  gboolean was_flat = is_flat (self);
  double   unit_scale = self->unit == NETOP_UNIT_BITS ? 8.0 : 1.0;
  guint    max_steps = self->is_small ? MAX_SMALL_STEPS : MAX_STEPS;

  self->peak = netop_history_get_peak (get_history (self), netop_graph_range_get_facts (self->range)->n_samples + 1);
  if (self->is_small && was_flat != is_flat (self))
    g_clear_pointer (&self->decoration, gsk_render_node_unref);
  take_scale (self, netop_graph_scale_fit (self->peak.rx * unit_scale, self->peak.tx * unit_scale, max_steps));
  g_clear_object (&self->series);

  if (!self->is_moment_spoken && (self->is_paused || netop_spoken_is_due (&self->spoken_us, self->taken_us)))
    update_accessible (self);
  update_tick (self);
  update_cursor (self);
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

/* More than one, where they come seldom. */
static void
count_taken (NetopGraph *self)
{
  gint64 spacing_us = netop_graph_range_get_facts (self->range)->spacing_us;
  gint64 n_new = (self->time_us - self->taken_us + spacing_us / 2) / spacing_us;
  guint  n = self->taken_us > 0 ? (guint)CLAMP (n_new, 1, G_MAXUINT16) : 1;

  self->taken_us = self->time_us;
  self->n_taken += n;
  if (self->cursor)
    netop_graph_cursor_pass (self->cursor, n);
}

/**
 * netop_graph_set_time:
 * @time_us: of the newest of the samples that are set next, by whatever clock
 *
 * Says how many samples are new, so that what is looked at with keys stays the same one.
 */
void
netop_graph_set_time (NetopGraph *self, gint64 time_us)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  self->time_us = time_us;
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
  count_taken (self);
  update_samples (self);
}

/**
 * netop_graph_set_share:
 * @share: (nullable): 1 s samples of a part of what is shown, referenced; %NULL for none
 *
 * Fills that part of the whole more densely, where the range has seconds.
 */
void
netop_graph_set_share (NetopGraph *self, NetopHistory *share)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  if (!replace_history (&self->share, share))
    return;

  g_clear_object (&self->series);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * netop_graph_set_card:
 * @card: (transfer floating): what stands beside the moment that the pointer or the keys are at
 *
 * Lets one point at a moment, by Left, Right, Home, End and Escape too. Whoever hears "cursor-moved" fills @card.
 */
void
netop_graph_set_card (NetopGraph *self, GtkWidget *card)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));
  g_return_if_fail (!self->cursor);

  self->cursor = netop_graph_cursor_new (GTK_WIDGET (self), card);
}

/**
 * netop_graph_get_cursor:
 *
 * Returns: the age of the sample that the pointer or the keys are at, -1 if they are nowhere
 */
int
netop_graph_get_cursor (NetopGraph *self)
{
  g_return_val_if_fail (NETOP_IS_GRAPH (self), NETOP_GRAPH_NO_AGE);

  return self->cursor ? netop_graph_cursor_get_age (self->cursor) : NETOP_GRAPH_NO_AGE;
}

/**
 * netop_graph_has_keys:
 *
 * Returns: whether it is keys that are at a sample
 */
gboolean
netop_graph_has_keys (NetopGraph *self)
{
  g_return_val_if_fail (NETOP_IS_GRAPH (self), FALSE);

  return self->cursor && netop_graph_cursor_has_keys (self->cursor);
}

/**
 * netop_graph_set_paused:
 *
 * Holds what is shown still, at once.
 */
void
netop_graph_set_paused (NetopGraph *self, gboolean paused)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  self->is_paused = paused;
  update_samples (self);
  redraw (self);
}

/**
 * netop_graph_is_moving:
 *
 * Returns: whether it asks for frames now
 */
gboolean
netop_graph_is_moving (NetopGraph *self)
{
  g_return_val_if_fail (NETOP_IS_GRAPH (self), FALSE);

  return self->tick_id != 0;
}

/**
 * netop_graph_speak:
 * @text: (nullable): what a screen reader says of the moment that the keys are at; %NULL for the graph as a whole
 */
void
netop_graph_speak (NetopGraph *self, const char *text)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  self->is_moment_spoken = text != NULL;
  if (text)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  else
    update_accessible (self);
}

/**
 * netop_graph_set_small:
 *
 * Leaves out gutter and times, as for a card.
 */
void
netop_graph_set_small (NetopGraph *self)
{
  g_return_if_fail (NETOP_IS_GRAPH (self));

  self->is_small = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
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
  g_return_if_fail (range < NETOP_N_GRAPH_RANGES);

  if (self->range == range)
    return;

  self->range = range;
  self->taken_us = self->time_us;
  self->spoken_us = 0;
  g_clear_pointer (&self->decoration, gsk_render_node_unref);
  g_clear_object (&self->series);
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
  g_clear_object (&self->series);
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
