/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-helper-path.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netop-executable-path.h"
#include "netop-unlock-error.h"

#define HELPER_NAME "netoproc-helper"
#define CAPABLE_SUFFIX "-capture"

/* An action is a few hundred bytes and its translations. */
#define ACTION_MAX_BYTES (256 * 1024)

/**
 * netop_helper_path_find:
 * @given: (nullable): taken as it is
 *
 * Installed it stands in libexec beside bin, wherever the prefix was moved to, which may be into the build tree; there
 * it stands in a folder of its own.
 *
 * Returns: (transfer full): where the helper should be; it may not be there
 */
char *
netop_helper_path_find (const char *given)
{
  g_autofree char *program = netop_executable_path_get ();
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *path = NULL;

  if (given != NULL)
    return g_strdup (given);

  path = folder != NULL ? g_build_filename (folder, "..", "libexec", HELPER_NAME, NULL) : NULL;
  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return g_canonicalize_filename (path, NULL);
  if (folder != NULL && g_str_has_prefix (folder, NETOP_BUILD_ROOT "/"))
    return g_build_filename (NETOP_BUILD_ROOT, "src", "helper", HELPER_NAME, NULL);
  return g_build_filename (NETOP_LIBEXECDIR, HELPER_NAME, NULL);
}

/**
 * netop_helper_path_find_capable:
 * @path: of the helper for everybody
 *
 * An administrator may have put a copy of the helper beside it that has capabilities of its own, for the members of one
 * group: they need not ask anybody. Root, who has all capabilities, takes the helper for everybody.
 *
 * Returns: (transfer full) (nullable): the copy; %NULL where there is none that this user may start
 */
char *
netop_helper_path_find_capable (const char *path)
{
  g_autofree char *capable = g_strconcat (path, CAPABLE_SUFFIX, NULL);

  if (geteuid () == 0 || !g_file_test (capable, G_FILE_TEST_IS_REGULAR) || access (capable, X_OK) != 0)
    return NULL;
  return g_steal_pointer (&capable);
}

/* access() knows groups and access control lists; root, who may write anywhere, is not asked. */
static bool
is_trusted (const char *path)
{
  struct stat status;

  if (stat (path, &status) < 0 || status.st_uid != 0 || (status.st_mode & S_IWOTH) != 0)
    return false;
  return getuid () == 0 || access (path, W_OK) != 0;
}

/**
 * netop_helper_path_dup_trusted:
 * @path: of a helper
 * @error: %NETOP_UNLOCK_ERROR_UNSAFE_HELPER, naming what somebody else could change; %NETOP_UNLOCK_ERROR_FAILED where
 *   there is none
 *
 * What root is to run must be root's, and every folder above it, so that nobody can put another program there between
 * the question for a password and the start.
 *
 * Returns: (transfer full) (nullable): the canonical path, as polkit compares it
 */
char *
netop_helper_path_dup_trusted (const char *path,
                               GError    **error)
{
  char            *real = realpath (path, NULL);
  g_autofree char *canonical = g_strdup (real);
  g_autofree char *part = g_strdup (real);

  free (real);
  if (canonical == NULL)
    {
      g_set_error (error, NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED,
                   _ ("The helper %s cannot be started (%s): install netoproc again"), path, g_strerror (errno));
      return NULL;
    }

  while (is_trusted (part))
    {
      g_autofree char *parent = g_path_get_dirname (part);

      if (g_str_equal (parent, part))
        return g_steal_pointer (&canonical);
      g_free (part);
      part = g_steal_pointer (&parent);
    }

  g_set_error (error, NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_UNSAFE_HELPER,
               _ ("%s can be changed by others than root, so no helper in it is started as root. Install netoproc for all users, or start it as root: sudo netoproc"), part);
  return NULL;
}

/**
 * netop_helper_path_has_action:
 * @path: canonical
 * @action_folder: where polkit reads its actions
 *
 * Returns: whether the dialog will be netoproc's own; else polkit shows the one it has for any program
 */
bool
netop_helper_path_has_action (const char *path,
                              const char *action_folder)
{
  g_autofree char *action = g_build_filename (action_folder, NETOP_APP_ID ".policy", NULL);
  g_autofree char *annotated = g_markup_printf_escaped ("exec.path\">%s<", path);
  g_autofree char *text = NULL;
  struct stat      status;

  return stat (action, &status) == 0 && status.st_size <= ACTION_MAX_BYTES &&
         g_file_get_contents (action, &text, NULL, NULL) && strstr (text, annotated) != NULL;
}
