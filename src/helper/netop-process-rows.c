/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-rows.h"

#include <string.h>

#include "netop-process-text.h"

/* No result of the resolver is as old. */
#define KEEP_EXITED_US (10 * G_USEC_PER_SEC)
#define MAX_ANCESTORS 16

typedef struct
{
  uint64_t          id;
  uint64_t          parent_id;
  int64_t           exited_us;
  bool              dirty;
  bool              told;                           /* a tick had it */
  bool              ending;                         /* its first thread has ended, others may go on */
  char              tunnel[NETOP_TUNNEL_NAME_SIZE]; /* as the last walk found it; empty for none */
  NetopProcessFacts facts;
} Row;

struct _NetopProcessRows
{
  guint              capacity;
  NetopProcessTable *table;
  uint64_t           last_id;
  uint64_t           lost;
  GHashTable        *by_id;  /* of Row, which it owns, by its id */
  GHashTable        *by_pid; /* of the newest Row of a pid */
  GQueue             dirty;  /* of ids, in the order to be sent: parents first */
  GQueue             exited; /* of ids, in the order of their ends */
  GQueue             ending; /* of ids */
  uint64_t           n_exited;
};

static void
row_free (void *data)
{
  Row *row = data;

  netop_process_facts_clear (&row->facts);
  g_free (row);
}

static void
mark_dirty (NetopProcessRows *self,
            Row              *row)
{
  if (row->dirty)
    return;

  row->dirty = true;
  g_queue_push_tail (&self->dirty, &row->id);
}

/**
 * netop_process_rows_new:
 * @capacity: rows it keeps
 * @table: (transfer none): where ancestors are read from; outlives it
 *
 * Returns: (transfer full): no rows yet
 */
NetopProcessRows *
netop_process_rows_new (guint              capacity,
                        NetopProcessTable *table)
{
  NetopProcessRows *self = g_new0 (NetopProcessRows, 1);

  self->capacity = capacity;
  self->table = table;
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, row_free);
  self->by_pid = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->dirty);
  g_queue_init (&self->exited);
  g_queue_init (&self->ending);
  return self;
}

/**
 * netop_process_rows_free:
 * @self: (transfer full) (nullable): rows
 */
