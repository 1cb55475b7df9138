/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-keyed-hash.h"

#include "netop-flow.h"
#include "netop-slot-index.h"

/* SipHash-1-3 of the bytes 0, 1, 2… under the zero key, as CPython 3.11 hashes them, and of nothing under the
 * key 0, 1, … 15, as in the Rust library's table. */
static void
test_vectors (void)
{
  static const struct
  {
    size_t   n_bytes;
    uint64_t hash;
  } cases[] = {
    { 1, 0x68a914128e01e473 },
    { 7, 0x2f098ab0c751325a },
    { 8, 0xead411e67ebe2eea },
    { 9, 0x75927f9d95124362 },
    { 48, 0xfe1f2445ba50237f },
  };
  NetopHashKey zero = { 0, 0 };
  NetopHashKey counting = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };
  uint8_t      bytes[48];

  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (uint8_t)i;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmphex (netop_keyed_hash (&zero, bytes, cases[i].n_bytes), ==, cases[i].hash);

  g_assert_cmphex (netop_keyed_hash (&counting, bytes, 0), ==, 0xabac0158050fc4dc);
}

static void
test_keys_differ (void)
{
  NetopHashKey a = netop_hash_key_new_random (), b = netop_hash_key_new_random ();

  g_assert_true (a.k0 != b.k0 || a.k1 != b.k1);
  g_assert_cmphex (netop_keyed_hash (&a, "abc", 3), !=, netop_keyed_hash (&b, "abc", 3));
}

/* Keys as an attacker makes them, one port after the other, fall into buckets as chance would. */
static void
test_distribution (void)
{
  NetopHashKey key = netop_hash_key_new_random ();
  guint        buckets[1024] = { 0 };
  double       chi_square = 0;

  for (uint32_t i = 0; i < 65536; i++)
    {
      NetopFlowKey flow = { .protocol = 6, .local_port = 443, .remote_port = (uint16_t)i };

      buckets[netop_keyed_hash (&key, &flow, sizeof flow) % G_N_ELEMENTS (buckets)]++;
    }

  for (size_t i = 0; i < G_N_ELEMENTS (buckets); i++)
    chi_square += (buckets[i] - 64.0) * (buckets[i] - 64.0) / 64.0;

  /* Mean 1023, standard deviation 45: ten of them either way. */
  g_assert_cmpfloat (chi_square, >, 573);
  g_assert_cmpfloat (chi_square, <, 1473);
}

/* Against GHashTable, with few different hashes, so that runs are long, wrap around and are cut in the middle. */
static void
test_slot_index (void)
{
  NetopSlotIndex index;
  g_autoptr (GHashTable) model = g_hash_table_new (NULL, NULL);

  netop_slot_index_init (&index, 64);
  for (int step = 0; step < 50000; step++)
    {
      uint32_t value = (uint32_t)g_test_rand_int_range (0, 64);
      uint32_t hash = (uint32_t)(value * 7 % 24) + 110;
      bool     was_there = g_hash_table_contains (model, GUINT_TO_POINTER (value));

      if (!was_there && g_hash_table_size (model) < 64 && step % 3 != 0)
        {
          netop_slot_index_insert (&index, hash, value);
          g_hash_table_add (model, GUINT_TO_POINTER (value));
        }
      else
        {
          g_assert_cmpint (netop_slot_index_remove (&index, hash, value), ==, was_there);
          g_hash_table_remove (model, GUINT_TO_POINTER (value));
        }

      for (uint32_t other = 0; other < 64; other++)
        {
          uint32_t other_hash = (uint32_t)(other * 7 % 24) + 110;
          uint32_t position = other_hash, found;

          do
            found = netop_slot_index_next (&index, other_hash, &position);
          while (found != NETOP_SLOT_NONE && found != other);
          g_assert_cmpint (found == other, ==, g_hash_table_contains (model, GUINT_TO_POINTER (other)));
        }
    }

  netop_slot_index_clear (&index);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/keyed-hash/vectors", test_vectors);
  g_test_add_func ("/core/keyed-hash/keys-differ", test_keys_differ);
  g_test_add_func ("/core/keyed-hash/distribution", test_distribution);
  g_test_add_func ("/core/slot-index/like-a-hash-table", test_slot_index);
  return g_test_run ();
}
