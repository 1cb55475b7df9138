/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-lookup-budget.h"

#define LOOKUPS_PER_S 2000
#define LOOKUP_BURST 500
/* What costs as much as a lookup. */
#define DESCRIPTORS_PER_TOKEN 16
/* While the bucket is as good as empty, nobody need ask for what comes from outside. */
#define EXHAUSTED_US (50 * 1000)
/* So many of those may ask the normal thread, which answers all of them with one walk. */
#define LATE_WINDOW_US (250 * 1000)
#define LATE_LOOKUPS 128

/**
 * netop_lookup_budget_init:
 * @self: (out caller-allocates): full from now on
 */
void
netop_lookup_budget_init (NetopLookupBudget *self)
{
  self->tokens = LOOKUP_BURST;
  self->filled_us = g_get_monotonic_time ();
  self->exhausted_until_us = 0;
  self->late_window = 0;
  self->n_late = 0;
}

/**
 * netop_lookup_budget_take:
 * @is_received: for what comes from outside, which leaves half of the bucket to what we send: a flood of requests names
 *   nobody less
 *
 * Returns: whether there was something for a lookup, which is taken
 */
bool
netop_lookup_budget_take (NetopLookupBudget *self,
                          bool               is_received)
{
  int64_t now_us = g_get_monotonic_time ();

  self->tokens += (double)(now_us - self->filled_us) * LOOKUPS_PER_S / G_USEC_PER_SEC;
  self->tokens = MIN (self->tokens, LOOKUP_BURST);
  self->filled_us = now_us;
  if (self->tokens < LOOKUP_BURST / 2.0)
    self->exhausted_until_us = now_us + EXHAUSTED_US;
  if (self->tokens < (is_received ? LOOKUP_BURST / 2.0 : 1.0))
    return false;

  self->tokens -= 1.0;
  return true;
}

/**
 * netop_lookup_budget_pay:
 * @n_descriptors: that were looked at
 */
void
netop_lookup_budget_pay (NetopLookupBudget *self,
                         guint              n_descriptors)
{
  self->tokens -= (double)n_descriptors / DESCRIPTORS_PER_TOKEN;
}

/**
 * netop_lookup_budget_get_descriptors:
 * @n_wanted: what one lookup looks at, at most
 * @is_received: for what comes from outside, which looks at no more than its half of the bucket pays for
 *
 * Returns: how many descriptors may be looked at
 */
guint
netop_lookup_budget_get_descriptors (const NetopLookupBudget *self,
                                     guint                    n_wanted,
                                     bool                     is_received)
{
  const double n_tokens = self->tokens - LOOKUP_BURST / 2.0;

  if (!is_received)
    return n_wanted;
  return (guint)CLAMP (n_tokens * DESCRIPTORS_PER_TOKEN, DESCRIPTORS_PER_TOKEN, n_wanted);
}

/**
 * netop_lookup_budget_is_ample:
 *
 * Returns: whether half of the bucket is there, as of the last lookup that was taken
 */
bool
netop_lookup_budget_is_ample (const NetopLookupBudget *self)
{
  return self->tokens >= LOOKUP_BURST / 2.0;
}

/**
 * netop_lookup_budget_is_exhausted:
 *
 * Returns: whether there is nothing for what comes from outside. Any thread
 */
bool
netop_lookup_budget_is_exhausted (const NetopLookupBudget *self)
{
  return g_get_monotonic_time () < self->exhausted_until_us;
}

/**
 * netop_lookup_budget_take_late:
 *
 * For what comes from outside and finds nothing in the bucket: a server with many sockets gets its packets at once, too,
 * and a flood asks no more than so many. Any thread; two that begin a window at once may take a few more.
 *
 * Returns: whether it may be looked up at normal priority
 */
bool
netop_lookup_budget_take_late (NetopLookupBudget *self)
{
  const int_fast64_t window = g_get_monotonic_time () / LATE_WINDOW_US;

  if (atomic_exchange (&self->late_window, window) != window)
    self->n_late = 0;
  return self->n_late++ < LATE_LOOKUPS;
}
