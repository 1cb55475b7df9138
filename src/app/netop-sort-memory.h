/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-application.h"
#include "netop-table-page.h"

G_BEGIN_DECLS

/**
 * NetopSortMemory:
 *
 * What the processes are sorted by, from one run to the next. What the command line says is for one run; what the user does
 * with a header is for the next ones too.
 */
#define NETOP_TYPE_SORT_MEMORY (netop_sort_memory_get_type ())
G_DECLARE_FINAL_TYPE (NetopSortMemory, netop_sort_memory, NETOP, SORT_MEMORY, GObject)

NetopSortMemory *netop_sort_memory_new (GSettings *settings, NetopTablePage *processes, NetopApplicationSort sort) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
