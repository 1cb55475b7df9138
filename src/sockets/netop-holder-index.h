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
 * @n_pids: used elements of @pids
 */
typedef struct
{
  guint    n_pids;
  uint32_t pids[NETOP_MAX_HOLDERS];
} NetopHolders;

/**
 * NetopHolderIndex:
 *
 * Which processes have a descriptor of a socket, by its inode: what one walk found. Of fixed capacity; what does
 * not fit is not found. One thread.
 */
typedef struct _NetopHolderIndex NetopHolderIndex;

NetopHolderIndex *netop_holder_index_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void              netop_holder_index_free (NetopHolderIndex *self);
void              netop_holder_index_add (NetopHolderIndex *self, uint64_t inode, uint32_t pid);
bool              netop_holder_index_lookup (const NetopHolderIndex *self, uint64_t inode, NetopHolders *holders);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHolderIndex, netop_holder_index_free)

G_END_DECLS
