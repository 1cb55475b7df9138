/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-format.h"
#include "netop-tint.h"

G_BEGIN_DECLS

/**
 * NetopRateStyle:
 *
 * How rates are shown: in bytes or bits, and from where on they are tinted. One for the whole program, because it is one
 * user's; main thread. Signal "changed": what is on the screen is to be shown anew.
 */
#define NETOP_TYPE_RATE_STYLE (netop_rate_style_get_type ())
G_DECLARE_FINAL_TYPE (NetopRateStyle, netop_rate_style, NETOP, RATE_STYLE, GObject)

NetopRateStyle *netop_rate_style_get_default (void);
NetopUnit       netop_rate_style_get_unit (void);
NetopFormatted  netop_rate_style_format (NetopFigure bytes_per_s);
guint           netop_rate_style_get_level (NetopFigure bytes_per_s);
void            netop_rate_style_set (NetopUnit unit, const NetopTintThresholds *thresholds);

G_END_DECLS
