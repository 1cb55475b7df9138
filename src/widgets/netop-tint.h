/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Steps of the tint behind a rate, beyond 0. */
#define NETOP_TINT_N_LEVELS 3

/**
 * NetopTintThresholds:
 * @bytes_per_s: from where levels 1, 2 and 3 begin; rising
 */
typedef struct
{
  double bytes_per_s[NETOP_TINT_N_LEVELS];
} NetopTintThresholds;

#define NETOP_TINT_THRESHOLDS_DEFAULT ((NetopTintThresholds){ { 100e3, 1e6, 10e6 } })

guint netop_tint_get_level (const NetopTintThresholds *thresholds, double bytes_per_s);
float netop_tint_get_alpha (guint level, gboolean dark);

G_END_DECLS
