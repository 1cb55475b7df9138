/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-desktop.h"

#include <math.h>
#include <string.h>

#include "netop-dns-message.h"
#include "netop-packet.h"

/* A desktop at work, for pictures: programs, hosts and figures as somebody may have them. Addresses and names are those
 * that documents may use (RFC 5737, 3849, 2606). Of each connection the table below has the rate of the last second and a
 * shape: whatever else there is follows, so that cells, sparklines, headers and the graph tell of the same traffic. */

#define START_US (G_GINT64_CONSTANT (1767277320) * G_USEC_PER_SEC) /* 14:22 UTC, somewhen */
#define MINUTES 41
#define RUN_US (MINUTES * 60 * (int64_t)G_USEC_PER_SEC)
#define NOW_US (START_US + RUN_US)

typedef enum {
  SHAPE_STEADY,
  SHAPE_BURSTS,
  SHAPE_WAVE,
  SHAPE_PULSES,
  SHAPE_BEGINS,
  SHAPE_OVER,
} Shape;

typedef struct
{
  const char *name;
  const char *application;
  const char *application_name;
  const char *container;
  const char *unit;
  const char *username;
  guint       uid;
  guint       pid;
  const char *cmdline;
} Program;

static const Program programs[] = {
  { "firefox", "flatpak:org.example.Firefox", "Firefox", NULL, "app-firefox-4127.scope", "mara", 1000, 4127, "firefox --private-window" },
  { "apt", NULL, NULL, NULL, "apt-daily.service", "root", 0, 6310, "apt update" },
  { "blockfall", "desktop:org.example.Blockfall", "Blockfall", NULL, "app-blockfall.scope", "mara", 1000, 5220, "blockfall --server eu-west" },
  { "restic", NULL, NULL, "podman:nightly-backup", "libpod-4f2a.scope", "mara", 1000, 7741, "restic backup /data" },
  { "tunes", "flatpak:org.example.Tunes", "Tunes", NULL, NULL, "mara", 1000, 4488, "tunes" },
  { "nginx", NULL, NULL, "docker:web-frontend", NULL, "www-data", 33, 2208, "nginx: worker process" },
  { "openvpn", NULL, NULL, NULL, "openvpn@office.service", "root", 0, 1190, "openvpn --config office.conf" },
  { "chatter", "snap:chatter", "Chatter", NULL, NULL, "mara", 1000, 4630, "chatter" },
  { "sshd", NULL, NULL, NULL, "ssh.service", "root", 0, 812, "sshd: mara [priv]" },
  { "systemd-resolved", NULL, NULL, NULL, "systemd-resolved.service", "systemd-resolve", 101, 640, "/usr/lib/systemd/systemd-resolved" },
  { "thunderbird", "desktop:org.example.Thunderbird", "Thunderbird", NULL, NULL, "mara", 1000, 4301, "thunderbird" },
  { "chronyd", NULL, NULL, NULL, "chrony.service", "_chrony", 110, 702, "chronyd -F 1" },
  { "sync", "desktop:org.example.Filedrop", "Filedrop Sync", NULL, NULL, "mara", 1000, 4402, "filedrop-sync --background" },
  { "git-remote-https", NULL, NULL, NULL, NULL, "mara", 1000, 8120, "git remote-https origin" },
  { "avahi-daemon", NULL, NULL, NULL, "avahi-daemon.service", "avahi", 105, 655, "avahi-daemon: running" },
  { "cupsd", NULL, NULL, NULL, "cups.service", "root", 0, 733, "cupsd -l" },
};

#define NOBODY (-1)

typedef struct
{
  int            process; /* or NOBODY, and then @cause says why */
  const char    *address;
  const char    *name;
  guint16        port;
  const char    *service;
  guint8         protocol;
  NetopDirection direction;
  double         rx;
  double         tx;
  Shape          shape;
  double         rtt_ms; /* 0: unknown */
  double         retransmit_rate;
  guint          age_s;
  guint          interface; /* 0: enp3s0 */
  NetopMatch     match;
  NetopCause     cause;
} Remote;

#define OUT NETOP_DIRECTION_OUTGOING
#define IN NETOP_DIRECTION_INCOMING
#define TCP NETOP_PROTOCOL_TCP
#define UDP NETOP_PROTOCOL_UDP

