/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define NETOP_SLOT_NONE G_MAXUINT32

typedef struct
{
  uint32_t hash;
  uint32_t value; /* NETOP_SLOT_NONE: free */
} NetopSlot;

/**
 * NetopSlotIndex:
 *
 * From hashes to numbers of rows kept elsewhere: open addressing with linear probing over at least twice as many
 * slots as rows. Removal shifts the rest of a run back, so that there are no tombstones and a lookup never gets
 * slower with age. Allocates at start only. One thread.
 */
typedef struct
{
  NetopSlot *slots;
  uint32_t   mask;
} NetopSlotIndex;

void netop_slot_index_init (NetopSlotIndex *self, guint capacity);
void netop_slot_index_clear (NetopSlotIndex *self);
void netop_slot_index_insert (NetopSlotIndex *self, uint32_t hash, uint32_t value);
bool netop_slot_index_remove (NetopSlotIndex *self, uint32_t hash, uint32_t value);

/**
 * netop_slot_index_next:
 * @position: (inout): where to go on; the hash itself to begin with
 *
 * Goes through the rows that have @hash; the caller compares the keys. Inline, being once a packet.
 *
 * Returns: a row, or %NETOP_SLOT_NONE when there are no more
 */
static inline uint32_t
netop_slot_index_next (const NetopSlotIndex *self,
                       uint32_t              hash,
                       uint32_t             *position)
{
  for (uint32_t i = *position;; i++)
    {
      const NetopSlot *slot = &self->slots[i & self->mask];

      if (slot->value == NETOP_SLOT_NONE || slot->hash == hash)
        {
          *position = i + 1;
          return slot->value;
        }
    }
}

G_END_DECLS
