/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/**
 * NetopSpecialRange:
 *
 * What an address is for where it is no host's of the public network.
 */
typedef enum {
  NETOP_SPECIAL_RANGE_NONE,
  NETOP_SPECIAL_RANGE_THIS_NETWORK,
  NETOP_SPECIAL_RANGE_LOOPBACK,
  NETOP_SPECIAL_RANGE_PRIVATE,
  NETOP_SPECIAL_RANGE_SHARED, /* behind a provider's address translation */
  NETOP_SPECIAL_RANGE_LINK_LOCAL,
  NETOP_SPECIAL_RANGE_MULTICAST,
  NETOP_SPECIAL_RANGE_BROADCAST,
  NETOP_SPECIAL_RANGE_DOCUMENTATION,
  NETOP_SPECIAL_RANGE_BENCHMARKING,
  NETOP_SPECIAL_RANGE_PROTOCOL, /* of a protocol of the IETF */
  NETOP_SPECIAL_RANGE_TRANSLATION,
  NETOP_SPECIAL_RANGE_TUNNEL,
  NETOP_SPECIAL_RANGE_DISCARD,
  NETOP_SPECIAL_RANGE_RESERVED,
  NETOP_N_SPECIAL_RANGES,
} NetopSpecialRange;

NetopSpecialRange netop_special_range_find (const NetopAddress *address);
const char       *netop_special_range_get_id (NetopSpecialRange self);

G_END_DECLS
