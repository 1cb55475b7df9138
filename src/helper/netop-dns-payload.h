/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-orientation.h"
#include "netop-packet.h"
#include "netop-tick.h"

G_BEGIN_DECLS

bool               netop_dns_payload_is_datagram (const NetopPacket *packet);
bool               netop_dns_payload_is_segment (const NetopPacket *packet);
NetopPayloadRecord netop_dns_payload_make_record (const NetopPacket *packet, const NetopOrientation *orientations, guint n_orientations, int64_t time_us);

G_END_DECLS
