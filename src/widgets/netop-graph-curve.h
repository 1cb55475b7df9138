/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopGraphPoint:
 * @age: in samples before the newest
 * @value: bytes per second
 */
typedef struct
{
  double age;
  double value;
} NetopGraphPoint;

guint netop_graph_curve_get_bucket (double sample_px);
guint netop_graph_curve_make (const NetopSample *samples,
                              guint              n_samples,
                              gboolean           is_up,
                              guint              bucket,
                              guint              bucket_end,
                              NetopGraphPoint   *points);
void  netop_graph_curve_get_controls (const NetopGraphPoint *points, guint n_points, guint i, double controls[2]);

G_END_DECLS
