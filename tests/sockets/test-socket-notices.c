/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-notices.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-snapshot.h"

/* Notices that sockets closed: of a kernel that is played, and the real one's. */

#define WAIT_MS 10000
#define MAX_TRIES 100
#define PAYLOAD_BYTES 5000
#define NAMESPACE 5

typedef struct
{
  guint            n;
  uint64_t         wanted_cookie; /* of which @last tells; 0: of any */
  guint            n_wanted;
  NetopSocketFacts last;
} Told;

static void
note_end (const NetopSocketFacts *facts,
          void                   *user_data)
{
  Told *told = user_data;

  told->n++;
  if (told->wanted_cookie != 0 && facts->cookie != told->wanted_cookie)
    return;
  told->n_wanted++;
  told->last = *facts;
}

/* As inet_diag_handler_get_info() in net/ipv4/inet_diag.c makes it. */
static void
add_notice (GByteArray *bytes,
            uint16_t    type,
            uint8_t     family,
            uint8_t     protocol)
{
  struct inet_diag_msg message = {
    .idiag_family = family,
    .idiag_state = NETOP_SOCKET_STATE_CLOSE,
    .id = { .idiag_sport = htons (1000), .idiag_dport = htons (2000), .idiag_cookie = { 0x11, 0x22 } },
  };
  struct tcp_info info = { .tcpi_rtt = 100, .tcpi_total_retrans = 3, .tcpi_segs_out = 40, .tcpi_bytes_acked = 77 };
  guint           start = netop_fake_netlink_begin (bytes, type, 0);

  memcpy (message.id.idiag_src, "\xc0\x00\x02\x01", 4);
  netop_fake_netlink_add (bytes, &message, sizeof message);
  if (protocol != 0)
    netop_fake_netlink_add_attribute (bytes, INET_DIAG_PROTOCOL, &protocol, 1);
  if (protocol == IPPROTO_TCP)
    netop_fake_netlink_add_attribute (bytes, INET_DIAG_INFO, &info, sizeof info);
  netop_fake_netlink_end (bytes, start);
}

/* What is told of that datagram. */
static Told
tell (const GByteArray *bytes)
{
  g_autoptr (NetopSocketNotices) notices = NULL;
  Told told = { 0 };
  int  kernel_fd, fd;

  netop_fake_netlink_open (&kernel_fd, &fd);
  notices = netop_socket_notices_new_for_fd (NAMESPACE, fd);
  g_assert_cmpint (netop_socket_notices_get_fd (notices), ==, fd);
  netop_fake_netlink_send (kernel_fd, bytes->data, bytes->len);
  g_assert_cmpuint (netop_socket_notices_dispatch (notices, note_end, &told), ==, 0);
  close (kernel_fd);
  return told;
}

static void
test_facts (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Told told;

  add_notice (bytes, SOCK_DIAG_BY_FAMILY, AF_INET, IPPROTO_TCP);
  told = tell (bytes);
  g_assert_cmpuint (told.n, ==, 1);
  g_assert_cmpuint (told.last.found, ==, NETOP_SOCKET_FOUND_DESTROYED);
  g_assert_cmpuint (told.last.protocol, ==, IPPROTO_TCP);
  g_assert_cmpuint (told.last.cookie, ==, G_GUINT64_CONSTANT (0x2200000011));
  g_assert_cmpuint (told.last.namespace_id, ==, NAMESPACE);
  g_assert_cmpuint (told.last.local_port, ==, 1000);
  g_assert_cmpuint (told.last.remote_port, ==, 2000);
  g_assert_cmpuint (told.last.inode, ==, 0);
  g_assert_cmpuint (told.last.listening, ==, 0);
  g_assert_cmpuint (told.last.known & NETOP_SOCKET_KNOWS_UID, ==, 0);
  g_assert_cmpuint (told.last.retransmits, ==, 3);
  g_assert_cmpuint (told.last.bytes_acked, ==, 77);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *name;
    uint16_t    type;
    uint8_t     family;
    uint8_t     protocol;
    guint       n;
  } cases[] = {
    { "of IPv6", SOCK_DIAG_BY_FAMILY, AF_INET6, IPPROTO_TCP, 1 },
    { "of datagrams", SOCK_DIAG_BY_FAMILY, AF_INET, IPPROTO_UDP, 1 },
    { "of another family", SOCK_DIAG_BY_FAMILY, AF_UNIX, IPPROTO_TCP, 0 },
    { "without a protocol", SOCK_DIAG_BY_FAMILY, AF_INET, 0, 0 },
    { "of another kind", NLMSG_DONE, AF_INET, IPPROTO_TCP, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_test_message ("%s", cases[i].name);
      add_notice (bytes, cases[i].type, cases[i].family, cases[i].protocol);
      add_notice (bytes, cases[i].type, cases[i].family, cases[i].protocol);
      g_assert_cmpuint (tell (bytes).n, ==, 2 * cases[i].n);
    }
}

