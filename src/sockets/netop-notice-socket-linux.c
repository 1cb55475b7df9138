/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-notice-socket.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#define MAX_DATAGRAMS 4096 /* at one go: whoever makes notices without end shall not hold the thread */

/**
 * netop_notice_socket_grow:
 * @n_bytes: that the kernel shall keep for a slow reader
 *
 * Beyond the system's limit where that is allowed.
 */
void
netop_notice_socket_grow (int fd,
                          int n_bytes)
{
  if (setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &n_bytes, sizeof n_bytes) < 0)
    setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &n_bytes, sizeof n_bytes);
}

/**
 * netop_notice_socket_read:
 * @fd: not blocking
 * @buffer: of the caller's, for one datagram after the other
 * @func: called on this thread for each that is the kernel's own; valid during the call
 *
 * Returns: how often the kernel's queue ran over, and so something was not told
 */
guint
netop_notice_socket_read (int             fd,
                          uint8_t         buffer[NETOP_NOTICE_BYTES],
                          NetopNoticeFunc func,
                          void           *user_data)
{
  struct sockaddr_nl sender = { 0 };
  socklen_t          sender_size = sizeof sender;
  guint              n_overruns = 0;

  for (guint i = 0; i < MAX_DATAGRAMS; i++)
    {
      ssize_t n_bytes = recvfrom (fd, buffer, NETOP_NOTICE_BYTES, 0, (struct sockaddr *)&sender, &sender_size);

      if (n_bytes < 0 && errno != ENOBUFS)
        break;
      n_overruns += n_bytes < 0;
      /* Only the kernel's own word counts: with the right, anybody can send to a group. */
      if (n_bytes > 0 && sender.nl_pid == 0)
        func ((NetopNetlinkSpan){ buffer, (uint32_t)n_bytes }, user_data);
      sender_size = sizeof sender;
    }

  return n_overruns;
}
