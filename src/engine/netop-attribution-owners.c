/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

#include <string.h>

#include "netop-format.h"

#define MAX_HOSTS 4096
#define MAX_FOLDED 4096
#define MAX_KEPT_ENDED 10000
#define MAX_CAUSES 256
#define FOLD_AFTER_US (30 * G_USEC_PER_SEC)
/* A socket that stays and that nobody holds is the kernel's own. */
#define KERNEL_SOCKET_AFTER_US (5 * G_USEC_PER_SEC)
#define FIRST_EPHEMERAL_PORT 32768
/* An empty TCP segment with all options (RFC 9293): an answer that refuses carries no more. */
#define REFUSAL_BYTES 100

/* --- Tables --- */

static void
process_free (gpointer data)
{
  NetopKnownProcess *process = data;

  g_clear_pointer (&process->name, g_ref_string_release);
  g_clear_pointer (&process->exe, g_ref_string_release);
  g_clear_pointer (&process->cmdline, g_ref_string_release);
  g_clear_pointer (&process->tunnel, g_ref_string_release);
  netop_process_identity_clear (&process->identity);
  netop_ledger_clear (&process->ledger);
  g_free (process);
}

static void
host_free (gpointer data)
{
  NetopKnownHost *host = data;

  netop_ledger_clear (&host->ledger);
  g_free (host);
}

static void
cause_free (gpointer data)
{
  NetopKnownCause *cause = data;

  netop_ledger_clear (&cause->ledger);
  g_hash_table_unref (cause->hosts);
  g_free (cause);
}

/* Makes the tables that sockets, processes and causes are kept in. */
void
netop_attribution_init_owners (NetopAttribution *self)
{
  self->sockets = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, netop_attribution_free_socket);
  self->endpoints = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->processes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, process_free);
  self->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, process_free);
  self->causes = g_hash_table_new_full (NULL, NULL, NULL, cause_free);
  g_queue_init (&self->ended);
  g_queue_init (&self->lingering);
}

void
netop_attribution_clear_owners (NetopAttribution *self)
{
  g_queue_clear (&self->ended);
  g_queue_clear_full (&self->lingering, g_free);
  g_hash_table_unref (self->endpoints);
  g_hash_table_unref (self->sockets);
  g_hash_table_unref (self->processes);
  g_hash_table_unref (self->folded);
  g_hash_table_unref (self->causes);
}

static gpointer
cause_key (NetopCause cause,
           uint32_t   uid)
{
  return GSIZE_TO_POINTER ((gsize)cause << 32 | (uid + 1));
}

static bool
has_cause (const NetopAttribution *self,
           NetopCause              cause,
           uint32_t                uid)
{
  return g_hash_table_contains (self->causes, cause_key (cause, uid));
}

/* The cause's row, made where there is none. */
NetopKnownCause *
netop_attribution_get_cause (NetopAttribution *self,
                             NetopCause        cause,
                             uint32_t          uid)
{
  gpointer         key = cause_key (cause, uid);
  NetopKnownCause *known = g_hash_table_lookup (self->causes, key);

  if (known != NULL)
    return known;

  known = g_new0 (NetopKnownCause, 1);
  known->cause = cause;
  known->uid = uid;
  known->hosts = g_hash_table_new_full (netop_address_hash, netop_address_is_key, NULL, host_free);
  g_hash_table_insert (self->causes, key, known);
  return known;
}

/* The row of the flow's remote host; NULL where there is no room: its bytes are in the cause's all the same. */
NetopKnownHost *
netop_attribution_get_host (NetopAttribution   *self,
                            NetopKnownCause    *cause,
                            const NetopFlowKey *key)
{
  NetopKnownHost *host = g_hash_table_lookup (cause->hosts, &key->remote);

  if (host != NULL)
    {
      if (host->port != key->remote_port)
        host->port = 0;
      return host;
    }
  if (g_hash_table_size (cause->hosts) >= MAX_HOSTS)
    return NULL;

  host = g_new0 (NetopKnownHost, 1);
  host->id = ++self->last_row_id;
  host->address = key->remote;
  host->port = key->remote_port;
  g_hash_table_add (cause->hosts, host);
  return host;
}

/* --- Processes --- */

static GRefString *
take_text (const NetopTick *tick,
           NetopSpan        span)
{
  size_t           length;
  const uint8_t   *bytes = netop_tick_get_string (tick, span, &length);
  g_autofree char *shown = NULL;

  if (length == 0)
    return NULL;

  shown = netop_format_name ((const char *)bytes, length);
  return g_ref_string_new (shown);
}

