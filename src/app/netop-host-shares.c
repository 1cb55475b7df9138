/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-host-shares.h"

#include <string.h>

#include "netop-connection-text.h"

/* The rest stands together below them. */
#define MAX_LISTED 6

/* A host by its name, or an address without one: @first is a connection to it. */
typedef struct
{
  const NetopConnection *first;
  uint64_t               bytes;
} Host;

static guint
hash_host (gconstpointer data)
{
  const NetopConnection *connection = data;
  uint64_t               parts[sizeof (NetopAddress) / sizeof (uint64_t)];

  if (connection->remote_name != NULL)
    return g_str_hash (connection->remote_name);

  memcpy (parts, &connection->remote, sizeof parts);
  parts[0] ^= parts[1] * 0x9e3779b97f4a7c15u;
  return (guint)(parts[0] ^ parts[0] >> 32);
}

static gboolean
are_hosts_equal (gconstpointer a,
                 gconstpointer b)
{
  const NetopConnection *first = a;
  const NetopConnection *second = b;

  if (first->remote_name != NULL || second->remote_name != NULL)
    return g_strcmp0 (first->remote_name, second->remote_name) == 0;
  return netop_address_compare (&first->remote, &second->remote) == 0;
}

static void
add_connection (GArray                *hosts,
                GHashTable            *places,
                const NetopConnection *connection)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, connection));
  Host  host = { connection, 0 };

  if (place == 0)
    {
      g_array_append_val (hosts, host);
      place = hosts->len;
      g_hash_table_insert (places, (gpointer)connection, GUINT_TO_POINTER (place));
    }
  g_array_index (hosts, Host, place - 1).bytes += netop_traffic_get_bytes (&connection->traffic);
}

/* Puts the largest few in front, in one pass for each: of thousands no order of all is needed. */
static void
sort_first (GArray *hosts,
            guint   n_first)
{
  Host *all = (Host *)(void *)hosts->data;

  for (guint i = 0; i < MIN (n_first, hosts->len); i++)
    {
      guint largest = i;
      Host  swapped = all[i];

      for (guint j = i + 1; j < hosts->len; j++)
        if (all[j].bytes > all[largest].bytes)
          largest = j;
      all[i] = all[largest];
      all[largest] = swapped;
    }
}

/* With a tilde before what is inferred, as everywhere. */
static char *
dup_name (const NetopConnection *connection)
{
  char buffer[NETOP_ADDRESS_STRING_SIZE];

  if (netop_connection_has_inferred_name (connection))
    return g_strconcat ("~", connection->remote_name, NULL);
  return g_strdup (connection->remote_name != NULL ? connection->remote_name : netop_address_format (&connection->remote, buffer, sizeof buffer));
}

/* What is in no total counts for none. */
static void
add_connections_of (GArray              *hosts,
                    GHashTable          *places,
                    const NetopSnapshot *snapshot,
                    const NetopProcess  *process)
{
  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i);

      if (netop_snapshot_counts (snapshot, connection))
        add_connection (hosts, places, connection);
    }
}

static void
add_hosts (NetopDetails *details,
           GArray       *hosts)
{
  uint64_t total = 0;
  uint64_t rest = 0;

  sort_first (hosts, MAX_LISTED);
  for (guint i = 0; i < hosts->len; i++)
    {
      total += g_array_index (hosts, Host, i).bytes;
      if (i >= MAX_LISTED)
        rest += g_array_index (hosts, Host, i).bytes;
    }
  for (guint i = 0; i < MIN (hosts->len, MAX_LISTED); i++)
    {
      const Host      *host = &g_array_index (hosts, Host, i);
      g_autofree char *name = dup_name (host->first);

      netop_details_add_share (details, name, host->bytes, total);
    }
  netop_details_add_rest (details, hosts->len - MIN (hosts->len, MAX_LISTED), rest, total);
}

/**
 * netop_host_shares_add_of_processes:
 * @processes: of #NetopProcess, of @snapshot
 *
 * Adds the hosts that most went to or came from, with their parts of all that the processes' listed connections carried.
 */
void
netop_host_shares_add_of_processes (NetopDetails        *details,
                                    const NetopSnapshot *snapshot,
                                    GPtrArray           *processes)
{
  g_autoptr (GArray) hosts = g_array_new (FALSE, FALSE, sizeof (Host));
  g_autoptr (GHashTable) places = g_hash_table_new (hash_host, are_hosts_equal);

  for (guint i = 0; i < processes->len; i++)
    add_connections_of (hosts, places, snapshot, g_ptr_array_index (processes, i));
  add_hosts (details, hosts);
}

/**
 * netop_host_shares_add:
 * @process: of @snapshot
 *
 * The same of one process.
 */
void
netop_host_shares_add (NetopDetails        *details,
                       const NetopSnapshot *snapshot,
                       const NetopProcess  *process)
{
  g_autoptr (GPtrArray) processes = g_ptr_array_new ();

  g_ptr_array_add (processes, (gpointer)process);
  netop_host_shares_add_of_processes (details, snapshot, processes);
}

/**
 * netop_host_shares_add_unknown:
 * @unknown: whose hosts stand by traffic, the largest first
 *
 * The same for a cause, whose hosts are the snapshot's.
 */
void
netop_host_shares_add_unknown (NetopDetails       *details,
                               const NetopUnknown *unknown)
{
  uint64_t total = netop_traffic_get_bytes (&unknown->traffic);
  guint    n_hosts = unknown->hosts != NULL ? unknown->hosts->len : 0;
  uint64_t rest = total;

  for (guint i = 0; i < MIN (n_hosts, MAX_LISTED); i++)
    {
      const NetopUnknownHost *host = &g_array_index (unknown->hosts, NetopUnknownHost, i);
      uint64_t                bytes = netop_traffic_get_bytes (&host->traffic);
      char                    buffer[NETOP_ADDRESS_STRING_SIZE];

      rest -= MIN (bytes, rest);
      netop_details_add_share (details, host->name != NULL ? host->name : netop_address_format (&host->address, buffer, sizeof buffer), bytes, total);
    }
  netop_details_add_rest (details, n_hosts - MIN (n_hosts, MAX_LISTED), rest, total);
}
