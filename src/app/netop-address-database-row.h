/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * NetopAddressDatabaseRow:
 *
 * The preference for files with country and operator of addresses: which there are, or what is wrong with one, and buttons to
 * choose others and to do without.
 */
#define NETOP_TYPE_ADDRESS_DATABASE_ROW (netop_address_database_row_get_type ())
G_DECLARE_FINAL_TYPE (NetopAddressDatabaseRow, netop_address_database_row, NETOP, ADDRESS_DATABASE_ROW, AdwActionRow)

void netop_address_database_row_set_settings (NetopAddressDatabaseRow *self, GSettings *settings);

G_END_DECLS
