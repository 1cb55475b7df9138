/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-stack.h"

/* More than stand on each other anywhere: beyond it the search ends. */
#define MAX_REACHED 64

typedef struct
{
  const NetopInterface *interfaces;
  guint                 n_interfaces;
  uint32_t              namespace_id;
} Stack;

/* The interfaces found on the way up, each once. */
typedef struct
{
  const NetopInterface *reached[MAX_REACHED];
  guint                 n_reached;
} Climb;

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

/* Whether link is an interface of this namespace, and not itself. */
static bool
has_link (const NetopInterface *interface)
{
  return interface->link != 0 && interface->link != interface->index && interface->peer_namespace == 0;
}

/* Whether link is the interface below, and not the far end of a pair or tunnel. */
static bool
stands_on_link (const NetopInterface *interface)
{
  static const char *const kinds[] = { "vlan", "macvlan", "macvtap", "ipvlan", "ipvtap", "dsa" };

  if (!has_link (interface))
    return false;

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (netop_interface_has_kind (interface, kinds[i]))
      return true;

  return false;
}

static bool
is_pair (const NetopInterface *interface)
{
  return netop_interface_has_kind (interface, "veth") && has_link (interface);
}

/* Of a pair with both ends here, what leaves one comes in at the other: the end in a bridge stands below the one that
 * is in none, and that stands above the whole bridge, whose packets it sends and gets. Of two that are in none, the one
 * made first is the upper. */
static bool
is_below_peer (const NetopInterface *interface,
               const NetopInterface *peer)
{
  return interface->master != 0 || (peer->master == 0 && peer->index < interface->index);
}

/* Whether @upper is the next above @lower. */
static bool
stands_on (const Stack          *stack,
           const NetopInterface *upper,
           const NetopInterface *lower)
{
  const NetopInterface *peer;

  if (lower->master == upper->index || (stands_on_link (upper) && upper->link == lower->index))
    return true;
  if (!is_pair (upper))
    return false;
  if (upper->link == lower->index)
    return is_below_peer (lower, upper);

  peer = find_interface (stack, upper->link);
  return peer != NULL && peer->master == lower->index;
}

static void
reach (Climb                *climb,
       const NetopInterface *interface)
{
  for (guint i = 0; i < climb->n_reached; i++)
    if (climb->reached[i] == interface)
      return;

  if (climb->n_reached < MAX_REACHED)
    climb->reached[climb->n_reached++] = interface;
}

/* Whether upper stands above lower, with whatever between them. */
static bool
is_above (const Stack *stack,
          uint32_t     upper_index,
          uint32_t     lower_index)
{
  const NetopInterface *upper = find_interface (stack, upper_index);
  const NetopInterface *lower = find_interface (stack, lower_index);
  Climb                 climb = { .reached = { lower }, .n_reached = 1 };

  if (upper == NULL || lower == NULL || upper == lower)
    return false;

  for (guint k = 0; k < climb.n_reached; k++)
    {
      for (guint i = 0; i < stack->n_interfaces; i++)
        {
          const NetopInterface *next = &stack->interfaces[i];

          if (next->namespace_id != stack->namespace_id || !stands_on (stack, next, climb.reached[k]))
            continue;
          if (next == upper)
            return true;
          reach (&climb, next);
        }
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