/* By process, and what is nobody's last: as in every snapshot. */
static const Remote remotes[] = {
  { 0, "203.0.113.61", "media-eu3.example.net", 443, "https", UDP, OUT, 7610e3, 148e3, SHAPE_BURSTS, 0, 0, 2280, 0, NETOP_MATCH_EXACT, 0 },
  { 0, "203.0.113.80", "images.example.org", 443, "https", TCP, OUT, 702e3, 31.2e3, SHAPE_BURSTS, 14.1, 0, 720, 0, NETOP_MATCH_EXACT, 0 },
  { 0, "198.51.100.7", "~cdn-7.example.com", 443, "https", TCP, OUT, 84.1e3, 22.6e3, SHAPE_WAVE, 16.0, 0.003, 540, 0, NETOP_MATCH_EXACT, 0 },
  { 0, "203.0.113.99", "push.example.com", 443, "https", TCP, OUT, 6200, 1900, SHAPE_PULSES, 21.2, 0, 2400, 0, NETOP_MATCH_EXACT, 0 },
  { 0, "203.0.113.112", "news.example.org", 443, "https", TCP, OUT, 0, 0, SHAPE_OVER, 18.3, 0, 1210, 0, NETOP_MATCH_EXACT, 0 },
  { 1, "198.51.100.40", "mirror.example.org", 80, "http", TCP, OUT, 3080e3, 40.2e3, SHAPE_BEGINS, 9.4, 0, 38, 0, NETOP_MATCH_EXACT, 0 },
  { 1, "198.51.100.41", "security.example.org", 80, "http", TCP, OUT, 38e3, 1600, SHAPE_BEGINS, 10.2, 0, 37, 0, NETOP_MATCH_INFERRED, 0 },
  { 2, "203.0.113.140", "eu-west.play.example.com", 27015, NULL, UDP, OUT, 404e3, 85.9e3, SHAPE_STEADY, 0, 0, 1440, 0, NETOP_MATCH_EXACT, 0 },
  { 2, "203.0.113.141", "login.play.example.com", 443, "https", TCP, OUT, 7800, 2500, SHAPE_STEADY, 28.3, 0, 1441, 0, NETOP_MATCH_EXACT, 0 },
  { 3, "203.0.113.201", "vault.example.net", 443, "https", TCP, OUT, 36.9e3, 2340e3, SHAPE_WAVE, 22.7, 0.024, 1080, 2, NETOP_MATCH_EXACT, 0 },
  { 4, "198.51.100.88", "audio.example.com", 443, "https", TCP, OUT, 36.1e3, 1940, SHAPE_PULSES, 19.5, 0, 2460, 0, NETOP_MATCH_EXACT, 0 },
  { 5, "198.51.100.24", NULL, 443, "https", TCP, IN, 11.3e3, 96e3, SHAPE_WAVE, 41.6, 0, 120, 0, NETOP_MATCH_EXACT, 0 },
  { 5, "2001:db8:40::1c", NULL, 443, "https", TCP, IN, 8200, 61.4e3, SHAPE_STEADY, 63.2, 0.001, 54, 0, NETOP_MATCH_EXACT, 0 },
  { 6, "203.0.113.5", "gw.example.net", 1194, "openvpn", UDP, OUT, 8910, 7620, SHAPE_STEADY, 0, 0, 2460, 1, NETOP_MATCH_WILDCARD, 0 },
  { 7, "198.51.100.120", "chat.example.org", 5222, "xmpp-client", TCP, OUT, 7100, 2440, SHAPE_PULSES, 17.3, 0, 2400, 0, NETOP_MATCH_EXACT, 0 },
  { 8, "192.0.2.77", "~laptop.test", 22, "ssh", TCP, IN, 2180, 6070, SHAPE_WAVE, 4.6, 0, 1980, 0, NETOP_MATCH_EXACT, 0 },
  { 9, "192.0.2.1", NULL, 53, "domain", UDP, OUT, 1310, 644, SHAPE_PULSES, 0, 0, 2460, 0, NETOP_MATCH_WILDCARD, 0 },
  { 10, "198.51.100.143", "imap.example.org", 993, "imaps", TCP, OUT, 388, 212, SHAPE_PULSES, 18.8, 0, 2460, 0, NETOP_MATCH_EXACT, 0 },
  { 11, "203.0.113.123", "ntp.example.net", 123, "ntp", UDP, OUT, 0, 0, SHAPE_OVER, 0, 0, 2460, 0, NETOP_MATCH_WILDCARD, 0 },
  { 12, "198.51.100.200", "sync.example.com", 443, "https", TCP, OUT, 820, 1120, SHAPE_PULSES, 21, 0, 2460, 0, NETOP_MATCH_EXACT, 0 },
  { 13, "203.0.113.44", "code.example.org", 443, "https", TCP, OUT, 310, 120, SHAPE_BEGINS, 31.4, 0, 20, 0, NETOP_MATCH_EXACT, 0 },
  { NOBODY, "203.0.113.150", "updates.example.net", 443, "https", TCP, OUT, 38.9e3, 1200, SHAPE_STEADY, 15.1, 0, 6, 0, NETOP_MATCH_NONE, NETOP_CAUSE_ENDED },
  { NOBODY, "198.51.100.151", "~build-02.test", 22, "ssh", TCP, OUT, 2300, 700, SHAPE_PULSES, 0, 0, 60, 0, NETOP_MATCH_NONE, NETOP_CAUSE_ENDED },
  { NOBODY, "198.51.100.171", NULL, 8080, "http-alt", TCP, IN, 10.8e3, 2200, SHAPE_WAVE, 0, 0, 300, 2, NETOP_MATCH_NONE, NETOP_CAUSE_NAMESPACE },
  { NOBODY, "203.0.113.9", NULL, 0, NULL, NETOP_PROTOCOL_ICMP, IN, 600, 412, SHAPE_PULSES, 0, 0, 900, 0, NETOP_MATCH_NONE, NETOP_CAUSE_NO_SOCKET },
};

