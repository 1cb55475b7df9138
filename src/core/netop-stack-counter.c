/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-stack-counter.h"

/* Theory of operation
 *
 * The interfaces of a flow fall into groups that have to do with each other. Of a group the uppermost count, all those
 * that nothing stands above: they add up, like the groups do. But the copies of one packet are not always in one tick:
 * where a lower interface is ahead of those above, it is what it saw that counts, and when they have caught up nothing
 * counts again. So what counts of a group is the larger of the two, which never falls while the relation holds.
 *
 * When the relation changes, what was counted until then stays as it is, and only what comes is counted by the new
 * one. The tick that tells of a change has packets of before and of after it, and copies of its last packets come with
 * the next: that long, two interfaces that were or are in one stack count as one. */

enum {
  RX_BYTES,
  TX_BYTES,
  RX_PACKETS,
  TX_PACKETS,
};

G_STATIC_ASSERT (TX_PACKETS + 1 == NETOP_STACK_N_COUNTERS);

static uint64_t
get_counter (const NetopFlowInterface *interface,
             guint                     counter)
{
  switch (counter)
    {
    case RX_BYTES:
      return interface->rx_bytes + interface->rx_correction_bytes;
    case TX_BYTES:
      return interface->tx_bytes + interface->tx_correction_bytes;
    case RX_PACKETS:
      return interface->rx_packets + interface->rx_correction_packets;
    case TX_PACKETS:
    default:
      return interface->tx_packets + interface->tx_correction_packets;
    }
}

/* Of a loop, which would be the sender's mistake, the first one stays. */
static bool
is_covered (const NetopStackRelation *relation,
            guint                     position)
{
  for (guint i = 0; i < NETOP_FLOW_MAX_INTERFACES; i++)
    {
      if ((relation->above[position] & 1u << i) != 0 && (i < position || (relation->above[i] & 1u << position) == 0))
        return true;
    }
  return false;
}

/* Those that have to do with the one at @position, itself included, a bit each. */
static guint
find_group (const NetopStackRelation *relation,
            guint                     position)
{
  guint group = 1u << position;
  guint before;

  do
    {
      before = group;
      for (guint i = 0; i < NETOP_FLOW_MAX_INTERFACES; i++)
        {
          if ((group & 1u << i) != 0)
            group |= relation->above[i];
          else if ((group & relation->above[i]) != 0)
            group |= 1u << i;
        }
    }
  while (group != before);

  return group;
}

/* What came since the base. */
static uint64_t
get_added (const NetopStackCounter *self,
           const NetopFlow         *flow,
           guint                    position,
           guint                    counter)
{
  uint64_t now = get_counter (&flow->interfaces[position], counter);
  uint64_t base = self->base[position][counter];

  return now > base ? now - base : 0;
}

static uint64_t
count_group (const NetopStackCounter *self,
             const NetopFlow         *flow,
             guint                    group,
             guint                    counter)
{
  uint64_t uppermost = 0;
  uint64_t ahead = 0;

  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      if ((group & 1u << i) == 0)
        continue;
      if (is_covered (&self->relation, i))
        ahead = MAX (ahead, get_added (self, flow, i, counter));
      else
        uppermost += get_added (self, flow, i, counter);
    }

  return MAX (uppermost, ahead);
}

static uint64_t
count_all (const NetopStackCounter *self,
           const NetopFlow         *flow,
           guint                    counter)
{
  uint64_t sum = 0;
  guint    seen = 0;

  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      guint group;

      if ((seen & 1u << i) != 0)
        continue;
      group = find_group (&self->relation, i);
      seen |= group;
      sum += count_group (self, flow, group, counter);
    }

  return sum;
}

static uint64_t
count_only (const NetopFlow *flow,
            uint32_t         index,
            guint            counter)
{
  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      if (flow->interfaces[i].index == index)
        return get_counter (&flow->interfaces[i], counter);
    }
  return 0;
}

/* How two positions stand to each other: a bit where the first stands above, a bit where the second does. */
static guint
get_pair (const NetopStackRelation *relation,
          guint                     i,
          guint                     j)
{
  return (relation->above[i] >> j & 1u) | (relation->above[j] >> i & 1u) << 1;
}

static void
set_pair (NetopStackRelation *relation,
          guint               i,
          guint               j,
          guint               pair)
{
  relation->above[i] = (uint8_t)((relation->above[i] & ~(1u << j)) | (pair & 1u) << j);
  relation->above[j] = (uint8_t)((relation->above[j] & ~(1u << i)) | (pair >> 1) << i);
}

