/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-address.h"

G_BEGIN_DECLS

/* More files than that, and larger ones, are refused. */
#define NETOP_ADDRESS_DATABASES_MAX 8
#define NETOP_ADDRESS_DATABASE_MAX_BYTES (512 * 1024 * 1024)

/**
 * NetopAddressDatabases:
 *
 * What files in MaxMind's format say of addresses: the country, and who operates the network. Immutable: any thread.
 */
typedef struct _NetopAddressDatabases NetopAddressDatabases;

NetopAddressDatabases *netop_address_databases_open (const char *const *paths, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopAddressDatabases *netop_address_databases_ref (NetopAddressDatabases *self);
void                   netop_address_databases_unref (NetopAddressDatabases *self);
void                   netop_address_databases_find (const NetopAddressDatabases *self, const NetopAddress *address, GRefString **country, GRefString **operator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopAddressDatabases, netop_address_databases_unref)

G_END_DECLS
