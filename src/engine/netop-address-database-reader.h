/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address-databases.h"

G_BEGIN_DECLS

/**
 * NetopAddressDatabaseReader:
 *
 * Reads the address databases that the user points to, and again when he points to others: one for a whole run of the program.
 * Property "problem" (string): %NULL, or why one of them cannot be read. Main thread, but for
 * netop_address_database_reader_get_databases().
 */
#define NETOP_TYPE_ADDRESS_DATABASE_READER (netop_address_database_reader_get_type ())
G_DECLARE_FINAL_TYPE (NetopAddressDatabaseReader, netop_address_database_reader, NETOP, ADDRESS_DATABASE_READER, GObject)

NetopAddressDatabaseReader *netop_address_database_reader_get_default (void);
const char                 *netop_address_database_reader_get_problem (NetopAddressDatabaseReader *self);
void                        netop_address_database_reader_set_preferred (NetopAddressDatabaseReader *self, const char *const *paths);
void                        netop_address_database_reader_take (NetopAddressDatabases *databases);
NetopAddressDatabases      *netop_address_database_reader_get_databases (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
