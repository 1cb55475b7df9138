/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-joiner.h"

#include "netop-capture-thread.h"
#include "netop-ended-sockets.h"
#include "netop-flow-index.h"
#include "netop-holder-checks.h"
#include "netop-process-rows.h"
#include "netop-snapshot.h"
#include "netop-socket-rows.h"

#define MAX_FLOWS (NETOP_FLOW_TABLE_DEFAULT_CAPACITY + NETOP_FLOW_TABLE_DEFAULT_CLOSED_CAPACITY)
/* As many as the app keeps. */
#define MAX_SOCKETS 131072
#define MAX_PROCESSES 32768
#define MAX_UPDATES (2 * MAX_FLOWS)

/* The trigger sees a packet up to 100 ms before its flow is there. */
#define MAX_WAITING 8192
#define KEEP_WAITING_US (2 * G_USEC_PER_SEC)

/* Sockets of whose end there was a notice. When it is that old, the last packets are out of the ring. */
#define MAX_ENDED 8192
#define END_SETTLED_US (250 * 1000)

/* Notices are read several times a second. */
#define MAX_NOTICE_AGE_US (5 * G_USEC_PER_SEC)

/* How often the resolver is asked for one flow: a server's socket has no holder until it is accepted. */
#define MAX_REQUESTS 3

/* Exact lookups on helper main's own thread, at one go. */
#define MAX_LOOKUPS 256

/* A dump may have been made before the flow's socket was: two that do not have it, and some age. */
#define GONE_AFTER_DUMPS 2
#define GONE_AFTER_US (3 * G_USEC_PER_SEC)
#define UNOWNED_IDLE_US (60 * G_USEC_PER_SEC)

/* What the resolver found for a flow that is not there yet. */
typedef struct
{
  NetopFlowKey key;
  int64_t      time_us;
  uint64_t     socket_id;
  uint64_t     cookie;      /* 0 for a listener: the flow's own socket has another */
  bool         is_held;     /* what has no inode any more is the end of some socket */
  uint16_t     receive_mss; /* 0 where not known */
  uint16_t     send_mss;
} Waiting;

/* What may be joined of a socket that was found for @key. */
static Waiting
make_waiting (const NetopFlowKey     *key,
              const NetopSocketFacts *facts)
{
  /* Before the other end has said what it takes the kernel tells a guess. */
  bool    knows_mss = (facts->known & NETOP_SOCKET_KNOWS_MSS) != 0 && facts->state != NETOP_SOCKET_STATE_SYN_SENT;
  Waiting waiting = { .key = *key, .cookie = facts->cookie, .is_held = facts->inode != 0 };

  if (knows_mss)
    {
      waiting.receive_mss = (uint16_t)MIN (facts->receive_mss, G_MAXUINT16);
      waiting.send_mss = (uint16_t)MIN (facts->send_mss, G_MAXUINT16);
    }
  return waiting;
}

struct _NetopJoiner
{
  NetopResolver     *resolver;
  NetopFlowIndex    *flows;
  NetopSocketRows   *sockets;
  NetopProcessRows  *processes;
  NetopPayloadFlows *payload;    /* NULL where packets are counted */
  NetopNamespaces   *namespaces; /* NULL where only one is looked at */
  NetopTwins        *twins;      /* NULL where only one is looked at */
  GArray            *waiting;    /* of Waiting, oldest first */
  GArray            *updates;    /* of NetopFlowUpdate */
  NetopEndedSockets *ended;
  NetopHolderChecks *checks;
  uint64_t           lost;
  uint64_t           tables_cut;  /* dumps that did not tell of all */
  uint64_t           n_exited;    /* processes, when it was last looked whose flows are another's now */
  uint64_t           n_released;  /* processes that had ended when sockets were last taken from such */
  bool               joined_some; /* datagram flows since then: their process may have ended before */
  bool               ended_some;  /* datagram sockets since then */
};

