/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-application.h"
#include "netop-selection.h"
#include "netop-table-page.h"

G_BEGIN_DECLS

/**
 * NetopPages:
 *
 * The pages of the window, one of which is on the screen. One that has nothing behind it is not there: a file has no
 * interfaces. Names: "processes", "connections", "interfaces".
 */
#define NETOP_TYPE_PAGES (netop_pages_get_type ())
G_DECLARE_FINAL_TYPE (NetopPages, netop_pages, NETOP, PAGES, AdwBin)

void            netop_pages_restore (NetopPages *self, GSettings *settings, NetopApplicationSort sort);
void            netop_pages_add_actions (NetopPages *self, GActionMap *map);
AdwViewStack   *netop_pages_get_stack (NetopPages *self);
void            netop_pages_get_found (NetopPages *self, NetopFound *found);
void            netop_pages_get_totals (NetopPages *self, NetopRowTotals *processes, NetopRowTotals *sums);
NetopSelection *netop_pages_get_selection (NetopPages *self);
gboolean        netop_pages_is_on (NetopPages *self, const char *name);
const char     *netop_pages_get_title (NetopPages *self);
void            netop_pages_set_snapshot (NetopPages *self, NetopSnapshot *snapshot);
void            netop_pages_set_filter (NetopPages *self, NetopFilter *filter);
void            netop_pages_show (NetopPages *self, const char *name);
void            netop_pages_step (NetopPages *self, int n_steps);
void            netop_pages_focus (NetopPages *self);

G_END_DECLS
