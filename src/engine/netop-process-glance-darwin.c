/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-glance.h"

/* Not written yet: nothing is captured either, so no process is shown. */

gboolean
netop_process_glance_init (NetopProcessGlance *self,
                           uint32_t            pid)
{
  return FALSE;
}

void
netop_process_glance_clear (NetopProcessGlance *self)
{
}

int64_t
netop_process_get_start_time_ms (uint32_t pid)
{
  return 0;
}

gboolean
netop_process_is_same (uint32_t pid,
                       int64_t  start_time_ms)
{
  return FALSE;
}
