/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-facts.h"

/**
 * netop_process_facts_copy:
 * @copy: (out caller-allocates): gets strings of its own
 */
void
netop_process_facts_copy (const NetopProcessFacts *self,
                          NetopProcessFacts       *copy)
{
  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->exe = g_strdup (self->exe);
  copy->cmdline = self->cmdline != NULL ? g_memdup2 (self->cmdline, self->cmdline_length + 1) : NULL;
  copy->cgroup = g_strdup (self->cgroup);
}

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
