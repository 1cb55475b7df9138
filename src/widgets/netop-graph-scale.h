/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-format.h"

G_BEGIN_DECLS

/**
 * NetopGraphScale:
 * @step: between two lines, in bytes (or bits) per second: 1, 2 or 5 times a power of ten
 * @n_down: steps above the axis, at least 1
 * @n_up: below
 */
typedef struct
{
  double step;
  guint  n_down;
  guint  n_up;
} NetopGraphScale;

NetopGraphScale netop_graph_scale_fit (double peak_down, double peak_up, guint max_steps);
gboolean        netop_graph_scale_equal (const NetopGraphScale *a, const NetopGraphScale *b);
void            netop_graph_scale_format (const NetopGraphScale *self,
                                          int                    line,
                                          NetopUnit              unit,
                                          char                  *buffer,
                                          size_t                 buffer_size);

G_END_DECLS
