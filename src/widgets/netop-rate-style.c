/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-rate-style.h"

#include <string.h>

struct _NetopRateStyle
{
  GObject parent_instance;

  NetopUnit           unit;
  NetopTintThresholds thresholds; /* rising */
};

G_DEFINE_FINAL_TYPE (NetopRateStyle, netop_rate_style, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
netop_rate_style_class_init (NetopRateStyleClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
netop_rate_style_init (NetopRateStyle *self)
{
  self->unit = NETOP_UNIT_BYTES;
  self->thresholds = NETOP_TINT_THRESHOLDS_DEFAULT;
}

/**
 * netop_rate_style_get_default:
 *
 * Returns: (transfer none): the one there is, for its signal
 */
NetopRateStyle *
netop_rate_style_get_default (void)
{
  static NetopRateStyle *style;

  if (style == NULL)
    style = g_object_new (NETOP_TYPE_RATE_STYLE, NULL);
  return style;
}

/**
 * netop_rate_style_get_unit:
 *
 * Returns: what rates are shown in
 */
NetopUnit
netop_rate_style_get_unit (void)
{
  return netop_rate_style_get_default ()->unit;
}

/**
 * netop_rate_style_format:
 *
 * Returns: the rate as it is shown
 */
NetopFormatted
netop_rate_style_format (NetopFigure bytes_per_s)
{
  return netop_format_rate (bytes_per_s, netop_rate_style_get_unit ());
}

/**
 * netop_rate_style_get_level:
 *
 * Returns: how busy the rate is, of netop_tint_get_level()
 */
guint
netop_rate_style_get_level (NetopFigure bytes_per_s)
{
  return netop_tint_get_level (&netop_rate_style_get_default ()->thresholds, bytes_per_s.value);
}

/**
 * netop_rate_style_set:
 * @thresholds: one that is below the one before it is as high as that
 */
void
netop_rate_style_set (NetopUnit                  unit,
                      const NetopTintThresholds *thresholds)
{
  NetopRateStyle     *self = netop_rate_style_get_default ();
  NetopTintThresholds rising = *thresholds;

  for (guint i = 1; i < NETOP_TINT_N_LEVELS; i++)
    rising.bytes_per_s[i] = MAX (rising.bytes_per_s[i], rising.bytes_per_s[i - 1]);
  if (unit == self->unit && memcmp (&rising, &self->thresholds, sizeof rising) == 0)
    return;

  self->unit = unit;
  self->thresholds = rising;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
