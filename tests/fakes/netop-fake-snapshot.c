/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-snapshot.h"

#include <string.h>

#define START_US (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

static const char *const names[] = {
  "firefox",
  "curl",
  "sshd",
  "chronyd",
  "postgres",
  "nginx",
  "syncthing",
  "transmission",
  "git-remote-https",
  "ping",
};

/* A number that depends on row and step alone, so that every run of a test sees the same figures. */
static guint
noise (guint row,
       guint step)
{
  guint value = row * 2654435761u + step * 40503u;

  value ^= value >> 15;
  value *= 2246822519u;
  value ^= value >> 13;
  return value;
}

static double
rate_of (guint row,
         guint step)
{
  guint value = noise (row, step);

  /* Most rows are quiet, a few are loud: as on a real desktop. */
  if (value % 3 == 0)
    return 0;
  return (double)(value % 1000) * (value % 17 == 0 ? 4000.0 : 20.0);
}

static NetopRate
fake_rate (guint row,
           guint step)
{
  NetopRate rate = {
    .known = true,
    .rx_bytes_per_s = rate_of (row, step),
    .tx_bytes_per_s = rate_of (row + 7919, step) / 8,
  };

  for (guint i = 0; i < 3; i++)
    {
      rate.rx_average_bytes_per_s += rate_of (row, step - MIN (step, i)) / 3;
      rate.tx_average_bytes_per_s += rate_of (row + 7919, step - MIN (step, i)) / 24;
    }
  return rate;
}

static NetopTraffic
fake_traffic (guint row,
              guint step)
{
  NetopTraffic traffic = {
    .rx_bytes = (uint64_t)(noise (row, 1) % 100000) * (step + 1),
    .tx_bytes = (uint64_t)(noise (row, 2) % 20000) * (step + 1),
  };

  traffic.rx_packets = traffic.rx_bytes / 1400 + 1;
  traffic.tx_packets = traffic.tx_bytes / 600 + 1;
  return traffic;
}

static NetopHistory *
fake_history (guint row,
              guint step,
              guint capacity)
{
  NetopHistory *history = NULL;

  for (guint i = step < 8 ? 0 : step - 8; i <= step; i++)
    history = netop_history_append (history, capacity,
                                    (NetopSample){ (float)rate_of (row, i), (float)rate_of (row + 7919, i) / 8 });
  return history;
}

/* Of the first ones: those of the engine are not made anew for each snapshot, as these are. */
#define N_WITH_HEALTH 1000

/* It has been asked for each second since the beginning; every other time something was sent again. */
static NetopHistory *
fake_health (guint row,
             guint step)
{
  NetopHistory *health = NULL;

  for (guint i = step < 8 ? 0 : step - 8; i <= step; i++)
    health = netop_history_append (health, 60, (NetopSample){ (float)(1000 + row % 60000), (float)(row % 11 > 0 ? i % 2 : 0) });
  return health;
}

static NetopAddress
fake_address (guint row)
{
  return netop_address_from_v4 ((const uint8_t[4]){ 198, 51, (uint8_t)(100 + row / 256 % 100), (uint8_t)row });
}

static NetopConnection
fake_connection (guint row,
                 int   process,
                 guint step)
{
  bool            udp = row % 5 == 4;
  NetopConnection connection = {
    .key = { .kind = NETOP_ROW_CONNECTION, .a = row + 2 },
    .process = process,
    .cause_uid = G_MAXUINT32,
    .protocol = udp ? 17 : 6,
    .state = NETOP_SOCKET_STATE_ESTABLISHED,
    .direction = row % 4 == 0 ? NETOP_DIRECTION_INCOMING : NETOP_DIRECTION_OUTGOING,
    .match = udp ? NETOP_MATCH_WILDCARD : NETOP_MATCH_EXACT,
    .local = netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, 10 }),
    .remote = fake_address (row),
    .local_port = (uint16_t)(32768 + row % 28000),
    .remote_port = (uint16_t)(row % 3 == 0 ? 443 : 80),
    .service = g_ref_string_new_intern (row % 3 == 0 ? "https" : "http"),
    .interface_index = 2,
    .interface_name = g_ref_string_new_intern ("eth0"),
    .first_seen_us = START_US,
    .traffic = fake_traffic (row, step),
    .rate = fake_rate (row, step),
    .history = fake_history (row, step, 60),
  };

  /* With the next process. */
  if (row % 40 == 3)
    {
      uint32_t pid = 1001 + (uint32_t)process;

      connection.shared_with = g_array_new (FALSE, FALSE, sizeof pid);
      g_array_append_val (connection.shared_with, pid);
    }
  if (row % 97 == 96)
    {
      connection.protocol = 1;
      connection.remote_port = 0;
    }
  else if (!udp)
    {
      connection.health = row < N_WITH_HEALTH ? fake_health (row, step) : NULL;
      connection.rtt_us = netop_figure (1000 + row % 60000);
      connection.jitter_us = netop_figure (100 + row % 900);
      connection.retransmissions = netop_figure (row % 11);
      connection.retransmit_rate = netop_figure (0);
      connection.recent_segments = 100;
    }
  return connection;
}