void
netop_process_rows_free (NetopProcessRows *self)
{
  if (self == NULL)
    return;

  g_queue_clear (&self->dirty);
  g_queue_clear (&self->exited);
  g_queue_clear (&self->ending);
  g_hash_table_unref (self->by_pid);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

static Row *
lookup_pid (NetopProcessRows *self,
            uint32_t          pid)
{
  return g_hash_table_lookup (self->by_pid, GUINT_TO_POINTER (pid));
}

static void
forget (NetopProcessRows *self,
        Row              *row)
{
  if (lookup_pid (self, row->facts.pid) == row)
    g_hash_table_remove (self->by_pid, GUINT_TO_POINTER (row->facts.pid));
  g_hash_table_remove (self->by_id, &row->id);
}

/* Of those that have ended and were told, the ones that ended before @before_us, the oldest first. */
static void
forget_exited (NetopProcessRows *self,
               int64_t           before_us,
               guint             n_at_most)
{
  while (n_at_most-- > 0 && self->exited.length > 0)
    {
      Row *row = g_hash_table_lookup (self->by_id, g_queue_peek_head (&self->exited));

      if (row->dirty || row->exited_us >= before_us)
        break;
      g_queue_pop_head (&self->exited);
      forget (self, row);
    }
}

static Row *
make_row (NetopProcessRows  *self,
          NetopProcessFacts *facts)
{
  Row *row;

  if (g_hash_table_size (self->by_id) >= self->capacity)
    forget_exited (self, G_MAXINT64, 1);
  if (g_hash_table_size (self->by_id) >= self->capacity)
    {
      self->lost++;
      return NULL;
    }

  row = g_new0 (Row, 1);
  row->id = ++self->last_id;
  row->facts = *facts;
  *facts = (NetopProcessFacts){ 0 };
  g_hash_table_insert (self->by_id, &row->id, row);
  g_hash_table_insert (self->by_pid, GUINT_TO_POINTER (row->facts.pid), row);
  return row;
}

/* The ancestors from the top down, so that each row's parent has its id already. */
static uint64_t
add_ancestors (NetopProcessRows *self,
               uint32_t          pid)
{
  NetopProcessFacts chain[MAX_ANCESTORS];
  uint64_t          parent_id = 0;
  guint             n = 0;

  while (n < MAX_ANCESTORS && pid != 0 && parent_id == 0)
    {
      const Row *known = lookup_pid (self, pid);

      if (known != NULL && known->exited_us == 0)
        parent_id = known->id;
      else if (netop_process_table_read (self->table, pid, &chain[n]))
        pid = chain[n++].parent_pid;
      else
        break;
    }

  while (n-- > 0)
    {
      Row *row = make_row (self, &chain[n]);

      netop_process_facts_clear (&chain[n]);
      if (row == NULL)
        continue;
      row->parent_id = parent_id;
      mark_dirty (self, row);
      parent_id = row->id;
    }

  return parent_id;
}

/**
 * netop_process_rows_add:
 * @facts: (inout): of a process; emptied where they were taken
 *
 * Returns: the id of its row, a new one or the one it has; 0 where there is no room
 */
uint64_t
netop_process_rows_add (NetopProcessRows  *self,
                        NetopProcessFacts *facts)
{
  Row     *row = lookup_pid (self, facts->pid);
  uint64_t parent_id;

  if (row != NULL && row->facts.start_boot_ns == facts->start_boot_ns)
    return row->id;

  parent_id = add_ancestors (self, facts->parent_pid);
  row = make_row (self, facts);
  if (row == NULL)
    return 0;

  row->parent_id = parent_id;
  mark_dirty (self, row);
  return row->id;
}

/**
 * netop_process_rows_find:
 * @pid: of a process
 *
 * Returns: the id of its row; 0 where it has none, or has ended
 */
uint64_t
netop_process_rows_find (NetopProcessRows *self,
                         uint32_t          pid)
{
  const Row *row = lookup_pid (self, pid);

  return row != NULL && row->exited_us == 0 ? row->id : 0;
}

/**
 * netop_process_rows_add_pid:
 * @pid: of a process that was there a moment ago
 *
 * Returns: the id of its row, which is read if it is not known; 0 where it is gone, or there is no room
 */
uint64_t
netop_process_rows_add_pid (NetopProcessRows *self,
                            uint32_t          pid)
{
  NetopProcessFacts facts;
  uint64_t          id = netop_process_rows_find (self, pid);

  if (id != 0)
    return id;
  if (!netop_process_table_read (self->table, pid, &facts))
    return 0;

  id = netop_process_rows_add (self, &facts);
  netop_process_facts_clear (&facts);
  return id;
}

/**
 * netop_process_rows_refresh:
 * @pid: of a process that has become another program
 *
 * Reads it again, if it is told of at all.
 */
void
netop_process_rows_refresh (NetopProcessRows *self,
                            uint32_t          pid)
{
  Row              *row = lookup_pid (self, pid);
  NetopProcessFacts facts;

  if (row == NULL || row->exited_us != 0 || !netop_process_table_read (self->table, pid, &facts))
    return;

  if (facts.start_boot_ns == row->facts.start_boot_ns)
    {
      NetopProcessFacts old = row->facts;

      row->facts = facts;
      facts = old;
      mark_dirty (self, row);
    }
  netop_process_facts_clear (&facts);
}

static void
exit_row (NetopProcessRows *self,
          Row              *row,
          int64_t           exited_us)
{
  if (row->exited_us != 0)
    return;

  row->exited_us = exited_us;
  self->n_exited++;
  if (row->ending)
    g_queue_remove (&self->ending, &row->id);
  row->ending = false;
  g_queue_push_tail (&self->exited, &row->id);
  mark_dirty (self, row);
}

static bool
has_ended (NetopProcessRows *self,
           const Row        *row)
{
  return !netop_process_table_is_alive (self->table, row->facts.pid, row->facts.start_boot_ns);
}

/**
 * netop_process_rows_set_exited:
 * @exited_us: when its first thread ended, monotonic
 *
 * Notes the end of a process, if it is told of at all. Notices tell of its first thread: the others may go on for ever,
 * and in most cases end in the same moment.
 */
void
netop_process_rows_set_exited (NetopProcessRows *self,
                               uint32_t          pid,
                               int64_t           exited_us)
{
  Row *row = lookup_pid (self, pid);

  if (row == NULL || row->exited_us != 0 || row->ending)
    return;
  if (has_ended (self, row))
    {
      exit_row (self, row, exited_us);
      return;
    }

  row->ending = true;
  g_queue_push_tail (&self->ending, &row->id);
}

/**
 * netop_process_rows_find_ended:
 *
 * Looks whether the last threads of those have ended whose first one did. Some 10 us each, and there are few.
 */
void
netop_process_rows_find_ended (NetopProcessRows *self,
                               int64_t           now_us)
{
  GList *link = self->ending.head;

  while (link != NULL)
    {
      GList *next = link->next;
      Row   *row = g_hash_table_lookup (self->by_id, link->data);

      if (has_ended (self, row))
        exit_row (self, row, now_us);
      link = next;
    }
}

/**
 * netop_process_rows_find_exited:
 *
 * Looks at every row's process: for where no notice comes, or one was lost. Some 10 us each.
 */
void
netop_process_rows_find_exited (NetopProcessRows *self,
                                int64_t           now_us)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;

      if (row->exited_us == 0 && has_ended (self, row))
        exit_row (self, row, now_us);
    }
}

