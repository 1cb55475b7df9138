/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture.h"
#include "netop-local-addresses.h"
#include "netop-payload-queue.h"
#include "netop-resolver.h"

G_BEGIN_DECLS

/**
 * NetopTrigger:
 *
 * The handle that shows SYNs and queries at once, and asks the resolver for each. DNS datagrams it puts into a queue. Used by the resolver's real-time
 * thread; helper main gives it the local addresses.
 */
typedef struct _NetopTrigger NetopTrigger;

NetopTrigger *netop_trigger_new (NetopCapture *capture, uint32_t namespace_id, NetopLocalAddresses *local) G_GNUC_WARN_UNUSED_RESULT;
void          netop_trigger_free (NetopTrigger *self);
int           netop_trigger_get_fd (const NetopTrigger *self);
void          netop_trigger_take_local (NetopTrigger *self, NetopLocalAddresses *local);
void          netop_trigger_set_queue (NetopTrigger *self, NetopPayloadQueue *queue);
bool          netop_trigger_dispatch (NetopResolver *resolver, void *user_data);
uint64_t      netop_trigger_get_dropped (NetopTrigger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopTrigger, netop_trigger_free)

G_END_DECLS
