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

#include "traffic.h"

static void
send_stream (int            fd,
             uint64_t       amount,
             TrafficReport *report)
{
  while (report->tx_payload < amount)
    {
      uint64_t left = amount - report->tx_payload;
      ssize_t  n = send (fd, traffic_buffer, left < sizeof traffic_buffer ? left : sizeof traffic_buffer, MSG_NOSIGNAL);

      if (n < 0)
        traffic_die ("send");
      report->tx_payload += (uint64_t)n;
    }
}

static void
send_datagrams (int                            fd,
                const struct sockaddr_storage *address,
                socklen_t                      length,
                uint64_t                       amount,
                size_t                         size,
                TrafficReport                 *report)
{
  while (report->tx_packets < amount)
    {
      ssize_t n = sendto (fd, traffic_buffer, size, 0, (const struct sockaddr *)address, length);

      if (n < 0 && errno != ENOBUFS && errno != ECONNREFUSED)
        traffic_die ("sendto");
      if (n >= 0)
        {
          report->tx_packets++;
          report->tx_payload += (uint64_t)n;
        }
      if (report->tx_packets % 64 == 0)
        traffic_sleep_ms (1);
    }
}

static void
receive_datagrams (int            fd,
                   uint64_t       amount,
                   TrafficReport *report)
{
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  while (report->rx_packets < amount && poll (&poll_fd, 1, report->rx_packets > 0 ? 3000 : 15000) > 0)
    {
      ssize_t n = recv (fd, traffic_buffer, sizeof traffic_buffer, 0);

      if (n < 0)
        traffic_die ("recv");
      report->rx_packets++;
      report->rx_payload += (uint64_t)n;
    }
}

static void
answer_datagrams (int            fd,
                  uint64_t       amount,
                  size_t         size,
                  TrafficReport *report)
{
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  while (report->rx_packets < amount && poll (&poll_fd, 1, 15000) > 0)
    {
      struct sockaddr_storage peer;
      socklen_t               length = sizeof peer;
      ssize_t                 n = recvfrom (fd, traffic_buffer, sizeof traffic_buffer, 0, (struct sockaddr *)&peer, &length);

      if (n < 0)
        traffic_die ("recvfrom");
      report->rx_packets++;
      report->rx_payload += (uint64_t)n;
      if (sendto (fd, traffic_buffer, size, 0, (struct sockaddr *)&peer, length) == (ssize_t)size)
        {
          report->tx_packets++;
          report->tx_payload += size;
        }
    }
}

