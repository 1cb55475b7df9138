/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-rows-private.h"

#define ASK_AGAIN_US (10 * G_USEC_PER_SEC)
/* For each dump: if there are more a walk answers them all, and that is what these make. */
#define MAX_ASKED 4096

/* Who holds which socket. */

static guint
find_holder (const NetopSocketRow *row,
             uint64_t              process_id)
{
  guint i = 0;

  while (i < row->n_holders && row->holders[i] != process_id)
    i++;
  return i;
}

static void
count_holding (NetopSocketRows *self,
               uint64_t         process_id,
               bool             more)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->holdings, &process_id));

  if (more)
    g_hash_table_replace (self->holdings, g_memdup2 (&process_id, sizeof process_id), GUINT_TO_POINTER (n + 1));
  else if (n > 1)
    g_hash_table_replace (self->holdings, g_memdup2 (&process_id, sizeof process_id), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->holdings, &process_id);
}

/* Of a row that is forgotten: nobody is told. */
void
netop_socket_rows_forget_holders (NetopSocketRows *self,
                                  NetopSocketRow  *row)
{
  while (row->n_holders > 0)
    count_holding (self, row->holders[--row->n_holders], false);
}

static void
add_holder (NetopSocketRows *self,
            NetopSocketRow  *row,
            uint64_t         process_id)
{
  NetopSocketPair pair = { .id = row->id, .other_id = process_id };

  row->held_us = g_get_monotonic_time ();
  if (process_id == 0 || find_holder (row, process_id) < row->n_holders)
    return;
  if (row->n_holders == NETOP_SOCKET_ROW_HOLDERS)
    {
      self->lost++;
      return;
    }

  row->holders[row->n_holders++] = process_id;
  count_holding (self, process_id, true);
  g_array_append_val (self->holders, pair);
}

/**
 * netop_socket_rows_add_holder:
 * @id: of a row
 * @process_id: of a process that has a descriptor of it
 */
void
netop_socket_rows_add_holder (NetopSocketRows *self,
                              uint64_t         id,
                              uint64_t         process_id)
{
  NetopSocketRow *row = g_hash_table_lookup (self->by_id, &id);

  if (row != NULL)
    add_holder (self, row, process_id);
}

static bool
is_among (const NetopHolders *holders,
          uint32_t            pid)
{
  for (guint i = 0; i < holders->n_pids; i++)
    {
      if (holders->pids[i] == pid)
        return true;
    }
  return false;
}

static void
release (NetopSocketRows *self,
         NetopSocketRow  *row,
         guint            position)
{
  NetopSocketPair pair = { .id = row->id, .other_id = row->holders[position], .released = true };

  count_holding (self, row->holders[position], false);
  row->holders[position] = row->holders[--row->n_holders];
  g_array_append_val (self->holders, pair);
}

static void
take_holders (NetopSocketRows    *self,
              NetopSocketRow     *row,
              const NetopHolders *holders,
              NetopProcessRows   *processes)
{
  guint i = 0;

  for (guint k = 0; k < holders->n_pids; k++)
    add_holder (self, row, netop_process_rows_add_pid (processes, holders->pids[k]));

  while (i < row->n_holders && !holders->are_more)
    {
      if (is_among (holders, netop_process_rows_get_pid (processes, row->holders[i])))
        i++;
      else
        release (self, row, i);
    }
}

/**
 * netop_socket_rows_take_holders:
 * @index: who holds what
 * @processes: where new holders are added
 *
 * Corrects who holds which socket: a descriptor is inherited, passed on, closed. A socket that nobody holds any more
 * keeps its last holders: it was theirs.
 */
void
netop_socket_rows_take_holders (NetopSocketRows        *self,
                                const NetopHolderIndex *index,
                                NetopProcessRows       *processes)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_cookie);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopSocketRow *row = value;
      NetopHolders    holders;

      /* A holder that was found since the walk began may not have been one when it came by. */
      if (row->removed || row->facts.inode == 0 || row->held_us >= netop_holder_index_get_begun_us (index))
        continue;
      if (netop_holder_index_lookup (index, row->facts.inode, &holders) && holders.n_pids > 0)
        take_holders (self, row, &holders, processes);
    }
}

/**
 * netop_socket_rows_find_unheld:
 * @func: called for sockets that should have a holder, and have none, and were not asked for of late; for 4,096 at most
 */
