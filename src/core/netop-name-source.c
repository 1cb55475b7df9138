/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-name-source.h"

/**
 * netop_name_source_get_id:
 *
 * Returns: (transfer none) (nullable): its word in the exported document; %NULL for none
 */
const char *
netop_name_source_get_id (NetopNameSource self)
{
  switch (self)
    {
    case NETOP_NAME_SOURCE_REVERSE_DNS:
      return "reverse_dns";
    case NETOP_NAME_SOURCE_HOSTS:
      return "hosts";
    case NETOP_NAME_SOURCE_MDNS:
      return "mdns";
    case NETOP_NAME_SOURCE_OTHER_PROCESS:
      return "dns_other_process";
    case NETOP_NAME_SOURCE_SAME_PROCESS:
      return "dns";
    case NETOP_NAME_SOURCE_NONE:
    default:
      return NULL;
    }
}

/**
 * netop_name_source_is_inferred:
 *
 * Returns: whether the name may be another than the one that the connection was made for: nobody who is known to have made it
 *   used it, and neither the host itself nor this one's administrator calls it so
 */
bool
netop_name_source_is_inferred (NetopNameSource self)
{
  return self == NETOP_NAME_SOURCE_OTHER_PROCESS || self == NETOP_NAME_SOURCE_REVERSE_DNS;
}
