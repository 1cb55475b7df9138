/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "netop-export-private.h"
#include "netop-format.h"
#include "netop-special-range.h"

#define SCHEMA "netoproc-snapshot/1"

/* --- Members --- */

static void
add_uint (JsonBuilder *builder,
          const char  *name,
          uint64_t     value)
{
  netop_export_add_int (builder, name, (gint64)MIN (value, (uint64_t)G_MAXINT64));
}

static void
add_double (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
netop_export_add_figure (JsonBuilder *builder,
                         const char  *name,
                         NetopFigure  figure)
{
  if (figure.known)
    add_double (builder, name, figure.value);
  else
    netop_export_add_null (builder, name);
}

void
netop_export_add_bool (JsonBuilder *builder,
                       const char  *name,
                       bool         value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* 0 is the moment that is not known. */
void
netop_export_add_time (JsonBuilder *builder,
                       const char  *name,
                       int64_t      time_us)
{
  if (time_us != 0)
    netop_export_add_int (builder, name, time_us / 1000);
  else
    netop_export_add_null (builder, name);
}

void
netop_export_add_address (JsonBuilder        *builder,
                          const char         *name,
                          const NetopAddress *address)
{
  char buffer[NETOP_ADDRESS_STRING_SIZE];

  netop_export_add_string (builder, name, netop_address_format (address, buffer, sizeof buffer));
}

/* 0 is the port that is not known, as of a fragment whose first one was not seen. */
static void
add_port (JsonBuilder *builder,
          const char  *name,
          uint8_t      protocol,
          uint16_t     port)
{
  if (netop_protocol_has_ports (protocol) && port != 0)
    netop_export_add_int (builder, name, port);
  else
    netop_export_add_null (builder, name);
}

static void
add_rate (JsonBuilder     *builder,
          const NetopRate *rate)
{
  netop_export_add_figure (builder, "rx_bytes_rate", netop_rate_get_rx (rate));
  netop_export_add_figure (builder, "tx_bytes_rate", netop_rate_get_tx (rate));
}

void
netop_export_add_bytes (JsonBuilder        *builder,
                        const NetopTraffic *traffic)
{
  add_uint (builder, "rx_bytes_total", traffic->rx_bytes);
  add_uint (builder, "tx_bytes_total", traffic->tx_bytes);
}

static void
add_host (JsonBuilder         *builder,
          const NetopSnapshot *snapshot)
{
  json_builder_set_member_name (builder, "host");
  json_builder_begin_object (builder);
  netop_export_add_string (builder, "name", snapshot->host_name);
  netop_export_add_string (builder, "os", snapshot->os_name);
  netop_export_add_string (builder, "kernel", snapshot->kernel);
  json_builder_end_object (builder);
}

static void
add_capture (JsonBuilder         *builder,
             const NetopSnapshot *snapshot)
{
  const NetopCaptureHealth *capture = &snapshot->capture;

  json_builder_set_member_name (builder, "capture");
  json_builder_begin_object (builder);
  netop_export_add_string (builder, "mode", netop_format_backend_id (capture->backend));
  netop_export_add_string (builder, "reason", capture->reason);
  netop_export_add_string (builder, "byte_layer", capture->byte_layer_tcp_payload ? "tcp_payload" : "ip");
  netop_export_add_string (builder, "local_side", capture->local_inferred ? "inferred" : "known");
  netop_export_add_bool (builder, "carriers_counted", capture->carriers_counted);
  json_builder_set_member_name (builder, "interfaces");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    json_builder_add_string_value (builder, g_array_index (snapshot->interfaces, NetopSnapshotInterface, i).name);
  json_builder_end_array (builder);
  if (netop_snapshot_knows_packets (snapshot))
    add_uint (builder, "packets", capture->packets);
  else
    netop_export_add_null (builder, "packets");
  add_uint (builder, "dropped_kernel", capture->dropped_kernel);
  add_uint (builder, "dropped_user", capture->dropped_user);
  add_uint (builder, "evicted", capture->evicted);
  add_uint (builder, "lost", capture->lost);
  add_uint (builder, "lookups", capture->lookups);
  add_uint (builder, "lookups_us", capture->lookups_us);
  add_uint (builder, "lookups_deferred", capture->deferred_lookups);
  add_uint (builder, "not_ip", capture->not_ip);
  add_uint (builder, "malformed", capture->malformed);
  netop_export_add_figure (builder, "coverage", capture->coverage);
  json_builder_end_object (builder);
}

static void
add_addresses (JsonBuilder                  *builder,
               const char                   *name,
               const NetopSnapshotInterface *interface,
               bool                          v4)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; interface->addresses != NULL && i < interface->addresses->len; i++)
    {
      const NetopInterfaceAddress *address = &g_array_index (interface->addresses, NetopInterfaceAddress, i);
      char                         buffer[NETOP_ADDRESS_STRING_SIZE];
      g_autofree char             *text = NULL;

      if (netop_address_is_v4 (&address->address) != v4)
        continue;
      text = g_strdup_printf ("%s/%u", netop_address_format (&address->address, buffer, sizeof buffer), address->prefix_length);
      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
}

static const char *
get_status (uint8_t state)
{
  switch (state)
    {
    case NETOP_INTERFACE_STATE_DOWN:
      return "down";
    case NETOP_INTERFACE_STATE_NO_LINK:
      return "no_link";
    case NETOP_INTERFACE_STATE_UP:
      return "up";
    default:
      return NULL;
    }
}

static void
add_dns_configuration (JsonBuilder                  *builder,
                       const NetopSnapshotInterface *interface)
{
  char buffer[NETOP_ADDRESS_STRING_SIZE];

  if (interface->dns_servers == NULL)
    {
      netop_export_add_null (builder, "dns_servers");
      netop_export_add_null (builder, "search_domains");
      return;
    }

  json_builder_set_member_name (builder, "dns_servers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < interface->dns_servers->len; i++)
    json_builder_add_string_value (builder, netop_address_format (&g_array_index (interface->dns_servers, NetopAddress, i), buffer, sizeof buffer));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "search_domains");
  json_builder_begin_array (builder);
  for (guint i = 0; i < interface->search_domains->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (interface->search_domains, i));
  json_builder_end_array (builder);
}

/* As it stands in the document. */
void
netop_export_add_interface (JsonBuilder                  *builder,
                            const NetopSnapshotInterface *interface)
{
  const NetopInterface *facts = &interface->facts;
  g_autofree char      *kind = g_utf8_make_valid (facts->kind, (gssize)strnlen (facts->kind, sizeof facts->kind));

  json_builder_begin_object (builder);
  netop_export_add_string (builder, "name", interface->name);
  netop_export_add_string (builder, "kind", *kind != '\0' ? kind : NULL);
  netop_export_add_string (builder, "status", get_status (facts->state));
  if (facts->speed_mbps != 0)
    netop_export_add_int (builder, "link_speed_mbps", facts->speed_mbps);
  else
    netop_export_add_null (builder, "link_speed_mbps");
  add_addresses (builder, "ipv4_addresses", interface, true);
  add_addresses (builder, "ipv6_addresses", interface, false);
  add_dns_configuration (builder, interface);
  add_rate (builder, &interface->rate);
  add_uint (builder, "rx_bytes_total", facts->rx_bytes);
  add_uint (builder, "tx_bytes_total", facts->tx_bytes);
  add_uint (builder, "rx_packets", facts->rx_packets);
  add_uint (builder, "tx_packets", facts->tx_packets);
  add_uint (builder, "rx_errors", facts->rx_errors);
  add_uint (builder, "tx_errors", facts->tx_errors);
  add_uint (builder, "rx_dropped", facts->rx_dropped);
  add_uint (builder, "tx_dropped", facts->tx_dropped);
  netop_export_add_figure (builder, "coverage", interface->coverage);
  json_builder_end_object (builder);
}

/* --- Connections --- */

static void
add_stability (JsonBuilder           *builder,
               const NetopConnection *connection)
{
  json_builder_set_member_name (builder, "stability");
  if (!connection->rtt_us.known && !connection->retransmissions.known)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  netop_export_add_figure (builder, "rtt_us", connection->rtt_us);
  netop_export_add_figure (builder, "jitter_us", connection->jitter_us);
  netop_export_add_figure (builder, "retransmissions", connection->retransmissions);
  netop_export_add_figure (builder, "retransmit_rate", connection->retransmit_rate);
  json_builder_end_object (builder);
}

static void
add_shared_with (JsonBuilder           *builder,
                 const NetopConnection *connection)
{
  json_builder_set_member_name (builder, "shared_with");
  json_builder_begin_array (builder);
  for (guint i = 0; connection->shared_with != NULL && i < connection->shared_with->len; i++)
    json_builder_add_int_value (builder, g_array_index (connection->shared_with, uint32_t, i));
  json_builder_end_array (builder);
}

/* As ls -l /proc/PID/ns/net shows it (namespaces(7)). */
static void
add_namespace (JsonBuilder *builder,
               uint32_t     namespace_id)
{
  g_autofree char *text = namespace_id != 0 ? g_strdup_printf ("net:[%u]", namespace_id) : NULL;

  netop_export_add_string (builder, "namespace", text);
}

static void
add_connection (JsonBuilder           *builder,
                const NetopSnapshot   *snapshot,
                const NetopConnection *connection)
{
  json_builder_begin_object (builder);
  netop_export_add_address (builder, "remote_addr", &connection->remote);
  add_port (builder, "remote_port", connection->protocol, connection->remote_port);
  netop_export_add_string (builder, "remote_name", connection->remote_name);
  netop_export_add_string (builder, "name_source", netop_name_source_get_id (connection->name_source));
  netop_export_add_string (builder, "service", connection->service);
  netop_export_add_string (builder, "remote_range", netop_special_range_get_id (netop_special_range_find (&connection->remote)));
  netop_export_add_string (builder, "country", connection->country);
  netop_export_add_string (builder, "operator", connection->operator);
  netop_export_add_string (builder, "direction", netop_format_direction_id (connection->direction));
  netop_export_add_string (builder, "interface", connection->interface_name);
  netop_export_add_string (builder, "match_quality", netop_format_match_id (connection->match));
  add_namespace (builder, connection->namespace_id);
  netop_export_add_time (builder, "first_seen_ms", connection->first_seen_us);
  netop_export_add_time (builder, "closed_ms", connection->closed_us);
  netop_export_add_bool (builder, "estimated", connection->estimated);
  netop_export_add_bool (builder, "carrier", connection->carrier);
  add_shared_with (builder, connection);
  netop_export_add_packets (builder, snapshot, &connection->traffic);
  add_rate (builder, &connection->rate);
  netop_export_add_bytes (builder, &connection->traffic);
  add_stability (builder, connection);
  json_builder_end_object (builder);
}

/* --- Sockets: connections that have one local end and state stand together --- */

/* A connection, or a socket that has none. */
typedef struct
{
  uint8_t                protocol;
  NetopSocketState       state;
  const NetopAddress    *local;
  uint16_t               local_port;
  const NetopConnection *connection;
} Entry;

static int
compare_ends (const Entry *a,
              const Entry *b)
{
  int order = (int)a->protocol - (int)b->protocol;

  order = order != 0 ? order : (int)a->local_port - (int)b->local_port;
  order = order != 0 ? order : netop_address_compare (a->local, b->local);
  return order != 0 ? order : (int)a->state - (int)b->state;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *entry_a = a;
  const Entry *entry_b = b;
  int          order = compare_ends (entry_a, entry_b);

  if (order != 0 || entry_a->connection == NULL || entry_b->connection == NULL)
    return order;
  return entry_a->connection->key.a < entry_b->connection->key.a ? -1 : 1;
}

static GArray *
collect_entries (const NetopSnapshot *snapshot,
                 guint                index,
                 GArray             **sockets)
{
  const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, index);
  GArray             *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i);
      Entry                  entry = { connection->protocol, connection->state, &connection->local, connection->local_port, connection };

      g_array_append_val (entries, entry);
    }
  for (guint i = 0; sockets[index] != NULL && i < sockets[index]->len; i++)
    {
      const NetopSocket *socket = g_array_index (sockets[index], const NetopSocket *, i);
      Entry              entry = { socket->protocol, socket->state, &socket->local, socket->local_port, NULL };

      g_array_append_val (entries, entry);
    }

  g_array_sort (entries, compare_entries);
  return entries;
}

