/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-process-facts.h"
#include "netop-sockets.h"

G_BEGIN_DECLS

/* Of a walk over descriptors; called once for each process that holds @inode. Returns false to stop. */
typedef bool (*NetopHolderFunc) (uint64_t inode, uint32_t pid, int descriptor, void *user_data);

/* Of a walk over descriptors; called once for each process that sends on what goes into the interface @name, raw bytes. */
typedef void (*NetopTunnelFunc) (uint32_t pid, const char *name, void *user_data);

/* Of a walk over namespaces; called for each process that is in @inode. Returns false to stop. */
typedef bool (*NetopNamespaceFunc) (uint64_t inode, uint32_t pid, void *user_data);

/**
 * NetopProcessTable:
 *
 * Reads processes and their descriptors. @root is /proc, or a made tree in tests. One thread uses one table.
 */
typedef struct _NetopProcessTable NetopProcessTable;

NetopProcessTable *netop_process_table_open (const char *root, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               netop_process_table_close (NetopProcessTable *self);
bool               netop_process_table_read (NetopProcessTable *self, uint32_t pid, NetopProcessFacts *facts);
bool               netop_process_table_read_lately (NetopProcessTable *self, uint32_t pid, NetopProcessFacts *facts);
bool               netop_process_table_is_alive (NetopProcessTable *self, uint32_t pid, uint64_t start_boot_ns);
bool               netop_process_table_read_namespace (NetopProcessTable *self, uint32_t pid, uint64_t *inode);
bool               netop_process_table_walk_namespaces (NetopProcessTable *self, NetopNamespaceFunc func, void *user_data);
bool               netop_process_table_walk_sockets (NetopProcessTable *self, NetopHolderFunc func, NetopTunnelFunc tunnel_func, void *user_data);
bool               netop_process_table_list_sockets (NetopProcessTable *self, uint32_t pid, guint *n_descriptors, NetopHolderFunc func, void *user_data);
bool               netop_process_table_holds (NetopProcessTable *self, uint32_t pid, uint64_t inode, int *descriptor, guint *n_descriptors);
uint32_t           netop_process_table_find_holder (NetopProcessTable *self, uint64_t inode, guint *n_descriptors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopProcessTable, netop_process_table_close)

G_END_DECLS
