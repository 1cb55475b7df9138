/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Many small datagrams at a steady rate.
 *
 * netop-flood send ADDRESS PORT PACKETS_PER_S SECONDS   sends, then prints how many
 * netop-flood sink ADDRESS PORT                         holds the port and lets the kernel drop what comes, until killed
 */

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 32
#define PAYLOAD_BYTES 18 /* the smallest Ethernet frame */

static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
sink (int fd)
{
  struct sock_filter instruction = { BPF_RET | BPF_K, 0, 0, 0 };
  struct sock_fprog  filter = { 1, &instruction };

  setsockopt (fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
  printf ("ready\n");
  fflush (stdout);
  pause ();
}

static uint64_t
flood (int    fd,
       double rate,
       double duration_s)
{
  static char    payload[PAYLOAD_BYTES];
  struct iovec   vector = { payload, sizeof payload };
  struct mmsghdr messages[BATCH];
  uint64_t       sent = 0;
  double         start_s = now_s ();

  memset (messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++)
    {
      messages[i].msg_hdr.msg_iov = &vector;
      messages[i].msg_hdr.msg_iovlen = 1;
    }
  for (double elapsed_s = 0; elapsed_s < duration_s; elapsed_s = now_s () - start_s)
    {
      int n;

      if ((double)sent > elapsed_s * rate)
        {
          struct timespec wait = { 0, 50000 };

          nanosleep (&wait, NULL);
          continue;
        }
      n = sendmmsg (fd, messages, BATCH, 0);
      if (n > 0)
        sent += (uint64_t)n;
    }
  return sent;
}

int
main (int    argc,
      char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  int                fd = socket (AF_INET, SOCK_DGRAM, 0);

  if (argc < 4 || inet_pton (AF_INET, argv[2], &address.sin_addr) != 1 || fd < 0)
    return 2;
  address.sin_port = htons ((uint16_t)atoi (argv[3]));
  if (strcmp (argv[1], "sink") == 0)
    {
      if (bind (fd, (struct sockaddr *)&address, sizeof address) < 0)
        return 1;
      sink (fd);
      return 0;
    }
  if (argc < 6 || connect (fd, (struct sockaddr *)&address, sizeof address) < 0)
    return 2;
  printf ("%llu\n", (unsigned long long)flood (fd, atof (argv[4]), atof (argv[5])));
  return 0;
}
