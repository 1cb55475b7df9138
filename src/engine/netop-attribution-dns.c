/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

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
  netop_dns_log_settle (self->dns, self->now_us, find_flow, self);
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
  append_encrypted (snapshot);
}
