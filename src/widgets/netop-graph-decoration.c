/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-decoration.h"

#include <glib/gi18n.h>
#include <math.h>

#include "netop-caption-fit.h"
#include "netop-style.h"

/* Sizes at a font of 11 pt; they follow the font. */
#define GUTTER_PX 52
#define GAP_PX 8
#define CAPTION_PX 9 /* centre of the captions, from below */
#define LABEL_SCALE 0.8
#define N_COLUMNS 6

/* What everything here needs. */
typedef struct
{
  const NetopGraphDecoration *decoration;
  GtkWidget                  *widget;
  GtkSnapshot                *snapshot;
  double                      em;
} Drawing;

static PangoLayout *
make_label (GtkWidget *widget, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (LABEL_SCALE));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

static int
get_text_width (GtkWidget *widget, const char *text)
{
  g_autoptr (PangoLayout) layout = make_label (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static void
append_line (const Drawing *self, const GdkRGBA *color, int x, int y, int width, int height)
{
  gtk_snapshot_append_color (self->snapshot, color, &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height));
}

/* @anchor: 0 puts the text's left edge at @place, 1 its right one; it is centred on it vertically. */
static void
append_text (const Drawing *self, const char *text, graphene_point_t place, double anchor)
{
  g_autoptr (PangoLayout) layout = make_label (self->widget, text);
  GdkRGBA color;
  int     width;
  int     height;

  pango_layout_get_pixel_size (layout, &width, &height);
  netop_style_lookup_color (self->widget, "np_quiet", &color);

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT ((float)round (place.x - anchor * width),
                                                (float)round (place.y - height / 2.0)));
  gtk_snapshot_append_layout (self->snapshot, layout, &color);
  gtk_snapshot_restore (self->snapshot);
}

static void
append_value (const Drawing *self, int line, graphene_point_t place, double anchor)
{
  char label[32];

  netop_graph_scale_format (&self->decoration->scale, line, self->decoration->unit, label, sizeof label);
  append_text (self, label, place, anchor);
}

static void
append_scale (const Drawing *self)
{
  const NetopGraphPlot  *plot = &self->decoration->plot;
  const NetopGraphScale *scale = &self->decoration->scale;
  double                 step_px = netop_graph_plot_get_step_px (plot);
  double                 gap = GAP_PX * self->em;
  float                  x = (float)(plot->is_mirrored ? plot->x + plot->width + gap : plot->x - gap);
  GdkRGBA                color;

  netop_style_lookup_color (self->widget, "np_grid", &color);
  for (int line = -(int)scale->n_up; line <= (int)scale->n_down; line++)
    {
      int y = (int)round (plot->axis_y - line * step_px);

      if (line != 0)
        append_line (self, &color, plot->x, y, plot->width, 1);
      if (!self->decoration->is_small)
        append_value (self, line, GRAPHENE_POINT_INIT (x, (float)y), plot->is_mirrored ? 0.0 : 1.0);
    }
}

/* At the end where now is, so that it stands beside no name. */
static void
append_top_value (const Drawing *self)
{
  const NetopGraphPlot *plot = &self->decoration->plot;
  float                 x = (float)(plot->is_mirrored ? plot->x : plot->x + plot->width);

  append_value (self, (int)self->decoration->scale.n_down, GRAPHENE_POINT_INIT (x, (float)(plot->y / 2.0)), plot->is_mirrored ? 0.0 : 1.0);
}

static void
append_columns (const Drawing *self)
{
  const NetopGraphPlot *plot = &self->decoration->plot;
  GdkRGBA               color;

  netop_style_lookup_color (self->widget, "np_grid", &color);
  for (int i = 0; i <= N_COLUMNS; i++)
    append_line (self, &color, plot->x + (int)round ((double)plot->width * i / N_COLUMNS), plot->y, 1, plot->height);
}

static void
append_times (const Drawing *self)
{
  const NetopGraphPlot       *plot = &self->decoration->plot;
  const NetopGraphRangeFacts *range = netop_graph_range_get_facts (self->decoration->range);
  float                       y = (float)(gtk_widget_get_height (self->widget) - CAPTION_PX * self->em);
  double                      start = plot->is_mirrored ? 1.0 : 0.0;
  float                       start_x = (float)(plot->x + start * plot->width);
  float                       end_x = (float)(plot->x + (1.0 - start) * plot->width);
  NetopCaptionFit             fit = netop_caption_fit (plot->width,
                                                       get_text_width (self->widget, _ (range->start)),
                                                       get_text_width (self->widget, _ (range->middle)),
                                                       get_text_width (self->widget, _ ("now")),
                                                       (int)(GAP_PX * self->em));

  if (fit.start)
    append_text (self, _ (range->start), GRAPHENE_POINT_INIT (start_x, y), start);
  if (fit.middle)
    append_text (self, _ (range->middle), GRAPHENE_POINT_INIT ((start_x + end_x) / 2, y), 0.5);
  append_text (self, _ ("now"), GRAPHENE_POINT_INIT (end_x, y), 1.0 - start);
}

/**
 * netop_graph_decoration_draw:
 * @widget: the graph, for its colours and fonts
 *
 * Returns: (transfer full): grid, scale and times
 */
GskRenderNode *
netop_graph_decoration_draw (const NetopGraphDecoration *self, GtkWidget *widget)
{
  Drawing drawing = { self, widget, gtk_snapshot_new (), netop_style_get_em (widget) / NETOP_GRAPH_DESIGN_EM_PX };

  append_scale (&drawing);
  if (self->is_small && !self->is_flat)
    append_top_value (&drawing);
  if (!self->is_small)
    {
      append_columns (&drawing);
      append_times (&drawing);
    }

  return gtk_snapshot_free_to_node (drawing.snapshot);
}

/**
 * netop_graph_decoration_measure_gutter:
 *
 * Returns: room for the widest label in whatever font there is
 */
int
netop_graph_decoration_measure_gutter (GtkWidget *widget)
{
  double em = netop_style_get_em (widget) / NETOP_GRAPH_DESIGN_EM_PX;

  return MAX ((int)(GUTTER_PX * em), get_text_width (widget, "200 MB/s") + (int)(GAP_PX * em));
}
