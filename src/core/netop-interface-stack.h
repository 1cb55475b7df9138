/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-interface.h"

G_BEGIN_DECLS

/**
 * NetopStackRelation:
 * @above: for each interface of a flow, by its position there, the positions of those that stand above it, a bit each
 * @known: the positions whose facts are known, a bit each
 *
 * How the interfaces that saw one flow stand to each other. A packet is seen on each interface of a stack: on the
 * bridge and on its port, on the VLAN and on its parent.
 */
typedef struct
{
  uint8_t above[NETOP_FLOW_MAX_INTERFACES];
  uint8_t known;
} NetopStackRelation;

G_STATIC_ASSERT (NETOP_FLOW_MAX_INTERFACES <= 8);

void netop_interface_stack_relate (const NetopFlow      *flow,
                                   const NetopInterface *interfaces,
                                   guint                 n_interfaces,
                                   NetopStackRelation   *relation);

G_END_DECLS
