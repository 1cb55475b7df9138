/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-holder-index.h"
#include "netop-process-facts.h"
#include "netop-process-table.h"
#include "netop-tick.h"

G_BEGIN_DECLS

/**
 * NetopProcessRows:
 *
 * The processes that are told to the app: holders of inet sockets and their ancestors, by {pid, start}, each with an
 * id that is never used again. Of fixed capacity; what does not fit is counted. Helper main.
 */
typedef struct _NetopProcessRows NetopProcessRows;

NetopProcessRows *netop_process_rows_new (guint capacity, NetopProcessTable *table) G_GNUC_WARN_UNUSED_RESULT;
void              netop_process_rows_free (NetopProcessRows *self);
uint64_t          netop_process_rows_add (NetopProcessRows *self, NetopProcessFacts *facts);
uint64_t          netop_process_rows_add_pid (NetopProcessRows *self, uint32_t pid);
uint64_t          netop_process_rows_find (NetopProcessRows *self, uint32_t pid);
void              netop_process_rows_refresh (NetopProcessRows *self, uint32_t pid);
void              netop_process_rows_set_exited (NetopProcessRows *self, uint32_t pid, int64_t exited_us);
void              netop_process_rows_find_exited (NetopProcessRows *self, int64_t now_us);
void              netop_process_rows_find_ended (NetopProcessRows *self, int64_t now_us);
void              netop_process_rows_take_tunnels (NetopProcessRows *self, const NetopHolderIndex *index);
bool              netop_process_rows_is_alive (const NetopProcessRows *self, uint64_t id);
uint32_t          netop_process_rows_get_pid (const NetopProcessRows *self, uint64_t id);
uint64_t          netop_process_rows_get_n_exited (const NetopProcessRows *self);
bool              netop_process_rows_is_due (const NetopProcessRows *self, uint64_t id);
void              netop_process_rows_fill (NetopProcessRows *self, NetopTick *tick);
uint64_t          netop_process_rows_get_lost (const NetopProcessRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopProcessRows, netop_process_rows_free)

G_END_DECLS
