/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netop-capture.h"
#include "netop-fake-namespace.h"

/* Live capture, in a network namespace of this program's own. */

#define PORT 5300
#define WAIT_MS 10000

/* Where the kernel has no more memory for rings; 0 for no limit. */
static uint64_t max_ring_bytes;

/* Stands in for the C library's, also when libpcap calls it. */
int
setsockopt (int         fd,
            int         level,
            int         name,
            const void *value,
            socklen_t   length)
{
  const struct tpacket_req *request = value;

  if (level == SOL_PACKET && name == PACKET_RX_RING && max_ring_bytes > 0 &&
      (uint64_t)request->tp_block_size * request->tp_block_nr > max_ring_bytes)
    {
      errno = ENOMEM;
      return -1;
    }
  return (int)syscall (SYS_setsockopt, fd, level, name, value, length);
}

static NetopCapture *
open_live (const char      *interface_name,
           NetopCaptureRole role,
           uint32_t         buffer_bytes,
           GError         **error)
{
  NetopCaptureOptions options = {
    .role = role,
    .interface_name = interface_name,
    .buffer_bytes = buffer_bytes,
    .file_fd = -1,
  };

  return netop_capture_find_backend ("pcap")->open (&options, error);
}

static NetopCapture *
open_main (const char *interface_name)
{
  g_autoptr (GError) error = NULL;
  NetopCapture *capture = open_live (interface_name, NETOP_CAPTURE_ROLE_MAIN, 4 << 20, &error);

  g_assert_no_error (error);
  return capture;
}

/* Sends @n datagrams of @payload_bytes to ourselves on @port, whose owner is nobody but the socket that sends. */
static void
send_datagrams (guint    n,
                guint    payload_bytes,
                uint16_t port)
{
  struct sockaddr_in  address = { .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_autofree uint8_t *payload = g_malloc0 (payload_bytes);
  int                 fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (sendto (fd, payload, payload_bytes, 0, (struct sockaddr *)&address, sizeof address), ==, (ssize_t)payload_bytes);
  close (fd);
}

typedef struct
{
  guint         n_ours; /* to the last port but one */
  guint         n_others;
  bool          ended; /* the last port was seen */
  uint16_t      port;
  uint32_t      max_captured;
  uint32_t      ip_bytes;
  uint32_t      interface_index;
  NetopLinkType link_type;
} Seen;

static void
note_packet (const NetopCapturedPacket *captured,
             void                      *user_data)
{
  Seen       *seen = user_data;
  NetopPacket packet;

  seen->link_type = captured->link_type;
  seen->max_captured = MAX (seen->max_captured, captured->captured_bytes);
  if (netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes) != NETOP_PACKET_OK)
    return;

  if (packet.protocol == NETOP_PROTOCOL_UDP && packet.destination_port == seen->port)
    {
      seen->n_ours++;
      seen->ip_bytes = packet.ip_bytes;
      seen->interface_index = packet.interface_index != 0 ? packet.interface_index : captured->interface_index;
    }
  else if (packet.protocol == NETOP_PROTOCOL_UDP && packet.destination_port == seen->port + 1)
    seen->ended = true;
  else
    seen->n_others++;
}

/* Reads until a datagram to the port after seen->port came: all that was sent before it has come then. */
static void
read_to_end (NetopCapture *capture,
             Seen         *seen)
{
  struct pollfd fd = { .fd = netop_capture_get_fd (capture), .events = POLLIN };
  g_autoptr (GError) error = NULL;

  /* Room for the last one, where the ring is full. */
  g_assert_cmpint (netop_capture_dispatch (capture, 100000, note_packet, seen, &error), ==, NETOP_CAPTURE_MORE);
  send_datagrams (1, 1, seen->port + 1);
  while (!seen->ended)
    {
      g_assert_cmpint (poll (&fd, 1, WAIT_MS), ==, 1);
      g_assert_cmpint (netop_capture_dispatch (capture, 100000, note_packet, seen, &error), ==, NETOP_CAPTURE_MORE);
      g_assert_no_error (error);
    }
}

/* Of the whole, and once: a loopback packet goes out and comes in. */
static void
test_sees_once (gconstpointer data)
{
  const char *interface_name = data;
  g_autoptr (NetopCapture) capture = open_main (interface_name);
  NetopCaptureStatistics statistics;
  Seen                   seen = { .port = PORT };

  send_datagrams (20, 1400, PORT);
  read_to_end (capture, &seen);
  g_assert_cmpuint (seen.n_ours, ==, 20);
  g_assert_cmpuint (seen.ip_bytes, ==, 20 + 8 + 1400);
  g_assert_cmpuint (seen.interface_index, ==, 1);
  g_assert_cmpint (seen.link_type, ==, interface_name == NULL ? NETOP_LINK_COOKED_V2 : NETOP_LINK_ETHERNET);
  g_assert_cmpuint (seen.max_captured, <=, netop_packet_get_snap_length ());

  netop_capture_get_statistics (capture, &statistics);
  g_assert_cmpuint (statistics.packets, ==, seen.n_ours + seen.n_others + 1);
  g_assert_cmpuint (statistics.dropped_kernel, ==, 0);
  g_assert_cmpuint (statistics.file_bytes, ==, 0);
}

