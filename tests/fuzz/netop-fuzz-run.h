/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-attribution.h"

G_BEGIN_DECLS

/**
 * NetopFuzzRun:
 * @attribution: made by the first hello or tick
 * @n_bytes: what flows can have booked at most; where 64 bits do not hold it, sums mean nothing
 *
 * What the app does with the messages of one helper, and what must hold after each.
 */
typedef struct
{
  NetopAttribution *attribution;
  double            n_bytes;
} NetopFuzzRun;

void netop_fuzz_run_clear (NetopFuzzRun *self);
void netop_fuzz_run_begin (NetopFuzzRun *self, const NetopHello *hello);
void netop_fuzz_run_apply (NetopFuzzRun *self, const NetopTick *tick);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetopFuzzRun, netop_fuzz_run_clear)

G_END_DECLS
