/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-slot-index.h"

/**
 * netop_slot_index_init:
 * @capacity: rows at most, up to 2^30
 */
void
netop_slot_index_init (NetopSlotIndex *self,
                       guint           capacity)
{
  uint32_t n_slots = 4;

  g_assert (capacity <= 1u << 30);
  while (n_slots / 2 < capacity)
    n_slots *= 2;

  self->mask = n_slots - 1;
  self->slots = g_new (NetopSlot, n_slots);
  for (uint32_t i = 0; i < n_slots; i++)
    self->slots[i] = (NetopSlot){ 0, NETOP_SLOT_NONE };
}

/**
 * netop_slot_index_clear:
 */
void
netop_slot_index_clear (NetopSlotIndex *self)
{
  g_clear_pointer (&self->slots, g_free);
}

/**
 * netop_slot_index_insert:
 * @value: a row that is not in it
 */
void
netop_slot_index_insert (NetopSlotIndex *self,
                         uint32_t        hash,
                         uint32_t        value)
{
  uint32_t i = hash & self->mask;

  while (self->slots[i].value != NETOP_SLOT_NONE)
    i = (i + 1) & self->mask;

  self->slots[i] = (NetopSlot){ hash, value };
}

/**
 * netop_slot_index_remove:
 *
 * Returns: whether @value was there under @hash
 */
bool
netop_slot_index_remove (NetopSlotIndex *self,
                         uint32_t        hash,
                         uint32_t        value)
{
  uint32_t hole = hash & self->mask;

  while (self->slots[hole].value != value)
    {
      if (self->slots[hole].value == NETOP_SLOT_NONE)
        return false;
      hole = (hole + 1) & self->mask;
    }

  /* A later element of the run may fill the hole if its home is not behind it. */
  for (uint32_t i = (hole + 1) & self->mask; self->slots[i].value != NETOP_SLOT_NONE; i = (i + 1) & self->mask)
    {
      uint32_t distance_from_home = (i - self->slots[i].hash) & self->mask;
      uint32_t distance_from_hole = (i - hole) & self->mask;

      if (distance_from_home < distance_from_hole)
        continue;
      self->slots[hole] = self->slots[i];
      hole = i;
    }

  self->slots[hole].value = NETOP_SLOT_NONE;
  return true;
}
