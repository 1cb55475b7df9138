/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-local-addresses.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing over at least twice as many slots as addresses. Nobody but this host chooses what is in
 * it, so that the hash needs no key. An unspecified address marks a free slot. */
struct _NetopLocalAddresses
{
  gatomicrefcount    ref_count;
  guint              n_addresses;
  guint              n_far;
  NetopFarNamespace *far; /* by interface */
  uint32_t           mask;
  NetopAddress       slots[];
};

static inline uint32_t
hash_address (const NetopAddress *address)
{
  uint64_t low;

  /* The low half tells the addresses of one host apart: IPv4, and the interface part of IPv6. */
  memcpy (&low, address->bytes + 8, sizeof low);
  return (uint32_t)(low * 0x9e3779b97f4a7c15u >> 32);
}

static bool
is_free (const NetopAddress *slot)
{
  static const NetopAddress free_slot;

  return netop_address_equal (slot, &free_slot);
}

static void
insert (NetopLocalAddresses *self,
        const NetopAddress  *address)
{
  uint32_t i = hash_address (address) & self->mask;

  while (!is_free (&self->slots[i]))
    {
      if (netop_address_equal (&self->slots[i], address))
        return;
      i = (i + 1) & self->mask;
    }

  self->slots[i] = *address;
  self->n_addresses++;
}

/**
 * netop_local_addresses_new:
 * @addresses: (array length=n_addresses) (nullable): of all interfaces; unspecified ones are left out
 *
 * Returns: (transfer full): the set
 */
NetopLocalAddresses *
netop_local_addresses_new (const NetopInterfaceAddress *addresses,
                           guint                        n_addresses)
{
  NetopLocalAddresses *self;
  uint32_t             n_slots = 4;

  while (n_slots / 2 <= n_addresses && n_slots < 1u << 30)
    n_slots *= 2;

  self = g_malloc0 (sizeof *self + n_slots * sizeof self->slots[0]);
  g_atomic_ref_count_init (&self->ref_count);
  self->mask = n_slots - 1;

  for (guint i = 0; i < n_addresses; i++)
    if (!netop_address_is_unspecified (&addresses[i].address))
      insert (self, &addresses[i].address);

  return self;
}

static int
compare_far (const void *a,
             const void *b)
{
  uint32_t left = ((const NetopFarNamespace *)a)->interface_index;
  uint32_t right = ((const NetopFarNamespace *)b)->interface_index;

  return left < right ? -1 : left > right;
}

/**
 * netop_local_addresses_new_with_namespaces:
 * @addresses: (array length=n_addresses) (nullable): of all interfaces; unspecified ones are left out
 * @far: (array length=n_far) (nullable): behind which interfaces another network namespace is, each once
 *
 * Returns: (transfer full): the set
 */
NetopLocalAddresses *
netop_local_addresses_new_with_namespaces (const NetopInterfaceAddress *addresses,
                                           guint                        n_addresses,
                                           const NetopFarNamespace     *far,
                                           guint                        n_far)
{
  NetopLocalAddresses *self = netop_local_addresses_new (addresses, n_addresses);

  if (n_far == 0)
    return self;

  self->far = g_memdup2 (far, n_far * sizeof *far);
  self->n_far = n_far;
  qsort (self->far, n_far, sizeof *self->far, compare_far);
  return self;
}

/**
 * netop_local_addresses_ref:
 *
 * Returns: (transfer full): @self; any thread
 */
NetopLocalAddresses *
netop_local_addresses_ref (NetopLocalAddresses *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * netop_local_addresses_unref:
 * @self: (transfer full): any thread
 */
void
netop_local_addresses_unref (NetopLocalAddresses *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->far);
  g_free (self);
}

/**
 * netop_local_addresses_is_empty:
 *
 * Returns: whether no address of this host is known, as when a file is read
 */
bool
netop_local_addresses_is_empty (const NetopLocalAddresses *self)
{
  return self == NULL || self->n_addresses == 0;
}

/**
 * netop_local_addresses_contain:
 * @self: (nullable): %NULL is the empty set
 *
 * Returns: whether @address is this host's; loopback addresses always are
 */
bool
netop_local_addresses_contain (const NetopLocalAddresses *self,
                               const NetopAddress        *address)
{
  if (self != NULL && self->n_addresses > 0)
    for (uint32_t i = hash_address (address) & self->mask; !is_free (&self->slots[i]); i = (i + 1) & self->mask)
      if (netop_address_equal (&self->slots[i], address))
        return true;

  return netop_address_is_loopback (address);
}

/**
 * netop_local_addresses_find_namespace:
 * @self: (nullable): %NULL knows of none
 *
 * Returns: the network namespace behind that interface; 0 where there is none, or it is not known
 */
uint32_t
netop_local_addresses_find_namespace (const NetopLocalAddresses *self,
                                      uint32_t                   interface_index)
{
  const NetopFarNamespace  wanted = { .interface_index = interface_index };
  const NetopFarNamespace *found = NULL;

  if (self != NULL && self->n_far > 0)
    found = bsearch (&wanted, self->far, self->n_far, sizeof wanted, compare_far);
  return found != NULL ? found->namespace_id : 0;
}
