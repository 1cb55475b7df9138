/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "scenario.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Many processes, connections or sockets. */

#define MAX_AT_ONCE 256
/* A round trip of a near host: without one a connection between namespaces lives 30 us. */
#define ROUND_TRIP_MS 2
#define BETWEEN_MS 300
#define PACE_MS 8 /* with the round trip, 100 connections a second */

static void
send_all (int            fd,
          size_t         size,
          TrafficReport *report)
{
  for (size_t sent = 0; sent < size;)
    {
      ssize_t n = send (fd, traffic_buffer, size - sent, MSG_NOSIGNAL);

      if (n < 0)
        traffic_die ("send");
      sent += (size_t)n;
      report->tx_payload += (uint64_t)n;
    }
}

/* Sends, and waits for an answer as long as one would take. */
static void
ask (int            fd,
     size_t         size,
     TrafficReport *report)
{
  send_all (fd, size, report);
  traffic_sleep_ms (ROUND_TRIP_MS);
}

static void
finish (int            fd,
        TrafficReport *report)
{
  shutdown (fd, SHUT_WR);
  traffic_finish_stream (fd, report);
  close (fd);
}

static void
add (TrafficReport       *report,
     const TrafficReport *part)
{
  report->rx_payload += part->rx_payload;
  report->tx_payload += part->tx_payload;
  report->rx_packets += part->rx_packets;
  report->tx_packets += part->tx_packets;
}

static void
keep_pace (const Scenario *scenario)
{
  if (strcmp (scenario->method, "paced") == 0)
    traffic_sleep_ms (PACE_MS);
}

/* --- Processes --- */

/* Forks a process that is as short as its connection; what it was comes through the pipe. */
static void
start_short (const Scenario *scenario,
             int             pipe_fd)
{
  TrafficReport report = { 0 };
  pid_t         child = fork ();
  int           fd;

  if (child < 0)
    traffic_die ("fork");
  if (child > 0)
    return;

  fd = traffic_connect_stream (&scenario->address, scenario->length);
  ask (fd, scenario->size, &report);
  finish (fd, &report);
  if (write (pipe_fd, &report, sizeof report) != sizeof report)
    traffic_die ("pipe");
  _exit (0);
}

static void
collect (int            pipe_fd,
         TrafficReport *report)
{
  TrafficReport part;
  int           status;

  if (read (pipe_fd, &part, sizeof part) != sizeof part || wait (&status) < 0 || status != 0)
    traffic_die ("a short process");
  add (report, &part);
}

static void
run_short (const Scenario *scenario,
           uint64_t        at_once,
           TrafficReport  *report)
{
  int      ends[2];
  uint64_t n_running = 0;

  if (pipe (ends) < 0)
    traffic_die ("pipe");
  for (uint64_t i = 0; i < scenario->amount; i++)
    {
      start_short (scenario, ends[1]);
      if (++n_running < at_once)
        continue;
      collect (ends[0], report);
      n_running--;
      keep_pace (scenario);
    }
  while (n_running-- > 0)
    collect (ends[0], report);
}

/* --- Connections --- */

static void
connect_often (const Scenario *scenario,
               TrafficReport  *report)
{
  for (uint64_t i = 0; i < scenario->amount; i++)
    {
      int fd = traffic_connect_stream (&scenario->address, scenario->length);

      ask (fd, scenario->size, report);
      finish (fd, report);
      keep_pace (scenario);
    }
}

/* The other side closes first and has the pair of ports in TIME_WAIT, where a new connection may begin at once
 * (RFC 9293, 3.6.1). */
static int
connect_from_one_port (const Scenario          *scenario,
                       struct sockaddr_storage *local,
                       socklen_t               *local_length)
{
  int fd = traffic_open_socket (&scenario->address, SOCK_STREAM);

  if (*local_length > 0 && bind (fd, (struct sockaddr *)local, *local_length) < 0)
    traffic_die ("bind");
  if (connect (fd, (const struct sockaddr *)&scenario->address, scenario->length) < 0)
    traffic_die ("connect");
  *local_length = sizeof *local;
  if (getsockname (fd, (struct sockaddr *)local, local_length) < 0)
    traffic_die ("getsockname");
  return fd;
}

