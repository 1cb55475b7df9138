/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-seeds.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/inet_diag.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <string.h>

#include "netop-fake-conntrack.h"
#include "netop-fake-netlink.h"

#define N_DUMPS 4
#define QUESTION_ALL 0
#define QUESTION_ONE 1
#define QUESTION_NONE 8

static void
add_datagram (GByteArray       *bytes,
              const GByteArray *datagram)
{
  netop_fuzz_seed_add (bytes, datagram->len, 2);
  g_byte_array_append (bytes, datagram->data, datagram->len);
}

static void
add_socket (GByteArray *datagram,
            guint       sequence,
            guint       family,
            guint       state)
{
  struct inet_diag_msg message = {
    .idiag_family = (uint8_t)family,
    .idiag_state = (uint8_t)state,
    .id = { .idiag_sport = htons (1000), .idiag_dport = htons (2000), .idiag_cookie = { 1, 2 } },
    .idiag_uid = 1000,
    .idiag_inode = 5678,
  };
  struct tcp_info info = { .tcpi_rtt = 100, .tcpi_snd_mss = 1448, .tcpi_bytes_acked = 5, .tcpi_delivery_rate = 8 };
  const guint64   cgroup = 77;
  guint           start = netop_fake_netlink_begin (datagram, SOCK_DIAG_BY_FAMILY, sequence);

  netop_fake_netlink_add (datagram, &message, sizeof message);
  netop_fake_netlink_add_attribute (datagram, INET_DIAG_INFO, &info, sizeof info);
  netop_fake_netlink_add_attribute (datagram, INET_DIAG_PROTOCOL, "\6", 1);
  netop_fake_netlink_add_attribute (datagram, 21, &cgroup, sizeof cgroup);
  netop_fake_netlink_end (datagram, start);
}

static void
seed_dump (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fuzz_seed_add (bytes, QUESTION_ALL, 1);
  for (guint i = 1; i <= N_DUMPS; i++)
    {
      g_autoptr (GByteArray) datagram = g_byte_array_new ();

      add_socket (datagram, i, i % 2 != 0 ? AF_INET : AF_INET6, i);
      netop_fake_netlink_add_done (datagram, i);
      add_datagram (bytes, datagram);
    }
  netop_fuzz_seed_write (folder, "sock-diag", "all-sockets", bytes);
}

static void
seed_lookups (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) found = g_byte_array_new ();
  g_autoptr (GByteArray) refused = g_byte_array_new ();

  netop_fuzz_seed_add (bytes, QUESTION_ONE, 1);
  add_socket (found, 1, AF_INET, 10);
  netop_fake_netlink_add_error (refused, 2, ENOENT);
  add_datagram (bytes, found);
  add_datagram (bytes, refused);
  netop_fuzz_seed_write (folder, "sock-diag", "one-found-one-not", bytes);

  g_byte_array_set_size (bytes, 0);
  g_byte_array_set_size (refused, 0);
  netop_fuzz_seed_add (bytes, QUESTION_ALL, 1);
  netop_fake_netlink_add_error (refused, 1, EACCES);
  add_datagram (bytes, refused);
  netop_fuzz_seed_write (folder, "sock-diag", "dump-refused", bytes);
}

static void
seed_notices (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) datagram = g_byte_array_new ();

  netop_fuzz_seed_add (bytes, QUESTION_NONE, 1);
  add_socket (datagram, 0, AF_INET, 7);
  add_socket (datagram, 0, AF_INET6, 7);
  add_datagram (bytes, datagram);
  netop_fuzz_seed_write (folder, "sock-diag", "two-closed", bytes);
}

static void
add_link (GByteArray *datagram,
          guint       sequence,
          guint       index,
          const char *name,
          const char *kind)
{
  struct ifinfomsg         info = { .ifi_type = 1, .ifi_index = (int)index, .ifi_flags = 1 };
  struct rtnl_link_stats64 statistics = { .rx_bytes = 1000, .tx_packets = 7 };
  guint                    start = netop_fake_netlink_begin (datagram, RTM_NEWLINK, sequence);
  guint                    nested;

  netop_fake_netlink_add (datagram, &info, sizeof info);
  netop_fake_netlink_add_attribute (datagram, IFLA_IFNAME, name, (guint)strlen (name) + 1);
  netop_fake_netlink_add_u32 (datagram, IFLA_MTU, 1500);
  netop_fake_netlink_add_u32 (datagram, IFLA_MASTER, 3);
  netop_fake_netlink_add_u32 (datagram, IFLA_LINK, 2);
  netop_fake_netlink_add_attribute (datagram, IFLA_OPERSTATE, "\6", 1);
  netop_fake_netlink_add_attribute (datagram, IFLA_STATS64, &statistics, sizeof statistics);
  nested = netop_fake_netlink_begin_nested (datagram, IFLA_LINKINFO);
  netop_fake_netlink_add_attribute (datagram, IFLA_INFO_KIND, kind, (guint)strlen (kind) + 1);
  netop_fake_netlink_end_nested (datagram, nested);
  netop_fake_netlink_end (datagram, start);
}

static void
add_address (GByteArray *datagram,
             guint       sequence,
             guint       family)
{
  struct ifaddrmsg info = { .ifa_family = (uint8_t)family, .ifa_prefixlen = 24, .ifa_index = 2 };
  const guint8     address[16] = { 192, 0, 2, 1 };
  guint            start = netop_fake_netlink_begin (datagram, RTM_NEWADDR, sequence);

  netop_fake_netlink_add (datagram, &info, sizeof info);
  netop_fake_netlink_add_attribute (datagram, IFA_ADDRESS, address, family == AF_INET ? 4 : 16);
  if (family == AF_INET)
    netop_fake_netlink_add_attribute (datagram, IFA_LOCAL, address, 4);
  netop_fake_netlink_end (datagram, start);
}

