/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-notice.h"

G_BEGIN_DECLS

/**
 * NetopLossWatch:
 *
 * Says that the capture lost packets, until the user has done something about it, and again when it loses more. Signal
 * "changed": there is something else to say.
 */
#define NETOP_TYPE_LOSS_WATCH (netop_loss_watch_get_type ())
G_DECLARE_FINAL_TYPE (NetopLossWatch, netop_loss_watch, NETOP, LOSS_WATCH, GObject)

NetopLossWatch *netop_loss_watch_new (GSettings *settings, AdwToastOverlay *toasts) G_GNUC_WARN_UNUSED_RESULT;
void            netop_loss_watch_add_actions (NetopLossWatch *self, GActionMap *map);
NetopNotice    *netop_loss_watch_make_notice (NetopLossWatch *self, const NetopSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
