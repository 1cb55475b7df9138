/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-processor.h"

#include <sched.h>

void
netop_processor_settle (guint number)
{
  cpu_set_t processors, one;
  guint     n_seen = 0;

  if (sched_getaffinity (0, sizeof processors, &processors) < 0)
    return;

  CPU_ZERO (&one);
  for (guint i = 0; i < CPU_SETSIZE && CPU_COUNT (&one) == 0; i++)
    {
      if (CPU_ISSET (i, &processors) && n_seen++ == number)
        CPU_SET (i, &one);
    }
  if (CPU_COUNT (&one) > 0)
    (void)sched_setaffinity (0, sizeof one, &one);
}
