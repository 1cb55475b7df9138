/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-list.h"

#include <errno.h>
#include <linux/net_namespace.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-capture.h"
#include "netop-netlink.h"

/* Theory of operation
 *
 * Links are dumped at each refresh, because their counters change without notice. Addresses are dumped at the
 * first refresh and again when a notice on the second socket, or its overflow, says that something changed. An
 * interface that a dump no longer lists is told once more, as absent, and then forgotten: refreshes that nobody asked
 * about in between keep it. */

#define MAX_INTERFACES 4096u
#define MAX_ADDRESSES 16384u
#define MAX_DUMP_TRIES 3
#define RECEIVE_SIZE (256u << 10)

struct _NetopInterfaceList
{
  int      dump_fd;
  int      notice_fd;
  uint32_t namespace_id;
  uint32_t sequence;
  bool     addresses_stale;
  bool     told;        /* somebody took the interfaces of the last refresh */
  bool     interrupted; /* the list changed under the dump that is read: it may lack some */
  GArray  *interfaces;
  GArray  *found; /* by the dump that is read */
  GArray  *addresses;
  GArray  *found_addresses; /* by the dump that is read */
  GArray  *far_ends;        /* of NetopFarEnd, as of the last dump */
  uint8_t *buffer;
};

typedef struct
{
  struct nlmsghdr  header;
  struct ifinfomsg info;
} LinkRequest;

typedef struct
{
  struct nlmsghdr  header;
  struct ifaddrmsg info;
} AddressRequest;

typedef struct
{
  struct nlmsghdr header;
  struct rtgenmsg info;
  uint8_t         padding[3]; /* NLMSG_ALIGN, linux/netlink.h */
  struct nlattr   attribute;
  uint32_t        pid;
} NamespaceRequest;

G_STATIC_ASSERT (sizeof (NamespaceRequest) == 28);

typedef void (*MessageFunc) (NetopInterfaceList *self, const NetopNetlinkMessage *message);

static int
open_netlink (uint32_t groups)
{
  struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = groups };
  int                fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | (groups != 0 ? SOCK_NONBLOCK : 0), NETLINK_ROUTE);

  if (fd >= 0 && bind (fd, (struct sockaddr *)&address, sizeof address) < 0)
    {
      int saved_errno = errno;

      close (fd);
      errno = saved_errno;
      return -1;
    }

  return fd;
}

static void
copy_name (char            *target,
           size_t           size,
           NetopNetlinkSpan value)
{
  size_t length = strnlen ((const char *)value.bytes, value.left);

  memset (target, 0, size);
  memcpy (target, value.bytes, MIN (length, size - 1));
}

static void
read_statistics (NetopInterface  *interface,
                 NetopNetlinkSpan value)
{
  struct rtnl_link_stats64 statistics;

  netop_netlink_read (&value, &statistics, sizeof statistics);
  interface->rx_bytes = statistics.rx_bytes;
  interface->tx_bytes = statistics.tx_bytes;
  interface->rx_packets = statistics.rx_packets;
  interface->tx_packets = statistics.tx_packets;
  interface->rx_errors = statistics.rx_errors;
  interface->tx_errors = statistics.tx_errors;
  interface->rx_dropped = statistics.rx_dropped;
  interface->tx_dropped = statistics.tx_dropped;
}

/* ip-link(8): of the attributes of its kind, the one with the UDP port, which is in the order of the network. */
static uint16_t
get_port_attribute (const NetopInterface *interface)
{
  static const struct
  {
    const char *kind;
    uint16_t    attribute;
  } kinds[] = {
    { "vxlan", IFLA_VXLAN_PORT },
    { "geneve", IFLA_GENEVE_PORT },
    { "bareudp", IFLA_BAREUDP_PORT },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (netop_interface_has_kind (interface, kinds[i].kind))
      return kinds[i].attribute;

  return 0;
}

static void
read_data (NetopInterface  *interface,
           NetopNetlinkSpan value)
{
  const uint16_t        wanted = get_port_attribute (interface);
  NetopNetlinkAttribute attribute;
  uint16_t              port = 0;

  while (wanted != 0 && netop_netlink_next_attribute (&value, &attribute))
    {
      if (attribute.type == wanted && netop_netlink_read (&attribute.value, &port, sizeof port) == sizeof port)
        interface->tunnel_port = GUINT16_FROM_BE (port);
    }
}

/* The kernel says the kind before what belongs to it (rtnl_link_info_fill() in net/core/rtnetlink.c). */
static void
read_info (NetopInterface  *interface,
           NetopNetlinkSpan value)
{
  NetopNetlinkAttribute attribute;

  while (netop_netlink_next_attribute (&value, &attribute))
    {
      if (attribute.type == IFLA_INFO_KIND)
        copy_name (interface->kind, sizeof interface->kind, attribute.value);
      else if (attribute.type == IFLA_INFO_DATA)
        read_data (interface, attribute.value);
    }
}

/* RFC 2863's operational states as in linux/if.h; "unknown" is what drivers without it report while up. */
static uint8_t
get_state (uint32_t flags,
           uint32_t operational)
{
  if ((flags & IFF_UP) == 0)
    return NETOP_INTERFACE_STATE_DOWN;
  if (operational == IF_OPER_UP || (operational == IF_OPER_UNKNOWN && (flags & IFF_RUNNING) != 0))
    return NETOP_INTERFACE_STATE_UP;

  return operational == IF_OPER_UNKNOWN ? NETOP_INTERFACE_STATE_UNKNOWN : NETOP_INTERFACE_STATE_NO_LINK;
}

static bool
has_sysfs_entry (const char *name,
                 const char *entry)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", name, entry, NULL);

  return access (path, F_OK) == 0;
}

