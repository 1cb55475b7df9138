/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <linux/netlink.h>
#include <linux/packet_diag.h>

#include "netop-netlink.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/* A question for all packet sockets (packet(7), linux/packet_diag.h). */
typedef struct
{
  struct nlmsghdr        header;
  struct packet_diag_req request;
} NetopPacketDiagRequest;

NetopPacketDiagRequest netop_packet_diag_make_request (void);
bool                   netop_packet_diag_read (NetopNetlinkSpan body, NetopSocketFacts *facts);

G_END_DECLS