static NetopProcess
fake_process (guint row,
              guint step)
{
  g_autofree char *exe = g_strdup_printf ("/usr/bin/%s", names[row % G_N_ELEMENTS (names)]);

  return (NetopProcess){
    .key = { .kind = NETOP_ROW_PROCESS, .a = row + 1 },
    .pid = 1000 + row,
    .parent_pid = 1,
    .uid = row % 7 == 0 ? 0 : 1000,
    .uid_known = true,
    .start_time_ms = START_US / 1000 - 60000,
    .n_folded = 1,
    /* Snapshots share them, as those of the engine do. */
    .name = g_ref_string_new_intern (names[row % G_N_ELEMENTS (names)]),
    .exe = g_ref_string_new_intern (exe),
    .cmdline = g_ref_string_new_intern (exe),
    .username = g_ref_string_new_intern (row % 7 == 0 ? "root" : "user"),
    .history = fake_history (row + 100000, step, 300),
  };
}

static void
add_process (NetopSnapshot *snapshot,
             guint          row,
             guint          n_connections,
             guint          step)
{
  NetopProcess process = fake_process (row, step);

  process.first_connection = snapshot->connections->len;
  process.n_connections = process.n_listed_connections = n_connections;
  process.n_sockets = n_connections;
  for (guint i = 0; i < n_connections; i++)
    {
      NetopConnection connection = fake_connection (snapshot->connections->len, (int)row, step);

      netop_traffic_add (&process.traffic, &connection.traffic);
      netop_rate_add (&process.rate, &connection.rate);
      g_array_append_val (snapshot->connections, connection);
    }
  netop_traffic_add (&snapshot->total, &process.traffic);
  netop_rate_add (&snapshot->rate, &process.rate);
  g_array_append_val (snapshot->processes, process);
}

static void
add_unknown (NetopSnapshot *snapshot,
             guint          step)
{
  NetopUnknownHost host = {
    .key = { .kind = NETOP_ROW_HOST, .a = NETOP_CAUSE_NO_SOCKET, .b = 1 },
    .address = netop_address_from_v4 ((const uint8_t[4]){ 203, 0, 113, 9 }),
    .traffic = fake_traffic (G_MAXINT, step),
    .rate = fake_rate (G_MAXINT, step),
  };
  NetopUnknown unknown = {
    .key = { .kind = NETOP_ROW_CAUSE, .a = NETOP_CAUSE_NO_SOCKET },
    .cause = NETOP_CAUSE_NO_SOCKET,
    .uid = G_MAXUINT32,
    .traffic = host.traffic,
    .rate = host.rate,
    .history = fake_history (G_MAXINT, step, 300),
    .hosts = g_array_new (FALSE, TRUE, sizeof (NetopUnknownHost)),
  };

  g_array_append_val (unknown.hosts, host);
  netop_traffic_add (&snapshot->total, &unknown.traffic);
  netop_rate_add (&snapshot->rate, &unknown.rate);
  g_array_append_val (snapshot->unknown, unknown);
}

