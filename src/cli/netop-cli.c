/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "netop-format.h"

typedef struct
{
  const NetopCliOptions *options;
  NetopSource           *source;
  GMainLoop             *loop;
  guint                  interrupts;
} Run;

/**
 * netop_cli_open_standard_fds:
 *
 * Where one of the three standard descriptors is closed, opens something in its place that can't be used: else the
 * next file or socket would become it, and be read or written as such. To be called before anything is opened.
 */
void
netop_cli_open_standard_fds (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    {
      if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
        _exit (NETOP_EXIT_FAILED);
    }
}

/**
 * netop_cli_fail:
 * @text: what went wrong and what to do next; any bytes: shown on one line, with nothing in it that steers a terminal
 *
 * Returns: @code
 */
NetopExitCode
netop_cli_fail (NetopExitCode code,
                const char   *text)
{
  g_autofree char *one_line = g_strdelimit (g_strdup (text), "\r\n", ' ');
  g_autofree char *line = netop_format_name (one_line, strlen (one_line));

  g_printerr ("netoproc: %s\n", line);
  return code;
}

/**
 * netop_cli_get_exit_code:
 * @error: why a source ended, of any domain
 *
 * Returns: what to exit with; %NETOP_EXIT_SUCCESS for a note
 */
NetopExitCode
netop_cli_get_exit_code (const GError *error)
{
  if (error->domain != NETOP_ENGINE_ERROR)
    return NETOP_EXIT_FAILED;

  switch ((NetopEngineError)error->code)
    {
    case NETOP_ENGINE_ERROR_NOT_PERMITTED:
      return NETOP_EXIT_NOT_PERMITTED;
    case NETOP_ENGINE_ERROR_CANNOT_OPEN:
      return NETOP_EXIT_CANNOT_OPEN;
    case NETOP_ENGINE_ERROR_BAD_ARGUMENT:
      return NETOP_EXIT_BAD_ARGUMENT;
    case NETOP_ENGINE_ERROR_CUT_SHORT:
      return NETOP_EXIT_SUCCESS;
    case NETOP_ENGINE_ERROR_FAILED:
    default:
      return NETOP_EXIT_FAILED;
    }
}

static NetopExitCode
fail (const Run    *run,
      const GError *error)
{
  NetopExitCode    code = netop_cli_get_exit_code (error);
  g_autofree char *text = NULL;

  if (code == NETOP_EXIT_NOT_PERMITTED)
    text = g_strdup_printf (_ ("%s: run it as root, for example with sudo"), error->message);
  else if (run->options->file_name != NULL)
    text = g_strdup_printf ("%s: %s", run->options->file_name, error->message);
  else
    text = g_strdup (error->message);
  return netop_cli_fail (code, text);
}

/**
 * netop_cli_write:
 * @text: for standard output
 *
 * Says so where it cannot be written.
 *
 * Returns: what to exit with
 */
NetopExitCode
netop_cli_write (const char *text)
{
  size_t  length = strlen (text);
  GPollFD fd = { .fd = STDOUT_FILENO, .events = G_IO_OUT };

  while (length > 0)
    {
      ssize_t          n = write (STDOUT_FILENO, text, length);
      g_autofree char *message = NULL;

      if (n < 0 && errno == EAGAIN)
        g_poll (&fd, 1, -1);
      if (n < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (n < 0)
        {
          message = g_strdup_printf (_ ("The output cannot be written: %s"), g_strerror (errno));
          return netop_cli_fail (NETOP_EXIT_FAILED, message);
        }
      text += n;
      length -= (size_t)n;
    }

  return NETOP_EXIT_SUCCESS;
}

/* A mode that was asked for by name and is not there is worth a line, and so is a view that is limited for want of
 * permission. */
static void
warn_of_mode (const Run           *run,
              const NetopSnapshot *snapshot)
{
  bool is_auto = g_str_equal (run->options->source.capture_mode, "auto");
  bool is_limited = snapshot->capture.backend == NETOP_BACKEND_SOCKETS;

  if (snapshot->capture.reason != NULL && is_auto == is_limited)
    netop_cli_fail (NETOP_EXIT_SUCCESS, snapshot->capture.reason);
}

static NetopExitCode
finish (const Run *run)
{
  const NetopSnapshot *snapshot = netop_source_get_snapshot (run->source);
  const GError        *error = netop_source_get_error (run->source);
  g_autofree char     *text = NULL;
  NetopExitCode        code;

  if (error != NULL && netop_cli_get_exit_code (error) != NETOP_EXIT_SUCCESS)
    return fail (run, error);
  if (snapshot == NULL)
    return netop_cli_fail (NETOP_EXIT_FAILED, _ ("It was stopped before there was anything to print"));

  text = netop_export_to_string (snapshot, &run->options->export);
  code = netop_cli_write (text);
  if (code != NETOP_EXIT_SUCCESS)
    return code;

  /* Notes come after the output: where that fails there is one line only. */
  if (error != NULL)
    fail (run, error);
  warn_of_mode (run, snapshot);
  return NETOP_EXIT_SUCCESS;
}

static void
on_state (NetopSource *source,
          GParamSpec  *pspec,
          Run         *run)
{
  NetopSourceState state = netop_source_get_state (source);

  if (state == NETOP_SOURCE_STATE_ENDED || state == NETOP_SOURCE_STATE_REFUSED)
    g_main_loop_quit (run->loop);
}

/* The first time what was seen until now is printed; who insists gets out. */
static gboolean
on_interrupt (gpointer data)
{
  Run *run = data;

  netop_source_stop (run->source);
  if (++run->interrupts > 1)
    g_main_loop_quit (run->loop);
  return G_SOURCE_CONTINUE;
}

/**
 * netop_cli_print_snapshot:
 * @options: parsed; its descriptors are taken over
 *
 * Snapshot mode: collects until the duration or the file is over, or it is interrupted, and prints.
 *
 * Returns: what to exit with
 */
NetopExitCode
netop_cli_print_snapshot (const NetopCliOptions *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NetopSource) source = netop_helper_source_new (&options->source);
  Run   run = { .options = options, .source = source, .loop = loop };
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, &run);
  guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, &run);

  signal (SIGPIPE, SIG_IGN);
  g_signal_connect (source, "notify::state", G_CALLBACK (on_state), &run);
  netop_source_start (source);
  if (netop_source_get_state (source) != NETOP_SOURCE_STATE_ENDED)
    g_main_loop_run (loop);

  g_source_remove (interrupt);
  g_source_remove (terminate);
  return finish (&run);
}
