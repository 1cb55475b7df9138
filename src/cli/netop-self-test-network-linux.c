/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-netlink.h"

/* At both ends, each of which has its own namespace. */
#define INTERFACE_NAME "self-test"
#define LOOPBACK_NAME "lo"

#define OWN_NAMESPACE "/proc/self/ns/net"

/* A request to the kernel that is being written (rtnetlink(7)). */
typedef struct
{
  _Alignas(struct nlmsghdr) uint8_t bytes[512];
  uint32_t n_bytes;
} Request;

static void
append (Request    *self,
        const void *bytes,
        uint32_t    n_bytes)
{
  g_assert (n_bytes <= sizeof self->bytes - 4 && self->n_bytes <= sizeof self->bytes - 4 - n_bytes);

  if (n_bytes > 0)
    memcpy (self->bytes + self->n_bytes, bytes, n_bytes);
  self->n_bytes += netop_netlink_align (n_bytes);
}

static void
begin_request (Request    *self,
               uint16_t    type,
               uint16_t    flags,
               const void *body,
               uint32_t    n_bytes)
{
  struct nlmsghdr header = { .nlmsg_type = type, .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags) };

  *self = (Request){ .n_bytes = 0 };
  append (self, &header, sizeof header);
  append (self, body, n_bytes);
}

/* Returns where it is, for end_attribute(). */
static uint32_t
begin_attribute (Request *self,
                 uint16_t type)
{
  uint32_t      place = self->n_bytes;
  struct rtattr attribute = { .rta_type = type };

  append (self, &attribute, sizeof attribute);
  return place;
}

static void
end_attribute (Request *self,
               uint32_t place)
{
  uint16_t length = (uint16_t)(self->n_bytes - place);

  memcpy (self->bytes + place, &length, sizeof length);
}

static void
add_attribute (Request    *self,
               uint16_t    type,
               const void *value,
               uint32_t    n_bytes)
{
  struct rtattr attribute = { .rta_len = (uint16_t)(sizeof attribute + n_bytes), .rta_type = type };

  append (self, &attribute, sizeof attribute);
  append (self, value, n_bytes);
}

static void
add_text (Request    *self,
          uint16_t    type,
          const char *text)
{
  add_attribute (self, type, text, (uint32_t)strlen (text) + 1);
}

static int
read_answer (int fd)
{
  _Alignas(struct nlmsghdr) uint8_t bytes[1024];
  ssize_t                           n = recv (fd, bytes, sizeof bytes, 0);
  NetopNetlinkSpan                  span = { bytes, n > 0 ? (uint32_t)n : 0 };
  NetopNetlinkMessage               message;
  int32_t                           code = -EPROTO;

  if (netop_netlink_next_message (&span, &message) && message.type == NLMSG_ERROR && message.body.left >= sizeof code)
    memcpy (&code, message.body.bytes, sizeof code);
  return -code;
}

/* In the namespace we are in. errno says why not. */
static bool
request (Request *self)
{
  uint32_t n_bytes = self->n_bytes;
  int      fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  int      code;

  if (fd < 0)
    return false;

  memcpy (self->bytes, &n_bytes, sizeof n_bytes);
  code = send (fd, self->bytes, n_bytes, 0) == (ssize_t)n_bytes ? read_answer (fd) : errno;
  close (fd);
  errno = code;
  return code == 0;
}

/* veth(4). */
static bool
make_pair (int far_fd)
{
  struct ifinfomsg link = { 0 };
  Request          self;
  uint32_t         info, data, peer;

  begin_request (&self, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &link, sizeof link);
  add_text (&self, IFLA_IFNAME, INTERFACE_NAME);
  info = begin_attribute (&self, IFLA_LINKINFO);
  add_text (&self, IFLA_INFO_KIND, "veth");
  data = begin_attribute (&self, IFLA_INFO_DATA);
  peer = begin_attribute (&self, VETH_INFO_PEER);
  append (&self, &link, sizeof link);
  add_text (&self, IFLA_IFNAME, INTERFACE_NAME);
  add_attribute (&self, IFLA_NET_NS_FD, &far_fd, sizeof far_fd);
  end_attribute (&self, peer);
  end_attribute (&self, data);
  end_attribute (&self, info);
  return request (&self);
}

static bool
bring_up (const char *name)
{
  struct ifinfomsg link = { .ifi_index = (int)if_nametoindex (name), .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
  Request          self;

  begin_request (&self, RTM_NEWLINK, 0, &link, sizeof link);
  return link.ifi_index != 0 && request (&self);
}

/* At once: nobody else is there who could have the address. */
static bool
add_address (int         family,
             const char *text,
             uint8_t     prefix_length)
{
  struct ifaddrmsg message = {
    .ifa_family = (uint8_t)family,
    .ifa_prefixlen = prefix_length,
    .ifa_flags = IFA_F_NODAD,
    .ifa_index = if_nametoindex (INTERFACE_NAME),
  };
  uint8_t  address[16];
  uint32_t n_bytes = family == AF_INET ? 4 : 16;
  Request  self;

  inet_pton (family, text, address);
  begin_request (&self, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &message, sizeof message);
  add_attribute (&self, IFA_LOCAL, address, n_bytes);
  add_attribute (&self, IFA_ADDRESS, address, n_bytes);
  return request (&self);
}

/* Where there is no IPv6 the scenario that takes it says so. */
static bool
set_up (const char *ipv4,
        const char *ipv6)
{
  if (!add_address (AF_INET, ipv4, 24) || !bring_up (LOOPBACK_NAME) || !bring_up (INTERFACE_NAME))
    return false;

  add_address (AF_INET6, ipv6, 64);
  return true;
}

/* Returns a descriptor of a namespace that we are in now and nobody else; -1 where that is not allowed. */
static int
enter_new (void)
{
  return unshare (CLONE_NEWNET) < 0 ? -1 : open (OWN_NAMESPACE, O_RDONLY | O_CLOEXEC);
}

/**
 * netop_self_test_network_enter:
 * @failed: (out): what could not be done; errno says why
 *
 * Makes it, and brings the calling process, which must have one thread only, into its near side. Takes CAP_SYS_ADMIN.
 *
 * Returns: whether it is there
 */
bool
netop_self_test_network_enter (NetopSelfTestNetwork *self,
                               const char          **failed)
{
  *failed = "a network namespace";
  self->far_fd = enter_new ();
  self->near_fd = self->far_fd < 0 ? -1 : enter_new ();
  if (self->near_fd < 0)
    return false;

  *failed = "a pair of interfaces";
  return make_pair (self->far_fd) && set_up (NETOP_SELF_TEST_NEAR_IPV4, NETOP_SELF_TEST_NEAR_IPV6) &&
         netop_self_test_network_enter_far (self) && set_up (NETOP_SELF_TEST_FAR_IPV4, NETOP_SELF_TEST_FAR_IPV6) &&
         setns (self->near_fd, CLONE_NEWNET) == 0;
}

/**
 * netop_self_test_network_enter_far:
 *
 * Brings the calling process into its far side.
 *
 * Returns: whether it is there
 */
bool
netop_self_test_network_enter_far (const NetopSelfTestNetwork *self)
{
  return setns (self->far_fd, CLONE_NEWNET) == 0;
}
