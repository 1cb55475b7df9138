/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-row.h"

G_BEGIN_DECLS

/**
 * NetopInterfaceCard:
 *
 * One interface: what it is, its graph, what it carried, its addresses, and what was lost. All cards have the same lines.
 */
#define NETOP_TYPE_INTERFACE_CARD (netop_interface_card_get_type ())
G_DECLARE_FINAL_TYPE (NetopInterfaceCard, netop_interface_card, NETOP, INTERFACE_CARD, GtkFlowBoxChild)

GtkWidget         *netop_interface_card_new (GtkSizeGroup *keys) G_GNUC_WARN_UNUSED_RESULT;
void               netop_interface_card_set_row (NetopInterfaceCard *self, const NetopRow *row, const NetopSnapshot *snapshot);
const NetopRowKey *netop_interface_card_get_key (NetopInterfaceCard *self);
void               netop_interface_card_set_position (NetopInterfaceCard *self, guint position);
guint              netop_interface_card_get_position (NetopInterfaceCard *self);

G_END_DECLS
