/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-details.h"

#include "netop-connection-details.h"
#include "netop-group-details.h"
#include "netop-interface-details.h"
#include "netop-process-details.h"
#include "netop-query-details.h"
#include "netop-resolver-details.h"
#include "netop-unknown-details.h"

static NetopDetails *
find_process (const NetopSnapshot *snapshot,
              const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      if (netop_row_key_equal (&process->key, key))
        return netop_process_details_new (snapshot, process);
    }
  return NULL;
}

static NetopDetails *
find_connection (const NetopSnapshot *snapshot,
                 const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      if (netop_row_key_equal (&connection->key, key))
        return netop_connection_details_new (snapshot, connection);
    }
  return NULL;
}

static NetopDetails *
find_interface (const NetopSnapshot *snapshot,
                const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      const NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i);

      if (netop_row_key_equal (&interface->key, key))
        return netop_interface_details_new (snapshot, interface);
    }
  return NULL;
}

/**
 * netop_row_details_new:
 * @key: of what is asked for, whether or not a table has a row for it now
 * @row: (nullable): the same, of a table that has one
 *
 * Returns: (transfer full) (nullable): what is known of it; %NULL where it is in @snapshot no more
 */
NetopDetails *
netop_row_details_new (const NetopSnapshot *snapshot,
                       const NetopRowKey   *key,
                       const NetopRow      *row)
{
  const NetopDnsResolver *resolver;
  const NetopDnsQuery    *query;

  switch (key->kind)
    {
    case NETOP_ROW_PROCESS:
    case NETOP_ROW_ENDED:
      return find_process (snapshot, key);
    case NETOP_ROW_CONNECTION:
      return find_connection (snapshot, key);
    case NETOP_ROW_INTERFACE:
      return find_interface (snapshot, key);
    case NETOP_ROW_RESOLVER:
      resolver = netop_snapshot_dns_find_resolver (&snapshot->dns, key);
      return resolver != NULL ? netop_resolver_details_new (resolver) : NULL;
    case NETOP_ROW_QUERY:
      query = netop_snapshot_dns_find_query (&snapshot->dns, key);
      return query != NULL ? netop_query_details_new (query) : NULL;
    case NETOP_ROW_NONE:
      return NULL;
    case NETOP_ROW_GROUP:
      return row != NULL ? netop_group_details_new (snapshot, row) : NULL;
    case NETOP_ROW_UNKNOWN:
    case NETOP_ROW_CAUSE:
    case NETOP_ROW_HOST:
    default:
      return row != NULL ? netop_unknown_details_new (snapshot, row) : NULL;
    }
}
