/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

#include <string.h>

#include "netop-dns-encryption.h"

static bool
is_local (const NetopAddress *address,
          void               *user_data)
{
  const NetopAttribution *self = user_data;

  if (netop_address_is_loopback (address))
    return true;
  for (guint i = 0; i < self->addresses->len; i++)
    {
      if (netop_address_equal (&g_array_index (self->addresses, NetopInterfaceAddress, i).address, address))
        return true;
    }
  return false;
}

/**
 * netop_attribution_is_own:
 * @process: (nullable):
 *
 * Returns: whether it is this very program
 */
bool
netop_attribution_is_own (const NetopAttribution  *self,
                          const NetopKnownProcess *process)
{
  return process != NULL && process->pid != 0 && process->pid == self->options.own_pid;
}

static NetopDnsFlow
find_flow (uint64_t flow_id,
           void    *user_data)
{
  const NetopAttribution *self = user_data;
  const NetopKnownFlow   *flow = g_hash_table_lookup (self->flows, &flow_id);
  NetopDnsFlow            found = { .is_known = flow != NULL };

  if (flow == NULL)
    return found;

  found.is_copy = flow->twin_id != 0;
  found.is_own = netop_attribution_is_own (self, flow->owner.process);
  if (flow->owner.process != NULL)
    found.asker = (NetopDnsAsker){ flow->owner.process->id, flow->owner.process->pid, flow->owner.process->name };
  return found;
}

/**
 * netop_attribution_apply_dns:
 *
 * Takes in a tick's DNS messages, after the owners of all that it has were settled.
 */
void
netop_attribution_apply_dns (NetopAttribution *self,
                             const NetopTick  *tick)
{
  if (self->dns == NULL)
    return;

  netop_dns_log_apply (self->dns, tick, self->real_us - self->now_us - self->stepped_us, is_local, self);
  netop_dns_log_settle (self->dns, self->now_us, find_flow, netop_attribution_has_asked, self);
}

static GRefString *
dup_interface_name (const NetopAttribution *self,
                    const NetopRowKey      *key)
{
  const NetopKnownInterface *interface = netop_attribution_find_interface (self, netop_dns_log_get_interface (self->dns, key));

  return interface != NULL && interface->name != NULL ? g_ref_string_acquire (interface->name) : NULL;
}

static void
add_rest (NetopAttribution *self,
          NetopSnapshotDns *dns)
{
  for (guint i = 0; i < dns->queries->len; i++)
    {
      NetopDnsQuery           *query = &g_array_index (dns->queries, NetopDnsQuery, i);
      uint64_t                 id = netop_dns_log_get_process_id (self->dns, query);
      const NetopKnownProcess *process = g_hash_table_lookup (self->processes, &id);

      query->interface_name = dup_interface_name (self, &query->key);
      if (process != NULL)
        query->process = process->row;
    }
  for (guint i = 0; i < dns->resolvers->len; i++)
    {
      NetopDnsResolver *resolver = &g_array_index (dns->resolvers, NetopDnsResolver, i);

      resolver->interface_name = dup_interface_name (self, &resolver->key);
    }
}

/* --- What the system is told --- */

static bool
is_of (uint32_t              index,
       const char           *name,
       const NetopInterface *interface)
{
  if (*name != '\0')
    return strncmp (name, interface->name, sizeof interface->name) == 0;
  return index == interface->index;
}

/**
 * netop_attribution_take_dns_configuration:
 * @configuration: (transfer full) (nullable): from now on
 */
void
netop_attribution_take_dns_configuration (NetopAttribution      *self,
                                          NetopDnsConfiguration *configuration)
{
  netop_dns_configuration_unref (self->dns_configuration);
  self->dns_configuration = configuration;
}

static void
add_server_once (GArray             *servers,
                 const NetopAddress *address)
{
  for (guint i = 0; i < servers->len; i++)
    if (netop_address_equal (&g_array_index (servers, NetopAddress, i), address))
      return;
  g_array_append_val (servers, *address);
}

static void
add_domain_once (GPtrArray  *domains,
                 GRefString *domain)
{
  for (guint i = 0; i < domains->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (domains, i), domain) == 0)
      return;
  g_ptr_array_add (domains, g_ref_string_acquire (domain));
}