static void
seed_interfaces (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) links = g_byte_array_new ();
  g_autoptr (GByteArray) addresses = g_byte_array_new ();
  g_autoptr (GByteArray) later = g_byte_array_new ();

  add_link (links, 1, 2, "veth0", "veth");
  add_link (links, 1, 3, "br0", "bridge");
  netop_fake_netlink_add_done (links, 1);
  add_address (addresses, 2, AF_INET);
  add_address (addresses, 2, AF_INET6);
  netop_fake_netlink_add_done (addresses, 2);
  add_link (later, 3, 3, "br0", "bridge");
  netop_fake_netlink_add_done (later, 3);
  add_datagram (bytes, links);
  add_datagram (bytes, addresses);
  netop_fuzz_seed_write (folder, "rtnetlink", "two-links-two-addresses", bytes);
  add_datagram (bytes, later);
  netop_fuzz_seed_write (folder, "rtnetlink", "one-link-goes", bytes);

  g_byte_array_set_size (bytes, 0);
  g_byte_array_set_size (links, 0);
  netop_fake_netlink_add_error (links, 1, EPERM);
  add_datagram (bytes, links);
  netop_fuzz_seed_write (folder, "rtnetlink", "refused", bytes);
}

/* The last attribute goes on behind the end of its message. */
static void
seed_claims (const char *folder)
{
  const guint16 claimed = 2048;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) socket = g_byte_array_new ();
  g_autoptr (GByteArray) link = g_byte_array_new ();

  add_socket (socket, 1, AF_INET, 1);
  g_byte_array_set_size (socket, NLMSG_HDRLEN + sizeof (struct inet_diag_msg) + NLA_HDRLEN);
  netop_fake_netlink_end (socket, 0);
  memcpy (socket->data + socket->len - NLA_HDRLEN, &claimed, sizeof claimed);
  netop_fuzz_seed_add (bytes, QUESTION_ONE, 1);
  add_datagram (bytes, socket);
  netop_fuzz_seed_write (folder, "sock-diag", "attribute-that-claims-more", bytes);

  g_byte_array_set_size (bytes, 0);
  add_link (link, 1, 2, "", "");
  g_byte_array_set_size (link, NLMSG_HDRLEN + sizeof (struct ifinfomsg) + NLA_HDRLEN);
  netop_fake_netlink_end (link, 0);
  memcpy (link->data + link->len - NLA_HDRLEN, &claimed, sizeof claimed);
  add_datagram (bytes, link);
  g_byte_array_set_size (link, 0);
  netop_fake_netlink_add_done (link, 1);
  add_datagram (bytes, link);
  netop_fuzz_seed_write (folder, "rtnetlink", "attribute-that-claims-more", bytes);
}

static void
seed_events (const char *folder)
{
  static const guint kinds[] = { PROC_EVENT_FORK, PROC_EVENT_EXEC, PROC_EVENT_EXIT, PROC_EVENT_UID };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const uint32_t    numbers[4] = { 77, 77, 78, 78 };
      struct cn_msg     connector = { .id = { CN_IDX_PROC, CN_VAL_PROC }, .len = sizeof (struct proc_event) };
      struct proc_event event = { .what = kinds[i] };
      g_autoptr (GByteArray) datagram = g_byte_array_new ();
      guint start = netop_fake_netlink_begin (datagram, NLMSG_DONE, 0);

      memcpy (&event.event_data, numbers, sizeof numbers);
      netop_fake_netlink_add (datagram, &connector, sizeof connector);
      netop_fake_netlink_add (datagram, &event, sizeof event);
      netop_fake_netlink_end (datagram, start);
      add_datagram (bytes, datagram);
    }
  netop_fuzz_seed_write (folder, "process-events", "fork-exec-exit", bytes);
}

static void
seed_conntrack (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) datagram = g_byte_array_new ();
  const NetopTranslation masked = {
    netop_fake_conntrack_make_tuple (6, "10.9.0.2", 4000, "8.8.8.8", 443),
    netop_fake_conntrack_make_tuple (6, "8.8.8.8", 443, "10.8.0.1", 1025),
  };
  const NetopTranslation published = {
    netop_fake_conntrack_make_tuple (17, "2001:db8::9", 5000, "2001:db8::1", 53),
    netop_fake_conntrack_make_tuple (17, "fd00::2", 5353, "2001:db8::9", 5000),
  };

  netop_fake_conntrack_add (datagram, IPCTNL_MSG_CT_NEW, 1, &masked);
  netop_fake_conntrack_add (datagram, IPCTNL_MSG_CT_NEW, 0, &published);
  add_datagram (bytes, datagram);
  g_byte_array_set_size (datagram, 0);
  netop_fake_conntrack_add (datagram, IPCTNL_MSG_CT_DELETE, 0, &masked);
  add_datagram (bytes, datagram);
  netop_fuzz_seed_write (folder, "conntrack", "two-begin-one-ends", bytes);
}

void
netop_fuzz_seed_kernel (const char *folder)
{
  seed_dump (folder);
  seed_lookups (folder);
  seed_notices (folder);
  seed_interfaces (folder);
  seed_claims (folder);
  seed_events (folder);
  seed_conntrack (folder);
}
