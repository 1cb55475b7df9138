/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-unlock-program.h"

/* Nothing is captured on macOS yet, so there is nothing to ask for. */
bool
netop_unlock_program_is_supported (void)
{
  return false;
}

char *
netop_unlock_program_find (void)
{
  return NULL;
}
