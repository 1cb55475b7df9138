/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NetopGraphRescale:
 * @start_us: of the frame in which the scale changed
 * @by: how many times as high the series were before
 *
 * The way from one scale of a graph to the next. All 0 is one that was never begun.
 */
typedef struct
{
  gint64 start_us;
  double by;
} NetopGraphRescale;

double   netop_graph_rescale_get (const NetopGraphRescale *self, gint64 now_us);
gboolean netop_graph_rescale_is_over (const NetopGraphRescale *self, gint64 now_us);

G_END_DECLS
