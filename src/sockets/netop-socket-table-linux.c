/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-table.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "netop-packet-diag.h"
#include "netop-raw-sockets.h"
#include "netop-sock-diag.h"

/* sock_diag(7), linux/inet_diag.h. A dump of 10,000 TCP sockets with their tcp_info takes 17 ms, an exact lookup
 * 3 to 9 us; /proc/net/udp would take 400 ms. Replies come in the order of requests on one socket, but an answer
 * that comes after its time-out would be taken for the next one's: so every request has a sequence number. */

#define RECEIVE_BYTES (256u << 10)
#define SOCKET_BUFFER_BYTES (4 << 20)
#define ANSWER_TIMEOUT_MS 500

typedef struct
{
  struct nlmsghdr         header;
  struct inet_diag_req_v2 request;
} Request;

struct _NetopSocketTable
{
  int      fd;
  uint32_t namespace_id;
  uint32_t sequence;
  uint8_t *buffer;

  NetopRawSockets *raw; /* NULL where another plays the kernel */
};

/* @header begins a message of so many bytes. */
static bool
send_message (NetopSocketTable *self,
              struct nlmsghdr  *header,
              uint32_t          n_bytes)
{
  header->nlmsg_len = n_bytes;
  header->nlmsg_seq = ++self->sequence;
  return TEMP_FAILURE_RETRY (send (self->fd, header, n_bytes, 0)) == (ssize_t)n_bytes;
}

static bool
send_request (NetopSocketTable *self,
              Request          *request)
{
  request->header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request->header.nlmsg_flags |= NLM_F_REQUEST;
  if (request->request.sdiag_protocol == IPPROTO_TCP)
    request->request.idiag_ext = 1 << (INET_DIAG_INFO - 1);

  return send_message (self, &request->header, sizeof *request);
}

/* Waits for one datagram, at most until the socket's time-out. */
static bool
receive (NetopSocketTable *self,
         NetopNetlinkSpan *span)
{
  ssize_t n = TEMP_FAILURE_RETRY (recv (self->fd, self->buffer, RECEIVE_BYTES, 0));

  if (n <= 0)
    return false;

  *span = (NetopNetlinkSpan){ self->buffer, (uint32_t)n };
  return true;
}

/* Of one answer to a question for @family and @protocol. */
static bool
read_answer (const NetopSocketTable *self,
             uint8_t                 family,
             uint8_t                 protocol,
             NetopNetlinkSpan        body,
             NetopSocketFacts       *facts)
{
  if (family != AF_PACKET)
    return netop_sock_diag_read (body, self->namespace_id, protocol, facts);
  if (!netop_packet_diag_read (body, facts))
    return false;

  facts->namespace_id = self->namespace_id;
  return true;
}

/* Reads one dump to its end, also when nobody wants the rest: else it would be taken for the next answer. */
static bool
read_dump (NetopSocketTable *self,
           uint8_t           family,
           uint8_t           protocol,
           NetopSocketFunc   func,
           void             *user_data,
           bool             *wanted)
{
  NetopNetlinkSpan    span;
  NetopNetlinkMessage message;
  NetopSocketFacts    facts;

  while (receive (self, &span))
    {
      while (netop_netlink_next_message (&span, &message))
        {
          if (message.sequence != self->sequence)
            continue;
          if (message.type == NLMSG_DONE)
            return true;
          if (message.type == NLMSG_ERROR)
            {
              errno = netop_netlink_read_error (message.body);
              return false;
            }
          if (*wanted && read_answer (self, family, protocol, message.body, &facts))
            *wanted = func (&facts, user_data);
        }
    }

  return false;
}

static bool
ask_for_dump (NetopSocketTable *self,
              uint8_t           family,
              uint8_t           protocol)
{
  Request request = {
    .header.nlmsg_flags = NLM_F_DUMP,
    .request = { .sdiag_family = family, .sdiag_protocol = protocol, .idiag_states = UINT32_MAX },
  };
  NetopPacketDiagRequest packets = netop_packet_diag_make_request ();

  if (family == AF_PACKET)
    return send_message (self, &packets.header, sizeof packets);
  return send_request (self, &request);
}

static void
write_address (__be32              words[4],
               const NetopAddress *address,
               bool                v4)
{
  memcpy (words, v4 ? address->bytes + 12 : address->bytes, v4 ? 4 : 16);
}

