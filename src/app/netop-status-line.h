/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-row-model.h"

G_BEGIN_DECLS

/**
 * NetopStatusLine:
 *
 * The line below the page: how many rows there are and what they carry, what the figures come from, and what was lost.
 */
#define NETOP_TYPE_STATUS_LINE (netop_status_line_get_type ())
G_DECLARE_FINAL_TYPE (NetopStatusLine, netop_status_line, NETOP, STATUS_LINE, AdwBin)

void netop_status_line_set_snapshot (NetopStatusLine *self, const NetopSnapshot *snapshot, const NetopRowTotals *processes, const NetopRowTotals *sums);

G_END_DECLS
