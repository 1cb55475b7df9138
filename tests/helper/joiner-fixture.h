/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture-thread.h"
#include "netop-fake-kernel.h"
#include "netop-fake-proc.h"
#include "netop-joiner.h"

G_BEGIN_DECLS

/* A joiner, with a kernel and processes that are played: init and curl, which is 50. */

#define TCP 6
#define UDP 17
#define ICMP 1
#define SECOND ((int64_t)G_USEC_PER_SEC)
#define START_US (100 * SECOND)

typedef struct
{
  NetopFakeProc     *proc;
  NetopProcessTable *processes;
  NetopResolver     *resolver;
  NetopSocketTable  *sockets;
  NetopJoiner       *joiner;
  NetopTick         *tick;
  int64_t            now_us; /* of ticks */
  GArray            *flows;
  GArray            *closed;
  GArray            *updates;
} Fixture;

void             set_up (Fixture *fixture, gconstpointer data);
void             tear_down (Fixture *fixture, gconstpointer data);
NetopFlow        make_flow (uint64_t id, uint8_t protocol, int64_t first_us);
NetopSocketFacts make_socket (uint64_t cookie, uint8_t protocol);
void             take_flow (Fixture *fixture, NetopFlow flow, int64_t now_us);
void             take_closed (Fixture *fixture, NetopFlow flow, int64_t now_us);
void             take_no_flows (Fixture *fixture, int64_t now_us);
void             take_result (Fixture *fixture, NetopSocketFacts facts, int64_t time_us);
void             find_result (Fixture *fixture, NetopSocketFacts facts, int64_t time_us);
void             dump (Fixture *fixture, const NetopSocketFacts *facts, int64_t now_us);
uint64_t         get_joined_cookie (Fixture *fixture, uint64_t flow_id);
NetopCloseReason get_close_reason (Fixture *fixture, uint64_t flow_id);
void             end_curl (Fixture *fixture, int64_t now_us);
void             take_walk (Fixture *fixture, int64_t begun_us, const uint32_t *pids, guint n_pids);
char            *describe_holders (Fixture *fixture);
void             assert_holders (Fixture *fixture, const char *expected);

G_END_DECLS
