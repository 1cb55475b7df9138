/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-page.h"

G_BEGIN_DECLS

/**
 * NetopInterfacesPage:
 *
 * The interfaces as a table, or as cards.
 */
#define NETOP_TYPE_INTERFACES_PAGE (netop_interfaces_page_get_type ())
G_DECLARE_FINAL_TYPE (NetopInterfacesPage, netop_interfaces_page, NETOP, INTERFACES_PAGE, GtkWidget)

GtkWidget      *netop_interfaces_page_new (void) G_GNUC_WARN_UNUSED_RESULT;
NetopTablePage *netop_interfaces_page_get_table (NetopInterfacesPage *self);
void            netop_interfaces_page_set_snapshot (NetopInterfacesPage *self, NetopSnapshot *snapshot);
void            netop_interfaces_page_set_cards (NetopInterfacesPage *self, gboolean is_cards);
gboolean        netop_interfaces_page_shows_cards (NetopInterfacesPage *self);
void            netop_interfaces_page_focus (NetopInterfacesPage *self);

G_END_DECLS
