/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-list.h"

#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-capture.h"
#include "netop-fake-namespace.h"
#include "netop-fake-netlink.h"

/* A kernel that is played, for what the real one says only seldom or never; and the real one. */

#define NAMESPACE_ID 7
#define FAR_NUMBER 3

typedef struct
{
  int                 kernel_fd;
  int                 notice_fd; /* the kernel's end */
  uint32_t            sequence;
  NetopInterfaceList *list;
} Fixture;

typedef struct
{
  const char *name;
  const char *kind;
  uint32_t    index;
  uint32_t    flags;
  uint16_t    hardware_type;
  uint8_t     operational;
  uint32_t    master;
  uint32_t    link;
  bool        in_other_namespace;
  uint8_t     state; /* what is made of it */
  uint16_t    tunnel_port;
} Link;

static const Link links[] = {
  { "netop-lo", NULL, 1, IFF_UP | IFF_LOOPBACK | IFF_RUNNING, ARPHRD_LOOPBACK, IF_OPER_UNKNOWN, 0, 0, false, NETOP_INTERFACE_STATE_UP },
  { "netop-br", "bridge", 2, IFF_UP | IFF_RUNNING, ARPHRD_ETHER, IF_OPER_UP, 0, 0, false, NETOP_INTERFACE_STATE_UP },
  { "netop-port", "veth", 3, IFF_UP, ARPHRD_ETHER, IF_OPER_LOWERLAYERDOWN, 2, 4, false, NETOP_INTERFACE_STATE_NO_LINK },
  { "netop-peer", "veth", 4, 0, ARPHRD_ETHER, IF_OPER_DOWN, 0, 3, false, NETOP_INTERFACE_STATE_DOWN },
  { "netop-far", "veth", 5, IFF_UP, ARPHRD_ETHER, IF_OPER_UNKNOWN, 0, 9, true, NETOP_INTERFACE_STATE_UNKNOWN },
  { "netop-vlan", "vlan", 6, IFF_UP | IFF_RUNNING, ARPHRD_ETHER, IF_OPER_UP, 0, 2, false, NETOP_INTERFACE_STATE_UP },
  { "netop-vxlan", "vxlan", 7, IFF_UP | IFF_RUNNING, ARPHRD_ETHER, IF_OPER_UP, 0, 0, false, NETOP_INTERFACE_STATE_UP, 4789 },
  { "netop-geneve", "geneve", 8, IFF_UP | IFF_RUNNING, ARPHRD_ETHER, IF_OPER_UP, 0, 0, false, NETOP_INTERFACE_STATE_UP, 6081 },
};

/* Of the kind's own attributes: ports, and one that is not what it says or none of this kind's. */
static void
add_data (GByteArray *bytes,
          const Link *link)
{
  const uint16_t port = GUINT16_TO_BE (link->tunnel_port != 0 ? link->tunnel_port : 4789);
  const bool     is_geneve = g_strcmp0 (link->kind, "geneve") == 0;
  guint          nested = netop_fake_netlink_begin_nested (bytes, IFLA_INFO_DATA);

  netop_fake_netlink_add_u32 (bytes, IFLA_VXLAN_ID, 5);
  netop_fake_netlink_add_attribute (bytes, is_geneve ? IFLA_GENEVE_PORT : IFLA_VXLAN_PORT, &port, sizeof port);
  netop_fake_netlink_add_attribute (bytes, is_geneve ? IFLA_GENEVE_PORT : IFLA_VXLAN_PORT, "x", 1);
  netop_fake_netlink_end_nested (bytes, nested);
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  int dump_fd;
  int notice_fd;

  netop_fake_netlink_open (&self->kernel_fd, &dump_fd);
  netop_fake_netlink_open (&self->notice_fd, &notice_fd);
  self->sequence = 0;
  self->list = netop_interface_list_new_for_fds (NAMESPACE_ID, dump_fd, notice_fd);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  netop_interface_list_close (self->list);
  close (self->kernel_fd);
  close (self->notice_fd);
}

