/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow-index.h"

#include <string.h>

/* A closed flow is kept so long: what was found for it may come later. */
#define KEEP_CLOSED_US (2 * G_USEC_PER_SEC)

/* The trigger and the main handle take the time of one packet apart. */
#define TIME_SLACK_US 2000

struct _NetopFlowIndex
{
  guint       capacity;
  uint64_t    lost;
  GHashTable *flows;  /* of NetopIndexedFlow by its key, which is its first field */
  GQueue      closed; /* of NetopIndexedFlow, the one that closed first in front */
};

/* The table's own hash is keyed; this one sees only what that one let through, at most its capacity. FNV-1a over
 * 48 bytes, from an offset that differs in every process. */
static guint32 hash_offset;

static guint
key_hash (gconstpointer data)
{
  const uint8_t *bytes = data;
  guint32        hash = hash_offset;

  for (gsize i = 0; i < sizeof (NetopFlowKey); i++)
    hash = (hash ^ bytes[i]) * 16777619u;
  return hash;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  return memcmp (a, b, sizeof (NetopFlowKey)) == 0;
}

/**
 * netop_flow_index_new:
 * @capacity: open and recently closed flows it keeps; further ones are not looked up
 *
 * Returns: (transfer full): an empty index
 */
NetopFlowIndex *
netop_flow_index_new (guint capacity)
{
  NetopFlowIndex *self = g_new0 (NetopFlowIndex, 1);

  if (hash_offset == 0)
    hash_offset = g_random_int () | 1;
  self->capacity = capacity;
  g_queue_init (&self->closed);
  self->flows = g_hash_table_new_full (key_hash, key_equal, NULL, g_free);
  return self;
}

/**
 * netop_flow_index_free:
 * @self: (transfer full) (nullable): an index
 */
void
netop_flow_index_free (NetopFlowIndex *self)
{
  if (self == NULL)
    return;

  g_queue_clear (&self->closed);
  g_hash_table_unref (self->flows);
  g_free (self);
}

static void
forget_oldest_closed (NetopFlowIndex *self)
{
  NetopIndexedFlow *entry = g_queue_pop_head (&self->closed);

  g_hash_table_remove (self->flows, &entry->key);
}

/* Whoever sends from ever new ports opens and closes more flows in the time they are kept than there is room for. */
static bool
make_room (NetopFlowIndex *self)
{
  if (g_hash_table_size (self->flows) < self->capacity)
    return true;
  if (self->closed.length == 0)
    {
      self->lost++;
      return false;
    }

  forget_oldest_closed (self);
  return true;
}

static void
set_open (NetopFlowIndex   *self,
          NetopIndexedFlow *entry)
{
  if (entry->closed_link != NULL)
    g_queue_delete_link (&self->closed, entry->closed_link);
  entry->closed_link = NULL;
}

static void
begin_flow (NetopIndexedFlow *entry,
            const NetopFlow  *flow)
{
  *entry = (NetopIndexedFlow){
    .key = flow->key,
    .id = flow->id,
    .interface_index = flow->n_interfaces > 0 ? flow->interfaces[0].index : 0,
    .first_us = flow->first_us,
    .last_us = flow->last_us,
    .previous_id = entry->id,
    .previous_first_us = entry->first_us,
    .previous_cookie = entry->cookie,
  };
}

/**
 * netop_flow_index_update:
 * @flow: a changed row of an open flow
 */
void
netop_flow_index_update (NetopFlowIndex  *self,
                         const NetopFlow *flow)
{
  NetopIndexedFlow *entry = g_hash_table_lookup (self->flows, &flow->key);

  if (entry != NULL && entry->id == flow->id)
    entry->last_us = flow->last_us;
  if (flow->id == NETOP_FLOW_ID_TABLES_FULL || (entry != NULL && entry->id >= flow->id))
    return;

  if (entry == NULL)
    {
      if (!make_room (self))
        return;
      entry = g_new0 (NetopIndexedFlow, 1);
      entry->key = flow->key;
      g_hash_table_add (self->flows, entry);
    }
  set_open (self, entry);
  begin_flow (entry, flow);
}

/**
 * netop_flow_index_close:
 * @flow: as it closed; one that came and went between two ticks is seen here first
 */
void
netop_flow_index_close (NetopFlowIndex  *self,
                        const NetopFlow *flow,
                        int64_t          now_us)
{
  NetopIndexedFlow *entry;

  netop_flow_index_update (self, flow);
  entry = g_hash_table_lookup (self->flows, &flow->key);
  if (entry == NULL || entry->id != flow->id || entry->closed_link != NULL)
    return;

  entry->closed_us = now_us;
  g_queue_push_tail (&self->closed, entry);
  entry->closed_link = self->closed.tail;
}

/**
 * netop_flow_index_expire:
 *
 * Forgets flows that closed a while ago.
 */
void
netop_flow_index_expire (NetopFlowIndex *self,
                         int64_t         now_us)
{
  const NetopIndexedFlow *oldest;

  while ((oldest = g_queue_peek_head (&self->closed)) != NULL && now_us - oldest->closed_us > KEEP_CLOSED_US)
    forget_oldest_closed (self);
}

/**
 * netop_flow_index_lookup:
 *
 * Returns: (transfer none) (nullable): the newest flow of that key, valid until the index changes
 */
NetopIndexedFlow *
netop_flow_index_lookup (NetopFlowIndex     *self,
                         const NetopFlowKey *key)
{
  return g_hash_table_lookup (self->flows, key);
}

/**
 * netop_flow_index_find:
 * @time_us: monotonic time of a packet
 *
 * Returns: the id of the flow (generation) of that key to which the packet belongs; 0 where it is not there yet
 */
uint64_t
netop_flow_index_find (NetopFlowIndex     *self,
                       const NetopFlowKey *key,
                       int64_t             time_us)
{
  const NetopIndexedFlow *entry = g_hash_table_lookup (self->flows, key);

  if (entry == NULL)
    return 0;
  if (time_us + TIME_SLACK_US >= entry->first_us)
    return entry->closed_us != 0 && time_us > entry->closed_us ? 0 : entry->id;
  if (entry->previous_id != 0 && time_us + TIME_SLACK_US >= entry->previous_first_us)
    return entry->previous_id;
  return 0;
}

/**
 * netop_flow_index_foreach:
 * @func: called for every flow; it may change what is noted of it, but not its key
 */
void
netop_flow_index_foreach (NetopFlowIndex      *self,
                          NetopIndexedFlowFunc func,
                          void                *user_data)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    func (value, user_data);
}

/**
 * netop_flow_index_get_lost:
 *
 * Returns: flows for which there was no room, each as often as it was told: nobody is found for them
 */
uint64_t
netop_flow_index_get_lost (const NetopFlowIndex *self)
{
  return self->lost;
}
