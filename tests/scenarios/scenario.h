/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "traffic.h"

/* What a role of netop-scenario is told to do. */
typedef struct
{
  const char             *role;
  const char             *address_text;
  const char             *port_text;
  struct sockaddr_storage address;
  socklen_t               length;
  uint64_t                amount;
  size_t                  size;
  const char             *method;
} Scenario;

/* Each returns whether @scenario's role is one of its own, and has played it then. Exit status 77, with the reason on
 * standard error, where the kernel has not what it takes. */
int  scenario_run_stream (const Scenario *scenario, TrafficReport *report);
int  scenario_run_datagram (const Scenario *scenario, TrafficReport *report);
int  scenario_run_raw (const Scenario *scenario, TrafficReport *report);
int  scenario_run_sharing (const Scenario *scenario, TrafficReport *report);
int  scenario_run_crowd (const Scenario *scenario, TrafficReport *report);
void scenario_skip (const char *what) __attribute__ ((noreturn));

/* One transfer through a ring of its own (io_uring(7)), as send(2) and recv(2) would do it. */
typedef struct _ScenarioRing ScenarioRing;

ScenarioRing *scenario_ring_new (void);
void          scenario_ring_free (ScenarioRing *self);
ssize_t       scenario_ring_send (ScenarioRing *self, int fd, const void *bytes, size_t length);
ssize_t       scenario_ring_receive (ScenarioRing *self, int fd, void *bytes, size_t length);
