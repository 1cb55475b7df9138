/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sharing.h"

/* With whom a process shares what stands under it. */

static GArray *
make_pids (const uint32_t *pids,
           guint           n)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (uint32_t));

  return g_array_append_vals (array, pids, n);
}

static void
add_connection (NetopSnapshot *snapshot,
                GArray        *shared_with,
                bool           carrier)
{
  NetopConnection connection = { .shared_with = shared_with, .carrier = carrier, .traffic = { 100, 10, 1, 1 } };

  g_array_append_val (snapshot->connections, connection);
}

static void
add_process (NetopSnapshot *snapshot,
             uint32_t       pid,
             const char    *name,
             bool           ended,
             guint          n_connections)
{
  NetopProcess process = {
    .pid = pid,
    .name = g_ref_string_new (name),
    .ended_us = ended,
    .first_connection = snapshot->connections->len - n_connections,
    .n_listed_connections = n_connections,
  };

  g_array_append_val (snapshot->processes, process);
}

static NetopSnapshot *
make_snapshot (void)
{
  static const uint32_t first[] = { 30, 20 }, second[] = { 20, 40 };
  NetopSnapshot        *snapshot = netop_snapshot_new ();

  add_connection (snapshot, make_pids (first, 2), false);
  add_connection (snapshot, NULL, false);
  add_connection (snapshot, make_pids (second, 2), false);
  add_connection (snapshot, make_pids (second, 1), true);
  add_process (snapshot, 10, "nginx", false, 4);
  add_process (snapshot, 20, "other", true, 0);
  add_process (snapshot, 20, "worker", false, 0);
  add_process (snapshot, 30, "worker", true, 0);
  return snapshot;
}

static void
test_find (void)
{
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();
  g_autofree char *names = NULL, *some = NULL;
  NetopSharing     sharing;

  netop_sharing_find (&sharing, snapshot, &g_array_index (snapshot->processes, NetopProcess, 0));
  g_assert_cmpuint (sharing.n_connections, ==, 3);
  g_assert_cmpuint (sharing.traffic.rx_bytes, ==, 200); /* a carrier's are in no row */
  names = netop_sharing_dup_names (&sharing, snapshot, 3);
  g_assert_cmpstr (names, ==, "worker (20), worker (30), ? (40)");
  some = netop_sharing_dup_names (&sharing, snapshot, 1);
  g_assert_cmpstr (some, ==, "worker (20), …");

  netop_sharing_find (&sharing, snapshot, &g_array_index (snapshot->processes, NetopProcess, 1));
  g_assert_cmpuint (sharing.n_connections + sharing.n_pids, ==, 0);
}

static void
test_many (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
  NetopSharing sharing;

  for (uint32_t pid = 1; pid <= 1000; pid++)
    add_connection (snapshot, make_pids (&pid, 1), false);
  add_process (snapshot, 5000, "nginx", false, 1000);
  netop_sharing_find (&sharing, snapshot, &g_array_index (snapshot->processes, NetopProcess, 0));
  g_assert_cmpuint (sharing.n_connections, ==, 1000);
  g_assert_cmpuint (sharing.n_pids, ==, NETOP_SHARING_MAX_PIDS);
  g_assert_cmpuint (sharing.pids[0], ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/sharing/find", test_find);
  g_test_add_func ("/core/sharing/many", test_many);

  return g_test_run ();
}
