/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopLookupBudget:
 *
 * What lookups at real-time priority are paid from: a bucket that time fills. Of one thread at a time, but for
 * netop_lookup_budget_is_exhausted() and netop_lookup_budget_take_late().
 */
typedef struct
{
  int64_t             filled_us;
  double              tokens;
  atomic_int_fast64_t exhausted_until_us;
  atomic_int_fast64_t late_window; /* number of the one that @n_late counts for */
  atomic_uint         n_late;
} NetopLookupBudget;

void  netop_lookup_budget_init (NetopLookupBudget *self);
bool  netop_lookup_budget_take (NetopLookupBudget *self, bool is_received);
void  netop_lookup_budget_pay (NetopLookupBudget *self, guint n_descriptors);
guint netop_lookup_budget_get_descriptors (const NetopLookupBudget *self, guint n_wanted, bool is_received);
bool  netop_lookup_budget_is_ample (const NetopLookupBudget *self);
bool  netop_lookup_budget_is_exhausted (const NetopLookupBudget *self);
bool  netop_lookup_budget_take_late (NetopLookupBudget *self);

G_END_DECLS