/* On the stack of one dump or one look at all flows. */
typedef struct
{
  NetopJoiner *joiner;
  int64_t      now_us;
} Pass;

/**
 * netop_joiner_new:
 * @processes: (transfer none): helper main's own; outlives it
 * @resolver: (transfer none): asked for the owners of new flows; outlives it
 *
 * Returns: (transfer full): one that knows nothing yet
 */
NetopJoiner *
netop_joiner_new (NetopProcessTable *processes,
                  NetopResolver     *resolver)
{
  NetopJoiner *self = g_new0 (NetopJoiner, 1);

  self->resolver = resolver;
  self->flows = netop_flow_index_new (MAX_FLOWS);
  self->sockets = netop_socket_rows_new (MAX_SOCKETS);
  self->processes = netop_process_rows_new (MAX_PROCESSES, processes);
  self->ended = netop_ended_sockets_new (MAX_ENDED);
  self->checks = netop_holder_checks_new (processes, self->processes, self->sockets);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  self->updates = g_array_new (FALSE, FALSE, sizeof (NetopFlowUpdate));
  return self;
}

/**
 * netop_joiner_free:
 * @self: (transfer full) (nullable): one
 */
void
netop_joiner_free (NetopJoiner *self)
{
  if (self == NULL)
    return;

  netop_holder_checks_free (self->checks);
  netop_ended_sockets_free (self->ended);
  netop_flow_index_free (self->flows);
  netop_socket_rows_free (self->sockets);
  netop_process_rows_free (self->processes);
  g_array_unref (self->waiting);
  g_array_unref (self->updates);
  g_free (self);
}

/**
 * netop_joiner_set_payload_flows:
 * @payload: (transfer none): sees every dump, too; outlives the joiner
 */
void
netop_joiner_set_payload_flows (NetopJoiner       *self,
                                NetopPayloadFlows *payload)
{
  self->payload = payload;
}

/**
 * netop_joiner_set_namespaces:
 * @namespaces: (transfer none): the others, whose sockets each dump has too; outlives the joiner
 * @twins: (transfer none): outlives the joiner
 */
void
netop_joiner_set_namespaces (NetopJoiner     *self,
                             NetopNamespaces *namespaces,
                             NetopTwins      *twins)
{
  self->namespaces = namespaces;
  self->twins = twins;
}

/* --- Joining one socket to one flow --- */

/* What finds no room is found again by the next dump. */
static bool
update_flow (NetopJoiner    *self,
             NetopFlowUpdate update)
{
  if (self->updates->len >= MAX_UPDATES)
    return false;

  g_array_append_val (self->updates, update);
  return true;
}

/* Whether the packets of that generation are another socket's. The end of some socket can replace none. */
static bool
is_replaced (const NetopIndexedFlow *flow,
             uint64_t                flow_id,
             const Waiting          *found)
{
  uint64_t cookie = flow->id == flow_id ? flow->cookie : flow->previous_cookie;

  return found->is_held && found->cookie != 0 && cookie != 0 && cookie != found->cookie;
}

/* Returns false where the flow is another socket's: what was counted stays with that one, and a new generation begins,
 * unless a SYN began it already and it is yet to be heard of. */
static bool
join (NetopJoiner   *self,
      uint64_t       flow_id,
      const Waiting *found)
{
  NetopIndexedFlow *flow = netop_flow_index_lookup (self->flows, &found->key);
  bool              is_newest = flow != NULL && flow->id == flow_id;

  if (flow != NULL && is_replaced (flow, flow_id, found))
    {
      if (is_newest && flow->closed_us == 0)
        (void)update_flow (self, (NetopFlowUpdate){ .flow_id = flow_id, .reason = NETOP_CLOSE_REPLACED });
      return false;
    }

  netop_socket_rows_add_flow (self->sockets, found->socket_id, flow_id);
  /* A listener is a guess until the flow's own socket is found. */
  if (is_newest && found->cookie != 0)
    {
      flow->joined = true;
      flow->cookie = found->cookie;
      self->joined_some |= flow->key.protocol != NETOP_PROTOCOL_TCP;
    }
  return true;
}