static void
send_all (Fixture    *self,
          GByteArray *bytes)
{
  netop_fake_netlink_send (self->kernel_fd, bytes->data, bytes->len);
  g_byte_array_set_size (bytes, 0);
}

static void
send_done (Fixture *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fake_netlink_add_done (bytes, self->sequence);
  send_all (self, bytes);
}

static void
add_link (GByteArray *bytes,
          const Link *link,
          uint32_t    sequence)
{
  struct ifinfomsg         info = { .ifi_index = (int)link->index, .ifi_flags = link->flags, .ifi_type = link->hardware_type };
  struct rtnl_link_stats64 statistics = {
    .rx_bytes = G_GUINT64_CONSTANT (0x100000000) + link->index,
    .tx_bytes = G_GUINT64_CONSTANT (0x200000000) + link->index,
    .rx_packets = 3,
    .tx_packets = 4,
    .rx_errors = 5,
    .tx_errors = 6,
    .rx_dropped = 7,
    .tx_dropped = 8,
  };
  guint start = netop_fake_netlink_begin (bytes, RTM_NEWLINK, sequence);
  guint nested;

  netop_fake_netlink_add (bytes, &info, sizeof info);
  netop_fake_netlink_add_attribute (bytes, IFLA_IFNAME, link->name, (guint)strlen (link->name) + 1);
  netop_fake_netlink_add_u32 (bytes, IFLA_MTU, 1400 + link->index);
  netop_fake_netlink_add_attribute (bytes, IFLA_OPERSTATE, &link->operational, 1);
  if (link->master != 0)
    netop_fake_netlink_add_u32 (bytes, IFLA_MASTER, link->master);
  if (link->link != 0)
    netop_fake_netlink_add_u32 (bytes, IFLA_LINK, link->link);
  if (link->in_other_namespace)
    netop_fake_netlink_add_u32 (bytes, IFLA_LINK_NETNSID, FAR_NUMBER);
  if (link->kind != NULL)
    {
      nested = netop_fake_netlink_begin_nested (bytes, IFLA_LINKINFO);
      netop_fake_netlink_add_attribute (bytes, IFLA_INFO_KIND, link->kind, (guint)strlen (link->kind) + 1);
      add_data (bytes, link);
      netop_fake_netlink_end_nested (bytes, nested);
    }
  netop_fake_netlink_add_attribute (bytes, IFLA_STATS64, &statistics, sizeof statistics);
  netop_fake_netlink_end (bytes, start);
}

/* Answers the next dump of links with the first @n_links. */
static void
answer_links (Fixture *self,
              guint    n_links)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  self->sequence++;
  for (guint i = 0; i < n_links; i++)
    add_link (bytes, &links[i], self->sequence);
  if (n_links > 0)
    send_all (self, bytes);
  send_done (self);
}

static void
add_address (GByteArray *bytes,
             uint32_t    sequence,
             uint32_t    index,
             const char *local,
             const char *peer)
{
  struct ifaddrmsg info = { .ifa_index = index, .ifa_prefixlen = 24 };
  NetopAddress     address;
  guint            start = netop_fake_netlink_begin (bytes, RTM_NEWADDR, sequence);

  g_assert_true (netop_address_parse (local, &address));
  info.ifa_family = netop_address_is_v4 (&address) ? AF_INET : AF_INET6;
  netop_fake_netlink_add (bytes, &info, sizeof info);
  for (guint i = 0; i < 2; i++)
    {
      const char *text = i == 0 ? peer : local;

      if (text == NULL || !netop_address_parse (text, &address))
        continue;
      if (info.ifa_family == AF_INET)
        netop_fake_netlink_add_attribute (bytes, i == 0 ? IFA_ADDRESS : IFA_LOCAL, address.bytes + 12, 4);
      else
        netop_fake_netlink_add_attribute (bytes, i == 0 ? IFA_ADDRESS : IFA_LOCAL, address.bytes, 16);
    }
  netop_fake_netlink_end (bytes, start);
}

