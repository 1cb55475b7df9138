/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture.h"
#include "netop-local-addresses.h"
#include "netop-payload-queue.h"

G_BEGIN_DECLS

/* Returns the id of the flow that a packet of @key at @time_us belongs to, 0 where it is not known yet. */
typedef uint64_t (*NetopFindFlowFunc) (const NetopFlowKey *key, int64_t time_us, void *user_data);

/**
 * NetopDnsCapture:
 *
 * What goes to the app of DNS: datagrams, which the trigger handle saw and put into the queue, and segments of TCP, of
 * which it has the handle. It joins each to its flow, which is not known until the main handle has seen the packet too,
 * and looks into none. Helper main; the queue's other end is the resolver's.
 */
typedef struct _NetopDnsCapture NetopDnsCapture;

NetopDnsCapture   *netop_dns_capture_new (NetopCapture *capture, uint32_t namespace_id, NetopLocalAddresses *local) G_GNUC_WARN_UNUSED_RESULT;
void               netop_dns_capture_free (NetopDnsCapture *self);
NetopPayloadQueue *netop_dns_capture_get_queue (NetopDnsCapture *self);
void               netop_dns_capture_take_local (NetopDnsCapture *self, NetopLocalAddresses *local);
void               netop_dns_capture_fill (NetopDnsCapture *self, NetopTick *tick, NetopFindFlowFunc find_flow, void *user_data);
uint64_t           netop_dns_capture_get_lost (const NetopDnsCapture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDnsCapture, netop_dns_capture_free)

G_END_DECLS
