/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-rescale.h"

#define DURATION_US (200 * G_TIME_SPAN_MILLISECOND)

/**
 * netop_graph_rescale_get:
 *
 * Returns: how many times as high as in the end the series are in the frame of @now_us: fast at first, slow at the end
 */
double
netop_graph_rescale_get (const NetopGraphRescale *self, gint64 now_us)
{
  double way = (double)(now_us - self->start_us) / (double)DURATION_US;
  double rest = 1.0 - CLAMP (way, 0.0, 1.0);

  if (netop_graph_rescale_is_over (self, now_us))
    return 1.0;

  return 1.0 + (self->by - 1.0) * rest * rest * rest;
}

/**
 * netop_graph_rescale_is_over:
 *
 * Returns: whether the series are at their scale in the frame of @now_us
 */
gboolean
netop_graph_rescale_is_over (const NetopGraphRescale *self, gint64 now_us)
{
  return self->by <= 0.0 || now_us - self->start_us >= DURATION_US;
}