static const struct
{
  const char         *name;
  const char         *kind;
  guint               speed_mbps;
  NetopInterfaceState state;
  const char         *addresses[2];
  guint               prefix_lengths[2];
  const char         *dns_servers[2];
  const char         *search_domain;
} interfaces[] = {
  { "enp3s0", "ethernet", 1000, NETOP_INTERFACE_STATE_UP, { "192.0.2.10", "2001:db8:7::10" }, { 24, 64 }, { "192.0.2.1", "2001:db8:7::1" }, "home.test" },
  { "wlp2s0", "wifi", 866, NETOP_INTERFACE_STATE_UP, { "198.51.100.20", NULL }, { 24, 0 }, { "198.51.100.129", NULL }, NULL },
  { "podman0", "bridge", 0, NETOP_INTERFACE_STATE_UP, { "203.0.113.1", NULL }, { 28, 0 }, { NULL, NULL }, "pods.test" },
  { "enp4s0", "ethernet", 0, NETOP_INTERFACE_STATE_NO_LINK, { NULL, NULL }, { 0, 0 }, { NULL, NULL }, NULL },
};

static const struct
{
  int           process;
  const char   *name;
  guint16       type;
  const char   *answer;
  guint16       rcode;
  NetopDnsState state;
  double        latency_ms;
} queries[] = {
  { 10, "autoconfig.example.com", 1, NULL, NETOP_DNS_RCODE_NXDOMAIN, NETOP_DNS_STATE_ANSWERED, 31.2 },
  { 0, "media-eu3.example.net", 1, "203.0.113.61", 0, NETOP_DNS_STATE_ANSWERED, 8.4 },
  { 0, "media-eu3.example.net", 28, "2001:db8:77::61", 0, NETOP_DNS_STATE_ANSWERED, 9.1 },
  { 1, "mirror.example.org", 1, "198.51.100.40", 0, NETOP_DNS_STATE_ANSWERED, 12.8 },
  { 1, "_https._tcp.security.example.org", 33, NULL, 0, NETOP_DNS_STATE_ANSWERED, 16.4 },
  { 2, "eu-west.play.example.com", 1, "203.0.113.140", 0, NETOP_DNS_STATE_ANSWERED, 22.9 },
  { 12, "discovery.example.com", 16, NULL, NETOP_DNS_RCODE_SERVFAIL, NETOP_DNS_STATE_ANSWERED, 48.1 },
  { 0, "images.example.org", 1, "203.0.113.80", 0, NETOP_DNS_STATE_ANSWERED, 7.7 },
  { 13, "code.example.org", 28, NULL, 0, NETOP_DNS_STATE_TIMEOUT, 0 },
  { 13, "code.example.org", 1, "203.0.113.44", 0, NETOP_DNS_STATE_ANSWERED, 14.0 },
  { 7, "chat.example.org", 65, NULL, 0, NETOP_DNS_STATE_PENDING, 0 },
};

