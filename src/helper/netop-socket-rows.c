/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-rows-private.h"

#include <string.h>

#define MAX_PAIRS 131072
/* This part is kept for sockets of which there are packets: no crowd of idle ones takes those their names. */
#define KEPT_PART 4
/* A socket that two dumps in a row do not have is gone: one alone may have been overtaken. */
#define GONE_AFTER_DUMPS 2
/* One that closed may be found for packets whose flow is not there yet. */
#define KEEP_ENDED_US (2 * G_USEC_PER_SEC)
/* Of a tick. A dump of all sockets may fill it, and who holds them must come along. */
#define ROOM_SPARE_BYTES 4096
#define ROOM_FOR_HOLDERS_BYTES (1u << 20)

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
  self->by_inode = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->holdings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->ended = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  self->flows = g_array_new (FALSE, FALSE, sizeof (NetopSocketPair));
  self->holders = g_array_new (FALSE, FALSE, sizeof (NetopSocketPair));
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
  g_array_unref (self->ended);
  g_array_unref (self->flows);
  g_array_unref (self->holders);
  g_hash_table_unref (self->holdings);
  g_hash_table_unref (self->by_inode);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_cookie);
  g_free (self);
}

static void
mark_dirty (NetopSocketRows *self,
            NetopSocketRow  *row)
{
  if (row->dirty)
    return;

  row->dirty = true;
  g_queue_push_tail (&self->dirty, row);
}

/* TIME_WAIT and orphans tell neither inode nor user any more: what was known stays. */
static void
keep_identity (NetopSocketFacts       *facts,
               const NetopSocketFacts *old)
{
  if (facts->inode == 0)
    {
      facts->inode = old->inode;
      facts->uid = old->uid;
      facts->known |= old->known & NETOP_SOCKET_KNOWS_UID;
    }
  if ((facts->known & NETOP_SOCKET_KNOWS_CGROUP) == 0)
    {
      facts->cgroup_id = old->cgroup_id;
      facts->known |= old->known & NETOP_SOCKET_KNOWS_CGROUP;
    }
}

static void
merge_facts (NetopSocketRow         *row,
             const NetopSocketFacts *facts)
{
  NetopSocketFacts old = row->facts;
  bool             had_figures = (old.known & NETOP_SOCKET_KNOWS_BYTES) != 0;

  /* What a resolver found may come after the notice of the end. */
  if (facts->sample_us < old.sample_us)
    {
      keep_identity (&row->facts, facts);
      return;
    }

  /* A sample without figures ends nothing: the last figures are the final ones. */
  if (had_figures && (facts->known & NETOP_SOCKET_KNOWS_BYTES) == 0)
    row->facts.state = facts->state;
  else
    row->facts = *facts;
  keep_identity (&row->facts, &old);
}

/* The newest one of an inode: a number may be used again, long after. */
static void
index_inode (NetopSocketRows *self,
             NetopSocketRow  *row)
{
  if (row->facts.inode != 0)
    g_hash_table_replace (self->by_inode, &row->facts.inode, row);
}

static void
unindex_inode (NetopSocketRows *self,
               NetopSocketRow  *row)
{
  if (row->facts.inode != 0 && g_hash_table_lookup (self->by_inode, &row->facts.inode) == row)
    g_hash_table_remove (self->by_inode, &row->facts.inode);
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

static NetopSocketRow *
make_row (NetopSocketRows        *self,
          const NetopSocketFacts *facts)
{
  NetopSocketRow *row = g_new0 (NetopSocketRow, 1);

  row->facts = *facts;
  row->id = ++self->last_id;
  g_hash_table_add (self->by_cookie, row);
  g_hash_table_insert (self->by_id, &row->id, row);
  index_inode (self, row);
  mark_dirty (self, row);
  return row;
}

static NetopSocketRow *
add (NetopSocketRows        *self,
     const NetopSocketFacts *facts)
{
  NetopSocketRow  *row = g_hash_table_lookup (self->by_cookie, &facts->cookie);
  NetopSocketFacts before;

  if (row == NULL && g_hash_table_size (self->by_cookie) >= self->capacity)
    {
      self->lost++;
      return NULL;
    }
  if (row == NULL)
    return make_row (self, facts);

  before = row->facts;
  unindex_inode (self, row);
  merge_facts (row, facts);
  index_inode (self, row);
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
  NetopSocketRow *row = facts->cookie != 0 ? add (self, facts) : NULL;

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
  NetopSocketPair pair = { .id = id, .other_id = flow_id };
  NetopSocketRow *row = g_hash_table_lookup (self->by_id, &id);

  if (row == NULL)
    return;
  row->joined = true;
  if (self->flows->len < MAX_PAIRS)
    g_array_append_val (self->flows, pair);
  else
    self->lost++;
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
    ((NetopSocketRow *)row)->seen = false;
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
      NetopSocketRow *row = value;

      if (row->seen || ++row->missing_dumps < GONE_AFTER_DUMPS || row->removed)
        continue;
      row->removed = true;
      mark_dirty (self, row);
    }
}

