/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-translations.h"

#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "netop-netlink.h"

/* linux/netfilter/nfnetlink_conntrack.h. Subscribed to before what there is is asked for, so that nothing is missed in
 * between; what is told twice is added twice, which changes nothing. */

#define RECEIVE_BYTES (256u << 10)
#define SOCKET_BUFFER_BYTES (8 << 20)
#define ANSWER_TIMEOUT_MS 500
#define MAX_TRANSLATIONS 65536
/* Between two ticks, and before one is looked for: a flood of new connections keeps nobody from other work. */
#define MAX_DATAGRAMS 20000
#define MAX_DATAGRAMS_BEFORE 256
/* Where it is not there nothing is translated, and asking would bring it there. */
#define TRACKING_PATH "/proc/sys/net/netfilter/nf_conntrack_max"
#define MESSAGE_TYPE(type) (NFNL_SUBSYS_CTNETLINK << 8 | (type))
#define GROUP_BIT(group) (1u << ((group)-1))

typedef struct
{
  struct nlmsghdr header;
  struct nfgenmsg info;
} Request;

struct _NetopTranslations
{
  int fd;

  /* Of all threads: what follows. Held while notices are taken in. */
  GMutex                 lock;
  uint8_t               *buffer;
  NetopTranslationTable *table;
  uint64_t               lost;
};

/* --- Messages --- */

static uint16_t
read_port (NetopNetlinkSpan value)
{
  uint16_t port = 0;

  if (value.left >= sizeof port)
    memcpy (&port, value.bytes, sizeof port);
  return GUINT16_FROM_BE (port);
}

static void
read_addresses (NetopNetlinkSpan span,
                NetopTuple      *tuple)
{
  NetopNetlinkAttribute attribute;

  while (netop_netlink_next_attribute (&span, &attribute))
    {
      const uint8_t *bytes = attribute.value.bytes;

      if (attribute.type == CTA_IP_V4_SRC && attribute.value.left >= 4)
        tuple->source = netop_address_from_v4 (bytes);
      else if (attribute.type == CTA_IP_V4_DST && attribute.value.left >= 4)
        tuple->destination = netop_address_from_v4 (bytes);
      else if (attribute.type == CTA_IP_V6_SRC && attribute.value.left >= 16)
        tuple->source = netop_address_from_v6 (bytes);
      else if (attribute.type == CTA_IP_V6_DST && attribute.value.left >= 16)
        tuple->destination = netop_address_from_v6 (bytes);
    }
}

static void
read_protocol (NetopNetlinkSpan span,
               NetopTuple      *tuple)
{
  NetopNetlinkAttribute attribute;

  while (netop_netlink_next_attribute (&span, &attribute))
    {
      if (attribute.type == CTA_PROTO_NUM && attribute.value.left >= 1)
        tuple->protocol = attribute.value.bytes[0];
      else if (attribute.type == CTA_PROTO_SRC_PORT || attribute.type == CTA_PROTO_ICMP_ID || attribute.type == CTA_PROTO_ICMPV6_ID)
        tuple->source_port = read_port (attribute.value);
      else if (attribute.type == CTA_PROTO_DST_PORT)
        tuple->destination_port = read_port (attribute.value);
    }
}

static void
read_tuple (NetopNetlinkSpan span,
            NetopTuple      *tuple)
{
  NetopNetlinkAttribute attribute;

  *tuple = (NetopTuple){ 0 };
  while (netop_netlink_next_attribute (&span, &attribute))
    {
      if (attribute.type == CTA_TUPLE_IP)
        read_addresses (attribute.value, tuple);
      else if (attribute.type == CTA_TUPLE_PROTO)
        read_protocol (attribute.value, tuple);
    }
}

