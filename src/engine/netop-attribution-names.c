/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

/* What a connection's remote end is called, where, and what for: names from answers that passed by before all others. */

/**
 * netop_attribution_take_hosts:
 * @hosts: (transfer full) (nullable): from now on
 */
void
netop_attribution_take_hosts (NetopAttribution *self,
                              NetopHosts       *hosts)
{
  netop_hosts_unref (self->hosts);
  self->hosts = hosts;
}

/**
 * netop_attribution_take_services:
 * @services: (transfer full) (nullable): from now on
 */
void
netop_attribution_take_services (NetopAttribution  *self,
                                 NetopServiceNames *services)
{
  netop_service_names_unref (self->services);
  self->services = services;
}

/**
 * netop_attribution_take_address_databases:
 * @databases: (transfer full) (nullable): from now on
 */
void
netop_attribution_take_address_databases (NetopAttribution      *self,
                                          NetopAddressDatabases *databases)
{
  netop_address_databases_unref (self->address_databases);
  self->address_databases = databases;
  self->n_address_databases++;
}

/**
 * netop_attribution_set_reverse_names:
 * @find: (nullable): asked for the names of addresses that have none from elsewhere
 * @has_asked: says what of that was this program's question
 */
void
netop_attribution_set_reverse_names (NetopAttribution *self, NetopReverseNameFunc find, NetopReverseAskedFunc has_asked, void *user_data)
{
  self->find_reverse_name = find;
  self->has_asked_reverse = has_asked;
  self->reverse_name_data = user_data;
}

/* Where @name is better known than the flow's it takes its place. */
static void
offer_name (NetopKnownFlow *flow,
            GRefString     *name,
            NetopNameSource source)
{
  if (name == NULL || source <= flow->name_source)
    return;

  g_clear_pointer (&flow->remote_name, g_ref_string_release);
  flow->remote_name = g_ref_string_acquire (name);
  flow->name_source = source;
}

static void
offer_answered_name (const NetopAttribution *self,
                     NetopKnownFlow         *flow)
{
  uint64_t        process_id = flow->owner.process != NULL ? flow->owner.process->id : 0;
  GRefString     *name = NULL;
  NetopNameSource source;

  if (self->dns == NULL)
    return;

  source = netop_dns_log_find_name (self->dns, &flow->flow.key.remote, process_id, flow->flow.first_us, &name);
  offer_name (flow, name, source);
}

/* Looking up names makes connections of our own, whose names nobody needs. */
static void
offer_reverse_name (const NetopAttribution *self,
                    NetopKnownFlow         *flow)
{
  GRefString *name;

  if (self->find_reverse_name == NULL || netop_attribution_is_own (self, flow->owner.process))
    return;

  name = self->find_reverse_name (&flow->flow.key.remote, self->reverse_name_data);
  offer_name (flow, name, NETOP_NAME_SOURCE_REVERSE_DNS);
  g_clear_pointer (&name, g_ref_string_release);
}

static void
locate (const NetopAttribution *self,
        NetopKnownFlow         *flow)
{
  if (flow->n_address_databases == self->n_address_databases)
    return;

  flow->n_address_databases = self->n_address_databases;
  g_clear_pointer (&flow->country, g_ref_string_release);
  g_clear_pointer (&flow->operator, g_ref_string_release);
  if (self->address_databases != NULL)
    netop_address_databases_find (self->address_databases, &flow->flow.key.remote, &flow->country, &flow->operator);
}

/**
 * netop_attribution_name_flow:
 *
 * Looks for a name of the flow's remote end, as long as there may be a better one: what its process asked for itself. A name
 * that was found stays.
 */
void
netop_attribution_name_flow (const NetopAttribution *self,
                             NetopKnownFlow         *flow)
{
  if (flow->name_source < NETOP_NAME_SOURCE_SAME_PROCESS)
    offer_answered_name (self, flow);
  if (flow->name_source < NETOP_NAME_SOURCE_HOSTS && self->hosts != NULL)
    offer_name (flow, netop_hosts_find (self->hosts, &flow->flow.key.remote), NETOP_NAME_SOURCE_HOSTS);
  if (flow->name_source == NETOP_NAME_SOURCE_NONE)
    offer_reverse_name (self, flow);
  locate (self, flow);
}

/**
 * netop_attribution_name_flows:
 *
 * Has names looked up that take their time. A snapshot does that by itself: where there is but one, at the end, it would be too
 * late.
 */
void
netop_attribution_name_flows (NetopAttribution *self)
{
  GHashTableIter iter;
  void          *value;

  if (self->find_reverse_name == NULL)
    return;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (!netop_attribution_is_hidden (value))
        netop_attribution_name_flow (self, value);
    }
}

/**
 * netop_attribution_get_service:
 *
 * Returns: (transfer full) (nullable): what the port is called that the one who opened the flow asked for: of the remote end, and
 *   where that has no name or came to us, of the local one
 */
GRefString *
netop_attribution_get_service (const NetopAttribution *self,
                               const NetopKnownFlow   *flow,
                               NetopDirection          direction)
{
  const NetopFlowKey *key = &flow->flow.key;
  GRefString         *service = NULL;

  if (self->services == NULL)
    return NULL;

  if (direction != NETOP_DIRECTION_INCOMING)
    service = netop_service_names_find (self->services, key->protocol, key->remote_port);
  if (service == NULL && direction != NETOP_DIRECTION_OUTGOING)
    service = netop_service_names_find (self->services, key->protocol, key->local_port);
  return service != NULL ? g_ref_string_acquire (service) : NULL;
}

/**
 * netop_attribution_has_asked:
 * @name: of a query for a PTR record
 *
 * Returns: whether it is this program's own: it was asking for just that at that moment
 */
bool
netop_attribution_has_asked (const char *name,
                             int64_t     time_us,
                             void       *user_data)
{
  const NetopAttribution *self = user_data;
  NetopAddress            address;

  return self->has_asked_reverse != NULL && netop_address_parse_reverse (name, &address) &&
         self->has_asked_reverse (&address, time_us, self->reverse_name_data);
}
