/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cli.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  const NetopCliOptions *options;
  NetopSource           *source;
  GMainLoop             *loop;
  guint                  interrupts;
} Run;

/**
 * netop_cli_fail:
 * @text: what went wrong and what to do next; shown on one line
 *
 * Returns: @code
 */
NetopExitCode
netop_cli_fail (NetopExitCode code,
                const char   *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\r\n", ' ');

  g_printerr ("netoproc: %s\n", line);
  return code;
}

static NetopExitCode
get_exit_code (const GError *error)
{
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
  NetopExitCode    code = get_exit_code (error);
  g_autofree char *text = NULL;

  if (code == NETOP_EXIT_NOT_PERMITTED)
    text = g_strdup_printf (_ ("%s: run it as root, for example with sudo"), error->message);
  else if (run->options->file_name != NULL)
    text = g_strdup_printf ("%s: %s", run->options->file_name, error->message);
  else
    text = g_strdup (error->message);
  return netop_cli_fail (code, text);
}

static NetopExitCode
write_out (const char *text)
{
  size_t length = strlen (text);

  while (length > 0)
    {
      ssize_t          n = write (STDOUT_FILENO, text, length);
      g_autofree char *message = NULL;

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          message = g_strdup_printf (_ ("The snapshot cannot be written: %s"), g_strerror (errno));
          return netop_cli_fail (NETOP_EXIT_FAILED, message);
        }
      text += n;
      length -= (size_t)n;
    }

  return NETOP_EXIT_SUCCESS;
}

/* A mode that was asked for by name and is not there is worth a line; what auto chose is not. */
static void
warn_of_mode (const Run           *run,
              const NetopSnapshot *snapshot)
{
  if (snapshot->capture.reason != NULL && !g_str_equal (run->options->source.capture_mode, "auto"))
    netop_cli_fail (NETOP_EXIT_SUCCESS, snapshot->capture.reason);
}

static NetopExitCode
finish (const Run *run)
{
  const NetopSnapshot *snapshot = netop_source_get_snapshot (run->source);
  const GError        *error = netop_source_get_error (run->source);
  g_autofree char     *text = NULL;

  if (error != NULL && fail (run, error) != NETOP_EXIT_SUCCESS)
    return get_exit_code (error);
  if (snapshot == NULL)
    return netop_cli_fail (NETOP_EXIT_FAILED, _ ("It was stopped before there was anything to print"));

  warn_of_mode (run, snapshot);
  text = netop_export_to_string (snapshot, &run->options->export);
  return write_out (text);
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
