/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-resolver.h"

#include <arpa/inet.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-capture.h"
#include "netop-fake-namespace.h"
#include "netop-fake-netlink.h"
#include "netop-fake-proc.h"

/* Processes and their events are made, where the threads do not run or all that they do is known; and one run on
 * loopback is real. */

#define INODE 42
#define MAX_REQUESTS 32768
#define MAX_RESULTS 16384
#define MAX_URGENT 1024
#define MAX_EVENTS 16384
#define CROWD 3000 /* more than a lookup looks at */
#define LOOKUP_BURST 500
#define LATE_LOOKUPS 128
#define LATE_WINDOW_US (250 * 1000)
#define LOOKUPS_PER_S 2000
#define WAIT_MS 10000

typedef struct
{
  int                 kernel_fd;
  NetopProcessEvents *events;
  NetopFakeProc      *proc;
  NetopResolver      *resolver;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  NetopResolverOptions options = { .trigger_fd = -1 };
  g_autoptr (GError) error = NULL;
  int fd;

  netop_fake_netlink_open (&self->kernel_fd, &fd);
  self->events = netop_process_events_new_for_fd (fd);
  self->proc = netop_fake_proc_new ();
  options.proc_root = netop_fake_proc_get_root (self->proc);
  self->resolver = netop_resolver_new (&options, self->events, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  netop_resolver_free (self->resolver);
  netop_process_events_close (self->events);
  netop_fake_proc_free (self->proc);
  close (self->kernel_fd);
}

static void
add_holder (Fixture    *self,
            uint32_t    pid,
            const char *name)
{
  g_autofree char *target = g_strdup_printf ("socket:[%d]", INODE);

  netop_fake_proc_add (self->proc, pid, 1, name, pid);
  netop_fake_proc_set_link (self->proc, pid, "fd/3", target);
}

static void
add_exec (GByteArray *bytes,
          uint32_t    pid)
{
  struct cn_msg     connector = { .id = { CN_IDX_PROC, CN_VAL_PROC }, .len = sizeof (struct proc_event) };
  struct proc_event event = { .what = PROC_EVENT_EXEC };
  guint             start = netop_fake_netlink_begin (bytes, NLMSG_DONE, 0);

  event.event_data.exec.process_pid = event.event_data.exec.process_tgid = (int)pid;
  netop_fake_netlink_add (bytes, &connector, sizeof connector);
  netop_fake_netlink_add (bytes, &event, sizeof event);
  netop_fake_netlink_end (bytes, start);
}

static void
send_execs (Fixture *self,
            uint32_t first_pid,
            guint    n)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    add_exec (bytes, first_pid + i);
  netop_fake_netlink_send (self->kernel_fd, bytes->data, bytes->len);
}

/* Its socket is known, as of a dump: only who holds it is wanted. */
static NetopResolverRequest
make_request (uint64_t inode)
{
  return (NetopResolverRequest){
    .time_us = 987654321,
    .found_socket = true,
    .socket = { .inode = inode, .cookie = 77 },
  };
}

static NetopResolverStatistics
get_statistics (NetopResolver *resolver)
{
  NetopResolverStatistics statistics;

  netop_resolver_get_statistics (resolver, &statistics);
  return statistics;
}

static NetopResolverResult *
wait_for_result (NetopResolver *resolver)
{
  NetopResolverResult *result;

  while ((result = netop_resolver_take_result (resolver)) == NULL)
    {
      struct pollfd fd = { .fd = netop_resolver_get_fd (resolver), .events = POLLIN };

      g_assert_cmpint (poll (&fd, 1, WAIT_MS), ==, 1);
    }
  return result;
}

static void
wait_for_all (NetopResolver *resolver)
{
  const int64_t deadline_us = g_get_monotonic_time () + WAIT_MS * 1000;

  while (get_statistics (resolver).pending > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_thread_yield ();
    }
}

/* --- The real-time side, on this thread --- */