/**
 * netop_socket_rows_end:
 * @facts: of the kernel's notice that a socket closed: its state and last figures
 *
 * Returns: whether there is such a row: then it has these figures, and is gone: at once, or when its flow has come, for
 *   which it may have been found before
 */
bool
netop_socket_rows_end (NetopSocketRows        *self,
                       const NetopSocketFacts *facts)
{
  NetopSocketRow  *row = g_hash_table_lookup (self->by_cookie, &facts->cookie);
  NetopSocketFacts last = *facts;

  if (row == NULL)
    return false;

  /* What it was: a listener closes like any other. */
  last.listening = row->facts.listening;
  last.local = row->facts.local;
  last.remote = row->facts.remote;
  last.local_port = row->facts.local_port;
  last.remote_port = row->facts.remote_port;
  last.interface_index = row->facts.interface_index;
  if (last.listening)
    last.known &= ~(uint32_t)(NETOP_SOCKET_KNOWS_RTT | NETOP_SOCKET_KNOWS_RETRANSMITS | NETOP_SOCKET_KNOWS_BYTES);
  merge_facts (row, &last);
  row->removed |= row->joined;
  if (!row->removed && row->ended_us == 0)
    g_array_append_val (self->ended, row->id);
  row->ended_us = last.sample_us;
  mark_dirty (self, row);
  return true;
}

/**
 * netop_socket_rows_add_ended:
 * @facts: of the kernel's notice that a socket closed of which there is no row
 *
 * Returns: the id of a row that is told once, with @facts, for the flows that are joined to it now; 0 where there is no
 *   room
 */
uint64_t
netop_socket_rows_add_ended (NetopSocketRows        *self,
                             const NetopSocketFacts *facts)
{
  NetopSocketRow *row;

  if (g_hash_table_size (self->by_cookie) >= self->capacity)
    {
      self->lost++;
      return 0;
    }

  row = make_row (self, facts);
  row->removed = true;
  return row->id;
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
  const NetopSocketRow *row = g_hash_table_lookup (self->by_cookie, &cookie);

  return row != NULL && !row->removed;
}

/* That it is gone is told last, and once: the app takes no notice of a socket of which it hears nothing but that. */
static void
append_record (NetopSocketRow *row,
               uint64_t        flow_id,
               NetopTick      *tick)
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
      const NetopSocketPair *pair = &g_array_index (self->flows, NetopSocketPair, n);
      NetopSocketRow        *row = g_hash_table_lookup (self->by_id, &pair->id);

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
        const NetopSocketPair  *pair)
{
  const NetopSocketRow *row = g_hash_table_lookup (self->by_id, &pair->id);

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
      NetopSocketPair   pair = g_array_index (self->holders, NetopSocketPair, i);
      NetopHolderRecord record = { .socket_id = pair.id, .process_id = pair.other_id, .released = pair.released };

      if (is_due (self, processes, &pair) || !has_room (tick, 0))
        g_array_index (self->holders, NetopSocketPair, n_left++) = pair;
      else
        g_array_append_val (tick->holders, record);
    }
  g_array_set_size (self->holders, n_left);
}

static void
remove_ended (NetopSocketRows *self,
              int64_t          now_us)
{
  guint n_left = 0;

  for (guint i = 0; i < self->ended->len; i++)
    {
      const uint64_t  id = g_array_index (self->ended, uint64_t, i);
      NetopSocketRow *row = g_hash_table_lookup (self->by_id, &id);

      if (row == NULL || row->removed)
        continue;
      row->removed = row->joined || now_us - row->ended_us >= KEEP_ENDED_US;
      if (row->removed)
        mark_dirty (self, row);
      else
        g_array_index (self->ended, uint64_t, n_left++) = id;
    }
  g_array_set_size (self->ended, n_left);
}

static void
forget (NetopSocketRows *self,
        NetopSocketRow  *row)
{
  netop_socket_rows_forget_holders (self, row);
  unindex_inode (self, row);
  g_hash_table_remove (self->by_id, &row->id);
  g_hash_table_remove (self->by_cookie, &row->facts.cookie);
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
  remove_ended (self, tick->mono_us);
  while (self->dirty.length > 0 && has_room (tick, ROOM_FOR_HOLDERS_BYTES))
    {
      NetopSocketRow *row = g_queue_pop_head (&self->dirty);

      row->dirty = false;
      append_record (row, 0, tick);
      if (row->removed)
        {
          forget (self, row);
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
