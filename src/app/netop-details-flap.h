/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-details-pane.h"

G_BEGIN_DECLS

/**
 * NetopDetailsFlap:
 *
 * The details pane at the end of what it is about: beside it where there is room, else over it, and then closed with
 * Escape or a press beside it. Properties: "content" (what stands beside the pane), "revealed" (whether it is to be seen)
 * and "remembered" (the same, but for a pane that lies over the content, which is for the moment).
 */
#define NETOP_TYPE_DETAILS_FLAP (netop_details_flap_get_type ())
G_DECLARE_FINAL_TYPE (NetopDetailsFlap, netop_details_flap, NETOP, DETAILS_FLAP, GtkWidget)

NetopDetailsPane *netop_details_flap_get_pane (NetopDetailsFlap *self);
void              netop_details_flap_add_actions (NetopDetailsFlap *self, GActionMap *map);

G_END_DECLS