/* Of two that hold the socket the one that started last, whatever its number. */
static void
test_newest_first (Fixture      *self,
                   gconstpointer data)
{
  static const uint32_t pids[] = { 300, 200 };
  NetopResolverRequest  request = make_request (INODE);

  add_holder (self, 200, "low");
  add_holder (self, 300, "high");
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      g_autoptr (NetopResolverResult) result = NULL;

      send_execs (self, pids[i], 1);
      netop_resolver_request_now (self->resolver, &request);
      result = netop_resolver_take_result (self->resolver);
      g_assert_nonnull (result);
      g_assert_cmpuint (result->holders.n_pids, ==, 1);
      g_assert_cmpuint (result->holders.pids[0], ==, pids[i]);
      g_assert_cmpuint (result->processes[0].pid, ==, pids[i]);
      g_assert_cmpstr (result->processes[0].name, ==, i == 0 ? "high" : "low");
      g_assert_true (memcmp (&result->key, &request.key, sizeof request.key) == 0);
      g_assert_cmpint (result->time_us, ==, request.time_us);
      g_assert_cmpuint (result->socket.cookie, ==, 77);
    }
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 0);
}

/* Looked at are but 64, and all others too, but not for every packet: behind them it is the normal thread's. */
static void
test_scan_is_bounded (Fixture      *self,
                      gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE), nobody = make_request (INODE + 1);

  netop_resolver_request_now (self->resolver, &nobody);
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 1);
  add_holder (self, 200, "prog");
  send_execs (self, 200, 1);
  send_execs (self, 1000, 64);
  netop_resolver_request_now (self->resolver, &request);
  g_assert_null (netop_resolver_take_result (self->resolver));
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 2);

  send_execs (self, 200, 1);
  send_execs (self, 2000, 63);
  netop_resolver_request_now (self->resolver, &request);
  netop_resolver_result_free (wait_for_result (self->resolver));
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 2);
}

/* More descriptors than one lookup looks at, none of them of a socket that is asked for. */
static void
add_crowd (Fixture *self,
           uint32_t pid)
{
  netop_fake_proc_add (self->proc, pid, 1, "crowd", 1);
  for (guint i = 0; i < CROWD; i++)
    {
      g_autofree char *name = g_strdup_printf ("fd/%u", 3 + i);

      netop_fake_proc_set_link (self->proc, pid, name, "socket:[1]");
    }
}

/* Whoever holds thousands of sockets and started a moment ago hides nobody who started just before. */
static void
test_crowd_hides_nobody (Fixture      *self,
                         gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE), nobody = make_request (INODE + 1);

  add_holder (self, 200, "prog");
  add_crowd (self, 300);
  netop_resolver_request_now (self->resolver, &nobody); /* so that not all are looked at again */
  send_execs (self, 200, 1);
  send_execs (self, 300, 1);
  netop_resolver_request_now (self->resolver, &request);
  netop_resolver_result_free (wait_for_result (self->resolver));
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 1);
}

/* What comes from outside and is found nowhere costs much, and takes nothing from the half that is kept. */
static void
test_received_pays_its_half (Fixture      *self,
                             gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE), nobody = make_request (INODE + 1);

  nobody.is_received = true;
  for (uint32_t pid = 300; pid < 304; pid++)
    add_crowd (self, pid);
  netop_resolver_request_now (self->resolver, &nobody); /* so that not all are looked at again */
  send_execs (self, 300, 4);
  for (guint i = 0; i < LOOKUP_BURST; i++)
    netop_resolver_request_now (self->resolver, &nobody);
  g_assert_cmpuint (get_statistics (self->resolver).deferred, >, 0);

  add_holder (self, 400, "prog");
  send_execs (self, 400, 1);
  /* Each costs a little for what it looks at. */
  for (guint i = 0; i < LOOKUP_BURST / 2 - LOOKUP_BURST / 16; i++)
    {
      netop_resolver_request_now (self->resolver, &request);
      netop_resolver_result_free (wait_for_result (self->resolver));
    }
}

/* One that nobody has heard of for long makes its first connection, which is over before a walk would be. */
static void
test_first_of_old_process (Fixture      *self,
                           gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);

  add_holder (self, 200, "old");
  netop_resolver_request_now (self->resolver, &request);
  netop_resolver_result_free (wait_for_result (self->resolver));
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 0);
}

/* Where nobody tells of processes that start, one after the other is found as long as the bucket pays for it: the next walk
 * is too late for them. What comes from outside waits for that. */
