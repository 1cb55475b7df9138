/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-selection.h"

G_BEGIN_DECLS

/**
 * NetopDetailsPane:
 *
 * What is known of the row that is selected, beside the tables: it follows the selection by its identity, and where the
 * row goes what was last known of it stays, marked as ended. Each line can be copied. While it is not on the screen it
 * only remembers the newest snapshot.
 */
#define NETOP_TYPE_DETAILS_PANE (netop_details_pane_get_type ())
G_DECLARE_FINAL_TYPE (NetopDetailsPane, netop_details_pane, NETOP, DETAILS_PANE, AdwBin)

void netop_details_pane_set_selection (NetopDetailsPane *self, NetopSelection *selection);
void netop_details_pane_set_snapshot (NetopDetailsPane *self, NetopSnapshot *snapshot);

G_END_DECLS