/* Read once, when the interface appears: sysfs shows the namespace of whoever mounted it. */
static void
complete_new (NetopInterface *interface)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", interface->name, "speed", NULL);
  g_autofree char *text = NULL;

  if (interface->kind[0] == '\0')
    g_strlcpy (interface->kind,
               interface->hardware_type == ARPHRD_LOOPBACK ? "loopback"
               : interface->hardware_type != ARPHRD_ETHER  ? "other"
               : has_sysfs_entry (interface->name, "wireless") ||
                   has_sysfs_entry (interface->name, "phy80211")
                 ? "wifi"
                 : "ethernet",
               sizeof interface->kind);
  if (g_file_get_contents (path, &text, NULL, NULL))
    interface->speed_mbps = (uint32_t)CLAMP (g_ascii_strtoll (text, NULL, 10), 0, G_MAXUINT32);
}

static NetopInterface *
find_interface (GArray  *interfaces,
                uint32_t index)
{
  for (guint i = 0; i < interfaces->len; i++)
    {
      NetopInterface *interface = &g_array_index (interfaces, NetopInterface, i);

      if (interface->index == index)
        return interface;
    }

  return NULL;
}

static void
read_link_attribute (NetopInterface              *interface,
                     const NetopNetlinkAttribute *attribute,
                     uint32_t                    *operational)
{
  switch (attribute->type)
    {
    case IFLA_IFNAME:
      copy_name (interface->name, sizeof interface->name, attribute->value);
      break;
    case IFLA_MTU:
      interface->mtu = netop_netlink_read_u32 (attribute->value);
      break;
    case IFLA_MASTER:
      interface->master = netop_netlink_read_u32 (attribute->value);
      break;
    case IFLA_LINK:
      interface->link = netop_netlink_read_u32 (attribute->value);
      break;
    case IFLA_LINK_NETNSID:
      interface->peer_namespace = 1;
      break;
    case IFLA_LINKINFO:
      read_info (interface, attribute->value);
      break;
    case IFLA_OPERSTATE:
      *operational = attribute->value.left > 0 ? attribute->value.bytes[0] : IF_OPER_UNKNOWN;
      break;
    case IFLA_STATS64:
      read_statistics (interface, attribute->value);
      break;
    default:
      break;
    }
}

/* The kinds of which one end may be in another namespace, and what goes in at one end comes out at the other. */
static bool
is_pair (const NetopInterface *interface)
{
  return strcmp (interface->kind, "veth") == 0 || strcmp (interface->kind, "netkit") == 0;
}

static void
note_far_end (NetopInterfaceList   *self,
              const NetopInterface *interface,
              int32_t               namespace_number)
{
  NetopFarEnd end = { .index = interface->index, .namespace_number = namespace_number };

  if (namespace_number != NETNSA_NSID_NOT_ASSIGNED && is_pair (interface))
    g_array_append_val (self->far_ends, end);
}

