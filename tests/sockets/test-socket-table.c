/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netop-holder-index.h"
#include "netop-recent-pids.h"
#include "netop-resolver.h"
#include "netop-socket-table.h"

/* The running kernel's sock_diag, asked for sockets of our own on loopback: no privilege is needed. */

typedef struct
{
  const char *name;
  int         family;
  int         type;
  bool        mapped; /* an IPv6 socket that speaks IPv4 */
  bool        connected;
} Case;

static const Case cases[] = {
  { "tcp-v4", AF_INET, SOCK_STREAM, false, true },
  { "tcp-v6", AF_INET6, SOCK_STREAM, false, true },
  { "tcp-mapped", AF_INET6, SOCK_STREAM, true, true },
  { "udp-v4", AF_INET, SOCK_DGRAM, false, true },
  { "udp-v6", AF_INET6, SOCK_DGRAM, false, true },
  { "udp-mapped", AF_INET6, SOCK_DGRAM, true, true },
  { "udp-wildcard-v4", AF_INET, SOCK_DGRAM, false, false },
  { "udp-wildcard-v6-takes-v4", AF_INET6, SOCK_DGRAM, true, false },
};

static socklen_t
make_address (const Case              *test,
              bool                     any,
              struct sockaddr_storage *address)
{
  struct sockaddr_in  *v4 = (struct sockaddr_in *)(void *)address;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)address;

  memset (address, 0, sizeof *address);
  address->ss_family = (sa_family_t)test->family;
  if (test->family == AF_INET)
    {
      v4->sin_addr.s_addr = htonl (any ? INADDR_ANY : INADDR_LOOPBACK);
      return sizeof *v4;
    }
  g_assert_cmpint (inet_pton (AF_INET6, any ? "::" : test->mapped ? "::ffff:127.0.0.1"
                                                                  : "::1",
                              &v6->sin6_addr),
                   ==, 1);
  return sizeof *v6;
}

static uint16_t
get_port (int fd)
{
  struct sockaddr_storage address;
  socklen_t               length = sizeof address;

  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&address, &length), ==, 0);
  return address.ss_family == AF_INET ? ntohs (((struct sockaddr_in *)(void *)&address)->sin_port)
                                      : ntohs (((struct sockaddr_in6 *)(void *)&address)->sin6_port);
}

static int
open_bound (const Case *test,
            bool        any)
{
  struct sockaddr_storage address;
  socklen_t               length = make_address (test, any, &address);
  int                     off = 0;
  int                     fd = socket (test->family, test->type | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  if (test->family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, length), ==, 0);
  return fd;
}

static void
connect_to (const Case *test,
            int         fd,
            uint16_t    port)
{
  struct sockaddr_storage address;
  socklen_t               length = make_address (test, false, &address);

  /* The port stands at one place in both. */
  ((struct sockaddr_in *)(void *)&address)->sin_port = htons (port);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&address, length), ==, 0);
}

static NetopAddress
get_loopback (const Case *test)
{
  NetopAddress address;

  g_assert_true (netop_address_parse (test->family == AF_INET || test->mapped ? "127.0.0.1" : "::1", &address));
  return address;
}

static uint64_t
get_cookie (int fd)
{
  uint64_t  cookie = 0;
  socklen_t length = sizeof cookie;

  g_assert_cmpint (getsockopt (fd, SOL_SOCKET, SO_COOKIE, &cookie, &length), ==, 0);
  return cookie;
}

static uint64_t
get_inode (int fd)
{
  struct stat status;

  g_assert_cmpint (fstat (fd, &status), ==, 0);
  return status.st_ino;
}

static bool
find_cookie (const NetopSocketFacts *facts,
             void                   *user_data)
{
  NetopSocketFacts *wanted = user_data;

  if (facts->cookie != wanted->cookie)
    return true;
  *wanted = *facts;
  return false;
}

