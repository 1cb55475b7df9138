/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-application-index.h"

/* Bundles are not looked for yet. */
GPtrArray *
netop_application_list_all (void)
{
  return g_ptr_array_new ();
}
