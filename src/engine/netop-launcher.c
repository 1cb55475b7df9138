/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-helper-path.h"
#include "netop-unlock-error.h"
#include "netop-unlock-program.h"

/* What the helper is given beyond its three standard descriptors. */
#define READ_FD 3
#define NAMESPACE_FD 4

static void
add_options (GPtrArray                *arguments,
             const NetopSourceOptions *options)
{
  if (options->capture_mode != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--capture-mode=%s", options->capture_mode));
  if (options->interface_name != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--interface=%s", options->interface_name));
  if (options->capture_buffer_bytes != 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--buffer=%u", options->capture_buffer_bytes));
  if (options->no_dns)
    g_ptr_array_add (arguments, g_strdup ("--no-dns"));
  if (options->file_fd >= 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--read-fd=%d", READ_FD));
  if (options->duration_us > 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--duration-us=%" G_GINT64_FORMAT, options->duration_us));
  if (options->namespace_fd >= 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--netns-fd=%d", NAMESPACE_FD));
}

/* Without a dialog pkexec asks on the terminal, which belongs to whoever started us: that is what the option is against. */
static bool
add_program (GPtrArray        *arguments,
             const char       *path,
             NetopLaunchMethod method,
             GError          **error)
{
  g_autofree char *program = NULL;
  g_autofree char *trusted = NULL;

  if (method != NETOP_LAUNCH_PKEXEC)
    {
      g_ptr_array_add (arguments, g_strdup (path));
      return true;
    }

  trusted = netop_helper_path_dup_trusted (path, error);
  if (trusted == NULL)
    return false;
  program = netop_unlock_program_find ();
  if (program == NULL)
    {
      g_propagate_error (error, netop_unlock_error_new (NETOP_UNLOCK_ERROR_NO_POLKIT));
      return false;
    }

  g_ptr_array_add (arguments, g_steal_pointer (&program));
  g_ptr_array_add (arguments, g_strdup ("--disable-internal-agent"));
  g_ptr_array_add (arguments, g_steal_pointer (&trusted));
  return true;
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

/* pkexec refuses a SHELL that /etc/shells does not list, and the helper needs none. */
static bool
capture_messages (GSubprocessLauncher *launcher,
                  NetopLaunch         *launch,
                  GError             **error)
{
  int fds[2];

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return false;

  g_unix_set_fd_nonblocking (fds[0], TRUE, NULL);
  g_subprocess_launcher_take_stderr_fd (launcher, fds[1]);
  g_subprocess_launcher_unsetenv (launcher, "SHELL");
  launch->message_fd = fds[0];
  return true;
}

static GSubprocess *
spawn (const NetopSourceOptions *options,
       NetopLaunchMethod         method,
       GPtrArray                *arguments,
       int                       helper_fd,
       NetopLaunch              *launch,
       GError                  **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_take_stdin_fd (launcher, helper_fd);
  g_subprocess_launcher_take_stdout_fd (launcher, fcntl (helper_fd, F_DUPFD_CLOEXEC, 0));
  if (method == NETOP_LAUNCH_PKEXEC && !capture_messages (launcher, launch, error))
    return NULL;
  give_fd (launcher, options->file_fd, READ_FD);
  give_fd (launcher, options->namespace_fd, NAMESPACE_FD);
  return g_subprocess_launcher_spawnv (launcher, (const char *const *)arguments->pdata, error);
}

/**
 * netop_launcher_start:
 * @launch: (out caller-allocates): filled where it was started
 * @error: %NETOP_ENGINE_ERROR where there is no helper that can be started, %NETOP_UNLOCK_ERROR where it must not be as root
 *
 * Starts the helper. It ends when our end of the stream is closed; nothing else ends one that runs as root.
 *
 * Returns: whether it was started
 */
bool
netop_launcher_start (const NetopSourceOptions *options,
                      NetopLaunchMethod         method,
                      NetopLaunch              *launch,
                      GError                  **error)
{
  g_autofree char *path = netop_helper_path_find (options->helper_path);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  int fds[2];

  if (!add_program (arguments, path, method, error))
    return false;
  add_options (arguments, options);
  g_ptr_array_add (arguments, NULL);
  if (!make_stream (fds, error))
    return false;

  *launch = (NetopLaunch){ .stream_fd = fds[0], .message_fd = -1 };
  launch->process = spawn (options, method, arguments, fds[1], launch, &local_error);
  if (launch->process != NULL)
    return true;

  close (launch->stream_fd);
  if (launch->message_fd >= 0)
    close (launch->message_fd);
  g_set_error (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED,
               _ ("The helper %s cannot be started (%s): install netoproc again"), path, local_error->message);
  return false;
}