static GRefString *
intern (const char *text)
{
  return text != NULL ? g_ref_string_new_intern (text) : NULL;
}

static NetopAddress
make_address (const char *text)
{
  NetopAddress address;

  g_assert_true (netop_address_parse (text, &address));
  return address;
}

/* Of the rate of the last second, so many seconds ago. */
static float
shape_at (Shape shape,
          guint age)
{
  float phase = (float)age * 6.2832f / 24;

  switch (shape)
    {
    case SHAPE_BURSTS:
      return age % 9 < 4 ? 1.0f + 0.15f * sinf (phase) : 0.18f;
    case SHAPE_WAVE:
      return 0.6f + 0.4f * cosf (phase);
    case SHAPE_PULSES:
      return age % 7 == 0 ? 1.0f : 0.1f;
    case SHAPE_BEGINS:
      return age < 34 ? 1.0f - (float)age * 0.012f : 0.0f;
    case SHAPE_OVER:
      return age > 20 && age < 50 ? 20e3f : 0.0f;
    case SHAPE_STEADY:
    default:
      return 1.0f + 0.08f * sinf (phase * 3);
    }
}

static NetopHistory *
make_history (const Remote *remote)
{
  float         scale = remote->shape == SHAPE_OVER ? 1 : (float)remote->rx;
  float         tx_scale = remote->shape == SHAPE_OVER ? 0.1f : (float)remote->tx;
  NetopHistory *history = NULL;

  for (guint age = NETOP_FAKE_DESKTOP_SECONDS; age-- > 0;)
    {
      float part = shape_at (remote->shape, age) / shape_at (remote->shape, 0);

      if (remote->shape == SHAPE_OVER)
        part = shape_at (remote->shape, age);
      history = netop_history_append (history, NETOP_FAKE_DESKTOP_SECONDS, (NetopSample){ scale * part, tx_scale * part });
    }
  return history;
}

/* It swings by a tenth, and what is sent again comes in bursts. */
static NetopHistory *
make_health (const Remote *remote)
{
  NetopHistory *health = NULL;

  for (guint age = 60; age-- > 0;)
    {
      float part = 1 + 0.1f * (float)((int)(age * 7 % 5) - 2) / 2;
      float again = remote->retransmit_rate > 0 && age % 20 < 3 ? (float)(age % 20 + 1) : 0;

      health = netop_history_append (health, 60, (NetopSample){ (float)remote->rtt_ms * 1000 * part, again });
    }
  return health;
}

static NetopRate
make_rate (const NetopHistory *history)
{
  NetopSample now = netop_history_get (history, 0);
  NetopRate   rate = { .known = true, .rx_bytes_per_s = now.rx, .tx_bytes_per_s = now.tx };

  for (guint age = 0; age < 3; age++)
    {
      rate.rx_average_bytes_per_s += (double)netop_history_get (history, age).rx / 3;
      rate.tx_average_bytes_per_s += (double)netop_history_get (history, age).tx / 3;
    }
  return rate;
}

static NetopTraffic
make_traffic (const NetopHistory *history,
              guint               age_s)
{
  double       rx = 0;
  double       tx = 0;
  NetopTraffic traffic;

  for (guint age = 0; age < NETOP_FAKE_DESKTOP_SECONDS; age++)
    {
      rx += (double)netop_history_get (history, age).rx / NETOP_FAKE_DESKTOP_SECONDS;
      tx += (double)netop_history_get (history, age).tx / NETOP_FAKE_DESKTOP_SECONDS;
    }
  traffic = (NetopTraffic){ .rx_bytes = (guint64)(rx * age_s) + 1234, .tx_bytes = (guint64)(tx * age_s) + 432 };
  traffic.rx_packets = traffic.rx_bytes / 1200 + 1;
  traffic.tx_packets = traffic.tx_bytes / 300 + 1;
  return traffic;
}

static void
set_name (NetopConnection *connection,
          const char      *name)
{
  gboolean is_inferred = name != NULL && name[0] == '~';

  connection->remote_name = intern (is_inferred ? name + 1 : name);
  if (name != NULL)
    connection->name_source = is_inferred ? NETOP_NAME_SOURCE_OTHER_PROCESS : NETOP_NAME_SOURCE_SAME_PROCESS;
}

