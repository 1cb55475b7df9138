/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* One end of a tunnel as simple as can be: what goes into a tun interface goes to the other end by UDP.
 *
 * netop-tunnel DEVICE LOCAL REMOTE PORT   runs until killed; says "ready" when the interface is there */

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int
open_device (const char *name)
{
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  int          fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC);

  snprintf (request.ifr_name, sizeof request.ifr_name, "%s", name);
  return fd >= 0 && ioctl (fd, TUNSETIFF, &request) == 0 ? fd : -1;
}

static struct sockaddr_in
make_address (const char *text,
              const char *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((uint16_t)atoi (port)) };

  inet_pton (AF_INET, text, &address.sin_addr);
  return address;
}

static int
open_socket (const struct sockaddr_in *local,
             const struct sockaddr_in *remote)
{
  const int buffer_bytes = 16 << 20; /* what is lost here is sent twice */
  int       fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof buffer_bytes);
  if (bind (fd, (const struct sockaddr *)local, sizeof *local) < 0 || connect (fd, (const struct sockaddr *)remote, sizeof *remote) < 0)
    return -1;
  return fd;
}

/* The other end may not be there yet: what is lost is sent again. */
static void
pass_on (int from,
         int to)
{
  static char packet[65536];
  ssize_t     n = read (from, packet, sizeof packet);

  if (n > 0 && write (to, packet, (size_t)n) < 0)
    return;
}

int
main (int    argc,
      char **argv)
{
  struct sockaddr_in local, remote;
  struct pollfd      fds[2] = { { .events = POLLIN }, { .events = POLLIN } };

  if (argc != 5)
    return 2;

  local = make_address (argv[2], argv[4]);
  remote = make_address (argv[3], argv[4]);
  fds[0].fd = open_device (argv[1]);
  fds[1].fd = open_socket (&local, &remote);
  if (fds[0].fd < 0 || fds[1].fd < 0)
    {
      perror ("netop-tunnel");
      return 1;
    }

  printf ("ready\n");
  fflush (stdout);
  while (poll (fds, 2, -1) > 0)
    {
      if (fds[0].revents != 0)
        pass_on (fds[0].fd, fds[1].fd);
      if (fds[1].revents != 0)
        pass_on (fds[1].fd, fds[0].fd);
    }
  return 0;
}
