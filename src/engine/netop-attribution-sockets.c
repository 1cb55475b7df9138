/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

#define MAX_SOCKETS 131072

/* Sockets, who holds them, and the flows that were found to be theirs. */

/* For the table of sockets. */
void
netop_attribution_free_socket (gpointer data)
{
  NetopKnownSocket *socket = data;

  netop_tcp_samples_free (socket->samples);
  g_free (socket);
}

static gpointer
port_key (uint8_t  protocol,
          uint16_t port)
{
  return GUINT_TO_POINTER ((guint)protocol << 16 | port);
}

/* Packet sockets, whatever they take, stand together: what they send is another thing. */
static gpointer
endpoint_key (const NetopSocketFacts *facts)
{
  return facts->kind == NETOP_SOCKET_KIND_PACKET ? NETOP_PACKET_ENDPOINT : port_key (facts->protocol, facts->local_port);
}

/* Listeners, and datagram sockets that are not connected, of that local port; NULL where there are none. */
const GPtrArray *
netop_attribution_get_endpoints (const NetopAttribution *self,
                                 uint8_t                 protocol,
                                 uint16_t                port)
{
  return g_hash_table_lookup (self->endpoints, port_key (protocol, port));
}

static void
index_endpoint (NetopAttribution *self,
                NetopKnownSocket *socket)
{
  gpointer   key = endpoint_key (&socket->facts);
  GPtrArray *sockets = g_hash_table_lookup (self->endpoints, key);

  if (sockets == NULL)
    {
      sockets = g_ptr_array_new ();
      g_hash_table_insert (self->endpoints, key, sockets);
    }
  g_ptr_array_add (sockets, socket);
  socket->is_indexed = true;
}

static void
unindex_endpoint (NetopAttribution *self,
                  NetopKnownSocket *socket)
{
  gpointer   key = endpoint_key (&socket->facts);
  GPtrArray *sockets = g_hash_table_lookup (self->endpoints, key);

  if (!socket->is_indexed)
    return;

  socket->is_indexed = false;
  g_ptr_array_remove_fast (sockets, socket);
  if (sockets->len == 0)
    g_hash_table_remove (self->endpoints, key);
}

static NetopKnownSocket *
get_socket (NetopAttribution        *self,
            const NetopSocketRecord *record)
{
  NetopKnownSocket *socket = g_hash_table_lookup (self->sockets, &record->id);

  if (socket != NULL || record->removed)
    return socket;
  if (g_hash_table_size (self->sockets) >= MAX_SOCKETS)
    {
      self->overflowed++;
      return NULL;
    }

  socket = g_new0 (NetopKnownSocket, 1);
  socket->id = record->id;
  socket->first_us = self->now_us;
  g_hash_table_insert (self->sockets, &socket->id, socket);
  return socket;
}

static void
set_removed (NetopKnownSocket *socket,
             int64_t           now_us)
{
  if (socket->removed)
    return;

  socket->removed = true;
  socket->removed_us = now_us;
  for (guint i = 0; i < socket->n_holders; i++)
    socket->holders[i]->n_sockets--;
}

/* Returns whether the flow refers to the socket now. */
bool
netop_attribution_join (NetopKnownSocket *socket,
                        NetopKnownFlow   *flow)
{
  for (guint i = 0; i < flow->n_sockets; i++)
    {
      if (flow->sockets[i] == socket)
        return true;
    }
  if (flow->n_sockets == NETOP_FLOW_MAX_SOCKETS)
    return false;

  flow->sockets[flow->n_sockets++] = socket;
  socket->n_flows++;
  return true;
}

/* One that took whatever came goes on being found for a while: its last datagrams may come after the word that it is
 * gone. */
static void
remove_socket (NetopAttribution *self,
               NetopKnownSocket *socket)
{
  if (socket->facts.listening && socket->facts.kind == NETOP_SOCKET_KIND_INET)
    index_endpoint (self, socket);
  if (socket->removed)
    return;

  set_removed (socket, self->now_us);
  if (socket->is_indexed)
    g_queue_push_tail (&self->lingering, g_memdup2 (&socket->id, sizeof socket->id));
}

static void
end_lingering (NetopAttribution *self)
{
  const uint64_t *id;

  while ((id = g_queue_peek_head (&self->lingering)) != NULL)
    {
      NetopKnownSocket *socket = g_hash_table_lookup (self->sockets, id);

      if (socket != NULL && self->now_us - socket->removed_us < NETOP_ENDPOINT_WINDOW_US)
        return;
      if (socket != NULL)
        unindex_endpoint (self, socket);
      g_free (g_queue_pop_head (&self->lingering));
      self->sockets_changed = true;
    }
}

