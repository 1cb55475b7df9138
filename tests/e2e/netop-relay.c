/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* A long line that loses something, between two network namespaces: what tc-netem(8) does, which not every kernel has.
 *
 * netop-relay NAMESPACE NAMESPACE DEVICE DELAY LOSE_EVERY
 *
 * Makes a tun device of that name in both, prints "ready", and carries packets from one to the other, each DELAY ms
 * later, without every LOSE_EVERYth of those that come from the first and have more than 1,000 bytes; until nobody holds
 * its standard input. */

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PACKET_BYTES 2048
#define N_PACKETS 4096
#define LONG_BYTES 1000

typedef struct
{
  int64_t  due_us;
  int      to;
  uint16_t length;
  uint8_t  bytes[PACKET_BYTES];
} Packet;

/* On their way, in the order in which they arrive. */
static Packet   packets[N_PACKETS];
static unsigned first, n_packets;

static void
die (const char *what)
{
  fprintf (stderr, "netop-relay: %s: %s\n", what, strerror (errno));
  exit (1);
}

static int64_t
get_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
open_device (const char *namespace,
             const char *name)
{
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  char         path[256];
  int          namespace_fd, fd;

  snprintf (path, sizeof path, "/run/netns/%s", namespace);
  snprintf (request.ifr_name, sizeof request.ifr_name, "%s", name);
  namespace_fd = open (path, O_RDONLY | O_CLOEXEC);
  if (namespace_fd < 0 || setns (namespace_fd, CLONE_NEWNET) < 0)
    die (path);
  close (namespace_fd);
  fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || ioctl (fd, TUNSETIFF, &request) < 0)
    die ("/dev/net/tun");
  return fd;
}

static void
take (int      from,
      int      to,
      int64_t  delay_us,
      unsigned lose_every)
{
  static unsigned n_long;

  while (n_packets < N_PACKETS)
    {
      Packet *packet = &packets[(first + n_packets) % N_PACKETS];
      ssize_t n = read (from, packet->bytes, sizeof packet->bytes);

      if (n <= 0)
        return;
      if (lose_every > 0 && n > LONG_BYTES && ++n_long % lose_every == 0)
        continue;
      packet->due_us = get_us () + delay_us;
      packet->to = to;
      packet->length = (uint16_t)n;
      n_packets++;
    }
}

/* Returns how long it is until the next one arrives, in milliseconds; -1 where there is none. */
static int
deliver (void)
{
  while (n_packets > 0)
    {
      const Packet *packet = &packets[first];
      int64_t       wait_us = packet->due_us - get_us ();

      if (wait_us > 0)
        return (int)(wait_us / 1000 + 1);
      /* A device that is down, or full, loses it. */
      if (write (packet->to, packet->bytes, packet->length) < 0 && errno == EBADF)
        die ("write");
      first = (first + 1) % N_PACKETS;
      n_packets--;
    }
  return -1;
}

int
main (int    argc,
      char **argv)
{
  struct pollfd fds[3] = { { .fd = STDIN_FILENO }, { .events = POLLIN }, { .events = POLLIN } };
  int64_t       delay_us;
  unsigned      lose_every;

  if (argc != 6)
    {
      fprintf (stderr, "usage: netop-relay NAMESPACE NAMESPACE DEVICE DELAY LOSE_EVERY\n");
      return 2;
    }
  delay_us = 1000 * strtoll (argv[4], NULL, 10);
  lose_every = (unsigned)strtoul (argv[5], NULL, 10);
  fds[1].fd = open_device (argv[1], argv[3]);
  fds[2].fd = open_device (argv[2], argv[3]);
  printf ("ready\n");
  fflush (stdout);

  while ((fds[0].revents & POLLHUP) == 0)
    {
      if (poll (fds, 3, deliver ()) < 0)
        die ("poll");
      take (fds[1].fd, fds[2].fd, delay_us, lose_every);
      take (fds[2].fd, fds[1].fd, delay_us, 0);
    }
  return 0;
}
