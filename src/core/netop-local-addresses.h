/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"
#include "netop-interface.h"

G_BEGIN_DECLS

/**
 * NetopLocalAddresses:
 *
 * The set of addresses that are this host's, as netlink last told. Immutable and refcounted: helper main makes
 * a new one when addresses change and hands it to the capture thread. All of 127.0.0.0/8 and ::1 are local always.
 */
typedef struct _NetopLocalAddresses NetopLocalAddresses;

NetopLocalAddresses *netop_local_addresses_new (const NetopInterfaceAddress *addresses, guint n_addresses) G_GNUC_WARN_UNUSED_RESULT;
NetopLocalAddresses *netop_local_addresses_ref (NetopLocalAddresses *self);
void                 netop_local_addresses_unref (NetopLocalAddresses *self);
bool                 netop_local_addresses_is_empty (const NetopLocalAddresses *self);
bool                 netop_local_addresses_contain (const NetopLocalAddresses *self, const NetopAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopLocalAddresses, netop_local_addresses_unref)

G_END_DECLS
