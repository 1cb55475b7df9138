/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-rows.h"

#include <string.h>

#define MAX_ROW_HOLDERS 16
#define MAX_PAIRS 131072
#define ASK_AGAIN_US (10 * G_USEC_PER_SEC)
/* For each dump: if there are more a walk answers them all, and that is what these make. */
#define MAX_ASKED 4096
/* This part is kept for sockets of which there are packets: no crowd of idle ones takes those their names. */
#define KEPT_PART 4
/* A socket that two dumps in a row do not have is gone: one alone may have been overtaken. */
#define GONE_AFTER_DUMPS 2
/* Of a tick. A dump of all sockets may fill it, and who holds them must come along. */
#define ROOM_SPARE_BYTES 4096
#define ROOM_FOR_HOLDERS_BYTES (1u << 20)

typedef struct
{
  NetopSocketFacts facts;
  uint64_t         id;
  int64_t          asked_us;
  int64_t          held_us; /* when a holder was last found */
  uint32_t         missing_dumps;
  guint            n_holders;
  uint64_t         holders[MAX_ROW_HOLDERS];
  bool             dirty;
  bool             told; /* a tick had it */
  bool             seen;
  bool             removed;
} Row;

/* What the app is to be told of the belonging of a row. */
typedef struct
{
  uint64_t id;
  uint64_t other_id;
  bool     released; /* of a holder: it let go */
} Pair;

struct _NetopSocketRows
{
  guint       capacity;
  uint64_t    last_id;
  uint64_t    lost;
  uint64_t    n_unseen;     /* of this dump, for which there was no room */
  uint64_t    n_unseen_max; /* of one dump: so many of them are in @lost */
  GHashTable *by_cookie;    /* of Row, which it owns, by its cookie, which is its first field */
  GHashTable *by_id;
  GQueue      dirty;   /* of Row */
  GArray     *flows;   /* of Pair with flow ids */
  GArray     *holders; /* of Pair with process ids */
};

G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopSocketFacts, cookie) == 0);

/**
 * netop_socket_rows_new:
 * @capacity: rows it keeps
 *
 * Returns: (transfer full): no rows yet
 */
NetopSocketRows *
netop_socket_rows_new (guint capacity)
{
  NetopSocketRows *self = g_new0 (NetopSocketRows, 1);

  self->capacity = capacity;
  self->by_cookie = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->flows = g_array_new (FALSE, FALSE, sizeof (Pair));
  self->holders = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_queue_init (&self->dirty);
  return self;
}

/**
 * netop_socket_rows_free:
 * @self: (transfer full) (nullable): rows
 */
void
netop_socket_rows_free (NetopSocketRows *self)
{
  if (self == NULL)
    return;

  g_queue_clear (&self->dirty);
  g_array_unref (self->flows);
  g_array_unref (self->holders);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_cookie);
  g_free (self);
}

static void
mark_dirty (NetopSocketRows *self,
            Row             *row)
{
  if (row->dirty)
    return;

  row->dirty = true;
  g_queue_push_tail (&self->dirty, row);
}

/* TIME_WAIT and orphans tell neither inode nor user any more: what was known stays. */
static void
merge_facts (Row                    *row,
             const NetopSocketFacts *facts)
{
  NetopSocketFacts old = row->facts;
  bool             had_figures = (old.known & NETOP_SOCKET_KNOWS_BYTES) != 0;

  /* A sample without figures ends nothing: the last figures are the final ones. */
  if (had_figures && (facts->known & NETOP_SOCKET_KNOWS_BYTES) == 0)
    row->facts.state = facts->state;
  else
    row->facts = *facts;

  if (row->facts.inode == 0)
    {
      row->facts.inode = old.inode;
      row->facts.uid = old.uid;
      row->facts.known |= old.known & NETOP_SOCKET_KNOWS_UID;
    }
}

/* Whether anything but the moment of the sample differs. */
static bool
is_changed (const NetopSocketFacts *before,
            const NetopSocketFacts *after)
{
  NetopSocketFacts copy = *before;

  copy.sample_us = after->sample_us;
  return memcmp (&copy, after, sizeof copy) != 0;
}

static Row *
make_row (NetopSocketRows        *self,
          const NetopSocketFacts *facts)
{
  Row *row = g_new0 (Row, 1);

  row->facts = *facts;
  row->id = ++self->last_id;
  g_hash_table_add (self->by_cookie, row);
  g_hash_table_insert (self->by_id, &row->id, row);
  mark_dirty (self, row);
  return row;
}