static guint
count_filter_instructions (NetopCapture *capture)
{
  struct sock_filter program[256];
  socklen_t          n = G_N_ELEMENTS (program);

  if (getsockopt (netop_capture_get_fd (capture), SOL_SOCKET, SO_GET_FILTER, program, &n) < 0)
    return 0;
  return n;
}

/* Without one the kernel copies packets whole. */
static void
test_filter (void)
{
  g_autoptr (NetopCapture) all = open_main (NULL);
  g_autoptr (NetopCapture) one = open_main ("lo");
  g_autoptr (NetopCapture) trigger = open_live (NULL, NETOP_CAPTURE_ROLE_TRIGGER, 0, NULL);

  g_assert_cmpuint (count_filter_instructions (all), >, 0);
  g_assert_cmpuint (count_filter_instructions (one), >, 0);
  g_assert_cmpuint (count_filter_instructions (trigger), >, 10);
}

static void
open_connection (int family)
{
  struct sockaddr_storage address = { .ss_family = (sa_family_t)family };
  struct sockaddr_in     *v4 = (struct sockaddr_in *)(void *)&address;
  socklen_t               length = family == AF_INET ? sizeof (struct sockaddr_in) : sizeof (struct sockaddr_in6);
  int                     listener = socket (family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int                     fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (family == AF_INET)
    v4->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  else
    ((struct sockaddr_in6 *)(void *)&address)->sin6_addr = in6addr_loopback;
  g_assert_cmpint (bind (listener, (struct sockaddr *)&address, length), ==, 0);
  g_assert_cmpint (listen (listener, 1), ==, 0);
  g_assert_cmpint (getsockname (listener, (struct sockaddr *)&address, &length), ==, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&address, length), ==, 0);
  g_assert_cmpint (send (fd, "payload", 7, 0), ==, 7);
  close (fd);
  close (listener);
}

static void
send_echo (void)
{
  /* The checksum of this message (RFC 1071). */
  const struct icmphdr message = { .type = ICMP_ECHO, .checksum = htons (0xf7ff) };
  struct sockaddr_in   address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int                  fd = socket (AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (sendto (fd, &message, sizeof message, 0, (struct sockaddr *)&address, sizeof address), ==, sizeof message);
  close (fd);
}

/* Opening packets, name queries and echoes, at once and no others: what is replied is none. */
static void
test_trigger (void)
{
  static const uint16_t query_ports[] = { 5353, 5355 };
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = open_live (NULL, NETOP_CAPTURE_ROLE_TRIGGER, 0, &error);
  Seen seen = { .port = 52 };

  g_assert_no_error (error);
  send_datagrams (5, 100, PORT);
  for (guint i = 0; i < G_N_ELEMENTS (query_ports); i++)
    send_datagrams (1, 100, query_ports[i]);
  open_connection (AF_INET);
  open_connection (AF_INET6);
  send_echo ();
  read_to_end (capture, &seen); /* by one to port 53 */
  g_assert_cmpuint (seen.n_ours, ==, 0);
  g_assert_cmpuint (seen.n_others, ==, 5); /* two queries, two SYNs, an echo */
}

static void
test_ring (void)
{
  static const uint32_t asked[] = { 1 << 20, 4 << 20, 16 << 20 };

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopCapture) capture = open_live (NULL, NETOP_CAPTURE_ROLE_MAIN, asked[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (netop_capture_get_ring_bytes (capture), <=, asked[i]);
      g_assert_cmpuint (netop_capture_get_ring_bytes (capture), >=, asked[i] / 10 * 8);
    }
}

/* What cannot be had whole is had smaller, and said. */
static void
test_ring_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;
  Seen seen = { .port = PORT };

  max_ring_bytes = 2 << 20;
  capture = open_live (NULL, NETOP_CAPTURE_ROLE_MAIN, 16 << 20, &error);
  max_ring_bytes = 0;
  g_assert_no_error (error);
  g_assert_cmpuint (netop_capture_get_ring_bytes (capture), <=, 2 << 20);
  g_assert_cmpuint (netop_capture_get_ring_bytes (capture), >, 1 << 20);

  send_datagrams (3, 10, PORT);
  read_to_end (capture, &seen);
  g_assert_cmpuint (seen.n_ours, ==, 3);
}

/* All that was sent was either seen or counted as lost. On loopback the kernel counts a lost one up to twice, on its
 * way out and in. */
