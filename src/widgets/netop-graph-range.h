/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NETOP_GRAPH_RANGE_MINUTE,
  NETOP_GRAPH_RANGE_FIVE_MINUTES,
  NETOP_GRAPH_RANGE_HOUR,
  NETOP_N_GRAPH_RANGES,
} NetopGraphRange;

/**
 * NetopGraphRangeFacts:
 * @spacing_us: between two samples
 * @start: what stands under the oldest sample, not yet translated, like the next two
 * @middle: the same half way
 * @spoken: what it is called in a sentence
 */
typedef struct
{
  guint       n_samples;
  gint64      spacing_us;
  const char *start;
  const char *middle;
  const char *spoken;
} NetopGraphRangeFacts;

const NetopGraphRangeFacts *netop_graph_range_get_facts (NetopGraphRange range);

G_END_DECLS
