/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-places.h"

#include "netop-slot-index.h"

#define MIN_CAPACITY 256

struct _NetopRowPlaces
{
  GArray        *keys; /* of NetopRowKey, by place */
  NetopSlotIndex index;
  guint          capacity;
};

static void
empty_index (NetopRowPlaces *self)
{
  for (uint32_t i = 0; i <= self->index.mask; i++)
    self->index.slots[i].value = NETOP_SLOT_NONE;
}

/**
 * netop_row_places_new:
 *
 * Returns: (transfer full): without rows
 */
NetopRowPlaces *
netop_row_places_new (void)
{
  NetopRowPlaces *self = g_new0 (NetopRowPlaces, 1);

  self->keys = g_array_new (FALSE, FALSE, sizeof (NetopRowKey));
  self->capacity = MIN_CAPACITY;
  netop_slot_index_init (&self->index, self->capacity);

  return self;
}

/**
 * netop_row_places_free:
 *
 * Frees it.
 */
void
netop_row_places_free (NetopRowPlaces *self)
{
  g_array_unref (self->keys);
  netop_slot_index_clear (&self->index);
  g_free (self);
}

/**
 * netop_row_places_reset:
 * @capacity: how many rows will be added at most
 *
 * Forgets all rows.
 */
void
netop_row_places_reset (NetopRowPlaces *self, guint capacity)
{
  g_array_set_size (self->keys, 0);
  if (capacity <= self->capacity)
    {
      empty_index (self);
      return;
    }

  while (self->capacity < capacity)
    self->capacity *= 2;
  netop_slot_index_clear (&self->index);
  netop_slot_index_init (&self->index, self->capacity);
}

/**
 * netop_row_places_add:
 * @key: of a row that is not in it
 *
 * Gives the row the next place.
 */
void
netop_row_places_add (NetopRowPlaces *self, const NetopRowKey *key)
{
  g_return_if_fail (self->keys->len < self->capacity);

  netop_slot_index_insert (&self->index, netop_row_key_hash (key), self->keys->len);
  g_array_append_vals (self->keys, key, 1);
}

/**
 * netop_row_places_lookup:
 *
 * Returns: the row's place, from 0; %NETOP_ROW_PLACE_NONE if it has none
 */
guint
netop_row_places_lookup (const NetopRowPlaces *self, const NetopRowKey *key)
{
  uint32_t hash = netop_row_key_hash (key);
  uint32_t position = hash;
  uint32_t place;

  while ((place = netop_slot_index_next (&self->index, hash, &position)) != NETOP_SLOT_NONE)
    if (netop_row_key_equal (&g_array_index (self->keys, NetopRowKey, place), key))
      return place;

  return NETOP_ROW_PLACE_NONE;
}

/**
 * netop_row_places_get_capacity:
 *
 * Returns: how many rows it has memory for
 */
guint
netop_row_places_get_capacity (const NetopRowPlaces *self)
{
  return self->capacity;
}