/* Asked by the tuple of its packets, and found in a dump. */
static void
test_socket (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (NetopSocketTable) table = netop_socket_table_open (7, NULL);
  int              peer = open_bound (test, false);
  int              fd = open_bound (test, !test->connected);
  NetopSocketFacts found, dumped = { .cookie = get_cookie (fd) };
  NetopFlowKey     key = { .protocol = test->type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP, .namespace_id = 7 };

  g_assert_nonnull (table);
  if (test->type == SOCK_STREAM)
    g_assert_cmpint (listen (peer, 1), ==, 0);
  if (test->connected)
    connect_to (test, fd, get_port (peer));
  key.local = key.remote = get_loopback (test);
  key.local_port = get_port (fd);
  key.remote_port = get_port (peer);

  g_assert_true (netop_socket_table_lookup (table, &key, 0, &found));
  g_assert_cmpuint (found.cookie, ==, get_cookie (fd));
  g_assert_cmpuint (found.inode, ==, get_inode (fd));
  g_assert_cmpuint (found.uid, ==, geteuid ());
  g_assert_cmpuint (found.namespace_id, ==, 7);
  g_assert_cmpuint (found.local_port, ==, key.local_port);
  g_assert_cmpint (found.listening, ==, !test->connected);
  g_assert_cmpint ((found.known & NETOP_SOCKET_KNOWS_RTT) != 0, ==, test->type == SOCK_STREAM);

  g_assert_true (netop_socket_table_dump (table, find_cookie, &dumped, NULL));
  g_assert_cmpuint (dumped.inode, ==, found.inode);
  g_assert_cmpuint (dumped.protocol, ==, key.protocol);
  if (test->connected)
    {
      g_assert_true (netop_address_equal (&dumped.local, &key.local));
      g_assert_true (netop_address_equal (&dumped.remote, &key.remote));
      g_assert_cmpuint (dumped.remote_port, ==, key.remote_port);
    }

  close (fd);
  key.remote_port = 1;
  g_assert_false (test->type == SOCK_DGRAM && netop_socket_table_lookup (table, &key, 0, &found));
  close (peer);
}

/* --- The index of one walk --- */

static void
test_holder_index (void)
{
  g_autoptr (NetopHolderIndex) index = netop_holder_index_new (64, 0);
  NetopHolders holders;

  for (uint32_t pid = 1; pid <= NETOP_MAX_HOLDERS + 3; pid++)
    netop_holder_index_add (index, 500, pid, (int)pid + 10);
  netop_holder_index_add (index, 501, 9, 3);
  g_assert_true (netop_holder_index_lookup (index, 500, &holders));
  g_assert_cmpuint (holders.n_pids, ==, NETOP_MAX_HOLDERS);
  g_assert_true (holders.are_more);
  g_assert_cmpuint (holders.pids[0], ==, 1);
  g_assert_cmpint (holders.descriptors[0], ==, 11);
  g_assert_true (netop_holder_index_lookup (index, 501, &holders));
  g_assert_cmpuint (holders.n_pids, ==, 1);
  g_assert_cmpuint (holders.pids[0], ==, 9);
  g_assert_false (holders.are_more);
  g_assert_false (netop_holder_index_lookup (index, 502, &holders));

  for (uint64_t inode = 1000; inode < 1200; inode++)
    netop_holder_index_add (index, inode, 3, 4);
  g_assert_true (netop_holder_index_lookup (index, 500, &holders));
}

/* That nobody was found is remembered for a while, and never against somebody who was. */
static void
test_unheld (void)
{
  g_autoptr (NetopHolderIndex) before = netop_holder_index_new (64, 1000);
  g_autoptr (NetopHolderIndex) after = netop_holder_index_new (64, 2000);
  NetopHolders holders;

  netop_holder_index_add (before, 500, 1, 3);
  netop_holder_index_add_unheld (before, 500, 1000);
  netop_holder_index_add_unheld (before, 501, 900);
  netop_holder_index_add_unheld (before, 502, 1000);
  netop_holder_index_add_unheld (before, 503, 1000);
  g_assert_true (netop_holder_index_lookup (before, 500, &holders));
  g_assert_cmpuint (holders.n_pids, ==, 1);
  g_assert_true (netop_holder_index_lookup (before, 502, &holders));
  g_assert_cmpuint (holders.n_pids, ==, 0);

  netop_holder_index_add (after, 503, 2, 3);
  netop_holder_index_keep_unheld (after, before, 1000);
  g_assert_false (netop_holder_index_lookup (after, 500, &holders));
  g_assert_false (netop_holder_index_lookup (after, 501, &holders));
  g_assert_true (netop_holder_index_lookup (after, 502, &holders));
  g_assert_cmpuint (holders.n_pids, ==, 0);
  g_assert_true (netop_holder_index_lookup (after, 503, &holders));
  g_assert_cmpuint (holders.n_pids, ==, 1);
}

/* Each once, the last one first, and no more than there is room for. */
static void
test_recent_pids (void)
{
  NetopRecentPids recent = { 0 };

  for (uint32_t pid = 1; pid <= NETOP_RECENT_PIDS + 5; pid++)
    netop_recent_pids_touch (&recent, pid);
  netop_recent_pids_touch (&recent, 10);
  netop_recent_pids_touch (&recent, 10);
  g_assert_cmpuint (recent.n, ==, NETOP_RECENT_PIDS);
  g_assert_cmpuint (recent.pids[0], ==, 10);
  g_assert_cmpuint (recent.pids[1], ==, NETOP_RECENT_PIDS + 5);
  g_assert_cmpuint (recent.pids[NETOP_RECENT_PIDS - 1], ==, 6);
  g_assert_true (netop_recent_pids_contains (&recent, 1, 10));
  g_assert_false (netop_recent_pids_contains (&recent, 1, 11));
  g_assert_true (netop_recent_pids_contains (&recent, G_MAXUINT, 11));
  g_assert_false (netop_recent_pids_contains (&recent, G_MAXUINT, 5));
}

