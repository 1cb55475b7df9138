/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdlib.h>

#include "netop-attribution-private.h"

/* Of the sockets of one port, and of the processes that may have carried a connection. */
#define MAX_GROUP 64
#define MAX_SHARED_WITH NETOP_SOCKET_MAX_HOLDERS
#define MAX_SHOWN_HOSTS 256

static GRefString *
copy_text (GRefString *text)
{
  return text != NULL ? g_ref_string_acquire (text) : NULL;
}

/* --- What is shown of an interface alone --- */

static const NetopAccount *
get_account (const NetopAttribution *self,
             const NetopLedger      *ledger)
{
  return netop_ledger_get (ledger, self->shown_interface);
}

static bool
is_listed (const NetopAttribution *self,
           const NetopKnownFlow   *flow)
{
  return !netop_attribution_is_hidden (flow) && (self->shown_interface == 0 || flow->interface_index == self->shown_interface);
}

/* --- Processes --- */

static void
append_process (NetopAttribution  *self,
                NetopSnapshot     *snapshot,
                NetopKnownProcess *process)
{
  const NetopAccount *account = get_account (self, &process->ledger);
  NetopProcess        row = {
           .key = process->key,
           .pid = process->pid,
           .parent_pid = process->parent_pid,
           .uid = process->uid,
           .uid_known = process->uid_known,
           .ended_us = process->ended_us,
           .n_folded = process->n_folded,
           .name = copy_text (process->name),
           .exe = copy_text (process->exe),
           .cmdline = copy_text (process->cmdline),
           .unit = copy_text (process->identity.unit),
           .container = copy_text (process->identity.container),
           .application = copy_text (process->identity.application),
           .application_name = copy_text (process->identity.application_name),
           .username = process->uid_known ? copy_text (netop_user_names_get (self->user_names, process->uid)) : NULL,
           .traffic = account->traffic,
           .rate = netop_account_get_rate (account, self->n_seconds),
           .history = netop_history_ref (account->history),
           .n_sockets = process->n_sockets,
  };

  if (self->boot_real_us != 0 && process->start_boot_ns != 0)
    row.start_time_ms = (self->boot_real_us + self->stepped_us) / 1000 + (int64_t)(process->start_boot_ns / 1000000);
  if (process->ended_us != 0)
    row.ended_us = process->ended_us + self->real_us - self->now_us;

  process->row = (int)snapshot->processes->len;
  g_array_append_val (snapshot->processes, row);
}

/* Sockets are of no interface: of one alone those are there that had to do with it. */
static bool
is_row (const NetopAttribution  *self,
        const NetopKnownProcess *process)
{
  if (!netop_traffic_is_empty (&get_account (self, &process->ledger)->traffic))
    return true;

  return self->shown_interface == 0 ? process->n_sockets > 0 || process->n_flows > 0 : process->is_on_interface;
}

static void
find_processes_on_interface (NetopAttribution *self)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->processes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((NetopKnownProcess *)value)->is_on_interface = false;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NetopKnownFlow *flow = value;

      if (flow->owner.process != NULL && is_listed (self, flow))
        flow->owner.process->is_on_interface = true;
    }
}

static void
append_processes (NetopAttribution *self,
                  NetopSnapshot    *snapshot)
{
  GHashTableIter iter;
  void          *value;

  if (self->shown_interface != 0)
    find_processes_on_interface (self);
  g_hash_table_iter_init (&iter, self->processes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownProcess *process = value;

      process->row = -1;
      if (is_row (self, process))
        append_process (self, snapshot, process);
    }

  g_hash_table_iter_init (&iter, self->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NetopKnownProcess *folded = value;

      if (self->shown_interface == 0 || !netop_traffic_is_empty (&get_account (self, &folded->ledger)->traffic))
        append_process (self, snapshot, value);
    }
}

/* --- Connections --- */

