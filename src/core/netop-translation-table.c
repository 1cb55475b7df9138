/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-translation-table.h"

#include <string.h>

#include "netop-keyed-hash.h"

/* A connection that is translated has two aspects, each a tuple in the direction of who began it: what is sent before the
 * translation, and after it, which is the reverse of how the answers come. Each leads to the other. */

struct _NetopTranslationTable
{
  guint       capacity;
  GHashTable *aspects; /* of Aspect, which it owns, by its first field */
  uint64_t    lost;
};

typedef struct
{
  NetopTuple tuple;
  NetopTuple other;
} Aspect;

/* Strangers choose the ports. One key for all tables: GHashTable has no place for one of each. */
static NetopHashKey hash_key;

static guint
tuple_hash (gconstpointer data)
{
  return (guint)netop_keyed_hash (&hash_key, data, sizeof (NetopTuple));
}

static gboolean
tuple_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (a, b, sizeof (NetopTuple)) == 0;
}

static bool
is_query (uint8_t protocol)
{
  return protocol == NETOP_PROTOCOL_ICMP || protocol == NETOP_PROTOCOL_ICMPV6;
}

/**
 * netop_tuple_reverse:
 *
 * Returns: the tuple of the packets that go the other way. The identifier of an ICMP query stays where it is
 */
NetopTuple
netop_tuple_reverse (const NetopTuple *self)
{
  return (NetopTuple){
    .source = self->destination,
    .destination = self->source,
    .source_port = is_query (self->protocol) ? self->source_port : self->destination_port,
    .destination_port = is_query (self->protocol) ? self->destination_port : self->source_port,
    .protocol = self->protocol,
  };
}

/**
 * netop_tuple_of_key:
 *
 * Returns: the tuple of what the flow's local end sends
 */
NetopTuple
netop_tuple_of_key (const NetopFlowKey *key)
{
  return (NetopTuple){
    .source = key->local,
    .destination = key->remote,
    .source_port = key->local_port,
    .destination_port = key->remote_port,
    .protocol = key->protocol,
  };
}

/**
 * netop_translation_table_new:
 * @capacity: connections at most; what comes beyond is left out and counted
 *
 * Returns: (transfer full): an empty table
 */
NetopTranslationTable *
netop_translation_table_new (guint capacity)
{
  NetopTranslationTable *self = g_new0 (NetopTranslationTable, 1);

  if (hash_key.k0 == 0 && hash_key.k1 == 0)
    hash_key = netop_hash_key_new_random ();
  self->capacity = capacity;
  self->aspects = g_hash_table_new_full (tuple_hash, tuple_equal, g_free, NULL);
  return self;
}

/**
 * netop_translation_table_free:
 * @self: (transfer full) (nullable):
 */
void
netop_translation_table_free (NetopTranslationTable *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->aspects);
  g_free (self);
}

static void
add_aspect (NetopTranslationTable *self,
            const NetopTuple      *tuple,
            const NetopTuple      *other)
{
  Aspect *aspect = g_new0 (Aspect, 1);

  aspect->tuple = *tuple;
  aspect->other = *other;
  g_hash_table_add (self->aspects, aspect);
}

/* Of a connection that had the same ports before: else its other aspect would lead to this one for ever. */
static void
remove_aspect (NetopTranslationTable *self,
               const NetopTuple      *tuple)
{
  const Aspect *aspect = g_hash_table_lookup (self->aspects, tuple);
  NetopTuple    other;

  if (aspect == NULL)
    return;

  other = aspect->other;
  g_hash_table_remove (self->aspects, tuple);
  g_hash_table_remove (self->aspects, &other);
}

/**
 * netop_translation_table_add:
 * @translation: of a connection; nothing is kept of one that is not translated
 */
void
netop_translation_table_add (NetopTranslationTable  *self,
                             const NetopTranslation *translation)
{
  NetopTuple after = netop_tuple_reverse (&translation->reply);

  if (tuple_equal (&translation->original, &after))
    return;

  remove_aspect (self, &translation->original);
  remove_aspect (self, &after);
  if (netop_translation_table_get_size (self) >= self->capacity)
    {
      self->lost++;
      return;
    }
  add_aspect (self, &translation->original, &after);
  add_aspect (self, &after, &translation->original);
}

/**
 * netop_translation_table_remove:
 * @translation: that is over
 */
void
netop_translation_table_remove (NetopTranslationTable  *self,
                                const NetopTranslation *translation)
{
  NetopTuple    after = netop_tuple_reverse (&translation->reply);
  const Aspect *aspect = g_hash_table_lookup (self->aspects, &translation->original);

  /* Its ports may be another one's by now. */
  if (aspect != NULL && tuple_equal (&aspect->other, &after))
    remove_aspect (self, &translation->original);
}

/**
 * netop_translation_table_find:
 * @tuple: of packets in either direction, before or after translation
 * @other: (out): of the same packets on the other side of it; set only on success
 *
 * Returns: whether they are translated
 */
bool
netop_translation_table_find (const NetopTranslationTable *self,
                              const NetopTuple            *tuple,
                              NetopTuple                  *other)
{
  NetopTuple    reverse = netop_tuple_reverse (tuple);
  const Aspect *aspect = g_hash_table_lookup (self->aspects, tuple);

  if (aspect != NULL)
    {
      *other = aspect->other;
      return true;
    }

  aspect = g_hash_table_lookup (self->aspects, &reverse);
  if (aspect == NULL)
    return false;
  *other = netop_tuple_reverse (&aspect->other);
  return true;
}

/**
 * netop_translation_table_get_size:
 *
 * Returns: translated connections it knows
 */
guint
netop_translation_table_get_size (const NetopTranslationTable *self)
{
  return g_hash_table_size (self->aspects) / 2;
}

/**
 * netop_translation_table_get_lost:
 *
 * Returns: connections for which there was no room
 */
uint64_t
netop_translation_table_get_lost (const NetopTranslationTable *self)
{
  return self->lost;
}
