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

/* Where one of the two is not known, which may be because its facts are under way, the two count as one stack: that
 * way nothing counts twice, and what is missing follows when the facts come. The lower of two unknown ones is the
 * later one. */
static bool
covers (const Stack     *stack,
        const NetopFlow *flow,
        guint            upper,
        guint            lower,
        uint8_t          known)
{
  bool upper_known = (known & 1u << upper) != 0;
  bool lower_known = (known & 1u << lower) != 0;

  if (upper_known && lower_known)
    return is_above (stack, flow->interfaces[upper].index, flow->interfaces[lower].index);
  /* What this one holds are the bytes of many flows. */
  if (flow->id == NETOP_FLOW_ID_TABLES_FULL)
    return false;
  return lower_known ? false : upper_known || upper < lower;
}

/**
 * netop_interface_stack_relate:
 * @interfaces: (array length=n_interfaces): all that are known, of any namespace
 * @relation: (out caller-allocates):
 *
 * Finds which of the interfaces that saw a flow stand above which. A pure function; any thread.
 */
void
netop_interface_stack_relate (const NetopFlow      *flow,
                              const NetopInterface *interfaces,
                              guint                 n_interfaces,
                              NetopStackRelation   *relation)
{
  Stack stack = { interfaces, n_interfaces, flow->key.namespace_id };

  *relation = (NetopStackRelation){ 0 };
  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      if (find_interface (&stack, flow->interfaces[i].index) != NULL)
        relation->known |= (uint8_t)(1u << i);
    }

  for (guint lower = 0; lower < flow->n_interfaces; lower++)
    {
      for (guint upper = 0; upper < flow->n_interfaces; upper++)
        {
          if (upper != lower && covers (&stack, flow, upper, lower, relation->known))
            relation->above[lower] |= (uint8_t)(1u << upper);
        }
    }
}
