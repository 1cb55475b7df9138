/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-events.h"

#include <errno.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netop-netlink.h"
#include "netop-notice-socket.h"

/* The process connector, linux/cn_proc.h. It exists in the initial network namespace only: elsewhere binding works
 * and nothing ever comes. Listening needs CAP_NET_ADMIN before Linux 6.6. */

#define SOCKET_BUFFER_BYTES (8 << 20)
#define INITIAL_PID_NAMESPACE 0xeffffffcu /* PROC_PID_INIT_INO, linux/proc_ns.h of the kernel */

/* The longest of the three notices that are told; the structure has grown and may be shorter than ours. */
#define MIN_EVENT_BYTES (G_STRUCT_OFFSET (struct proc_event, event_data) + sizeof ((struct proc_event *)0)->event_data.fork)

struct _NetopProcessEvents
{
  int                   fd;
  NetopProcessEventFunc func; /* during a dispatch, like @user_data */
  void                 *user_data;
  uint8_t               buffer[NETOP_NOTICE_BYTES];
};

/* A message of the connector with the one operation that is sent: struct cn_msg ends in an array without length. */
#define LISTEN_BYTES (NLMSG_HDRLEN + sizeof (struct cn_msg) + sizeof (enum proc_cn_mcast_op))

static bool
listen_to_kernel (int fd)
{
  struct sockaddr_nl    address = { .nl_family = AF_NETLINK, .nl_groups = CN_IDX_PROC };
  struct nlmsghdr       netlink = { .nlmsg_len = LISTEN_BYTES, .nlmsg_type = NLMSG_DONE };
  struct cn_msg         connector = { .id = { CN_IDX_PROC, CN_VAL_PROC }, .len = sizeof (enum proc_cn_mcast_op) };
  enum proc_cn_mcast_op operation = PROC_CN_MCAST_LISTEN;
  uint8_t               message[LISTEN_BYTES];

  memcpy (message, &netlink, sizeof netlink);
  memcpy (message + NLMSG_HDRLEN, &connector, sizeof connector);
  memcpy (message + NLMSG_HDRLEN + sizeof connector, &operation, sizeof operation);

  netop_notice_socket_grow (fd, SOCKET_BUFFER_BYTES);
  return bind (fd, (struct sockaddr *)&address, sizeof address) == 0 && send (fd, message, sizeof message, 0) == (ssize_t)sizeof message;
}

static void
tell (NetopProcessEvents      *self,
      const struct proc_event *event)
{
  NetopProcessEvent told = { 0 };

  /* Notices of threads carry another tgid than pid. */
  if (event->what == PROC_EVENT_FORK && event->event_data.fork.child_pid == event->event_data.fork.child_tgid)
    told = (NetopProcessEvent){
      .kind = NETOP_PROCESS_EVENT_FORK,
      .pid = (uint32_t)event->event_data.fork.child_tgid,
      .parent_pid = (uint32_t)event->event_data.fork.parent_tgid,
    };
  else if (event->what == PROC_EVENT_EXEC)
    told = (NetopProcessEvent){ .kind = NETOP_PROCESS_EVENT_EXEC, .pid = (uint32_t)event->event_data.exec.process_tgid };
  else if (event->what == PROC_EVENT_EXIT && event->event_data.exit.process_pid == event->event_data.exit.process_tgid)
    told = (NetopProcessEvent){ .kind = NETOP_PROCESS_EVENT_EXIT, .pid = (uint32_t)event->event_data.exit.process_tgid };
  else
    return;

  told.time_us = (int64_t)(event->timestamp_ns / 1000);
  self->func (&told, self->user_data);
}

static void
read_datagram (NetopNetlinkSpan span,
               void            *user_data)
{
  NetopProcessEvents *self = user_data;
  NetopNetlinkMessage message;
  struct cn_msg       connector;
  struct proc_event   event;

  while (netop_netlink_next_message (&span, &message))
    {
      if (netop_netlink_read (&message.body, &connector, sizeof connector) < sizeof connector)
        continue;
      if (connector.id.idx != CN_IDX_PROC || connector.id.val != CN_VAL_PROC)
        continue;
      if (netop_netlink_read (&message.body, &event, sizeof event) >= MIN_EVENT_BYTES)
        tell (self, &event);
    }
}

/**
 * netop_process_events_new_for_fd:
 * @fd: (transfer full): where notices come, message by message; not blocking
 *
 * For netop_process_events_open(), and for tests that play the kernel.
 *
 * Returns: (transfer full): events for one thread, which need not be this one
 */
NetopProcessEvents *
netop_process_events_new_for_fd (int fd)
{
  NetopProcessEvents *self = g_new0 (NetopProcessEvents, 1);

  self->fd = fd;
  return self;
}

/* Notices have the numbers of the initial PID namespace. In another one they come too, once anybody listens at home, and
 * would be taken for processes of ours: for the end of one that lives. */
static bool
are_numbers_ours (void)
{
  struct stat status;

  /* A kernel without such namespaces has no such file. */
  return stat ("/proc/self/ns/pid", &status) < 0 || status.st_ino == INITIAL_PID_NAMESPACE;
}

/**
 * netop_process_events_open:
 * @error: %NETOP_SOCKETS_ERROR_UNSUPPORTED in another PID namespace than the initial one,
 *   %NETOP_SOCKETS_ERROR_PERMISSION or %NETOP_SOCKETS_ERROR_FAILED
 *
 * To be called in the initial network namespace.
 *
 * Returns: (transfer full): events for one thread, which need not be this one
 */
NetopProcessEvents *
netop_process_events_open (GError **error)
{
  int fd;

  if (!are_numbers_ours ())
    {
      g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, "Processes have other numbers here than in notices of them");
      return NULL;
    }

  fd = socket (AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_CONNECTOR);
  if (fd >= 0 && listen_to_kernel (fd))
    return netop_process_events_new_for_fd (fd);

  g_set_error (error, NETOP_SOCKETS_ERROR,
               errno == EPERM ? NETOP_SOCKETS_ERROR_PERMISSION : NETOP_SOCKETS_ERROR_FAILED,
               "Listening for starting processes: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return NULL;
}

/**
 * netop_process_events_close:
 * @self: (transfer full) (nullable): events
 */
void
netop_process_events_close (NetopProcessEvents *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * netop_process_events_get_fd:
 *
 * Returns: a descriptor to poll for reading, owned by @self
 */
int
netop_process_events_get_fd (const NetopProcessEvents *self)
{
  return self->fd;
}

/**
 * netop_process_events_dispatch:
 * @func: called on this thread for each notice
 *
 * Tells the notices that are there, without waiting. Where the kernel's queue ran over some are lost: they are but
 * hints of where to look first.
 *
 * Returns: how often it ran over
 */
guint
netop_process_events_dispatch (NetopProcessEvents   *self,
                               NetopProcessEventFunc func,
                               void                 *user_data)
{
  self->func = func;
  self->user_data = user_data;
  return netop_notice_socket_read (self->fd, self->buffer, read_datagram, self);
}