/**
 * netop_process_rows_is_alive:
 *
 * Returns: whether the row is there and its process has not ended
 */
bool
netop_process_rows_is_alive (const NetopProcessRows *self,
                             uint64_t                id)
{
  const Row *row = g_hash_table_lookup (self->by_id, &id);

  return row != NULL && row->exited_us == 0;
}

/**
 * netop_process_rows_get_pid:
 *
 * Returns: its number; 0 where the row is forgotten
 */
uint32_t
netop_process_rows_get_pid (const NetopProcessRows *self,
                            uint64_t                id)
{
  const Row *row = g_hash_table_lookup (self->by_id, &id);

  return row != NULL ? row->facts.pid : 0;
}

/**
 * netop_process_rows_take_tunnels:
 * @index: of a walk over all descriptors
 *
 * Notes which processes send on the packets of an interface, and which do no more.
 */
void
netop_process_rows_take_tunnels (NetopProcessRows       *self,
                                 const NetopHolderIndex *index)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_pid);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row        *row = value;
      const char *name = netop_holder_index_get_tunnel (index, row->facts.pid);

      if (name == NULL)
        name = "";
      if (row->exited_us != 0 || strcmp (name, row->tunnel) == 0)
        continue;
      g_strlcpy (row->tunnel, name, sizeof row->tunnel);
      mark_dirty (self, row);
    }
}

/**
 * netop_process_rows_get_n_exited:
 *
 * Returns: how many have ended so far
 */
uint64_t
netop_process_rows_get_n_exited (const NetopProcessRows *self)
{
  return self->n_exited;
}

/**
 * netop_process_rows_is_due:
 *
 * Returns: whether the row has not been in a tick yet: what refers to it must wait
 */
bool
netop_process_rows_is_due (const NetopProcessRows *self,
                           uint64_t                id)
{
  const Row *row = g_hash_table_lookup (self->by_id, &id);

  return row != NULL && !row->told;
}

static NetopSpan
add_string (NetopTick  *tick,
            const char *string)
{
  return string != NULL ? netop_tick_add_string (tick, string, strlen (string)) : (NetopSpan){ 0 };
}

static void
append_record (const Row *row,
               NetopTick *tick)
{
  NetopProcessRecord record = {
    .id = row->id,
    .start_boot_ns = row->facts.start_boot_ns,
    .parent_id = row->parent_id,
    .exited_us = row->exited_us,
    .pid = row->facts.pid,
    .parent_pid = row->facts.parent_pid,
    .uid = row->facts.uid,
    .uid_known = row->facts.uid_known,
    .name = add_string (tick, row->facts.name),
    .exe = add_string (tick, row->facts.exe),
    .cmdline = netop_tick_add_string (tick, row->facts.cmdline, row->facts.cmdline_length),
    .cgroup = add_string (tick, row->facts.cgroup),
    .tunnel = netop_tick_add_string (tick, row->tunnel, strlen (row->tunnel)),
  };

  g_array_append_val (tick->processes, record);
}

/**
 * netop_process_rows_fill:
 * @tick: gets the changed rows while there is room; the rest stays dirty
 *
 * A process that has ended is told once more, and kept for a while: the resolver may have read it when it lived, and
 * tell of it later, and it must not get another id then.
 */
void
netop_process_rows_fill (NetopProcessRows *self,
                         NetopTick        *tick)
{
  while (self->dirty.length > 0 && netop_tick_get_facts_size (tick) < NETOP_TICK_MAX_FACTS_SIZE / 2)
    {
      const uint64_t *id = g_queue_pop_head (&self->dirty);
      Row            *row = g_hash_table_lookup (self->by_id, id);

      row->dirty = false;
      row->told = true;
      append_record (row, tick);
    }
  forget_exited (self, tick->mono_us - KEEP_EXITED_US, G_MAXUINT);
}

/**
 * netop_process_rows_get_lost:
 *
 * Returns: processes for which there was no room
 */
uint64_t
netop_process_rows_get_lost (const NetopProcessRows *self)
{
  return self->lost;
}
