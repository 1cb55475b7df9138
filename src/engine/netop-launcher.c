/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-executable-path.h"

#define HELPER_NAME "netoproc-helper"

/* What the helper is given beyond its three standard descriptors. */
#define READ_FD 3
#define NAMESPACE_FD 4

/* Installed it stands in libexec beside bin, wherever the prefix was moved to, which may be into the build tree; there
 * it stands in a folder of its own. */
static char *
find_helper (const NetopSourceOptions *options)
{
  g_autofree char *program = netop_executable_path_get ();
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *path = NULL;

  if (options->helper_path != NULL)
    return g_strdup (options->helper_path);

  path = folder != NULL ? g_build_filename (folder, "..", "libexec", HELPER_NAME, NULL) : NULL;
  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return g_canonicalize_filename (path, NULL);
  if (folder != NULL && g_str_has_prefix (folder, NETOP_BUILD_ROOT "/"))
    return g_build_filename (NETOP_BUILD_ROOT, "src", "helper", HELPER_NAME, NULL);
  return g_build_filename (NETOP_LIBEXECDIR, HELPER_NAME, NULL);
}

static GPtrArray *
make_arguments (const NetopSourceOptions *options,
                const char               *path)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (path));
  if (options->capture_mode != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--capture-mode=%s", options->capture_mode));
  if (options->interface_name != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--interface=%s", options->interface_name));
  if (options->capture_buffer_bytes != 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--buffer=%u", options->capture_buffer_bytes));
  if (options->file_fd >= 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--read-fd=%d", READ_FD));
  if (options->duration_us > 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--duration-us=%" G_GINT64_FORMAT, options->duration_us));
  if (options->namespace_fd >= 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--netns-fd=%d", NAMESPACE_FD));
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

static bool
make_stream (int      fds[2],
             GError **error)
{
  if (socketpair (AF_UNIX, SOCK_STREAM, 0, fds) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("The helper's stream cannot be made: %s"), g_strerror (errno));
      return false;
    }

  fcntl (fds[0], F_SETFD, FD_CLOEXEC);
  fcntl (fds[1], F_SETFD, FD_CLOEXEC);
  return true;
}

/* The launcher closes what it takes, and a new run of the same source gives it again. */
static void
give_fd (GSubprocessLauncher *launcher,
         int                  fd,
         int                  target)
{
  if (fd >= 0)
    g_subprocess_launcher_take_fd (launcher, fcntl (fd, F_DUPFD_CLOEXEC, NAMESPACE_FD + 1), target);
}

/**
 * netop_launcher_start:
 * @stream_fd: (out): our end of the helper's stream, to be closed by the caller
 * @error: %NETOP_ENGINE_ERROR where there is no helper that can be started
 *
 * Starts the helper with our own rights. It ends when our end of the stream is closed.
 *
 * Returns: (transfer full) (nullable): the helper
 */
GSubprocess *
netop_launcher_start (const NetopSourceOptions *options,
                      int                      *stream_fd,
                      GError                  **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *path = find_helper (options);
  g_autoptr (GPtrArray) arguments = make_arguments (options, path);
  g_autoptr (GError) local_error = NULL;
  GSubprocess *helper;
  int          fds[2];

  if (!make_stream (fds, error))
    return NULL;

  g_subprocess_launcher_take_stdin_fd (launcher, fds[1]);
  g_subprocess_launcher_take_stdout_fd (launcher, fcntl (fds[1], F_DUPFD_CLOEXEC, 0));
  give_fd (launcher, options->file_fd, READ_FD);
  give_fd (launcher, options->namespace_fd, NAMESPACE_FD);

  helper = g_subprocess_launcher_spawnv (launcher, (const char *const *)arguments->pdata, &local_error);
  if (helper == NULL)
    {
      close (fds[0]);
      g_set_error (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED,
                   _ ("The helper %s cannot be started (%s): install netoproc again"), path, local_error->message);
      return NULL;
    }

  *stream_fd = fds[0];
  return helper;
}
