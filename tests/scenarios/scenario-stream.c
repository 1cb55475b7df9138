/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "scenario.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#define PIPE_BYTES 65536
#define DRIP_MS 100
#define STAY_MS 1500

static bool
is (const Scenario *scenario,
    const char     *method)
{
  return strcmp (scenario->method, method) == 0;
}

static size_t
get_next (uint64_t amount,
          uint64_t done,
          size_t   at_most)
{
  return amount - done < at_most ? (size_t)(amount - done) : at_most;
}

/* A file of so many bytes, of which none is on a disk. */
static int
open_file (uint64_t amount)
{
  int fd = memfd_create ("scenario", MFD_CLOEXEC);

  if (fd < 0 || ftruncate (fd, (off_t)amount) < 0)
    traffic_die ("memfd_create");
  return fd;
}

static void
send_file (int            fd,
           uint64_t       amount,
           TrafficReport *report)
{
  int file = open_file (amount);

  while (report->tx_payload < amount)
    {
      ssize_t n = sendfile (fd, file, NULL, get_next (amount, report->tx_payload, PIPE_BYTES));

      if (n <= 0)
        traffic_die ("sendfile");
      report->tx_payload += (uint64_t)n;
    }
  close (file);
}

/* From one descriptor through a pipe to another, until @amount or the end. */
static uint64_t
splice_all (int      from,
            int      to,
            uint64_t amount)
{
  uint64_t done = 0;
  ssize_t  n = 1;
  int      ends[2];

  if (pipe2 (ends, O_CLOEXEC) < 0)
    traffic_die ("pipe");
  while (done < amount && (n = splice (from, NULL, ends[1], NULL, get_next (amount, done, PIPE_BYTES), SPLICE_F_MOVE)) > 0)
    {
      ssize_t left = n;

      while (left > 0)
        {
          ssize_t moved = splice (ends[0], NULL, to, NULL, (size_t)left, SPLICE_F_MOVE);

          if (moved <= 0)
            traffic_die ("splice out");
          left -= moved;
        }
      done += (uint64_t)n;
    }
  if (n < 0)
    traffic_die ("splice in");
  close (ends[0]);
  close (ends[1]);
  return done;
}

static void
send_spliced (int            fd,
              uint64_t       amount,
              TrafficReport *report)
{
  int file = open_file (amount);

  report->tx_payload += splice_all (file, fd, amount);
  close (file);
}

static void
receive_spliced (int            fd,
                 TrafficReport *report)
{
  int nowhere = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  if (nowhere < 0)
    traffic_die ("/dev/null");
  report->rx_payload += splice_all (fd, nowhere, UINT64_MAX);
  close (nowhere);
}

static void
send_through_ring (int            fd,
                   uint64_t       amount,
                   TrafficReport *report)
{
  ScenarioRing *ring = scenario_ring_new ();

  while (report->tx_payload < amount)
    {
      ssize_t n = scenario_ring_send (ring, fd, traffic_buffer, get_next (amount, report->tx_payload, sizeof traffic_buffer));

      if (n <= 0)
        traffic_die ("send through a ring");
      report->tx_payload += (uint64_t)n;
    }
  scenario_ring_free (ring);
}

static void
receive_through_ring (int            fd,
                      TrafficReport *report)
{
  ScenarioRing *ring = scenario_ring_new ();
  ssize_t       n;

  while ((n = scenario_ring_receive (ring, fd, traffic_buffer, sizeof traffic_buffer)) > 0)
    report->rx_payload += (uint64_t)n;
  scenario_ring_free (ring);
}

static void
send_plain (int            fd,
            uint64_t       amount,
            size_t         at_most,
            int            pause_ms,
            TrafficReport *report)
{
  while (report->tx_payload < amount)
    {
      ssize_t n = send (fd, traffic_buffer, get_next (amount, report->tx_payload, at_most), MSG_NOSIGNAL);

      if (n < 0)
        traffic_die ("send");
      report->tx_payload += (uint64_t)n;
      if (pause_ms > 0)
        traffic_sleep_ms (pause_ms);
    }
}

static void
send_and_receive (int            fd,
                  uint64_t       amount,
                  TrafficReport *report)
{
  struct pollfd poll_fd = { fd, POLLIN | POLLOUT, 0 };
  bool          has_ended = false;

  while (report->tx_payload < amount && poll (&poll_fd, 1, 15000) > 0)
    {
      ssize_t n = 0;

      if ((poll_fd.revents & POLLIN) != 0 && !has_ended)
        {
          n = recv (fd, traffic_buffer, sizeof traffic_buffer, MSG_DONTWAIT);
          report->rx_payload += n > 0 ? (uint64_t)n : 0;
          has_ended = n == 0;
          poll_fd.events = has_ended ? POLLOUT : POLLIN | POLLOUT;
        }
      if ((poll_fd.revents & POLLOUT) != 0)
        {
          n = send (fd, traffic_buffer, get_next (amount, report->tx_payload, 16384), MSG_NOSIGNAL | MSG_DONTWAIT);
          report->tx_payload += n > 0 ? (uint64_t)n : 0;
        }
      if (n < 0 && errno != EAGAIN)
        traffic_die ("both ways");
    }
}

static void
send_stream (const Scenario *scenario,
             int             fd,
             TrafficReport  *report)
{
  if (is (scenario, "both"))
    send_and_receive (fd, scenario->amount, report);
  else if (is (scenario, "sendfile"))
    send_file (fd, scenario->amount, report);
  else if (is (scenario, "splice"))
    send_spliced (fd, scenario->amount, report);
  else if (is (scenario, "uring"))
    send_through_ring (fd, scenario->amount, report);
  else if (is (scenario, "drip"))
    send_plain (fd, scenario->amount, scenario->size, DRIP_MS, report);
  else
    send_plain (fd, scenario->amount, sizeof traffic_buffer, 0, report);
}

static void
receive_stream (const Scenario *scenario,
                int             fd,
                TrafficReport  *report)
{
  if (is (scenario, "splice"))
    receive_spliced (fd, report);
  else if (is (scenario, "uring"))
    receive_through_ring (fd, report);
  else
    traffic_receive_stream (fd, report);
}

int
scenario_run_stream (const Scenario *scenario,
                     TrafficReport  *report)
{
  int fd;

  if (strcmp (scenario->role, "tcp-connect") == 0)
    fd = traffic_connect_stream (&scenario->address, scenario->length);
  else if (strcmp (scenario->role, "tcp-listen") == 0)
    fd = traffic_accept_stream (traffic_open_listener (&scenario->address, scenario->length, SOCK_STREAM));
  else
    return false;

  send_stream (scenario, fd, report);
  if (is (scenario, "stay"))
    traffic_sleep_ms (STAY_MS);
  shutdown (fd, SHUT_WR);
  receive_stream (scenario, fd, report);
  traffic_finish_stream (fd, report);
  close (fd);
  return true;
}
