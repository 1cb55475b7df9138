/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-socket-rows.h"

#define CAPACITY 64
#define KEPT (CAPACITY / 4)
#define SECOND ((int64_t)G_USEC_PER_SEC)
#define MOST_ASKED 4096

/* More sockets than there is room for. */

static void
dump (NetopSocketRows *rows,
      uint64_t         n_sockets)
{
  netop_socket_rows_begin_dump (rows);
  for (uint64_t cookie = 1; cookie <= n_sockets; cookie++)
    netop_socket_rows_see (rows, &(NetopSocketFacts){ .cookie = cookie, .inode = cookie });
  netop_socket_rows_end_dump (rows);
}

static void
fill (NetopSocketRows *rows)
{
  g_autoptr (NetopTick) tick = netop_tick_new ();

  netop_socket_rows_fill (rows, NULL, tick);
}

static void
test_busy_ones_find_room (void)
{
  g_autoptr (NetopSocketRows) rows = netop_socket_rows_new (CAPACITY);

  dump (rows, 1000);
  g_assert_true (netop_socket_rows_contains (rows, CAPACITY - KEPT));
  g_assert_false (netop_socket_rows_contains (rows, CAPACITY - KEPT + 1));
  for (uint64_t i = 0; i < KEPT; i++)
    g_assert_cmpuint (netop_socket_rows_add (rows, &(NetopSocketFacts){ .cookie = 5000 + i, .inode = 5000 + i }), !=, 0);
  g_assert_cmpuint (netop_socket_rows_add (rows, &(NetopSocketFacts){ .cookie = 9000, .inode = 9000 }), ==, 0);
}

static void
test_lost_once (void)
{
  g_autoptr (NetopSocketRows) rows = netop_socket_rows_new (CAPACITY);
  const uint64_t room = CAPACITY - KEPT;

  dump (rows, room);
  g_assert_cmpuint (netop_socket_rows_get_lost (rows), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      dump (rows, room + 10);
      g_assert_cmpuint (netop_socket_rows_get_lost (rows), ==, 10);
    }
  dump (rows, room + 15);
  g_assert_cmpuint (netop_socket_rows_get_lost (rows), ==, 15);

  /* Those that go make room. */
  dump (rows, 0);
  dump (rows, 0);
  fill (rows);
  dump (rows, room);
  g_assert_true (netop_socket_rows_contains (rows, room));
  g_assert_cmpuint (netop_socket_rows_get_lost (rows), ==, 15);
}

static void
count (const NetopSocketFacts *facts,
       void                   *user_data)
{
  (*(guint *)user_data)++;
}

/* The queue to the resolver is bounded, too: whoever asks for all of a crowd asks for some of them never. */
static void
test_asks_by_and_by (void)
{
  g_autoptr (NetopSocketRows) rows = netop_socket_rows_new (4 * MOST_ASKED);
  guint n = 0;

  dump (rows, 2 * MOST_ASKED + 1);
  netop_socket_rows_find_unheld (rows, SECOND, count, &n);
  g_assert_cmpuint (n, ==, MOST_ASKED);
  netop_socket_rows_find_unheld (rows, 2 * SECOND, count, &n);
  netop_socket_rows_find_unheld (rows, 3 * SECOND, count, &n);
  g_assert_cmpuint (n, ==, 2 * MOST_ASKED + 1);
  netop_socket_rows_find_unheld (rows, 4 * SECOND, count, &n);
  g_assert_cmpuint (n, ==, 2 * MOST_ASKED + 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/helper/socket-rows/busy-ones-find-room", test_busy_ones_find_room);
  g_test_add_func ("/helper/socket-rows/lost-once", test_lost_once);
  g_test_add_func ("/helper/socket-rows/asks-by-and-by", test_asks_by_and_by);
  return g_test_run ();
}
