/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

#define NETOP_SHARING_MAX_PIDS 32

/**
 * NetopSharing:
 * @n_connections: of the process that stand under it, and that others hold too, or may have carried
 * @traffic: of these
 * @n_pids: used elements of @pids
 * @pids: the others, each once, ascending; of more than there is room for the first that are found
 *
 * With whom a process shares its connections. A plain value.
 */
typedef struct
{
  guint        n_connections;
  NetopTraffic traffic;
  guint        n_pids;
  uint32_t     pids[NETOP_SHARING_MAX_PIDS];
} NetopSharing;

void  netop_sharing_find (NetopSharing *self, const NetopSnapshot *snapshot, const NetopProcess *process);
char *netop_sharing_dup_names (const NetopSharing *self, const NetopSnapshot *snapshot, guint n_at_most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