/* The same sample may come twice, with a join. */
static void
take_sample (NetopKnownSocket *socket)
{
  if (socket->facts.listening || socket->facts.protocol != NETOP_PROTOCOL_TCP || (socket->facts.known & NETOP_SOCKET_KNOWS_RETRANSMITS) == 0)
    return;

  if (socket->samples == NULL)
    socket->samples = netop_tcp_samples_new ();
  netop_tcp_samples_add (socket->samples, &socket->facts);
}

/* A socket as it is now; before the joins of its tick. */
void
netop_attribution_apply_socket (NetopAttribution        *self,
                                const NetopSocketRecord *record)
{
  NetopKnownSocket *socket = get_socket (self, record);

  if (socket == NULL)
    return;

  unindex_endpoint (self, socket);
  socket->facts = record->facts;
  take_sample (socket);
  if (record->removed)
    remove_socket (self, socket);
  else if (socket->facts.listening || socket->facts.kind != NETOP_SOCKET_KIND_INET)
    index_endpoint (self, socket);
  socket->changed = true;
  self->sockets_changed = true;
}

/* A tick has its sockets before its flows: what was joined to a flow that comes in the same tick is joined now. */
void
netop_attribution_apply_join (NetopAttribution        *self,
                              const NetopSocketRecord *record)
{
  NetopKnownSocket *socket = g_hash_table_lookup (self->sockets, &record->id);
  NetopKnownFlow   *flow = g_hash_table_lookup (self->flows, &record->flow_id);

  if (socket != NULL && flow != NULL && netop_attribution_join (socket, flow))
    socket->changed = true;
}

/* Lets go of the sockets that a flow was found to belong to. */
void
netop_attribution_unjoin (NetopAttribution *self,
                          NetopKnownFlow   *flow)
{
  for (guint i = 0; i < flow->n_sockets; i++)
    {
      if (--flow->sockets[i]->n_flows == 0 && flow->sockets[i]->removed)
        self->sockets_changed = true;
    }
  flow->n_sockets = 0;
}

static guint
find_holder (const NetopKnownSocket  *socket,
             const NetopKnownProcess *process)
{
  guint i = 0;

  while (i < socket->n_holders && socket->holders[i] != process)
    i++;
  return i;
}

static void
remove_holder (NetopKnownSocket *socket,
               guint             position)
{
  NetopKnownProcess *process = socket->holders[position];

  process->n_holdings--;
  if (!socket->removed)
    process->n_sockets--;
  socket->holders[position] = socket->holders[--socket->n_holders];
}

/* A process that holds a socket, or let go of it. */
void
netop_attribution_apply_holder (NetopAttribution        *self,
                                const NetopHolderRecord *record)
{
  NetopKnownSocket  *socket = g_hash_table_lookup (self->sockets, &record->socket_id);
  NetopKnownProcess *process = g_hash_table_lookup (self->processes, &record->process_id);
  guint              position;

  if (socket == NULL || process == NULL)
    return;

  position = find_holder (socket, process);
  if (record->released != 0 && position < socket->n_holders)
    {
      remove_holder (socket, position);
    }
  else if (record->released == 0 && position == socket->n_holders && position < NETOP_SOCKET_MAX_HOLDERS)
    {
      socket->holders[socket->n_holders++] = process;
      process->n_holdings++;
      if (!socket->removed)
        process->n_sockets++;
    }
  socket->changed = true;
  self->sockets_changed = true;
}

/* The one that is named where several hold it: the oldest. */
NetopKnownProcess *
netop_attribution_get_first_holder (const NetopKnownSocket *socket)
{
  NetopKnownProcess *first = NULL;

  for (guint i = 0; i < socket->n_holders; i++)
    {
      NetopKnownProcess *holder = socket->holders[i];

      if (first == NULL || holder->start_boot_ns < first->start_boot_ns ||
          (holder->start_boot_ns == first->start_boot_ns && holder->pid < first->pid))
        first = holder;
    }

  return first;
}

/* After owners were settled: forgets gone sockets that no flow refers to. */
void
netop_attribution_settle_sockets (NetopAttribution *self)
{
  GHashTableIter iter;
  void          *value;

  end_lingering (self);
  if (!self->sockets_changed)
    return;

  self->sockets_changed = false;
  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownSocket *socket = value;

      socket->changed = false;
      if (!socket->removed || socket->n_flows > 0 || socket->is_indexed)
        continue;

      while (socket->n_holders > 0)
        remove_holder (socket, socket->n_holders - 1);
      g_hash_table_iter_remove (&iter);
    }
}
