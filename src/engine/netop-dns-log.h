/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-dns-names.h"
#include "netop-dns-transactions.h"
#include "netop-snapshot-dns.h"
#include "netop-tick.h"

G_BEGIN_DECLS

/**
 * NetopDnsAsker:
 * @id: of the process, in the helper's numbers; 0 where it is not known
 * @name: borrowed
 *
 * The process that sends what a flow carries.
 */
typedef struct
{
  uint64_t    id;
  uint32_t    pid;
  GRefString *name;
} NetopDnsAsker;

/**
 * NetopDnsFlow:
 * @is_known: it is still listed
 * @is_own: it is this program that asks: that is not listed
 * @is_copy: what it carries another flow carries too: its queries are those of that one
 */
typedef struct
{
  bool          is_known;
  bool          is_copy;
  bool          is_own;
  NetopDnsAsker asker;
} NetopDnsFlow;

typedef NetopDnsFlow (*NetopDnsFlowFunc) (uint64_t flow_id, void *user_data);
typedef bool (*NetopDnsHasAskedFunc) (const char *name, int64_t time_us, void *user_data);
typedef bool (*NetopDnsIsLocalFunc) (const NetopAddress *address, void *user_data);

/**
 * NetopDnsLog:
 *
 * Reads the DNS messages that ticks bring, keeps the newest queries with who asked and what came of it, and what there is to
 * say of each resolver. All time comes from the ticks. The attribution worker's.
 */
typedef struct _NetopDnsLog NetopDnsLog;

NetopDnsLog    *netop_dns_log_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void            netop_dns_log_free (NetopDnsLog *self);
void            netop_dns_log_apply (NetopDnsLog *self, const NetopTick *tick, int64_t real_less_mono_us, NetopDnsIsLocalFunc is_local, void *user_data);
void            netop_dns_log_settle (NetopDnsLog *self, int64_t now_us, NetopDnsFlowFunc find_flow, NetopDnsHasAskedFunc has_asked, void *user_data);
void            netop_dns_log_fill (NetopDnsLog *self, int64_t now_us, int64_t stepped_us, NetopSnapshotDns *dns);
NetopNameSource netop_dns_log_find_name (const NetopDnsLog *self, const NetopAddress *address, uint64_t process_id, int64_t time_us, GRefString **name);
uint64_t        netop_dns_log_get_process_id (const NetopDnsLog *self, const NetopDnsQuery *query);
uint32_t        netop_dns_log_get_interface (const NetopDnsLog *self, const NetopRowKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDnsLog, netop_dns_log_free)

G_END_DECLS
