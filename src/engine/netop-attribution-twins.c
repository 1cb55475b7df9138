/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

/* The packets of a pair are seen at its two ends within this. */
#define SAME_TIME_US (100 * 1000)

static uint64_t
get_excess (uint64_t all,
            uint64_t copied)
{
  return all > copied ? all - copied : 0;
}

/* What the copy had before anybody knew of the original: that is counted nowhere else. A forwarded flow has one way only,
 * once coming in and once going out. */
static NetopTraffic
get_kept (const NetopKnownFlow *copy,
          const NetopKnownFlow *original)
{
  const NetopTraffic *all = &copy->account.traffic;
  NetopTraffic        copied = original->account.traffic;

  if (original->flow.first_us <= copy->flow.first_us + SAME_TIME_US)
    return (NetopTraffic){ 0 };

  if (copy->flow.key.forwarded != 0 && netop_address_equal (&copy->flow.key.local, &original->flow.key.local))
    copied = (NetopTraffic){ copied.tx_bytes, copied.tx_bytes, copied.tx_packets, copied.tx_packets };
  else if (copy->flow.key.forwarded != 0)
    copied = (NetopTraffic){ copied.rx_bytes, copied.rx_bytes, copied.rx_packets, copied.rx_packets };
  return (NetopTraffic){
    .rx_bytes = get_excess (all->rx_bytes, copied.rx_bytes),
    .tx_bytes = get_excess (all->tx_bytes, copied.tx_bytes),
    .rx_packets = get_excess (all->rx_packets, copied.rx_packets),
    .tx_packets = get_excess (all->tx_packets, copied.tx_packets),
  };
}

/* A copy of a copy would be of a loop, which would be the sender's mistake. */
static void
apply_twin (NetopAttribution      *self,
            const NetopTwinRecord *record)
{
  NetopKnownFlow *copy = g_hash_table_lookup (self->flows, &record->flow_id);
  NetopKnownFlow *original = g_hash_table_lookup (self->flows, &record->twin_id);
  NetopTraffic    kept;

  if (copy == NULL || original == NULL || copy->twin_id != 0 || copy->is_original || original->twin_id != 0)
    return;

  kept = get_kept (copy, original);
  netop_attribution_unbook (self, copy);
  copy->twin_id = record->twin_id;
  copy->account.traffic = kept;
  copy->dirty = true;
  original->is_original = true;
}

/**
 * netop_attribution_apply_twins:
 *
 * Takes what a flow had that is another one's, seen once more, out of all that it was booked on. To be called when a tick's
 * flows were applied.
 */
void
netop_attribution_apply_twins (NetopAttribution *self,
                               const NetopTick  *tick)
{
  for (guint i = 0; i < tick->twins->len; i++)
    apply_twin (self, &g_array_index (tick->twins, NetopTwinRecord, i));
}

/**
 * netop_attribution_find_twin_owner:
 * @owner: (out): set only on success
 *
 * Returns: whether the flow is another one's on the other side of address translation, and so its owner is that one's
 */
bool
netop_attribution_find_twin_owner (const NetopAttribution *self,
                                   const NetopKnownFlow   *flow,
                                   NetopOwner             *owner)
{
  const NetopKnownFlow *original = flow->twin_id != 0 && flow->flow.key.forwarded == 0 ? g_hash_table_lookup (self->flows, &flow->twin_id) : NULL;

  if (original == NULL || original->owner.process == NULL)
    return false;

  /* Its socket may be forgotten before this one. */
  *owner = original->owner;
  owner->socket = NULL;
  return true;
}

/**
 * netop_attribution_is_hidden:
 *
 * Returns: whether a flow is not listed: it has nothing of its own, or is not to be shown
 */
bool
netop_attribution_is_hidden (const NetopKnownFlow *flow)
{
  return flow->is_left_off || (flow->twin_id != 0 && netop_traffic_is_empty (&flow->account.traffic));
}
