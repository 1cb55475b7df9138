/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-figure.h"

G_BEGIN_DECLS

/* Older samples are forgotten. */
#define NETOP_TREND_CAPACITY 120

/**
 * NetopTrend:
 *
 * A line of the last figures of one kind, the newest at the edge where reading ends, from 0 to a little more than the
 * largest. Where a figure is not known the line has a gap. Keeps what it shows: a bounded number. Main thread.
 */
#define NETOP_TYPE_TREND (netop_trend_get_type ())
G_DECLARE_FINAL_TYPE (NetopTrend, netop_trend, NETOP, TREND, GtkWidget)

GtkWidget  *netop_trend_new (void);
void        netop_trend_clear (NetopTrend *self);
void        netop_trend_append (NetopTrend *self, NetopFigure figure);
guint       netop_trend_get_length (NetopTrend *self);
NetopFigure netop_trend_get_peak (NetopTrend *self);

G_END_DECLS