/* In @pids, which is made when there is one; each once. */
static void
add_other_holders (GArray                 **pids,
                   const NetopKnownSocket  *socket,
                   const NetopKnownProcess *owner)
{
  for (guint i = 0; i < socket->n_holders; i++)
    {
      uint32_t pid = socket->holders[i]->pid;
      guint    j = 0;

      if (socket->holders[i] == owner)
        continue;
      if (*pids == NULL)
        *pids = g_array_new (FALSE, FALSE, sizeof (uint32_t));
      while (j < (*pids)->len && g_array_index (*pids, uint32_t, j) != pid)
        j++;
      if (j == (*pids)->len && j < MAX_SHARED_WITH)
        g_array_append_val (*pids, pid);
    }
}

/* Several sockets may have one and the same local end (SO_REUSEPORT, SO_REUSEADDR, socket(7)). Datagrams do not tell which
 * of them sent them, and what comes to a group goes to all; and a connection that was over before its own socket was
 * found may have been any listener's. */
static bool
may_be_either (const NetopKnownSocket *socket,
               const NetopKnownSocket *other)
{
  const NetopSocketFacts *a = &socket->facts;
  const NetopSocketFacts *b = &other->facts;

  return a->namespace_id == b->namespace_id && a->interface_index == b->interface_index && netop_address_equal (&a->local, &b->local) &&
         /* One that came after it had gone has its place, and not its packets. */
         (!socket->removed || other->first_us < socket->removed_us) && (!other->removed || socket->first_us < other->removed_us);
}

/* Those who hold the flow's socket too, and those whose socket it may be as well. */
static GArray *
get_other_holders (const NetopAttribution *self,
                   const NetopKnownFlow   *flow)
{
  const NetopKnownSocket *socket = flow->owner.socket;
  const GPtrArray        *group = NULL;
  GArray                 *pids = NULL;

  if (flow->owner.process == NULL || socket == NULL)
    return NULL;

  add_other_holders (&pids, socket, flow->owner.process);
  if (socket->facts.listening)
    group = netop_attribution_get_endpoints (self, socket->facts.protocol, socket->facts.local_port);
  for (guint i = 0; group != NULL && i < MIN (group->len, MAX_GROUP); i++)
    {
      const NetopKnownSocket *other = g_ptr_array_index (group, i);

      if (other != socket && may_be_either (socket, other))
        add_other_holders (&pids, other, flow->owner.process);
    }
  return pids;
}

static NetopDirection
get_direction (const NetopKnownFlow *flow)
{
  if (flow->flow.opener == NETOP_FLOW_OPENER_LOCAL)
    return NETOP_DIRECTION_OUTGOING;
  if (flow->flow.opener == NETOP_FLOW_OPENER_REMOTE || flow->is_served ||
      (flow->owner.match == NETOP_MATCH_INFERRED && flow->flow.key.protocol == NETOP_PROTOCOL_TCP))
    return NETOP_DIRECTION_INCOMING;
  return NETOP_DIRECTION_UNKNOWN;
}

/* The flow's very own one: a listener's figures are not the connection's. Whoever holds it, or nobody any more. */
static const NetopKnownSocket *
find_own_socket (const NetopKnownFlow *flow)
{
  const NetopKnownSocket *own = NULL;

  for (guint i = 0; i < flow->n_sockets; i++)
    {
      const NetopKnownSocket *socket = flow->sockets[i];

      if (!socket->facts.listening && (own == NULL || socket->facts.sample_us > own->facts.sample_us))
        own = socket;
    }
  return own;
}

/* The kernel may go on with a connection of which both ends were seen, and it may not have been asked since. */
static NetopSocketState
get_closed_state (const NetopKnownSocket *socket)
{
  switch (socket->facts.state)
    {
    case NETOP_SOCKET_STATE_FIN_WAIT_1:
    case NETOP_SOCKET_STATE_FIN_WAIT_2:
    case NETOP_SOCKET_STATE_TIME_WAIT:
    case NETOP_SOCKET_STATE_CLOSE_WAIT:
    case NETOP_SOCKET_STATE_LAST_ACK:
    case NETOP_SOCKET_STATE_CLOSING:
      return socket->removed ? NETOP_SOCKET_STATE_CLOSE : socket->facts.state;
    default:
      return NETOP_SOCKET_STATE_CLOSE;
    }
}