static void
test_without_notices (Fixture      *self,
                      gconstpointer data)
{
  NetopResolverOptions options = { .trigger_fd = -1, .proc_root = netop_fake_proc_get_root (self->proc) };
  g_autoptr (NetopResolver) resolver = netop_resolver_new (&options, NULL, NULL);
  NetopResolverRequest request = make_request (INODE), received = make_request (INODE + 1);

  add_holder (self, 200, "prog");
  received.is_received = true;
  netop_resolver_request_now (resolver, &request);
  netop_resolver_result_free (wait_for_result (resolver));
  for (uint32_t pid = 300; pid < 303; pid++)
    {
      g_autoptr (NetopResolverResult) result = NULL;
      g_autofree char *target = g_strdup_printf ("socket:[%u]", INODE + pid);

      netop_fake_proc_add (self->proc, pid, 1, "next", pid);
      netop_fake_proc_set_link (self->proc, pid, "fd/3", target);
      request.socket.inode = INODE + pid;
      netop_resolver_request_now (resolver, &request);
      result = netop_resolver_take_result (resolver);
      g_assert_nonnull (result);
      g_assert_cmpuint (result->holders.pids[0], ==, pid);
    }
  netop_resolver_request_now (resolver, &received);
  g_assert_cmpuint (get_statistics (resolver).pending, ==, 1);

  for (guint i = 0; i < LOOKUP_BURST; i++)
    netop_resolver_request_now (resolver, &received);
  request.socket.inode = INODE + 400;
  netop_resolver_request_now (resolver, &request);
  g_assert_cmpuint (get_statistics (resolver).pending, >, 1);
}

/* A socket that nobody holds any more is not looked for. */
static void
test_orphan (Fixture      *self,
             gconstpointer data)
{
  NetopResolverRequest request = make_request (0);

  netop_resolver_request_now (self->resolver, &request);
  g_assert_null (netop_resolver_take_result (self->resolver));
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, 0);
}

/* As many at once as the bucket holds, and then as many as flow in; half of them for what comes from outside. */
static void
test_bucket (Fixture      *self,
             gconstpointer data)
{
  const bool              is_received = GPOINTER_TO_INT (data) != 0;
  const guint             burst = is_received ? LOOKUP_BURST / 2 + 1 : LOOKUP_BURST;
  const int64_t           start_us = g_get_monotonic_time ();
  NetopResolverRequest    request = make_request (0);
  NetopResolverStatistics statistics;
  guint                   n_windows;

  request.is_received = is_received;
  for (guint i = 0; i < 10 * LOOKUP_BURST; i++)
    netop_resolver_request_now (self->resolver, &request);
  statistics = get_statistics (self->resolver);
  g_assert_cmpuint (statistics.lookups, >=, burst);
  g_assert_cmpuint (statistics.lookups, <=, burst + 1 + (uint64_t)(g_get_monotonic_time () - start_us) * LOOKUPS_PER_S / G_USEC_PER_SEC);
  g_assert_cmpuint (statistics.lookups + statistics.deferred, ==, 10 * LOOKUP_BURST);
  if (!is_received)
    {
      g_assert_cmpuint (statistics.pending, ==, statistics.deferred);
      return;
    }
  /* The normal thread, which does not run, is asked for some of them. */
  n_windows = (guint)(g_get_monotonic_time () / LATE_WINDOW_US - start_us / LATE_WINDOW_US) + 1;
  g_assert_cmpuint (statistics.pending, >=, LATE_LOOKUPS);
  g_assert_cmpuint (statistics.pending, <=, n_windows * LATE_LOOKUPS);
}

/* --- Bounds --- */

static void
test_full_requests (Fixture      *self,
                    gconstpointer data)
{
  NetopResolverRequest request = make_request (0);

  for (guint i = 0; i < MAX_REQUESTS + 10; i++)
    netop_resolver_request (self->resolver, &request);
  g_assert_cmpuint (get_statistics (self->resolver).pending, ==, MAX_REQUESTS);
  g_assert_cmpuint (get_statistics (self->resolver).dropped, ==, 10);
}

static void
test_full_urgent (Fixture      *self,
                  gconstpointer data)
{
  NetopResolverRequest request = make_request (0);

  for (guint i = 0; i < MAX_URGENT + 10; i++)
    netop_resolver_request_soon (self->resolver, &request);
  g_assert_cmpuint (get_statistics (self->resolver).dropped, ==, 10);
}

/* Nobody takes the results. */
static void
test_full_results (Fixture      *self,
                   gconstpointer data)
{
  NetopResolverRequest request = make_request (0);
  guint                n = 0;
  NetopResolverResult *result;

  netop_resolver_start (self->resolver);
  for (guint i = 0; i < MAX_RESULTS + 10; i++)
    netop_resolver_request (self->resolver, &request);
  wait_for_all (self->resolver);
  g_assert_cmpuint (get_statistics (self->resolver).dropped, ==, 10);

  while ((result = netop_resolver_take_result (self->resolver)) != NULL)
    {
      n++;
      netop_resolver_result_free (result);
    }
  g_assert_cmpuint (n, ==, MAX_RESULTS);
}

