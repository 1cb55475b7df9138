/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-attribution.h"

G_BEGIN_DECLS

#define TCP 6
#define UDP 17
#define ICMP 1
#define SECOND ((int64_t)G_USEC_PER_SEC)
#define START_US (1000 * SECOND)
#define START_REAL_US (G_GINT64_CONSTANT (1767225600) * SECOND)

/* One attribution, and the tick that is being made for it. The wall clock was stepped by step_us. */
typedef struct
{
  NetopAttribution *attribution;
  NetopTick        *tick;
  int64_t           now_us;
  int64_t           step_us;
  uint64_t          sequence;
} Fixture;

void                   begin (Fixture *fixture, NetopTier tier, bool privileged, const NetopAttributionOptions *options);
void                   fixture_clear (Fixture *fixture);
void                   send_tick (Fixture *fixture, int64_t step_us);
NetopSnapshot         *get_snapshot (Fixture *fixture);
NetopAddress           get_address (uint8_t last);
NetopFlow              make_flow (uint64_t id, uint8_t protocol, uint64_t rx_bytes, uint64_t tx_bytes);
void                   add_flow (Fixture *fixture, NetopFlow flow);
void                   add_closed (Fixture *fixture, NetopFlow flow);
void                   add_process (Fixture *fixture, uint64_t id, uint32_t pid, uint64_t start_boot_ns, const char *name, bool exited);
void                   add_socket (Fixture *fixture, uint64_t id, uint64_t flow_id, uint8_t protocol, bool listening, bool removed);
void                   add_holder (Fixture *fixture, uint64_t socket_id, uint64_t process_id);
const NetopProcess    *find_process (const NetopSnapshot *snapshot, uint32_t pid);
const NetopUnknown    *find_cause (const NetopSnapshot *snapshot, NetopCause cause);
const NetopConnection *find_connection (const NetopSnapshot *snapshot, uint64_t id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

G_END_DECLS
