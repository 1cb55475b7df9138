/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/**
 * NetopHosts:
 *
 * What a hosts file calls addresses (hosts(5)). Finished when it is made, then immutable: any thread.
 */
typedef struct _NetopHosts NetopHosts;

/* Of a longer file the rest is not read, and of more addresses the first ones are kept. */
#define NETOP_HOSTS_MAX_BYTES (16 * 1024 * 1024)
#define NETOP_HOSTS_MAX_ADDRESSES 16384

NetopHosts *netop_hosts_new (const char *text, size_t length) G_GNUC_WARN_UNUSED_RESULT;
NetopHosts *netop_hosts_ref (NetopHosts *self);
void        netop_hosts_unref (NetopHosts *self);
GRefString *netop_hosts_find (const NetopHosts *self, const NetopAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHosts, netop_hosts_unref)

G_END_DECLS
