/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-latency-cell.h"

#include <glib/gi18n.h>
#include <math.h>

#include "netop-figure-cell.h"
#include "netop-format.h"
#include "netop-style.h"

#define MIN_US 1000.0
#define MAX_US 500000.0
#define BAR_PX 5
#define MARK_PX 2
#define MARK_HEIGHT_PX 11
#define GAP_PX 6
#define NATURAL_WIDTH_PX 60
/* What took least can be seen all the same. */
#define MIN_FILL 0.04
#define FILL_OPACITY 0.9
#define NOTHING (-1.0)

struct _NetopLatencyCell
{
  GtkWidget parent_instance;

  GtkWidget *figure; /* NULL where there is only the bar */
  double     fill;   /* 0 to 1, like @mark, or NOTHING */
  double     mark;
  gboolean   is_bad;
};

G_DEFINE_FINAL_TYPE (NetopLatencyCell, netop_latency_cell, GTK_TYPE_WIDGET)

static double
get_place (NetopFigure us)
{
  if (!us.known)
    return NOTHING;
  return CLAMP (log (MAX (us.value, MIN_US) / MIN_US) / log (MAX_US / MIN_US), MIN_FILL, 1.0);
}

static int
get_figure_width (NetopLatencyCell *self)
{
  int natural = 0;

  if (self->figure)
    gtk_widget_measure (self->figure, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
append_bar (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double width)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, BAR_PX), BAR_PX / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_mark (NetopLatencyCell *self, GtkSnapshot *snapshot, double x)
{
  GdkRGBA color;
  double  y = floor ((gtk_widget_get_height (GTK_WIDGET (self)) - MARK_HEIGHT_PX) / 2.0);

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT ((float)x, (float)y, MARK_PX, MARK_HEIGHT_PX));
}

static void
netop_latency_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopLatencyCell *self = NETOP_LATENCY_CELL (widget);
  gboolean          is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int               figure = get_figure_width (self);
  double            width = gtk_widget_get_width (widget) - figure - (figure > 0 ? GAP_PX : 0);
  double            left = is_mirrored && figure > 0 ? figure + GAP_PX : 0;
  double            y = floor ((gtk_widget_get_height (widget) - BAR_PX) / 2.0);
  GdkRGBA           color;

  GTK_WIDGET_CLASS (netop_latency_cell_parent_class)->snapshot (widget, snapshot);
  if (width < 2 * BAR_PX)
    return;

  netop_style_lookup_color (widget, "np_grid", &color);
  append_bar (snapshot, &color, left, y, width);
  if (self->fill > 0 || self->is_bad)
    {
      double filled = MAX ((self->is_bad ? 1.0 : self->fill) * width, BAR_PX);

      netop_style_lookup_color (widget, self->is_bad ? "np_bad" : "np_quiet", &color);
      color.alpha *= (float)FILL_OPACITY;
      append_bar (snapshot, &color, is_mirrored ? left + width - filled : left, y, filled);
    }
  if (self->mark > 0)
    append_mark (self, snapshot, round (left + (is_mirrored ? 1 - self->mark : self->mark) * (width - MARK_PX)));
}

static void
netop_latency_cell_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  NetopLatencyCell *self = NETOP_LATENCY_CELL (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 0;
      *natural = NATURAL_WIDTH_PX + get_figure_width (self);
      return;
    }

  *minimum = *natural = MARK_HEIGHT_PX;
  if (self->figure)
    gtk_widget_measure (self->figure, orientation, -1, minimum, natural, NULL, NULL);
}

static void
netop_latency_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NetopLatencyCell *self = NETOP_LATENCY_CELL (widget);
  GtkAllocation     place = { 0, 0, MIN (get_figure_width (self), width), height };

  if (!self->figure)
    return;

  if (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL)
    place.x = width - place.width;
  gtk_widget_size_allocate (self->figure, &place, baseline);
}

static void
netop_latency_cell_dispose (GObject *object)
{
  g_clear_pointer (&NETOP_LATENCY_CELL (object)->figure, gtk_widget_unparent);

  G_OBJECT_CLASS (netop_latency_cell_parent_class)->dispose (object);
}

static void
netop_latency_cell_class_init (NetopLatencyCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_latency_cell_dispose;
  widget_class->snapshot = netop_latency_cell_snapshot;
  widget_class->measure = netop_latency_cell_measure;
  widget_class->size_allocate = netop_latency_cell_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "latency");
  /* The number says it; where there is none here it has a column of its own. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
netop_latency_cell_init (NetopLatencyCell *self)
{
  self->fill = self->mark = NOTHING;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * netop_latency_cell_new:
 * @has_figure: whether the number stands behind the bar
 *
 * Returns: (transfer floating): an empty bar
 */
GtkWidget *
netop_latency_cell_new (gboolean has_figure)
{
  NetopLatencyCell *self = g_object_new (NETOP_TYPE_LATENCY_CELL, NULL);

  if (has_figure)
    {
      self->figure = netop_figure_cell_new (NETOP_UNIT_SLOT_MILLISECONDS, NETOP_SERIES_NONE);
      gtk_widget_set_parent (self->figure, GTK_WIDGET (self));
    }
  return GTK_WIDGET (self);
}

/**
 * netop_latency_cell_get_scale_text:
 *
 * Returns: (transfer none): what the length of a bar means, translated
 */
const char *
netop_latency_cell_get_scale_text (void)
{
  /* Translators: below the title "Latency": from where to where its bars go, and that their scale is logarithmic */
  return _ ("1 to 500 ms, log");
}

/**
 * netop_latency_cell_set_title:
 * @title: what the number is, translated; a screen reader says it before the number
 */
void
netop_latency_cell_set_title (NetopLatencyCell *self, const char *title)
{
  if (self->figure)
    netop_figure_cell_set_title (NETOP_FIGURE_CELL (self->figure), title);
}

/**
 * netop_latency_cell_set_latency:
 * @latency_us: how far the bar goes; where it is not known there is none
 * @mark_us: where the mark stands; where it is not known there is none
 * @is_bad: it never ended: the bar is full and red
 *
 * Does nothing where nothing changed.
 */
void
netop_latency_cell_set_latency (NetopLatencyCell *self,
                                NetopFigure       latency_us,
                                NetopFigure       mark_us,
                                gboolean          is_bad)
{
  double fill = get_place (latency_us);
  double mark = get_place (mark_us);

  g_return_if_fail (NETOP_IS_LATENCY_CELL (self));

  if (self->figure)
    {
      NetopFormatted formatted = netop_format_milliseconds (latency_us);

      netop_figure_cell_set_figure (NETOP_FIGURE_CELL (self->figure), &formatted, 0);
    }
  /* They are made of the same figures each time. */
  if (fill <= self->fill && fill >= self->fill && mark <= self->mark && mark >= self->mark && is_bad == self->is_bad)
    return;

  self->fill = fill;
  self->mark = mark;
  self->is_bad = is_bad;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * netop_latency_cell_get_fill:
 *
 * Returns: which part of the bar is filled, 0 to 1; below 0 for none
 */
double
netop_latency_cell_get_fill (NetopLatencyCell *self)
{
  return self->is_bad ? 1.0 : self->fill;
}
