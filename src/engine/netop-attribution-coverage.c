/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

/* What is given to a process, what carries what is, and what is the same packets once more. */
static bool
is_attributed (const NetopKnownFlow *flow)
{
  return flow->owner.process != NULL || flow->carries != NETOP_CARRIES_NOTHING || flow->twin_id != 0;
}

/* By index: flows are many. */
static GHashTable *
make_places (const NetopAttribution *self)
{
  GHashTable *places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetopKnownInterface *interface = &g_array_index (self->interfaces, NetopKnownInterface, i);

      interface->attributed = interface->attributed_before;
      g_hash_table_insert (places, GUINT_TO_POINTER (interface->facts.index), interface);
    }
  return places;
}

/**
 * netop_attribution_keep_coverage:
 * @flow: that is forgotten
 *
 * Keeps what it had of each interface.
 */
void
netop_attribution_keep_coverage (NetopAttribution     *self,
                                 const NetopKnownFlow *flow)
{
  if (!is_attributed (flow))
    return;

  for (guint i = 0; i < flow->flow.n_interfaces; i++)
    {
      NetopKnownInterface *interface = netop_attribution_find_interface (self, flow->flow.interfaces[i].index);

      if (interface != NULL)
        interface->attributed_before += netop_coverage_count_flow (&flow->flow.interfaces[i], &interface->facts);
    }
}

/**
 * netop_attribution_sample_coverage:
 *
 * After a tick that brought counters of interfaces, and flows of the same moment, was applied and booked.
 */
void
netop_attribution_sample_coverage (NetopAttribution *self)
{
  g_autoptr (GHashTable) places = make_places (self);
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NetopKnownFlow *flow = value;

      for (guint i = 0; i < flow->flow.n_interfaces && is_attributed (flow); i++)
        {
          NetopKnownInterface *interface = g_hash_table_lookup (places, GUINT_TO_POINTER (flow->flow.interfaces[i].index));

          if (interface != NULL)
            interface->attributed += netop_coverage_count_flow (&flow->flow.interfaces[i], &interface->facts);
        }
    }

  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetopKnownInterface *interface = &g_array_index (self->interfaces, NetopKnownInterface, i);

      if (netop_coverage_has_meaning (&interface->facts))
        netop_coverage_add (&interface->coverage, interface->attributed, netop_coverage_count_interface (&interface->facts));
    }
}
