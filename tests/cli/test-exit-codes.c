/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cli.h"

/* The codes of other domains have the same numbers. */
static void
test_domains (void)
{
  static const struct
  {
    int           code;
    NetopExitCode exit_code;
  } cases[] = {
    { NETOP_ENGINE_ERROR_NOT_PERMITTED, NETOP_EXIT_NOT_PERMITTED },
    { NETOP_ENGINE_ERROR_CANNOT_OPEN, NETOP_EXIT_CANNOT_OPEN },
    { NETOP_ENGINE_ERROR_BAD_ARGUMENT, NETOP_EXIT_BAD_ARGUMENT },
    { NETOP_ENGINE_ERROR_FAILED, NETOP_EXIT_FAILED },
    { NETOP_ENGINE_ERROR_CUT_SHORT, NETOP_EXIT_SUCCESS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (NETOP_ENGINE_ERROR, cases[i].code, "");
      g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, cases[i].code, "");

      g_assert_cmpint (netop_cli_get_exit_code (error), ==, cases[i].exit_code);
      g_assert_cmpint (netop_cli_get_exit_code (foreign), ==, NETOP_EXIT_FAILED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/exit-codes/domains", test_domains);

  return g_test_run ();
}