/* --- The real one --- */

static void
wait_for (NetopSocketNotices *notices,
          Told               *told)
{
  struct pollfd fd = { .fd = netop_socket_notices_get_fd (notices), .events = POLLIN };

  while (told->n_wanted == 0)
    {
      g_assert_cmpint (poll (&fd, 1, WAIT_MS), ==, 1);
      netop_socket_notices_dispatch (notices, note_end, told);
    }
}

static uint64_t
get_cookie (int fd)
{
  uint64_t  cookie = 0;
  socklen_t length = sizeof cookie;

  g_assert_cmpint (getsockopt (fd, SOL_SOCKET, SO_COOKIE, &cookie, &length), ==, 0);
  return cookie;
}

/* Bound on loopback; returns its port. */
static int
open_bound (int       type,
            uint16_t *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t          length = sizeof address;
  int                fd = socket (AF_INET, type | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, length), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&address, &length), ==, 0);
  *port = ntohs (address.sin_port);
  return fd;
}

/* Opened, used and closed in no time: its figures are those of its end. */
static void
test_stream (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopSocketNotices) notices = netop_socket_notices_open (NAMESPACE, &error);
  char     payload[PAYLOAD_BYTES] = { 0 };
  Told     told = { 0 };
  uint16_t port;
  int      listener = open_bound (SOCK_STREAM, &port);
  int      client = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int      server;

  g_assert_no_error (error);
  address.sin_port = htons (port);
  g_assert_cmpint (listen (listener, 1), ==, 0);
  g_assert_cmpint (connect (client, (struct sockaddr *)&address, sizeof address), ==, 0);
  server = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
  g_assert_cmpint (send (client, payload, sizeof payload, 0), ==, sizeof payload);
  g_assert_cmpint (recv (server, payload, sizeof payload, MSG_WAITALL), ==, sizeof payload);
  told.wanted_cookie = get_cookie (server);
  close (client);
  close (server);
  close (listener);

  wait_for (notices, &told);
  g_assert_cmpuint (told.last.protocol, ==, IPPROTO_TCP);
  g_assert_cmpuint (told.last.local_port, ==, port);
  g_assert_cmpuint (told.last.remote_port, !=, 0);
  g_assert_cmpuint (told.last.known & NETOP_SOCKET_KNOWS_BYTES, !=, 0);
  g_assert_cmpuint (told.last.bytes_received, >=, PAYLOAD_BYTES);
  g_assert_cmpuint (told.last.bytes_received, <=, PAYLOAD_BYTES + 1);
}

static void
test_datagrams (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopSocketNotices) notices = netop_socket_notices_open (NAMESPACE, &error);
  Told     told = { 0 };
  uint16_t port;
  int      fd = open_bound (SOCK_DGRAM, &port);

  g_assert_no_error (error);
  told.wanted_cookie = get_cookie (fd);
  close (fd);
  wait_for (notices, &told);
  g_assert_cmpuint (told.last.protocol, ==, IPPROTO_UDP);
}

/* The kernel's queue runs over: that is counted, and what comes after it is told again. */
static void
test_overrun (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopSocketNotices) notices = netop_socket_notices_open (NAMESPACE, &error);
  struct pollfd fd = { .fd = netop_socket_notices_get_fd (notices), .events = POLLIN };
  Told          told = { 0 };
  guint         n_overruns = 0;
  uint16_t      port;

  g_assert_no_error (error);
  g_assert_cmpint (setsockopt (fd.fd, SOL_SOCKET, SO_RCVBUF, &(int){ 1 }, sizeof (int)), ==, 0);
  while (n_overruns == 0)
    {
      for (guint i = 0; i < 100; i++)
        close (open_bound (SOCK_DGRAM, &port));
      g_assert_cmpint (poll (&fd, 1, WAIT_MS), ==, 1);
      n_overruns = netop_socket_notices_dispatch (notices, note_end, &told);
    }

  g_assert_cmpint (setsockopt (fd.fd, SOL_SOCKET, SO_RCVBUF, &(int){ 1 << 20 }, sizeof (int)), ==, 0);
  /* The kernel makes notices somewhat later: those that still come may run over once more. */
  told = (Told){ 0 };
  for (guint i = 0; i < MAX_TRIES && told.n == 0; i++)
    {
      close (open_bound (SOCK_DGRAM, &port));
      poll (&fd, 1, WAIT_MS / MAX_TRIES);
      netop_socket_notices_dispatch (notices, note_end, &told);
    }
  g_assert_cmpuint (told.n, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sockets/socket-notices/facts", test_facts);
  g_test_add_func ("/sockets/socket-notices/kinds", test_kinds);
  g_test_add_func ("/sockets/socket-notices/stream", test_stream);
  g_test_add_func ("/sockets/socket-notices/datagrams", test_datagrams);
  g_test_add_func ("/sockets/socket-notices/overrun", test_overrun);

  return g_test_run ();
}
