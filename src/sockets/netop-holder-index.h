/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Holders of one socket that are kept. */
#define NETOP_MAX_HOLDERS 4

/**
 * NetopHolders:
 * @n_pids: used elements of @pids and @descriptors
 * @descriptors: a number under which each has it, as of the walk; not set where no index told
 * @are_more: it was held by more than are kept
 */
typedef struct
{
  guint    n_pids;
  uint32_t pids[NETOP_MAX_HOLDERS];
  int      descriptors[NETOP_MAX_HOLDERS];
  bool     are_more;
} NetopHolders;

/* Processes of tunnels that are kept: what comes beyond is taken for one that has none. */
#define NETOP_MAX_TUNNELS 64

/**
 * NetopHolderIndex:
 *
 * Which processes have a descriptor of a socket, by its inode, and which of a tunnel: what one walk found. Of fixed capacity; what does
 * not fit is not found. Filled by one thread, and then never changed: each thread that reads it has a reference.
 */
typedef struct _NetopHolderIndex NetopHolderIndex;

NetopHolderIndex *netop_holder_index_new (guint capacity, int64_t begun_us) G_GNUC_WARN_UNUSED_RESULT;
NetopHolderIndex *netop_holder_index_ref (NetopHolderIndex *self);
void              netop_holder_index_unref (NetopHolderIndex *self);
void              netop_holder_index_add (NetopHolderIndex *self, uint64_t inode, uint32_t pid, int descriptor);
void              netop_holder_index_add_unheld (NetopHolderIndex *self, uint64_t inode, int64_t since_us);
void              netop_holder_index_keep_unheld (NetopHolderIndex *self, const NetopHolderIndex *before, int64_t since_us);
void              netop_holder_index_add_tunnel (NetopHolderIndex *self, uint32_t pid, const char *name);
const char       *netop_holder_index_get_tunnel (const NetopHolderIndex *self, uint32_t pid);
bool              netop_holder_index_lookup (const NetopHolderIndex *self, uint64_t inode, NetopHolders *holders);
int64_t           netop_holder_index_get_begun_us (const NetopHolderIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHolderIndex, netop_holder_index_unref)

G_END_DECLS
