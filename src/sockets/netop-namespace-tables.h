/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-socket-table.h"

G_BEGIN_DECLS

/* How many other network namespaces are asked at the most. */
#define NETOP_MAX_NAMESPACES 48

/**
 * NetopNamespaceTables:
 *
 * Where single sockets of other network namespaces are asked for: one table each, which all threads share by turns of some
 * microseconds. Bounded. Any thread.
 */
typedef struct _NetopNamespaceTables NetopNamespaceTables;

NetopNamespaceTables *netop_namespace_tables_new (void) G_GNUC_WARN_UNUSED_RESULT;
void                  netop_namespace_tables_free (NetopNamespaceTables *self);
bool                  netop_namespace_tables_add (NetopNamespaceTables *self, uint32_t namespace_id, NetopSocketTable *table);
void                  netop_namespace_tables_remove (NetopNamespaceTables *self, uint32_t namespace_id);
bool                  netop_namespace_tables_lookup (NetopNamespaceTables *self, const NetopFlowKey *key, NetopSocketFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopNamespaceTables, netop_namespace_tables_free)

G_END_DECLS
