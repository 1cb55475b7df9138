/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/**
 * NetopNetwork:
 * @prefix_bits: of the 16 bytes that count: for IPv4 96 to 128
 *
 * All addresses of one family that begin alike (RFC 4632, 3.1; RFC 4291, 2.3). A plain value; any thread.
 */
typedef struct
{
  NetopAddress address;
  uint8_t      prefix_bits;
} NetopNetwork;

bool netop_network_parse (const char *text, NetopNetwork *self) G_GNUC_WARN_UNUSED_RESULT;
bool netop_network_contains (const NetopNetwork *self, const NetopAddress *address);

G_END_DECLS