static void
test_full_events (Fixture      *self,
                  gconstpointer data)
{
  NetopResolverRequest request = make_request (0);
  NetopProcessEvent    event;

  for (guint i = 0; i < MAX_EVENTS + 512; i += 512)
    {
      send_execs (self, 1 + i, 512);
      netop_resolver_request_now (self->resolver, &request); /* which reads them first */
    }
  g_assert_cmpuint (get_statistics (self->resolver).dropped, ==, 512);
  for (guint i = 0; i < MAX_EVENTS; i++)
    {
      g_assert_true (netop_resolver_take_event (self->resolver, &event));
      g_assert_cmpint (event.kind, ==, NETOP_PROCESS_EVENT_EXEC);
      g_assert_cmpuint (event.pid, ==, 1 + i);
    }
  g_assert_false (netop_resolver_take_event (self->resolver, &event));
}

/* --- The normal thread --- */

/* A walk finds all who share it, and answers what is asked next, too. */
static void
test_walk (Fixture      *self,
           gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);

  add_holder (self, 200, "low");
  add_holder (self, 300, "high");
  netop_resolver_start (self->resolver);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NetopResolverResult) result = NULL;

      netop_resolver_request (self->resolver, &request);
      result = wait_for_result (self->resolver);
      g_assert_cmpuint (result->holders.n_pids, ==, 2);
      g_assert_cmpuint (result->holders.pids[0], ==, 300);
      g_assert_cmpuint (result->holders.pids[1], ==, 200);
      g_assert_cmpstr (result->processes[0].name, ==, "high");
      g_assert_cmpstr (result->processes[1].name, ==, "low");
    }
  g_assert_cmpuint (get_statistics (self->resolver).walks, ==, 1);
}

/* That a socket is gone meanwhile is asked first: there is no holder to be found then. */
static void
test_no_walk_for_gone (Fixture      *self,
                       gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);
  g_autoptr (NetopResolverResult) result = NULL;

  request.key = (NetopFlowKey){ .protocol = IPPROTO_TCP, .local_port = 1000, .remote_port = 2000 };
  netop_resolver_start (self->resolver);
  netop_resolver_request (self->resolver, &request);
  result = wait_for_result (self->resolver);
  g_assert_true (result->found_socket);
  g_assert_cmpuint (result->socket.inode, ==, INODE);
  g_assert_cmpuint (result->holders.n_pids, ==, 0);
  g_assert_cmpuint (get_statistics (self->resolver).walks, ==, 0);
}

/* What a dump told of has no packet that asks, and is asked for all the same. */
static void
test_no_walk_for_gone_of_dump (Fixture      *self,
                               gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);
  g_autoptr (NetopResolverResult) result = NULL;

  request.socket.protocol = IPPROTO_TCP;
  request.socket.local_port = 1000;
  request.socket.remote_port = 2000;
  netop_resolver_start (self->resolver);
  netop_resolver_request (self->resolver, &request);
  result = wait_for_result (self->resolver);
  g_assert_true (result->found_socket);
  g_assert_cmpuint (result->holders.n_pids, ==, 0);
  g_assert_cmpuint (get_statistics (self->resolver).walks, ==, 0);
}

/* Nobody holds it: that too is a result. */
static void
test_walk_in_vain (Fixture      *self,
                   gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);
  g_autoptr (NetopResolverResult) result = NULL;

  netop_resolver_start (self->resolver);
  netop_resolver_request_soon (self->resolver, &request); /* which hands it on */
  result = wait_for_result (self->resolver);
  g_assert_true (result->found_socket);
  g_assert_cmpuint (result->holders.n_pids, ==, 0);
  g_assert_cmpuint (get_statistics (self->resolver).walks, ==, 1);
}

/* Nobody holds it, and more packets ask: for a while that is known without a walk. */
static void
test_unheld_is_known (Fixture      *self,
                      gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);

  netop_resolver_start (self->resolver);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NetopResolverResult) result = NULL;

      netop_resolver_request (self->resolver, &request);
      result = wait_for_result (self->resolver);
      g_assert_cmpuint (result->holders.n_pids, ==, 0);
    }
  g_assert_cmpuint (get_statistics (self->resolver).walks, ==, 1);
}

/* A process that lives long, among many newer ones, makes a connection, and another: the second one's socket is looked
 * for where the first one's was found. */