static void
note_segment_sizes (NetopJoiner      *self,
                    NetopIndexedFlow *flow,
                    uint16_t          receive_mss,
                    uint16_t          send_mss)
{
  NetopFlowUpdate update = { .flow_id = flow->id, .receive_mss = receive_mss, .send_mss = send_mss };

  if ((receive_mss == 0 && send_mss == 0) || (receive_mss == flow->receive_mss && send_mss == flow->send_mss) ||
      !update_flow (self, update))
    return;

  flow->receive_mss = receive_mss;
  flow->send_mss = send_mss;
}

static bool
join_by_time (NetopJoiner   *self,
              const Waiting *waiting)
{
  uint64_t          flow_id = netop_flow_index_find (self->flows, &waiting->key, waiting->time_us);
  NetopIndexedFlow *flow;

  if (flow_id == 0 || !join (self, flow_id, waiting))
    return false;

  flow = netop_flow_index_lookup (self->flows, &waiting->key);
  if (flow->id == flow_id)
    note_segment_sizes (self, flow, waiting->receive_mss, waiting->send_mss);
  return true;
}

static void
join_waiting (NetopJoiner *self,
              int64_t      now_us)
{
  guint n_left = 0;

  for (guint i = 0; i < self->waiting->len; i++)
    {
      Waiting waiting = g_array_index (self->waiting, Waiting, i);

      if (!join_by_time (self, &waiting) && now_us - waiting.time_us < KEEP_WAITING_US)
        g_array_index (self->waiting, Waiting, n_left++) = waiting;
    }
  g_array_set_size (self->waiting, n_left);
}

/* --- Sockets that closed --- */

static NetopFlowKey
get_key (const NetopSocketFacts *facts)
{
  return (NetopFlowKey){
    .local = facts->local,
    .remote = facts->remote,
    .namespace_id = facts->namespace_id,
    .local_port = facts->local_port,
    .remote_port = facts->remote_port,
    .protocol = facts->protocol,
  };
}

/* The flow whose socket that was of which nobody knew; 0 where it is not there yet. @is_another: there is one, of another
 * socket. */
static uint64_t
find_ended_flow (NetopJoiner            *self,
                 const NetopSocketFacts *facts,
                 bool                   *is_another)
{
  NetopFlowKey            key = get_key (facts);
  const NetopIndexedFlow *flow = netop_flow_index_lookup (self->flows, &key);

  *is_another = false;
  if (flow == NULL || (flow->closed_us != 0 && flow->closed_us + KEEP_WAITING_US < facts->sample_us))
    return 0;
  if (flow->first_us <= facts->sample_us && (flow->cookie == 0 || flow->cookie == facts->cookie))
    return flow->id;
  if (flow->previous_id != 0 && (flow->previous_cookie == 0 || flow->previous_cookie == facts->cookie))
    return flow->previous_id;
  *is_another = true;
  return 0;
}

static bool
settle_ended (const NetopSocketFacts *facts,
              int64_t                 age_us,
              void                   *user_data)
{
  NetopJoiner *self = user_data;
  uint64_t     flow_id;
  bool         is_another;

  if (facts->protocol == NETOP_PROTOCOL_UDP)
    {
      if (age_us < END_SETTLED_US)
        return false;
      self->ended_some |= netop_socket_rows_end (self->sockets, facts);
      return true;
    }

  /* The resolver may have found it, and may not have said so before the notice came. */
  if (netop_socket_rows_end (self->sockets, facts))
    return true;
  flow_id = find_ended_flow (self, facts, &is_another);
  if (flow_id != 0)
    netop_socket_rows_add_flow (self->sockets, netop_socket_rows_add_ended (self->sockets, facts), flow_id);
  return flow_id != 0 || is_another;
}

