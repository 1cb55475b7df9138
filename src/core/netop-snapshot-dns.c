/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-snapshot-dns.h"

#include <string.h>

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