/* --- The resolver --- */

static NetopResolverResult *
wait_for_result (NetopResolver *resolver)
{
  NetopResolverResult *result = NULL;

  for (guint i = 0; i < 200 && result == NULL; i++)
    {
      GPollFD fd = { .fd = netop_resolver_get_fd (resolver), .events = G_IO_IN };

      g_poll (&fd, 1, 100);
      result = netop_resolver_take_result (resolver);
    }
  g_assert_nonnull (result);
  return result;
}

/* A socket of ours is named as ours, on either way through the resolver. */
static void
test_resolver_names (gconstpointer data)
{
  bool                       soon = GPOINTER_TO_INT (data) != 0;
  const Case                *test = &cases[6];
  const NetopResolverOptions options = { .trigger_fd = -1 };
  g_autoptr (NetopResolver) resolver = netop_resolver_new (&options, NULL, NULL);
  g_autoptr (NetopResolverResult) result = NULL;
  int                  fd = open_bound (test, true);
  NetopResolverRequest request = { .time_us = 1234 };

  request.key.local = request.key.remote = get_loopback (test);
  request.key.local_port = get_port (fd);
  request.key.remote_port = 9;
  request.key.protocol = IPPROTO_UDP;
  g_assert_nonnull (resolver);
  netop_resolver_start (resolver);
  if (soon)
    netop_resolver_request_soon (resolver, &request);
  else
    netop_resolver_request (resolver, &request);

  result = wait_for_result (resolver);
  g_assert_true (memcmp (&result->key, &request.key, sizeof request.key) == 0);
  g_assert_cmpint (result->time_us, ==, 1234);
  g_assert_true (result->found_socket);
  g_assert_cmpuint (result->socket.cookie, ==, get_cookie (fd));
  g_assert_cmpuint (result->holders.n_pids, ==, 1);
  g_assert_cmpuint (result->holders.pids[0], ==, (uint32_t)getpid ());
  g_assert_cmpuint (result->processes[0].pid, ==, (uint32_t)getpid ());
  close (fd);
}

/* What comes from outside leaves half of the bucket, and nothing is asked without a token. No thread runs. */
static void
test_resolver_bucket (void)
{
  const NetopResolverOptions options = { .trigger_fd = -1 };
  g_autoptr (NetopResolver) resolver = netop_resolver_new (&options, NULL, NULL);
  NetopResolverRequest    request = { .key = { .protocol = IPPROTO_UDP, .remote_port = 1 } };
  NetopResolverStatistics before, after;

  g_assert_nonnull (resolver);
  request.is_received = true;
  for (guint i = 0; i < 100000; i++)
    netop_resolver_request_now (resolver, &request);
  netop_resolver_get_statistics (resolver, &before);
  g_assert_cmpuint (before.deferred, >, 0);
  g_assert_cmpuint (before.lookups + before.deferred, ==, 100000);
  g_assert_cmpuint (before.pending, >, 0); /* some are the normal thread's */
  g_assert_cmpuint (before.pending, <, before.deferred);

  request.is_received = false;
  for (guint i = 0; i < 100; i++)
    netop_resolver_request_now (resolver, &request);
  netop_resolver_get_statistics (resolver, &after);
  g_assert_cmpuint (after.lookups, ==, before.lookups + 100);

  for (guint i = 0; i < 100000; i++)
    netop_resolver_request_now (resolver, &request);
  netop_resolver_get_statistics (resolver, &after);
  g_assert_cmpuint (after.pending, >, 0); /* overload is the normal thread's */
  g_assert_cmpuint (after.pending, <=, 32768);
  g_assert_cmpuint (after.pending - before.pending + after.dropped, ==, after.deferred - before.deferred);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sockets/socket-table/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_socket);
    }
  g_test_add_func ("/sockets/holder-index", test_holder_index);
  g_test_add_func ("/sockets/holder-index/unheld", test_unheld);
  g_test_add_func ("/sockets/recent-pids", test_recent_pids);
  g_test_add_data_func ("/sockets/resolver/names", GINT_TO_POINTER (0), test_resolver_names);
  g_test_add_data_func ("/sockets/resolver/names-soon", GINT_TO_POINTER (1), test_resolver_names);
  g_test_add_func ("/sockets/resolver/bucket", test_resolver_bucket);

  return g_test_run ();
}
