/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-facts.h"

/**
 * netop_process_facts_clear:
 * @self: facts on anybody's stack or in a row
 *
 * Frees what @self owns and zeroes it, so that it can be filled or cleared again.
 */
void
netop_process_facts_clear (NetopProcessFacts *self)
{
  g_free (self->name);
  g_free (self->exe);
  g_free (self->cmdline);
  g_free (self->cgroup);
  *self = (NetopProcessFacts){ 0 };
}
