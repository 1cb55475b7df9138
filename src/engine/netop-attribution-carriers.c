/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

#include <string.h>

/* RFC 1035, 7858, 6762. */
#define DNS_PORT 53
#define DNS_OVER_TLS_PORT 853
#define MULTICAST_DNS_PORT 5353

static bool
is_same_name (const NetopInterface *interface,
              const GRefString     *name)
{
  const size_t length = strnlen (interface->name, sizeof interface->name);

  return strlen (name) == length && memcmp (interface->name, name, length) == 0;
}

/* The interface whose packets a process sends on: one of this namespace, and not a machine's that is in a bridge, whose
 * packets do not go through the process. */
static const NetopInterface *
find_tunnel (const NetopAttribution  *self,
             const NetopKnownProcess *process)
{
  if (process->tunnel == NULL)
    return NULL;

  for (guint i = 0; i < self->interface_facts->len; i++)
    {
      const NetopInterface *interface = &g_array_index (self->interface_facts, NetopInterface, i);

      if (interface->present && interface->master == 0 && netop_interface_has_kind (interface, "tun") &&
          is_same_name (interface, process->tunnel))
        return interface;
    }
  return NULL;
}

/**
 * netop_attribution_is_loopback:
 *
 * Returns: whether both ends are of this host: by the interface that counts, or, where none is known, by the addresses
 */
bool
netop_attribution_is_loopback (const NetopAttribution *self,
                               const NetopKnownFlow   *flow)
{
  const NetopKnownInterface *interface = netop_attribution_find_interface (self, flow->interface_index);

  if (interface != NULL)
    return interface->facts.is_loopback;

  return netop_address_is_loopback (&flow->flow.key.local) && netop_address_is_loopback (&flow->flow.key.remote);
}

/* Of what the process of a tunnel sends and gets, what is neither in the tunnel itself nor a question for a name. */
static bool
is_fed_by_tunnel (const NetopAttribution *self,
                  const NetopKnownFlow   *flow)
{
  const NetopFlowKey   *key = &flow->flow.key;
  const NetopInterface *tunnel = find_tunnel (self, flow->owner.process);

  return tunnel != NULL && tunnel->index != flow->interface_index && key->remote_port != DNS_PORT &&
         key->remote_port != DNS_OVER_TLS_PORT && key->remote_port != MULTICAST_DNS_PORT && !netop_attribution_is_loopback (self, flow);
}

static NetopCarrierOwner
get_carrier_owner (const NetopKnownFlow *flow)
{
  const NetopKnownSocket *socket = flow->owner.socket;

  if (flow->owner.process != NULL)
    return NETOP_CARRIER_OWNER_PROCESS;
  if (socket == NULL)
    return NETOP_CARRIER_OWNER_NOBODY;
  /* The kernel's own are root's. */
  return !socket->removed && socket->facts.uid == 0 ? NETOP_CARRIER_OWNER_KERNEL : NETOP_CARRIER_OWNER_UNKNOWN;
}

/* After interfaces were applied: what tunnels there are in the namespace that is watched. */
void
netop_attribution_update_tunnels (NetopAttribution *self)
{
  NetopTunnels tunnels;

  netop_tunnels_update (&tunnels, (const NetopInterface *)(const void *)self->interface_facts->data, self->interface_facts->len, 0);
  if (memcmp (&tunnels, &self->tunnels, sizeof tunnels) == 0)
    return;

  self->tunnels = tunnels;
  self->tunnels_changed = true;
}

/**
 * netop_attribution_find_carried:
 *
 * Returns: in which direction the flow, whose owner is settled, is the outside of a tunnel
 */
NetopCarries
netop_attribution_find_carried (const NetopAttribution *self,
                                const NetopKnownFlow   *flow)
{
  if (flow->flow.key.namespace_id != 0 || flow->flow.key.forwarded)
    return NETOP_CARRIES_NOTHING;
  if (flow->owner.process != NULL && is_fed_by_tunnel (self, flow))
    return NETOP_CARRIES_BOTH;

  return netop_tunnels_get_carried (&self->tunnels, &flow->flow.key, get_carrier_owner (flow));
}

/**
 * netop_attribution_set_shown_interface:
 * @interface_index: of whose traffic snapshots are from now on, as it went since monitoring started; 0 for that of all
 */
void
netop_attribution_set_shown_interface (NetopAttribution *self,
                                       uint32_t          interface_index)
{
  self->shown_interface = interface_index;
}

/**
 * netop_attribution_set_carriers_counted:
 * @counted: whether what carries other traffic counts in rows and totals too, beside what it carries
 */
void
netop_attribution_set_carriers_counted (NetopAttribution *self,
                                        bool              counted)
{
  self->tunnels_changed |= counted != self->carriers_counted;
  self->carriers_counted = counted;
}

/**
 * netop_attribution_set_loopback_shown:
 * @shown: whether what programs of this host send one another is listed and counted; at first it is
 */
void
netop_attribution_set_loopback_shown (NetopAttribution *self,
                                      bool              shown)
{
  self->tunnels_changed |= shown == self->loopback_left_off;
  self->loopback_left_off = !shown;
}
