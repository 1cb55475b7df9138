/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-caption.h"

#include <glib/gi18n.h>

#include "netop-origin-text.h"
#include "netop-sharing-text.h"

/**
 * netop_process_caption_dup_summary:
 * @process: of @snapshot
 *
 * Returns: (transfer full) (nullable): what stands in small beside a process's name, translated: the first of these that
 *   holds: it ended, it shares its connections, where it runs
 */
char *
netop_process_caption_dup_summary (const NetopSnapshot *snapshot,
                                   const NetopProcess  *process)
{
  char *sharing;

  if (process->ended_us != 0 && process->pid != 0)
    return g_strdup (_ ("ended"));

  sharing = netop_sharing_dup_summary (snapshot, process);
  return sharing != NULL ? sharing : netop_origin_dup_summary (process);
}

/**
 * netop_process_caption_dup_details:
 * @process: of @snapshot
 *
 * Returns: (transfer full) (nullable): the lines of its tooltip, translated: what it is, and with whom it shares what
 *   stands under it
 */
char *
netop_process_caption_dup_details (const NetopSnapshot *snapshot,
                                   const NetopProcess  *process)
{
  g_autofree char *origin = netop_origin_dup_details (process);
  g_autofree char *sharing = netop_sharing_dup_details (snapshot, process);

  if (origin == NULL || sharing == NULL)
    return sharing != NULL ? g_steal_pointer (&sharing) : g_steal_pointer (&origin);
  return g_strconcat (origin, "\n", sharing, NULL);
}