static void
test_active_process (Fixture      *self,
                     gconstpointer data)
{
  NetopResolverRequest first = make_request (INODE), second = make_request (INODE + 1);
  g_autofree char     *target = g_strdup_printf ("socket:[%d]", INODE + 1);

  add_holder (self, 200, "old");
  netop_resolver_start (self->resolver);
  netop_resolver_request (self->resolver, &first);
  netop_resolver_result_free (wait_for_result (self->resolver));
  send_execs (self, 1000, 200);

  netop_fake_proc_remove (self->proc, 200, "fd/3");
  netop_fake_proc_set_link (self->proc, 200, "fd/3", target);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NetopResolverResult) result = NULL;

      if (i == 0)
        netop_resolver_request_soon (self->resolver, &second);
      else
        netop_resolver_request (self->resolver, &second);
      result = wait_for_result (self->resolver);
      g_assert_cmpuint (result->holders.n_pids, ==, 1);
      g_assert_cmpuint (result->holders.pids[0], ==, 200);
    }
  g_assert_cmpuint (get_statistics (self->resolver).walks, ==, 1);
}

/* What the index says is asked for again: the socket was passed on meanwhile. */
static void
test_passed_on (Fixture      *self,
                gconstpointer data)
{
  NetopResolverRequest request = make_request (INODE);
  g_autoptr (NetopHolderIndex) index = NULL;
  NetopHolders holders;

  add_holder (self, 200, "giver");
  g_assert_null (netop_resolver_take_index (self->resolver));
  netop_resolver_start (self->resolver);
  netop_resolver_request (self->resolver, &request);
  netop_resolver_result_free (wait_for_result (self->resolver));
  index = netop_resolver_take_index (self->resolver);
  g_assert_nonnull (index);
  g_assert_true (netop_holder_index_lookup (index, INODE, &holders));
  g_assert_null (netop_resolver_take_index (self->resolver)); /* once is enough */

  add_holder (self, 300, "taker");
  netop_fake_proc_remove (self->proc, 200, "fd/3");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NetopResolverResult) result = NULL;

      netop_resolver_request (self->resolver, &request);
      result = wait_for_result (self->resolver);
      g_assert_cmpuint (result->holders.n_pids, ==, 1);
      g_assert_cmpuint (result->holders.pids[0], ==, 300);
    }
}

static bool
end_trigger (NetopResolver *resolver,
             void          *user_data)
{
  g_atomic_int_inc ((gint *)user_data);
  return false;
}

/* Made and freed in every state, with work left. */
static void
test_start_and_stop (void)
{
  int  fds[2];
  gint n_triggered = 0;

  g_assert_cmpint (pipe (fds), ==, 0);
  g_assert_cmpint (write (fds[1], "", 1), ==, 1);
  for (guint i = 0; i < 20; i++)
    {
      NetopResolverOptions options = { .trigger_fd = fds[0], .trigger = end_trigger, .trigger_data = &n_triggered };
      g_autoptr (NetopResolver) resolver = netop_resolver_new (&options, NULL, NULL);
      NetopResolverRequest request = make_request (1 + i);

      g_assert_nonnull (resolver);
      g_assert_true (get_statistics (resolver).process_events_missing);
      if (i % 2 == 0)
        netop_resolver_start (resolver);
      for (guint k = 0; k < i; k++)
        {
          netop_resolver_request (resolver, &request);
          netop_resolver_request_soon (resolver, &request);
        }
    }
  g_assert_cmpint (g_atomic_int_get (&n_triggered), <=, 10); /* at most once each, though it stays readable */
  close (fds[0]);
  close (fds[1]);
}

/* --- A real one --- */

static void
ask_for_packet (const NetopCapturedPacket *captured,
                void                      *user_data)
{
  NetopResolverRequest request = { .time_us = g_get_monotonic_time () };
  NetopPacket          packet;

  if (netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes) != NETOP_PACKET_OK)
    return;
  request.key.local = packet.source;
  request.key.remote = packet.destination;
  request.key.local_port = packet.source_port;
  request.key.remote_port = packet.destination_port;
  request.key.protocol = packet.protocol;
  netop_resolver_request_now (user_data, &request);
}

static bool
read_trigger (NetopResolver *resolver,
              void          *user_data)
{
  return netop_capture_dispatch (user_data, 1000, ask_for_packet, resolver, NULL) == NETOP_CAPTURE_MORE;
}

