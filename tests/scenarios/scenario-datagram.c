/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "scenario.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define N_PEERS 50
#define AT_ONCE 32
#define FIRST_MS 15000
#define NEXT_MS 3000

static bool
is (const Scenario *scenario,
    const char     *method)
{
  return strcmp (scenario->method, method) == 0;
}

static struct sockaddr_storage
get_peer (const Scenario *scenario,
          uint64_t        number)
{
  struct sockaddr_storage address = scenario->address;
  in_port_t              *port = address.ss_family == AF_INET ? &((struct sockaddr_in *)&address)->sin_port : &((struct sockaddr_in6 *)&address)->sin6_port;

  *port = htons ((uint16_t)(ntohs (*port) + number % N_PEERS));
  return address;
}

/* RFC 8200, 4.3 and 4.6: eight bytes, of which the option pads six (PadN). The kernel sets the first one. */
static void
add_extension_header (int fd,
                      int option)
{
  const uint8_t header[8] = { 0, 0, 1, 4 };

  if (setsockopt (fd, IPPROTO_IPV6, option, header, sizeof header) < 0)
    scenario_skip ("extension header");
}

static ssize_t
send_many (int    fd,
           size_t size,
           size_t n)
{
  struct mmsghdr messages[AT_ONCE] = { 0 };
  struct iovec   vector = { traffic_buffer, size };

  for (size_t i = 0; i < n; i++)
    messages[i].msg_hdr = (struct msghdr){ .msg_iov = &vector, .msg_iovlen = 1 };
  return sendmmsg (fd, messages, (unsigned)n, 0);
}

/* Returns how many datagrams went, or -1. */
static ssize_t
send_some (const Scenario *scenario,
           int             fd,
           ScenarioRing   *ring,
           uint64_t        number)
{
  uint64_t                left = scenario->amount - number;
  struct sockaddr_storage peer = scenario->address;
  ssize_t                 n;

  if (is (scenario, "sendmmsg"))
    return send_many (fd, scenario->size, left < AT_ONCE ? left : AT_ONCE);
  if (ring != NULL)
    return scenario_ring_send (ring, fd, traffic_buffer, scenario->size) < 0 ? -1 : 1;
  if (is (scenario, "unconnected") || is (scenario, "peers"))
    {
      if (is (scenario, "peers"))
        peer = get_peer (scenario, number);
      n = sendto (fd, traffic_buffer, scenario->size, 0, (struct sockaddr *)&peer, scenario->length);
    }
  else
    {
      n = send (fd, traffic_buffer, scenario->size, 0);
    }
  return n < 0 ? -1 : 1;
}

static void
send_datagrams (const Scenario *scenario,
                TrafficReport  *report)
{
  int           fd = traffic_open_socket (&scenario->address, SOCK_DGRAM);
  ScenarioRing *ring = is (scenario, "uring") ? scenario_ring_new () : NULL;

  if (is (scenario, "hop-by-hop"))
    add_extension_header (fd, IPV6_HOPOPTS);
  if (is (scenario, "destination"))
    add_extension_header (fd, IPV6_DSTOPTS);
  if (!is (scenario, "unconnected") && !is (scenario, "peers") && connect (fd, (const struct sockaddr *)&scenario->address, scenario->length) < 0)
    traffic_die ("connect");

  while (report->tx_packets < scenario->amount)
    {
      ssize_t n = send_some (scenario, fd, ring, report->tx_packets);

      if (n < 0 && errno != ENOBUFS)
        traffic_die ("sending datagrams");
      if (n > 0)
        {
          report->tx_packets += (uint64_t)n;
          report->tx_payload += (uint64_t)n * scenario->size;
        }
      if (report->tx_packets % 64 == 0)
        traffic_sleep_ms (1);
    }
  scenario_ring_free (ring);
}

static int
open_receiver (const Scenario                *scenario,
               const struct sockaddr_storage *peer)
{
  struct sockaddr_storage address = *peer;

  if (is (scenario, "wildcard") && address.ss_family == AF_INET)
    ((struct sockaddr_in *)&address)->sin_addr.s_addr = INADDR_ANY;
  if (is (scenario, "wildcard") && address.ss_family == AF_INET6)
    ((struct sockaddr_in6 *)&address)->sin6_addr = in6addr_any;
  return traffic_open_listener (&address, scenario->length, SOCK_DGRAM);
}

