/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-socket-facts.h"
#include "netop-sockets.h"

G_BEGIN_DECLS

/* Of a dump; called once a socket. Returns false to stop. */
typedef bool (*NetopSocketFunc) (const NetopSocketFacts *facts, void *user_data);

/**
 * NetopSocketTable:
 *
 * Asks the kernel for its inet and packet sockets: a dump of all, or one by its tuple. Bound to the namespace it was
 * opened in. One thread uses one table.
 */
typedef struct _NetopSocketTable NetopSocketTable;

NetopSocketTable *netop_socket_table_open (uint32_t namespace_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopSocketTable *netop_socket_table_new_for_fd (uint32_t namespace_id, int fd) G_GNUC_WARN_UNUSED_RESULT;
void              netop_socket_table_close (NetopSocketTable *self);
bool              netop_socket_table_dump (NetopSocketTable *self, NetopSocketFunc func, void *user_data, GError **error);
guint             netop_socket_table_find_portless (NetopSocketTable *self, const NetopFlowKey *key, NetopSocketFacts *found, guint max_found);
uint64_t          netop_socket_table_get_lost (const NetopSocketTable *self);
bool              netop_socket_table_lookup (NetopSocketTable *self, const NetopFlowKey *key, uint32_t interface_index, NetopSocketFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopSocketTable, netop_socket_table_close)

G_END_DECLS
