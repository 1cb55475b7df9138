/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-source-state.h"

#define STARTING NETOP_SOURCE_STATE_STARTING
#define LIMITED NETOP_SOURCE_STATE_LIMITED
#define UNLOCKING NETOP_SOURCE_STATE_UNLOCKING
#define LIVE NETOP_SOURCE_STATE_LIVE
#define FILE_ NETOP_SOURCE_STATE_FILE
#define REFUSED NETOP_SOURCE_STATE_REFUSED
#define ENDED NETOP_SOURCE_STATE_ENDED

static void
test_from_every_state_it_can_begin_again (void)
{
  for (int state = 0; state < NETOP_SOURCE_N_STATES; state++)
    {
      g_assert_true (netop_source_state_may_follow ((NetopSourceState)state, STARTING));
      g_assert_true (netop_source_state_may_follow ((NetopSourceState)state, (NetopSourceState)state));
    }
}

static void
test_permission_is_asked_for_only_where_it_is_missing (void)
{
  for (int state = 0; state < NETOP_SOURCE_N_STATES; state++)
    g_assert_true (netop_source_state_can_unlock ((NetopSourceState)state) == (state == LIMITED || state == REFUSED));
}

static void
test_an_end_is_an_end (void)
{
  for (int state = 0; state < NETOP_SOURCE_N_STATES; state++)
    {
      bool has_ended = netop_source_state_has_ended ((NetopSourceState)state);

      g_assert_true (has_ended == (state == REFUSED || state == ENDED));
      g_assert_false (has_ended && netop_source_state_may_follow ((NetopSourceState)state, LIVE));
      g_assert_false (state == ENDED && netop_source_state_may_follow (ENDED, UNLOCKING));
    }
}

static void
test_ways (void)
{
  static const struct
  {
    NetopSourceState from;
    NetopSourceState to;
    bool             is_allowed;
  } cases[] = {
    { STARTING, LIMITED, true },
    { STARTING, LIVE, true },
    { STARTING, FILE_, true },
    { STARTING, REFUSED, true },
    { STARTING, UNLOCKING, false },
    { LIMITED, LIVE, false },
    { LIMITED, ENDED, true },
    { UNLOCKING, LIVE, true },
    { UNLOCKING, LIMITED, true },
    { UNLOCKING, REFUSED, true },
    { UNLOCKING, ENDED, true },
    { UNLOCKING, FILE_, false },
    { LIVE, LIMITED, false },
    { LIVE, UNLOCKING, false },
    { LIVE, ENDED, true },
    { FILE_, LIVE, false },
    { FILE_, ENDED, true },
    { REFUSED, LIMITED, false },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (netop_source_state_may_follow (cases[i].from, cases[i].to) == cases[i].is_allowed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/source-state/again", test_from_every_state_it_can_begin_again);
  g_test_add_func ("/engine/source-state/can-unlock", test_permission_is_asked_for_only_where_it_is_missing);
  g_test_add_func ("/engine/source-state/ended", test_an_end_is_an_end);
  g_test_add_func ("/engine/source-state/ways", test_ways);

  return g_test_run ();
}