static int
receive_many (int            fd,
              TrafficReport *report)
{
  static char    buffers[AT_ONCE][2048];
  struct mmsghdr messages[AT_ONCE] = { 0 };
  struct iovec   vectors[AT_ONCE];
  int            n;

  for (size_t i = 0; i < AT_ONCE; i++)
    {
      vectors[i] = (struct iovec){ buffers[i], sizeof buffers[i] };
      messages[i].msg_hdr = (struct msghdr){ .msg_iov = &vectors[i], .msg_iovlen = 1 };
    }
  n = recvmmsg (fd, messages, AT_ONCE, MSG_DONTWAIT, NULL);
  for (int i = 0; i < n; i++)
    report->rx_payload += messages[i].msg_len;
  return n;
}

static void
receive_one (const Scenario *scenario,
             int             fd,
             ScenarioRing   *ring,
             bool            answer,
             TrafficReport  *report)
{
  struct sockaddr_storage peer;
  socklen_t               length = sizeof peer;
  ssize_t                 n;

  if (is (scenario, "recvmmsg"))
    {
      n = receive_many (fd, report);
      report->rx_packets += n > 0 ? (uint64_t)n : 0;
      return;
    }

  n = ring != NULL ? scenario_ring_receive (ring, fd, traffic_buffer, sizeof traffic_buffer)
                   : recvfrom (fd, traffic_buffer, sizeof traffic_buffer, 0, (struct sockaddr *)&peer, &length);
  if (n < 0)
    traffic_die ("receiving datagrams");
  report->rx_packets++;
  report->rx_payload += (uint64_t)n;
  if (answer && sendto (fd, traffic_buffer, (size_t)n, 0, (struct sockaddr *)&peer, length) == n)
    {
      report->tx_packets++;
      report->tx_payload += (uint64_t)n;
    }
}

static void
receive_datagrams (const Scenario *scenario,
                   bool            answer,
                   TrafficReport  *report)
{
  nfds_t        n_fds = is (scenario, "peers") ? N_PEERS : 1;
  struct pollfd fds[N_PEERS];
  ScenarioRing *ring = is (scenario, "uring") ? scenario_ring_new () : NULL;

  for (nfds_t i = 0; i < n_fds; i++)
    {
      struct sockaddr_storage address = get_peer (scenario, i);

      fds[i] = (struct pollfd){ open_receiver (scenario, &address), POLLIN, 0 };
    }
  while (report->rx_packets < scenario->amount && poll (fds, n_fds, report->rx_packets > 0 ? NEXT_MS : FIRST_MS) > 0)
    {
      for (nfds_t i = 0; i < n_fds; i++)
        if (fds[i].revents != 0)
          receive_one (scenario, fds[i].fd, ring, answer, report);
    }
  scenario_ring_free (ring);
}

static void
ask (const Scenario *scenario,
     TrafficReport  *report)
{
  int           fd = traffic_open_socket (&scenario->address, SOCK_DGRAM);
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  if (connect (fd, (const struct sockaddr *)&scenario->address, scenario->length) < 0)
    traffic_die ("connect");
  while (report->tx_packets < scenario->amount)
    {
      if (send (fd, traffic_buffer, scenario->size, 0) < 0 || poll (&poll_fd, 1, NEXT_MS) < 1)
        traffic_die ("no answer");
      report->tx_packets++;
      report->tx_payload += scenario->size;
      receive_one (scenario, fd, NULL, false, report);
    }
}

int
scenario_run_datagram (const Scenario *scenario,
                       TrafficReport  *report)
{
  if (strcmp (scenario->role, "udp-send") == 0)
    send_datagrams (scenario, report);
  else if (strcmp (scenario->role, "udp-receive") == 0)
    receive_datagrams (scenario, false, report);
  else if (strcmp (scenario->role, "udp-answer") == 0)
    receive_datagrams (scenario, true, report);
  else if (strcmp (scenario->role, "udp-ask") == 0)
    ask (scenario, report);
  else
    return false;
  return true;
}
