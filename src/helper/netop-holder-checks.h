/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-process-events.h"
#include "netop-process-rows.h"
#include "netop-socket-rows.h"

G_BEGIN_DECLS

/**
 * NetopHolderChecks:
 *
 * Which processes may hold other sockets than they did: a child has what its parent had, another program has less, and
 * either closes what it does not need soon after. Their descriptors are looked at, some at each tick; whatever happens
 * without a notice is left to the walk over all of them. Of fixed capacity. Helper main.
 */
typedef struct _NetopHolderChecks NetopHolderChecks;

NetopHolderChecks *netop_holder_checks_new (NetopProcessTable *table, NetopProcessRows *processes, NetopSocketRows *sockets) G_GNUC_WARN_UNUSED_RESULT;
void               netop_holder_checks_free (NetopHolderChecks *self);
void               netop_holder_checks_take_event (NetopHolderChecks *self, const NetopProcessEvent *event, int64_t now_us);
void               netop_holder_checks_run (NetopHolderChecks *self, int64_t now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHolderChecks, netop_holder_checks_free)

G_END_DECLS
