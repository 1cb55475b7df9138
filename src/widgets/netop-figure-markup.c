/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-figure-markup.h"

#include "netop-style.h"

/**
 * netop_figure_markup_new:
 * @widget: whose style says how far the unit stands back
 * @weight: of the unit: "bold" or "normal"
 *
 * Returns: (transfer full): Pango markup of the value, and behind it the unit, smaller and quiet
 */
char *
netop_figure_markup_new (GtkWidget *widget, const NetopFormatted *formatted, const char *weight)
{
  return g_markup_printf_escaped ("%s%s<span size=\"82%%\" weight=\"%s\" alpha=\"%u%%\">%s</span>",
                                  formatted->value,
                                  formatted->unit[0] != '\0' ? " " : "",
                                  weight,
                                  netop_style_get_quiet_percent (widget),
                                  formatted->unit);
}
