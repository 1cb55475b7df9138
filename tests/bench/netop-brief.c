/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Processes that are as short as can be: netop-brief ADDRESS PORT COUNT starts COUNT of them one after the other, each
 * connects, sends 40 bytes and ends; then it says how long one lived, in microseconds. Linked without shared libraries,
 * which would take longer than the rest. IPv4. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE_BYTES 40

static int
die (const char *what)
{
  fprintf (stderr, "netop-brief: %s: %s\n", what, strerror (errno));
  return 1;
}

static int
live (const char *address_text,
      const char *port_text)
{
  char               message[MESSAGE_BYTES] = { 0 };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((uint16_t)atoi (port_text)) };
  int                fd = socket (AF_INET, SOCK_STREAM, 0);

  if (inet_pton (AF_INET, address_text, &address.sin_addr) != 1 || connect (fd, (struct sockaddr *)&address, sizeof address) < 0 ||
      write (fd, message, sizeof message) != sizeof message)
    return die ("connect");
  return 0;
}

static long
get_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

int
main (int    argc,
      char **argv)
{
  long begin_us = get_us ();
  int  count;

  if (argc == 3)
    return live (argv[1], argv[2]);
  if (argc != 4)
    {
      fprintf (stderr, "usage: netop-brief ADDRESS PORT COUNT\n");
      return 2;
    }

  count = atoi (argv[3]);
  for (int i = 0; i < count; i++)
    {
      char *const arguments[] = { argv[0], argv[1], argv[2], NULL };
      pid_t       child;
      int         status;

      if (posix_spawn (&child, argv[0], NULL, NULL, arguments, NULL) != 0 || waitpid (child, &status, 0) < 0 || status != 0)
        return die ("a process");
    }
  printf ("%ld\n", (get_us () - begin_us) / (count > 0 ? count : 1));
  return 0;
}