/**
 * netop_joiner_take_end:
 * @facts: of the kernel's notice that a socket closed
 *
 * The figures of a stream's end are taken at once, also where nobody knew of it: then for the flow, if there is one.
 * Datagrams of a socket that closed are waited for.
 */
void
netop_joiner_take_end (NetopJoiner            *self,
                       const NetopSocketFacts *facts,
                       int64_t                 now_us)
{
  bool is_stream = facts->protocol == NETOP_PROTOCOL_TCP;

  if (facts->cookie == 0 || (!is_stream && facts->protocol != NETOP_PROTOCOL_UDP))
    return;
  if (self->payload != NULL && is_stream && facts->bytes_acked + facts->bytes_received > 0)
    netop_payload_flows_see (self->payload, facts);

  if (is_stream && (netop_socket_rows_end (self->sockets, facts) || facts->remote_port == 0))
    return;
  if (!is_stream && !netop_socket_rows_contains (self->sockets, facts->cookie))
    return;
  if (!netop_ended_sockets_add (self->ended, facts, now_us))
    self->lost++;
}

/* --- Flows --- */

static void
request_owner (NetopJoiner     *self,
               const NetopFlow *row)
{
  NetopIndexedFlow    *flow = netop_flow_index_lookup (self->flows, &row->key);
  NetopResolverRequest request = {
    .key = row->key,
    .interface_index = row->n_interfaces > 0 ? row->interfaces[0].index : 0,
    .time_us = row->last_us,
  };

  /* Also where its owner is known: what the next dump does not have would be taken for gone. */
  if (self->namespaces != NULL && row->key.namespace_id != 0)
    netop_namespaces_touch (self->namespaces, row->key.namespace_id, row->last_us);
  if (row->key.forwarded || (row->key.protocol != NETOP_PROTOCOL_TCP && row->key.protocol != NETOP_PROTOCOL_UDP))
    return;
  if (flow == NULL || flow->id != row->id || flow->joined || flow->twin_id != 0 || flow->n_requests >= MAX_REQUESTS)
    return;

  flow->n_requests++;
  netop_resolver_request (self->resolver, &request);
}

/**
 * netop_joiner_take_flows:
 * @flows: of NetopFlow, the changed ones
 * @closed: of NetopClosedFlow
 *
 * Joins what had to wait for these, and asks for the owners of those that have none.
 */
void
netop_joiner_take_flows (NetopJoiner  *self,
                         const GArray *flows,
                         const GArray *closed,
                         int64_t       now_us)
{
  /* Closed before open: of two flows with one key the older one closed. */
  for (guint i = 0; i < closed->len; i++)
    netop_flow_index_close (self->flows, &g_array_index (closed, NetopClosedFlow, i).flow, now_us);
  for (guint i = 0; i < flows->len; i++)
    netop_flow_index_update (self->flows, &g_array_index (flows, NetopFlow, i));

  join_waiting (self, now_us);
  netop_ended_sockets_look (self->ended, now_us, settle_ended, self);
  if (self->twins != NULL)
    netop_twins_take_flows (self->twins, self->flows, flows, closed);

  for (guint i = 0; i < closed->len; i++)
    request_owner (self, &g_array_index (closed, NetopClosedFlow, i).flow);
  for (guint i = 0; i < flows->len; i++)
    request_owner (self, &g_array_index (flows, NetopFlow, i));
  netop_flow_index_expire (self->flows, now_us);
}

/* --- What the resolver found --- */

static void
take_holders (NetopJoiner         *self,
              uint64_t             socket_id,
              NetopResolverResult *result)
{
  for (guint i = 0; i < result->holders.n_pids; i++)
    {
      if (result->processes[i].pid != 0)
        netop_socket_rows_add_holder (self->sockets, socket_id, netop_process_rows_add (self->processes, &result->processes[i]));
    }
}

/**
 * netop_joiner_take_result:
 * @result: (transfer full): of the resolver
 */