static void
fill_lookup (Request            *request,
             const NetopFlowKey *key,
             uint32_t            interface_index)
{
  bool v4 = netop_address_is_v4 (&key->local) && netop_address_is_v4 (&key->remote);
  bool tcp = key->protocol == NETOP_PROTOCOL_TCP;
  /* The kernel looks a datagram socket up as the packet came to it: source and destination are the other way
   * round (udp_dump_one() in net/ipv4/udp_diag.c). */
  const NetopAddress *source = tcp ? &key->local : &key->remote;
  const NetopAddress *destination = tcp ? &key->remote : &key->local;

  request->request.sdiag_family = v4 ? AF_INET : AF_INET6;
  request->request.sdiag_protocol = key->protocol;
  request->request.idiag_states = UINT32_MAX;
  write_address (request->request.id.idiag_src, source, v4);
  write_address (request->request.id.idiag_dst, destination, v4);
  request->request.id.idiag_sport = htons (tcp ? key->local_port : key->remote_port);
  request->request.id.idiag_dport = htons (tcp ? key->remote_port : key->local_port);
  /* What is bound to a device is found only by packets of that device (inet_sk_bound_dev_eq() in net/inet_sock.h),
   * what is bound to none by all. */
  request->request.id.idiag_if = interface_index;
  request->request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  request->request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
}

/**
 * netop_sockets_probe:
 * @reason: (out): why not; set only where it is not supported; free it
 *
 * Returns: whether the kernel answers questions about sockets
 */
NetopSocketsProbe
netop_sockets_probe (char **reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopSocketTable) table = netop_socket_table_open (0, &error);

  if (table != NULL)
    return NETOP_SOCKETS_SUPPORTED;

  *reason = g_strdup (error->message);
  return NETOP_SOCKETS_FAILED;
}

/**
 * netop_socket_table_new_for_fd:
 * @namespace_id: put into all facts
 * @fd: (transfer full): where questions are asked and answered, message by message
 *
 * For netop_socket_table_open(), and for tests that play the kernel.
 *
 * Returns: (transfer full): a table for one thread, which need not be this one
 */
NetopSocketTable *
netop_socket_table_new_for_fd (uint32_t namespace_id,
                               int      fd)
{
  NetopSocketTable *self = g_new0 (NetopSocketTable, 1);

  self->namespace_id = namespace_id;
  self->buffer = g_malloc (RECEIVE_BYTES);
  self->fd = fd;
  return self;
}

/**
 * netop_socket_table_open:
 * @namespace_id: put into all facts; what is asked is the calling thread's network namespace, for good
 * @error: %NETOP_SOCKETS_ERROR_FAILED
 *
 * Opens the way to the kernel, and asks once for each protocol: so the modules that answer are loaded while the
 * right to have them loaded is still there.
 *
 * Returns: (transfer full): a table for one thread, which need not be this one
 */
NetopSocketTable *
netop_socket_table_open (uint32_t namespace_id,
                         GError **error)
{
  g_autoptr (NetopSocketTable) self = NULL;
  struct timeval   timeout = { .tv_usec = ANSWER_TIMEOUT_MS * 1000 };
  int              buffer_bytes = SOCKET_BUFFER_BYTES;
  NetopFlowKey     nobody = { .protocol = NETOP_PROTOCOL_TCP };
  NetopSocketFacts facts;
  int              fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

  if (fd < 0)
    {
      g_set_error (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED,
                   "Asking the kernel for sockets: %s", g_strerror (errno));
      return NULL;
    }

  self = netop_socket_table_new_for_fd (namespace_id, fd);
  self->raw = netop_raw_sockets_open (NULL, namespace_id);
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);

  (void)netop_socket_table_lookup (self, &nobody, 0, &facts);
  nobody.protocol = NETOP_PROTOCOL_UDP;
  (void)netop_socket_table_lookup (self, &nobody, 0, &facts);
  return g_steal_pointer (&self);
}

/**
 * netop_socket_table_close:
 * @self: (transfer full) (nullable): a table
 */
void
netop_socket_table_close (NetopSocketTable *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  netop_raw_sockets_close (self->raw);
  g_free (self->buffer);
  g_free (self);
}

/**
 * netop_socket_table_dump:
 * @self: a table
 * @func: called once a socket; the facts are valid during the call; false: no more
 * @user_data: for @func
 * @error: %NETOP_SOCKETS_ERROR_FAILED; what was told before stays told
 *
 * Asks for all TCP and UDP sockets of both families, and for those that have no ports. Waits for the kernel: some ms
 * for thousands.
 *
 * Returns: whether all were told that were wanted; of UDP-Lite, raw and packet sockets those that the kernel tells of
 */
