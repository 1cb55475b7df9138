/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-found.h"
#include "netop-graph.h"
#include "netop-selection.h"

G_BEGIN_DECLS

/**
 * NetopOverview:
 *
 * The strip above the pages: the graph of all traffic, over a range that can be chosen, with the rates of now, the
 * peak and the totals. Property "range" (int, a #NetopGraphRange).
 */
#define NETOP_TYPE_OVERVIEW (netop_overview_get_type ())
G_DECLARE_FINAL_TYPE (NetopOverview, netop_overview, NETOP, OVERVIEW, GtkWidget)

void netop_overview_set_snapshot (NetopOverview *self, NetopSnapshot *snapshot, NetopFound *found);
void netop_overview_set_selection (NetopOverview *self, NetopSelection *selection);
void netop_overview_set_found (NetopOverview *self, NetopFound *found);
void netop_overview_set_paused (NetopOverview *self, gboolean paused);
void netop_overview_set_context (NetopOverview *self, const char *context);
void netop_overview_add_actions (NetopOverview *self, GActionMap *map);

G_END_DECLS
