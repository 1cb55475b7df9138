/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef enum {
  NETOP_SELF_TEST_TCP,    /* one connection between two processes */
  NETOP_SELF_TEST_UDP,    /* datagrams from one process to another, some of which are answered */
  NETOP_SELF_TEST_SHORT,  /* processes of one connection each, one after the other, to one server that is not judged */
  NETOP_SELF_TEST_HANDED, /* a connection that another process carries on than the one that made it */
} NetopSelfTestKind;

/**
 * NetopSelfTestScenario:
 * @title: for the table
 * @process_name: of all its processes; at most 15 bytes (proc(5), comm)
 * @ip_version: 4 or 6
 * @tx_bytes: payload that the near process, or each of the near processes, sends
 * @rx_bytes: payload that comes back; of datagrams there is an answer to each burst instead
 * @datagram_bytes: payload of a datagram; 0 for TCP
 * @n_near: how many near processes there are
 * @limit: how much of the bytes may be missing or too many
 * @in_limited: whether the limited view claims it
 * @needs_events: whether it takes that the kernel tells of processes as they start, fork and end
 *
 * Traffic that the self-test makes, and within which limit it has to be counted.
 */
typedef struct
{
  const char       *title;
  const char       *process_name;
  NetopSelfTestKind kind;
  guint             ip_version;
  uint64_t          tx_bytes;
  uint64_t          rx_bytes;
  uint64_t          datagram_bytes;
  guint             n_near;
  double            limit;
  bool              in_limited;
  bool              needs_events;
} NetopSelfTestScenario;

/* Datagrams between two answers: few enough to fit any socket's default buffer (net.core.rmem_default is 208 KiB). */
#define NETOP_SELF_TEST_BURST 32u

/* The near ones of a scenario and the far one. */
#define NETOP_SELF_TEST_MAX_PROCESSES 64u

guint                        netop_self_test_scenario_count (void);
const NetopSelfTestScenario *netop_self_test_scenario_get (guint index);

G_END_DECLS