static void
reuse (const Scenario *scenario,
       TrafficReport  *report)
{
  struct sockaddr_storage local;
  socklen_t               length = 0;

  for (uint64_t i = 0; i < scenario->amount; i++)
    {
      int fd = connect_from_one_port (scenario, &local, &length);

      traffic_receive_stream (fd, report);
      ask (fd, scenario->size, report);
      finish (fd, report);
      traffic_sleep_ms (BETWEEN_MS);
    }
}

static void
idle (const Scenario *scenario)
{
  struct rlimit limit = { scenario->amount + 64, scenario->amount + 64 };

  if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
    scenario_skip ("so many descriptors");
  for (uint64_t i = 0; i < scenario->amount; i++)
    {
      if (strcmp (scenario->method, "udp") == 0)
        (void)traffic_open_socket (&scenario->address, SOCK_DGRAM);
      else
        (void)traffic_connect_stream (&scenario->address, scenario->length);
    }
  traffic_take_turns ("ready");
}

/* --- Their server --- */

static bool
closes_first (const Scenario *scenario)
{
  return strcmp (scenario->method, "first") == 0;
}

static bool
serve_one (int             fd,
           const Scenario *scenario,
           TrafficReport  *report)
{
  ssize_t n = recv (fd, traffic_buffer, sizeof traffic_buffer, MSG_DONTWAIT);

  if (n < 0 && errno != EAGAIN)
    traffic_die ("recv");
  if (n > 0)
    report->rx_payload += (uint64_t)n;
  if (n != 0)
    return true;

  if (!closes_first (scenario))
    send_all (fd, scenario->size, report);
  finish (fd, report);
  return false;
}

static int
take_one (int             listener,
          const Scenario *scenario,
          TrafficReport  *report)
{
  int fd = traffic_accept_stream (listener);

  if (closes_first (scenario))
    {
      send_all (fd, scenario->size, report);
      shutdown (fd, SHUT_WR);
    }
  return fd;
}

static void
serve (const Scenario *scenario,
       TrafficReport  *report)
{
  struct pollfd fds[MAX_AT_ONCE] = { { .events = POLLIN } };
  uint64_t      n_taken = 0;
  nfds_t        n = 1;

  fds[0].fd = traffic_open_listener (&scenario->address, scenario->length, SOCK_STREAM);
  while (n_taken < scenario->amount || n > 1)
    {
      if (poll (fds, n, 30000) < 1)
        traffic_die ("nobody connects");
      for (nfds_t i = n - 1; i > 0; i--)
        if (fds[i].revents != 0 && !serve_one (fds[i].fd, scenario, report))
          fds[i] = fds[--n];
      if (fds[0].revents != 0 && n < MAX_AT_ONCE)
        {
          fds[n++] = (struct pollfd){ take_one (fds[0].fd, scenario, report), POLLIN, 0 };
          n_taken++;
        }
    }
}

/* Takes what comes, and holds it until its line comes. */
static void
hold (const Scenario *scenario)
{
  struct rlimit limit = { scenario->amount + 64, scenario->amount + 64 };
  int           listener;

  if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
    scenario_skip ("so many descriptors");
  listener = traffic_open_listener (&scenario->address, scenario->length, SOCK_STREAM);
  for (uint64_t i = 0; i < scenario->amount; i++)
    (void)traffic_accept_stream (listener);
  traffic_take_turns ("full");
}

int
scenario_run_crowd (const Scenario *scenario,
                    TrafficReport  *report)
{
  if (strcmp (scenario->role, "short") == 0)
    run_short (scenario, 1, report);
  else if (strcmp (scenario->role, "burst") == 0)
    run_short (scenario, MAX_AT_ONCE, report);
  else if (strcmp (scenario->role, "many") == 0)
    connect_often (scenario, report);
  else if (strcmp (scenario->role, "reuse") == 0)
    reuse (scenario, report);
  else if (strcmp (scenario->role, "idle") == 0)
    idle (scenario);
  else if (strcmp (scenario->role, "hold") == 0)
    hold (scenario);
  else if (strcmp (scenario->role, "tcp-serve") == 0)
    serve (scenario, report);
  else
    return false;
  return true;
}
