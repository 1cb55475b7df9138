/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address-databases.h"
#include "netop-application-index.h"
#include "netop-dns-configuration.h"
#include "netop-hosts.h"
#include "netop-message.h"
#include "netop-service-names.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopAttribution:
 *
 * Joins flows, sockets, holders and processes, keeps histories, and makes snapshots. All time comes from the
 * ticks. No GObject, no thread of its own: the attribution worker owns it, tests drive it directly.
 */
typedef struct _NetopAttribution NetopAttribution;

/**
 * NetopAttributionOptions:
 * @keep_ended: ended processes stay rows of their own, up to 10,000
 * @no_dns: no DNS message is looked at
 * @own_pid: of this program: what it asks of DNS is not listed; 0 where it does not matter
 * @keep_closed_us: how long a closed connection stays listed, default 30 s
 */
typedef struct
{
  gboolean keep_ended;
  gboolean no_dns;
  uint32_t own_pid;
  int64_t  keep_closed_us;
  guint    max_processes;
  guint    max_connections;
} NetopAttributionOptions;

/* Returns: whether this program was asking for the name of @address at that moment of the ticks' clock. */
typedef bool (*NetopReverseAskedFunc) (const NetopAddress *address, int64_t time_us, void *user_data);

/* Returns: (transfer full) (nullable): the name of @address, %NULL where none is known yet. Of the attribution's thread; waits for
 * nothing. */
typedef GRefString *(*NetopReverseNameFunc) (const NetopAddress *address, void *user_data);

NetopAttribution *netop_attribution_new (const NetopHello *hello, const NetopAttributionOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void              netop_attribution_free (NetopAttribution *self);
void              netop_attribution_take_applications (NetopAttribution *self, NetopApplicationIndex *applications);
void              netop_attribution_take_dns_configuration (NetopAttribution *self, NetopDnsConfiguration *configuration);
void              netop_attribution_take_hosts (NetopAttribution *self, NetopHosts *hosts);
void              netop_attribution_take_services (NetopAttribution *self, NetopServiceNames *services);
void              netop_attribution_take_address_databases (NetopAttribution *self, NetopAddressDatabases *databases);
void              netop_attribution_name_flows (NetopAttribution *self);
void              netop_attribution_set_reverse_names (NetopAttribution *self, NetopReverseNameFunc find, NetopReverseAskedFunc has_asked, void *user_data);
void              netop_attribution_set_shown_interface (NetopAttribution *self, uint32_t interface_index);
void              netop_attribution_set_carriers_counted (NetopAttribution *self, bool counted);
void              netop_attribution_set_loopback_shown (NetopAttribution *self, bool shown);
void              netop_attribution_set_keep_closed (NetopAttribution *self, int64_t keep_closed_us);
void              netop_attribution_follow_clock (NetopAttribution *self, const NetopHello *hello);
void              netop_attribution_apply (NetopAttribution *self, const NetopTick *tick);
NetopSnapshot    *netop_attribution_make_snapshot (NetopAttribution *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopAttribution, netop_attribution_free)

G_END_DECLS