/* Answers the next dump of addresses. */
static void
answer_addresses (Fixture *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  self->sequence++;
  add_address (bytes, self->sequence, 1, "127.0.0.1", NULL);
  add_address (bytes, self->sequence, 3, "192.0.2.1", "192.0.2.99");
  add_address (bytes, self->sequence, 3, "2001:db8::1", "2001:db8::1");
  send_all (self, bytes);
  send_done (self);
}

/* Takes what was asked: each question is the next in number, and of the fixed kind. */
static void
take_questions (Fixture *self)
{
  struct nlmsghdr header;
  uint32_t        last = 0;

  while (recv (self->kernel_fd, &header, sizeof header, 0) == (ssize_t)sizeof header)
    {
      g_assert_true (header.nlmsg_type == RTM_GETLINK || header.nlmsg_type == RTM_GETADDR);
      g_assert_cmpuint (header.nlmsg_flags, ==, NLM_F_REQUEST | NLM_F_DUMP);
      last = header.nlmsg_seq;
    }
  g_assert_cmpuint (last, ==, self->sequence);
}

static void
refresh (Fixture *self,
         bool     expect_addresses)
{
  g_autoptr (GError) error = NULL;
  bool changed = false;

  netop_interface_list_refresh (self->list, &changed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed, ==, expect_addresses);
  take_questions (self);
}