static NetopConnection
make_connection (guint row)
{
  const Remote   *remote = &remotes[row];
  NetopConnection connection = {
    .key = { .kind = NETOP_ROW_CONNECTION, .a = row + 2 },
    .process = remote->process,
    .cause = remote->cause,
    .cause_uid = G_MAXUINT32,
    .protocol = remote->protocol,
    .direction = remote->direction,
    .match = remote->match,
    .state = remote->shape == SHAPE_OVER ? NETOP_SOCKET_STATE_CLOSE : NETOP_SOCKET_STATE_ESTABLISHED,
    .local = make_address (strchr (remote->address, ':') != NULL ? "2001:db8:7::10" : "192.0.2.10"),
    .remote = make_address (remote->address),
    .local_port = remote->direction == IN ? remote->port : (guint16)(41000 + row * 37),
    .remote_port = remote->direction == IN ? (guint16)(52000 + row * 13) : remote->port,
    .service = intern (remote->service),
    .interface_index = remote->interface + 2,
    .interface_name = intern (interfaces[remote->interface].name),
    .first_seen_us = NOW_US - remote->age_s * G_USEC_PER_SEC,
    .closed_us = remote->shape == SHAPE_OVER ? NOW_US - 8 * G_USEC_PER_SEC : 0,
    .history = make_history (remote),
  };

  connection.rate = make_rate (connection.history);
  connection.traffic = make_traffic (connection.history, remote->age_s);
  set_name (&connection, remote->name);
  if (remote->rtt_ms > 0)
    {
      connection.health = make_health (remote);
      connection.rtt_us = netop_figure (remote->rtt_ms * 1000);
      connection.jitter_us = netop_figure (remote->rtt_ms * 110);
      connection.retransmissions = netop_figure (remote->retransmit_rate > 0 ? 17 : 0);
      connection.retransmit_rate = netop_figure (remote->retransmit_rate);
      connection.recent_segments = 400;
    }
  return connection;
}

static void
add_process (NetopSnapshot *snapshot,
             int            index)
{
  const Program   *program = &programs[index];
  g_autofree char *exe = g_strdup_printf ("/usr/bin/%s", program->name);
  NetopProcess     process = {
        .key = { .kind = NETOP_ROW_PROCESS, .a = index + 1 },
        .pid = program->pid,
        .parent_pid = 1,
        .uid = program->uid,
        .uid_known = true,
        .start_time_ms = START_US / 1000 - 120000,
        .n_folded = 1,
        .name = intern (program->name),
        .exe = intern (exe),
        .cmdline = intern (program->cmdline),
        .username = intern (program->username),
        .unit = intern (program->unit),
        .container = intern (program->container),
        .application = intern (program->application),
        .application_name = intern (program->application_name),
        .rate = { .known = true },
        .first_connection = snapshot->connections->len,
  };

  for (guint i = 0; i < G_N_ELEMENTS (remotes); i++)
    {
      NetopConnection connection;

      if (remotes[i].process != index)
        continue;
      connection = make_connection (i);
      netop_traffic_add (&process.traffic, &connection.traffic);
      netop_rate_add (&process.rate, &connection.rate);
      process.history = netop_history_add (process.history, NETOP_FAKE_DESKTOP_SECONDS, connection.history);
      process.n_listed_connections++;
      process.n_connections += connection.closed_us == 0;
      g_array_append_val (snapshot->connections, connection);
    }
  process.n_sockets = process.n_connections + 1;
  netop_traffic_add (&snapshot->total, &process.traffic);
  netop_rate_add (&snapshot->rate, &process.rate);
  snapshot->history = netop_history_add (snapshot->history, NETOP_FAKE_DESKTOP_SECONDS, process.history);
  g_array_append_val (snapshot->processes, process);
}

static void
add_host (NetopUnknown          *unknown,
          const NetopConnection *connection)
{
  NetopUnknownHost host = {
    .key = { .kind = NETOP_ROW_HOST, .a = connection->key.a },
    .address = connection->remote,
    .port = connection->remote_port,
    .name = connection->remote_name != NULL ? g_ref_string_acquire (connection->remote_name) : NULL,
    .traffic = connection->traffic,
    .rate = connection->rate,
  };

  g_array_append_val (unknown->hosts, host);
}