static void
read_link (NetopInterfaceList        *self,
           const NetopNetlinkMessage *message)
{
  NetopNetlinkSpan      rest = message->body;
  NetopNetlinkAttribute attribute;
  struct ifinfomsg      info;
  NetopInterface        interface = { .namespace_id = self->namespace_id, .present = 1 };
  const NetopInterface *known;
  uint32_t              operational = IF_OPER_UNKNOWN;
  int32_t               namespace_number = NETNSA_NSID_NOT_ASSIGNED;

  if (message->type != RTM_NEWLINK || self->found->len >= MAX_INTERFACES)
    return;

  if (netop_netlink_read (&rest, &info, sizeof info) < sizeof info || info.ifi_index <= 0)
    return;

  while (netop_netlink_next_attribute (&rest, &attribute))
    {
      read_link_attribute (&interface, &attribute, &operational);
      if (attribute.type == IFLA_LINK_NETNSID)
        namespace_number = (int32_t)netop_netlink_read_u32 (attribute.value);
    }
  interface.index = (uint32_t)info.ifi_index;
  interface.hardware_type = info.ifi_type;
  interface.is_loopback = (info.ifi_flags & IFF_LOOPBACK) != 0;
  interface.state = get_state (info.ifi_flags, operational);

  known = find_interface (self->interfaces, interface.index);
  if (known != NULL && strcmp (known->name, interface.name) == 0)
    {
      interface.speed_mbps = known->speed_mbps;
      memcpy (interface.kind, known->kind, sizeof interface.kind);
    }
  else
    complete_new (&interface);
  g_array_append_val (self->found, interface);
  note_far_end (self, &interface, namespace_number);
}

/* An IPv6 address that maps one of IPv4 is kept as that, of which the prefix has the last 32 bits (RFC 4291, 2.5.5.2). */
static bool
set_prefix_length (NetopInterfaceAddress  *address,
                   const struct ifaddrmsg *info)
{
  const guint n_bits = info->ifa_family == AF_INET ? 32 : 128;
  const guint n_bits_before = netop_address_is_v4 (&address->address) ? n_bits - 32 : 0;

  address->prefix_length = (uint8_t)(MAX (info->ifa_prefixlen, n_bits_before) - n_bits_before);
  return info->ifa_prefixlen <= n_bits;
}

static void
read_address (NetopInterfaceList        *self,
              const NetopNetlinkMessage *message)
{
  NetopNetlinkSpan      rest = message->body;
  NetopNetlinkAttribute attribute;
  struct ifaddrmsg      info;
  NetopInterfaceAddress address = { 0 };
  bool                  is_local = false;
  bool                  found = false;

  if (message->type != RTM_NEWADDR || self->found_addresses->len >= MAX_ADDRESSES)
    return;

  if (netop_netlink_read (&rest, &info, sizeof info) < sizeof info)
    return;

  address.index = info.ifa_index;
  /* On a point-to-point link IFA_ADDRESS is the peer's and IFA_LOCAL ours (linux/if_addr.h). */
  while (netop_netlink_next_attribute (&rest, &attribute))
    {
      if ((attribute.type != IFA_LOCAL && attribute.type != IFA_ADDRESS) || is_local)
        continue;
      if (info.ifa_family == AF_INET && attribute.value.left == 4)
        address.address = netop_address_from_v4 (attribute.value.bytes);
      else if (info.ifa_family == AF_INET6 && attribute.value.left == 16)
        address.address = netop_address_from_v6 (attribute.value.bytes);
      else
        continue;
      found = true;
      is_local = attribute.type == IFA_LOCAL;
    }

  if (found && set_prefix_length (&address, &info))
    g_array_append_val (self->found_addresses, address);
}

/* Reads the answer to the dump @sequence to its end. */
static bool
read_dump (NetopInterfaceList *self,
           MessageFunc         func,
           GError            **error)
{
  for (;;)
    {
      ssize_t             n = recv (self->dump_fd, self->buffer, RECEIVE_SIZE, 0);
      NetopNetlinkSpan    span = { self->buffer, n > 0 ? (uint32_t)n : 0 };
      NetopNetlinkMessage message;

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Reading the list of interfaces: %s", n < 0 ? g_strerror (errno) : "the kernel closed it");
          return false;
        }
      while (netop_netlink_next_message (&span, &message))
        {
          if (message.sequence != self->sequence)
            continue;
          self->interrupted |= (message.flags & NLM_F_DUMP_INTR) != 0;
          if (message.type == NLMSG_DONE)
            return true;
          if (message.type == NLMSG_ERROR)
            {
              g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Reading the list of interfaces: %s", g_strerror (netop_netlink_read_error (message.body)));
              return false;
            }
          func (self, &message);
        }
    }
}

static bool
dump_once (NetopInterfaceList *self,
           struct nlmsghdr    *request,
           MessageFunc         func,
           GError            **error)
{
  self->interrupted = false;
  request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request->nlmsg_seq = ++self->sequence;
  if (send (self->dump_fd, request, request->nlmsg_len, 0) < 0)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Asking for the list of interfaces: %s", g_strerror (errno));
      return false;
    }

  return read_dump (self, func, error);
}

