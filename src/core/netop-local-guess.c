/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-local-guess.h"

#include <stdlib.h>

/* Sorted once and searched then: whoever made the file chose the addresses, and could choose what a hash likes least. */

typedef struct
{
  NetopAddress address;
  uint32_t     n_packets;
} Weight;

struct _NetopLocalGuess
{
  GArray *weights; /* of Weight; by address once settled, until then one of 1 for each end of a packet */
  bool    is_settled;
};

/**
 * netop_local_guess_new:
 *
 * Returns: (transfer full): one that has seen no packet
 */
NetopLocalGuess *
netop_local_guess_new (void)
{
  NetopLocalGuess *self = g_new0 (NetopLocalGuess, 1);

  self->weights = g_array_new (FALSE, FALSE, sizeof (Weight));
  return self;
}

/**
 * netop_local_guess_free:
 * @self: (transfer full) (nullable):
 */
void
netop_local_guess_free (NetopLocalGuess *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->weights);
  g_free (self);
}

/* Between two hosts: a group is nobody's own, and what a loopback address is needs no guess. */
static bool
is_of_hosts (const NetopPacket *packet)
{
  const NetopAddress *ends[] = { &packet->source, &packet->destination };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (netop_address_is_multicast (ends[i]) || netop_address_is_broadcast (ends[i]) ||
          netop_address_is_unspecified (ends[i]) || netop_address_is_loopback (ends[i]))
        return false;
    }
  return !netop_address_equal (&packet->source, &packet->destination);
}

/**
 * netop_local_guess_add:
 * @packet: one of the first of the file; beyond %NETOP_LOCAL_GUESS_MAX_PACKETS, and once settled, it weighs nothing
 */
void
netop_local_guess_add (NetopLocalGuess   *self,
                       const NetopPacket *packet)
{
  const Weight ends[] = { { packet->source, 1 }, { packet->destination, 1 } };

  if (!self->is_settled && self->weights->len < NETOP_LOCAL_GUESS_MAX_PACKETS * G_N_ELEMENTS (ends) && is_of_hosts (packet))
    g_array_append_vals (self->weights, ends, G_N_ELEMENTS (ends));
}

static int
compare_weights (const void *a,
                 const void *b)
{
  return netop_address_compare (&((const Weight *)a)->address, &((const Weight *)b)->address);
}

/**
 * netop_local_guess_settle:
 *
 * From now on every answer is final.
 */
void
netop_local_guess_settle (NetopLocalGuess *self)
{
  Weight *weights = (Weight *)(void *)self->weights->data;
  guint   n = 0;

  if (self->is_settled)
    return;

  g_array_sort (self->weights, compare_weights);
  for (guint i = 0; i < self->weights->len; i++)
    {
      if (n > 0 && netop_address_equal (&weights[n - 1].address, &weights[i].address))
        weights[n - 1].n_packets += weights[i].n_packets;
      else
        weights[n++] = weights[i];
    }
  g_array_set_size (self->weights, n);
  self->is_settled = true;
}

static uint32_t
get_weight (const NetopLocalGuess *self,
            const NetopAddress    *address)
{
  const Weight  key = { .address = *address };
  const Weight *found;

  if (self == NULL || !self->is_settled || self->weights->len == 0)
    return 0;

  found = bsearch (&key, self->weights->data, self->weights->len, sizeof key, compare_weights);
  return found != NULL ? found->n_packets : 0;
}

static bool
is_private (const NetopAddress *address)
{
  return netop_address_is_private (address) || netop_address_is_link_local (address);
}

/* By what the ends are, whatever their ports. Returns false where they are alike. */
static bool
tell_apart (const NetopLocalGuess *self,
            const NetopPacket     *packet,
            bool                  *received)
{
  bool     source_private = is_private (&packet->source);
  bool     destination_private = is_private (&packet->destination);
  uint32_t source_weight = get_weight (self, &packet->source);
  uint32_t destination_weight = get_weight (self, &packet->destination);

  *received = source_private != destination_private ? destination_private : destination_weight > source_weight;
  return source_private != destination_private || source_weight != destination_weight;
}

/**
 * netop_local_guess_is_received:
 * @self: (nullable): %NULL where nothing is known of the file: then only the packet itself tells
 * @packet: between two hosts, neither of which is known to be ours
 *
 * Returns: whether the destination is rather ours than the source
 */
bool
netop_local_guess_is_received (const NetopLocalGuess *self,
                               const NetopPacket     *packet)
{
  bool received;

  if (tell_apart (self, packet, &received))
    return received;
  if (packet->source_port != packet->destination_port)
    return packet->destination_port > packet->source_port;

  return netop_address_compare (&packet->destination, &packet->source) < 0;
}

/**
 * netop_local_guess_apply:
 * @packet: whose way is set where its link header said none and its addresses tell
 *
 * Where only ports tell it is left to netop_packet_orient(), because a later fragment's are not known yet.
 */
void
netop_local_guess_apply (const NetopLocalGuess *self,
                         NetopPacket           *packet)
{
  bool received;

  if (packet->way == NETOP_PACKET_WAY_UNKNOWN && is_of_hosts (packet) && tell_apart (self, packet, &received))
    packet->way = received ? NETOP_PACKET_WAY_IN : NETOP_PACKET_WAY_OUT;
}
