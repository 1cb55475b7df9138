/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow-table.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/**
 * NetopPayloadFlows:
 *
 * TCP connections as flows, where no packet may be seen: made of what the kernel counts of each socket, payload bytes
 * acknowledged and received since the first dump. There are no packets, and no bytes of anything but TCP; what opens
 * and closes between two dumps is not seen. Of fixed capacity; what does not fit is counted. Helper main.
 */
typedef struct _NetopPayloadFlows NetopPayloadFlows;

NetopPayloadFlows *netop_payload_flows_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void               netop_payload_flows_free (NetopPayloadFlows *self);
void               netop_payload_flows_see (NetopPayloadFlows *self, const NetopSocketFacts *facts);
void               netop_payload_flows_end_dump (NetopPayloadFlows *self, int64_t now_us);
void               netop_payload_flows_take_dirty (NetopPayloadFlows *self, GArray *flows, GArray *closed);
uint64_t           netop_payload_flows_get_lost (const NetopPayloadFlows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopPayloadFlows, netop_payload_flows_free)

G_END_DECLS