void
netop_socket_rows_find_unheld (NetopSocketRows   *self,
                               int64_t            now_us,
                               NetopSocketRowFunc func,
                               void              *user_data)
{
  guint          n_left = MAX_ASKED;
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_cookie);
  while (n_left > 0 && g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopSocketRow *row = value;

      if (row->n_holders > 0 || row->removed || row->ended_us != 0 || row->facts.inode == 0)
        continue;
      if (row->asked_us != 0 && now_us - row->asked_us < ASK_AGAIN_US)
        continue;
      row->asked_us = now_us;
      func (&row->facts, user_data);
      n_left--;
    }
}

/**
 * netop_socket_rows_is_orphan:
 *
 * Returns: whether all who held the socket have ended
 */
bool
netop_socket_rows_is_orphan (const NetopSocketRows  *self,
                             uint64_t                cookie,
                             const NetopProcessRows *processes)
{
  const NetopSocketRow *row = g_hash_table_lookup (self->by_cookie, &cookie);

  if (row == NULL || row->n_holders == 0)
    return false;
  for (guint i = 0; i < row->n_holders; i++)
    {
      if (netop_process_rows_is_alive (processes, row->holders[i]))
        return false;
    }
  return true;
}

/**
 * netop_socket_rows_is_holder:
 *
 * Returns: whether the process holds a socket, as far as is known
 */
bool
netop_socket_rows_is_holder (const NetopSocketRows *self,
                             uint64_t               process_id)
{
  return g_hash_table_contains (self->holdings, &process_id);
}

static bool
has_other_holder (const NetopSocketRow   *row,
                  const NetopProcessRows *processes,
                  uint64_t                process_id)
{
  for (guint i = 0; i < row->n_holders; i++)
    {
      if (row->holders[i] != process_id && netop_process_rows_is_alive (processes, row->holders[i]))
        return true;
    }
  return false;
}

/**
 * netop_socket_rows_release_ended:
 *
 * Takes sockets from processes that have ended, where others hold them still. What nobody holds any more was theirs.
 */
void
netop_socket_rows_release_ended (NetopSocketRows        *self,
                                 const NetopProcessRows *processes)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_cookie);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopSocketRow *row = value;
      guint           i = 0;

      while (!row->removed && row->n_holders > 1 && i < row->n_holders)
        {
          if (!netop_process_rows_is_alive (processes, row->holders[i]) && has_other_holder (row, processes, row->holders[i]))
            release (self, row, i);
          else
            i++;
        }
    }
}

static int
compare_inodes (gconstpointer a,
                gconstpointer b)
{
  uint64_t left = *(const uint64_t *)a;
  uint64_t right = *(const uint64_t *)b;

  return (left > right) - (left < right);
}

/* What it is not seen to hold, and others do, it closed. */
static void
release_closed (NetopSocketRows        *self,
                const NetopProcessRows *processes,
                uint64_t                process_id,
                GArray                 *inodes)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_cookie);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopSocketRow *row = value;
      guint           i = find_holder (row, process_id);

      if (i < row->n_holders && !row->removed && row->facts.inode != 0 && !g_array_binary_search (inodes, &row->facts.inode, compare_inodes, NULL) &&
          has_other_holder (row, processes, process_id))
        release (self, row, i);
    }
}

/**
 * netop_socket_rows_check_process:
 * @processes: where it is added, if it holds any
 * @pid: of a process
 * @inodes: (inout): of uint64_t: the sockets that it has descriptors of; put in order
 * @are_all: these are all of them
 *
 * Corrects what that process holds.
 */
void
netop_socket_rows_check_process (NetopSocketRows  *self,
                                 NetopProcessRows *processes,
                                 uint32_t          pid,
                                 GArray           *inodes,
                                 bool              are_all)
{
  uint64_t process_id = netop_process_rows_find (processes, pid);

  g_array_sort (inodes, compare_inodes);

  for (guint i = 0; i < inodes->len; i++)
    {
      NetopSocketRow *row = g_hash_table_lookup (self->by_inode, &g_array_index (inodes, uint64_t, i));

      if (row == NULL || row->removed)
        continue;
      if (process_id == 0)
        process_id = netop_process_rows_add_pid (processes, pid);
      add_holder (self, row, process_id);
    }

  if (are_all && process_id != 0 && netop_socket_rows_is_holder (self, process_id))
    release_closed (self, processes, process_id, inodes);
}