/* What is everybody's is no interface's. NetworkManager tells systemd-resolved what it was told itself, so both have it. */
void
netop_attribution_add_dns_configuration (const NetopAttribution *self,
                                         NetopSnapshotInterface *interface)
{
  const NetopDnsConfiguration *configuration = self->dns_configuration;

  if (configuration == NULL || interface->facts.index == 0)
    return;

  interface->dns_servers = g_array_new (FALSE, FALSE, sizeof (NetopAddress));
  interface->search_domains = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ref_string_release);
  for (guint i = 0; i < configuration->servers->len; i++)
    {
      const NetopDnsServer *server = &g_array_index (configuration->servers, NetopDnsServer, i);

      if (is_of (server->interface_index, server->interface_name, &interface->facts))
        add_server_once (interface->dns_servers, &server->address);
    }
  for (guint i = 0; i < configuration->domains->len; i++)
    {
      const NetopDnsDomain *domain = &g_array_index (configuration->domains, NetopDnsDomain, i);

      if (is_of (domain->interface_index, domain->interface_name, &interface->facts))
        add_domain_once (interface->search_domains, domain->domain);
    }
}

static const NetopKnownInterface *
find_interface_of (const NetopAttribution *self,
                   const NetopDnsServer   *server)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    {
      const NetopKnownInterface *interface = &g_array_index (self->interfaces, NetopKnownInterface, i);

      if (is_of (server->interface_index, server->interface_name, &interface->facts))
        return interface;
    }
  return NULL;
}

static void
append_unasked (const NetopAttribution *self,
                const NetopDnsServer   *server,
                GArray                 *resolvers)
{
  const NetopKnownInterface *interface = find_interface_of (self, server);
  NetopDnsResolver           row = { .key = netop_dns_resolver_make_key (&server->address), .server = server->address, .is_configured = true };

  if (interface != NULL && interface->name != NULL)
    row.interface_name = g_ref_string_acquire (interface->name);
  g_array_append_val (resolvers, row);
}

static void
add_configured (const NetopAttribution *self,
                GArray                 *resolvers)
{
  const NetopDnsConfiguration *configuration = self->dns_configuration;

  for (guint i = 0; configuration != NULL && i < configuration->servers->len; i++)
    {
      const NetopDnsServer *server = &g_array_index (configuration->servers, NetopDnsServer, i);
      bool                  is_there = false;

      for (guint j = 0; j < resolvers->len; j++)
        {
          NetopDnsResolver *resolver = &g_array_index (resolvers, NetopDnsResolver, j);

          if (!netop_address_equal (&resolver->server, &server->address))
            continue;
          resolver->is_configured = true;
          is_there = true;
        }
      if (!is_there)
        append_unasked (self, server, resolvers);
    }
}

static void
append_encrypted (NetopSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);
      NetopDnsEncrypted      encrypted = { .connection = i };

      if (netop_dns_encryption_find (connection, &encrypted.encryption))
        g_array_append_val (snapshot->dns.encrypted, encrypted);
    }
}

static void
keep_queries (GArray     *queries,
              const char *interface_name)
{
  guint n_kept = 0;

  for (guint i = 0; i < queries->len; i++)
    {
      NetopDnsQuery *query = &g_array_index (queries, NetopDnsQuery, i);
      NetopDnsQuery  kept = *query;

      if (g_strcmp0 (query->interface_name, interface_name) != 0)
        continue;
      /* Those between are released with the places they are in. */
      *query = g_array_index (queries, NetopDnsQuery, n_kept);
      g_array_index (queries, NetopDnsQuery, n_kept++) = kept;
    }
  g_array_set_size (queries, n_kept);
}

static void
keep_resolvers (GArray     *resolvers,
                const char *interface_name)
{
  for (guint i = resolvers->len; i > 0; i--)
    if (g_strcmp0 (g_array_index (resolvers, NetopDnsResolver, i - 1).interface_name, interface_name) != 0)
      g_array_remove_index (resolvers, i - 1);
}

/* What was asked through the one interface that is shown, and who answers there. */
static void
keep_shown (const NetopAttribution *self,
            NetopSnapshotDns       *dns)
{
  const NetopKnownInterface *shown = netop_attribution_find_interface (self, self->shown_interface);

  if (self->shown_interface == 0)
    return;

  keep_queries (dns->queries, shown != NULL ? shown->name : NULL);
  keep_resolvers (dns->resolvers, shown != NULL ? shown->name : NULL);
}

/**
 * netop_attribution_append_dns:
 * @snapshot: gets what there is of DNS, after its interfaces, processes and connections
 */
void
netop_attribution_append_dns (NetopAttribution *self,
                              NetopSnapshot    *snapshot)
{
  if (self->dns == NULL)
    return;

  netop_dns_log_fill (self->dns, self->now_us, self->stepped_us, &snapshot->dns);
  add_rest (self, &snapshot->dns);
  add_configured (self, snapshot->dns.resolvers);
  keep_shown (self, &snapshot->dns);
  append_encrypted (snapshot);
}
