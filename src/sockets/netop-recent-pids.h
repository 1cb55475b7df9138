/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define NETOP_RECENT_PIDS 64

/**
 * NetopRecentPids:
 * @n: used elements of @pids
 * @pids: the last one first, each once
 *
 * Processes that did something of late. All zero is an empty one. What finds no room pushes out the oldest.
 */
typedef struct
{
  guint    n;
  uint32_t pids[NETOP_RECENT_PIDS];
} NetopRecentPids;

void netop_recent_pids_touch (NetopRecentPids *self, uint32_t pid);
bool netop_recent_pids_contains (const NetopRecentPids *self, guint n_first, uint32_t pid);

G_END_DECLS
