/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopAccount:
 * @traffic: what was booked on it
 * @sampled: as it was when the newest sample was taken
 * @history: a sample a second, %NULL while all are 0
 *
 * Traffic of one row, and how it went over time. One thread.
 */
typedef struct
{
  NetopTraffic  traffic;
  NetopTraffic  sampled;
  NetopHistory *history;
} NetopAccount;

void      netop_account_clear (NetopAccount *self);
void      netop_account_book (NetopAccount *self, const NetopTraffic *before, const NetopTraffic *after);
void      netop_account_add_part (NetopAccount *self, const NetopAccount *part, const NetopTraffic *booked, guint capacity);
void      netop_account_remove_part (NetopAccount *self, const NetopAccount *part, const NetopTraffic *booked, guint capacity);
void      netop_account_sample (NetopAccount *self, guint capacity, int64_t elapsed_us, guint n_samples);
NetopRate netop_account_get_rate (const NetopAccount *self, uint64_t n_seconds);

G_END_DECLS
