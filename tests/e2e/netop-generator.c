/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Makes a known amount of traffic and says what it was.
 *
 * netop-generator ROLE ADDRESS PORT AMOUNT [SIZE]
 *
 *   tcp-send     connects and sends AMOUNT bytes
 *   tcp-halves   the same in two halves: after the first it prints "half" and waits for a line
 *   tcp-receive  connects and receives until the other side closes
 *   tcp-source   listens, takes one connection, sends AMOUNT bytes
 *   tcp-sink     listens, takes one connection, receives until the other side closes
 *   tcp-fork     as tcp-sink, but a child receives, and the parent gives its own copy of the connection up
 *   tcp-many     waits for a line, then connects AMOUNT times, sends SIZE bytes and stays 20 ms
 *   tcp-serve    listens, takes AMOUNT connections, one after the other, receives until the other side closes
 *   udp-send     sends AMOUNT datagrams of SIZE bytes, connected
 *   udp-halves   the same in two halves
 *   udp-sendto   the same as udp-send, unconnected
 *   udp-sink     receives AMOUNT datagrams, or what came when nothing comes for 3 s; joins ADDRESS, if a group
 *   query        sends one datagram of SIZE bytes, waits for an answer, lives 5 ms more
 *   answer       answers AMOUNT datagrams, each with SIZE bytes
 *   echo         sends AMOUNT ICMP echo requests with the identifier PORT and SIZE bytes, and waits for each reply;
 *                of those that get none, as a busy kernel may do, it sends more
 *
 * ADDRESS may end with %SCOPE. Listeners print "ready". At the end one line of JSON: payload and, for TCP, the
 * segments the kernel counted (tcp(7), TCP_INFO), so that payload plus wire headers can be told without looking at any
 * packet; what it sent again, and the last connection's round trip. */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct
{
  uint64_t rx_payload;
  uint64_t tx_payload;
  uint64_t rx_packets;
  uint64_t tx_packets;
  uint64_t retransmits;
  uint32_t rtt_us;
} Report;

static _Alignas(uint64_t) char buffer[65536];

static void
die (const char *what)
{
  fprintf (stderr, "netop-generator: %s: %s\n", what, strerror (errno));
  exit (1);
}

static void
sleep_ms (int duration_ms)
{
  struct timespec pause = { duration_ms / 1000, (duration_ms % 1000) * 1000000L };

  nanosleep (&pause, NULL);
}

static socklen_t
parse_address (const char              *address_text,
               const char              *port_text,
               struct sockaddr_storage *address)
{
  struct addrinfo  hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
  struct addrinfo *found;
  socklen_t        length;

  if (getaddrinfo (address_text, port_text, &hints, &found) != 0)
    {
      errno = EINVAL;
      die (address_text);
    }
  length = found->ai_addrlen;
  memcpy (address, found->ai_addr, length);
  freeaddrinfo (found);
  return length;
}

/* Tells who drives the test that it is its turn, and waits until it had it. */
static void
take_turns (const char *word)
{
  int c;

  printf ("%s\n", word);
  fflush (stdout);
  while ((c = getchar ()) != '\n')
    if (c == EOF)
      die ("nobody answers");
}

static int
open_socket (const struct sockaddr_storage *address,
             int                            type)
{
  int fd = socket (address->ss_family, type | SOCK_CLOEXEC, 0);
  int on = 1;

  if (fd < 0)
    die ("socket");
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
    die ("join");
}

static int
open_listener (const struct sockaddr_storage *address,
               socklen_t                      length,
               int                            type)
{
  int fd = open_socket (address, type);
  /* Datagrams wait for their reader; a stream's window stays below what a veth pair keeps in its queues, so that
   * nothing is sent twice. */
  int room = type == SOCK_DGRAM ? 8 << 20 : 256 << 10;

  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  if (bind (fd, (const struct sockaddr *)address, length) < 0)
    die ("bind");
  if (type == SOCK_DGRAM)
    join_group (fd, address);
  if (type == SOCK_STREAM && listen (fd, 1) < 0)
    die ("listen");
  printf ("ready\n");
  fflush (stdout);
  return fd;
}

static void
send_stream (int      fd,
             uint64_t amount,
             Report  *report)
{
  while (report->tx_payload < amount)
    {
      uint64_t left = amount - report->tx_payload;
      ssize_t  n = send (fd, buffer, left < sizeof buffer ? left : sizeof buffer, MSG_NOSIGNAL);

      if (n < 0)
        die ("send");
      report->tx_payload += (uint64_t)n;
    }
}

static void
receive_stream (int     fd,
                Report *report)
{
  ssize_t n;

  while ((n = recv (fd, buffer, sizeof buffer, 0)) > 0)
    report->rx_payload += (uint64_t)n;
}

/* The other side's close is waited for, so that the counts are those of the whole connection. */
static void
finish_stream (int     fd,
               Report *report)
{
  struct tcp_info info = { 0 };
  socklen_t       length = sizeof info;

  receive_stream (fd, report);
  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0)
    die ("TCP_INFO");
  report->rx_packets += info.tcpi_segs_in;
  report->tx_packets += info.tcpi_segs_out;
  report->retransmits += info.tcpi_total_retrans;
  report->rtt_us = info.tcpi_rtt;
}

