/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-recent-pids.h"

#include <string.h>

/* Returns where @pid stands; @n where it does not. */
static guint
find (const NetopRecentPids *self,
      guint                  n,
      uint32_t               pid)
{
  guint i = 0;

  while (i < n && self->pids[i] != pid)
    i++;
  return i;
}

/**
 * netop_recent_pids_touch:
 *
 * Puts @pid in front.
 */
void
netop_recent_pids_touch (NetopRecentPids *self,
                         uint32_t         pid)
{
  guint position = find (self, self->n, pid);

  if (position == self->n)
    position = self->n < NETOP_RECENT_PIDS ? self->n++ : NETOP_RECENT_PIDS - 1;
  memmove (self->pids + 1, self->pids, position * sizeof *self->pids);
  self->pids[0] = pid;
}

/**
 * netop_recent_pids_contains:
 * @n_first: how many are looked at, the last ones first
 */
bool
netop_recent_pids_contains (const NetopRecentPids *self,
                            guint                  n_first,
                            uint32_t               pid)
{
  guint n = MIN (n_first, self->n);

  return find (self, n, pid) < n;
}
