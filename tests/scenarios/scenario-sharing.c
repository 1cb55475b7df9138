/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "scenario.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One program opens a socket, another one uses it: netop-scenario again, with the descriptor in place of the port. */

#define PASSED_FD 3

static int
send_descriptor (int way,
                 int fd)
{
  union
  {
    struct cmsghdr header;
    char           room[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct iovec    byte = { (char[]){ 0 }, 1 };
  struct msghdr   message = { .msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  return (int)sendmsg (way, &message, 0);
}

static int
receive_descriptor (int way)
{
  union
  {
    struct cmsghdr header;
    char           room[CMSG_SPACE (sizeof (int))];
  } control;
  char            byte;
  struct iovec    vector = { &byte, 1 };
  struct msghdr   message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
  struct cmsghdr *header;
  int             fd = -1;

  if (recvmsg (way, &message, MSG_CMSG_CLOEXEC) < 0 || (header = CMSG_FIRSTHDR (&message)) == NULL)
    traffic_die ("no descriptor");
  memcpy (&fd, CMSG_DATA (header), sizeof fd);
  return fd;
}

static pid_t
start_other (const Scenario *scenario,
             const char     *role,
             int             fd)
{
  char  amount[32];
  char  size[32];
  pid_t child = fork ();

  if (child < 0)
    traffic_die ("fork");
  if (child > 0)
    return child;

  snprintf (amount, sizeof amount, "%llu", (unsigned long long)scenario->amount);
  snprintf (size, sizeof size, "%zu", scenario->size);
  if (fd != PASSED_FD && dup3 (fd, PASSED_FD, 0) < 0)
    traffic_die ("dup");
  fcntl (PASSED_FD, F_SETFD, 0);
  execl (scenario->method, scenario->method, role, scenario->address_text, scenario->port_text, amount, size, NULL);
  traffic_die ("exec");
}

static void
wait_for (pid_t child)
{
  int status = 0;

  if (waitpid (child, &status, 0) < 0 || status != 0)
    traffic_die ("the other program");
}

static void
send_held (const Scenario *scenario,
           int             fd,
           TrafficReport  *report)
{
  traffic_take_turns ("holds");
  while (report->tx_payload < scenario->amount)
    {
      ssize_t n = send (fd, traffic_buffer, scenario->size, MSG_NOSIGNAL);

      if (n < 0)
        traffic_die ("send");
      report->tx_payload += (uint64_t)n;
    }
  shutdown (fd, SHUT_WR);
  traffic_finish_stream (fd, report);
}

static void
receive_held (const Scenario *scenario,
              int             fd,
              TrafficReport  *report)
{
  traffic_take_turns ("holds");
  while (report->rx_packets < scenario->amount)
    {
      ssize_t n = recv (fd, traffic_buffer, sizeof traffic_buffer, 0);

      if (n < 0)
        traffic_die ("recv");
      report->rx_packets++;
      report->rx_payload += (uint64_t)n;
    }
}

static void
pass (const Scenario *scenario)
{
  int   ends[2];
  int   fd;
  pid_t child;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    traffic_die ("socketpair");
  child = start_other (scenario, "take-passed", ends[1]);
  fd = traffic_connect_stream (&scenario->address, scenario->length);
  if (send_descriptor (ends[0], fd) < 0)
    traffic_die ("SCM_RIGHTS");
  close (fd);
  wait_for (child);
}

static void
let_inherit (const Scenario *scenario,
             const char     *role,
             int             fd)
{
  pid_t child = start_other (scenario, role, fd);

  close (fd);
  wait_for (child);
}

int
scenario_run_sharing (const Scenario *scenario,
                      TrafficReport  *report)
{
  if (strcmp (scenario->role, "fork") == 0)
    let_inherit (scenario, "send-held", traffic_connect_stream (&scenario->address, scenario->length));
  else if (strcmp (scenario->role, "inherit") == 0)
    let_inherit (scenario, "receive-held", traffic_open_listener (&scenario->address, scenario->length, SOCK_DGRAM));
  else if (strcmp (scenario->role, "pass") == 0)
    pass (scenario);
  else if (strcmp (scenario->role, "send-held") == 0)
    send_held (scenario, PASSED_FD, report);
  else if (strcmp (scenario->role, "receive-held") == 0)
    receive_held (scenario, PASSED_FD, report);
  else if (strcmp (scenario->role, "take-passed") == 0)
    send_held (scenario, receive_descriptor (PASSED_FD), report);
  else
    return false;
  return true;
}
