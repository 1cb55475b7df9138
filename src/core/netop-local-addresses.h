/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"
#include "netop-interface.h"

G_BEGIN_DECLS

/**
 * NetopFarNamespace:
 * @interface_index: of this end of a pair
 * @namespace_id: where the other end is, never 0
 */
typedef struct
{
  uint32_t interface_index;
  uint32_t namespace_id;
} NetopFarNamespace;

/**
 * NetopLocalAddresses:
 *
 * The set of addresses that are this host's, as netlink last told. Immutable and refcounted: helper main makes
 * a new one when addresses change and hands it to the capture thread. All of 127.0.0.0/8 and ::1 are local always. It
 * knows too behind which interfaces another network namespace of this host is.
 */
typedef struct _NetopLocalAddresses NetopLocalAddresses;

NetopLocalAddresses *netop_local_addresses_new (const NetopInterfaceAddress *addresses, guint n_addresses) G_GNUC_WARN_UNUSED_RESULT;
NetopLocalAddresses *netop_local_addresses_new_with_namespaces (const NetopInterfaceAddress *addresses, guint n_addresses, const NetopFarNamespace *far, guint n_far) G_GNUC_WARN_UNUSED_RESULT;
NetopLocalAddresses *netop_local_addresses_ref (NetopLocalAddresses *self);
void                 netop_local_addresses_unref (NetopLocalAddresses *self);
bool                 netop_local_addresses_is_empty (const NetopLocalAddresses *self);
bool                 netop_local_addresses_contain (const NetopLocalAddresses *self, const NetopAddress *address);
uint32_t             netop_local_addresses_find_namespace (const NetopLocalAddresses *self, uint32_t interface_index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopLocalAddresses, netop_local_addresses_unref)

G_END_DECLS