static int
open_listener (struct sockaddr_in *address)
{
  socklen_t length = sizeof *address;
  int       fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  *address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_assert_cmpint (bind (fd, (struct sockaddr *)address, length), ==, 0);
  g_assert_cmpint (listen (fd, 1), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)address, &length), ==, 0);
  return fd;
}

/* A process that is there for one connection: until the other end closes it. */
static pid_t
start_client (const struct sockaddr_in *address)
{
  pid_t pid = fork ();
  char  byte;
  int   fd;

  if (pid != 0)
    return pid;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NAME, "netop-client");
  fd = socket (AF_INET, SOCK_STREAM, 0);
  if (connect (fd, (const struct sockaddr *)address, sizeof *address) < 0 || read (fd, &byte, 1) != 0)
    _exit (1);
  _exit (0);
}

static void
check_named (NetopResolver *resolver)
{
  struct sockaddr_in address;
  struct sockaddr_in peer;
  socklen_t          length = sizeof peer;
  int                listener = open_listener (&address);
  pid_t              pid = start_client (&address);
  int                fd = accept (listener, (struct sockaddr *)&peer, &length);
  int                status;
  g_autoptr (NetopResolverResult) result = wait_for_result (resolver);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (result->found_socket);
  g_assert_cmpuint (result->key.local_port, ==, ntohs (peer.sin_port));
  g_assert_cmpuint (result->key.remote_port, ==, ntohs (address.sin_port));
  g_assert_cmpuint (result->holders.n_pids, ==, 1);
  g_assert_cmpuint (result->holders.pids[0], ==, (uint32_t)pid);
  g_assert_cmpuint (result->processes[0].pid, ==, (uint32_t)pid);
  g_assert_cmpstr (result->processes[0].name, ==, "netop-client");
  close (fd);
  close (listener);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
test_real (void)
{
  NetopCaptureOptions  capture_options = { .role = NETOP_CAPTURE_ROLE_TRIGGER, .file_fd = -1 };
  NetopResolverOptions options = { .trigger = read_trigger };
  g_autoptr (NetopProcessEvents) events = netop_process_events_open (NULL); /* none elsewhere than at home */
  const char *reason = netop_fake_namespace_enter ();
  g_autoptr (NetopCapture) capture = NULL;
  g_autoptr (NetopResolver) resolver = NULL;
  g_autoptr (GError) error = NULL;

  if (reason != NULL)
    {
      g_test_skip (reason);
      return;
    }

  capture = netop_capture_find_backend ("pcap")->open (&capture_options, &error);
  g_assert_no_error (error);
  options.trigger_fd = netop_capture_get_fd (capture);
  options.trigger_data = capture;
  resolver = netop_resolver_new (&options, events, &error);
  g_assert_no_error (error);
  netop_resolver_start (resolver);
  for (guint i = 0; i < 10; i++)
    check_named (resolver);
}

#define ADD(name, data, func) g_test_add ("/sockets/resolver/" name, Fixture, (data), set_up, (func), tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("newest-first", NULL, test_newest_first);
  ADD ("scan-is-bounded", NULL, test_scan_is_bounded);
  ADD ("crowd-hides-nobody", NULL, test_crowd_hides_nobody);
  ADD ("received-pays-its-half", NULL, test_received_pays_its_half);
  ADD ("first-of-old-process", NULL, test_first_of_old_process);
  ADD ("without-notices", NULL, test_without_notices);
  ADD ("orphan", NULL, test_orphan);
  ADD ("burst", GINT_TO_POINTER (0), test_bucket);
  ADD ("burst-received", GINT_TO_POINTER (1), test_bucket);
  ADD ("full-requests", NULL, test_full_requests);
  ADD ("full-urgent", NULL, test_full_urgent);
  ADD ("full-results", NULL, test_full_results);
  ADD ("full-events", NULL, test_full_events);
  ADD ("walk", NULL, test_walk);
  ADD ("walk-in-vain", NULL, test_walk_in_vain);
  ADD ("no-walk-for-gone", NULL, test_no_walk_for_gone);
  ADD ("no-walk-for-gone-of-dump", NULL, test_no_walk_for_gone_of_dump);
  ADD ("unheld-is-known", NULL, test_unheld_is_known);
  ADD ("active-process", NULL, test_active_process);
  ADD ("passed-on", NULL, test_passed_on);
  g_test_add_func ("/sockets/resolver/start-and-stop", test_start_and_stop);
  g_test_add_func ("/sockets/resolver/real", test_real);

  return g_test_run ();
}