static void
send_datagrams (int                            fd,
                const struct sockaddr_storage *address,
                socklen_t                      length,
                uint64_t                       amount,
                size_t                         size,
                Report                        *report)
{
  while (report->tx_packets < amount)
    {
      ssize_t n = sendto (fd, buffer, size, 0, (const struct sockaddr *)address, length);

      if (n < 0 && errno != ENOBUFS && errno != ECONNREFUSED)
        die ("sendto");
      if (n >= 0)
        {
          report->tx_packets++;
          report->tx_payload += (uint64_t)n;
        }
      if (report->tx_packets % 64 == 0)
        sleep_ms (1);
    }
}

static void
receive_datagrams (int      fd,
                   uint64_t amount,
                   Report  *report)
{
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  while (report->rx_packets < amount && poll (&poll_fd, 1, report->rx_packets > 0 ? 3000 : 15000) > 0)
    {
      ssize_t n = recv (fd, buffer, sizeof buffer, 0);

      if (n < 0)
        die ("recv");
      report->rx_packets++;
      report->rx_payload += (uint64_t)n;
    }
}

static void
answer_datagrams (int      fd,
                  uint64_t amount,
                  size_t   size,
                  Report  *report)
{
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  while (report->rx_packets < amount && poll (&poll_fd, 1, 15000) > 0)
    {
      struct sockaddr_storage peer;
      socklen_t               length = sizeof peer;
      ssize_t                 n = recvfrom (fd, buffer, sizeof buffer, 0, (struct sockaddr *)&peer, &length);

      if (n < 0)
        die ("recvfrom");
      report->rx_packets++;
      report->rx_payload += (uint64_t)n;
      if (sendto (fd, buffer, size, 0, (struct sockaddr *)&peer, length) == (ssize_t)size)
        {
          report->tx_packets++;
          report->tx_payload += size;
        }
    }
}

/* The checksum of RFC 1071. */
static uint16_t
sum_up (const uint8_t *bytes,
        size_t         length)
{
  uint32_t sum = 0;

  for (size_t i = 0; i < length; i++)
    sum += i % 2 == 0 ? (uint32_t)bytes[i] << 8 : bytes[i];
  while (sum > 0xffff)
    sum = (sum & 0xffff) + (sum >> 16);
  return htons ((uint16_t)~sum);
}

/* The two families' messages are of one shape. A raw socket of version 4 gets the IP header too. */
static void
send_echoes (const struct sockaddr_storage *address,
             socklen_t                      length,
             uint16_t                       id,
             uint64_t                       amount,
             size_t                         size,
             Report                        *report)
{
  bool            is_v4 = address->ss_family == AF_INET;
  int             fd = socket (address->ss_family, SOCK_RAW | SOCK_CLOEXEC, is_v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
  uint8_t         reply_type = is_v4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;
  struct pollfd   poll_fd = { fd, POLLIN, 0 };
  struct icmphdr *message = (struct icmphdr *)buffer;

  if (fd < 0 || connect (fd, (const struct sockaddr *)address, length) < 0)
    die ("raw socket");

  while (report->rx_packets < amount && report->tx_packets < 2 * amount)
    {
      uint64_t before = report->rx_packets;

      memset (buffer, 0, sizeof *message + size);
      message->type = is_v4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
      message->un.echo.id = htons (id);
      message->un.echo.sequence = htons ((uint16_t)++report->tx_packets);
      message->checksum = sum_up ((const uint8_t *)buffer, sizeof *message + size);
      if (send (fd, buffer, sizeof *message + size, 0) < 0)
        die ("send");
      report->tx_payload += size;

      /* What is for others comes here too. */
      while (report->rx_packets == before && poll (&poll_fd, 1, 500) > 0)
        {
          ssize_t        n = recv (fd, buffer, sizeof buffer, 0);
          struct icmphdr reply;

          if (n < 0)
            die ("recv");
          memcpy (&reply, buffer + (is_v4 ? 20 : 0), sizeof reply);
          if (reply.type == reply_type && reply.un.echo.id == htons (id))
            {
              report->rx_packets++;
              report->rx_payload += size;
            }
        }
    }
  if (report->rx_packets < amount)
    die ("too few replies");
}

static int
accept_stream (int listener)
{
  int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);

  if (fd < 0)
    die ("accept");
  return fd;
}

static int
connect_stream (const struct sockaddr_storage *address,
                socklen_t                      length)
{
  int fd = open_socket (address, SOCK_STREAM);

  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &(int){ 256 << 10 }, sizeof (int));
  if (connect (fd, (const struct sockaddr *)address, length) < 0)
    die ("connect");
  return fd;
}

/* Returns in the child. The parent lives on with a listener, as long as the child does. */
static void
serve_in_child (int fd)
{
  int   status = 0;
  pid_t child = fork ();

  if (child < 0)
    die ("fork");
  if (child == 0)
    return;

  close (fd);
  if (waitpid (child, &status, 0) < 0)
    die ("waitpid");
  _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
}

