/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-stack.h"

#include <string.h>

/* How many interfaces a chain of masters or links may be long. Deeper ones don't exist; a loop, which would be
 * the sender's mistake, ends here. */
#define MAX_DEPTH 8

typedef struct
{
  const NetopInterface *interfaces;
  guint                 n_interfaces;
  uint32_t              namespace_id;
} Stack;

static const NetopInterface *
find_interface (const Stack *stack,
                uint32_t     index)
{
  if (index == 0)
    return NULL;

  for (guint i = 0; i < stack->n_interfaces; i++)
    if (stack->interfaces[i].index == index && stack->interfaces[i].namespace_id == stack->namespace_id)
      return &stack->interfaces[i];

  return NULL;
}

/* Whether link is the interface below, in this namespace, and not the far end of a pair or tunnel. */
static bool
stands_on_link (const NetopInterface *interface)
{
  static const char *const kinds[] = { "vlan", "macvlan", "macvtap", "ipvlan", "ipvtap" };

  if (interface->link == 0 || interface->link == interface->index || interface->peer_namespace != 0)
    return false;

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strncmp (interface->kind, kinds[i], sizeof interface->kind) == 0)
      return true;

  return false;
}

/* Whether one gets from lower to upper by masters upwards and links downwards. */
static bool
is_chained (const Stack          *stack,
            const NetopInterface *upper,
            const NetopInterface *lower,
            int                   depth)
{
  if (upper == NULL || lower == NULL)
    return false;
  if (upper == lower)
    return true;
  if (depth == MAX_DEPTH)
    return false;
  if (lower->master != 0 && is_chained (stack, upper, find_interface (stack, lower->master), depth + 1))
    return true;

  return stands_on_link (upper) && is_chained (stack, find_interface (stack, upper->link), lower, depth + 1);
}

/* Whether upper stands above lower: also through a member of upper that stands above lower in turn, as a bridge
 * over a VLAN stands above the VLAN's parent. */
static bool
is_above (const Stack *stack,
          uint32_t     upper_index,
          uint32_t     lower_index)
{
  const NetopInterface *upper = find_interface (stack, upper_index);
  const NetopInterface *lower = find_interface (stack, lower_index);

  if (upper == NULL || lower == NULL || upper == lower)
    return false;
  if (is_chained (stack, upper, lower, 0))
    return true;

  for (guint i = 0; i < stack->n_interfaces; i++)
    {
      const NetopInterface *member = &stack->interfaces[i];

      if (member->master == upper_index && member->namespace_id == stack->namespace_id &&
          stands_on_link (member) && is_chained (stack, member, lower, 0))
        return true;
    }

  return false;
}

/* Whether another interface of the flow stands above this one. Of a loop the first one stays. */
static bool
is_covered (const Stack     *stack,
            const NetopFlow *flow,
            guint            position)
{
  uint32_t index = flow->interfaces[position].index;

  for (guint i = 0; i < flow->n_interfaces; i++)
    if (i != position && is_above (stack, flow->interfaces[i].index, index) &&
        (i < position || !is_above (stack, index, flow->interfaces[i].index)))
      return true;

  return false;
}

static uint64_t
add_interface (NetopFlowCount           *count,
               const NetopFlowInterface *interface)
{
  uint64_t rx_bytes = interface->rx_bytes + interface->rx_correction_bytes;
  uint64_t tx_bytes = interface->tx_bytes + interface->tx_correction_bytes;

  count->rx_bytes += rx_bytes;
  count->tx_bytes += tx_bytes;
  count->rx_packets += interface->rx_packets + interface->rx_correction_packets;
  count->tx_packets += interface->tx_packets + interface->tx_correction_packets;
  if (interface->rx_correction_packets != 0 || interface->tx_correction_packets != 0)
    count->estimated = true;

  return rx_bytes + tx_bytes;
}

/**
 * netop_interface_stack_count:
 * @interfaces: (array length=n_interfaces): all that are known, of any namespace
 * @only_interface: the index of the one that was chosen: then what it saw, whatever stands above; 0 for all
 *
 * Counts each byte of a flow once. A packet is seen on each interface of a stack: on the bridge and on its
 * port, on the VLAN and on its parent. Of those that saw this flow the uppermost counts; interfaces that have
 * nothing to do with each other, or that are not known, add up. A pure function; any thread.
 *
 * Returns: the bytes and packets, correction included
 */
NetopFlowCount
netop_interface_stack_count (const NetopFlow      *flow,
                             const NetopInterface *interfaces,
                             guint                 n_interfaces,
                             uint32_t              only_interface)
{
  Stack          stack = { interfaces, n_interfaces, flow->key.namespace_id };
  NetopFlowCount count = { 0 };
  uint64_t       most_bytes = 0;
  bool           found = false;

  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      uint64_t bytes;

      if (only_interface != 0 ? flow->interfaces[i].index != only_interface
                              : flow->n_interfaces > 1 && is_covered (&stack, flow, i))
        continue;

      bytes = add_interface (&count, &flow->interfaces[i]);
      if (!found || bytes > most_bytes)
        {
          count.interface_index = flow->interfaces[i].index;
          most_bytes = bytes;
          found = true;
        }
    }

  return count;
}
