/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-page.h"

G_BEGIN_DECLS

/**
 * NetopDnsPage:
 *
 * Two tables: above whom this host asks, as high as its rows are, below the queries.
 */
#define NETOP_TYPE_DNS_PAGE (netop_dns_page_get_type ())
G_DECLARE_FINAL_TYPE (NetopDnsPage, netop_dns_page, NETOP, DNS_PAGE, GtkWidget)

GtkWidget      *netop_dns_page_new (void) G_GNUC_WARN_UNUSED_RESULT;
NetopTablePage *netop_dns_page_get_resolvers (NetopDnsPage *self);
NetopTablePage *netop_dns_page_get_queries (NetopDnsPage *self);
NetopTablePage *netop_dns_page_get_focused (NetopDnsPage *self);
void            netop_dns_page_focus (NetopDnsPage *self);

G_END_DECLS