void
netop_joiner_take_result (NetopJoiner         *self,
                          NetopResolverResult *result)
{
  uint64_t socket_id = result->found_socket ? netop_socket_rows_add (self->sockets, &result->socket) : 0;

  if (socket_id != 0)
    {
      bool    is_listener = result->socket.protocol == NETOP_PROTOCOL_TCP && result->socket.listening != 0;
      Waiting waiting = make_waiting (&result->key, &result->socket);

      waiting.time_us = result->time_us;
      waiting.socket_id = socket_id;
      if (is_listener)
        waiting.cookie = 0;
      take_holders (self, socket_id, result);
      if (result->time_us == 0 || join_by_time (self, &waiting))
        ;
      else if (self->waiting->len < MAX_WAITING)
        g_array_append_val (self->waiting, waiting);
      else
        self->lost++;
    }

  netop_resolver_result_free (result);
}

/**
 * netop_joiner_take_results:
 *
 * Takes all that the resolver has found since.
 */
void
netop_joiner_take_results (NetopJoiner *self)
{
  NetopResolverResult *result;

  while ((result = netop_resolver_take_result (self->resolver)) != NULL)
    netop_joiner_take_result (self, result);
}

/* In a time namespace our clock is another one than that of notices (time_namespaces(7)). */
static int64_t
get_time (const NetopProcessEvent *event,
          int64_t                  now_us)
{
  return event->time_us <= now_us && event->time_us > now_us - MAX_NOTICE_AGE_US ? event->time_us : now_us;
}

/**
 * netop_joiner_take_event:
 * @event: what happened to a process
 */
void
netop_joiner_take_event (NetopJoiner             *self,
                         const NetopProcessEvent *event,
                         int64_t                  now_us)
{
  if (event->kind == NETOP_PROCESS_EVENT_EXEC)
    netop_process_rows_refresh (self->processes, event->pid);
  else if (event->kind == NETOP_PROCESS_EVENT_EXIT)
    netop_process_rows_set_exited (self->processes, event->pid, get_time (event, now_us));
  netop_holder_checks_take_event (self->checks, event, now_us);
}

/**
 * netop_joiner_correct_holders:
 *
 * Looks who holds what since the events that were taken: children first, and then nothing is left with a process that
 * has ended while another goes on with it.
 */
void
netop_joiner_correct_holders (NetopJoiner *self,
                              int64_t      now_us)
{
  netop_holder_checks_run (self->checks, now_us);
  if (netop_process_rows_get_n_exited (self->processes) == self->n_released)
    return;

  netop_socket_rows_release_ended (self->sockets, self->processes);
  self->n_released = netop_process_rows_get_n_exited (self->processes);
}

/* --- Socket dumps --- */

static void
match_flow (NetopJoiner            *self,
            const NetopSocketFacts *facts)
{
  NetopFlowKey      key = get_key (facts);
  NetopIndexedFlow *flow = facts->listening ? NULL : netop_flow_index_lookup (self->flows, &key);
  Waiting           found = make_waiting (&key, facts);

  if (flow == NULL || flow->closed_us != 0)
    return;

  flow->seen = true;
  note_segment_sizes (self, flow, found.receive_mss, found.send_mss);
  if (flow->cookie == facts->cookie || !found.is_held)
    return;

  found.socket_id = netop_socket_rows_add (self->sockets, facts);
  (void)join (self, flow->id, &found);
}

static bool
see_socket (const NetopSocketFacts *facts,
            void                   *user_data)
{
  const Pass *pass = user_data;

  netop_socket_rows_see (pass->joiner->sockets, facts);
  if (pass->joiner->payload != NULL)
    netop_payload_flows_see (pass->joiner->payload, facts);
  match_flow (pass->joiner, facts);
  return true;
}

/* A flow for which no socket was ever found may have its end behind an address translation: it closes when it is
 * silent. */
