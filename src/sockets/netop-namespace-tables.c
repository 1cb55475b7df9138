/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-namespace-tables.h"

typedef struct
{
  uint32_t          namespace_id;
  NetopSocketTable *table;
} Entry;

struct _NetopNamespaceTables
{
  /* Of all threads: entries and what they hold. Held for as long as the kernel takes for one socket. */
  GMutex lock;
  guint  n;
  Entry  entries[NETOP_MAX_NAMESPACES];
};

/**
 * netop_namespace_tables_new:
 *
 * Returns: (transfer full): none yet
 */
NetopNamespaceTables *
netop_namespace_tables_new (void)
{
  NetopNamespaceTables *self = g_new0 (NetopNamespaceTables, 1);

  g_mutex_init (&self->lock);
  return self;
}

/**
 * netop_namespace_tables_free:
 * @self: (transfer full) (nullable): ones that no other thread uses any more
 */
void
netop_namespace_tables_free (NetopNamespaceTables *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n; i++)
    netop_socket_table_close (self->entries[i].table);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Entry *
find (NetopNamespaceTables *self,
      uint32_t              namespace_id)
{
  for (guint i = 0; i < self->n; i++)
    {
      if (self->entries[i].namespace_id == namespace_id)
        return &self->entries[i];
    }
  return NULL;
}

/**
 * netop_namespace_tables_add:
 * @table: (transfer full): of a namespace that has none yet
 *
 * Returns: false where there is no room; the table is closed then
 */
bool
netop_namespace_tables_add (NetopNamespaceTables *self,
                            uint32_t              namespace_id,
                            NetopSocketTable     *table)
{
  bool has_room;

  g_mutex_lock (&self->lock);
  has_room = self->n < NETOP_MAX_NAMESPACES && find (self, namespace_id) == NULL;
  if (has_room)
    self->entries[self->n++] = (Entry){ namespace_id, table };
  g_mutex_unlock (&self->lock);

  if (!has_room)
    netop_socket_table_close (table);
  return has_room;
}

/**
 * netop_namespace_tables_remove:
 *
 * Closes the namespace's table, if there is one: an open one keeps the namespace from going.
 */
void
netop_namespace_tables_remove (NetopNamespaceTables *self,
                               uint32_t              namespace_id)
{
  NetopSocketTable *table = NULL;
  Entry            *entry;

  g_mutex_lock (&self->lock);
  entry = find (self, namespace_id);
  if (entry != NULL)
    {
      table = entry->table;
      *entry = self->entries[--self->n];
    }
  g_mutex_unlock (&self->lock);
  netop_socket_table_close (table);
}

/**
 * netop_namespace_tables_lookup:
 * @key: of another namespace than the watched one
 * @facts: (out): set only on success
 *
 * Asks that namespace as netop_socket_table_lookup() does. Of a socket that is bound to a device there nothing is found:
 * what its packets come through is known on this side only.
 *
 * Returns: whether there is one
 */
bool
netop_namespace_tables_lookup (NetopNamespaceTables *self,
                               const NetopFlowKey   *key,
                               NetopSocketFacts     *facts)
{
  const Entry *entry;
  bool         is_found;

  g_mutex_lock (&self->lock);
  entry = find (self, key->namespace_id);
  is_found = entry != NULL && netop_socket_table_lookup (entry->table, key, 0, facts);
  g_mutex_unlock (&self->lock);
  return is_found;
}
