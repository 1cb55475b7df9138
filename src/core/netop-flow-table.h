/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-captured-packet.h"
#include "netop-flow.h"
#include "netop-local-addresses.h"
#include "netop-packet.h"

G_BEGIN_DECLS

#define NETOP_FLOW_TABLE_DEFAULT_CAPACITY 65536
#define NETOP_FLOW_TABLE_DEFAULT_CLOSED_CAPACITY 16384

/**
 * NetopFlowTable:
 *
 * Flows by key, with a fixed capacity and a keyed hash, owned by the capture thread alone. It allocates at
 * start and never again. A row is dirty from the packet that changed it until it is taken; a closed flow is
 * queued until it is taken; when the table is full the flow idle for longest is closed as evicted, and when
 * the queue is full too its bytes join the "tables full" flow. So no byte is ever lost.
 */
typedef struct _NetopFlowTable NetopFlowTable;

/**
 * NetopClosedFlow:
 * @flow: with its final counters
 * @reason: NetopCloseReason
 */
typedef struct
{
  NetopFlow flow;
  int64_t   closed_us;
  uint8_t   reason;
  uint8_t   padding[7];
} NetopClosedFlow;

G_STATIC_ASSERT (sizeof (NetopFlow) == 448);
G_STATIC_ASSERT (sizeof (NetopClosedFlow) == 464);

/**
 * NetopFlowTableStatistics:
 *
 * What the table did, since it was made.
 */
typedef struct
{
  uint64_t packets; /* counted in a flow */
  uint64_t evictions;
  uint64_t flows; /* made */
  guint    n_open;
} NetopFlowTableStatistics;

/* Called for each flow that begins, by the thread that owns the table, in mid-packet: it must be quick. */
typedef void (*NetopNewFlowFunc) (const NetopFlowKey *key, uint32_t interface_index, int64_t time_us, void *user_data);

NetopFlowTable   *netop_flow_table_new (guint capacity, guint closed_capacity) G_GNUC_WARN_UNUSED_RESULT;
void              netop_flow_table_free (NetopFlowTable *self);
void              netop_flow_table_set_new_flow_func (NetopFlowTable *self, NetopNewFlowFunc func, void *user_data);
void              netop_flow_table_add_packet (NetopFlowTable      *self,
                                               const NetopPacket   *packet,
                                               NetopLocalAddresses *local,
                                               uint32_t             namespace_id,
                                               int64_t              time_us);
NetopPacketStatus netop_flow_table_add_captured (NetopFlowTable            *self,
                                                 const NetopCapturedPacket *captured,
                                                 NetopLocalAddresses       *local,
                                                 uint32_t                   namespace_id,
                                                 int64_t                    time_us);
void              netop_flow_table_expire (NetopFlowTable *self, int64_t now_us);
bool              netop_flow_table_close (NetopFlowTable *self, uint64_t flow_id, NetopCloseReason reason, int64_t now_us);
void              netop_flow_table_set_mss (NetopFlowTable *self, uint64_t flow_id, uint16_t rx_mss, uint16_t tx_mss);
void              netop_flow_table_take_dirty (NetopFlowTable *self, GArray *flows, GArray *closed);
const NetopFlow  *netop_flow_table_lookup (const NetopFlowTable *self, const NetopFlowKey *key);
void              netop_flow_table_get_statistics (const NetopFlowTable *self, NetopFlowTableStatistics *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFlowTable, netop_flow_table_free)

G_END_DECLS