static void
begin_socket (JsonBuilder *builder,
              const Entry *entry)
{
  char buffer[16];

  json_builder_begin_object (builder);
  netop_export_add_string (builder, "protocol", netop_format_protocol_id (entry->protocol, buffer, sizeof buffer));
  netop_export_add_address (builder, "local_addr", entry->local);
  add_port (builder, "local_port", entry->protocol, entry->local_port);
  netop_export_add_string (builder, "state", netop_format_state_id (entry->state));
  json_builder_set_member_name (builder, "connections");
  json_builder_begin_array (builder);
}

static void
end_socket (JsonBuilder *builder)
{
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_sockets (JsonBuilder         *builder,
             const NetopSnapshot *snapshot,
             guint                index,
             GArray             **sockets)
{
  g_autoptr (GArray) entries = collect_entries (snapshot, index, sockets);
  const Entry *open = NULL;

  json_builder_set_member_name (builder, "sockets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (open == NULL || compare_ends (open, entry) != 0)
        {
          if (open != NULL)
            end_socket (builder);
          begin_socket (builder, entry);
          open = entry;
        }
      if (entry->connection != NULL)
        add_connection (builder, snapshot, entry->connection);
    }
  if (open != NULL)
    end_socket (builder);
  json_builder_end_array (builder);
}

/* --- Processes --- */

static void
add_process (JsonBuilder         *builder,
             const NetopSnapshot *snapshot,
             guint                index,
             GArray             **sockets)
{
  const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, index);
  g_autofree char    *name = netop_export_get_process_name (process);

  json_builder_begin_object (builder);
  if (process->pid != 0)
    netop_export_add_int (builder, "pid", process->pid);
  else
    netop_export_add_null (builder, "pid");
  netop_export_add_time (builder, "start_time_ms", process->start_time_ms * 1000);
  netop_export_add_string (builder, "name", name);
  netop_export_add_string (builder, "exe", process->exe);
  netop_export_add_string (builder, "cmdline", process->cmdline);
  if (process->uid_known)
    netop_export_add_int (builder, "uid", process->uid);
  else
    netop_export_add_null (builder, "uid");
  netop_export_add_string (builder, "username", process->username);
  if (process->parent_pid != 0)
    netop_export_add_int (builder, "parent_pid", process->parent_pid);
  else
    netop_export_add_null (builder, "parent_pid");
  netop_export_add_bool (builder, "ended", process->ended_us != 0);
  netop_export_add_string (builder, "application", process->application);
  netop_export_add_string (builder, "application_name", process->application_name);
  netop_export_add_string (builder, "unit", process->unit);
  netop_export_add_string (builder, "container", process->container);
  add_rate (builder, &process->rate);
  netop_export_add_bytes (builder, &process->traffic);
  netop_export_add_packets (builder, snapshot, &process->traffic);
  add_sockets (builder, snapshot, index, sockets);
  json_builder_end_object (builder);
}

