/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-unlock-error.h"

static void
test_reasons (void)
{
  static const struct
  {
    int              exit_status;
    const char      *text;
    NetopUnlockError code;
    const char      *words;
  } cases[] = {
    { 126, "Error executing command as another user: Request dismissed\n", NETOP_UNLOCK_ERROR_CANCELLED, "" },
    { 127, "Error executing command as another user: Not authorized\n\nThis incident has been reported.\n", NETOP_UNLOCK_ERROR_DENIED, "password" },
    { 127, "Error executing command as another user: No authentication agent found.\n", NETOP_UNLOCK_ERROR_NO_AGENT, "agent" },
    { 127, "Error getting authority: Error initializing authority: Could not connect: No such file or directory\n", NETOP_UNLOCK_ERROR_NO_POLKIT, "Install polkit" },
    { 127, "pkexec must be setuid root\n", NETOP_UNLOCK_ERROR_NO_POLKIT, "Install polkit" },
    { 127, "Error accessing /x: No such file or directory\n", NETOP_UNLOCK_ERROR_FAILED, "(Error accessing /x: No such file or directory)" },
    { 127, "", NETOP_UNLOCK_ERROR_FAILED, "sudo netoproc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = netop_unlock_error_new_for_exit (cases[i].exit_status, cases[i].text);

      g_assert_error (error, NETOP_UNLOCK_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* With any other status the helper ran, and tells itself what went wrong. */
static void
test_a_helper_that_ran (void)
{
  g_assert_null (netop_unlock_error_new_for_exit (0, "Not authorized"));
  g_assert_null (netop_unlock_error_new_for_exit (1, "Not authorized"));
}

/* Nothing that a banner or a terminal would act on, and no more than it has room for. */
static void
test_text_is_made_safe (void)
{
  g_autofree char *flood = g_strnfill (100000, 'x');
  g_autoptr (GError) hostile = netop_unlock_error_new_for_exit (127, "\n\t\033[31mred \xff\xe2\x80\xae<b>\x07 %s\r\nsecond line");
  g_autoptr (GError) long_one = netop_unlock_error_new_for_exit (127, flood);

  g_assert_true (g_utf8_validate (hostile->message, -1, NULL));
  g_assert_null (strpbrk (hostile->message, "\033\007\r\n\t"));
  g_assert_null (strstr (hostile->message, "\xe2\x80\xae"));
  g_assert_null (strstr (hostile->message, "second line"));
  g_assert_nonnull (strstr (hostile->message, "[31mred"));
  g_assert_cmpuint (strlen (long_one->message), <, 400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/unlock-error/reasons", test_reasons);
  g_test_add_func ("/engine/unlock-error/ran", test_a_helper_that_ran);
  g_test_add_func ("/engine/unlock-error/safe", test_text_is_made_safe);

  return g_test_run ();
}