/* Arguments are told apart by NUL, of which the last ends the last one. */
static GRefString *
take_command_line (const NetopTick *tick,
                   NetopSpan        span)
{
  size_t           length;
  const uint8_t   *bytes = netop_tick_get_string (tick, span, &length);
  g_autofree char *copy = NULL;
  g_autofree char *shown = NULL;

  while (length > 0 && bytes[length - 1] == '\0')
    length--;
  if (length == 0)
    return NULL;

  copy = g_memdup2 (bytes, length);
  for (size_t i = 0; i < length; i++)
    {
      if (copy[i] == '\0')
        copy[i] = ' ';
    }
  shown = netop_format_name (copy, length);
  return g_ref_string_new (shown);
}

static void
replace_text (GRefString **text,
              GRefString  *with)
{
  g_clear_pointer (text, g_ref_string_release);
  *text = with;
}

/* The name as it is, to be found among the interfaces. */
static void
take_tunnel (NetopAttribution  *self,
             NetopKnownProcess *process,
             const NetopTick   *tick,
             NetopSpan          span)
{
  size_t         length;
  const uint8_t *bytes = netop_tick_get_string (tick, span, &length);
  GRefString    *tunnel = length > 0 ? g_ref_string_new_len ((const char *)bytes, (gssize)length) : NULL;

  self->tunnels_changed |= g_strcmp0 (process->tunnel, tunnel) != 0;
  replace_text (&process->tunnel, tunnel);
}

static void fold (NetopAttribution *self, NetopKnownProcess *process);

static bool
is_foldable (const NetopKnownProcess *process)
{
  return process->n_flows == 0 && process->n_holdings == 0;
}

/* Folds one that has ended before its time, for a new one to have room. */
static bool
make_room (NetopAttribution *self)
{
  if (g_hash_table_size (self->processes) < self->options.max_processes)
    return true;

  for (GList *link = self->ended.head; link != NULL; link = link->next)
    {
      NetopKnownProcess *process = link->data;

      if (is_foldable (process))
        {
          g_queue_delete_link (&self->ended, link);
          fold (self, process);
          return true;
        }
    }

  self->overflowed++;
  return false;
}

static NetopKnownProcess *
add_process (NetopAttribution         *self,
             const NetopProcessRecord *record)
{
  NetopKnownProcess *process;

  if (!make_room (self))
    return NULL;

  process = g_new0 (NetopKnownProcess, 1);
  process->id = record->id;
  process->key = (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = record->id };
  process->n_folded = 1;
  g_hash_table_insert (self->processes, &process->id, process);
  return process;
}

static void
identify_process (NetopAttribution         *self,
                  NetopKnownProcess        *process,
                  const NetopTick          *tick,
                  const NetopProcessRecord *record)
{
  size_t           length;
  const uint8_t   *bytes = netop_tick_get_string (tick, record->cgroup, &length);
  g_autofree char *cgroup = length > 0 ? g_strndup ((const char *)bytes, length) : NULL;

  netop_process_identity_set_cgroup (&process->identity, cgroup, process->name);
  netop_process_identity_set_application (&process->identity, self->applications, process->name, process->exe);
}

/**
 * netop_attribution_take_applications:
 * @applications: (transfer full): the desktop entries, now that they are read
 */
void
netop_attribution_take_applications (NetopAttribution      *self,
                                     NetopApplicationIndex *applications)
{
  GHashTableIter iter;
  void          *value;

  netop_application_index_unref (self->applications);
  self->applications = applications;
  g_hash_table_iter_init (&iter, self->processes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownProcess *process = value;

      netop_process_identity_set_application (&process->identity, applications, process->name, process->exe);
    }
}

static void
apply_process (NetopAttribution         *self,
               const NetopTick          *tick,
               const NetopProcessRecord *record)
{
  NetopKnownProcess *process = g_hash_table_lookup (self->processes, &record->id);

  if (process == NULL)
    process = add_process (self, record);
  if (process == NULL)
    return;

  process->pid = record->pid;
  process->parent_pid = record->parent_pid;
  process->start_boot_ns = record->start_boot_ns;
  process->uid = record->uid;
  process->uid_known = record->uid_known != 0;
  replace_text (&process->name, take_text (tick, record->name));
  replace_text (&process->exe, take_text (tick, record->exe));
  replace_text (&process->cmdline, take_command_line (tick, record->cmdline));
  take_tunnel (self, process, tick, record->tunnel);
  if (process->name == NULL)
    process->name = g_ref_string_new_intern ("?");
  identify_process (self, process, tick, record);

  if (record->exited_us != 0 && process->ended_us == 0)
    {
      process->ended_us = CLAMP (record->exited_us, 1, MAX (self->now_us, 1));
      g_queue_push_tail (&self->ended, process);
    }
}