bool
netop_socket_table_dump (NetopSocketTable *self,
                         NetopSocketFunc   func,
                         void             *user_data,
                         GError          **error)
{
  static const struct
  {
    uint8_t family;
    uint8_t protocol;
    bool    optional; /* a kernel may not know it, or have it in a module that nobody loads any more */
  } dumps[] = {
    { AF_INET, IPPROTO_TCP, false },
    { AF_INET6, IPPROTO_TCP, false },
    { AF_INET, IPPROTO_UDP, false },
    { AF_INET6, IPPROTO_UDP, false },
    { AF_INET, IPPROTO_UDPLITE, true },
    { AF_INET6, IPPROTO_UDPLITE, true },
    { AF_PACKET, 0, true },
  };
  bool wanted = true;

  for (guint i = 0; i < G_N_ELEMENTS (dumps) && wanted; i++)
    {
      if (ask_for_dump (self, dumps[i].family, dumps[i].protocol) &&
          read_dump (self, dumps[i].family, dumps[i].protocol, func, user_data, &wanted))
        continue;
      if (dumps[i].optional)
        continue;

      g_set_error (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED,
                   "Listing the sockets: %s", g_strerror (errno));
      return false;
    }

  if (self->raw != NULL && wanted)
    netop_raw_sockets_dump (self->raw, func, user_data);
  return true;
}

/* On the stack of one look. */
typedef struct
{
  NetopSocketFacts *found;
  guint             max_found;
  guint             n_found;
} Packets;

static bool
take_packet (const NetopSocketFacts *facts,
             void                   *user_data)
{
  Packets *packets = user_data;

  packets->found[packets->n_found++] = *facts;
  return packets->n_found < packets->max_found;
}

/**
 * netop_socket_table_find_portless:
 * @key: neither of TCP nor of UDP
 * @found: (out) (array length=max_found): those that may be meant
 *
 * Returns: how many there are: those of netop_raw_sockets_find(), and where these are not the very one all packet sockets
 */
guint
netop_socket_table_find_portless (NetopSocketTable   *self,
                                  const NetopFlowKey *key,
                                  NetopSocketFacts   *found,
                                  guint               max_found)
{
  Packets packets = { found, max_found, 0 };
  bool    wanted = true;

  if (self->raw == NULL)
    return 0;

  packets.n_found = netop_raw_sockets_find (self->raw, key, found, max_found);
  if (packets.n_found == max_found || (packets.n_found > 0 && found[0].kind == NETOP_SOCKET_KIND_INET))
    return packets.n_found;
  if (ask_for_dump (self, AF_PACKET, 0))
    (void)read_dump (self, AF_PACKET, 0, take_packet, &packets, &wanted);
  return packets.n_found;
}

/**
 * netop_socket_table_get_lost:
 *
 * Returns: tables of sockets that were longer than what is read of them
 */
uint64_t
netop_socket_table_get_lost (const NetopSocketTable *self)
{
  return self->raw != NULL ? netop_raw_sockets_get_lost (self->raw) : 0;
}

/**
 * netop_socket_table_lookup:
 * @self: a table
 * @key: TCP or UDP
 * @interface_index: where its packets were seen; 0: no socket that is bound to a device is found
 * @facts: (out): set only on success
 *
 * Asks for the one socket to which packets of @key belong: the connected one where there is one, else the
 * listening or unconnected one that would get them (@facts say which by their tuple).
 *
 * Returns: whether there is one
 */
bool
netop_socket_table_lookup (NetopSocketTable   *self,
                           const NetopFlowKey *key,
                           uint32_t            interface_index,
                           NetopSocketFacts   *facts)
{
  Request             request = { 0 };
  NetopNetlinkSpan    span;
  NetopNetlinkMessage message;

  if (key->protocol != NETOP_PROTOCOL_TCP && key->protocol != NETOP_PROTOCOL_UDP)
    return false;

  fill_lookup (&request, key, interface_index);
  if (!send_request (self, &request))
    return false;

  while (receive (self, &span))
    {
      while (netop_netlink_next_message (&span, &message))
        {
          if (message.sequence != self->sequence)
            continue;
          if (message.type != SOCK_DIAG_BY_FAMILY || !netop_sock_diag_read (message.body, self->namespace_id, key->protocol, facts))
            return false;
          facts->found = NETOP_SOCKET_FOUND_LOOKUP;
          return true;
        }
    }

  return false;
}
