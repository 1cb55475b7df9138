/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-end.h"

/* Not written yet: nothing is captured either, so no process is shown. */

gboolean
netop_process_end (uint32_t pid,
                   int64_t  start_time_ms,
                   GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Processes cannot be ended here yet");
  return FALSE;
}
