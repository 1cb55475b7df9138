/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"
#include "netop-name-source.h"

G_BEGIN_DECLS

/* So long an answer is held to be fresh at least: programs connect a little after they asked, however short its time to live. */
#define NETOP_DNS_NAMES_MIN_FRESH_US (10 * G_USEC_PER_SEC)

/**
 * NetopNameAsker:
 * @process_id: the helper's number, 0 as long as it is not known
 *
 * Who asked for a name: a box of GLib (g_rc_box_new()) that whoever finds out fills, and all names of one answer share.
 */
typedef struct
{
  uint64_t process_id;
} NetopNameAsker;

/**
 * NetopDnsNames:
 *
 * Under which names addresses were given out, by answers that passed by. Of fixed capacity: what was told longest ago gives
 * way. Pure. One thread.
 */
typedef struct _NetopDnsNames NetopDnsNames;

NetopDnsNames  *netop_dns_names_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void            netop_dns_names_free (NetopDnsNames *self);
void            netop_dns_names_add (NetopDnsNames *self, const NetopAddress *address, GRefString *name, NetopNameAsker *asker, int64_t told_us, int64_t ttl_s);
NetopNameSource netop_dns_names_find (const NetopDnsNames *self, const NetopAddress *address, uint64_t process_id, int64_t time_us, GRefString **name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDnsNames, netop_dns_names_free)

G_END_DECLS
