/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopHealthBox:
 *
 * How TCP went in the last minute: lines of the round trip time and of what was sent again, each under its words.
 */
#define NETOP_TYPE_HEALTH_BOX (netop_health_box_get_type ())
G_DECLARE_FINAL_TYPE (NetopHealthBox, netop_health_box, NETOP, HEALTH_BOX, AdwBin)

void netop_health_box_set_history (NetopHealthBox *self, const NetopHistory *history, gboolean is_mean);

G_END_DECLS
