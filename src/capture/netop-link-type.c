/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-link-type.h"

#include <pcap/dlt.h>

/* Values of DLT_RAW and DLT_LOOP on the systems whose pcap/dlt.h says otherwise than ours: a file may carry
 * any of them. */
#define DLT_RAW_BSD 12
#define DLT_RAW_OPENBSD 14
#define DLT_PKTAP_DARWIN 149 /* DLT_USER2, which Darwin used before LINKTYPE_PKTAP was assigned */

G_STATIC_ASSERT (DLT_EN10MB == (int)NETOP_LINK_ETHERNET);
G_STATIC_ASSERT (DLT_LINUX_SLL == (int)NETOP_LINK_COOKED_V1);
G_STATIC_ASSERT (DLT_LINUX_SLL2 == (int)NETOP_LINK_COOKED_V2);

/**
 * netop_link_type_from_dlt:
 * @dlt: pcap_datalink(3)'s number, which for a few types differs between systems
 *
 * Returns: the LINKTYPE_ number, the same everywhere (www.tcpdump.org/linktypes.html)
 */
int
netop_link_type_from_dlt (int dlt)
{
  switch (dlt)
    {
    case DLT_RAW_BSD:
    case DLT_RAW_OPENBSD:
      return NETOP_LINK_RAW;
    case DLT_LOOP:
      return NETOP_LINK_LOOP;
    case DLT_PKTAP_DARWIN:
      return NETOP_LINK_PKTAP;
    default:
      return dlt;
    }
}