/* Of a connection that is over the figures stay those of its end. */
static void
add_tcp_health (const NetopAttribution *self,
                NetopConnection        *connection,
                const NetopKnownFlow   *flow,
                const NetopKnownSocket *socket)
{
  const NetopSocketFacts *facts = &socket->facts;
  bool                    is_over = flow->closed_us != 0 || socket->removed;
  /* Its first packet opened it. */
  int64_t opened_us = flow->flow.opener != NETOP_FLOW_OPENER_UNKNOWN ? flow->flow.first_us : 0;

  if (facts->known & NETOP_SOCKET_KNOWS_RTT)
    connection->rtt_us = netop_figure (facts->rtt_us);
  if (facts->known & NETOP_SOCKET_KNOWS_RETRANSMITS)
    connection->retransmissions = netop_figure (facts->retransmits);
  if (socket->samples != NULL)
    {
      int64_t end_us = is_over ? netop_tcp_samples_get_last_us (socket->samples) : self->now_us;

      if (!is_over)
        netop_tcp_samples_pass (socket->samples, self->now_us);
      connection->health = netop_history_ref (netop_tcp_samples_get_history (socket->samples));
      connection->jitter_us = netop_tcp_samples_get_jitter (socket->samples, end_us);
      connection->recent_segments = netop_tcp_samples_get_segments (socket->samples, end_us, opened_us);
      connection->retransmit_rate = netop_tcp_samples_get_retransmit_rate (socket->samples, end_us, opened_us);
    }
}

static void
add_socket_facts (const NetopAttribution *self,
                  NetopConnection        *connection,
                  const NetopKnownFlow   *flow)
{
  const NetopKnownSocket *socket = find_own_socket (flow);

  if (socket == NULL)
    return;

  if (flow->closed_us == 0)
    connection->state = socket->facts.state;
  else if (connection->protocol == NETOP_PROTOCOL_TCP)
    connection->state = get_closed_state (socket);
  if (connection->protocol == NETOP_PROTOCOL_TCP)
    add_tcp_health (self, connection, flow, socket);
}

static NetopConnection
make_connection (const NetopAttribution *self,
                 const NetopKnownFlow   *flow)
{
  const NetopFlowKey        *key = &flow->flow.key;
  const NetopKnownInterface *interface = netop_attribution_find_interface (self, flow->interface_index);
  NetopConnection            connection = {
               .key = { .kind = NETOP_ROW_CONNECTION, .a = flow->id },
               .process = flow->owner.process != NULL ? flow->owner.process->row : -1,
               .cause = flow->owner.cause,
               .cause_uid = flow->owner.cause_uid,
               .protocol = key->protocol,
               .direction = get_direction (flow),
               .match = flow->owner.match,
               .estimated = flow->estimated,
               .carrier = flow->carries != NETOP_CARRIES_NOTHING,
               .forwarded = key->forwarded != 0,
               .local = key->local,
               .remote = key->remote,
               .local_port = key->local_port,
               .remote_port = key->remote_port,
               .namespace_id = key->namespace_id,
               .interface_index = flow->interface_index,
               .interface_name = interface != NULL ? copy_text (interface->name) : NULL,
               .remote_name = copy_text (flow->remote_name),
               .name_source = flow->name_source,
               .country = copy_text (flow->country),
               .operator= copy_text (flow->operator),
               .first_seen_us = flow->first_seen_us + self->stepped_us,
               .closed_us = flow->closed_us != 0 ? flow->closed_seen_us + self->stepped_us : 0,
               .traffic = flow->account.traffic,
               .rate = netop_account_get_rate (&flow->account, self->n_seconds),
               .history = netop_history_ref (flow->account.history),
               .shared_with = get_other_holders (self, flow),
  };

  connection.service = netop_attribution_get_service (self, flow, connection.direction);
  if (flow->closed_us != 0 && key->protocol == NETOP_PROTOCOL_TCP)
    connection.state = NETOP_SOCKET_STATE_CLOSE;
  add_socket_facts (self, &connection, flow);
  return connection;
}