/* Sockets without connections by process, so that each is looked at once. */
static GArray **
sort_sockets (const NetopSnapshot *snapshot)
{
  GArray **sockets = g_new0 (GArray *, snapshot->processes->len + 1);

  for (guint i = 0; i < snapshot->sockets->len; i++)
    {
      const NetopSocket *socket = &g_array_index (snapshot->sockets, NetopSocket, i);
      GArray           **list;

      if (socket->process < 0 || (guint)socket->process >= snapshot->processes->len)
        continue;
      list = &sockets[socket->process];
      if (*list == NULL)
        *list = g_array_new (FALSE, FALSE, sizeof (const NetopSocket *));
      g_array_append_val (*list, socket);
    }
  return sockets;
}

static void
free_sockets (GArray **sockets,
              guint    n_processes)
{
  for (guint i = 0; i < n_processes; i++)
    g_clear_pointer (&sockets[i], g_array_unref);
  g_free (sockets);
}

static int
compare_processes (const void *a,
                   const void *b,
                   void       *user_data)
{
  const NetopProcess *processes = user_data;
  const NetopProcess *process_a = &processes[*(const guint *)a];
  const NetopProcess *process_b = &processes[*(const guint *)b];
  uint64_t            bytes_a = netop_traffic_get_bytes (&process_a->traffic);
  uint64_t            bytes_b = netop_traffic_get_bytes (&process_b->traffic);

  if (bytes_a != bytes_b)
    return bytes_a > bytes_b ? -1 : 1;
  return process_a->pid < process_b->pid ? -1 : process_a->pid > process_b->pid;
}

