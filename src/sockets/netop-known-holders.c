/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-known-holders.h"

#include <stdatomic.h>

#define SHARE_PART 4
#define MIN_SHARE 64

struct _NetopKnownHolders
{
  /* Of all threads: index, active. Held to take a reference or a copy, or to put a new one in place. */
  GMutex            lock;
  NetopHolderIndex *index;
  NetopRecentPids   active;

  /* Where the last one was found, which is where the next one is likely to be: programs get the lowest number that is free.
   * Any thread. */
  atomic_bool was_active;
  atomic_int  descriptor;
};

/**
 * netop_known_holders_new:
 *
 * Returns: (transfer full): one that knows nothing yet
 */
NetopKnownHolders *
netop_known_holders_new (void)
{
  NetopKnownHolders *self = g_new0 (NetopKnownHolders, 1);

  g_mutex_init (&self->lock);
  self->index = netop_holder_index_new (0, 0);
  self->descriptor = -1;
  return self;
}

/**
 * netop_known_holders_free:
 * @self: (transfer full) (nullable): one that no other thread uses any more
 */
void
netop_known_holders_free (NetopKnownHolders *self)
{
  if (self == NULL)
    return;

  netop_holder_index_unref (self->index);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* What stands in the index was true when its walk was made. */
static bool
find_in_index (NetopKnownHolders *self,
               NetopHolderScan   *scan,
               uint64_t           inode,
               NetopHolders      *holders)
{
  g_autoptr (NetopHolderIndex) index = netop_known_holders_get_index (self);
  NetopHolders then;

  if (!netop_holder_index_lookup (index, inode, &then))
    return false;

  *holders = (NetopHolders){ .are_more = then.are_more };
  for (guint i = 0; i < then.n_pids; i++)
    {
      /* Where it would take too long to look, the index is believed. */
      if (netop_process_table_holds (scan->processes, then.pids[i], inode, &then.descriptors[i], &scan->n_descriptors) || scan->n_descriptors == 0)
        holders->pids[holders->n_pids++] = then.pids[i];
    }
  return holders->n_pids > 0 || then.n_pids == 0;
}

/* One that has thousands of descriptors leaves something of the scan to those that come after it. */
static bool
is_holder (NetopKnownHolders *self,
           NetopHolderScan   *scan,
           uint32_t           pid,
           uint64_t           inode,
           NetopHolders      *holders)
{
  const guint share = MIN (scan->n_descriptors, MAX (scan->n_descriptors / SHARE_PART, MIN_SHARE));
  guint       n_left = share;
  int         descriptor = self->descriptor;
  const bool  holds = netop_process_table_holds (scan->processes, pid, inode, &descriptor, &n_left);

  scan->n_descriptors -= share - n_left;
  if (!holds)
    return false;

  self->descriptor = descriptor;
  *holders = (NetopHolders){ .n_pids = 1, .pids = { pid } };
  return true;
}

/* Asks by turns the one and the other, each process once. */
static bool
find_by_turns (NetopKnownHolders           *self,
               NetopHolderScan             *scan,
               const NetopRecentPids *const lists[2],
               uint64_t                     inode,
               NetopHolders                *holders,
               guint                       *n_list)
{
  for (guint i = 0; i < 2 * NETOP_RECENT_PIDS && scan->n_descriptors > 0; i++)
    {
      const guint            position = i / 2;
      const NetopRecentPids *list = lists[i % 2];
      const NetopRecentPids *other = lists[1 - i % 2];

      *n_list = i % 2;
      if (position < list->n && !netop_recent_pids_contains (other, position + i % 2, list->pids[position]) &&
          is_holder (self, scan, list->pids[position], inode, holders))
        return true;
    }

  return false;
}

static bool
find_in_recent (NetopKnownHolders *self,
                NetopHolderScan   *scan,
                uint64_t           inode,
                NetopHolders      *holders)
{
  static const NetopRecentPids none;
  const bool                   active_first = self->was_active;
  const NetopRecentPids       *lists[2];
  NetopRecentPids              active;
  guint                        n_list;

  g_mutex_lock (&self->lock);
  active = self->active;
  g_mutex_unlock (&self->lock);

  lists[active_first ? 0 : 1] = &active;
  lists[active_first ? 1 : 0] = scan->newest != NULL ? scan->newest : &none;
  if (!find_by_turns (self, scan, lists, inode, holders, &n_list))
    return false;

  self->was_active = lists[n_list] == &active;
  return true;
}

/**
 * netop_known_holders_find:
 * @scan: how far to look
 * @holders: (out): those that hold it now; none where nobody did a moment ago; set only on success
 *
 * Looks in the index, and asks the processes found there whether it still is so; then asks those that started last and
 * those that held something of late.
 *
 * Returns: whether no walk is needed
 */
bool
netop_known_holders_find (NetopKnownHolders *self,
                          NetopHolderScan   *scan,
                          uint64_t           inode,
                          NetopHolders      *holders)
{
  if (!find_in_index (self, scan, inode, holders) && !find_in_recent (self, scan, inode, holders))
    return false;

  netop_known_holders_touch (self, holders);
  return true;
}

/**
 * netop_known_holders_find_anywhere:
 * @scan: how far to look
 * @holders: (out): the newest process that holds it; set only on success
 *
 * Asks all processes: milliseconds, where there are many.
 *
 * Returns: whether one was found
 */
bool
netop_known_holders_find_anywhere (NetopKnownHolders *self,
                                   NetopHolderScan   *scan,
                                   uint64_t           inode,
                                   NetopHolders      *holders)
{
  uint32_t pid = netop_process_table_find_holder (scan->processes, inode, &scan->n_descriptors);

  if (pid == 0)
    return false;

  *holders = (NetopHolders){ .n_pids = 1, .pids = { pid } };
  netop_known_holders_touch (self, holders);
  return true;
}

/**
 * netop_known_holders_touch:
 *
 * Notes that these hold something: their next socket is looked for there first.
 */
void
netop_known_holders_touch (NetopKnownHolders  *self,
                           const NetopHolders *holders)
{
  g_mutex_lock (&self->lock);
  for (guint i = holders->n_pids; i > 0; i--)
    netop_recent_pids_touch (&self->active, holders->pids[i - 1]);
  g_mutex_unlock (&self->lock);
}

/**
 * netop_known_holders_take_index:
 * @index: (transfer full): of a new walk
 */
void
netop_known_holders_take_index (NetopKnownHolders *self,
                                NetopHolderIndex  *index)
{
  NetopHolderIndex *old;

  g_mutex_lock (&self->lock);
  old = self->index;
  self->index = index;
  g_mutex_unlock (&self->lock);
  netop_holder_index_unref (old);
}

/**
 * netop_known_holders_get_index:
 *
 * Returns: (transfer full): of the last walk; an empty one before the first
 */
NetopHolderIndex *
netop_known_holders_get_index (NetopKnownHolders *self)
{
  NetopHolderIndex *index;

  g_mutex_lock (&self->lock);
  index = netop_holder_index_ref (self->index);
  g_mutex_unlock (&self->lock);
  return index;
}