/* Fills @found. Where the list never stands still, the last answer is taken as it is. */
static bool
dump (NetopInterfaceList *self,
      struct nlmsghdr    *request,
      MessageFunc         func,
      GArray             *found,
      GError            **error)
{
  for (guint i = 0; i < MAX_DUMP_TRIES; i++)
    {
      g_array_set_size (found, 0);
      if (func == read_link)
        g_array_set_size (self->far_ends, 0);
      if (!dump_once (self, request, func, error))
        return false;
      if (!self->interrupted)
        break;
    }

  return true;
}

static void
note_absent (NetopInterfaceList *self)
{
  for (guint i = 0; i < self->interfaces->len && self->found->len < MAX_INTERFACES; i++)
    {
      NetopInterface gone = g_array_index (self->interfaces, NetopInterface, i);

      if ((!gone.present && self->told) || find_interface (self->found, gone.index) != NULL)
        continue;
      gone.present = 0;
      g_array_append_val (self->found, gone);
    }
  self->told = false;
}

static void
swap (GArray **a,
      GArray **b)
{
  GArray *before = *a;

  *a = *b;
  *b = before;
}

static void
drain_notices (NetopInterfaceList *self)
{
  for (;;)
    {
      ssize_t n = recv (self->notice_fd, self->buffer, RECEIVE_SIZE, MSG_DONTWAIT);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == ENOBUFS)
        {
          self->addresses_stale = true;
          continue;
        }
      if (n <= 0)
        return;
      self->addresses_stale = true;
    }
}

/**
 * netop_interface_list_new_for_fds:
 * @namespace_id: what to call the network namespace that is told about
 * @dump_fd: (transfer full): where dumps are asked for and answered, message by message
 * @notice_fd: (transfer full): where notices come
 *
 * For netop_interface_list_open(), and for tests that play the kernel.
 *
 * Returns: (transfer full): an empty list; netop_interface_list_refresh() fills it
 */
NetopInterfaceList *
netop_interface_list_new_for_fds (uint32_t namespace_id,
                                  int      dump_fd,
                                  int      notice_fd)
{
  NetopInterfaceList *self = g_new0 (NetopInterfaceList, 1);

  self->namespace_id = namespace_id;
  self->addresses_stale = true;
  self->interfaces = g_array_new (FALSE, FALSE, sizeof (NetopInterface));
  self->found = g_array_new (FALSE, FALSE, sizeof (NetopInterface));
  self->addresses = g_array_new (FALSE, FALSE, sizeof (NetopInterfaceAddress));
  self->found_addresses = g_array_new (FALSE, FALSE, sizeof (NetopInterfaceAddress));
  self->far_ends = g_array_new (FALSE, FALSE, sizeof (NetopFarEnd));
  self->buffer = g_malloc (RECEIVE_SIZE);
  self->dump_fd = dump_fd;
  self->notice_fd = notice_fd;
  return self;
}

/**
 * netop_interface_list_open:
 * @namespace_id: what to call the network namespace of the calling thread
 * @error: set if the kernel refuses
 *
 * Returns: (transfer full) (nullable): an empty list; netop_interface_list_refresh() fills it
 */