/**
 * netop_attribution_apply_owners:
 *
 * Applies a tick's processes, sockets and holders; the flows were applied before, because joins refer to them.
 */
void
netop_attribution_apply_owners (NetopAttribution *self,
                                const NetopTick  *tick)
{
  for (guint i = 0; i < tick->processes->len; i++)
    apply_process (self, tick, &g_array_index (tick->processes, NetopProcessRecord, i));
  for (guint i = 0; i < tick->sockets->len; i++)
    netop_attribution_apply_socket (self, &g_array_index (tick->sockets, NetopSocketRecord, i));
  for (guint i = 0; i < tick->sockets->len; i++)
    {
      const NetopSocketRecord *record = &g_array_index (tick->sockets, NetopSocketRecord, i);

      if (record->flow_id != 0)
        netop_attribution_apply_join (self, record);
    }
  for (guint i = 0; i < tick->holders->len; i++)
    netop_attribution_apply_holder (self, &g_array_index (tick->holders, NetopHolderRecord, i));
}

/* --- Whose a flow is --- */

static NetopMatch
get_match (const NetopKnownSocket *socket)
{
  if (socket->facts.kind != NETOP_SOCKET_KIND_INET)
    return netop_attribution_get_raw_match (socket);
  /* The kernel gives no two ping sockets the same identifier. */
  if (!socket->facts.listening || socket->facts.protocol == NETOP_PROTOCOL_ICMP || socket->facts.protocol == NETOP_PROTOCOL_ICMPV6)
    return NETOP_MATCH_EXACT;
  return socket->facts.protocol == NETOP_PROTOCOL_TCP ? NETOP_MATCH_INFERRED : NETOP_MATCH_WILDCARD;
}

/* The best of the sockets that the helper found for this very flow: with a holder, and sure. */
static NetopKnownSocket *
find_joined (const NetopKnownFlow *flow)
{
  NetopKnownSocket *best = NULL;

  for (guint i = 0; i < flow->n_sockets; i++)
    {
      NetopKnownSocket *socket = flow->sockets[i];

      if (best == NULL || (socket->n_holders > 0 && best->n_holders == 0) ||
          (socket->n_holders > 0 && get_match (socket) < get_match (best)))
        best = socket;
    }

  return best;
}

/* An IPv4 socket bound to any address takes nothing of IPv6; the reverse is the rule (ipv6(7), IPV6_V6ONLY). */
static bool
is_wildcard_of (const NetopAddress *bound,
                const NetopAddress *local)
{
  return netop_address_is_unspecified (bound) && (!netop_address_is_v4 (bound) || netop_address_is_v4 (local));
}

/* Whether the socket was told of before the flow's last packet came, and not gone before it. */
static bool
was_there (const NetopKnownSocket *socket,
           const NetopFlow        *flow)
{
  return socket->first_us <= flow->last_us && (!socket->removed || flow->last_us <= socket->removed_us);
}

/* Of two that may have taken the flow's packets: the one bound to the very address, the one that was there, the one of
 * its family alone. */
static bool
is_better_endpoint (const NetopKnownSocket *socket,
                    const NetopKnownSocket *best,
                    const NetopFlow        *flow)
{
  bool is_bound, is_best_bound;

  if (best == NULL)
    return true;

  is_bound = !netop_address_is_unspecified (&socket->facts.local);
  is_best_bound = !netop_address_is_unspecified (&best->facts.local);
  if (is_bound != is_best_bound)
    return is_bound;
  if (was_there (socket, flow) != was_there (best, flow))
    return was_there (socket, flow);
  return netop_address_is_v4 (&socket->facts.local);
}