static bool
read_translation (NetopNetlinkSpan  body,
                  NetopTranslation *translation)
{
  NetopNetlinkAttribute attribute;
  struct nfgenmsg       info;
  guint                 n = 0;

  netop_netlink_read (&body, &info, sizeof info);
  while (netop_netlink_next_attribute (&body, &attribute))
    {
      if (attribute.type != CTA_TUPLE_ORIG && attribute.type != CTA_TUPLE_REPLY)
        continue;
      read_tuple (attribute.value, attribute.type == CTA_TUPLE_ORIG ? &translation->original : &translation->reply);
      n |= 1u << attribute.type;
    }
  return n == (1u << CTA_TUPLE_ORIG | 1u << CTA_TUPLE_REPLY) && translation->original.protocol == translation->reply.protocol;
}

/* Returns false at the end of what was asked for, or where it is refused. */
static bool
take_messages (NetopTranslations *self,
               NetopNetlinkSpan   span)
{
  NetopNetlinkMessage message;
  NetopTranslation    translation;
  bool                is_going_on = true;

  while (netop_netlink_next_message (&span, &message))
    {
      if (message.type == NLMSG_DONE || message.type == NLMSG_ERROR)
        is_going_on = false;
      else if (message.type == MESSAGE_TYPE (IPCTNL_MSG_CT_NEW) && read_translation (message.body, &translation))
        netop_translation_table_add (self->table, &translation);
      else if (message.type == MESSAGE_TYPE (IPCTNL_MSG_CT_DELETE) && read_translation (message.body, &translation))
        netop_translation_table_remove (self->table, &translation);
    }
  return is_going_on;
}

/* --- The socket --- */

static bool
ask_for_all (NetopTranslations *self)
{
  Request request = {
    .header = { .nlmsg_len = sizeof request, .nlmsg_type = MESSAGE_TYPE (IPCTNL_MSG_CT_GET), .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP, .nlmsg_seq = 1 },
    .info = { .nfgen_family = AF_UNSPEC, .version = NFNETLINK_V0 },
  };
  ssize_t n;

  if (send (self->fd, &request, sizeof request, 0) < 0)
    return false;

  do
    n = TEMP_FAILURE_RETRY (recv (self->fd, self->buffer, RECEIVE_BYTES, 0));
  while (n > 0 && take_messages (self, (NetopNetlinkSpan){ self->buffer, (uint32_t)n }));
  return n > 0;
}

static int
subscribe (void)
{
  struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = GROUP_BIT (NFNLGRP_CONNTRACK_NEW) | GROUP_BIT (NFNLGRP_CONNTRACK_DESTROY) };
  struct timeval     timeout = { .tv_usec = ANSWER_TIMEOUT_MS * 1000 };
  int                buffer_bytes = SOCKET_BUFFER_BYTES;
  int                fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);

  if (fd < 0)
    return -1;
  if (setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof buffer_bytes) < 0)
    setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
  if (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == 0 &&
      bind (fd, (const struct sockaddr *)&address, sizeof address) == 0)
    return fd;

  close (fd);
  return -1;
}

/**
 * netop_translations_open:
 * @error: of %NETOP_SOCKETS_ERROR: UNSUPPORTED where nothing is tracked, PERMISSION or FAILED where it may not be seen
 *
 * Subscribes to what the calling thread's network namespace tracks, and asks once for what there is: 0.2 s for 100,000
 * connections.
 *
 * Returns: (transfer full) (nullable): the translated ones
 */
