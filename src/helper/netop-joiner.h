/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-namespaces.h"
#include "netop-payload-flows.h"
#include "netop-process-table.h"
#include "netop-resolver.h"
#include "netop-socket-table.h"
#include "netop-tick.h"
#include "netop-twins.h"

G_BEGIN_DECLS

/**
 * NetopJoiner:
 *
 * What helper main knows of flows, sockets and processes, and which belongs to which: joins what the resolver and
 * the socket dumps found to the flows that the capture thread counts. Helper main.
 */
typedef struct _NetopJoiner NetopJoiner;

NetopJoiner *netop_joiner_new (NetopProcessTable *processes, NetopResolver *resolver) G_GNUC_WARN_UNUSED_RESULT;
void         netop_joiner_free (NetopJoiner *self);
void         netop_joiner_set_payload_flows (NetopJoiner *self, NetopPayloadFlows *payload);
void         netop_joiner_set_namespaces (NetopJoiner *self, NetopNamespaces *namespaces, NetopTwins *twins);
void         netop_joiner_take_flows (NetopJoiner *self, const GArray *flows, const GArray *closed, int64_t now_us);
void         netop_joiner_take_result (NetopJoiner *self, NetopResolverResult *result);
void         netop_joiner_take_results (NetopJoiner *self);
void         netop_joiner_take_event (NetopJoiner *self, const NetopProcessEvent *event, int64_t now_us);
void         netop_joiner_take_end (NetopJoiner *self, const NetopSocketFacts *facts, int64_t now_us);
void         netop_joiner_correct_holders (NetopJoiner *self, int64_t now_us);
bool         netop_joiner_take_dump (NetopJoiner *self, NetopSocketTable *table, int64_t now_us, GError **error);
void         netop_joiner_take_holders (NetopJoiner *self, const NetopHolderIndex *index);
void         netop_joiner_find_exited (NetopJoiner *self, int64_t now_us);
void         netop_joiner_find_replaced (NetopJoiner *self, NetopSocketTable *table, int64_t now_us);
void         netop_joiner_give_updates (NetopJoiner *self, GArray *updates);
void         netop_joiner_fill (NetopJoiner *self, NetopTick *tick);
uint64_t     netop_joiner_find_flow (NetopJoiner *self, const NetopFlowKey *key, int64_t time_us);
uint64_t     netop_joiner_get_lost (const NetopJoiner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopJoiner, netop_joiner_free)

G_END_DECLS