/* A held socket that has the local port to itself, or had it when the flow's packets came. */
static NetopKnownSocket *
find_endpoint (NetopAttribution *self,
               const NetopFlow  *flow)
{
  const NetopFlowKey *key = &flow->key;
  const GPtrArray    *sockets = netop_attribution_get_endpoints (self, key->protocol, key->local_port);
  NetopKnownSocket   *best = NULL;

  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    {
      NetopKnownSocket *socket = g_ptr_array_index (sockets, i);

      if (socket->n_holders == 0 || socket->facts.namespace_id != key->namespace_id || socket->facts.kind != NETOP_SOCKET_KIND_INET ||
          (socket->removed && flow->last_us > socket->removed_us))
        continue;
      if (!netop_address_equal (&socket->facts.local, &key->local) && !is_wildcard_of (&socket->facts.local, &key->local))
        continue;
      if (is_better_endpoint (socket, best, flow))
        best = socket;
    }

  return best;
}

/* Where the kernel puts datagram sockets that ask for no port of their own (ip(7), ip_local_port_range). */
static bool
is_chosen_port (const NetopFlowKey *key)
{
  return key->local_port < FIRST_EPHEMERAL_PORT && key->local_port < key->remote_port;
}

/**
 * netop_attribution_is_served:
 *
 * Returns: whether a socket on the flow's local end takes what anyone sends: a listener, or a datagram socket that is
 *   not connected. One of these may as well be a client's, which has the port that the kernel chose and speaks first
 */
bool
netop_attribution_is_served (const NetopAttribution *self,
                             const NetopKnownFlow   *flow)
{
  const NetopFlowKey *key = &flow->flow.key;
  const GPtrArray    *sockets = netop_attribution_get_endpoints (self, key->protocol, key->local_port);

  if (key->forwarded || (key->protocol != NETOP_PROTOCOL_TCP && !flow->began_received && !is_chosen_port (key)))
    return false;

  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    {
      const NetopSocketFacts *facts = &((const NetopKnownSocket *)g_ptr_array_index (sockets, i))->facts;

      if (facts->namespace_id == key->namespace_id &&
          (netop_address_equal (&facts->local, &key->local) || is_wildcard_of (&facts->local, &key->local)))
        return true;
    }
  return false;
}

/* Whether what came found no socket here: a refused connection, a broadcast that nobody listens to. */
static bool
is_unanswered (const NetopKnownFlow *flow)
{
  const NetopTraffic *traffic = &flow->account.traffic;

  if (flow->flow.key.protocol == NETOP_PROTOCOL_TCP)
    return flow->flow.opener == NETOP_FLOW_OPENER_REMOTE &&
           traffic->rx_bytes + traffic->tx_bytes < REFUSAL_BYTES * (traffic->rx_packets + traffic->tx_packets);
  return traffic->tx_packets == 0;
}

/* Whether it is what is left of a connection: the kernel keeps that when its process is long gone (tcp(7)). */
static bool
is_ending (const NetopSocketFacts *facts)
{
  return (facts->state >= NETOP_SOCKET_STATE_FIN_WAIT_1 && facts->state <= NETOP_SOCKET_STATE_TIME_WAIT) ||
         facts->state == NETOP_SOCKET_STATE_LAST_ACK || facts->state == NETOP_SOCKET_STATE_CLOSING;
}

static NetopCause
find_cause (const NetopAttribution *self,
            const NetopKnownFlow   *flow,
            const NetopKnownSocket *socket)
{
  const NetopFlowKey *key = &flow->flow.key;

  if (flow->id == NETOP_FLOW_ID_TABLES_FULL)
    return NETOP_CAUSE_LOST;
  if (self->tier == NETOP_TIER_FILE)
    return NETOP_CAUSE_FILE;
  if (key->forwarded || (key->protocol != NETOP_PROTOCOL_TCP && key->protocol != NETOP_PROTOCOL_UDP))
    return NETOP_CAUSE_NO_SOCKET;
  if (key->namespace_id != 0)
    return NETOP_CAUSE_NAMESPACE;
  if (socket == NULL)
    return is_unanswered (flow) ? NETOP_CAUSE_NO_SOCKET : NETOP_CAUSE_ENDED;
  if (!self->privileged && (socket->facts.known & NETOP_SOCKET_KNOWS_UID) != 0 && socket->facts.uid != self->uid_served)
    return NETOP_CAUSE_OTHER_USER;
  if (!socket->removed && socket->facts.inode != 0 && !is_ending (&socket->facts) && self->now_us - socket->first_us > KERNEL_SOCKET_AFTER_US)
    return NETOP_CAUSE_NO_SOCKET;
  return NETOP_CAUSE_ENDED;
}

/* Whose it was, where the socket outlived its process. There may be as many users as somebody has user namespaces: beyond
 * the bound they stand together. */