/* The two families' messages are of one shape. A raw socket of version 4 gets the IP header too. */
static void
send_echoes (const struct sockaddr_storage *address,
             socklen_t                      length,
             uint16_t                       id,
             uint64_t                       amount,
             size_t                         size,
             TrafficReport                 *report)
{
  bool            is_v4 = address->ss_family == AF_INET;
  int             fd = socket (address->ss_family, SOCK_RAW | SOCK_CLOEXEC, is_v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
  uint8_t         reply_type = is_v4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;
  struct pollfd   poll_fd = { fd, POLLIN, 0 };
  struct icmphdr *message = (struct icmphdr *)traffic_buffer;

  if (fd < 0 || connect (fd, (const struct sockaddr *)address, length) < 0)
    traffic_die ("raw socket");

  while (report->rx_packets < amount && report->tx_packets < 2 * amount)
    {
      uint64_t before = report->rx_packets;

      memset (traffic_buffer, 0, sizeof *message + size);
      message->type = is_v4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
      message->un.echo.id = htons (id);
      message->un.echo.sequence = htons ((uint16_t)++report->tx_packets);
      message->checksum = traffic_sum_up ((const uint8_t *)traffic_buffer, sizeof *message + size);
      if (send (fd, traffic_buffer, sizeof *message + size, 0) < 0)
        traffic_die ("send");
      report->tx_payload += size;

      /* What is for others comes here too. */
      while (report->rx_packets == before && poll (&poll_fd, 1, 500) > 0)
        {
          ssize_t        n = recv (fd, traffic_buffer, sizeof traffic_buffer, 0);
          struct icmphdr reply;

          if (n < 0)
            traffic_die ("recv");
          memcpy (&reply, traffic_buffer + (is_v4 ? 20 : 0), sizeof reply);
          if (reply.type == reply_type && reply.un.echo.id == htons (id))
            {
              report->rx_packets++;
              report->rx_payload += size;
            }
        }
    }
  if (report->rx_packets < amount)
    traffic_die ("too few replies");
}

/* Returns in the child. The parent lives on with a listener, as long as the child does. */
static void
serve_in_child (int fd)
{
  int   status = 0;
  pid_t child = fork ();

  if (child < 0)
    traffic_die ("fork");
  if (child == 0)
    return;

  close (fd);
  if (waitpid (child, &status, 0) < 0)
    traffic_die ("waitpid");
  _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
}

static void
finish_and_close (int            fd,
                  TrafficReport *report)
{
  shutdown (fd, SHUT_WR);
  traffic_finish_stream (fd, report);
  close (fd);
}

static void
connect_often (const struct sockaddr_storage *address,
               socklen_t                      length,
               uint64_t                       amount,
               size_t                         size,
               TrafficReport                 *report)
{
  traffic_take_turns ("ready");
  for (uint64_t i = 0; i < amount; i++)
    {
      int fd = traffic_connect_stream (address, length);

      send_stream (fd, report->tx_payload + size, report);
      traffic_sleep_ms (20);
      finish_and_close (fd, report);
    }
}

static void
serve_often (int            listener,
             uint64_t       amount,
             TrafficReport *report)
{
  for (uint64_t i = 0; i < amount; i++)
    {
      int fd = traffic_accept_stream (listener);

      traffic_receive_stream (fd, report);
      finish_and_close (fd, report);
    }
}

static void
run_stream (const char                    *role,
            const struct sockaddr_storage *address,
            socklen_t                      length,
            uint64_t                       amount,
            TrafficReport                 *report)
{
  int fd;

  if (strcmp (role, "tcp-send") == 0 || strcmp (role, "tcp-halves") == 0 || strcmp (role, "tcp-receive") == 0)
    fd = traffic_connect_stream (address, length);
  else
    fd = traffic_accept_stream (traffic_open_listener (address, length, SOCK_STREAM));

  if (strcmp (role, "tcp-halves") == 0)
    {
      send_stream (fd, amount / 2, report);
      traffic_take_turns ("half");
    }
  if (strcmp (role, "tcp-fork") == 0)
    serve_in_child (fd);
  if (strcmp (role, "tcp-send") != 0 && strcmp (role, "tcp-halves") != 0 && strcmp (role, "tcp-source") != 0)
    traffic_receive_stream (fd, report);
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
               TrafficReport                 *report)
{
  if (strcmp (role, "udp-sink") == 0)
    receive_datagrams (traffic_open_listener (address, length, SOCK_DGRAM), amount, report);
  else if (strcmp (role, "answer") == 0)
    answer_datagrams (traffic_open_listener (address, length, SOCK_DGRAM), amount, size, report);
  else
    {
      int fd = traffic_open_socket (address, SOCK_DGRAM);

      if (strcmp (role, "udp-sendto") != 0)
        {
          if (connect (fd, (const struct sockaddr *)address, length) < 0)
            traffic_die ("connect");
          if (strcmp (role, "udp-halves") == 0)
            {
              send_datagrams (fd, NULL, 0, amount / 2, size, report);
              traffic_take_turns ("half");
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
  TrafficReport           report = { 0 };
  uint64_t                amount;
  size_t                  size;

  if (argc < 5)
    {
      fprintf (stderr, "usage: netop-generator ROLE ADDRESS PORT AMOUNT [SIZE]\n");
      return 2;
    }
  length = traffic_parse_address (argv[2], argv[3], &address);
  amount = strtoull (argv[4], NULL, 10);
  size = argc > 5 ? strtoul (argv[5], NULL, 10) : 64;
  if (size > sizeof traffic_buffer)
    size = sizeof traffic_buffer;

  if (strcmp (argv[1], "tcp-many") == 0)
    connect_often (&address, length, amount, size, &report);
  else if (strcmp (argv[1], "tcp-serve") == 0)
    serve_often (traffic_open_listener (&address, length, SOCK_STREAM), amount, &report);
  else if (strncmp (argv[1], "tcp-", 4) == 0)
    run_stream (argv[1], &address, length, amount, &report);
  else if (strcmp (argv[1], "echo") == 0)
    send_echoes (&address, length, (uint16_t)atoi (argv[3]), amount, size, &report);
  else
    run_datagrams (argv[1], &address, length, amount, size, &report);

  /* Long enough for the slowest promise (a process that lives 100 ms is named), short for a query. */
  traffic_sleep_ms (strcmp (argv[1], "query") == 0 ? 5 : 150);
  traffic_print_report (&report);
  return 0;
}