static int
get_row (const NetopKnownFlow *flow)
{
  return flow->owner.process != NULL ? flow->owner.process->row : -1;
}

/* Counted first, so that each goes to its place at once: a process's stand together, unowned ones are last. */
static void
append_connections (NetopAttribution *self,
                    NetopSnapshot    *snapshot)
{
  NetopProcess     *processes = (NetopProcess *)(void *)snapshot->processes->data;
  g_autofree guint *next = g_new0 (guint, snapshot->processes->len + 1);
  guint             position = 0;
  guint             n_hidden = 0;
  GHashTableIter    iter;
  void             *value;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NetopKnownFlow *flow = value;
      int                   row = get_row (flow);

      if (!is_listed (self, flow))
        {
          n_hidden++;
        }
      else if (row >= 0)
        {
          processes[row].n_listed_connections++;
          processes[row].n_connections += flow->closed_us == 0;
        }
    }

  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      processes[i].first_connection = position;
      next[i] = position;
      position += processes[i].n_listed_connections;
    }
  next[snapshot->processes->len] = position;

  g_array_set_size (snapshot->connections, g_hash_table_size (self->flows) - n_hidden);
  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownFlow *flow = value;
      int             row = get_row (flow);
      guint           slot = row >= 0 ? (guint)row : snapshot->processes->len;

      if (!is_listed (self, flow))
        continue;
      if (flow->flow.opener == NETOP_FLOW_OPENER_UNKNOWN && flow->closed_us == 0 && !flow->is_served)
        flow->is_served = netop_attribution_is_served (self, flow);
      netop_attribution_name_flow (self, flow);
      g_array_index (snapshot->connections, NetopConnection, next[slot]++) = make_connection (self, flow);
    }
}

/* --- Sockets without connections --- */

static void
append_sockets (NetopAttribution *self,
                NetopSnapshot    *snapshot)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NetopKnownSocket  *socket = value;
      const NetopKnownProcess *holder = netop_attribution_get_first_holder (socket);
      NetopSocket              row = {
                     .process = holder != NULL ? holder->row : -1,
                     .protocol = socket->facts.protocol,
                     .state = socket->facts.state,
                     .local = socket->facts.local,
                     .local_port = socket->facts.local_port,
      };

      if (!socket->removed && row.process >= 0 && socket->facts.kind != NETOP_SOCKET_KIND_PACKET && (socket->facts.listening || socket->n_flows == 0))
        g_array_append_val (snapshot->sockets, row);
    }
}

/* --- Unknown --- */

typedef struct
{
  const NetopKnownHost *host;
  const NetopAccount   *account;
} ShownHost;

static int
compare_hosts (const void *a,
               const void *b)
{
  uint64_t bytes_a = netop_traffic_get_bytes (&((const ShownHost *)a)->account->traffic);
  uint64_t bytes_b = netop_traffic_get_bytes (&((const ShownHost *)b)->account->traffic);

  return bytes_a > bytes_b ? -1 : bytes_a < bytes_b;
}

/* Without those of which all bytes moved to a process, or are another interface's. */
static GArray *
find_hosts (const NetopAttribution *self,
            const NetopKnownCause  *cause)
{
  GArray        *found = g_array_new (FALSE, FALSE, sizeof (ShownHost));
  GHashTableIter iter;
  void          *key;

  g_hash_table_iter_init (&iter, cause->hosts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const NetopKnownHost *host = key;
      ShownHost             shown = { host, get_account (self, &host->ledger) };

      if (!netop_traffic_is_empty (&shown.account->traffic))
        g_array_append_val (found, shown);
    }
  g_array_sort (found, compare_hosts);
  return found;
}

static GArray *
make_hosts (const NetopAttribution *self,
            const NetopKnownCause  *cause)
{
  GArray *rows = netop_unknown_hosts_new ();
  g_autoptr (GArray) found = find_hosts (self, cause);

  for (guint i = 0; i < MIN (found->len, MAX_SHOWN_HOSTS); i++)
    {
      const ShownHost *shown = &g_array_index (found, ShownHost, i);
      NetopUnknownHost row = {
        .key = { .kind = NETOP_ROW_HOST, .a = shown->host->id },
        .address = shown->host->address,
        .port = shown->host->port,
        .traffic = shown->account->traffic,
        .rate = netop_account_get_rate (shown->account, self->n_seconds),
      };

      g_array_append_val (rows, row);
    }
  return rows;
}

