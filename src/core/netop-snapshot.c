/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-snapshot.h"

static void
clear_string (GRefString **string)
{
  g_clear_pointer (string, g_ref_string_release);
}

static void
clear_array (GArray **array)
{
  g_clear_pointer (array, g_array_unref);
}

static void
clear_connection (gpointer data)
{
  NetopConnection *connection = data;

  clear_string (&connection->interface_name);
  clear_string (&connection->remote_name);
  clear_string (&connection->service);
  clear_string (&connection->country);
  clear_string (&connection->operator);
  g_clear_pointer (&connection->history, netop_history_unref);
  g_clear_pointer (&connection->health, netop_history_unref);
  clear_array (&connection->shared_with);
}

static void
clear_process (gpointer data)
{
  NetopProcess *process = data;

  clear_string (&process->name);
  clear_string (&process->exe);
  clear_string (&process->cmdline);
  clear_string (&process->username);
  clear_string (&process->unit);
  clear_string (&process->container);
  clear_string (&process->application);
  clear_string (&process->application_name);
  g_clear_pointer (&process->history, netop_history_unref);
}

static void
clear_unknown_host (gpointer data)
{
  NetopUnknownHost *host = data;

  clear_string (&host->name);
}

static void
clear_unknown (gpointer data)
{
  NetopUnknown *unknown = data;

  clear_string (&unknown->username);
  g_clear_pointer (&unknown->history, netop_history_unref);
  clear_array (&unknown->hosts);
}

static void
clear_interface (gpointer data)
{
  NetopSnapshotInterface *interface = data;

  clear_string (&interface->name);
  clear_array (&interface->addresses);
  clear_array (&interface->dns_servers);
  g_clear_pointer (&interface->search_domains, g_ptr_array_unref);
  g_clear_pointer (&interface->history, netop_history_unref);
}

static void
clear_snapshot (gpointer data)
{
  NetopSnapshot *self = data;

  clear_string (&self->host_name);
  clear_string (&self->os_name);
  clear_string (&self->kernel);
  clear_string (&self->capture.reason);
  clear_string (&self->capture.missing);
  clear_string (&self->capture.interface_name);
  clear_array (&self->interfaces);
  clear_array (&self->processes);
  clear_array (&self->connections);
  clear_array (&self->sockets);
  clear_array (&self->unknown);
  netop_snapshot_dns_clear (&self->dns);
  g_clear_pointer (&self->history, netop_history_unref);
  g_clear_pointer (&self->minutes_history, netop_history_unref);
}

static GArray *
new_array (guint          element_size,
           GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, element_size);

  g_array_set_clear_func (array, clear);
  return array;
}

/**
 * netop_snapshot_new:
 *
 * Returns: (transfer full): an empty snapshot, to be filled and then left alone. What its arrays' elements
 *   point to is released with them
 */
NetopSnapshot *
netop_snapshot_new (void)
{
  NetopSnapshot *self = g_atomic_rc_box_new0 (NetopSnapshot);

  self->interfaces = new_array (sizeof (NetopSnapshotInterface), clear_interface);
  self->processes = new_array (sizeof (NetopProcess), clear_process);
  self->connections = new_array (sizeof (NetopConnection), clear_connection);
  self->sockets = new_array (sizeof (NetopSocket), NULL);
  self->unknown = new_array (sizeof (NetopUnknown), clear_unknown);
  netop_snapshot_dns_init (&self->dns);
  return self;
}

/**
 * netop_snapshot_ref:
 *
 * Returns: (transfer full): @self; any thread
 */
NetopSnapshot *
netop_snapshot_ref (NetopSnapshot *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * netop_snapshot_unref:
 * @self: (transfer full): any thread
 */
void
netop_snapshot_unref (NetopSnapshot *self)
{
  g_atomic_rc_box_release_full (self, clear_snapshot);
}

/**
 * netop_snapshot_find_process:
 *
 * Returns: (transfer none) (nullable): the process that has this number now
 */
const NetopProcess *
netop_snapshot_find_process (const NetopSnapshot *self, uint32_t pid)
{
  for (guint i = 0; i < self->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (self->processes, NetopProcess, i);

      if (process->pid == pid && process->ended_us == 0)
        return process;
    }

  return NULL;
}

/**
 * netop_snapshot_counts:
 * @connection: of @self
 *
 * Returns: whether its bytes are in the totals: those that carry a tunnel are not, unless that is wanted
 */
bool
netop_snapshot_counts (const NetopSnapshot *self, const NetopConnection *connection)
{
  return !connection->carrier || self->capture.carriers_counted;
}

/**
 * netop_unknown_hosts_new:
 *
 * Returns: (transfer full): an array for NetopUnknown.hosts that releases the hosts' names
 */
GArray *
netop_unknown_hosts_new (void)
{
  return new_array (sizeof (NetopUnknownHost), clear_unknown_host);
}

/**
 * netop_rate_add:
 *
 * Adds @other to @self, which is known if one of the two is.
 */
void
netop_rate_add (NetopRate       *self,
                const NetopRate *other)
{
  self->rx_bytes_per_s += other->rx_bytes_per_s;
  self->tx_bytes_per_s += other->tx_bytes_per_s;
  self->rx_average_bytes_per_s += other->rx_average_bytes_per_s;
  self->tx_average_bytes_per_s += other->tx_average_bytes_per_s;
  self->known = self->known || other->known;
}

/**
 * netop_rate_get_rx:
 *
 * Returns: bytes per second over the last full second, to be shown
 */
NetopFigure
netop_rate_get_rx (const NetopRate *self)
{
  return self->known ? netop_figure (self->rx_bytes_per_s) : NETOP_FIGURE_UNKNOWN;
}

/**
 * netop_rate_get_tx:
 *
 * Returns: like netop_rate_get_rx(), for what was sent
 */
NetopFigure
netop_rate_get_tx (const NetopRate *self)
{
  return self->known ? netop_figure (self->tx_bytes_per_s) : NETOP_FIGURE_UNKNOWN;
}

/**
 * netop_traffic_add:
 *
 * Adds @other to @self.
 */
void
netop_traffic_add (NetopTraffic       *self,
                   const NetopTraffic *other)
{
  self->rx_bytes += other->rx_bytes;
  self->tx_bytes += other->tx_bytes;
  self->rx_packets += other->rx_packets;
  self->tx_packets += other->tx_packets;
}

/**
 * netop_traffic_is_empty:
 *
 * Returns: whether nothing was carried: a packet may be of no bytes, and bytes may be known of no packet
 */
bool
netop_traffic_is_empty (const NetopTraffic *self)
{
  return (self->rx_bytes | self->tx_bytes | self->rx_packets | self->tx_packets) == 0;
}

/**
 * netop_traffic_get_bytes:
 *
 * Returns: received and sent together: what rows are sorted by
 */
uint64_t
netop_traffic_get_bytes (const NetopTraffic *self)
{
  return self->rx_bytes + self->tx_bytes;
}
