/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-interface.h"

G_BEGIN_DECLS

/**
 * NetopFlowCount:
 * @interface_index: the uppermost interface that counted, the one with most bytes if there are several stacks
 * @estimated: a correction is part of the figures
 *
 * A flow's bytes, each once.
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

NetopFlowCount netop_interface_stack_count (const NetopFlow      *flow,
                                            const NetopInterface *interfaces,
                                            guint                 n_interfaces,
                                            uint32_t              only_interface);

G_END_DECLS
