/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-holder-index.h"

#include "netop-process-text.h"

typedef struct
{
  uint64_t     inode;
  int64_t      unheld_us; /* when nobody was found, where there are no holders */
  NetopHolders holders;
} Entry;

typedef struct
{
  uint32_t pid;
  char     name[NETOP_TUNNEL_NAME_SIZE];
} Tunnel;

struct _NetopHolderIndex
{
  gatomicrefcount ref_count;
  guint           capacity;
  int64_t         begun_us;
  GHashTable     *entries; /* of Entry, by its inode, which is its first field */
  guint           n_tunnels;
  Tunnel          tunnels[NETOP_MAX_TUNNELS];
};

/**
 * netop_holder_index_new:
 * @capacity: sockets it keeps
 * @begun_us: monotonic time; of what happened later it may know nothing
 *
 * Returns: (transfer full): an empty index
 */
NetopHolderIndex *
netop_holder_index_new (guint   capacity,
                        int64_t begun_us)
{
  NetopHolderIndex *self = g_new0 (NetopHolderIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->capacity = capacity;
  self->begun_us = begun_us;
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

/**
 * netop_holder_index_ref:
 *
 * Returns: (transfer full): @self. Any thread
 */
NetopHolderIndex *
netop_holder_index_ref (NetopHolderIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * netop_holder_index_unref:
 * @self: (transfer full) (nullable): an index. Any thread
 */
void
netop_holder_index_unref (NetopHolderIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->entries);
  g_free (self);
}

/* Returns the entry, made where there is none; NULL where there is no room. */
static Entry *
get_entry (NetopHolderIndex *self,
           uint64_t          inode)
{
  Entry *entry = g_hash_table_lookup (self->entries, &inode);

  if (entry != NULL || g_hash_table_size (self->entries) >= self->capacity)
    return entry;

  entry = g_new0 (Entry, 1);
  entry->inode = inode;
  g_hash_table_add (self->entries, entry);
  return entry;
}

/**
 * netop_holder_index_add:
 * @descriptor: a number under which @pid has it
 *
 * Notes that @pid holds the socket, if it is not among the noted ones yet and there is room.
 */
void
netop_holder_index_add (NetopHolderIndex *self,
                        uint64_t          inode,
                        uint32_t          pid,
                        int               descriptor)
{
  Entry *entry = get_entry (self, inode);

  if (entry == NULL)
    return;

  for (guint i = 0; i < entry->holders.n_pids; i++)
    {
      if (entry->holders.pids[i] == pid)
        return;
    }

  if (entry->holders.n_pids == NETOP_MAX_HOLDERS)
    {
      entry->holders.are_more = true;
      return;
    }
  entry->holders.descriptors[entry->holders.n_pids] = descriptor;
  entry->holders.pids[entry->holders.n_pids++] = pid;
}

/**
 * netop_holder_index_add_unheld:
 * @since_us: monotonic time of the walk that found nobody
 *
 * Notes that nobody holds the socket, unless somebody was found.
 */
void
netop_holder_index_add_unheld (NetopHolderIndex *self,
                               uint64_t          inode,
                               int64_t           since_us)
{
  Entry *entry = get_entry (self, inode);

  if (entry != NULL && entry->holders.n_pids == 0 && entry->unheld_us == 0)
    entry->unheld_us = since_us;
}

/**
 * netop_holder_index_keep_unheld:
 * @before: the walk before
 * @since_us: what was noted before is forgotten
 *
 * Takes over which sockets @before says nobody holds.
 */
void
netop_holder_index_keep_unheld (NetopHolderIndex       *self,
                                const NetopHolderIndex *before,
                                int64_t                 since_us)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, before->entries);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      const Entry *entry = value;

      if (entry->unheld_us >= since_us && entry->holders.n_pids == 0)
        netop_holder_index_add_unheld (self, entry->inode, entry->unheld_us);
    }
}

/**
 * netop_holder_index_add_tunnel:
 * @name: of the tun or tap interface, NUL-terminated raw bytes
 *
 * Notes that @pid sends on the packets of that interface, if there is room.
 */
void
netop_holder_index_add_tunnel (NetopHolderIndex *self,
                               uint32_t          pid,
                               const char       *name)
{
  Tunnel *tunnel;

  if (self->n_tunnels == NETOP_MAX_TUNNELS)
    return;

  tunnel = &self->tunnels[self->n_tunnels++];
  tunnel->pid = pid;
  g_strlcpy (tunnel->name, name, sizeof tunnel->name);
}

/**
 * netop_holder_index_get_tunnel:
 *
 * Returns: (transfer none) (nullable): the interface whose packets @pid sends on
 */
const char *
netop_holder_index_get_tunnel (const NetopHolderIndex *self,
                               uint32_t                pid)
{
  for (guint i = 0; i < self->n_tunnels; i++)
    if (self->tunnels[i].pid == pid)
      return self->tunnels[i].name;

  return NULL;
}

/**
 * netop_holder_index_lookup:
 * @holders: (out): in the order they were added, none where nobody is known to hold it; set only on success
 *
 * Returns: whether anything is known of it
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

/**
 * netop_holder_index_get_begun_us:
 *
 * Returns: monotonic time at which its walk began
 */
int64_t
netop_holder_index_get_begun_us (const NetopHolderIndex *self)
{
  return self->begun_us;
}
