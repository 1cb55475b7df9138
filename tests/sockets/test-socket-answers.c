/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-table.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-packet-diag.h"

/* sock_diag with a kernel that is played: older and newer ones, broken answers, late answers. */

#define CGROUP_ID 21 /* INET_DIAG_CGROUP_ID, which older headers lack */
#define N_INET_DUMPS 6
#define N_DUMPS (N_INET_DUMPS + 1) /* the last is of packet sockets */

typedef struct
{
  int               kernel_fd;
  uint32_t          sequence;
  NetopSocketTable *table;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  int fd;

  netop_fake_netlink_open (&self->kernel_fd, &fd);
  self->sequence = 0;
  self->table = netop_socket_table_new_for_fd (5, fd);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  netop_socket_table_close (self->table);
  close (self->kernel_fd);
}

static NetopFlowKey
make_key (uint8_t     protocol,
          const char *local,
          const char *remote)
{
  NetopFlowKey key = { .protocol = protocol, .local_port = 1000, .remote_port = 2000 };

  g_assert_true (netop_address_parse (local, &key.local));
  g_assert_true (netop_address_parse (remote, &key.remote));
  return key;
}

static NetopFlowKey
get_any_key (void)
{
  return make_key (NETOP_PROTOCOL_TCP, "192.0.2.1", "198.51.100.2");
}

/* An answer with @info_bytes of a tcp_info, whose first bytes are known. */
static void
add_socket (GByteArray *bytes,
            uint32_t    sequence,
            uint8_t     state,
            guint       info_bytes)
{
  struct inet_diag_msg message = {
    .idiag_family = AF_INET,
    .idiag_state = state,
    .id = { .idiag_sport = htons (1000), .idiag_dport = htons (2000), .idiag_if = 3, .idiag_cookie = { 0x11, 0x22 } },
    .idiag_uid = 1234,
    .idiag_inode = 5678,
  };
  uint8_t         info[512];
  const uint64_t  cgroup = G_GUINT64_CONSTANT (0x123456789ab);
  struct tcp_info values = {
    .tcpi_rtt = 100,
    .tcpi_rttvar = 10,
    .tcpi_total_retrans = 1,
    .tcpi_snd_mss = 1448,
    .tcpi_rcv_mss = 536,
    .tcpi_bytes_acked = G_GUINT64_CONSTANT (0x500000000),
    .tcpi_bytes_received = G_GUINT64_CONSTANT (0x600000000),
    .tcpi_segs_out = 7,
    .tcpi_min_rtt = 90,
    .tcpi_delivery_rate = 8000,
  };
  guint start = netop_fake_netlink_begin (bytes, SOCK_DIAG_BY_FAMILY, sequence);

  memset (info, 0xff, sizeof info);
  memcpy (info, &values, sizeof values);
  memcpy (message.id.idiag_src, "\xc0\x00\x02\x01", 4);
  memcpy (message.id.idiag_dst, "\xc6\x33\x64\x02", 4);
  netop_fake_netlink_add (bytes, &message, sizeof message);
  netop_fake_netlink_add_attribute (bytes, INET_DIAG_INFO, info, info_bytes);
  netop_fake_netlink_add_attribute (bytes, CGROUP_ID, &cgroup, sizeof cgroup);
  netop_fake_netlink_end (bytes, start);
}

static void
send_all (Fixture    *self,
          GByteArray *bytes)
{
  netop_fake_netlink_send (self->kernel_fd, bytes->data, bytes->len);
}

typedef struct
{
  struct nlmsghdr         header;
  struct inet_diag_req_v2 request;
} Request;

static Request
take_request (Fixture *self)
{
  Request request;

  g_assert_cmpint (recv (self->kernel_fd, &request, sizeof request, 0), ==, sizeof request);
  g_assert_cmpuint (request.header.nlmsg_len, ==, sizeof request);
  g_assert_cmpuint (request.header.nlmsg_type, ==, SOCK_DIAG_BY_FAMILY);
  g_assert_cmpuint (request.header.nlmsg_flags & NLM_F_REQUEST, !=, 0);
  return request;
}

