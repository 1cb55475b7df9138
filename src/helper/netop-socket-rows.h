/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-holder-index.h"
#include "netop-process-rows.h"
#include "netop-tick.h"

G_BEGIN_DECLS

/**
 * NetopSocketRows:
 *
 * The sockets that are told to the app, by cookie, each with an id that is never used again, who holds them, and to
 * which flows they were found to belong. Of fixed capacity; what does not fit is counted. Helper main.
 */
typedef struct _NetopSocketRows NetopSocketRows;

typedef void (*NetopSocketRowFunc) (const NetopSocketFacts *facts, void *user_data);

NetopSocketRows *netop_socket_rows_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void             netop_socket_rows_free (NetopSocketRows *self);
uint64_t         netop_socket_rows_add (NetopSocketRows *self, const NetopSocketFacts *facts);
void             netop_socket_rows_add_flow (NetopSocketRows *self, uint64_t id, uint64_t flow_id);
void             netop_socket_rows_add_holder (NetopSocketRows *self, uint64_t id, uint64_t process_id);
void             netop_socket_rows_take_holders (NetopSocketRows *self, const NetopHolderIndex *index, NetopProcessRows *processes);
void             netop_socket_rows_release_ended (NetopSocketRows *self, const NetopProcessRows *processes);
void             netop_socket_rows_check_process (NetopSocketRows *self, NetopProcessRows *processes, uint32_t pid, GArray *inodes, bool are_all);
bool             netop_socket_rows_is_holder (const NetopSocketRows *self, uint64_t process_id);
bool             netop_socket_rows_end (NetopSocketRows *self, const NetopSocketFacts *facts);
uint64_t         netop_socket_rows_add_ended (NetopSocketRows *self, const NetopSocketFacts *facts);
void             netop_socket_rows_begin_dump (NetopSocketRows *self);
void             netop_socket_rows_see (NetopSocketRows *self, const NetopSocketFacts *facts);
void             netop_socket_rows_end_dump (NetopSocketRows *self);
void             netop_socket_rows_find_unheld (NetopSocketRows *self, int64_t now_us, NetopSocketRowFunc func, void *user_data);
bool             netop_socket_rows_contains (const NetopSocketRows *self, uint64_t cookie);
bool             netop_socket_rows_is_orphan (const NetopSocketRows *self, uint64_t cookie, const NetopProcessRows *processes);
void             netop_socket_rows_fill (NetopSocketRows *self, const NetopProcessRows *processes, NetopTick *tick);
uint64_t         netop_socket_rows_get_lost (const NetopSocketRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopSocketRows, netop_socket_rows_free)

G_END_DECLS
