/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-lookup.h"

/**
 * netop_lookup_open:
 * @self: (out caller-allocates): to be closed also where this fails
 * @error: of %NETOP_SOCKETS_ERROR
 */
bool
netop_lookup_open (NetopLookup                *self,
                   const NetopResolverOptions *options,
                   GError                    **error)
{
  self->namespace_id = options->namespace_id;
  self->others = options->others;
  self->translations = options->translations;
  self->sockets = netop_socket_table_open (options->namespace_id, error);
  if (self->sockets == NULL)
    return false;

  self->processes = netop_process_table_open (options->proc_root, error);
  return self->processes != NULL;
}

/**
 * netop_lookup_close:
 */
void
netop_lookup_close (NetopLookup *self)
{
  g_clear_pointer (&self->sockets, netop_socket_table_close);
  g_clear_pointer (&self->processes, netop_process_table_close);
}

static bool
ask (NetopLookup          *self,
     const NetopFlowKey   *key,
     NetopResolverRequest *request)
{
  if (key->namespace_id == self->namespace_id)
    return netop_socket_table_lookup (self->sockets, key, request->interface_index, &request->socket);
  return self->others != NULL && netop_namespace_tables_lookup (self->others, key, &request->socket);
}

/* The kernel's exact lookup falls back to the listener where there is no remote end to match. */
static bool
find_listener (NetopLookup          *self,
               NetopResolverRequest *request)
{
  static const uint8_t nowhere[4];
  NetopFlowKey         key = request->key;

  key.remote = netop_address_is_v4 (&key.remote) ? netop_address_from_v4 (nowhere) : (NetopAddress){ { 0 } };
  key.remote_port = 0;
  return ask (self, &key, request) && request->socket.inode != 0;
}

/* Where the host's own packets are translated before they leave, the socket has other ends than they. */
static bool
ask_translated (NetopLookup          *self,
                NetopResolverRequest *request)
{
  NetopFlowKey key;

  return self->translations != NULL && request->key.namespace_id == self->namespace_id &&
         netop_translations_find_key (self->translations, &request->key, &key) && ask (self, &key, request);
}

/**
 * netop_lookup_find_exact:
 * @request: (inout): gets the socket of its very tuple
 *
 * Returns: whether there is one that a process may hold
 */
bool
netop_lookup_find_exact (NetopLookup          *self,
                         NetopResolverRequest *request)
{
  request->found_socket = ask (self, &request->key, request) || ask_translated (self, request);
  return request->found_socket && request->socket.inode != 0;
}

/**
 * netop_lookup_find_socket:
 * @request: (inout): gets the socket, if it is not known. A connection that nobody accepted yet, or that is over already,
 *   has none with a holder: then its listener tells
 *
 * Returns: whether holders can be looked for
 */
bool
netop_lookup_find_socket (NetopLookup          *self,
                          NetopResolverRequest *request)
{
  if (request->found_socket)
    return request->socket.inode != 0;
  if (netop_lookup_find_exact (self, request))
    return true;
  if (request->key.protocol != NETOP_PROTOCOL_TCP)
    return false;
  if (find_listener (self, request))
    {
      request->found_socket = true;
      return true;
    }

  /* A server that takes one connection may have accepted it and closed its listener meanwhile. */
  return netop_lookup_find_exact (self, request);
}

/* What a dump told of is not asked for by a packet: its tuple is that of the socket. */
static void
set_key_of_socket (NetopResolverRequest *request)
{
  const NetopSocketFacts *socket = &request->socket;

  if (request->key.protocol != 0 || socket->kind != NETOP_SOCKET_KIND_INET || socket->listening)
    return;

  request->key = (NetopFlowKey){
    .local = socket->local,
    .remote = socket->remote,
    .namespace_id = socket->namespace_id,
    .local_port = socket->local_port,
    .remote_port = socket->remote_port,
    .protocol = socket->protocol,
  };
  request->interface_index = socket->interface_index;
}

/**
 * netop_lookup_is_there:
 * @request: whose socket is found
 *
 * Asks again: most sockets whose holder is found nowhere are gone with it, and looking at all processes finds none either.
 *
 * Returns: whether the socket is there, as far as it can be asked for: of a listener, and of what has no ports, it is
 *   taken for granted
 */
bool
netop_lookup_is_there (NetopLookup                *self,
                       const NetopResolverRequest *request)
{
  NetopResolverRequest again = *request;
  bool                 can_be_asked;

  set_key_of_socket (&again);
  can_be_asked = again.key.protocol == NETOP_PROTOCOL_TCP || again.key.protocol == NETOP_PROTOCOL_UDP;
  if (!can_be_asked || (again.key.protocol == NETOP_PROTOCOL_TCP && request->socket.listening))
    return true;
  return netop_lookup_find_exact (self, &again) && again.socket.inode == request->socket.inode;
}

/**
 * netop_lookup_is_portless:
 *
 * Returns: whether no socket belongs to its tuple alone, so that netop_lookup_find_portless() is to be asked
 */
bool
netop_lookup_is_portless (const NetopResolverRequest *request)
{
  return !request->found_socket && request->key.protocol != NETOP_PROTOCOL_TCP && request->key.protocol != NETOP_PROTOCOL_UDP &&
         request->key.protocol != NETOP_PROTOCOL_UDPLITE;
}

/**
 * netop_lookup_find_portless:
 * @request: of a protocol without ports, or whose sockets are told with all others
 * @found: (out): for each socket that may be meant a request whose socket is found. Only that of the one and only socket
 *   has the time of @request, and is joined to its flow: of others it is told that they are there
 *
 * Returns: how many there are; of another namespace none, because what is in /proc/net alone is not read there
 */
guint
netop_lookup_find_portless (NetopLookup                *self,
                            const NetopResolverRequest *request,
                            NetopResolverRequest        found[NETOP_LOOKUP_MAX_PORTLESS])
{
  NetopSocketFacts sockets[NETOP_LOOKUP_MAX_PORTLESS];
  guint            n_alike = 0;
  guint            n = 0;

  if (request->key.namespace_id == self->namespace_id)
    n = netop_socket_table_find_portless (self->sockets, &request->key, sockets, G_N_ELEMENTS (sockets));

  for (guint i = 0; i < n; i++)
    {
      found[i] = *request;
      found[i].found_socket = true;
      found[i].socket = sockets[i];
      n_alike += sockets[i].kind != NETOP_SOCKET_KIND_PACKET;
    }
  for (guint i = 0; i < n; i++)
    {
      if (n_alike > 1 || sockets[i].protocol != request->key.protocol)
        found[i].time_us = 0;
    }
  return n;
}
