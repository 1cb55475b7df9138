/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-places.h"

static NetopRowKey
make_key (guint id)
{
  return (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = id };
}

static void
fill (NetopRowPlaces *places, guint first, guint n)
{
  netop_row_places_reset (places, n);
  for (guint i = 0; i < n; i++)
    {
      NetopRowKey key = make_key (first + i);

      netop_row_places_add (places, &key);
    }
}

static void
assert_filled (NetopRowPlaces *places, guint first, guint n)
{
  NetopRowKey before = make_key (first - 1);
  NetopRowKey after = make_key (first + n);

  for (guint i = 0; i < n; i++)
    {
      NetopRowKey key = make_key (first + i);

      g_assert_cmpuint (netop_row_places_lookup (places, &key), ==, i);
    }
  g_assert_cmpuint (netop_row_places_lookup (places, &before), ==, NETOP_ROW_PLACE_NONE);
  g_assert_cmpuint (netop_row_places_lookup (places, &after), ==, NETOP_ROW_PLACE_NONE);
}

/* Other rows each time, as many as there can be: the memory of the first time is enough. */
static void
test_filled_anew (void)
{
  g_autoptr (NetopRowPlaces) places = netop_row_places_new ();
  guint capacity;

  fill (places, 1, 10000);
  assert_filled (places, 1, 10000);
  capacity = netop_row_places_get_capacity (places);
  for (guint i = 1; i < 20; i++)
    {
      fill (places, i * 5000, 10000 - i);
      assert_filled (places, i * 5000, 10000 - i);
      g_assert_cmpuint (netop_row_places_get_capacity (places), ==, capacity);
    }
  fill (places, 1, 0);
  assert_filled (places, 1, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/row-places/filled-anew", test_filled_anew);

  return g_test_run ();
}