static void
take_packet_request (Fixture *self)
{
  NetopPacketDiagRequest request;

  g_assert_cmpint (recv (self->kernel_fd, &request, sizeof request, 0), ==, sizeof request);
  g_assert_cmpuint (request.header.nlmsg_len, ==, sizeof request);
  g_assert_cmpuint (request.header.nlmsg_flags, ==, NLM_F_REQUEST | NLM_F_DUMP);
  g_assert_cmpuint (request.request.sdiag_family, ==, AF_PACKET);
}

/* --- What is asked --- */

/* Of a datagram socket as the packet came to it: source and destination are the other way round. */
static void
test_request (Fixture      *self,
              gconstpointer data)
{
  static const struct
  {
    uint8_t     protocol;
    const char *local;
    const char *remote;
    uint8_t     family;
    bool        swapped;
  } cases[] = {
    { IPPROTO_TCP, "192.0.2.1", "198.51.100.2", AF_INET, false },
    { IPPROTO_UDP, "192.0.2.1", "198.51.100.2", AF_INET, true },
    { IPPROTO_TCP, "2001:db8::1", "2001:db8::2", AF_INET6, false },
    { IPPROTO_UDP, "2001:db8::1", "2001:db8::2", AF_INET6, true },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopFlowKey     key = make_key (cases[i].protocol, cases[i].local, cases[i].remote);
      const guint8    *source = cases[i].swapped ? key.remote.bytes : key.local.bytes;
      const guint      skip = cases[i].family == AF_INET ? 12 : 0;
      NetopSocketFacts facts;
      Request          request;

      g_assert_false (netop_socket_table_lookup (self->table, &key, 0, &facts)); /* nobody answers */
      request = take_request (self);
      g_assert_cmpuint (request.request.sdiag_family, ==, cases[i].family);
      g_assert_cmpuint (request.request.sdiag_protocol, ==, cases[i].protocol);
      g_assert_cmpuint (ntohs (request.request.id.idiag_sport), ==, cases[i].swapped ? 2000 : 1000);
      g_assert_cmpuint (ntohs (request.request.id.idiag_dport), ==, cases[i].swapped ? 1000 : 2000);
      g_assert_cmpmem (request.request.id.idiag_src, 16 - skip, source + skip, 16 - skip);
      g_assert_cmpuint (request.request.id.idiag_cookie[0], ==, INET_DIAG_NOCOOKIE);
      g_assert_cmpuint (request.request.id.idiag_cookie[1], ==, INET_DIAG_NOCOOKIE);
    }
}

static void
test_other_protocol (Fixture      *self,
                     gconstpointer data)
{
  NetopFlowKey     key = make_key (IPPROTO_ICMP, "192.0.2.1", "198.51.100.2");
  NetopSocketFacts facts;
  uint8_t          byte;

  g_assert_false (netop_socket_table_lookup (self->table, &key, 0, &facts));
  g_assert_cmpint (recv (self->kernel_fd, &byte, 1, 0), <, 0); /* not even asked */
}

/* --- What is answered --- */

/* The structure grew from kernel to kernel: of a shorter one less is known, and a longer one is as good as ours. */
static void
test_info_sizes (Fixture      *self,
                 gconstpointer data)
{
  const guint  first = G_STRUCT_OFFSET (struct tcp_info, tcpi_pacing_rate);
  const guint  bytes_known = G_STRUCT_OFFSET (struct tcp_info, tcpi_data_segs_in);
  const guint  all = G_STRUCT_OFFSET (struct tcp_info, tcpi_busy_time);
  NetopFlowKey key = get_any_key ();

  for (guint n = 0; n <= 512; n++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      NetopSocketFacts facts;

      add_socket (bytes, ++self->sequence, 1, n);
      send_all (self, bytes);
      g_assert_true (netop_socket_table_lookup (self->table, &key, 0, &facts));
      take_request (self);
      g_assert_cmpint ((facts.known & NETOP_SOCKET_KNOWS_RTT) != 0, ==, n >= first);
      g_assert_cmpint ((facts.known & NETOP_SOCKET_KNOWS_MSS) != 0, ==, n >= first);
      g_assert_cmpint ((facts.known & NETOP_SOCKET_KNOWS_BYTES) != 0, ==, n >= bytes_known);
      g_assert_cmpint ((facts.known & NETOP_SOCKET_KNOWS_DELIVERY_RATE) != 0, ==, n >= all);
      g_assert_cmpuint (facts.rtt_us, ==, n >= first ? 100 : 0);
      g_assert_cmpuint (facts.bytes_acked, ==, n >= bytes_known ? G_GUINT64_CONSTANT (0x500000000) : 0);
      g_assert_cmpuint (facts.min_rtt_us, ==, n >= bytes_known ? 90 : 0);
      g_assert_cmpuint (facts.delivery_rate_bytes_per_s, ==, n >= all ? 8000 : 0);
      g_assert_cmpuint (facts.cgroup_id, ==, G_GUINT64_CONSTANT (0x123456789ab)); /* the attribute after it */
    }
}

