/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-keeper.h"

G_BEGIN_DECLS

/**
 * NetopLogHold:
 *
 * Keeps the rows of a log where they are while it is scrolled away from its beginning: who reads there is not to have them
 * move under his eyes. What comes in the meantime waits, and comes in when the beginning is in sight again.
 */
#define NETOP_TYPE_LOG_HOLD (netop_log_hold_get_type ())
G_DECLARE_FINAL_TYPE (NetopLogHold, netop_log_hold, NETOP, LOG_HOLD, GObject)

NetopLogHold *netop_log_hold_new (GtkColumnView *view, NetopRowModel *model, NetopTableKeeper *keeper) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