static void
refresh_fails (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  bool changed = true;

  g_assert_false (netop_interface_list_refresh (self->list, &changed, &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED);
  g_assert_false (changed);
  take_questions (self);
}

static void
begin (Fixture *self,
       guint    n_links)
{
  answer_links (self, n_links);
  answer_addresses (self);
  refresh (self, true);
}

/* The one pair of which the other end is elsewhere. */
static void
check_far_ends (NetopInterfaceList *list)
{
  guint              n;
  const NetopFarEnd *ends = netop_interface_list_get_far_ends (list, &n);

  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (ends[0].index, ==, 5);
  g_assert_cmpint (ends[0].namespace_number, ==, FAR_NUMBER);
}

static void
check_link (const NetopInterface *interface,
            const Link           *link)
{
  g_assert_cmpuint (interface->index, ==, link->index);
  g_assert_cmpuint (interface->namespace_id, ==, NAMESPACE_ID);
  g_assert_cmpstr (interface->name, ==, link->name);
  g_assert_cmpstr (interface->kind, ==, link->kind != NULL ? link->kind : "loopback");
  g_assert_cmpuint (interface->master, ==, link->master);
  g_assert_cmpuint (interface->link, ==, link->link);
  g_assert_cmpuint (interface->peer_namespace, ==, link->in_other_namespace);
  g_assert_cmpuint (interface->tunnel_port, ==, link->tunnel_port);
  g_assert_cmpuint (interface->mtu, ==, 1400 + link->index);
  g_assert_cmpuint (interface->hardware_type, ==, link->hardware_type);
  g_assert_cmpuint (interface->state, ==, link->state);
  g_assert_cmpuint (interface->present, ==, 1);
  g_assert_cmpuint (interface->is_loopback, ==, (link->flags & IFF_LOOPBACK) != 0);
  g_assert_cmpuint (interface->rx_bytes, ==, G_GUINT64_CONSTANT (0x100000000) + link->index);
  g_assert_cmpuint (interface->tx_bytes, ==, G_GUINT64_CONSTANT (0x200000000) + link->index);
  g_assert_cmpuint (interface->rx_packets, ==, 3);
  g_assert_cmpuint (interface->tx_packets, ==, 4);
  g_assert_cmpuint (interface->rx_errors, ==, 5);
  g_assert_cmpuint (interface->tx_errors, ==, 6);
  g_assert_cmpuint (interface->rx_dropped, ==, 7);
  g_assert_cmpuint (interface->tx_dropped, ==, 8);
}

static void
test_links (Fixture      *self,
            gconstpointer data)
{
  const NetopInterface *interfaces;
  guint                 n;

  begin (self, G_N_ELEMENTS (links));
  interfaces = netop_interface_list_get_interfaces (self->list, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (links));
  for (guint i = 0; i < n; i++)
    check_link (&interfaces[i], &links[i]);
  check_far_ends (self->list);
}

static void
test_goes_once (Fixture      *self,
                gconstpointer data)
{
  const NetopInterface *interfaces;
  guint                 n;

  begin (self, 3);
  answer_links (self, 2);
  refresh (self, false);
  answer_links (self, 2);
  refresh (self, false); /* nobody asked since the one before */
  interfaces = netop_interface_list_get_interfaces (self->list, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (interfaces[1].present, ==, 1);
  g_assert_cmpuint (interfaces[2].present, ==, 0);
  g_assert_cmpstr (interfaces[2].name, ==, links[2].name);

  answer_links (self, 2);
  refresh (self, false);
  netop_interface_list_get_interfaces (self->list, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
check_address (const NetopInterfaceAddress *address,
               uint32_t                     index,
               const char                  *text)
{
  NetopAddress wanted;

  g_assert_true (netop_address_parse (text, &wanted));
  g_assert_cmpuint (address->index, ==, index);
  g_assert_cmpuint (address->prefix_length, ==, 24);
  g_assert_true (netop_address_equal (&address->address, &wanted));
}

static void
check_addresses (Fixture *self)
{
  guint                        n;
  const NetopInterfaceAddress *addresses = netop_interface_list_get_addresses (self->list, &n);

  g_assert_cmpuint (n, ==, 3);
  check_address (&addresses[0], 1, "127.0.0.1");
  check_address (&addresses[1], 3, "192.0.2.1"); /* not the other end */
  check_address (&addresses[2], 3, "2001:db8::1");
}

static void
test_addresses (Fixture      *self,
                gconstpointer data)
{
  begin (self, 1);
  check_addresses (self);

  /* Without a notice they are not asked for: nobody would answer here. */
  answer_links (self, 1);
  refresh (self, false);
  check_addresses (self);

  netop_fake_netlink_send (self->notice_fd, "any", 3);
  answer_links (self, 1);
  answer_addresses (self);
  refresh (self, true);
}

static void
send_error (Fixture *self,
            int      error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fake_netlink_add_error (bytes, ++self->sequence, error);
  send_all (self, bytes);
}

/* What was known stays, and is asked again. */
static void
test_failures (Fixture      *self,
               gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint n;

  begin (self, 3);
  send_error (self, EBUSY);
  refresh_fails (self);
  netop_interface_list_get_interfaces (self->list, &n);
  g_assert_cmpuint (n, ==, 3);

  netop_fake_netlink_send (self->notice_fd, "any", 3);
  answer_links (self, 2);
  add_address (bytes, ++self->sequence, 9, "198.51.100.1", NULL);
  send_all (self, bytes);
  refresh_fails (self); /* there is no more of it */
  check_addresses (self);

  answer_links (self, 2);
  answer_addresses (self);
  refresh (self, true);
  check_addresses (self);
}

/* An answer that came too late belongs to no question. */
static void
test_other_sequence (Fixture      *self,
                     gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint n;

  add_link (bytes, &links[0], 99);
  netop_fake_netlink_add_done (bytes, 99);
  netop_fake_netlink_add_error (bytes, 0, EBUSY);
  send_all (self, bytes);
  begin (self, 2);
  netop_interface_list_get_interfaces (self->list, &n);
  g_assert_cmpuint (n, ==, 2);
}

/* The kernel marks a dump during which the list changed: one may be missing from it. */
static void
test_interrupted (Fixture      *self,
                  gconstpointer data)
{
  const uint16_t flags = NLM_F_MULTI | NLM_F_DUMP_INTR;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const NetopInterface *interfaces;
  guint                 n;

  begin (self, 3);
  add_link (bytes, &links[0], ++self->sequence);
  netop_fake_netlink_add_done (bytes, self->sequence);
  memcpy (bytes->data + G_STRUCT_OFFSET (struct nlmsghdr, nlmsg_flags), &flags, sizeof flags);
  send_all (self, bytes);
  answer_links (self, 3);
  refresh (self, false);

  interfaces = netop_interface_list_get_interfaces (self->list, &n);
  g_assert_cmpuint (n, ==, 3);
  for (guint i = 0; i < n; i++)
    check_link (&interfaces[i], &links[i]);
}

static void
test_always_interrupted (Fixture      *self,
                         gconstpointer data)
{
  const uint16_t flags = NLM_F_MULTI | NLM_F_DUMP_INTR;
  guint          n;

  begin (self, 1);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      add_link (bytes, &links[i], ++self->sequence);
      netop_fake_netlink_add_done (bytes, self->sequence);
      memcpy (bytes->data + G_STRUCT_OFFSET (struct nlmsghdr, nlmsg_flags), &flags, sizeof flags);
      send_all (self, bytes);
    }
  refresh (self, false); /* the last one is taken as it is */
  g_assert_cmpstr (netop_interface_list_get_interfaces (self->list, &n)->name, ==, links[2].name);
}

/* Sends a message that ends after @length bytes; its own length says so, or claims the rest too. */
static void
send_cut (Fixture    *self,
          GByteArray *whole,
          guint       length,
          bool        honest)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, whole->data, length);
  if (honest && length >= sizeof (struct nlmsghdr))
    netop_fake_netlink_end (bytes, 0);
  send_all (self, bytes);
}

/* Returns the one that is there, if any: it is never another one than was sent. */
static const NetopInterface *
get_only (Fixture *self)
{
  guint                 n;
  const NetopInterface *interfaces = netop_interface_list_get_interfaces (self->list, &n);
  const NetopInterface *found = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (interfaces[i].index, ==, links[2].index);
      if (interfaces[i].present)
        found = &interfaces[i];
    }
  return found;
}