static void
test_facts (Fixture      *self,
            gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  NetopFlowKey     key = get_any_key ();
  NetopSocketFacts facts;

  add_socket (bytes, 1, 1, sizeof (struct tcp_info));
  send_all (self, bytes);
  g_assert_true (netop_socket_table_lookup (self->table, &key, 0, &facts));
  g_assert_cmpuint (facts.cookie, ==, G_GUINT64_CONSTANT (0x2200000011));
  g_assert_cmpuint (facts.inode, ==, 5678);
  g_assert_cmpuint (facts.uid, ==, 1234);
  g_assert_cmpuint (facts.interface_index, ==, 3);
  g_assert_cmpuint (facts.namespace_id, ==, 5);
  g_assert_cmpuint (facts.found, ==, NETOP_SOCKET_FOUND_LOOKUP);
  g_assert_true (netop_address_equal (&facts.local, &key.local));
  g_assert_true (netop_address_equal (&facts.remote, &key.remote));
  g_assert_cmpuint (facts.local_port, ==, 1000);
  g_assert_cmpuint (facts.remote_port, ==, 2000);
}

/* A listener's tcp_info tells other things in the same places. */
static void
test_listener (Fixture      *self,
               gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  NetopFlowKey     key = get_any_key ();
  NetopSocketFacts facts;

  add_socket (bytes, 1, 10, sizeof (struct tcp_info));
  send_all (self, bytes);
  g_assert_true (netop_socket_table_lookup (self->table, &key, 0, &facts));
  g_assert_true (facts.listening);
  g_assert_cmpuint (facts.known & (NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_BYTES), ==, 0);
}

static void
test_refused (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  NetopFlowKey     key = get_any_key ();
  NetopSocketFacts facts = { .inode = 77 };

  netop_fake_netlink_add_error (bytes, 1, ENOENT);
  send_all (self, bytes);
  g_assert_false (netop_socket_table_lookup (self->table, &key, 0, &facts));
  g_assert_cmpuint (facts.inode, ==, 77);
}

/* What came after its time-out is not the answer to the next question. */
static void
test_late (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (GByteArray) late = g_byte_array_new ();
  g_autoptr (GByteArray) refusal = g_byte_array_new ();
  NetopFlowKey     key = get_any_key ();
  NetopSocketFacts facts;

  g_assert_false (netop_socket_table_lookup (self->table, &key, 0, &facts));
  add_socket (late, 1, 1, 0);
  send_all (self, late);
  netop_fake_netlink_add_error (refusal, 2, ENOENT);
  send_all (self, refusal);
  g_assert_false (netop_socket_table_lookup (self->table, &key, 0, &facts));
}

/* Cut anywhere, and with its length as it was or as it is. One buffer reads from long to short: what lies behind the
 * end would be read as values. */
static void
test_cut (Fixture      *self,
          gconstpointer data)
{
  const bool   honest = GPOINTER_TO_INT (data) != 0;
  NetopFlowKey key = get_any_key ();
  g_autoptr (GByteArray) shape = g_byte_array_new ();

  add_socket (shape, 0, 1, sizeof (struct tcp_info));
  for (guint length = shape->len - 1; length > 0; length--)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      const guint      fixed = NLMSG_HDRLEN + sizeof (struct inet_diag_msg);
      NetopSocketFacts facts = { 0 };

      add_socket (bytes, ++self->sequence, 1, sizeof (struct tcp_info));
      g_byte_array_set_size (bytes, length);
      if (honest && length >= NLMSG_HDRLEN)
        netop_fake_netlink_end (bytes, 0);
      send_all (self, bytes);
      g_assert_cmpint (netop_socket_table_lookup (self->table, &key, 0, &facts), ==, honest && length >= fixed);
      take_request (self);
      g_assert_cmpuint (facts.cgroup_id, ==, 0); /* never whole */
      if (length < fixed + NLA_HDRLEN + sizeof (struct tcp_info))
        g_assert_cmpuint (facts.rtt_us, ==, 0);
    }
}