static bool
is_tcp_gone (const NetopIndexedFlow *flow,
             int64_t                 now_us)
{
  if (flow->missing_dumps < GONE_AFTER_DUMPS || now_us - flow->first_us <= GONE_AFTER_US)
    return false;
  return flow->cookie != 0 || now_us - flow->last_us > UNOWNED_IDLE_US;
}

static void
close_if_gone (NetopIndexedFlow *flow,
               void             *user_data)
{
  const Pass *pass = user_data;
  bool        gone;

  flow->missing_dumps = flow->seen ? 0 : flow->missing_dumps + 1;
  flow->seen = false;
  if (flow->closed_us != 0 || flow->key.forwarded)
    return;

  if (flow->key.protocol == NETOP_PROTOCOL_TCP)
    gone = is_tcp_gone (flow, pass->now_us);
  else
    gone = flow->cookie != 0 && !netop_socket_rows_contains (pass->joiner->sockets, flow->cookie);
  if (gone)
    (void)update_flow (pass->joiner, (NetopFlowUpdate){ .flow_id = flow->id, .reason = NETOP_CLOSE_SOCKET_GONE });
}

static void
request_holders (const NetopSocketFacts *facts,
                 void                   *user_data)
{
  NetopJoiner         *self = user_data;
  NetopResolverRequest request = { .found_socket = true, .socket = *facts };

  netop_resolver_request (self->resolver, &request);
}

/**
 * netop_joiner_take_dump:
 * @table: (transfer none): asked for all sockets
 * @error: (out): why the kernel did not tell
 *
 * Joins sockets to flows by their tuple, closes flows whose socket is gone or another one, and asks for the holders
 * of sockets that have none. A dump that fails half-way says nothing of what is gone.
 */
bool
netop_joiner_take_dump (NetopJoiner      *self,
                        NetopSocketTable *table,
                        int64_t           now_us,
                        GError          **error)
{
  Pass pass = { self, now_us };

  netop_socket_rows_begin_dump (self->sockets);
  if (!netop_socket_table_dump (table, see_socket, &pass, error))
    return false;

  if (self->namespaces != NULL)
    netop_namespaces_dump (self->namespaces, now_us, see_socket, &pass);
  netop_socket_rows_end_dump (self->sockets);
  self->tables_cut = netop_socket_table_get_lost (table);
  if (self->payload != NULL)
    netop_payload_flows_end_dump (self->payload, now_us);
  netop_flow_index_foreach (self->flows, close_if_gone, &pass);
  /* Those that began while the dump went on were found, and need not be asked for. */
  netop_joiner_take_results (self);
  netop_socket_rows_find_unheld (self->sockets, now_us, request_holders, self);
  return true;
}

/**
 * netop_joiner_find_exited:
 *
 * Looks whether processes ended of which no notice told.
 */
void
netop_joiner_find_exited (NetopJoiner *self,
                          int64_t      now_us)
{
  netop_process_rows_find_exited (self->processes, now_us);
}

/**
 * netop_joiner_take_holders:
 * @index: of a walk over all descriptors
 */
void
netop_joiner_take_holders (NetopJoiner            *self,
                           const NetopHolderIndex *index)
{
  netop_socket_rows_take_holders (self->sockets, index, self->processes);
  netop_process_rows_take_tunnels (self->processes, index);
}

/* --- Datagram sockets that are another's now --- */

/* On the stack of one look at all flows. */
typedef struct
{
  NetopJoiner      *joiner;
  NetopSocketTable *table;
  guint             n_lookups;
} Replacements;

/* All who held it have ended, or there was a notice that it closed. */
static bool
may_be_another (NetopJoiner *self,
                uint64_t     cookie)
{
  return !netop_socket_rows_contains (self->sockets, cookie) || netop_socket_rows_is_orphan (self->sockets, cookie, self->processes);
}

static bool
find_socket_now (const Replacements     *self,
                 const NetopIndexedFlow *flow,
                 NetopSocketFacts       *facts)
{
  if (flow->key.namespace_id != 0 && self->joiner->namespaces != NULL)
    return netop_namespaces_lookup (self->joiner->namespaces, &flow->key, facts);
  return netop_socket_table_lookup (self->table, &flow->key, flow->interface_index, facts);
}

