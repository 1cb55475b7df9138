/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopSparkline:
 *
 * The last 60 samples of a history as columns, down above the baseline, up below. On its own scale with a floor,
 * so that an idle row looks idle: a shape, not a measure.
 */
#define NETOP_TYPE_SPARKLINE (netop_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (NetopSparkline, netop_sparkline, NETOP, SPARKLINE, GtkWidget)

GtkWidget *netop_sparkline_new (void);
void       netop_sparkline_set_history (NetopSparkline *self, NetopHistory *history);

G_END_DECLS
