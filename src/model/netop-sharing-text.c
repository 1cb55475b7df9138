/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sharing-text.h"

#include <glib/gi18n.h>

#include "netop-sharing.h"

/* A server may have hundreds of children: a list of all could be longer than the screen. */
#define MAX_NAMES 12

/**
 * netop_sharing_dup_summary:
 * @process: of @snapshot
 *
 * Returns: (transfer full) (nullable): how many processes share connections that stand under this one, translated, in a
 *   few words; %NULL where none does
 */
char *
netop_sharing_dup_summary (const NetopSnapshot *snapshot,
                           const NetopProcess  *process)
{
  NetopSharing sharing;

  netop_sharing_find (&sharing, snapshot, process);
  if (sharing.n_pids == 0)
    return NULL;

  return g_strdup_printf (ngettext ("shared by %u process", "shared by %u processes", sharing.n_pids + 1), sharing.n_pids + 1);
}

/**
 * netop_sharing_dup_details:
 * @process: of @snapshot
 *
 * Returns: (transfer full) (nullable): which ones they are, translated; %NULL where there is none
 */
char *
netop_sharing_dup_details (const NetopSnapshot *snapshot,
                           const NetopProcess  *process)
{
  NetopSharing     sharing;
  g_autofree char *names = NULL;

  netop_sharing_find (&sharing, snapshot, process);
  if (sharing.n_pids == 0)
    return NULL;

  names = netop_sharing_dup_names (&sharing, snapshot, MAX_NAMES);
  /* TRANSLATORS: a number of connections, and processes by name and number, apart by commas. */
  return g_strdup_printf (ngettext ("%u connection shared with %s", "%u connections shared with %s", sharing.n_connections),
                          sharing.n_connections, names);
}