static void
add_cause (NetopSnapshot *snapshot,
           NetopCause     cause)
{
  NetopUnknown unknown = {
    .key = { .kind = NETOP_ROW_CAUSE, .a = cause },
    .cause = cause,
    .uid = G_MAXUINT32,
    .rate = { .known = true },
    .hosts = netop_unknown_hosts_new (),
  };

  for (guint i = 0; i < G_N_ELEMENTS (remotes); i++)
    {
      NetopConnection connection;

      if (remotes[i].process != NOBODY || remotes[i].cause != cause)
        continue;
      connection = make_connection (i);
      add_host (&unknown, &connection);
      netop_traffic_add (&unknown.traffic, &connection.traffic);
      netop_rate_add (&unknown.rate, &connection.rate);
      unknown.history = netop_history_add (unknown.history, NETOP_FAKE_DESKTOP_SECONDS, connection.history);
      g_array_append_val (snapshot->connections, connection);
    }
  netop_traffic_add (&snapshot->total, &unknown.traffic);
  netop_rate_add (&snapshot->rate, &unknown.rate);
  snapshot->history = netop_history_add (snapshot->history, NETOP_FAKE_DESKTOP_SECONDS, unknown.history);
  g_array_append_val (snapshot->unknown, unknown);
}

static void
set_addresses (NetopSnapshotInterface *interface,
               guint                   index)
{
  interface->addresses = g_array_new (FALSE, TRUE, sizeof (NetopInterfaceAddress));
  for (guint i = 0; i < G_N_ELEMENTS (interfaces[index].addresses); i++)
    {
      NetopInterfaceAddress address = { .index = interface->facts.index };

      if (interfaces[index].addresses[i] == NULL)
        continue;
      address.prefix_length = (guint8)interfaces[index].prefix_lengths[i];
      address.address = make_address (interfaces[index].addresses[i]);
      g_array_append_val (interface->addresses, address);
    }
}

static void
set_dns (NetopSnapshotInterface *interface,
         guint                   index)
{
  interface->dns_servers = g_array_new (FALSE, FALSE, sizeof (NetopAddress));
  for (guint i = 0; i < G_N_ELEMENTS (interfaces[index].dns_servers) && interfaces[index].dns_servers[i] != NULL; i++)
    {
      NetopAddress server = make_address (interfaces[index].dns_servers[i]);

      g_array_append_val (interface->dns_servers, server);
    }
  interface->search_domains = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ref_string_release);
  if (interfaces[index].search_domain != NULL)
    g_ptr_array_add (interface->search_domains, g_ref_string_new (interfaces[index].search_domain));
}

static void
add_interface (NetopSnapshot *snapshot,
               guint          index)
{
  NetopSnapshotInterface interface = {
    .key = { .kind = NETOP_ROW_INTERFACE, .a = index + 2 },
    .facts = { .index = index + 2, .mtu = 1500, .speed_mbps = interfaces[index].speed_mbps, .hardware_type = 1, .state = (guint8)interfaces[index].state, .present = 1 },
    .name = intern (interfaces[index].name),
    .rate = { .known = true },
    .coverage = index < 2 ? netop_figure (0.998) : NETOP_FIGURE_UNKNOWN,
  };
  NetopTraffic traffic = { 0 };

  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      if (connection->interface_index != interface.facts.index)
        continue;
      netop_traffic_add (&traffic, &connection->traffic);
      netop_rate_add (&interface.rate, &connection->rate);
      interface.history = netop_history_add (interface.history, NETOP_FAKE_DESKTOP_SECONDS, connection->history);
    }
  g_strlcpy (interface.facts.name, interfaces[index].name, sizeof interface.facts.name);
  g_strlcpy (interface.facts.kind, interfaces[index].kind, sizeof interface.facts.kind);
  interface.facts.rx_bytes = traffic.rx_bytes;
  interface.facts.tx_bytes = traffic.tx_bytes;
  interface.facts.rx_packets = traffic.rx_packets;
  interface.facts.tx_packets = traffic.tx_packets;
  interface.facts.rx_dropped = index == 1 ? 12 : 0;
  set_addresses (&interface, index);
  set_dns (&interface, index);
  g_array_append_val (snapshot->interfaces, interface);
}