static Row *
add (NetopSocketRows        *self,
     const NetopSocketFacts *facts)
{
  Row             *row = g_hash_table_lookup (self->by_cookie, &facts->cookie);
  NetopSocketFacts before;

  if (row == NULL && g_hash_table_size (self->by_cookie) >= self->capacity)
    {
      self->lost++;
      return NULL;
    }
  if (row == NULL)
    return make_row (self, facts);

  before = row->facts;
  merge_facts (row, facts);
  if (is_changed (&before, &row->facts))
    mark_dirty (self, row);
  return row;
}

/**
 * netop_socket_rows_add:
 * @facts: with a cookie
 *
 * Returns: the id of its row, a new one or the one it has; 0 where there is no room
 */
uint64_t
netop_socket_rows_add (NetopSocketRows        *self,
                       const NetopSocketFacts *facts)
{
  Row *row = facts->cookie != 0 ? add (self, facts) : NULL;

  if (row == NULL)
    return 0;
  /* It was there a moment ago: a dump that began before does not tell it is gone. */
  row->missing_dumps = 0;
  row->seen = true;
  return row->id;
}

/**
 * netop_socket_rows_add_flow:
 * @id: of a row
 * @flow_id: of a flow (generation) whose packets are this socket's
 */
void
netop_socket_rows_add_flow (NetopSocketRows *self,
                            uint64_t         id,
                            uint64_t         flow_id)
{
  Pair pair = { .id = id, .other_id = flow_id };

  if (!g_hash_table_contains (self->by_id, &id))
    return;
  if (self->flows->len < MAX_PAIRS)
    g_array_append_val (self->flows, pair);
  else
    self->lost++;
}

static guint
find_holder (const Row *row,
             uint64_t   process_id)
{
  guint i = 0;

  while (i < row->n_holders && row->holders[i] != process_id)
    i++;
  return i;
}

static void
add_holder (NetopSocketRows *self,
            Row             *row,
            uint64_t         process_id)
{
  Pair pair = { .id = row->id, .other_id = process_id };

  row->held_us = g_get_monotonic_time ();
  if (process_id == 0 || find_holder (row, process_id) < row->n_holders)
    return;
  if (row->n_holders == MAX_ROW_HOLDERS)
    {
      self->lost++;
      return;
    }

  row->holders[row->n_holders++] = process_id;
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
  Row *row = g_hash_table_lookup (self->by_id, &id);

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
         Row             *row,
         guint            position)
{
  Pair pair = { .id = row->id, .other_id = row->holders[position], .released = true };

  row->holders[position] = row->holders[--row->n_holders];
  g_array_append_val (self->holders, pair);
}

static void
take_holders (NetopSocketRows    *self,
              Row                *row,
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
      Row         *row = value;
      NetopHolders holders;

      /* A holder that was found since the walk began may not have been one when it came by. */
      if (row->removed || row->facts.inode == 0 || row->held_us >= netop_holder_index_get_begun_us (index))
        continue;
      if (netop_holder_index_lookup (index, row->facts.inode, &holders) && holders.n_pids > 0)
        take_holders (self, row, &holders, processes);
    }
}

/**
 * netop_socket_rows_begin_dump:
 *
 * To be called before the rows of a dump are seen.
 */
void
netop_socket_rows_begin_dump (NetopSocketRows *self)
{
  GHashTableIter iter;
  void          *row;

  self->n_unseen = 0;
  g_hash_table_iter_init (&iter, self->by_cookie);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    ((Row *)row)->seen = false;
}

/* The same ones find no room in each dump, and are counted once. */
static void
leave_out (NetopSocketRows *self)
{
  if (++self->n_unseen <= self->n_unseen_max)
    return;

  self->n_unseen_max = self->n_unseen;
  self->lost++;
}

/**
 * netop_socket_rows_see:
 * @facts: one row of a dump
 *
 * What has no process any more (TIME_WAIT, orphans) is followed only where it was known before.
 */
void
netop_socket_rows_see (NetopSocketRows        *self,
                       const NetopSocketFacts *facts)
{
  bool is_known = g_hash_table_contains (self->by_cookie, &facts->cookie);

  if (!is_known && facts->inode == 0)
    return;
  if (is_known || g_hash_table_size (self->by_cookie) < self->capacity - self->capacity / KEPT_PART)
    (void)netop_socket_rows_add (self, facts);
  else
    leave_out (self);
}

/**
 * netop_socket_rows_end_dump:
 *
 * Notes what the dump, a whole one, did not have.
 */
