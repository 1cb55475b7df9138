/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-snapshot-dns.h"

#include <string.h>

#include "netop-dns-message.h"

static void
clear_query (gpointer data)
{
  NetopDnsQuery *query = data;

  g_clear_pointer (&query->process_name, g_ref_string_release);
  g_clear_pointer (&query->asker_name, g_ref_string_release);
  g_clear_pointer (&query->name, g_ref_string_release);
  g_clear_pointer (&query->interface_name, g_ref_string_release);
  g_clear_pointer (&query->answers, g_ptr_array_unref);
}

static void
clear_resolver (gpointer data)
{
  NetopDnsResolver *resolver = data;

  g_clear_pointer (&resolver->interface_name, g_ref_string_release);
}

/**
 * netop_dns_resolver_make_key:
 *
 * Returns: what the row of a resolver is known by
 */
NetopRowKey
netop_dns_resolver_make_key (const NetopAddress *server)
{
  NetopRowKey key = { .kind = NETOP_ROW_RESOLVER };

  memcpy (&key.a, server->bytes, sizeof key.a);
  memcpy (&key.b, server->bytes + sizeof key.a, sizeof key.b);
  return key;
}

/**
 * netop_dns_query_format_type:
 * @buffer: for a type that has no name
 *
 * Returns: (transfer none): what is asked for: "A", "TYPE65280"
 */
const char *
netop_dns_query_format_type (const NetopDnsQuery *self,
                             char                *buffer,
                             size_t               buffer_size)
{
  /* The numbers are taken twice. */
  if (self->service == NETOP_DNS_SERVICE_NETBIOS && self->type == NETOP_DNS_TYPE_NB)
    return "NB";
  return netop_dns_format_type (self->type, buffer, buffer_size);
}

/**
 * netop_dns_query_has_failed:
 *
 * Returns: whether nothing came of it: no answer, or one that says it cannot be had. That there is no such name is an
 *   answer as others
 */
bool
netop_dns_query_has_failed (const NetopDnsQuery *self)
{
  if (self->state == NETOP_DNS_STATE_TIMEOUT)
    return true;
  return self->state == NETOP_DNS_STATE_ANSWERED && self->rcode != NETOP_DNS_RCODE_NOERROR && self->rcode != NETOP_DNS_RCODE_NXDOMAIN;
}

/**
 * netop_snapshot_dns_init:
 * @self: (out): with empty arrays, whose elements' strings are released with them
 */
void
netop_snapshot_dns_init (NetopSnapshotDns *self)
{
  *self = (NetopSnapshotDns){
    .resolvers = g_array_new (FALSE, TRUE, sizeof (NetopDnsResolver)),
    .queries = g_array_new (FALSE, TRUE, sizeof (NetopDnsQuery)),
    .encrypted = g_array_new (FALSE, TRUE, sizeof (NetopDnsEncrypted)),
  };
  g_array_set_clear_func (self->queries, clear_query);
  g_array_set_clear_func (self->resolvers, clear_resolver);
}

/**
 * netop_snapshot_dns_find_query:
 *
 * Returns: (transfer none) (nullable): the query with that key; %NULL where it is in the log no more
 */
const NetopDnsQuery *
netop_snapshot_dns_find_query (const NetopSnapshotDns *self,
                               const NetopRowKey      *key)
{
  for (guint i = 0; i < self->queries->len; i++)
    {
      const NetopDnsQuery *query = &g_array_index (self->queries, NetopDnsQuery, i);

      if (netop_row_key_equal (&query->key, key))
        return query;
    }
  return NULL;
}

/**
 * netop_snapshot_dns_find_resolver:
 *
 * Returns: (transfer none) (nullable): the resolver with that key; %NULL where it is known no more
 */
const NetopDnsResolver *
netop_snapshot_dns_find_resolver (const NetopSnapshotDns *self,
                                  const NetopRowKey      *key)
{
  for (guint i = 0; i < self->resolvers->len; i++)
    {
      const NetopDnsResolver *resolver = &g_array_index (self->resolvers, NetopDnsResolver, i);

      if (netop_row_key_equal (&resolver->key, key))
        return resolver;
    }
  return NULL;
}

/**
 * netop_snapshot_dns_clear:
 *
 * Releases its arrays.
 */
void
netop_snapshot_dns_clear (NetopSnapshotDns *self)
{
  g_clear_pointer (&self->resolvers, g_array_unref);
  g_clear_pointer (&self->queries, g_array_unref);
  g_clear_pointer (&self->encrypted, g_array_unref);
}