static void
finish_and_close (int     fd,
                  Report *report)
{
  shutdown (fd, SHUT_WR);
  finish_stream (fd, report);
  close (fd);
}

static void
connect_often (const struct sockaddr_storage *address,
               socklen_t                      length,
               uint64_t                       amount,
               size_t                         size,
               Report                        *report)
{
  take_turns ("ready");
  for (uint64_t i = 0; i < amount; i++)
    {
      int fd = connect_stream (address, length);

      send_stream (fd, report->tx_payload + size, report);
      sleep_ms (20);
      finish_and_close (fd, report);
    }
}

static void
serve_often (int      listener,
             uint64_t amount,
             Report  *report)
{
  for (uint64_t i = 0; i < amount; i++)
    {
      int fd = accept_stream (listener);

      receive_stream (fd, report);
      finish_and_close (fd, report);
    }
}

static void
run_stream (const char                    *role,
            const struct sockaddr_storage *address,
            socklen_t                      length,
            uint64_t                       amount,
            Report                        *report)
{
  int fd;

  if (strcmp (role, "tcp-send") == 0 || strcmp (role, "tcp-halves") == 0 || strcmp (role, "tcp-receive") == 0)
    fd = connect_stream (address, length);
  else
    fd = accept_stream (open_listener (address, length, SOCK_STREAM));

  if (strcmp (role, "tcp-halves") == 0)
    {
      send_stream (fd, amount / 2, report);
      take_turns ("half");
    }
  if (strcmp (role, "tcp-fork") == 0)
    serve_in_child (fd);
  if (strcmp (role, "tcp-send") != 0 && strcmp (role, "tcp-halves") != 0 && strcmp (role, "tcp-source") != 0)
    receive_stream (fd, report);
  else
    send_stream (fd, amount, report);
  finish_and_close (fd, report);
}

static void
run_datagrams (const char                    *role,
               const struct sockaddr_storage *address,
               socklen_t                      length,
               uint64_t                       amount,
               size_t                         size,
               Report                        *report)
{
  if (strcmp (role, "udp-sink") == 0)
    receive_datagrams (open_listener (address, length, SOCK_DGRAM), amount, report);
  else if (strcmp (role, "answer") == 0)
    answer_datagrams (open_listener (address, length, SOCK_DGRAM), amount, size, report);
  else
    {
      int fd = open_socket (address, SOCK_DGRAM);

      if (strcmp (role, "udp-sendto") != 0)
        {
          if (connect (fd, (const struct sockaddr *)address, length) < 0)
            die ("connect");
          if (strcmp (role, "udp-halves") == 0)
            {
              send_datagrams (fd, NULL, 0, amount / 2, size, report);
              take_turns ("half");
            }
          send_datagrams (fd, NULL, 0, amount, size, report);
        }
      else
        send_datagrams (fd, address, length, amount, size, report);
      if (strcmp (role, "query") == 0)
        receive_datagrams (fd, 1, report);
    }
}

int
main (int    argc,
      char **argv)
{
  struct sockaddr_storage address;
  socklen_t               length;
  Report                  report = { 0 };
  uint64_t                amount;
  size_t                  size;

  if (argc < 5)
    {
      fprintf (stderr, "usage: netop-generator ROLE ADDRESS PORT AMOUNT [SIZE]\n");
      return 2;
    }
  length = parse_address (argv[2], argv[3], &address);
  amount = strtoull (argv[4], NULL, 10);
  size = argc > 5 ? strtoul (argv[5], NULL, 10) : 64;
  if (size > sizeof buffer)
    size = sizeof buffer;

  if (strcmp (argv[1], "tcp-many") == 0)
    connect_often (&address, length, amount, size, &report);
  else if (strcmp (argv[1], "tcp-serve") == 0)
    serve_often (open_listener (&address, length, SOCK_STREAM), amount, &report);
  else if (strncmp (argv[1], "tcp-", 4) == 0)
    run_stream (argv[1], &address, length, amount, &report);
  else if (strcmp (argv[1], "echo") == 0)
    send_echoes (&address, length, (uint16_t)atoi (argv[3]), amount, size, &report);
  else
    run_datagrams (argv[1], &address, length, amount, size, &report);

  /* Long enough for the slowest promise (a process that lives 100 ms is named), short for a query. */
  sleep_ms (strcmp (argv[1], "query") == 0 ? 5 : 150);
  printf ("{\"pid\": %d, \"rx_payload\": %llu, \"tx_payload\": %llu, \"rx_packets\": %llu, \"tx_packets\": %llu, "
          "\"retransmits\": %llu, \"rtt_us\": %u}\n",
          (int)getpid (),
          (unsigned long long)report.rx_payload,
          (unsigned long long)report.tx_payload,
          (unsigned long long)report.rx_packets,
          (unsigned long long)report.tx_packets,
          (unsigned long long)report.retransmits,
          report.rtt_us);
  return 0;
}