static void
add_processes (JsonBuilder         *builder,
               const NetopSnapshot *snapshot,
               const NetopFilter   *filter)
{
  guint             n = snapshot->processes->len;
  GArray          **sockets = sort_sockets (snapshot);
  g_autofree guint *order = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint)n, sizeof *order, compare_processes, snapshot->processes->data);

  json_builder_set_member_name (builder, "processes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      if (filter == NULL || netop_filter_match_process (filter, snapshot, &g_array_index (snapshot->processes, NetopProcess, order[i])))
        add_process (builder, snapshot, order[i], sockets);
    }
  json_builder_end_array (builder);

  free_sockets (sockets, n);
}

/* --- Totals, unknown --- */

/* As it stands in the document. */
void
netop_export_add_remote (JsonBuilder            *builder,
                         const NetopUnknownHost *host)
{
  json_builder_begin_object (builder);
  netop_export_add_address (builder, "addr", &host->address);
  if (host->port != 0)
    netop_export_add_int (builder, "port", host->port);
  else
    netop_export_add_null (builder, "port");
  netop_export_add_string (builder, "name", host->name);
  netop_export_add_string (builder, "annotation", netop_special_range_get_id (netop_special_range_find (&host->address)));
  netop_export_add_bytes (builder, &host->traffic);
  json_builder_end_object (builder);
}

