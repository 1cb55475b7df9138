/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tint.h"

/* Opacity of the series colour behind a rate, by level. */
static const float light_alphas[] = { 0.0f, 0.09f, 0.18f, 0.30f };
static const float dark_alphas[] = { 0.0f, 0.13f, 0.26f, 0.40f };

G_STATIC_ASSERT (G_N_ELEMENTS (light_alphas) == NETOP_TINT_N_LEVELS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (dark_alphas) == NETOP_TINT_N_LEVELS + 1);

/**
 * netop_tint_get_level:
 *
 * Returns: how busy a rate is: 0 for calm to %NETOP_TINT_N_LEVELS
 */
guint
netop_tint_get_level (const NetopTintThresholds *thresholds, double bytes_per_s)
{
  guint level = 0;

  while (level < NETOP_TINT_N_LEVELS && bytes_per_s >= thresholds->bytes_per_s[level])
    level++;

  return level;
}

/**
 * netop_tint_get_alpha:
 *
 * Returns: the opacity of the series colour at @level
 */
float
netop_tint_get_alpha (guint level, gboolean dark)
{
  g_return_val_if_fail (level <= NETOP_TINT_N_LEVELS, 0.0f);

  return dark ? dark_alphas[level] : light_alphas[level];
}
