/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Holds very many sockets of 127.0.0.0/8, until its standard input ends.
 *
 * netop-many-sockets udp COUNT PROCESSES   bound ones, spread over processes
 * netop-many-sockets tcp COUNT PROCESSES   connections, of which both ends count
 *
 * Prints "ready" when all are there. For each line that comes in every socket, or the client of every connection, sends
 * one byte; then it prints "sent". */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_PROCESSES 64
#define PORTS_PER_ADDRESS 10000
#define FIRST_PORT 10000

/* A process, and the two pipes to it. */
typedef struct
{
  int to;
  int from;
} Worker;

static void
die (const char *what)
{
  fprintf (stderr, "netop-many-sockets: %s: %s\n", what, strerror (errno));
  exit (1);
}

static void
allow_descriptors (size_t count)
{
  struct rlimit limit;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = count + 64;
  if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
    die ("too many sockets for a process");
}

/* One of its own for each number: an address has but so many ports. */
static struct sockaddr_in
get_address (size_t number)
{
  return (struct sockaddr_in){
    .sin_family = AF_INET,
    .sin_port = htons ((uint16_t)(FIRST_PORT + number % PORTS_PER_ADDRESS)),
    .sin_addr = { htonl (0x7f010001u + (uint32_t)(number / PORTS_PER_ADDRESS)) },
  };
}

static int
open_socket (int type)
{
  int fd = socket (AF_INET, type | SOCK_CLOEXEC, 0);

  if (fd < 0)
    die ("socket");
  return fd;
}

static void
open_bound (int   *fds,
            size_t first,
            size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      struct sockaddr_in own = get_address (first + i);

      fds[i] = open_socket (SOCK_DGRAM);
      if (bind (fds[i], (struct sockaddr *)&own, sizeof own) < 0)
        die ("bind");
    }
}

/* The clients are in the first half. */
static void
open_connections (int   *fds,
                  size_t first,
                  size_t count)
{
  struct sockaddr_in own = { .sin_family = AF_INET, .sin_addr = { htonl (0x7f000001u) } };
  socklen_t          length = sizeof own;
  int                listener = open_socket (SOCK_STREAM);

  if (bind (listener, (struct sockaddr *)&own, sizeof own) < 0 || listen (listener, 16) < 0 || getsockname (listener, (struct sockaddr *)&own, &length) < 0)
    die ("listen");
  for (size_t i = 0; i < count / 2; i++)
    {
      struct sockaddr_in client = get_address (first + i);
      int                yes = 1;

      fds[i] = open_socket (SOCK_STREAM);
      setsockopt (fds[i], SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      if (bind (fds[i], (struct sockaddr *)&client, sizeof client) < 0 || connect (fds[i], (struct sockaddr *)&own, sizeof own) < 0)
        die ("connect");
      fds[count / 2 + i] = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
      if (fds[count / 2 + i] < 0)
        die ("accept");
    }
  close (listener);
}

static void
send_each (const int *fds,
           size_t     first,
           size_t     count,
           bool       is_tcp)
{
  for (size_t i = 0; i < (is_tcp ? count / 2 : count); i++)
    {
      struct sockaddr_in next = get_address (first + (i + 1) % count);

      if (is_tcp ? send (fds[i], "", 1, 0) < 0 : sendto (fds[i], "", 1, 0, (struct sockaddr *)&next, sizeof next) < 0)
        die ("send");
    }
}

static void
work (int    in,
      int    out,
      size_t first,
      size_t count,
      bool   is_tcp)
{
  int *fds = calloc (count, sizeof *fds);
  char byte;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (fds == NULL)
    die ("calloc");
  if (is_tcp)
    open_connections (fds, first, count);
  else
    open_bound (fds, first, count);
  while (write (out, "", 1) == 1 && read (in, &byte, 1) == 1)
    send_each (fds, first, count, is_tcp);
  exit (0);
}

static Worker
start_worker (size_t first,
              size_t count,
              bool   is_tcp)
{
  int   in[2];
  int   out[2];
  pid_t child;

  if (pipe (in) < 0 || pipe (out) < 0)
    die ("pipe");
  child = fork ();
  if (child < 0)
    die ("fork");
  if (child == 0)
    {
      close (in[1]);
      close (out[0]);
      work (in[0], out[1], first, count, is_tcp);
    }
  close (in[0]);
  close (out[1]);
  return (Worker){ in[1], out[0] };
}

static void
wait_for (const Worker *workers,
          size_t        n)
{
  char byte;

  for (size_t i = 0; i < n; i++)
    {
      if (read (workers[i].from, &byte, 1) != 1)
        die ("a process of ours ended");
    }
}

int
main (int    argc,
      char **argv)
{
  Worker workers[MAX_PROCESSES];
  bool   is_tcp = argc > 3 && strcmp (argv[1], "tcp") == 0;
  size_t count = argc > 3 ? strtoul (argv[2], NULL, 10) : 0;
  size_t n = argc > 3 ? strtoul (argv[3], NULL, 10) : 0;
  char   line[16];

  if (n == 0 || n > MAX_PROCESSES || count < 2 * n)
    return 2;

  allow_descriptors (count / n);
  for (size_t i = 0; i < n; i++)
    workers[i] = start_worker (i * (count / n), count / n, is_tcp);
  wait_for (workers, n);
  puts ("ready");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      for (size_t i = 0; i < n; i++)
        {
          if (write (workers[i].to, "", 1) != 1)
            die ("write");
        }
      wait_for (workers, n);
      puts ("sent");
      fflush (stdout);
    }
  return 0;
}