static void
append_causes (NetopAttribution *self,
               NetopSnapshot    *snapshot)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NetopKnownCause *cause = value;
      const NetopAccount    *account = get_account (self, &cause->ledger);
      NetopUnknown           row = {
                  .key = { .kind = NETOP_ROW_CAUSE, .a = cause->cause, .b = cause->uid != G_MAXUINT32 ? (uint64_t)cause->uid + 1 : 0 },
                  .cause = cause->cause,
                  .uid = cause->uid,
                  .traffic = account->traffic,
      };

      if (netop_traffic_is_empty (&row.traffic))
        continue;
      row.username = cause->uid != G_MAXUINT32 ? copy_text (netop_user_names_get (self->user_names, cause->uid)) : NULL;
      row.rate = netop_account_get_rate (account, self->n_seconds);
      row.history = netop_history_ref (account->history);
      row.hosts = make_hosts (self, cause);
      g_array_append_val (snapshot->unknown, row);
    }
}

/* --- Interfaces --- */

static NetopInterface
get_facts_since_start (const NetopKnownInterface *interface)
{
  const NetopInterface *baseline = &interface->baseline;
  NetopInterface        facts = interface->facts;

  facts.rx_bytes -= baseline->rx_bytes;
  facts.tx_bytes -= baseline->tx_bytes;
  facts.rx_packets -= baseline->rx_packets;
  facts.tx_packets -= baseline->tx_packets;
  facts.rx_errors -= MIN (baseline->rx_errors, facts.rx_errors);
  facts.tx_errors -= MIN (baseline->tx_errors, facts.tx_errors);
  facts.rx_dropped -= MIN (baseline->rx_dropped, facts.rx_dropped);
  facts.tx_dropped -= MIN (baseline->tx_dropped, facts.tx_dropped);
  return facts;
}

/* Of its share, and of that of all together. */
static NetopFigure
get_coverage (const NetopKnownInterface *interface,
              NetopCoverageSample       *sum)
{
  NetopCoverageSample window;

  if (!netop_coverage_has_meaning (&interface->facts) || !netop_coverage_get_window (&interface->coverage, &window))
    return NETOP_FIGURE_UNKNOWN;

  sum->attributed += MIN (window.attributed, window.counted);
  sum->counted += window.counted;
  return netop_coverage_get_share (&window);
}

static void
append_interfaces (NetopAttribution *self,
                   NetopSnapshot    *snapshot)
{
  NetopCoverageSample sum = { 0 };
  NetopCoverageSample others = { 0 };

  for (guint i = 0; i < self->interfaces->len; i++)
    {
      const NetopKnownInterface *interface = &g_array_index (self->interfaces, NetopKnownInterface, i);
      NetopSnapshotInterface     row = {
            .key = { .kind = NETOP_ROW_INTERFACE, .a = interface->facts.index },
            .facts = get_facts_since_start (interface),
            .rate = netop_account_get_rate (&interface->account, self->n_seconds),
      };

      if (!interface->facts.present || (self->only_interface != 0 && interface->facts.index != self->only_interface))
        continue;
      row.name = copy_text (interface->name);
      row.coverage = get_coverage (interface, self->shown_interface == 0 || interface->facts.index == self->shown_interface ? &sum : &others);
      row.history = netop_history_ref (interface->account.history);
      row.addresses = g_array_new (FALSE, FALSE, sizeof (NetopInterfaceAddress));
      for (guint j = 0; j < self->addresses->len; j++)
        {
          const NetopInterfaceAddress *address = &g_array_index (self->addresses, NetopInterfaceAddress, j);

          if (address->index == interface->facts.index)
            g_array_append_val (row.addresses, *address);
        }
      netop_attribution_add_dns_configuration (self, &row);
      g_array_append_val (snapshot->interfaces, row);
    }
  snapshot->capture.coverage = netop_coverage_get_share (&sum);
}