static uint32_t
find_cause_uid (const NetopAttribution *self,
                NetopCause              cause,
                const NetopKnownSocket *socket)
{
  bool has_user = cause == NETOP_CAUSE_OTHER_USER || cause == NETOP_CAUSE_ENDED;

  if (!has_user || socket == NULL || (socket->facts.known & NETOP_SOCKET_KNOWS_UID) == 0)
    return G_MAXUINT32;
  if (g_hash_table_size (self->causes) >= MAX_CAUSES && !has_cause (self, cause, socket->facts.uid))
    return G_MAXUINT32;
  return socket->facts.uid;
}

/**
 * netop_attribution_find_owner:
 *
 * Returns: by what is known now, in the order of belief: a socket found for this very flow, the local endpoint, the
 *   listener, a raw socket, a cause
 */
NetopOwner
netop_attribution_find_owner (NetopAttribution *self,
                              NetopKnownFlow   *flow)
{
  NetopOwner        owner = { .cause_uid = G_MAXUINT32 };
  NetopKnownSocket *socket = find_joined (flow);
  bool              recent = flow->closed_us == 0 || self->now_us - flow->told_closed_us < NETOP_ENDPOINT_WINDOW_US;

  if (netop_attribution_find_twin_owner (self, flow, &owner))
    return owner;
  if ((socket == NULL || socket->n_holders == 0) && recent && !flow->flow.key.forwarded)
    {
      NetopKnownSocket *endpoint = find_endpoint (self, &flow->flow);

      if (endpoint == NULL)
        endpoint = netop_attribution_find_raw_socket (self, flow);
      if (endpoint != NULL && netop_attribution_join (endpoint, flow))
        socket = endpoint;
    }

  if (socket != NULL && socket->n_holders > 0)
    {
      owner.process = netop_attribution_get_first_holder (socket);
      owner.socket = socket;
      owner.match = get_match (socket);
      return owner;
    }

  owner.socket = socket;
  owner.cause = find_cause (self, flow, socket);
  owner.cause_uid = find_cause_uid (self, owner.cause, socket);
  return owner;
}

/* --- The end of processes --- */

/* Whatever it is called, its rows are few: beyond the bound one takes all. */
static NetopKnownProcess *
get_folded (NetopAttribution        *self,
            const NetopKnownProcess *process)
{
  g_autofree char   *name = g_strdup_printf ("%u %s", process->uid, process->name);
  NetopKnownProcess *row = g_hash_table_lookup (self->folded, name);
  bool               full = g_hash_table_size (self->folded) >= MAX_FOLDED;

  if (row == NULL && full)
    row = g_hash_table_lookup (self->folded, "");
  if (row != NULL)
    return row;

  row = g_new0 (NetopKnownProcess, 1);
  row->uid = full ? 0 : process->uid;
  row->uid_known = !full && process->uid_known;
  row->ended_us = process->ended_us;
  row->name = full ? g_ref_string_new_intern ("other programs") : g_ref_string_acquire (process->name);
  row->key = (NetopRowKey){ .kind = NETOP_ROW_ENDED, .a = ++self->last_row_id };
  g_hash_table_insert (self->folded, full ? g_strdup ("") : g_steal_pointer (&name), row);
  return row;
}

/* The bytes move to the row of its name, the process is forgotten. */
static void
fold (NetopAttribution  *self,
      NetopKnownProcess *process)
{
  NetopKnownProcess *row;

  if (!netop_traffic_is_empty (&process->ledger.all.traffic))
    {
      row = get_folded (self, process);
      if (row->n_folded++ == 0)
        netop_process_identity_copy (&row->identity, &process->identity);
      else
        netop_process_identity_intersect (&row->identity, &process->identity);
      row->ended_us = MAX (row->ended_us, process->ended_us);
      netop_ledger_merge (&row->ledger, &process->ledger, NETOP_ROW_SAMPLES);
    }
  g_hash_table_remove (self->processes, &process->id);
}

/* Folds what ended long enough ago and is referred to by nothing; where the ended are kept, what is too many. */
void
netop_attribution_fold_ended (NetopAttribution *self)
{
  guint  n_kept = self->options.keep_ended ? MAX_KEPT_ENDED : 0;
  GList *link = self->ended.head;

  while (link != NULL && self->ended.length > n_kept)
    {
      NetopKnownProcess *process = link->data;
      GList             *next = link->next;

      if (self->now_us - process->ended_us < FOLD_AFTER_US)
        return;
      if (is_foldable (process))
        {
          g_queue_delete_link (&self->ended, link);
          fold (self, process);
        }
      link = next;
    }
}
