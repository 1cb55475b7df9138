/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-processor.h"

/* macOS lets no thread choose its processor. */
void
netop_processor_settle (guint number)
{
}
