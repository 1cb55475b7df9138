/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-snapshot.h"

G_DEFINE_QUARK (netop - snapshot - error - quark, netop_snapshot_error)

static bool
traffic_equal (const NetopTraffic *a,
               const NetopTraffic *b)
{
  return a->rx_bytes == b->rx_bytes && a->tx_bytes == b->tx_bytes &&
         a->rx_packets == b->rx_packets && a->tx_packets == b->tx_packets;
}

static bool
traffic_within (const NetopTraffic *part,
                const NetopTraffic *whole)
{
  return part->rx_bytes <= whole->rx_bytes && part->tx_bytes <= whole->tx_bytes &&
         part->rx_packets <= whole->rx_packets && part->tx_packets <= whole->tx_packets;
}

static char *
describe (const NetopTraffic *traffic)
{
  return g_strdup_printf ("rx %" G_GUINT64_FORMAT " B in %" G_GUINT64_FORMAT " packets, tx %" G_GUINT64_FORMAT " B in %" G_GUINT64_FORMAT " packets",
                          traffic->rx_bytes,
                          traffic->rx_packets,
                          traffic->tx_bytes,
                          traffic->tx_packets);
}

static void
set_error (GError            **error,
           const char         *what,
           const NetopTraffic *parts,
           const NetopTraffic *whole)
{
  g_autofree char *parts_text = describe (parts);
  g_autofree char *whole_text = describe (whole);

  g_set_error (error, NETOP_SNAPSHOT_ERROR, NETOP_SNAPSHOT_ERROR_SUM, "%s: the parts have %s, the whole has %s", what, parts_text, whole_text);
}

static bool
check_total (const NetopSnapshot *self,
             GError             **error)
{
  NetopTraffic sum = { 0 };

  for (guint i = 0; i < self->processes->len; i++)
    netop_traffic_add (&sum, &g_array_index (self->processes, NetopProcess, i).traffic);
  for (guint i = 0; i < self->unknown->len; i++)
    netop_traffic_add (&sum, &g_array_index (self->unknown, NetopUnknown, i).traffic);

  if (traffic_equal (&sum, &self->total))
    return true;

  set_error (error, "Processes and unknown do not add up to the total", &sum, &self->total);
  return false;
}

static bool
check_process (const NetopSnapshot *self,
               guint                index,
               GError             **error)
{
  const NetopProcess *process = &g_array_index (self->processes, NetopProcess, index);
  NetopTraffic        sum = { 0 };

  if (process->n_listed_connections > self->connections->len ||
      process->first_connection > self->connections->len - process->n_listed_connections)
    {
      g_set_error (error, NETOP_SNAPSHOT_ERROR, NETOP_SNAPSHOT_ERROR_REFERENCE, "Connections of process %u are not within the snapshot's", process->pid);
      return false;
    }

  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      const NetopConnection *connection = &g_array_index (self->connections, NetopConnection, process->first_connection + i);

      if (connection->process != (int)index)
        {
          g_set_error (error, NETOP_SNAPSHOT_ERROR, NETOP_SNAPSHOT_ERROR_REFERENCE, "A connection listed under process %u is of another", process->pid);
          return false;
        }
      if (!connection->carrier)
        netop_traffic_add (&sum, &connection->traffic);
    }

  if (traffic_within (&sum, &process->traffic))
    return true;

  set_error (error, "Connections exceed their process", &sum, &process->traffic);
  return false;
}

static bool
is_cause_of (const NetopUnknown    *unknown,
             const NetopConnection *connection)
{
  return connection->process < 0 && connection->cause == unknown->cause && connection->cause_uid == unknown->uid;
}

static bool
check_unknown (const NetopSnapshot *self,
               const NetopUnknown  *unknown,
               GError             **error)
{
  NetopTraffic sum = { 0 };

  for (guint i = 0; i < self->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (self->connections, NetopConnection, i);

      if (is_cause_of (unknown, connection) && !connection->carrier)
        netop_traffic_add (&sum, &connection->traffic);
    }

  if (traffic_within (&sum, &unknown->traffic))
    return true;

  set_error (error, "Connections exceed their cause", &sum, &unknown->traffic);
  return false;
}

/* Each connection that says it is a process's must stand in that process's slice, else no row has it. */
static bool
check_slices (const NetopSnapshot *self,
              GError             **error)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (self->connections, NetopConnection, i);
      const NetopProcess    *process;

      if (connection->process < 0)
        continue;

      process = (guint)connection->process < self->processes->len ? &g_array_index (self->processes, NetopProcess, connection->process) : NULL;
      if (process == NULL || i < process->first_connection || i - process->first_connection >= process->n_listed_connections)
        {
          g_set_error (error, NETOP_SNAPSHOT_ERROR, NETOP_SNAPSHOT_ERROR_REFERENCE, "Connection %u does not stand with its process", i);
          return false;
        }
    }

  return true;
}

/**
 * netop_snapshot_check:
 *
 * Checks the invariant: the traffic of all processes and all causes adds up to the total, and that of the
 * connections of each, carriers apart, never exceeds its row. For tests and for builds that want it.
 *
 * Returns: whether it holds; @error says which row and what figures
 */
bool
netop_snapshot_check (const NetopSnapshot *self,
                      GError             **error)
{
  if (!check_total (self, error) || !check_slices (self, error))
    return false;

  for (guint i = 0; i < self->processes->len; i++)
    if (!check_process (self, i, error))
      return false;

  for (guint i = 0; i < self->unknown->len; i++)
    if (!check_unknown (self, &g_array_index (self->unknown, NetopUnknown, i), error))
      return false;

  return true;
}
