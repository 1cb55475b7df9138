/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-coverage.h"

/* ARPHRD_ETHER, linux/if_arp.h */
#define HARDWARE_ETHERNET 1
#define ETHERNET_HEADER_BYTES 14

/* Before that what the ring still holds, and a packet or two that are not IP, would tell most. */
#define MIN_SAMPLES 5
#define MIN_BYTES 10000

/* What drivers of hardware count has gone over the wire: segments, each with its headers. All others count what the
 * capture sees. */
static bool
is_hardware (const NetopInterface *interface)
{
  static const char *const kinds[] = { "ethernet", "wifi" };

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (netop_interface_has_kind (interface, kinds[i]))
      return true;

  return false;
}

/**
 * netop_coverage_has_meaning:
 *
 * Returns: whether the interface is one whose counters can be compared: loopback counts nothing that is not a copy
 */
bool
netop_coverage_has_meaning (const NetopInterface *interface)
{
  return interface->present && !interface->is_loopback;
}

/**
 * netop_coverage_count_interface:
 *
 * Returns: IP bytes that the kernel counted on @interface, both ways: the link headers are taken off
 */
uint64_t
netop_coverage_count_interface (const NetopInterface *interface)
{
  const uint64_t bytes = interface->rx_bytes + interface->tx_bytes;
  const uint64_t header_bytes = interface->hardware_type == HARDWARE_ETHERNET ? ETHERNET_HEADER_BYTES * (interface->rx_packets + interface->tx_packets) : 0;

  return bytes - MIN (header_bytes, bytes);
}

/**
 * netop_coverage_count_flow:
 * @counters: of a flow, on @interface
 *
 * Returns: its bytes as the kernel counts them there
 */
uint64_t
netop_coverage_count_flow (const NetopFlowInterface *counters,
                           const NetopInterface     *interface)
{
  const uint64_t bytes = counters->rx_bytes + counters->tx_bytes;

  return is_hardware (interface) ? bytes + counters->rx_correction_bytes + counters->tx_correction_bytes : bytes;
}

/**
 * netop_coverage_add:
 * @attributed: IP bytes that were given to somebody since the beginning; may fall, when an owner turns out to be none
 * @counted: IP bytes that the kernel counted since then, by the same moment
 */
void
netop_coverage_add (NetopCoverage *self,
                    uint64_t       attributed,
                    uint64_t       counted)
{
  self->samples[self->n_samples++ % NETOP_COVERAGE_SAMPLES] = (NetopCoverageSample){ attributed, counted };
}

/**
 * netop_coverage_get_window:
 * @window: (out): what came in the last minute, or since the beginning
 *
 * Returns: whether that is long enough, and enough, for a share to mean something
 */
bool
netop_coverage_get_window (const NetopCoverage *self,
                           NetopCoverageSample *window)
{
  const NetopCoverageSample *newest, *oldest;

  if (self->n_samples <= MIN_SAMPLES)
    return false;

  newest = &self->samples[(self->n_samples - 1) % NETOP_COVERAGE_SAMPLES];
  oldest = &self->samples[self->n_samples > NETOP_COVERAGE_SAMPLES ? self->n_samples % NETOP_COVERAGE_SAMPLES : 0];
  if (newest->counted < oldest->counted + MIN_BYTES)
    return false;

  *window = (NetopCoverageSample){
    .attributed = newest->attributed - MIN (oldest->attributed, newest->attributed),
    .counted = newest->counted - oldest->counted,
  };
  return true;
}

/**
 * netop_coverage_get_share:
 * @window: of one interface, or the sum of several
 *
 * Returns: from 0 to 1; unknown where nothing was counted
 */
NetopFigure
netop_coverage_get_share (const NetopCoverageSample *window)
{
  if (window->counted == 0)
    return NETOP_FIGURE_UNKNOWN;

  return netop_figure (MIN ((double)window->attributed / (double)window->counted, 1.0));
}
