/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-search.h"
#include "netop-selection.h"

G_BEGIN_DECLS

/**
 * NetopRowActions:
 *
 * What can be done with the selected row, as actions of a window: "copy", "copy-json", "copy-address", "copy-text" (of any
 * text), "filter-by" (a key of the search language) and "end-process". Each is enabled only where it makes sense.
 */
#define NETOP_TYPE_ROW_ACTIONS (netop_row_actions_get_type ())
G_DECLARE_FINAL_TYPE (NetopRowActions, netop_row_actions, NETOP, ROW_ACTIONS, GObject)

NetopRowActions *netop_row_actions_new (GtkApplicationWindow *window, NetopSelection *selection, AdwToastOverlay *toasts, NetopSearch *search) G_GNUC_WARN_UNUSED_RESULT;
void             netop_row_actions_update (NetopRowActions *self);

G_END_DECLS