/* Cut anywhere. One list reads all the lengths from long to short: what lies behind the end, in a buffer that is used
 * again, would be read as values here. */
static void
test_cut_link (Fixture      *self,
               gconstpointer data)
{
  const bool  honest = GPOINTER_TO_INT (data) != 0;
  const guint mtu_end = NLMSG_LENGTH (sizeof (struct ifinfomsg)) + RTA_SPACE (strlen (links[2].name) + 1) + RTA_LENGTH (4);
  g_autoptr (GByteArray) shape = g_byte_array_new ();

  begin (self, 0);
  add_link (shape, &links[2], 0);
  for (guint length = shape->len - 1; length > 0; length--)
    {
      g_autoptr (GByteArray) whole = g_byte_array_new ();
      const NetopInterface *found;

      add_link (whole, &links[2], ++self->sequence);
      send_cut (self, whole, length, honest);
      send_done (self);
      refresh (self, false);
      found = get_only (self);
      g_assert_cmpint (found != NULL, ==, honest && length >= sizeof (struct nlmsghdr) + sizeof (struct ifinfomsg));
      if (found == NULL)
        continue;
      g_assert_cmpuint (found->rx_bytes, ==, 0); /* its attribute is never whole */
      g_assert_cmpuint (found->mtu, ==, length >= mtu_end ? 1403 : 0);
    }
}

/* Whatever the bytes: an end. */
static void
test_hostile (Fixture      *self,
              gconstpointer data)
{
  static const guint8 values[] = { 0, 1, 3, 0x7f, 0xff };
  g_autoptr (GByteArray) shape = g_byte_array_new ();

  begin (self, 0);
  add_link (shape, &links[2], 0);
  for (guint i = 0; i < shape->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (values); k++)
      {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        guint n;

        if (i == G_STRUCT_OFFSET (struct nlmsghdr, nlmsg_flags))
          continue; /* "interrupted" is asked again */
        add_link (bytes, &links[2], ++self->sequence);
        bytes->data[i] = values[k];
        send_all (self, bytes);
        send_done (self);
        refresh (self, false);
        netop_interface_list_get_interfaces (self->list, &n);
        g_assert_cmpuint (n, <=, 2);
      }
}

