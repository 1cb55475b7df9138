/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-interface-stack.h"

G_BEGIN_DECLS

#define NETOP_STACK_N_COUNTERS 4

/**
 * NetopTopology:
 * @interfaces: (array length=n_interfaces): all that are known, of any namespace
 * @only_interface: the index of the one that was chosen: then what it saw, whatever stands above; 0 for all
 * @version: another one, not 0, after each change of @interfaces that matters to stacks; 0: they are looked at each time
 * @changing: whether what was counted last may be of before or of after a change: in the tick that tells of the change,
 *   and in the next
 */
typedef struct
{
  const NetopInterface *interfaces;
  guint                 n_interfaces;
  uint32_t              only_interface;
  uint64_t              version;
  bool                  changing;
} NetopTopology;

/**
 * NetopFlowCount:
 * @interface_index: the uppermost interface, the one with most bytes if there are several stacks
 * @estimated: a correction is part of the figures
 *
 * A flow's bytes, each once, correction included.
 */
typedef struct
{
  uint64_t rx_bytes;
  uint64_t tx_bytes;
  uint64_t rx_packets;
  uint64_t tx_packets;
  uint32_t interface_index;
  bool     estimated;
} NetopFlowCount;

/**
 * NetopStackCounter:
 * @relation: of the flow's interfaces, as it holds since @base
 * @version: of the topology that @relation is of; 0 before the first
 * @n_related: interfaces of the flow that @relation is of
 * @base: what each interface had counted when @relation began to hold
 * @settled: what was counted by then
 * @counted: what is counted now
 *
 * Counts a flow's bytes once, whatever joins and leaves stacks meanwhile. Zeroed it has counted nothing. One thread.
 */
typedef struct
{
  NetopStackRelation relation;
  uint64_t           version;
  guint              n_related;
  uint64_t           base[NETOP_FLOW_MAX_INTERFACES][NETOP_STACK_N_COUNTERS];
  uint64_t           settled[NETOP_STACK_N_COUNTERS];
  uint64_t           counted[NETOP_STACK_N_COUNTERS];
} NetopStackCounter;

NetopFlowCount netop_stack_counter_update (NetopStackCounter   *self,
                                           const NetopFlow     *before,
                                           const NetopFlow     *after,
                                           const NetopTopology *topology);

G_END_DECLS