static void
add_interface (NetopSnapshot *snapshot,
               guint          step)
{
  NetopSnapshotInterface interface = {
    .key = { .kind = NETOP_ROW_INTERFACE, .a = 2 },
    .facts = { .index = 2, .mtu = 1500, .speed_mbps = 1000, .hardware_type = 1, .state = NETOP_INTERFACE_STATE_UP, .present = 1 },
    .name = g_ref_string_new_intern ("eth0"),
    .addresses = g_array_new (FALSE, TRUE, sizeof (NetopInterfaceAddress)),
    .rate = snapshot->rate,
    .history = fake_history (G_MAXINT / 2, step, 300),
    .coverage = netop_figure (0.998),
  };
  NetopInterfaceAddress address = { .index = 2, .prefix_length = 24 };

  g_strlcpy (interface.facts.name, "eth0", sizeof interface.facts.name);
  g_strlcpy (interface.facts.kind, "ethernet", sizeof interface.facts.kind);
  interface.facts.rx_bytes = snapshot->total.rx_bytes;
  interface.facts.tx_bytes = snapshot->total.tx_bytes;
  interface.facts.rx_packets = snapshot->total.rx_packets;
  interface.facts.tx_packets = snapshot->total.tx_packets;
  address.address = netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, 10 });
  g_array_append_val (interface.addresses, address);
  g_array_append_val (snapshot->interfaces, interface);
}

/**
 * netop_fake_snapshot:
 * @n_connections: spread evenly over the processes
 * @step: seconds since the start of the made-up run; the same rows with other figures at each
 *
 * Made-up processes and connections, the same in every run, with one cause of unknown traffic and one
 * interface. It keeps the snapshot's invariant.
 */
NetopSnapshot *
netop_fake_snapshot (guint n_processes,
                     guint n_connections,
                     guint step)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();

  snapshot->sequence = step + 1;
  snapshot->timestamp_us = START_US + (int64_t)step * G_USEC_PER_SEC;
  snapshot->monotonic_us = (int64_t)(step + 1) * G_USEC_PER_SEC;
  snapshot->monitoring_since_us = START_US;
  snapshot->host_name = g_ref_string_new_intern ("example");
  snapshot->os_name = g_ref_string_new_intern ("Example Linux");
  snapshot->kernel = g_ref_string_new_intern ("6.1.0");
  snapshot->capture.backend = NETOP_BACKEND_PCAP;
  snapshot->capture.packets = (uint64_t)n_connections * (step + 1);
  snapshot->capture.coverage = netop_figure (0.998);

  for (guint i = 0; i < n_processes; i++)
    add_process (snapshot, i, n_connections / n_processes + (i < n_connections % n_processes ? 1 : 0), step);
  add_unknown (snapshot, step);
  add_interface (snapshot, step);
  snapshot->history = fake_history (G_MAXINT / 3, step, 300);

  return g_steal_pointer (&snapshot);
}

/**
 * netop_fake_snapshot_add_user:
 * @n_hosts: the first with 100 bytes received, the next with 200, and so on
 *
 * Adds what another user's processes carry, who may not be looked at. Keeps the snapshot's invariant.
 */
void
netop_fake_snapshot_add_user (NetopSnapshot *snapshot,
                              guint          uid,
                              const char    *name,
                              guint          n_hosts)
{
  NetopUnknown unknown = {
    .key = { .kind = NETOP_ROW_CAUSE, .a = NETOP_CAUSE_OTHER_USER, .b = uid + 1 },
    .cause = NETOP_CAUSE_OTHER_USER,
    .uid = uid,
    .username = g_ref_string_new (name),
    .rate = { .known = true },
    .hosts = netop_unknown_hosts_new (),
  };

  for (guint i = 0; i < n_hosts; i++)
    {
      NetopUnknownHost host = {
        .key = { .kind = NETOP_ROW_HOST, .a = uid * 1000 + i + 1, .b = 1 },
        .address = netop_address_from_v4 ((const uint8_t[4]){ 203, 0, 113, (uint8_t)(20 + i) }),
        .port = (uint16_t)(443 + uid),
        .traffic = { .rx_bytes = 100 * (i + 1), .rx_packets = 1 },
        .rate = { .known = true },
      };

      g_array_append_val (unknown.hosts, host);
      netop_traffic_add (&unknown.traffic, &host.traffic);
    }
  netop_traffic_add (&snapshot->total, &unknown.traffic);
  g_array_append_val (snapshot->unknown, unknown);
}