static void
test_drops (void)
{
  const guint n_sent = 20000;
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = open_live (NULL, NETOP_CAPTURE_ROLE_MAIN, 256 << 10, &error);
  NetopCaptureStatistics statistics, again;
  Seen                   seen = { .port = PORT };

  g_assert_no_error (error);
  send_datagrams (n_sent, 200, PORT);
  netop_capture_get_statistics (capture, &statistics);
  g_assert_cmpuint (statistics.dropped_kernel, >, 0);
  read_to_end (capture, &seen);
  g_assert_cmpuint (seen.n_ours, <, n_sent);

  netop_capture_get_statistics (capture, &again);
  g_assert_cmpuint (again.dropped_kernel, >=, statistics.dropped_kernel);
  g_assert_cmpuint (again.packets, ==, seen.n_ours + seen.n_others + 1);
  g_assert_cmpuint (seen.n_ours + again.dropped_kernel, >=, n_sent);
  g_assert_cmpuint (seen.n_ours + again.dropped_kernel, <=, 2 * n_sent);
}

static void
test_no_device (void)
{
  /* The second is one that libpcap knows, though it is no interface. */
  static const char *const names[] = { "netop-none", "nflog", "", "any", "a-name-that-is-too-long-for-any" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_live (names[i], NETOP_CAPTURE_ROLE_MAIN, 1 << 20, &error));
      g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NO_DEVICE);
      g_assert_true (g_str_has_suffix (error->message, names[i]));
    }
}

/* Without privileges: in a child, because they do not come back. */
static void
test_no_permission (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }

  g_assert_cmpint (setresgid (65534, 65534, 65534), ==, 0);
  g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
  g_assert_null (open_live ("lo", NETOP_CAPTURE_ROLE_MAIN, 1 << 20, &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_PERMISSION);
  g_assert_cmpint (netop_capture_find_backend ("pcap")->probe (&reason), ==, NETOP_PROBE_FAILED);
  g_assert_nonnull (strstr (reason, "CAP_NET_RAW"));
}

static void
test_probe (void)
{
  g_autofree char *reason = NULL;

  g_assert_cmpint (netop_capture_find_backend ("pcap")->probe (&reason), ==, NETOP_PROBE_SUPPORTED);
  g_assert_null (reason);
}

static NetopCaptureResult
wait_for_loss (NetopCapture *capture,
               GError      **error)
{
  struct pollfd      fd = { .fd = netop_capture_get_fd (capture), .events = POLLIN };
  Seen               seen = { .port = PORT };
  NetopCaptureResult result;

  do
    {
      g_assert_cmpint (poll (&fd, 1, WAIT_MS), ==, 1);
      result = netop_capture_dispatch (capture, 100, note_packet, &seen, error);
    }
  while (result == NETOP_CAPTURE_MORE);
  return result;
}

/* The interface goes away under a capture of it. One of all interfaces goes on. */
static void
test_removed (void)
{
  g_autoptr (NetopCapture) capture = NULL;
  g_autoptr (NetopCapture) all = NULL;
  g_autoptr (GError) error = NULL;
  Seen seen = { .port = PORT };

  if (!netop_fake_namespace_has_ip ())
    {
      g_test_skip ("needs the program ip");
      return;
    }

  netop_fake_namespace_run_ip ("link add netop-v0 type veth peer name netop-v1");
  netop_fake_namespace_run_ip ("link set netop-v0 up");
  capture = open_main ("netop-v0");
  all = open_main (NULL);
  netop_fake_namespace_run_ip ("link delete netop-v0");

  g_assert_cmpint (wait_for_loss (capture, &error), ==, NETOP_CAPTURE_LOST);
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "netop-v0"));

  send_datagrams (1, 10, PORT);
  read_to_end (all, &seen);
  g_assert_cmpuint (seen.n_ours, ==, 1);
}

static void
test_skipped (gconstpointer data)
{
  g_test_skip (data);
}

int
main (int    argc,
      char **argv)
{
  const char *reason;

  g_test_init (&argc, &argv, NULL);

  reason = netop_fake_namespace_enter ();
  if (reason != NULL)
    {
      g_test_add_data_func ("/capture/pcap", reason, test_skipped);
      return g_test_run ();
    }

  g_test_add_data_func ("/capture/pcap/sees-once-all", NULL, test_sees_once);
  g_test_add_data_func ("/capture/pcap/sees-once-lo", "lo", test_sees_once);
  g_test_add_func ("/capture/pcap/filter", test_filter);
  g_test_add_func ("/capture/pcap/trigger", test_trigger);
  g_test_add_func ("/capture/pcap/ring", test_ring);
  g_test_add_func ("/capture/pcap/ring-refused", test_ring_refused);
  g_test_add_func ("/capture/pcap/drops", test_drops);
  g_test_add_func ("/capture/pcap/no-device", test_no_device);
  g_test_add_func ("/capture/pcap/no-permission", test_no_permission);
  g_test_add_func ("/capture/pcap/probe", test_probe);
  g_test_add_func ("/capture/pcap/removed", test_removed);

  return g_test_run ();
}
