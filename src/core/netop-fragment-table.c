/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fragment-table.h"

#include <string.h>

/* Sets of four: a packet's set is chosen by the keyed hash, its place in the set by age. */
#define N_SETS 256
#define SET_SIZE 4

/* How long a receiver waits for the rest of a packet: RFC 8200, 4.5 (60 s); Linux takes 30 for IPv4. */
#define MAX_AGE_US (60 * G_USEC_PER_SEC)

/* Hashed and compared as bytes: padding is explicit and zero. */
typedef struct
{
  NetopAddress source;
  NetopAddress destination;
  uint32_t     id;
  uint8_t      protocol; /* of IPv4 (RFC 791); 0 of IPv6, where it may differ between fragments (RFC 8200, 4.5) */
  uint8_t      padding[3];
} FragmentKey;

typedef struct
{
  FragmentKey key;
  uint16_t    source_port;
  uint16_t    destination_port;
  uint8_t     protocol;
  bool        used;
  int64_t     time_us;
} Fragment;

struct _NetopFragmentTable
{
  NetopHashKey hash_key;
  Fragment     sets[N_SETS][SET_SIZE];
};

/**
 * netop_fragment_table_new:
 *
 * Returns: (transfer full): an empty table
 */
NetopFragmentTable *
netop_fragment_table_new (void)
{
  NetopFragmentTable *self = g_new0 (NetopFragmentTable, 1);

  self->hash_key = netop_hash_key_new_random ();
  return self;
}

/**
 * netop_fragment_table_free:
 * @self: (transfer full) (nullable):
 */
void
netop_fragment_table_free (NetopFragmentTable *self)
{
  g_free (self);
}

static bool
is_usable (const Fragment *fragment,
           int64_t         time_us)
{
  return fragment->used && time_us - fragment->time_us < MAX_AGE_US;
}

static Fragment *
find_fragment (Fragment          *set,
               const FragmentKey *key,
               int64_t            time_us)
{
  for (int i = 0; i < SET_SIZE; i++)
    if (is_usable (&set[i], time_us) && memcmp (&set[i].key, key, sizeof *key) == 0)
      return &set[i];

  return NULL;
}

static Fragment *
find_place (Fragment *set)
{
  Fragment *oldest = &set[0];

  for (int i = 1; i < SET_SIZE && oldest->used; i++)
    if (!set[i].used || set[i].time_us < oldest->time_us)
      oldest = &set[i];

  return oldest;
}

/**
 * netop_fragment_table_resolve:
 * @packet: (inout): a fragment. Of a first one the ports are remembered; a later one gets them, if they are known
 * @time_us: of the packet, on the table's one clock
 */
void
netop_fragment_table_resolve (NetopFragmentTable *self,
                              NetopPacket        *packet,
                              int64_t             time_us)
{
  bool        is_v4 = netop_address_is_v4 (&packet->source);
  FragmentKey key = { packet->source, packet->destination, packet->fragment_id, is_v4 ? packet->protocol : 0, { 0 } };
  Fragment   *set = self->sets[netop_keyed_hash (&self->hash_key, &key, sizeof key) % N_SETS];
  Fragment   *fragment = find_fragment (set, &key, time_us);

  if (packet->is_later_fragment)
    {
      if (fragment == NULL)
        return;
      packet->source_port = fragment->source_port;
      packet->destination_port = fragment->destination_port;
      packet->protocol = fragment->protocol;
      return;
    }

  if (fragment == NULL)
    fragment = find_place (set);
  *fragment = (Fragment){ key, packet->source_port, packet->destination_port, packet->protocol, true, time_us };
}