void
netop_socket_rows_end_dump (NetopSocketRows *self)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->by_cookie);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;

      if (row->seen || ++row->missing_dumps < GONE_AFTER_DUMPS || row->removed)
        continue;
      row->removed = true;
      mark_dirty (self, row);
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
      Row *row = value;

      if (row->n_holders > 0 || row->removed || row->facts.inode == 0)
        continue;
      if (row->asked_us != 0 && now_us - row->asked_us < ASK_AGAIN_US)
        continue;
      row->asked_us = now_us;
      func (&row->facts, user_data);
      n_left--;
    }
}

/**
 * netop_socket_rows_contains:
 *
 * Returns: whether the socket is there, as far as the last dumps tell
 */
bool
netop_socket_rows_contains (const NetopSocketRows *self,
                            uint64_t               cookie)
{
  const Row *row = g_hash_table_lookup (self->by_cookie, &cookie);

  return row != NULL && !row->removed;
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
  const Row *row = g_hash_table_lookup (self->by_cookie, &cookie);

  if (row == NULL || row->n_holders == 0)
    return false;
  for (guint i = 0; i < row->n_holders; i++)
    {
      if (netop_process_rows_is_alive (processes, row->holders[i]))
        return false;
    }
  return true;
}

/* That it is gone is told last, and once: the app takes no notice of a socket of which it hears nothing but that. */
static void
append_record (Row       *row,
               uint64_t   flow_id,
               NetopTick *tick)
{
  NetopSocketRecord record = { .id = row->id, .flow_id = flow_id, .facts = row->facts, .removed = flow_id == 0 && row->removed };

  row->told = true;
  g_array_append_val (tick->sockets, record);
}

static bool
has_room (const NetopTick *tick,
          size_t           kept_bytes)
{
  return netop_tick_get_facts_size (tick) < NETOP_TICK_MAX_FACTS_SIZE - ROOM_SPARE_BYTES - kept_bytes;
}

static void
fill_flows (NetopSocketRows *self,
            NetopTick       *tick)
{
  guint n = 0;

  for (; n < self->flows->len && has_room (tick, ROOM_FOR_HOLDERS_BYTES); n++)
    {
      const Pair *pair = &g_array_index (self->flows, Pair, n);
      Row        *row = g_hash_table_lookup (self->by_id, &pair->id);

      if (row == NULL)
        continue;
      append_record (row, pair->other_id, tick);
    }
  g_array_remove_range (self->flows, 0, n);
}

/* The app can make nothing of a holder whose socket or process it has not heard of. */
static bool
is_due (NetopSocketRows        *self,
        const NetopProcessRows *processes,
        const Pair             *pair)
{
  const Row *row = g_hash_table_lookup (self->by_id, &pair->id);

  return (row != NULL && !row->told) || (processes != NULL && netop_process_rows_is_due (processes, pair->other_id));
}

static void
fill_holders (NetopSocketRows        *self,
              const NetopProcessRows *processes,
              NetopTick              *tick)
{
  guint n_left = 0;

  for (guint i = 0; i < self->holders->len; i++)
    {
      Pair              pair = g_array_index (self->holders, Pair, i);
      NetopHolderRecord record = { .socket_id = pair.id, .process_id = pair.other_id, .released = pair.released };

      if (is_due (self, processes, &pair) || !has_room (tick, 0))
        g_array_index (self->holders, Pair, n_left++) = pair;
      else
        g_array_append_val (tick->holders, record);
    }
  g_array_set_size (self->holders, n_left);
}

/**
 * netop_socket_rows_fill:
 * @processes: (nullable): of which @tick has the changed ones: holders wait for those that found no room
 * @tick: gets the changed rows while there is room; the rest stays dirty
 *
 * A socket that is gone is told once more and forgotten.
 */
void
netop_socket_rows_fill (NetopSocketRows        *self,
                        const NetopProcessRows *processes,
                        NetopTick              *tick)
{
  fill_flows (self, tick);
  while (self->dirty.length > 0 && has_room (tick, ROOM_FOR_HOLDERS_BYTES))
    {
      Row *row = g_queue_pop_head (&self->dirty);

      row->dirty = false;
      append_record (row, 0, tick);
      if (row->removed)
        {
          g_hash_table_remove (self->by_id, &row->id);
          g_hash_table_remove (self->by_cookie, &row->facts.cookie);
        }
    }
  fill_holders (self, processes, tick);
}

/**
 * netop_socket_rows_get_lost:
 *
 * Returns: sockets and holders for which there was no room
 */
uint64_t
netop_socket_rows_get_lost (const NetopSocketRows *self)
{
  return self->lost;
}
