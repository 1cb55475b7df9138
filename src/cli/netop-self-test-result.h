/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-self-test-scenario.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopSelfTestProcess:
 * @judged: whether what is said of it is compared; else it is only somebody to talk to
 * @rx_payload: bytes it received itself, as recv(2) and send(2) counted them
 * @repeated_bytes: payload that the kernel sent for it more than once
 * @wire_rx_bytes: with the headers of its packets and what was sent again, as IP packets are on the wire
 *
 * The truth about one process of a scenario. A plain value, in memory that the processes share.
 */
typedef struct
{
  uint32_t pid;
  bool     judged;
  uint64_t rx_payload;
  uint64_t tx_payload;
  uint64_t repeated_bytes;
  uint64_t wire_rx_bytes;
  uint64_t wire_tx_bytes;
} NetopSelfTestProcess;

/**
 * NetopSelfTestSum:
 * @error_bytes: what is missing and what is too much, of each process by itself, so that no fault hides another
 *
 * Of one direction, over the processes that are judged.
 */
typedef struct
{
  uint64_t expected_bytes;
  uint64_t counted_bytes;
  uint64_t error_bytes;
} NetopSelfTestSum;

/**
 * NetopSelfTestResult:
 * @n_processes: that are judged
 * @n_named: of them, that the snapshot has traffic of under their pid and their name
 *
 * How one scenario was seen in one tier. A plain value.
 */
typedef struct
{
  const NetopSelfTestScenario *scenario;
  const char                  *tier; /* static */
  guint                        n_processes;
  guint                        n_named;
  NetopSelfTestSum             rx;
  NetopSelfTestSum             tx;
} NetopSelfTestResult;

void   netop_self_test_result_judge (NetopSelfTestResult *self, const NetopSelfTestScenario *scenario, const NetopSelfTestProcess *processes, guint n_processes, const NetopSnapshot *snapshot);
double netop_self_test_result_get_error (const NetopSelfTestResult *self);
bool   netop_self_test_result_is_within_limit (const NetopSelfTestResult *self);

G_END_DECLS
