/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-holder-index.h"
#include "netop-process-table.h"
#include "netop-recent-pids.h"

G_BEGIN_DECLS

/**
 * NetopKnownHolders:
 *
 * What is known of who holds which socket: the index of the last walk, and the processes that were found to hold one
 * of late. Any thread.
 */
typedef struct _NetopKnownHolders NetopKnownHolders;

/**
 * NetopHolderScan:
 * @processes: of the calling thread
 * @newest: (nullable): looked at first, in turn with those that held something of late
 * @n_descriptors: how many may still be looked at; counted down
 *
 * How far one is willing to look.
 */
typedef struct
{
  NetopProcessTable     *processes;
  const NetopRecentPids *newest;
  guint                  n_descriptors;
} NetopHolderScan;

NetopKnownHolders *netop_known_holders_new (void) G_GNUC_WARN_UNUSED_RESULT;
void               netop_known_holders_free (NetopKnownHolders *self);
bool               netop_known_holders_find (NetopKnownHolders *self, NetopHolderScan *scan, uint64_t inode, NetopHolders *holders);
bool               netop_known_holders_find_anywhere (NetopKnownHolders *self, NetopHolderScan *scan, uint64_t inode, NetopHolders *holders);
void               netop_known_holders_touch (NetopKnownHolders *self, const NetopHolders *holders);
void               netop_known_holders_take_index (NetopKnownHolders *self, NetopHolderIndex *index);
NetopHolderIndex  *netop_known_holders_get_index (NetopKnownHolders *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopKnownHolders, netop_known_holders_free)

G_END_DECLS
