/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-graph-plot.h"
#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopGraphSeries:
 * @share: (nullable): a part of @history
 * @n_taken: number of the newest sample of @history, as #NetopGraphPicture has it
 * @px_per_byte: height of one byte per second, in logical pixels like @line_px
 *
 * What is drawn of histories on a plot, in a widget's colours and at its scale.
 */
typedef struct
{
  NetopHistory  *history;
  NetopHistory  *share;
  NetopGraphPlot plot;
  guint          n_taken;
  double         px_per_byte;
  double         line_px;
} NetopGraphSeries;

GdkTexture *netop_graph_series_draw (const NetopGraphSeries *self, GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
