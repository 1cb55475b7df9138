/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-export-private.h"

/* One row of the window, as it stands in the document. */

static const NetopConnection *
find_connection (const NetopSnapshot *snapshot,
                 const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      if (netop_row_key_equal (&connection->key, key))
        return connection;
    }
  return NULL;
}

static bool
add_process_row (JsonBuilder         *builder,
                 const NetopSnapshot *snapshot,
                 const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      if (netop_row_key_equal (&g_array_index (snapshot->processes, NetopProcess, i).key, key))
        {
          netop_export_add_process (builder, snapshot, i);
          return true;
        }
    }
  return false;
}

static bool
add_interface_row (JsonBuilder         *builder,
                   const NetopSnapshot *snapshot,
                   const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      const NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i);

      if (netop_row_key_equal (&interface->key, key))
        {
          netop_export_add_interface (builder, interface);
          return true;
        }
    }
  return false;
}

static bool
add_resolver_row (JsonBuilder         *builder,
                  const NetopSnapshot *snapshot,
                  const NetopRowKey   *key)
{
  const NetopDnsResolver *resolver = netop_snapshot_dns_find_resolver (&snapshot->dns, key);

  if (resolver != NULL)
    netop_export_add_resolver (builder, resolver);
  return resolver != NULL;
}

static bool
add_query_row (JsonBuilder         *builder,
               const NetopSnapshot *snapshot,
               const NetopRowKey   *key)
{
  const NetopDnsQuery *query = netop_snapshot_dns_find_query (&snapshot->dns, key);

  if (query != NULL)
    netop_export_add_query (builder, query);
  return query != NULL;
}

/* A cause, or one of the hosts of any. */
static bool
add_unknown_row (JsonBuilder         *builder,
                 const NetopSnapshot *snapshot,
                 const NetopRowKey   *key)
{
  for (guint i = 0; i < snapshot->unknown->len; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);

      if (netop_row_key_equal (&unknown->key, key))
        {
          netop_export_add_unknown (builder, unknown);
          return true;
        }
      for (guint j = 0; unknown->hosts != NULL && j < unknown->hosts->len; j++)
        {
          const NetopUnknownHost *host = &g_array_index (unknown->hosts, NetopUnknownHost, j);

          if (netop_row_key_equal (&host->key, key))
            {
              netop_export_add_remote (builder, host);
              return true;
            }
        }
    }
  return false;
}

static void
add_all_unknown (JsonBuilder         *builder,
                 const NetopSnapshot *snapshot)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->unknown->len; i++)
    netop_export_add_unknown (builder, &g_array_index (snapshot->unknown, NetopUnknown, i));
  json_builder_end_array (builder);
}

static bool
add_row (JsonBuilder         *builder,
         const NetopSnapshot *snapshot,
         const NetopRowKey   *key)
{
  const NetopConnection *connection = NULL;

  switch (key->kind)
    {
    case NETOP_ROW_PROCESS:
    case NETOP_ROW_ENDED:
      return add_process_row (builder, snapshot, key);
    case NETOP_ROW_CONNECTION:
      connection = find_connection (snapshot, key);
      if (connection != NULL)
        netop_export_add_connection (builder, snapshot, connection);
      return connection != NULL;
    case NETOP_ROW_UNKNOWN:
      add_all_unknown (builder, snapshot);
      return true;
    case NETOP_ROW_CAUSE:
    case NETOP_ROW_HOST:
      return add_unknown_row (builder, snapshot, key);
    case NETOP_ROW_INTERFACE:
      return add_interface_row (builder, snapshot, key);
    case NETOP_ROW_RESOLVER:
      return add_resolver_row (builder, snapshot, key);
    case NETOP_ROW_QUERY:
      return add_query_row (builder, snapshot, key);
    case NETOP_ROW_NONE:
    case NETOP_ROW_GROUP:
    default:
      return false;
    }
}

/**
 * netop_export_has_row:
 *
 * Returns: whether rows of this kind stand in the document
 */
bool
netop_export_has_row (const NetopRowKey *key)
{
  return key->kind != NETOP_ROW_NONE && key->kind != NETOP_ROW_GROUP;
}

/**
 * netop_export_processes_to_string:
 * @processes: of #NetopProcess, of @snapshot
 *
 * Returns: (transfer full): an array of them as they stand in the document of netop_export_state(), ending with a line feed
 */
char *
netop_export_processes_to_string (const NetopSnapshot *snapshot,
                                  GPtrArray           *processes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  const NetopProcess *first = (const NetopProcess *)(void *)snapshot->processes->data;

  json_builder_begin_array (builder);
  for (guint i = 0; i < processes->len; i++)
    netop_export_add_process (builder, snapshot, (guint)((const NetopProcess *)g_ptr_array_index (processes, i) - first));
  json_builder_end_array (builder);
  return netop_export_generate (builder);
}

/**
 * netop_export_row_to_string:
 * @key: of any row of any table
 *
 * Returns: (transfer full) (nullable): the row as it stands in the document of netop_export_state(), ending with a line
 *   feed: an object, of a connection that of its socket with this connection alone; of all that is unknown an array; %NULL
 *   where it is not in the document
 */
char *
netop_export_row_to_string (const NetopSnapshot *snapshot,
                            const NetopRowKey   *key)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  return add_row (builder, snapshot, key) ? netop_export_generate (builder) : NULL;
}
