/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-snapshot.h"
#include "netop-sharing-text.h"

static void
test_words (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (10, 100, 1);
  const NetopProcess *first = &g_array_index (snapshot->processes, NetopProcess, 0);
  const NetopProcess *third = &g_array_index (snapshot->processes, NetopProcess, 2);
  g_autofree char    *summary = netop_sharing_dup_summary (snapshot, first);
  g_autofree char    *details = netop_sharing_dup_details (snapshot, first);
  g_autofree char    *expected = g_strdup_printf ("1 connection shared with %s (1001)", g_array_index (snapshot->processes, NetopProcess, 1).name);

  g_assert_cmpstr (summary, ==, "shared by 2 processes");
  g_assert_cmpstr (details, ==, expected);
  g_assert_null (netop_sharing_dup_summary (snapshot, third));
  g_assert_null (netop_sharing_dup_details (snapshot, third));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/sharing-text/words", test_words);

  return g_test_run ();
}
