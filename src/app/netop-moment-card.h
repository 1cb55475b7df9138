/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-graph-range.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopMomentCard:
 *
 * What one moment of the overview was: its time, both rates, and the programs that had most of them.
 */
#define NETOP_TYPE_MOMENT_CARD (netop_moment_card_get_type ())
G_DECLARE_FINAL_TYPE (NetopMomentCard, netop_moment_card, NETOP, MOMENT_CARD, GtkWidget)

GtkWidget *netop_moment_card_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       netop_moment_card_show (NetopMomentCard *self, const NetopSnapshot *snapshot, NetopGraphRange range, guint age);
char      *netop_moment_card_dup_spoken (NetopMomentCard *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
