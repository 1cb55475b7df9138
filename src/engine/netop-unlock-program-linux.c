/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-unlock-program.h"

/**
 * netop_unlock_program_is_supported:
 *
 * Returns: whether this system has a way to ask for permission
 */
bool
netop_unlock_program_is_supported (void)
{
  return true;
}

/**
 * netop_unlock_program_find:
 *
 * A program of that name that somebody put into the path runs as that same somebody, and nothing is gained by it.
 *
 * Returns: (transfer full) (nullable): polkit's pkexec(1); %NULL where it is not installed
 */
char *
netop_unlock_program_find (void)
{
  return g_find_program_in_path ("pkexec");
}
