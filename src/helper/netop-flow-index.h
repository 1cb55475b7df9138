/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow-table.h"

G_BEGIN_DECLS

/**
 * NetopFlowIndex:
 *
 * Which flows there are, by key, as helper main learns it from the capture thread's ticks: to join what the resolver
 * found by tuple and time to the very flow, and to know which ones nobody has been found for. Of fixed
 * capacity: where it is full the flow that closed first goes, and a flow that finds no room is counted. Helper main.
 */
typedef struct _NetopFlowIndex NetopFlowIndex;

/**
 * NetopIndexedFlow:
 * @cookie: of the connected socket that was joined to it last; 0 if none
 * @joined: a socket was found for it
 * @n_requests: how often the resolver was asked for it
 * @seen: the dump that goes on has its socket
 * @missing_dumps: socket dumps in a row that did not
 * @interface_index: where its first packet was seen
 * @twin_id: the flow of which it was found to be a copy; 0 if none
 * @n_twin_tries: how often that was looked for
 * @closed_us: 0 while it is open
 * @closed_link: (nullable): its place among the closed ones, the index' own
 */
typedef struct
{
  NetopFlowKey key;
  uint64_t     id;
  uint64_t     cookie;
  int64_t      first_us;
  int64_t      last_us;
  int64_t      closed_us;
  uint64_t     previous_id;
  int64_t      previous_first_us;
  uint64_t     previous_cookie;
  GList       *closed_link;
  uint32_t     interface_index;
  uint32_t     missing_dumps;
  uint16_t     send_mss;
  uint16_t     receive_mss;
  uint64_t     twin_id;
  uint8_t      n_twin_tries;
  uint8_t      n_requests;
  bool         joined;
  bool         seen;
} NetopIndexedFlow;

typedef void (*NetopIndexedFlowFunc) (NetopIndexedFlow *flow, void *user_data);

NetopFlowIndex   *netop_flow_index_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void              netop_flow_index_free (NetopFlowIndex *self);
void              netop_flow_index_update (NetopFlowIndex *self, const NetopFlow *flow);
void              netop_flow_index_close (NetopFlowIndex *self, const NetopFlow *flow, int64_t now_us);
void              netop_flow_index_expire (NetopFlowIndex *self, int64_t now_us);
NetopIndexedFlow *netop_flow_index_lookup (NetopFlowIndex *self, const NetopFlowKey *key);
uint64_t          netop_flow_index_find (NetopFlowIndex *self, const NetopFlowKey *key, int64_t time_us);
void              netop_flow_index_foreach (NetopFlowIndex *self, NetopIndexedFlowFunc func, void *user_data);
uint64_t          netop_flow_index_get_lost (const NetopFlowIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFlowIndex, netop_flow_index_free)

G_END_DECLS
