/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-notices.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-notice-socket.h"
#include "netop-sock-diag.h"

/* The groups SKNLGRP_..._DESTROY of sock_diag, linux/sock_diag.h. A notice is an answer that nobody asked for: with
 * cookie, tuple and the final tcp_info, but with neither inode nor user, because the process let go of it before. There
 * is none of the end of TIME_WAIT. Joining them needed CAP_NET_ADMIN once; on Linux 6.18 it needs nothing. */

#define SOCKET_BUFFER_BYTES (4 << 20)
#define GROUP(number) (1u << ((number)-1))

struct _NetopSocketNotices
{
  int                   fd;
  uint32_t              namespace_id;
  NetopSocketNoticeFunc func; /* during a dispatch, like @user_data */
  void                 *user_data;
  uint8_t               buffer[NETOP_NOTICE_BYTES];
};

/**
 * netop_socket_notices_new_for_fd:
 * @namespace_id: put into all facts
 * @fd: (transfer full): where notices come, message by message; not blocking
 *
 * For netop_socket_notices_open(), and for tests that play the kernel.
 *
 * Returns: (transfer full): notices for one thread, which need not be this one
 */
NetopSocketNotices *
netop_socket_notices_new_for_fd (uint32_t namespace_id,
                                 int      fd)
{
  NetopSocketNotices *self = g_new0 (NetopSocketNotices, 1);

  self->namespace_id = namespace_id;
  self->fd = fd;
  return self;
}

/**
 * netop_socket_notices_open:
 * @namespace_id: put into all facts; what is told is the calling thread's network namespace, for good
 * @error: %NETOP_SOCKETS_ERROR_PERMISSION or %NETOP_SOCKETS_ERROR_FAILED
 *
 * Returns: (transfer full): notices for one thread, which need not be this one
 */
NetopSocketNotices *
netop_socket_notices_open (uint32_t namespace_id,
                           GError **error)
{
  struct sockaddr_nl address = {
    .nl_family = AF_NETLINK,
    .nl_groups = GROUP (SKNLGRP_INET_TCP_DESTROY) | GROUP (SKNLGRP_INET_UDP_DESTROY) | GROUP (SKNLGRP_INET6_TCP_DESTROY) |
                 GROUP (SKNLGRP_INET6_UDP_DESTROY),
  };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);

  if (fd >= 0)
    netop_notice_socket_grow (fd, SOCKET_BUFFER_BYTES);
  if (fd >= 0 && bind (fd, (struct sockaddr *)&address, sizeof address) == 0)
    return netop_socket_notices_new_for_fd (namespace_id, fd);

  g_set_error (error, NETOP_SOCKETS_ERROR,
               errno == EPERM ? NETOP_SOCKETS_ERROR_PERMISSION : NETOP_SOCKETS_ERROR_FAILED,
               "Listening for sockets that close: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return NULL;
}

/**
 * netop_socket_notices_close:
 * @self: (transfer full) (nullable): notices
 */
void
netop_socket_notices_close (NetopSocketNotices *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * netop_socket_notices_get_fd:
 *
 * Returns: a descriptor to poll for reading, owned by @self
 */
int
netop_socket_notices_get_fd (const NetopSocketNotices *self)
{
  return self->fd;
}

static void
read_datagram (NetopNetlinkSpan span,
               void            *user_data)
{
  NetopSocketNotices *self = user_data;
  NetopNetlinkMessage message;
  NetopSocketFacts    facts;

  while (netop_netlink_next_message (&span, &message))
    {
      if (message.type != SOCK_DIAG_BY_FAMILY || !netop_sock_diag_read (message.body, self->namespace_id, 0, &facts))
        continue;
      facts.found = NETOP_SOCKET_FOUND_DESTROYED;
      self->func (&facts, self->user_data);
    }
}

/**
 * netop_socket_notices_dispatch:
 * @func: called on this thread for each notice; the facts are valid during the call
 *
 * Tells the notices that are there, without waiting. Where the kernel's queue ran over some are lost: a dump tells what
 * is gone.
 *
 * Returns: how often it ran over
 */
guint
netop_socket_notices_dispatch (NetopSocketNotices   *self,
                               NetopSocketNoticeFunc func,
                               void                 *user_data)
{
  self->func = func;
  self->user_data = user_data;
  return netop_notice_socket_read (self->fd, self->buffer, read_datagram, self);
}