static void
add_resolver (NetopSnapshot *snapshot,
              const char    *address,
              const char    *interface,
              guint64        n_queries,
              double         mean_ms,
              double         failure_rate)
{
  NetopDnsSummary  summary = { n_queries, n_queries, netop_figure (mean_ms * 1000), netop_figure (mean_ms * 3900), netop_figure (failure_rate) };
  NetopDnsResolver resolver = {
    .server = make_address (address),
    .interface_name = intern (interface),
    .is_configured = true,
    .total = summary,
    .recent = summary,
  };

  resolver.key = netop_dns_resolver_make_key (&resolver.server);
  g_array_append_val (snapshot->dns.resolvers, resolver);
}

static void
add_query (NetopSnapshot *snapshot,
           guint          index)
{
  const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, queries[index].process);
  NetopDnsQuery       query = {
          .key = { .kind = NETOP_ROW_QUERY, .a = ++snapshot->dns.n_queries },
          .asked_us = NOW_US - (G_N_ELEMENTS (queries) - index) * 17 * G_USEC_PER_SEC / 2,
          .process = queries[index].process,
          .pid = process->pid,
          .process_name = g_ref_string_acquire (process->name),
          .name = intern (queries[index].name),
          .interface_name = intern (interfaces[0].name),
          .type = queries[index].type,
          .rcode = queries[index].rcode,
          .protocol = UDP,
          .state = queries[index].state,
          .is_ours = true,
          .client = make_address ("192.0.2.10"),
          .client_port = (guint16)(40000 + index * 31),
          .server = make_address (index % 4 == 2 ? "2001:db8:7::1" : "192.0.2.1"),
          .server_port = 53,
          .latency_us = queries[index].latency_ms > 0 ? netop_figure (queries[index].latency_ms * 1000) : NETOP_FIGURE_UNKNOWN,
  };

  if (queries[index].answer != NULL)
    {
      query.answers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ref_string_release);
      g_ptr_array_add (query.answers, intern (queries[index].answer));
      query.n_answers = 1;
    }
  g_array_append_val (snapshot->dns.queries, query);
}

static void
add_dns (NetopSnapshot *snapshot)
{
  snapshot->dns.is_watched = true;
  add_resolver (snapshot, "192.0.2.1", "enp3s0", 1842, 11.6, 0.002);
  add_resolver (snapshot, "2001:db8:7::1", "enp3s0", 604, 9.8, 0);
  add_resolver (snapshot, "198.51.100.129", "wlp2s0", 57, 38.4, 0.053);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    add_query (snapshot, i);
}

/**
 * netop_fake_desktop:
 *
 * Makes a desktop at work, the same at each call. It keeps the snapshot's invariant.
 *
 * Returns: (transfer full): the snapshot
 */
/* It was as busy as now, up and down. */
static NetopHistory *
make_minutes (const NetopRate *rate)
{
  NetopHistory *minutes = NULL;

  for (guint age = MINUTES; age-- > 0;)
    {
      float part = shape_at (age % 13 < 5 ? SHAPE_BURSTS : SHAPE_WAVE, age);

      minutes = netop_history_append (minutes, MINUTES, (NetopSample){ (float)rate->rx_bytes_per_s * part, (float)rate->tx_bytes_per_s * part });
    }
  return minutes;
}

NetopSnapshot *
netop_fake_desktop (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();

  snapshot->sequence = MINUTES * 60;
  snapshot->timestamp_us = NOW_US;
  snapshot->monotonic_us = RUN_US;
  snapshot->monitoring_since_us = START_US;
  snapshot->host_name = intern ("example");
  snapshot->os_name = intern ("Example Linux");
  snapshot->kernel = intern ("6.1.0");
  snapshot->rate.known = true;
  snapshot->capture.backend = NETOP_BACKEND_PCAP;
  snapshot->capture.packets = 4826113;
  snapshot->capture.coverage = netop_figure (0.998);

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    add_process (snapshot, (int)i);
  add_cause (snapshot, NETOP_CAUSE_ENDED);
  add_cause (snapshot, NETOP_CAUSE_NAMESPACE);
  add_cause (snapshot, NETOP_CAUSE_NO_SOCKET);
  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    add_interface (snapshot, i);
  add_dns (snapshot);
  snapshot->minutes_history = make_minutes (&snapshot->rate);

  g_assert_true (netop_snapshot_check (snapshot, NULL));
  return g_steal_pointer (&snapshot);
}