NetopTranslations *
netop_translations_open (GError **error)
{
  g_autoptr (NetopTranslations) self = NULL;
  int fd;

  if (access (TRACKING_PATH, F_OK) < 0)
    {
      g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, "No connections are tracked");
      return NULL;
    }

  fd = subscribe ();
  self = fd >= 0 ? netop_translations_new_for_fd (fd) : NULL;
  if (self == NULL || !ask_for_all (self))
    {
      g_set_error (error, NETOP_SOCKETS_ERROR, errno == EPERM ? NETOP_SOCKETS_ERROR_PERMISSION : NETOP_SOCKETS_ERROR_FAILED,
                   "Asking for tracked connections: %s", g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * netop_translations_new_for_fd:
 * @fd: (transfer full): where notices come, message by message
 *
 * For netop_translations_open(), and for tests that play the kernel.
 *
 * Returns: (transfer full): none yet
 */
NetopTranslations *
netop_translations_new_for_fd (int fd)
{
  NetopTranslations *self = g_new0 (NetopTranslations, 1);

  self->fd = fd;
  g_mutex_init (&self->lock);
  self->buffer = g_malloc (RECEIVE_BYTES);
  self->table = netop_translation_table_new (MAX_TRANSLATIONS);
  return self;
}

/**
 * netop_translations_close:
 * @self: (transfer full) (nullable):
 */
void
netop_translations_close (NetopTranslations *self)
{
  if (self == NULL)
    return;

  close (self->fd);
  g_mutex_clear (&self->lock);
  netop_translation_table_free (self->table);
  g_free (self->buffer);
  g_free (self);
}

/* With the lock. */
static void
take_notices (NetopTranslations *self,
              guint              n_at_most)
{
  for (guint i = 0; i < n_at_most; i++)
    {
      ssize_t n = TEMP_FAILURE_RETRY (recv (self->fd, self->buffer, RECEIVE_BYTES, MSG_DONTWAIT));

      if (n > 0)
        (void)take_messages (self, (NetopNetlinkSpan){ self->buffer, (uint32_t)n });
      else if (n < 0 && errno == ENOBUFS)
        self->lost++;
      else
        return;
    }
}

/**
 * netop_translations_dispatch:
 *
 * Takes what was noticed since the last call; waits for nothing.
 */
void
netop_translations_dispatch (NetopTranslations *self)
{
  g_mutex_lock (&self->lock);
  take_notices (self, MAX_DATAGRAMS);
  g_mutex_unlock (&self->lock);
}

/**
 * netop_translations_find:
 * @tuple: of packets in either direction, before or after translation
 * @other: (out): of the same packets on the other side of it; set only on success
 *
 * Takes in first what was noticed: of a packet that was seen the kernel has told already.
 *
 * Returns: whether they are translated
 */
bool
netop_translations_find (NetopTranslations *self,
                         const NetopTuple  *tuple,
                         NetopTuple        *other)
{
  bool is_found;

  g_mutex_lock (&self->lock);
  take_notices (self, MAX_DATAGRAMS_BEFORE);
  is_found = netop_translation_table_find (self->table, tuple, other);
  g_mutex_unlock (&self->lock);
  return is_found;
}

/**
 * netop_translations_find_key:
 * @key: of a flow that is not forwarded, or with the ends of a socket
 * @other: (out): with the ends that it has on the other side of translation; set only on success
 *
 * Returns: whether it is translated
 */
bool
netop_translations_find_key (NetopTranslations  *self,
                             const NetopFlowKey *key,
                             NetopFlowKey       *other)
{
  NetopTuple tuple = netop_tuple_of_key (key);
  NetopTuple found;

  if (!netop_translations_find (self, &tuple, &found))
    return false;

  *other = (NetopFlowKey){
    .local = found.source,
    .remote = found.destination,
    .local_port = found.source_port,
    .remote_port = found.destination_port,
    .protocol = found.protocol,
    .namespace_id = key->namespace_id,
  };
  return true;
}

/**
 * netop_translations_get_size:
 *
 * Returns: translated connections it knows
 */
guint
netop_translations_get_size (NetopTranslations *self)
{
  guint size;

  g_mutex_lock (&self->lock);
  size = netop_translation_table_get_size (self->table);
  g_mutex_unlock (&self->lock);
  return size;
}

/**
 * netop_translations_get_lost:
 *
 * Returns: how often there was no room: for a connection here, or for notices in the kernel
 */
uint64_t
netop_translations_get_lost (NetopTranslations *self)
{
  uint64_t lost;

  g_mutex_lock (&self->lock);
  lost = self->lost + netop_translation_table_get_lost (self->table);
  g_mutex_unlock (&self->lock);
  return lost;
}
