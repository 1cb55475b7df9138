/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-holder-index.h"

typedef struct
{
  uint64_t     inode;
  NetopHolders holders;
} Entry;

struct _NetopHolderIndex
{
  guint       capacity;
  GHashTable *entries; /* of Entry, by its inode, which is its first field */
};

/**
 * netop_holder_index_new:
 * @capacity: sockets it keeps
 *
 * Returns: (transfer full): an empty index
 */
NetopHolderIndex *
netop_holder_index_new (guint capacity)
{
  NetopHolderIndex *self = g_new0 (NetopHolderIndex, 1);

  self->capacity = capacity;
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

/**
 * netop_holder_index_free:
 * @self: (transfer full) (nullable): an index
 */
void
netop_holder_index_free (NetopHolderIndex *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * netop_holder_index_add:
 *
 * Notes that @pid holds the socket, if it is not among the noted ones yet and there is room.
 */
void
netop_holder_index_add (NetopHolderIndex *self,
                        uint64_t          inode,
                        uint32_t          pid)
{
  Entry *entry = g_hash_table_lookup (self->entries, &inode);

  if (entry == NULL)
    {
      if (g_hash_table_size (self->entries) >= self->capacity)
        return;
      entry = g_new0 (Entry, 1);
      entry->inode = inode;
      g_hash_table_add (self->entries, entry);
    }

  for (guint i = 0; i < entry->holders.n_pids; i++)
    {
      if (entry->holders.pids[i] == pid)
        return;
    }

  if (entry->holders.n_pids < NETOP_MAX_HOLDERS)
    entry->holders.pids[entry->holders.n_pids++] = pid;
}

/**
 * netop_holder_index_lookup:
 * @holders: (out): in the order they were added; set only on success
 *
 * Returns: whether anybody is known to hold it
 */
bool
netop_holder_index_lookup (const NetopHolderIndex *self,
                           uint64_t                inode,
                           NetopHolders           *holders)
{
  const Entry *entry = g_hash_table_lookup (self->entries, &inode);

  if (entry == NULL)
    return false;

  *holders = entry->holders;
  return true;
}
