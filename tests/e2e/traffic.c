/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "traffic.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* For what is under way when both ends have closed. */
#define FINISH_MS 5000
#define TCP_CLOSE 7 /* linux/tcp_states.h of the kernel */

_Alignas(uint64_t) char traffic_buffer[TRAFFIC_BUFFER_BYTES];

/* The sanitizer looks for leaks, at the end of a program, from a second process with the same name that shares all its
 * descriptors. Whoever watches may see that one hold its sockets, and is right. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

/* Ends the program; @what is what failed, errno says why. */
void
traffic_die (const char *what)
{
  fprintf (stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror (errno));
  exit (1);
}

void
traffic_sleep_ms (int duration_ms)
{
  struct timespec pause = { duration_ms / 1000, (duration_ms % 1000) * 1000000L };

  nanosleep (&pause, NULL);
}

/* Returns the length of @address. */
socklen_t
traffic_parse_address (const char              *address_text,
                       const char              *port_text,
                       struct sockaddr_storage *address)
{
  struct addrinfo  hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
  struct addrinfo *found;
  socklen_t        length;

  if (getaddrinfo (address_text, port_text, &hints, &found) != 0)
    {
      errno = EINVAL;
      traffic_die (address_text);
    }
  length = found->ai_addrlen;
  memcpy (address, found->ai_addr, length);
  freeaddrinfo (found);
  return length;
}

void
traffic_say_ready (void)
{
  printf ("ready\n");
  fflush (stdout);
}

/* Tells who drives the test that it is its turn, and waits until it had it. */
void
traffic_take_turns (const char *word)
{
  int c;

  printf ("%s\n", word);
  fflush (stdout);
  while ((c = getchar ()) != '\n')
    if (c == EOF)
      traffic_die ("nobody answers");
}

int
traffic_open_socket (const struct sockaddr_storage *address,
                     int                            type)
{
  int fd = socket (address->ss_family, type | SOCK_CLOEXEC, 0);
  int on = 1;

  if (fd < 0)
    traffic_die ("socket");
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return fd;
}

/* A datagram socket that is bound to a group gets what is sent there only when it has joined it. */
static void
join_group (int                            fd,
            const struct sockaddr_storage *address)
{
  const struct sockaddr_in  *v4 = (const struct sockaddr_in *)address;
  const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
  struct ip_mreqn            v4_request = { .imr_multiaddr = v4->sin_addr };
  struct ipv6_mreq           v6_request = { .ipv6mr_multiaddr = v6->sin6_addr, .ipv6mr_interface = v6->sin6_scope_id };
  int                        result = 0;

  if (address->ss_family == AF_INET && IN_MULTICAST (ntohl (v4->sin_addr.s_addr)))
    result = setsockopt (fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &v4_request, sizeof v4_request);
  else if (address->ss_family == AF_INET6 && IN6_IS_ADDR_MULTICAST (&v6->sin6_addr))
    result = setsockopt (fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &v6_request, sizeof v6_request);
  if (result < 0)
    traffic_die ("join");
}

/* Prints "ready" when it can be reached. */
int
traffic_open_listener (const struct sockaddr_storage *address,
                       socklen_t                      length,
                       int                            type)
{
  int fd = traffic_open_socket (address, type);
  /* Datagrams wait for their reader; a stream's window stays below what a veth pair keeps in its queues, so that
   * nothing is sent twice. */
  int room = type == SOCK_DGRAM ? 8 << 20 : 256 << 10;

  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  if (bind (fd, (const struct sockaddr *)address, length) < 0)
    traffic_die ("bind");
  if (type == SOCK_DGRAM)
    join_group (fd, address);
  if (type == SOCK_STREAM && listen (fd, 128) < 0)
    traffic_die ("listen");
  traffic_say_ready ();
  return fd;
}

int
traffic_accept_stream (int listener)
{
  int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);

  if (fd < 0)
    traffic_die ("accept");
  return fd;
}

int
traffic_connect_stream (const struct sockaddr_storage *address,
                        socklen_t                      length)
{
  int fd = traffic_open_socket (address, SOCK_STREAM);

  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &(int){ 256 << 10 }, sizeof (int));
  if (connect (fd, (const struct sockaddr *)address, length) < 0)
    traffic_die ("connect");
  return fd;
}

/* Until the other side closes. */
void
traffic_receive_stream (int            fd,
                        TrafficReport *report)
{
  ssize_t n;

  while ((n = recv (fd, traffic_buffer, sizeof traffic_buffer, 0)) > 0)
    report->rx_payload += (uint64_t)n;
}

/* The other side's close is waited for, and that it has ours, so that the counts are those of the whole connection. */
void
traffic_finish_stream (int            fd,
                       TrafficReport *report)
{
  struct tcp_info info = { 0 };
  socklen_t       length = sizeof info;

  traffic_receive_stream (fd, report);
  for (int waited_ms = 0; info.tcpi_state != TCP_CLOSE && waited_ms < FINISH_MS; waited_ms++)
    {
      if (waited_ms > 0)
        traffic_sleep_ms (1);
      if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0)
        traffic_die ("TCP_INFO");
    }
  report->rx_packets += info.tcpi_segs_in;
  report->tx_packets += info.tcpi_segs_out;
  report->retransmits += info.tcpi_total_retrans;
  report->rtt_us = info.tcpi_rtt;
}

/* The checksum of RFC 1071. */
uint16_t
traffic_sum_up (const uint8_t *bytes,
                size_t         length)
{
  uint32_t sum = 0;

  for (size_t i = 0; i < length; i++)
    sum += i % 2 == 0 ? (uint32_t)bytes[i] << 8 : bytes[i];
  while (sum > 0xffff)
    sum = (sum & 0xffff) + (sum >> 16);
  return htons ((uint16_t)~sum);
}

/* One line of JSON. */
void
traffic_print_report (const TrafficReport *report)
{
  printf ("{\"pid\": %d, \"rx_payload\": %llu, \"tx_payload\": %llu, \"rx_packets\": %llu, \"tx_packets\": %llu, "
          "\"retransmits\": %llu, \"rtt_us\": %u}\n",
          (int)getpid (),
          (unsigned long long)report->rx_payload,
          (unsigned long long)report->tx_payload,
          (unsigned long long)report->rx_packets,
          (unsigned long long)report->tx_packets,
          (unsigned long long)report->retransmits,
          report->rtt_us);
  fflush (stdout);
}