static void
close_if_replaced (NetopIndexedFlow *flow,
                   void             *user_data)
{
  Replacements    *replacements = user_data;
  NetopJoiner     *self = replacements->joiner;
  NetopSocketFacts now;

  if (flow->key.protocol == NETOP_PROTOCOL_TCP || flow->closed_us != 0 || flow->cookie == 0 || replacements->n_lookups >= MAX_LOOKUPS ||
      !may_be_another (self, flow->cookie))
    return;

  replacements->n_lookups++;
  if (!find_socket_now (replacements, flow, &now))
    (void)update_flow (self, (NetopFlowUpdate){ .flow_id = flow->id, .reason = NETOP_CLOSE_SOCKET_GONE });
  else if (now.cookie != flow->cookie)
    (void)update_flow (self, (NetopFlowUpdate){ .flow_id = flow->id, .reason = NETOP_CLOSE_REPLACED });
}

/**
 * netop_joiner_find_replaced:
 * @table: (transfer none): asked for some sockets
 *
 * A server that is started again takes the same datagrams from the same peers, or the same packets without ports, and
 * nothing on the wire tells. So where processes have ended since the last call, or closed their sockets, the flows of
 * these are looked at: what came so far is the old one's, and what comes next begins a flow of its own.
 */
void
netop_joiner_find_replaced (NetopJoiner      *self,
                            NetopSocketTable *table,
                            int64_t           now_us)
{
  Replacements replacements = { self, table, 0 };

  netop_process_rows_find_ended (self->processes, now_us);
  netop_ended_sockets_look (self->ended, now_us, settle_ended, self);
  if (netop_process_rows_get_n_exited (self->processes) == self->n_exited && !self->joined_some && !self->ended_some)
    return;

  netop_flow_index_foreach (self->flows, close_if_replaced, &replacements);
  if (replacements.n_lookups == MAX_LOOKUPS)
    return;

  self->n_exited = netop_process_rows_get_n_exited (self->processes);
  self->joined_some = false;
  self->ended_some = false;
}

/* --- Ticks --- */

/**
 * netop_joiner_give_updates:
 * @updates: of NetopFlowUpdate; gets what the capture thread is to do next
 */
void
netop_joiner_give_updates (NetopJoiner *self,
                           GArray      *updates)
{
  g_array_append_vals (updates, self->updates->data, self->updates->len);
  g_array_set_size (self->updates, 0);
}

/**
 * netop_joiner_fill:
 * @tick: gets the changed processes, sockets and holders
 */
void
netop_joiner_fill (NetopJoiner *self,
                   NetopTick   *tick)
{
  if (self->twins != NULL)
    netop_twins_fill (self->twins, tick);
  netop_process_rows_fill (self->processes, tick);
  netop_socket_rows_fill (self->sockets, self->processes, tick);
}

/**
 * netop_joiner_find_flow:
 * @time_us: of a packet of @key
 *
 * Returns: the flow it belongs to; 0 where the capture thread has not told of it yet
 */
uint64_t
netop_joiner_find_flow (NetopJoiner        *self,
                        const NetopFlowKey *key,
                        int64_t             time_us)
{
  return netop_flow_index_find (self->flows, key, time_us);
}

/**
 * netop_joiner_get_lost:
 *
 * Returns: processes, sockets and joins for which there was no room
 */
uint64_t
netop_joiner_get_lost (const NetopJoiner *self)
{
  uint64_t lost = self->namespaces != NULL ? netop_namespaces_get_lost (self->namespaces) + netop_twins_get_lost (self->twins) : 0;

  return lost + self->lost + self->tables_cut + netop_flow_index_get_lost (self->flows) + netop_process_rows_get_lost (self->processes) + netop_socket_rows_get_lost (self->sockets);
}
