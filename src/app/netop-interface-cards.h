/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-row-model.h"

G_BEGIN_DECLS

/**
 * NetopInterfaceCards:
 *
 * The interfaces of a table as cards, in an order that only changes with what they are. What is selected is the model's, and
 * has a row's menu and keys.
 */
#define NETOP_TYPE_INTERFACE_CARDS (netop_interface_cards_get_type ())
G_DECLARE_FINAL_TYPE (NetopInterfaceCards, netop_interface_cards, NETOP, INTERFACE_CARDS, AdwBin)

GtkWidget *netop_interface_cards_new (NetopRowModel *model) G_GNUC_WARN_UNUSED_RESULT;
void       netop_interface_cards_update (NetopInterfaceCards *self);
guint      netop_interface_cards_get_n_cards (NetopInterfaceCards *self);
void       netop_interface_cards_focus (NetopInterfaceCards *self);

G_END_DECLS