static void
test_cut_address (Fixture      *self,
                  gconstpointer data)
{
  g_autoptr (GByteArray) shape = g_byte_array_new ();

  begin (self, 0);
  add_address (shape, 0, 3, "2001:db8::1", NULL);
  for (guint length = shape->len - 1; length > 0; length--)
    {
      g_autoptr (GByteArray) whole = g_byte_array_new ();
      guint n;

      netop_fake_netlink_send (self->notice_fd, "any", 3);
      answer_links (self, 0);
      add_address (whole, ++self->sequence, 3, "2001:db8::1", NULL);
      send_cut (self, whole, length, true);
      send_done (self);
      refresh (self, true);
      netop_interface_list_get_addresses (self->list, &n);
      g_assert_cmpuint (n, ==, 0);
    }
}

/* --- The real one --- */

static const NetopInterface *
find_name (NetopInterfaceList *list,
           const char         *name)
{
  guint                 n;
  const NetopInterface *interfaces = netop_interface_list_get_interfaces (list, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (interfaces[i].name, name) == 0)
      return &interfaces[i];
  return NULL;
}

static const NetopInterfaceAddress *
find_address (NetopInterfaceList *list,
              const char         *text)
{
  guint                        n;
  const NetopInterfaceAddress *addresses = netop_interface_list_get_addresses (list, &n);
  NetopAddress                 wanted;

  g_assert_true (netop_address_parse (text, &wanted));
  for (guint i = 0; i < n; i++)
    if (netop_address_equal (&addresses[i].address, &wanted))
      return &addresses[i];
  return NULL;
}

static bool
has_address (NetopInterfaceList *list,
             const char         *text)
{
  return find_address (list, text) != NULL;
}

/* Reads anew after what @arguments did, which the descriptor must tell of. */
static void
change (NetopInterfaceList *list,
        const char         *arguments)
{
  struct pollfd fd = { .fd = netop_interface_list_get_fd (list), .events = POLLIN };
  g_autoptr (GError) error = NULL;
  bool changed;

  netop_fake_namespace_run_ip (arguments);
  g_assert_cmpint (poll (&fd, 1, 10000), ==, 1);
  netop_interface_list_refresh (list, &changed, &error);
  g_assert_no_error (error);
  g_assert_true (changed);
  g_assert_cmpint (poll (&fd, 1, 0), ==, 0);
}

static void
test_real_changes (NetopInterfaceList *list)
{
  const NetopInterface *bridge, *port, *peer;

  change (list, "link add netop-br type bridge");
  change (list, "link add netop-v0 type veth peer name netop-v1");
  change (list, "link set netop-v0 master netop-br");
  change (list, "link set netop-v1 mtu 1234");
  bridge = find_name (list, "netop-br");
  port = find_name (list, "netop-v0");
  peer = find_name (list, "netop-v1");
  g_assert_true (bridge != NULL && port != NULL && peer != NULL);
  g_assert_cmpstr (bridge->kind, ==, "bridge");
  g_assert_cmpstr (port->kind, ==, "veth");
  g_assert_cmpuint (port->master, ==, bridge->index);
  g_assert_cmpuint (port->link, ==, peer->index);
  g_assert_cmpuint (peer->link, ==, port->index);
  g_assert_cmpuint (peer->mtu, ==, 1234);
  g_assert_cmpuint (peer->state, ==, NETOP_INTERFACE_STATE_DOWN);
  g_assert_cmpuint (peer->peer_namespace, ==, 0);

  change (list, "address add 192.0.2.1/24 dev netop-br");
  g_assert_true (has_address (list, "192.0.2.1"));
  change (list, "address add 2001:db8::1/64 dev netop-br");
  g_assert_true (has_address (list, "2001:db8::1"));
  change (list, "address add ::ffff:192.0.2.7/120 dev netop-br");
  g_assert_true (has_address (list, "192.0.2.7"));
  g_assert_cmpuint (find_address (list, "192.0.2.7")->prefix_length, ==, 24); /* of the last 32 bits */
  change (list, "address delete 192.0.2.1/24 dev netop-br");
  g_assert_false (has_address (list, "192.0.2.1"));

  change (list, "link delete netop-v1");
  g_assert_cmpuint (find_name (list, "netop-v0")->present, ==, 0);
  g_assert_cmpuint (find_name (list, "netop-v1")->present, ==, 0);
  g_assert_cmpuint (find_name (list, "netop-br")->present, ==, 1);
  change (list, "link delete netop-br");
  g_assert_null (find_name (list, "netop-v0"));
}

