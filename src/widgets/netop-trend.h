/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-figure.h"

G_BEGIN_DECLS

/* Seconds from edge to edge. */
#define NETOP_TREND_CAPACITY 60

/**
 * NetopTrend:
 *
 * A line of one figure over the last minute, the newest at the edge where reading ends, from 0 to a little more than the
 * largest. Where a figure is not known the line has a gap. Main thread.
 */
#define NETOP_TYPE_TREND (netop_trend_get_type ())
G_DECLARE_FINAL_TYPE (NetopTrend, netop_trend, NETOP, TREND, GtkWidget)

GtkWidget  *netop_trend_new (void);
void        netop_trend_set_figures (NetopTrend *self, const NetopFigure *figures, guint n_figures);
guint       netop_trend_get_length (NetopTrend *self);
NetopFigure netop_trend_get_peak (NetopTrend *self);

G_END_DECLS
