/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-twins.h"

#include "netop-twin.h"

/* A copy may come before its original, and a translation after both: each is looked for a few times. */
#define MAX_TRIES 3
#define MAX_RECORDS 65536
#define NAMESPACE_WATCHED 0

struct _NetopTwins
{
  NetopTranslations     *translations; /* NULL where nothing is translated */
  const NetopNamespaces *namespaces;
  GArray                *records; /* of NetopTwinRecord, not told yet */
  uint64_t               lost;
};

/**
 * netop_twins_new:
 * @translations: (nullable) (transfer none): outlives the twins
 * @namespaces: (transfer none): outlives the twins
 *
 * Returns: (transfer full): none yet
 */
NetopTwins *
netop_twins_new (NetopTranslations     *translations,
                 const NetopNamespaces *namespaces)
{
  NetopTwins *self = g_new0 (NetopTwins, 1);

  self->translations = translations;
  self->namespaces = namespaces;
  self->records = g_array_new (FALSE, FALSE, sizeof (NetopTwinRecord));
  return self;
}

/**
 * netop_twins_free:
 * @self: (transfer full) (nullable):
 */
void
netop_twins_free (NetopTwins *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->records);
  g_free (self);
}

static void
note (NetopTwins             *self,
      NetopIndexedFlow       *copy,
      const NetopIndexedFlow *original)
{
  NetopTwinRecord record = { .flow_id = copy->id, .twin_id = original->id };

  if (copy->twin_id != 0)
    return;
  if (self->records->len >= MAX_RECORDS)
    {
      self->lost++;
      return;
    }

  copy->twin_id = original->id;
  g_array_append_val (self->records, record);
}

static void
look_for_copies (NetopTwins       *self,
                 NetopFlowIndex   *index,
                 NetopIndexedFlow *original,
                 const NetopTuple *translated)
{
  NetopFlowKey keys[NETOP_TWIN_MAX_KEYS];
  guint        n = netop_twin_list_copies (&original->key, translated, NAMESPACE_WATCHED, keys);

  for (guint i = 0; i < n; i++)
    {
      NetopIndexedFlow *copy = netop_flow_index_lookup (index, &keys[i]);

      if (copy != NULL)
        note (self, copy, original);
    }
}

/* Of two containers that speak with each other, what is between them is a copy of either. */
static void
look_for_original (NetopTwins       *self,
                   NetopFlowIndex   *index,
                   NetopIndexedFlow *copy,
                   const NetopTuple *translated)
{
  guint                    n_far;
  const NetopFarNamespace *far = netop_namespaces_get_far (self->namespaces, &n_far);

  for (guint i = 0; i < n_far && copy->twin_id == 0; i++)
    {
      NetopFlowKey keys[NETOP_TWIN_MAX_KEYS];
      guint        n = netop_twin_list_originals (&copy->key, translated, far[i].namespace_id, keys);

      for (guint k = 0; k < n; k++)
        {
          const NetopIndexedFlow *original = netop_flow_index_lookup (index, &keys[k]);

          if (original != NULL)
            note (self, copy, original);
        }
    }
}

static void
look_at (NetopTwins      *self,
         NetopFlowIndex  *index,
         const NetopFlow *row)
{
  NetopIndexedFlow *flow = netop_flow_index_lookup (index, &row->key);
  NetopTuple        tuple = netop_tuple_of_key (&row->key);
  NetopTuple        translated;
  const NetopTuple *found = NULL;

  if (flow == NULL || flow->id != row->id || flow->twin_id != 0 || flow->n_twin_tries >= MAX_TRIES)
    return;

  flow->n_twin_tries++;
  if (self->translations != NULL && netop_translations_find (self->translations, &tuple, &translated))
    found = &translated;
  if (row->key.namespace_id != NAMESPACE_WATCHED)
    look_for_copies (self, index, flow, found);
  else if (row->key.forwarded != 0 || found != NULL)
    look_for_original (self, index, flow, found);
}

/**
 * netop_twins_take_flows:
 * @index: that has @flows and @closed already
 * @flows: of NetopFlow, the changed ones
 * @closed: of NetopClosedFlow
 *
 * Looks which of them are copies of others, or have copies.
 */
void
netop_twins_take_flows (NetopTwins     *self,
                        NetopFlowIndex *index,
                        const GArray   *flows,
                        const GArray   *closed)
{
  if (self->translations != NULL)
    netop_translations_dispatch (self->translations);
  for (guint i = 0; i < closed->len; i++)
    look_at (self, index, &g_array_index (closed, NetopClosedFlow, i).flow);
  for (guint i = 0; i < flows->len; i++)
    look_at (self, index, &g_array_index (flows, NetopFlow, i));
}

/**
 * netop_twins_fill:
 * @tick: gets what was found; what it has no room for waits
 */
void
netop_twins_fill (NetopTwins *self,
                  NetopTick  *tick)
{
  size_t used = netop_tick_get_facts_size (tick);
  size_t room = used < NETOP_TICK_MAX_FACTS_SIZE ? NETOP_TICK_MAX_FACTS_SIZE - used : 0;
  guint  n = (guint)MIN (self->records->len, room / sizeof (NetopTwinRecord));

  if (n == 0)
    return;
  g_array_append_vals (tick->twins, self->records->data, n);
  g_array_remove_range (self->records, 0, n);
}

/**
 * netop_twins_get_lost:
 *
 * Returns: what there was no room for: its bytes count twice
 */
uint64_t
netop_twins_get_lost (const NetopTwins *self)
{
  return self->lost + (self->translations != NULL ? netop_translations_get_lost (self->translations) : 0);
}
