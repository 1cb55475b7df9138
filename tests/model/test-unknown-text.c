/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-test-snapshot.h"
#include "netop-unknown-text.h"

static void
test_one_reason (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_test_snapshot_new (NULL, 0);
  g_autofree char *summary = NULL;
  g_autofree char *details = NULL;

  netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_ENDED, 1500, NULL);
  summary = netop_unknown_dup_summary (snapshot);
  g_assert_cmpstr (summary, ==, "Ended too soon to be named");
  details = netop_unknown_dup_details (snapshot);
  g_assert_cmpstr (details, ==, "Ended too soon to be named: ↓ 1.50 kB ↑ 0");
}

static void
test_most_comes_first (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_test_snapshot_new (NULL, 0);
  g_autofree char *summary = NULL;
  g_autofree char *details = NULL;

  netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_ENDED, 100, NULL);
  netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_LOST, 300, NULL);
  netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_NO_SOCKET, 200, NULL);
  summary = netop_unknown_dup_summary (snapshot);
  g_assert_cmpstr (summary, ==, "3 reasons");
  details = netop_unknown_dup_details (snapshot);
  g_assert_cmpstr (details,
                   ==,
                   "Lost by the capture: ↓ 300 B ↑ 0\n"
                   "No socket: kernel or forwarded: ↓ 200 B ↑ 0\n"
                   "Ended too soon to be named: ↓ 100 B ↑ 0");
}

/* One for each of many users. */
static void
test_many_are_cut (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_test_snapshot_new (NULL, 0);
  g_autofree char *details = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("user%02u", i);

      netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_OTHER_USER, i + 1, NULL);
      g_array_index (snapshot->unknown, NetopUnknown, i).uid = i;
      g_array_index (snapshot->unknown, NetopUnknown, i).username = g_ref_string_new (name);
    }
  details = netop_unknown_dup_details (snapshot);
  lines = g_strsplit (details, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 13);
  g_assert_cmpstr (lines[0], ==, "Belongs to user user19: ↓ 20 B ↑ 0");
  g_assert_cmpstr (lines[12], ==, "and 8 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/unknown-text/one-reason", test_one_reason);
  g_test_add_func ("/model/unknown-text/most-comes-first", test_most_comes_first);
  g_test_add_func ("/model/unknown-text/many-are-cut", test_many_are_cut);

  return g_test_run ();
}