/* Makes of @relation the one to count by. Returns whether a pair that was known stands otherwise now; what was merely
 * not known holds since the base. */
static bool
merge_relation (const NetopStackRelation *before,
                NetopStackRelation       *relation,
                bool                      changing)
{
  bool changed = false;

  for (guint i = 0; i < NETOP_FLOW_MAX_INTERFACES; i++)
    {
      for (guint j = i + 1; j < NETOP_FLOW_MAX_INTERFACES; j++)
        {
          guint both = 1u << i | 1u << j;
          guint old = get_pair (before, i, j);
          guint new = get_pair (relation, i, j);

          if ((before->known & both) != both)
            continue;
          if ((relation->known & both) != both)
            new = old;
          else if (changing)
            new |= old;
          changed = changed || new != old;
          set_pair (relation, i, j, new);
        }
    }

  relation->known |= before->known;
  return changed;
}

static void
settle (NetopStackCounter *self,
        const NetopFlow   *before)
{
  for (guint counter = 0; counter < NETOP_STACK_N_COUNTERS; counter++)
    {
      self->settled[counter] = self->counted[counter];
      for (guint i = 0; i < before->n_interfaces; i++)
        self->base[i][counter] = get_counter (&before->interfaces[i], counter);
    }
}

/* To look at all interfaces for each flow of each tick would cost more than all the rest. */
static bool
is_outdated (const NetopStackCounter *self,
             const NetopFlow         *flow,
             const NetopTopology     *topology)
{
  return topology->version == 0 || topology->changing || self->version != topology->version || self->n_related != flow->n_interfaces;
}

static void
relate (NetopStackCounter   *self,
        const NetopFlow     *before,
        const NetopFlow     *after,
        const NetopTopology *topology)
{
  NetopStackRelation relation = { 0 };

  if (after->n_interfaces > 1)
    netop_interface_stack_relate (after, topology->interfaces, topology->n_interfaces, &relation);
  if (merge_relation (&self->relation, &relation, topology->changing) && before != NULL)
    settle (self, before);
  self->relation = relation;
  /* While it changes the two are merged, which is not what holds afterwards. */
  self->version = topology->changing ? 0 : topology->version;
  self->n_related = after->n_interfaces;
}

/* The interface to name, and whether a correction is part of what it counted. */
static void
fill_names (const NetopStackCounter *self,
            const NetopFlow         *flow,
            uint32_t                 only_interface,
            NetopFlowCount          *count)
{
  uint64_t most_bytes = 0;
  bool     found = false;

  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      const NetopFlowInterface *interface = &flow->interfaces[i];
      uint64_t                  bytes = get_counter (interface, RX_BYTES) + get_counter (interface, TX_BYTES);

      if (only_interface != 0 ? interface->index != only_interface : is_covered (&self->relation, i))
        continue;
      if (interface->rx_correction_packets != 0 || interface->tx_correction_packets != 0)
        count->estimated = true;
      if (!found || bytes > most_bytes)
        {
          count->interface_index = interface->index;
          most_bytes = bytes;
          found = true;
        }
    }
}

/**
 * netop_stack_counter_update:
 * @before: (nullable): the flow's row at the last update, %NULL at the first
 * @after: its row now
 *
 * Counts what the flow's interfaces saw since the last update.
 *
 * Returns: all that was counted until now; none of the four counters ever falls
 */
NetopFlowCount
netop_stack_counter_update (NetopStackCounter   *self,
                            const NetopFlow     *before,
                            const NetopFlow     *after,
                            const NetopTopology *topology)
{
  NetopFlowCount count = { 0 };

  if (is_outdated (self, after, topology))
    relate (self, before, after, topology);

  for (guint counter = 0; counter < NETOP_STACK_N_COUNTERS; counter++)
    {
      uint64_t now = topology->only_interface != 0
                       ? count_only (after, topology->only_interface, counter)
                       : self->settled[counter] + count_all (self, after, counter);

      self->counted[counter] = MAX (self->counted[counter], now);
    }

  count.rx_bytes = self->counted[RX_BYTES];
  count.tx_bytes = self->counted[TX_BYTES];
  count.rx_packets = self->counted[RX_PACKETS];
  count.tx_packets = self->counted[TX_PACKETS];
  fill_names (self, after, topology->only_interface, &count);
  return count;
}
