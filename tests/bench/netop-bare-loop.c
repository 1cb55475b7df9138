/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* The least a program can do with libpcap and the settings of the helper's main handle. The yardsticks for what the
 * helper adds: to count packets without a look at them, and, with "tuples", to add up the bytes of each IPv4 tuple of
 * UDP or TCP, which is the least that answers any question. Runs until SIGINT; prints packets and drops.
 *
 * netop-bare-loop SNAP_LENGTH RING_BYTES [tuples] */

#include <pcap/pcap.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_TUPLES 65536
#define COOKED_V2_BYTES 20
#define IPV4_BYTES 20

typedef struct
{
  unsigned char key[16]; /* addresses, ports, protocol */
  unsigned long bytes;
  unsigned long packets; /* 0: free */
} Tuple;

static volatile sig_atomic_t stopped;
static Tuple                 tuples[N_TUPLES];

static void
stop_cb (int number)
{
  stopped = 1;
}

static void
count_cb (u_char                   *user_data,
          const struct pcap_pkthdr *header,
          const u_char             *bytes)
{
  unsigned long *count = (unsigned long *)(void *)user_data;

  (*count)++;
}

static void
add_tuple (const unsigned char key[16],
           unsigned long       bytes)
{
  unsigned long words[2], place;

  memcpy (words, key, sizeof words);
  place = (words[0] ^ words[1] * 3) * 0x9e3779b97f4a7c15u >> 48;
  for (unsigned i = 0; i < 64; i++)
    {
      Tuple *tuple = &tuples[(place + i) % N_TUPLES];

      if (tuple->packets == 0)
        memcpy (tuple->key, key, sizeof tuple->key);
      else if (memcmp (tuple->key, key, sizeof tuple->key) != 0)
        continue;
      tuple->packets++;
      tuple->bytes += bytes;
      return;
    }
}

static void
add_tuple_cb (u_char                   *user_data,
              const struct pcap_pkthdr *header,
              const u_char             *bytes)
{
  const u_char *ip = bytes + COOKED_V2_BYTES;
  unsigned char key[16] = { 0 };

  count_cb (user_data, header, bytes);
  if (header->caplen < COOKED_V2_BYTES + IPV4_BYTES + 4 || bytes[0] != 8 || bytes[1] != 0 || ip[0] != 0x45)
    return;
  memcpy (key, ip + 12, 12);
  key[12] = ip[9];
  add_tuple (key, ip[2] << 8 | ip[3]);
}

int
main (int    argc,
      char **argv)
{
  char               message[PCAP_ERRBUF_SIZE];
  pcap_t            *pcap = pcap_create ("any", message);
  struct bpf_program filter;
  struct pcap_stat   statistics = { 0 };
  struct pollfd      poll_fd;
  unsigned long      count = 0;
  pcap_handler       handler = argc > 3 ? add_tuple_cb : count_cb;

  if (argc < 3 || pcap == NULL)
    return 2;
  signal (SIGINT, stop_cb);
  pcap_set_snaplen (pcap, atoi (argv[1]));
  pcap_set_buffer_size (pcap, atoi (argv[2]));
  pcap_set_timeout (pcap, 100);
  if (pcap_activate (pcap) < 0 || pcap_set_datalink (pcap, DLT_LINUX_SLL2) < 0 ||
      pcap_compile (pcap, &filter, "", 1, PCAP_NETMASK_UNKNOWN) < 0 || pcap_setfilter (pcap, &filter) < 0 ||
      pcap_setnonblock (pcap, 1, message) < 0)
    {
      fprintf (stderr, "netop-bare-loop: %s\n", pcap_geterr (pcap));
      return 1;
    }
  poll_fd = (struct pollfd){ pcap_get_selectable_fd (pcap), POLLIN, 0 };
  while (!stopped)
    {
      poll (&poll_fd, 1, 200);
      pcap_dispatch (pcap, -1, handler, (u_char *)&count);
    }
  pcap_stats (pcap, &statistics);
  printf ("%lu %u\n", count, statistics.ps_drop);
  pcap_close (pcap);
  return 0;
}
