/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopInterfaceChooser:
 *
 * A button with a menu: all interfaces, or the one whose traffic the window shows. What is chosen is a name: an interface
 * that goes and comes again is the same. Without a choice, as for a file, where only one is watched, or where the system
 * does not tell interfaces apart, it is not there.
 */
#define NETOP_TYPE_INTERFACE_CHOOSER (netop_interface_chooser_get_type ())
G_DECLARE_FINAL_TYPE (NetopInterfaceChooser, netop_interface_chooser, NETOP, INTERFACE_CHOOSER, AdwBin)

void     netop_interface_chooser_add_actions (NetopInterfaceChooser *self, GActionMap *map);
void     netop_interface_chooser_set_menu (NetopInterfaceChooser *self, GMenu *menu);
void     netop_interface_chooser_set_source (NetopInterfaceChooser *self, NetopSource *source);
void     netop_interface_chooser_set_snapshot (NetopInterfaceChooser *self, const NetopSnapshot *snapshot);
void     netop_interface_chooser_set_paused (NetopInterfaceChooser *self, gboolean is_paused);
gboolean netop_interface_chooser_has_choice (NetopInterfaceChooser *self);
gboolean netop_interface_chooser_can_show (const NetopSnapshot *snapshot, const NetopInterface *facts);

G_END_DECLS