static NetopBackend
get_backend (NetopTier tier)
{
  switch (tier)
    {
    case NETOP_TIER_EBPF:
      return NETOP_BACKEND_EBPF;
    case NETOP_TIER_SOCKETS:
      return NETOP_BACKEND_SOCKETS;
    case NETOP_TIER_FILE:
      return NETOP_BACKEND_FILE;
    case NETOP_TIER_PCAP:
    default:
      return NETOP_BACKEND_PCAP;
    }
}

/* Returns: (transfer none) (nullable): the interface that all figures are of; %NULL for all */
static GRefString *
get_interface_name (const NetopAttribution *self)
{
  const NetopKnownInterface *shown = self->shown_interface != 0 ? netop_attribution_find_interface (self, self->shown_interface) : NULL;

  return shown != NULL ? shown->name : self->interface_name;
}

static void
fill_capture (const NetopAttribution *self,
              NetopCaptureHealth     *capture)
{
  *capture = (NetopCaptureHealth){
    .backend = get_backend (self->tier),
    .byte_layer_tcp_payload = self->tier == NETOP_TIER_SOCKETS,
    .local_inferred = self->local_inferred,
    .carriers_counted = self->carriers_counted || self->only_interface != 0 || self->shown_interface != 0,
    .reason = copy_text (self->reason),
    .missing = copy_text (self->missing),
    .interface_name = copy_text (get_interface_name (self)),
    .packets = self->health.packets,
    .dropped_kernel = self->health.dropped_kernel_main,
    .dropped_user = self->health.dropped_queue,
    .evicted = self->health.evictions,
    .lost = self->health.lost_sockets + self->overflowed,
    .not_ip = self->health.not_ip,
    .malformed = self->health.malformed,
    .lookups = self->health.lookups,
    .deferred_lookups = self->health.deferred_lookups,
    .lookups_us = self->health.lookups_us,
    .file_bytes_read = self->health.file_bytes_read,
    .file_bytes = self->health.file_bytes,
  };
}

#ifdef NETOP_CHECK_SNAPSHOTS
/* Of builds that look for faults: whoever makes a snapshot whose parts do not add up ends there. */
static void
check (const NetopSnapshot *snapshot)
{
  g_autoptr (GError) error = NULL;

  if (!netop_snapshot_check (snapshot, &error))
    g_error ("Snapshot %" G_GUINT64_FORMAT ": %s", snapshot->sequence, error->message);
}
#else
static void
check (const NetopSnapshot *snapshot)
{
}
#endif

/**
 * netop_attribution_make_snapshot:
 * @self: that has seen a tick
 *
 * In builds with sanitizers each one is checked, by whatever test or program it is made.
 *
 * Returns: (transfer full): all that is known now, finished
 */
NetopSnapshot *
netop_attribution_make_snapshot (NetopAttribution *self)
{
  NetopSnapshot      *snapshot = netop_snapshot_new ();
  const NetopAccount *total = get_account (self, &self->total);

  snapshot->sequence = ++self->sequence;
  snapshot->timestamp_us = self->real_us;
  snapshot->monotonic_us = self->now_us;
  snapshot->monitoring_since_us = self->start_real_us + self->stepped_us;
  snapshot->final = self->final;
  snapshot->host_name = copy_text (self->host_name);
  snapshot->os_name = copy_text (self->os_name);
  snapshot->kernel = copy_text (self->kernel);
  fill_capture (self, &snapshot->capture);
  append_interfaces (self, snapshot);
  append_processes (self, snapshot);
  append_connections (self, snapshot);
  append_sockets (self, snapshot);
  append_causes (self, snapshot);
  netop_attribution_append_dns (self, snapshot);
  snapshot->total = total->traffic;
  snapshot->rate = netop_account_get_rate (total, self->n_seconds);
  snapshot->history = netop_history_ref (total->history);
  snapshot->minutes_history = netop_history_ref (get_account (self, &self->minutes)->history);
  check (snapshot);
  return snapshot;
}
