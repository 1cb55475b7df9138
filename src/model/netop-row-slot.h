/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define NETOP_TYPE_ROW_SLOT (netop_row_slot_get_type ())
G_DECLARE_FINAL_TYPE (NetopRowSlot, netop_row_slot, NETOP, ROW_SLOT, GObject)

NetopRowSlot *netop_row_slot_new (guint position) G_GNUC_WARN_UNUSED_RESULT;
guint         netop_row_slot_get_position (NetopRowSlot *self);

G_END_DECLS
