/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-executable-path.h"

/**
 * netop_executable_path_get:
 *
 * Returns: (transfer full) (nullable): the absolute path of this program (proc(5), /proc/PID/exe)
 */
char *
netop_executable_path_get (void)
{
  return g_file_read_link ("/proc/self/exe", NULL);
}
