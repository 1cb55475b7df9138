/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Makes a known amount of traffic in one of the ways there are, and says what it was.
 *
 * netop-scenario ROLE ADDRESS PORT AMOUNT [SIZE [METHOD]]
 *
 *   tcp-connect  connects; sends AMOUNT bytes, as METHOD says, and receives until the other side closes
 *   tcp-listen   the same of the side that takes the connection.
 *                METHOD: plain, both (sends while it receives), sendfile, splice, uring, drip (SIZE bytes each 100 ms),
 *                stay (for 1.5 s nobody closes)
 *   tcp-serve    takes AMOUNT connections, as many at a time as come; sends SIZE bytes on each, and receives until the
 *                other side closes. METHOD first: closes before the other side does
 *   udp-send     AMOUNT datagrams of SIZE bytes. METHOD: connected, unconnected, sendmmsg, uring, hop-by-hop,
 *                destination, peers (in turn to the 50 ports from PORT on)
 *   udp-receive  AMOUNT datagrams. METHOD: plain, recvmmsg, uring, wildcard (bound to any address), peers (of 50
 *                sockets)
 *   udp-ask      sends AMOUNT datagrams of SIZE bytes, and waits for an answer to each
 *   udp-answer   answers AMOUNT datagrams with as many bytes; METHOD as of udp-receive
 *   ping         AMOUNT ICMP echoes of SIZE bytes. METHOD: raw, ping (a datagram socket of ICMP)
 *   ip-send      AMOUNT packets of SIZE bytes of the protocol PORT. METHOD: the source, where it makes the IP header
 *                itself
 *   ip-receive   AMOUNT packets of the protocol PORT
 *   inject       AMOUNT packets of SIZE bytes of the protocol PORT, through a packet socket. METHOD: DEVICE,SOURCE
 *   sctp-send, sctp-receive  AMOUNT messages of SIZE bytes over one association
 *   fork         connects; its child, as another program, sends AMOUNT bytes, and it lets go of its own copy
 *   pass         the same with a socket that is passed to a process that was there before
 *   inherit      binds a UDP socket, and another program receives AMOUNT datagrams there.
 *                METHOD of these three: the other program, which reports as well
 *   short        AMOUNT processes one after the other, of which each connects and sends SIZE bytes
 *   burst        the same, all at a time
 *   many         AMOUNT connections of this process, one after the other. METHOD of short and of this: paced (about 100 a
 *                second)
 *   reuse        AMOUNT connections one after the other from the same local port
 *   idle         opens AMOUNT connections, or UDP sockets (METHOD udp), says "ready" and waits for a line
 *   hold         takes AMOUNT connections, says "full" and waits for a line
 *
 * As netop-generator, a role that others connect or send to prints "ready", and at the end each prints a report. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario.h"

/* A process that lives 100 ms is named. */
#define LIVE_MS 150

void
scenario_skip (const char *what)
{
  fprintf (stderr, "%s: %s\n", what, strerror (errno));
  exit (77);
}

int
main (int    argc,
      char **argv)
{
  TrafficReport report = { 0 };
  Scenario      scenario = { 0 };

  if (argc < 5)
    {
      fprintf (stderr, "usage: netop-scenario ROLE ADDRESS PORT AMOUNT [SIZE [METHOD]]\n");
      return 2;
    }
  scenario.role = argv[1];
  scenario.address_text = argv[2];
  scenario.port_text = argv[3];
  scenario.length = traffic_parse_address (argv[2], argv[3], &scenario.address);
  scenario.amount = strtoull (argv[4], NULL, 10);
  scenario.size = argc > 5 ? strtoul (argv[5], NULL, 10) : 64;
  scenario.method = argc > 6 ? argv[6] : "";
  if (scenario.size > TRAFFIC_BUFFER_BYTES)
    scenario.size = TRAFFIC_BUFFER_BYTES;

  if (!scenario_run_stream (&scenario, &report) && !scenario_run_datagram (&scenario, &report) &&
      !scenario_run_raw (&scenario, &report) && !scenario_run_sharing (&scenario, &report) &&
      !scenario_run_crowd (&scenario, &report))
    {
      fprintf (stderr, "netop-scenario: no role %s\n", argv[1]);
      return 2;
    }

  traffic_sleep_ms (LIVE_MS);
  traffic_print_report (&report);
  return 0;
}