/* --- Dumps --- */

static bool
count_socket (const NetopSocketFacts *facts,
              void                   *user_data)
{
  guint *n = user_data;

  g_assert_cmpuint (facts->inode, ==, 5678);
  return ++*n < 3;
}

/* Answers one dump with @n_sockets. */
static void
answer_dump (Fixture *self,
             guint    n_sockets)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  self->sequence++;
  for (guint i = 0; i < n_sockets; i++)
    add_socket (bytes, self->sequence, 1, sizeof (struct tcp_info));
  netop_fake_netlink_add_done (bytes, self->sequence);
  send_all (self, bytes);
}

static void
test_dump (Fixture      *self,
           gconstpointer data)
{
  static const struct
  {
    uint8_t family;
    uint8_t protocol;
  } asked[N_INET_DUMPS] = { { AF_INET, IPPROTO_TCP }, { AF_INET6, IPPROTO_TCP }, { AF_INET, IPPROTO_UDP }, { AF_INET6, IPPROTO_UDP }, { AF_INET, IPPROTO_UDPLITE }, { AF_INET6, IPPROTO_UDPLITE } };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  answer_dump (self, 2);
  answer_dump (self, 0);
  for (guint i = 2; i < N_DUMPS; i++)
    answer_dump (self, 0);
  netop_socket_table_dump (self->table, count_socket, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < N_INET_DUMPS; i++)
    {
      Request request = take_request (self);

      g_assert_cmpuint (request.header.nlmsg_flags, ==, NLM_F_REQUEST | NLM_F_DUMP);
      g_assert_cmpuint (request.request.sdiag_family, ==, asked[i].family);
      g_assert_cmpuint (request.request.sdiag_protocol, ==, asked[i].protocol);
    }
}

/* Whoever wants no more is told no more, and the kernel is not asked for it. */
static void
test_dump_stops (Fixture      *self,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint   n = 0;
  uint8_t byte;

  answer_dump (self, 5);
  g_assert_true (netop_socket_table_dump (self->table, count_socket, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);
  take_request (self);
  g_assert_cmpint (recv (self->kernel_fd, &byte, 1, 0), <, 0);
}

static void
test_dump_fails (Fixture      *self,
                 gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  netop_fake_netlink_add_error (bytes, 1, EACCES);
  send_all (self, bytes);
  g_assert_false (netop_socket_table_dump (self->table, count_socket, &n, &error));
  g_assert_error (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, g_strerror (EACCES)));
  g_clear_error (&error);

  /* And one that never ends, or whose end is cut. */
  g_assert_false (netop_socket_table_dump (self->table, count_socket, &n, &error));
  g_assert_error (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED);
  g_clear_error (&error);
  netop_fake_netlink_send (self->kernel_fd, "\x14\0\0\0\x03\0\0\0\x03", 9);
  g_assert_false (netop_socket_table_dump (self->table, count_socket, &n, &error));
  g_assert_error (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED);
}

static void
add_packet_socket (GByteArray *bytes,
                   uint32_t    sequence,
                   uint32_t    inode,
                   uint16_t    ring)
{
  const struct packet_diag_msg  message = { .pdiag_family = AF_PACKET, .pdiag_num = 0x0800, .pdiag_ino = inode, .pdiag_cookie = { inode, 1 } };
  const struct packet_diag_info info = { .pdi_index = 9 };
  const struct packet_diag_ring no_ring = { 0 };
  guint                         start = netop_fake_netlink_begin (bytes, SOCK_DIAG_BY_FAMILY, sequence);

  netop_fake_netlink_add (bytes, &message, sizeof message);
  netop_fake_netlink_add_attribute (bytes, PACKET_DIAG_INFO, &info, sizeof info);
  if (ring != 0)
    netop_fake_netlink_add_attribute (bytes, ring, &no_ring, sizeof no_ring);
  netop_fake_netlink_end (bytes, start);
}