/* The other end goes to a child that has a namespace of its own. */
static void
test_real_far_end (NetopInterfaceList *list)
{
  int                fds[2];
  char               byte = 0;
  pid_t              child;
  guint              n;
  g_autofree char   *command = NULL;
  const NetopFarEnd *ends;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (fds[0]);
      if (unshare (CLONE_NEWNET) == 0 && write (fds[1], &byte, 1) == 1)
        (void)!read (fds[1], &byte, 1);
      _exit (0);
    }
  close (fds[1]);
  g_assert_cmpint (read (fds[0], &byte, 1), ==, 1);
  g_assert_cmpint (netop_interface_list_ask_namespace_number (list, (uint32_t)child), ==, -1);

  command = g_strdup_printf ("link add netop-v0 type veth peer name netop-v1 netns %d", child);
  change (list, command);
  ends = netop_interface_list_get_far_ends (list, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (ends[0].index, ==, find_name (list, "netop-v0")->index);
  g_assert_cmpint (ends[0].namespace_number, >=, 0);
  g_assert_cmpint (netop_interface_list_ask_namespace_number (list, (uint32_t)child), ==, ends[0].namespace_number);
  g_assert_cmpint (netop_interface_list_ask_namespace_number (list, (uint32_t)getpid ()), ==, -1);
  g_assert_cmpint (netop_interface_list_ask_namespace_number (list, G_MAXINT32), ==, -1);

  change (list, "link delete netop-v0");
  (void)netop_interface_list_get_far_ends (list, &n);
  g_assert_cmpuint (n, ==, 0);
  close (fds[0]);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
test_real (void)
{
  const char *reason = netop_fake_namespace_enter ();
  g_autoptr (NetopInterfaceList) list = NULL;
  g_autoptr (GError) error = NULL;
  bool changed;

  if (reason == NULL && !netop_fake_namespace_has_ip ())
    reason = "needs the program ip";
  if (reason != NULL)
    {
      g_test_skip (reason);
      return;
    }

  list = netop_interface_list_open (NAMESPACE_ID, &error);
  g_assert_no_error (error);
  netop_interface_list_refresh (list, &changed, &error);
  g_assert_no_error (error);
  g_assert_nonnull (find_name (list, "lo"));
  g_assert_cmpuint (find_name (list, "lo")->is_loopback, ==, 1);
  g_assert_cmpstr (find_name (list, "lo")->kind, ==, "loopback");
  g_assert_true (has_address (list, "127.0.0.1"));
  test_real_changes (list);
  test_real_far_end (list);
}

#define ADD(name, data, func) g_test_add ("/capture/interface-list/" name, Fixture, (data), set_up, (func), tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("links", NULL, test_links);
  ADD ("goes-once", NULL, test_goes_once);
  ADD ("addresses", NULL, test_addresses);
  ADD ("failures", NULL, test_failures);
  ADD ("other-sequence", NULL, test_other_sequence);
  ADD ("interrupted", NULL, test_interrupted);
  ADD ("always-interrupted", NULL, test_always_interrupted);
  ADD ("cut-link", GINT_TO_POINTER (1), test_cut_link);
  ADD ("cut-link-claims-more", GINT_TO_POINTER (0), test_cut_link);
  ADD ("hostile", NULL, test_hostile);
  ADD ("cut-address", NULL, test_cut_address);
  g_test_add_func ("/capture/interface-list/real", test_real);

  return g_test_run ();
}
