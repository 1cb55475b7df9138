/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-scenario.h"

/* What the project promises: bulk within a hundredth, what has few bytes a packet within three. */
#define BULK_LIMIT 0.01
#define SMALL_LIMIT 0.03

#define MEGABYTE (1000u * 1000u)

/* Little enough for a second or two in all on a slow machine, enough that a header more or less does not matter. */
static const NetopSelfTestScenario scenarios[] = {
  {
    .title = "TCP down",
    .process_name = "netop-st-down",
    .kind = NETOP_SELF_TEST_TCP,
    .ip_version = 4,
    .rx_bytes = 8 * MEGABYTE,
    .n_near = 1,
    .limit = BULK_LIMIT,
    .in_limited = true,
  },
  {
    .title = "TCP up",
    .process_name = "netop-st-up",
    .kind = NETOP_SELF_TEST_TCP,
    .ip_version = 4,
    .tx_bytes = 8 * MEGABYTE,
    .n_near = 1,
    .limit = BULK_LIMIT,
    .in_limited = true,
  },
  {
    .title = "TCP both ways",
    .process_name = "netop-st-both",
    .kind = NETOP_SELF_TEST_TCP,
    .ip_version = 4,
    .tx_bytes = 6 * MEGABYTE,
    .rx_bytes = 4 * MEGABYTE,
    .n_near = 1,
    .limit = BULK_LIMIT,
    .in_limited = true,
  },
  {
    .title = "TCP over IPv6",
    .process_name = "netop-st-ipv6",
    .kind = NETOP_SELF_TEST_TCP,
    .ip_version = 6,
    .tx_bytes = 2 * MEGABYTE,
    .rx_bytes = 6 * MEGABYTE,
    .n_near = 1,
    .limit = BULK_LIMIT,
    .in_limited = true,
  },
  {
    .title = "UDP",
    .process_name = "netop-st-udp",
    .kind = NETOP_SELF_TEST_UDP,
    .ip_version = 4,
    .tx_bytes = 4 * MEGABYTE,
    .datagram_bytes = 1000,
    .n_near = 1,
    .limit = BULK_LIMIT,
  },
  {
    .title = "Small datagrams",
    .process_name = "netop-st-small",
    .kind = NETOP_SELF_TEST_UDP,
    .ip_version = 4,
    .tx_bytes = 20000 * 32,
    .datagram_bytes = 32,
    .n_near = 1,
    .limit = SMALL_LIMIT,
  },
  {
    .title = "50 short-lived processes",
    .process_name = "netop-st-short",
    .kind = NETOP_SELF_TEST_SHORT,
    .ip_version = 4,
    .tx_bytes = 2000,
    .rx_bytes = 1000,
    .n_near = 50,
    .limit = SMALL_LIMIT,
    .needs_events = true,
  },
  {
    .title = "Connection handed on",
    .process_name = "netop-st-heir",
    .kind = NETOP_SELF_TEST_HANDED,
    .ip_version = 4,
    .tx_bytes = 2 * MEGABYTE,
    .rx_bytes = 2 * MEGABYTE,
    .n_near = 1,
    .limit = BULK_LIMIT,
    .needs_events = true,
  },
};

/**
 * netop_self_test_scenario_count:
 *
 * Returns: how many there are
 */
guint
netop_self_test_scenario_count (void)
{
  return G_N_ELEMENTS (scenarios);
}

/**
 * netop_self_test_scenario_get:
 * @index: less than netop_self_test_scenario_count()
 *
 * Returns: (transfer none): a constant
 */
const NetopSelfTestScenario *
netop_self_test_scenario_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (scenarios), NULL);

  return &scenarios[index];
}
