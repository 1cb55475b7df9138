/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-graph-plot.h"
#include "netop-graph-range.h"
#include "netop-graph-scale.h"

G_BEGIN_DECLS

/* Sizes at a font of 11 pt; they follow the font. */
#define NETOP_GRAPH_DESIGN_EM_PX (11.0 * 96.0 / 72.0)
#define NETOP_GRAPH_BOTTOM_PX 22
#define NETOP_GRAPH_SMALL_TOP_PX 16

/**
 * NetopGraphDecoration:
 * @is_flat: there is nothing to measure: a small one says no value
 * @is_small: lines, and the value of the topmost one above the plot; no gutter, and no times
 *
 * What stands around the series of a graph.
 */
typedef struct
{
  NetopGraphPlot  plot;
  NetopGraphScale scale;
  NetopUnit       unit;
  NetopGraphRange range;
  gboolean        is_small;
  gboolean        is_flat;
} NetopGraphDecoration;

GskRenderNode *netop_graph_decoration_draw (const NetopGraphDecoration *self, GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;
int            netop_graph_decoration_measure_gutter (GtkWidget *widget);

G_END_DECLS
