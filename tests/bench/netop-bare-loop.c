/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* The least a program can do with libpcap and the settings of the helper's main handle: count. The yardstick for
 * what the helper adds. Runs until SIGINT; prints packets and drops.
 *
 * netop-bare-loop SNAP_LENGTH RING_BYTES */

#include <pcap/pcap.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile sig_atomic_t stopped;

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
      pcap_dispatch (pcap, -1, count_cb, (u_char *)&count);
    }
  pcap_stats (pcap, &statistics);
  printf ("%lu %u\n", count, statistics.ps_drop);
  pcap_close (pcap);
  return 0;
}
