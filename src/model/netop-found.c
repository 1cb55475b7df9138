/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-found.h"

/**
 * netop_found_take:
 * @self: cleared first
 * @other: empty afterwards
 *
 * Moves what @other has.
 */
void
netop_found_take (NetopFound *self, NetopFound *other)
{
  netop_found_clear (self);
  *self = *other;
  *other = (NetopFound){ 0 };
}

/**
 * netop_found_clear:
 *
 * Empties it.
 */
void
netop_found_clear (NetopFound *self)
{
  g_clear_pointer (&self->history, netop_history_unref);
  *self = (NetopFound){ 0 };
}
