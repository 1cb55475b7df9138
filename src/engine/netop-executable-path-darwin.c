/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-executable-path.h"

#include <mach-o/dyld.h>
#include <stdlib.h>

/**
 * netop_executable_path_get:
 *
 * Returns: (transfer full) (nullable): the absolute path of this program (dyld(3), _NSGetExecutablePath)
 */
char *
netop_executable_path_get (void)
{
  g_autofree char *buffer = NULL;
  uint32_t         size = 0;

  _NSGetExecutablePath (NULL, &size);
  buffer = g_malloc (size);
  return _NSGetExecutablePath (buffer, &size) == 0 ? g_canonicalize_filename (buffer, NULL) : NULL;
}
