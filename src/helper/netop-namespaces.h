/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-broker.h"
#include "netop-interface-list.h"
#include "netop-local-addresses.h"
#include "netop-namespace-tables.h"
#include "netop-process-events.h"
#include "netop-process-table.h"

G_BEGIN_DECLS

/**
 * NetopNamespaces:
 *
 * The network namespaces that have processes, but for the watched one: a socket table of each, which the broker opens, and
 * behind which interfaces they are. The id of one is its inode. Bounded: as many are known as there is room for, and of
 * those that are used last the tables are open. Helper main.
 */
typedef struct _NetopNamespaces NetopNamespaces;

/**
 * NetopNamespacesParts:
 * @broker: (nullable) (transfer none): all parts outlive the namespaces; without it the sockets of none are asked for
 * @processes: (transfer none): helper main's own
 * @interfaces: (transfer none): of the watched namespace
 * @lookups: (transfer none): gets a table of each, for single sockets
 * @watched_inode: of the namespace that is watched
 * @only_linked: leave out those that no interface of the watched one has its other end in
 */
typedef struct
{
  NetopBroker          *broker;
  NetopProcessTable    *processes;
  NetopInterfaceList   *interfaces;
  NetopNamespaceTables *lookups;
  uint64_t              watched_inode;
  bool                  only_linked;
} NetopNamespacesParts;

NetopNamespaces         *netop_namespaces_new (const NetopNamespacesParts *parts) G_GNUC_WARN_UNUSED_RESULT;
void                     netop_namespaces_free (NetopNamespaces *self);
void                     netop_namespaces_take_event (NetopNamespaces *self, NetopProcessEventKind kind, uint32_t pid);
void                     netop_namespaces_note_change (NetopNamespaces *self);
int64_t                  netop_namespaces_get_due_us (const NetopNamespaces *self);
bool                     netop_namespaces_refresh (NetopNamespaces *self, int64_t now_us);
const NetopFarNamespace *netop_namespaces_get_far (const NetopNamespaces *self, guint *n_far);
void                     netop_namespaces_touch (NetopNamespaces *self, uint32_t namespace_id, int64_t now_us);
void                     netop_namespaces_dump (NetopNamespaces *self, int64_t now_us, NetopSocketFunc func, void *user_data);
bool                     netop_namespaces_lookup (NetopNamespaces *self, const NetopFlowKey *key, NetopSocketFacts *facts);
uint64_t                 netop_namespaces_get_lost (const NetopNamespaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopNamespaces, netop_namespaces_free)

G_END_DECLS
