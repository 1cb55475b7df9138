/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-ledger.h"

/* More than a row's traffic passes. What is beyond shares the part of no interface: no byte of @all is touched by that. */
#define MAX_PARTS 256

static void
clear_part (gpointer data)
{
  NetopLedgerPart *part = data;

  netop_account_clear (&part->account);
}

/**
 * netop_ledger_clear:
 *
 * Releases what it holds.
 */
void
netop_ledger_clear (NetopLedger *self)
{
  netop_account_clear (&self->all);
  g_clear_pointer (&self->parts, g_array_unref);
}

static NetopAccount *
find (const NetopLedger *self,
      uint32_t           interface_index)
{
  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    {
      NetopLedgerPart *part = &g_array_index (self->parts, NetopLedgerPart, i);

      if (part->interface_index == interface_index)
        return &part->account;
    }
  return NULL;
}

/**
 * netop_ledger_get_part:
 * @interface_index: 0 where it is not known
 *
 * Returns: (transfer none): what is booked on an interface, made where nothing was; valid until the next call
 */
NetopAccount *
netop_ledger_get_part (NetopLedger *self,
                       uint32_t     interface_index)
{
  NetopLedgerPart part = { .interface_index = interface_index };
  NetopAccount   *found = find (self, interface_index);

  if (found == NULL && self->parts != NULL && self->parts->len >= MAX_PARTS)
    {
      part.interface_index = 0;
      found = find (self, 0);
    }
  if (found != NULL)
    return found;

  if (self->parts == NULL)
    {
      self->parts = g_array_sized_new (FALSE, FALSE, sizeof part, 1);
      g_array_set_clear_func (self->parts, clear_part);
    }
  g_array_append_val (self->parts, part);
  return &g_array_index (self->parts, NetopLedgerPart, self->parts->len - 1).account;
}

/**
 * netop_ledger_merge:
 * @other: sampled together with @self
 * @capacity: samples to keep
 *
 * Adds all that stands in @other.
 */
void
netop_ledger_merge (NetopLedger       *self,
                    const NetopLedger *other,
                    guint              capacity)
{
  netop_account_add_part (&self->all, &other->all, &other->all.traffic, capacity);
  for (guint i = 0; other->parts != NULL && i < other->parts->len; i++)
    {
      const NetopLedgerPart *part = &g_array_index (other->parts, NetopLedgerPart, i);

      netop_account_add_part (netop_ledger_get_part (self, part->interface_index), &part->account, &part->account.traffic, capacity);
    }
}

/**
 * netop_ledger_follow:
 * @other: which @self samples at another pace
 *
 * Takes over how much is booked.
 */
void
netop_ledger_follow (NetopLedger       *self,
                     const NetopLedger *other)
{
  self->all.traffic = other->all.traffic;
  for (guint i = 0; other->parts != NULL && i < other->parts->len; i++)
    {
      const NetopLedgerPart *part = &g_array_index (other->parts, NetopLedgerPart, i);

      netop_ledger_get_part (self, part->interface_index)->traffic = part->account.traffic;
    }
}

/**
 * netop_ledger_sample:
 *
 * As netop_account_sample(), of all and of each.
 */
void
netop_ledger_sample (NetopLedger *self,
                     guint        capacity,
                     int64_t      elapsed_us,
                     guint        n_samples)
{
  netop_account_sample (&self->all, capacity, elapsed_us, n_samples);
  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    netop_account_sample (&g_array_index (self->parts, NetopLedgerPart, i).account, capacity, elapsed_us, n_samples);
}

/**
 * netop_ledger_get:
 * @interface_index: 0 for all
 *
 * Returns: (transfer none): the account of an interface, an empty one where nothing was booked on it, until the ledger changes
 */
const NetopAccount *
netop_ledger_get (const NetopLedger *self,
                  uint32_t           interface_index)
{
  static const NetopAccount nothing;
  const NetopAccount       *part;

  if (interface_index == 0)
    return &self->all;

  part = find (self, interface_index);
  return part != NULL ? part : &nothing;
}