static bool
keep_socket (const NetopSocketFacts *facts,
             void                   *user_data)
{
  g_array_append_vals (user_data, facts, 1);
  return true;
}

/* Who only captures is no sender; and a kernel that knows neither UDP-Lite nor this question has sockets all the same. */
static void
test_packet_sockets (Fixture      *self,
                     gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (NetopSocketFacts));
  g_autoptr (GError) error = NULL;
  const NetopSocketFacts *facts;

  for (guint i = 0; i < 4; i++)
    answer_dump (self, 0);
  for (guint i = 4; i < N_INET_DUMPS; i++)
    {
      g_autoptr (GByteArray) refused = g_byte_array_new ();

      netop_fake_netlink_add_error (refused, ++self->sequence, ENOENT);
      send_all (self, refused);
    }
  self->sequence++;
  add_packet_socket (bytes, self->sequence, 11, PACKET_DIAG_RX_RING);
  add_packet_socket (bytes, self->sequence, 12, 0);
  add_packet_socket (bytes, self->sequence, 13, PACKET_DIAG_TX_RING);
  netop_fake_netlink_add_done (bytes, self->sequence);
  send_all (self, bytes);

  netop_socket_table_dump (self->table, keep_socket, told, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told->len, ==, 2);
  facts = &g_array_index (told, NetopSocketFacts, 0);
  g_assert_cmpuint (facts->inode, ==, 12);
  g_assert_cmpuint (facts->cookie, ==, G_GUINT64_CONSTANT (0x10000000c));
  g_assert_cmpuint (facts->kind, ==, NETOP_SOCKET_KIND_PACKET);
  g_assert_cmpuint (facts->local_port, ==, 0x0800);
  g_assert_cmpuint (facts->interface_index, ==, 9);
}

/* A socket in the middle of a dump is cut anywhere: the others are told, and the dump ends. */
static void
test_dump_cut (Fixture      *self,
               gconstpointer data)
{
  g_autoptr (GByteArray) shape = g_byte_array_new ();

  add_socket (shape, 0, 1, sizeof (struct tcp_info));
  for (guint length = NLMSG_HDRLEN; length < shape->len; length++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      guint n = 0;

      add_socket (bytes, ++self->sequence, 1, sizeof (struct tcp_info));
      g_byte_array_set_size (bytes, length);
      netop_fake_netlink_end (bytes, 0);
      g_byte_array_append (bytes, (const guint8 *)"\0\0\0", NLMSG_ALIGN (length) - length);
      add_socket (bytes, self->sequence, 1, 0);
      netop_fake_netlink_add_done (bytes, self->sequence);
      send_all (self, bytes);
      for (guint i = 1; i < N_DUMPS; i++)
        answer_dump (self, 0);
      netop_socket_table_dump (self->table, count_socket, &n, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, length >= NLMSG_HDRLEN + sizeof (struct inet_diag_msg) ? 2 : 1);
      for (guint i = 0; i < N_INET_DUMPS; i++)
        take_request (self);
      take_packet_request (self);
    }
}

#define ADD(name, data, func) g_test_add ("/sockets/socket-answers/" name, Fixture, (data), set_up, (func), tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("request", NULL, test_request);
  ADD ("other-protocol", NULL, test_other_protocol);
  ADD ("info-sizes", NULL, test_info_sizes);
  ADD ("facts", NULL, test_facts);
  ADD ("listener", NULL, test_listener);
  ADD ("refused", NULL, test_refused);
  ADD ("late", NULL, test_late);
  ADD ("cut", GINT_TO_POINTER (1), test_cut);
  ADD ("cut-claims-more", GINT_TO_POINTER (0), test_cut);
  ADD ("dump", NULL, test_dump);
  ADD ("dump-stops", NULL, test_dump_stops);
  ADD ("dump-fails", NULL, test_dump_fails);
  ADD ("dump-cut", NULL, test_dump_cut);
  ADD ("packet-sockets", NULL, test_packet_sockets);

  return g_test_run ();
}
