/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-netlink.h"

#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

guint
netop_fake_netlink_begin (GByteArray *self,
                          uint16_t    type,
                          uint32_t    sequence)
{
  struct nlmsghdr header = { .nlmsg_type = type, .nlmsg_seq = sequence };
  guint           start = self->len;

  g_byte_array_append (self, (const guint8 *)&header, sizeof header);
  return start;
}

void
netop_fake_netlink_end (GByteArray *self,
                        guint       start)
{
  uint32_t length = self->len - start;

  memcpy (self->data + start, &length, sizeof length);
}

/* Padded to four bytes, as all is in netlink. */
void
netop_fake_netlink_add (GByteArray *self,
                        const void *bytes,
                        guint       n_bytes)
{
  static const guint8 zeros[NLMSG_ALIGNTO];

  g_byte_array_append (self, bytes, n_bytes);
  g_byte_array_append (self, zeros, NLMSG_ALIGN (n_bytes) - n_bytes);
}

void
netop_fake_netlink_add_attribute (GByteArray *self,
                                  uint16_t    type,
                                  const void *bytes,
                                  guint       n_bytes)
{
  struct nlattr header = { .nla_len = (uint16_t)(sizeof header + n_bytes), .nla_type = type };

  g_byte_array_append (self, (const guint8 *)&header, sizeof header);
  netop_fake_netlink_add (self, bytes, n_bytes);
}

void
netop_fake_netlink_add_u32 (GByteArray *self,
                            uint16_t    type,
                            uint32_t    value)
{
  netop_fake_netlink_add_attribute (self, type, &value, sizeof value);
}

guint
netop_fake_netlink_begin_nested (GByteArray *self,
                                 uint16_t    type)
{
  guint start = self->len;

  netop_fake_netlink_add_attribute (self, type | NLA_F_NESTED, "", 0);
  return start;
}

void
netop_fake_netlink_end_nested (GByteArray *self,
                               guint       start)
{
  uint16_t length = (uint16_t)(self->len - start);

  memcpy (self->data + start, &length, sizeof length);
}

void
netop_fake_netlink_add_done (GByteArray *self,
                             uint32_t    sequence)
{
  const uint32_t ok = 0;
  guint          start = netop_fake_netlink_begin (self, NLMSG_DONE, sequence);

  netop_fake_netlink_add (self, &ok, sizeof ok);
  netop_fake_netlink_end (self, start);
}

void
netop_fake_netlink_add_error (GByteArray *self,
                              uint32_t    sequence,
                              int         error)
{
  struct nlmsgerr body = { .error = -error };
  guint           start = netop_fake_netlink_begin (self, NLMSG_ERROR, sequence);

  netop_fake_netlink_add (self, &body, sizeof body);
  netop_fake_netlink_end (self, start);
}

/* Neither end blocks: what was not answered is an error at once. */
void
netop_fake_netlink_open (int *kernel_fd,
                         int *fd)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  *kernel_fd = fds[0];
  *fd = fds[1];
}

void
netop_fake_netlink_send (int         kernel_fd,
                         const void *bytes,
                         guint       n_bytes)
{
  g_assert_cmpint (send (kernel_fd, bytes, n_bytes, MSG_NOSIGNAL), ==, (ssize_t)n_bytes);
}
