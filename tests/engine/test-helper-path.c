/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <grp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-helper-path.h"
#include "netop-unlock-error.h"

/* A program that is root's wherever tests run. */
#define SYSTEM_PROGRAM "/bin/sh"

static char *
make_file (const char *folder,
           const char *name,
           const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_steal_pointer (&path);
}

static void
assert_unsafe (const char *path,
               const char *culprit)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *trusted = netop_helper_path_dup_trusted (path, &error);

  g_assert_null (trusted);
  g_assert_error (error, NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_UNSAFE_HELPER);
  g_assert_true (g_str_has_prefix (error->message, culprit));
}

/* By way of a link, which is anybody's: what counts is where it leads. */
static void
test_path_is_made_canonical (void)
{
  g_autofree char *folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *link_path = g_build_filename (folder, "helper", NULL);
  g_autofree char *trusted = NULL;
  char            *real = realpath (SYSTEM_PROGRAM, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (SYSTEM_PROGRAM, link_path), ==, 0);
  trusted = netop_helper_path_dup_trusted (link_path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trusted, ==, real);
  free (real);
  g_unlink (link_path);
  g_rmdir (folder);
}

/* Everybody may put things where temporary files are, so what is in there is not trusted, whoever owns it. */
static void
test_folder_of_everybody (void)
{
  g_autofree char *folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *path = make_file (folder, "helper", "");
  char            *real = realpath (g_get_tmp_dir (), NULL);

  assert_unsafe (path, geteuid () == 0 ? real : path);
  free (real);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_file_of_another_user (void)
{
  g_autofree char *folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *path = make_file (folder, "helper", "");

  if (geteuid () == 0)
    g_assert_cmpint (chown (path, 65534, 65534), ==, 0);
  assert_unsafe (path, path);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_file_that_everybody_writes (void)
{
  g_autofree char *folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *path = make_file (folder, "helper", "");

  g_assert_cmpint (g_chmod (path, 0777), ==, 0);
  assert_unsafe (path, path);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_missing_helper (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *trusted = netop_helper_path_dup_trusted ("/nonexistent/helper", &error);

  g_assert_null (trusted);
  g_assert_error (error, NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "/nonexistent/helper"));
}

/* As somebody who is not root. */
static bool
is_found_by_user (const char *path)
{
  pid_t child = fork ();
  int   status;

  if (child == 0)
    {
      g_autofree char *found = NULL;

      if (geteuid () == 0 && (setgroups (0, NULL) < 0 || setresgid (1234, 1234, 1234) < 0 || setresuid (1234, 1234, 1234) < 0))
        _exit (2);
      found = netop_helper_path_find_capable (path);
      _exit (found != NULL && g_str_has_prefix (found, path) && g_str_has_suffix (found, "-capture") ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), !=, 2);
  return WEXITSTATUS (status) == 0;
}

/* Who may not start it is not told of it; root needs none. */
static void
test_capable_copy (void)
{
  g_autofree char *folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *path = make_file (folder, "helper", "");
  g_autofree char *copy = NULL;
  g_autofree char *found = NULL;

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_false (is_found_by_user (path));
  copy = make_file (folder, "helper-capture", "");
  g_assert_cmpint (g_chmod (copy, geteuid () == 0 ? 0750 : 0650), ==, 0);
  g_assert_false (is_found_by_user (path));
  g_assert_cmpint (g_chmod (copy, 0755), ==, 0);
  g_assert_true (is_found_by_user (path));
  found = netop_helper_path_find_capable (path);
  g_assert_true ((found != NULL) == (geteuid () != 0));
  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (copy, 0, 1234), ==, 0);
      g_assert_cmpint (g_chmod (copy, 0750), ==, 0);
      g_assert_true (is_found_by_user (path));
    }
  g_unlink (copy);
  g_assert_cmpint (g_mkdir (copy, 0755), ==, 0);
  g_assert_false (is_found_by_user (path));
  g_rmdir (copy);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_action_is_of_one_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *path = NULL;

  g_assert_false (netop_helper_path_has_action ("/usr/libexec/netoproc-helper", folder));
  path = make_file (folder, NETOP_APP_ID ".policy", "<annotate key=\"org.freedesktop.policykit.exec.path\">/usr/libexec/netoproc-helper</annotate>");
  g_assert_true (netop_helper_path_has_action ("/usr/libexec/netoproc-helper", folder));
  g_assert_false (netop_helper_path_has_action ("/usr/libexec/netoproc", folder));
  g_assert_false (netop_helper_path_has_action ("/libexec/netoproc-helper", folder));
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/helper-path/canonical", test_path_is_made_canonical);
  g_test_add_func ("/engine/helper-path/folder", test_folder_of_everybody);
  g_test_add_func ("/engine/helper-path/owner", test_file_of_another_user);
  g_test_add_func ("/engine/helper-path/mode", test_file_that_everybody_writes);
  g_test_add_func ("/engine/helper-path/missing", test_missing_helper);
  g_test_add_func ("/engine/helper-path/capable", test_capable_copy);
  g_test_add_func ("/engine/helper-path/action", test_action_is_of_one_path);

  return g_test_run ();
}