/* As it stands in the document. */
void
netop_export_add_unknown (JsonBuilder        *builder,
                          const NetopUnknown *unknown)
{
  json_builder_begin_object (builder);
  netop_export_add_string (builder, "cause", netop_format_cause_id (unknown->cause));
  if (unknown->uid != G_MAXUINT32)
    netop_export_add_int (builder, "uid", unknown->uid);
  else
    netop_export_add_null (builder, "uid");
  netop_export_add_string (builder, "username", unknown->username);
  netop_export_add_bytes (builder, &unknown->traffic);
  json_builder_set_member_name (builder, "remotes");
  json_builder_begin_array (builder);
  for (guint i = 0; unknown->hosts != NULL && i < unknown->hosts->len; i++)
    netop_export_add_remote (builder, &g_array_index (unknown->hosts, NetopUnknownHost, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_total (JsonBuilder            *builder,
           const char             *name,
           const NetopExportTotal *total)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_rate (builder, &total->rate);
  netop_export_add_bytes (builder, &total->traffic);
  json_builder_end_object (builder);
}

/**
 * netop_export_state:
 *
 * Returns: (transfer full): the whole snapshot as one JSON object; netoproc-snapshot.schema.json describes it
 */
char *
netop_export_state (const NetopSnapshot      *snapshot,
                    const NetopExportOptions *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  NetopExportTotal total = netop_export_get_total (snapshot, options->filter);
  NetopExportTotal overall = netop_export_get_total (snapshot, NULL);

  json_builder_begin_object (builder);
  netop_export_add_string (builder, "schema", SCHEMA);
  netop_export_add_time (builder, "timestamp_ms", snapshot->timestamp_us);
  add_host (builder, snapshot);
  netop_export_add_time (builder, "monitoring_since_ms", snapshot->monitoring_since_us);
  add_capture (builder, snapshot);

  json_builder_set_member_name (builder, "interfaces");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    netop_export_add_interface (builder, &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i));
  json_builder_end_array (builder);

  add_processes (builder, snapshot, options->filter);

  add_total (builder, "totals", &total);
  add_total (builder, "overall_totals", &overall);

  json_builder_set_member_name (builder, "unknown");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->unknown->len; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);

      if (options->filter == NULL || netop_filter_match_unknown (options->filter, snapshot, unknown))
        netop_export_add_unknown (builder, unknown);
    }
  json_builder_end_array (builder);

  netop_export_add_dns (builder, snapshot);
  json_builder_end_object (builder);
  return netop_export_generate (builder);
}

/**
 * netop_export_add_connection:
 *
 * Adds a connection as it stands in the document: in its socket, whose only one it is here.
 */
void
netop_export_add_connection (JsonBuilder           *builder,
                             const NetopSnapshot   *snapshot,
                             const NetopConnection *connection)
{
  Entry entry = { connection->protocol, connection->state, &connection->local, connection->local_port, connection };

  begin_socket (builder, &entry);
  add_connection (builder, snapshot, connection);
  end_socket (builder);
}

/**
 * netop_export_add_process:
 * @index: of it among the snapshot's
 *
 * Adds a process as it stands in the document.
 */
void
netop_export_add_process (JsonBuilder         *builder,
                          const NetopSnapshot *snapshot,
                          guint                index)
{
  GArray **sockets = sort_sockets (snapshot);

  add_process (builder, snapshot, index, sockets);
  free_sockets (sockets, snapshot->processes->len);
}
