/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-figure.h"
#include "netop-flow.h"
#include "netop-interface.h"

G_BEGIN_DECLS

/* The window, in samples of one second, and one more to begin with. */
#define NETOP_COVERAGE_SAMPLES 61

typedef struct
{
  uint64_t attributed;
  uint64_t counted;
} NetopCoverageSample;

/**
 * NetopCoverage:
 * @n_samples: since the beginning; the newest is at @n_samples - 1 modulo %NETOP_COVERAGE_SAMPLES
 *
 * How much of what the kernel counted on an interface in the last minute was given to somebody. Zeroed it knows nothing.
 * One thread.
 */
typedef struct
{
  guint               n_samples;
  NetopCoverageSample samples[NETOP_COVERAGE_SAMPLES];
} NetopCoverage;

bool        netop_coverage_has_meaning (const NetopInterface *interface);
uint64_t    netop_coverage_count_interface (const NetopInterface *interface);
uint64_t    netop_coverage_count_flow (const NetopFlowInterface *counters, const NetopInterface *interface);
void        netop_coverage_add (NetopCoverage *self, uint64_t attributed, uint64_t counted);
bool        netop_coverage_get_window (const NetopCoverage *self, NetopCoverageSample *window);
NetopFigure netop_coverage_get_share (const NetopCoverageSample *window);

G_END_DECLS
