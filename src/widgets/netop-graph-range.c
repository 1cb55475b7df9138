/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-range.h"

#include <glib/gi18n.h>

static const NetopGraphRangeFacts ranges[] = {
  [NETOP_GRAPH_RANGE_MINUTE] = { 60, G_USEC_PER_SEC, N_ ("1 min ago"), N_ ("30 s"), N_ ("last minute") },
  [NETOP_GRAPH_RANGE_FIVE_MINUTES] = { 300, G_USEC_PER_SEC, N_ ("5 min ago"), N_ ("2.5 min"), N_ ("last 5 minutes") },
  [NETOP_GRAPH_RANGE_HOUR] = { 60, 60 * G_USEC_PER_SEC, N_ ("1 h ago"), N_ ("30 min"), N_ ("last hour") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (ranges) == NETOP_N_GRAPH_RANGES);

/**
 * netop_graph_range_get_facts:
 *
 * Returns: (transfer none): what it covers, and its words
 */
const NetopGraphRangeFacts *
netop_graph_range_get_facts (NetopGraphRange range)
{
  g_return_val_if_fail (range < NETOP_N_GRAPH_RANGES, &ranges[NETOP_GRAPH_RANGE_MINUTE]);

  return &ranges[range];
}
