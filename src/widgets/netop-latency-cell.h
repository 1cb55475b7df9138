/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-figure.h"

G_BEGIN_DECLS

/**
 * NetopLatencyCell:
 *
 * A quiet bar for how long something took, on a logarithmic scale from 1 to 500 ms, with the number behind it or with a
 * mark for a second figure. It never asks for a new size, and draws again only where something changed.
 */
#define NETOP_TYPE_LATENCY_CELL (netop_latency_cell_get_type ())
G_DECLARE_FINAL_TYPE (NetopLatencyCell, netop_latency_cell, NETOP, LATENCY_CELL, GtkWidget)

GtkWidget  *netop_latency_cell_new (gboolean has_figure) G_GNUC_WARN_UNUSED_RESULT;
const char *netop_latency_cell_get_scale_text (void);
void        netop_latency_cell_set_title (NetopLatencyCell *self, const char *title);
void        netop_latency_cell_set_latency (NetopLatencyCell *self, NetopFigure latency_us, NetopFigure mark_us, gboolean is_bad);
double      netop_latency_cell_get_fill (NetopLatencyCell *self);

G_END_DECLS
