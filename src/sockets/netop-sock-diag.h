/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

#include "netop-netlink.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/* What the kernel says of one inet socket (linux/inet_diag.h), in answers and in notices alike. */

bool netop_sock_diag_read (NetopNetlinkSpan body, uint32_t namespace_id, uint8_t protocol, NetopSocketFacts *facts);

G_END_DECLS