NetopInterfaceList *
netop_interface_list_open (uint32_t namespace_id,
                           GError **error)
{
  g_autoptr (NetopInterfaceList) self = NULL;
  int dump_fd = open_netlink (0);
  int notice_fd = dump_fd >= 0 ? open_netlink (RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR) : -1;

  if (notice_fd < 0)
    g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Opening the list of interfaces: %s", g_strerror (errno));

  self = netop_interface_list_new_for_fds (namespace_id, dump_fd, notice_fd);
  return notice_fd >= 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * netop_interface_list_close:
 * @self: (transfer full) (nullable):
 */
void
netop_interface_list_close (NetopInterfaceList *self)
{
  if (self == NULL)
    return;

  if (self->dump_fd >= 0)
    close (self->dump_fd);
  if (self->notice_fd >= 0)
    close (self->notice_fd);
  g_array_unref (self->interfaces);
  g_array_unref (self->found);
  g_array_unref (self->addresses);
  g_array_unref (self->found_addresses);
  g_array_unref (self->far_ends);
  g_free (self->buffer);
  g_free (self);
}

/**
 * netop_interface_list_get_fd:
 *
 * Returns: a descriptor that is readable when links or addresses changed, until the next refresh
 */
int
netop_interface_list_get_fd (const NetopInterfaceList *self)
{
  return self->notice_fd;
}

/**
 * netop_interface_list_refresh:
 * @addresses_changed: (out): whether the addresses were read anew
 * @error: set if the kernel did not answer; what was known stays
 *
 * Reads counters and states of all interfaces, and the addresses if there was a notice.
 *
 * Returns: whether it worked
 */
bool
netop_interface_list_refresh (NetopInterfaceList *self,
                              bool               *addresses_changed,
                              GError            **error)
{
  LinkRequest    links = { .header = { .nlmsg_len = sizeof links, .nlmsg_type = RTM_GETLINK } };
  AddressRequest addresses = { .header = { .nlmsg_len = sizeof addresses, .nlmsg_type = RTM_GETADDR } };

  *addresses_changed = false;
  drain_notices (self);
  if (!dump (self, &links.header, read_link, self->found, error))
    return false;

  note_absent (self);
  swap (&self->interfaces, &self->found);
  if (!self->addresses_stale)
    return true;

  if (!dump (self, &addresses.header, read_address, self->found_addresses, error))
    return false;

  swap (&self->addresses, &self->found_addresses);
  self->addresses_stale = false;
  *addresses_changed = true;
  return true;
}

/**
 * netop_interface_list_get_interfaces:
 * @n_interfaces: (out): how many
 *
 * Tells of those that are gone for the last time.
 *
 * Returns: (transfer none): as of the last refresh, valid until the next
 */
const NetopInterface *
netop_interface_list_get_interfaces (NetopInterfaceList *self,
                                     guint              *n_interfaces)
{
  self->told = true;
  *n_interfaces = self->interfaces->len;
  return (const NetopInterface *)(const void *)self->interfaces->data;
}

/**
 * netop_interface_list_get_addresses:
 * @n_addresses: (out): how many
 *
 * Returns: (transfer none): as of the last refresh, valid until the next
 */
const NetopInterfaceAddress *
netop_interface_list_get_addresses (const NetopInterfaceList *self,
                                    guint                    *n_addresses)
{
  *n_addresses = self->addresses->len;
  return (const NetopInterfaceAddress *)(const void *)self->addresses->data;
}

/**
 * netop_interface_list_get_far_ends:
 * @n_far_ends: (out): how many
 *
 * Returns: (transfer none): the interfaces here of which the other end is in another network namespace, as of the last
 *   refresh, valid until the next
 */
const NetopFarEnd *
netop_interface_list_get_far_ends (const NetopInterfaceList *self,
                                   guint                    *n_far_ends)
{
  *n_far_ends = self->far_ends->len;
  return (const NetopFarEnd *)(const void *)self->far_ends->data;
}

/* Of one message, which may be of a dump before: only that of this @sequence counts. Returns whether it was there. */
static bool
read_namespace_number (NetopInterfaceList *self,
                       ssize_t             n_bytes,
                       int32_t            *number)
{
  NetopNetlinkSpan      span = { self->buffer, (uint32_t)n_bytes };
  NetopNetlinkMessage   message;
  NetopNetlinkAttribute attribute;
  struct rtgenmsg       info;

  while (netop_netlink_next_message (&span, &message))
    {
      if (message.sequence != self->sequence)
        continue;
      if (message.type != RTM_NEWNSID)
        return true;

      netop_netlink_read (&message.body, &info, sizeof info);
      while (netop_netlink_next_attribute (&message.body, &attribute))
        {
          if (attribute.type == NETNSA_NSID && attribute.value.left >= sizeof *number)
            *number = (int32_t)netop_netlink_read_u32 (attribute.value);
        }
      return true;
    }
  return false;
}

/**
 * netop_interface_list_ask_namespace_number:
 * @pid: of a process
 *
 * Asks what the kernel calls the process's network namespace here: a number that it has as soon as an interface here has
 * its other end there (rtnetlink's RTM_GETNSID). Some microseconds.
 *
 * Returns: the number; -1 where it has none
 */
int32_t
netop_interface_list_ask_namespace_number (NetopInterfaceList *self,
                                           uint32_t            pid)
{
  NamespaceRequest request = {
    .header = { .nlmsg_len = sizeof request, .nlmsg_type = RTM_GETNSID, .nlmsg_flags = NLM_F_REQUEST, .nlmsg_seq = ++self->sequence },
    .attribute = { .nla_len = sizeof request.attribute + sizeof request.pid, .nla_type = NETNSA_PID },
    .pid = pid,
  };
  int32_t number = NETNSA_NSID_NOT_ASSIGNED;
  ssize_t n;

  if (send (self->dump_fd, &request, sizeof request, 0) < 0)
    return number;

  do
    n = TEMP_FAILURE_RETRY (recv (self->dump_fd, self->buffer, RECEIVE_SIZE, 0));
  while (n > 0 && !read_namespace_number (self, n, &number));
  return number;
}
