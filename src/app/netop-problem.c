/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-problem.h"

#include <glib/gi18n.h>

#include "netop-unlock-error.h"

/* A file came as an open descriptor and was read as far as it goes: nothing reads it a second time. */
static void
set_file_problem (NetopProblem *self,
                  const GError *error,
                  const char   *file_name)
{
  switch ((NetopEngineError)error->code)
    {
    case NETOP_ENGINE_ERROR_CUT_SHORT:
      self->title = _ ("File Cut Short");
      self->text = g_strdup_printf (_ ("%s: %s. All that comes before is shown."), file_name, error->message);
      return;

    case NETOP_ENGINE_ERROR_NOT_PERMITTED:
    case NETOP_ENGINE_ERROR_CANNOT_OPEN:
      self->title = _ ("Cannot Open the File");
      self->text = g_strdup_printf (_ ("%s: %s. Start netoproc with a pcap or pcapng file: netoproc --read FILE"), file_name, error->message);
      return;

    case NETOP_ENGINE_ERROR_BAD_ARGUMENT:
    case NETOP_ENGINE_ERROR_FAILED:
    default:
      self->title = _ ("Reading Ended");
      self->text = g_strdup_printf (_ ("%s: %s. Start netoproc again to read the file from its beginning."), file_name, error->message);
      return;
    }
}

static void
set_permission_problem (NetopProblem *self,
                        const GError *error)
{
  if (error->domain == NETOP_UNLOCK_ERROR)
    {
      self->title = _ ("Not Unlocked");
      self->text = g_strdup_printf (_ ("%s."), error->message);
      return;
    }

  /* Nobody gains a right by asking a second time. */
  self->title = _ ("Permission Needed");
  self->can_retry = FALSE;
  if (self->can_unlock)
    self->text = g_strdup_printf (_ ("%s. Unlock to see the traffic of this computer."), error->message);
  else
    self->text = g_strdup_printf (_ ("%s. Start netoproc as root to see the traffic of this computer: sudo netoproc"), error->message);
}

static void
set_live_problem (NetopProblem *self,
                  const GError *error)
{
  self->can_retry = TRUE;
  switch ((NetopEngineError)error->code)
    {
    case NETOP_ENGINE_ERROR_NOT_PERMITTED:
      set_permission_problem (self, error);
      return;

    case NETOP_ENGINE_ERROR_CANNOT_OPEN:
      self->title = _ ("Cannot Capture");
      self->text = g_strdup_printf (_ ("%s. Make sure that the network interface is there and up, then retry."), error->message);
      return;

    case NETOP_ENGINE_ERROR_BAD_ARGUMENT:
      self->title = _ ("Cannot Capture");
      self->text = g_strdup_printf (_ ("%s. Start netoproc with other options: netoproc --help lists them."), error->message);
      self->can_retry = FALSE;
      return;

    case NETOP_ENGINE_ERROR_CUT_SHORT:
    case NETOP_ENGINE_ERROR_FAILED:
    default:
      self->title = _ ("Monitoring Ended");
      self->text = g_strdup_printf (_ ("%s. Retry to go on, with totals that begin at zero."), error->message);
      return;
    }
}

/**
 * netop_problem_new:
 * @error: of %NETOP_ENGINE_ERROR or %NETOP_UNLOCK_ERROR, or of GIO where nothing was started
 * @file_name: (nullable): the capture file that is read; %NULL for live traffic
 * @can_unlock: whether permission can be asked for
 *
 * Returns: (transfer full): what the window says
 */
NetopProblem *
netop_problem_new (const GError *error,
                   const char   *file_name,
                   gboolean      can_unlock)
{
  NetopProblem *self = g_new0 (NetopProblem, 1);
  g_autoptr (GError) known = error->domain == NETOP_ENGINE_ERROR ? g_error_copy (error) : g_error_new_literal (NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED, error->message);

  self->can_unlock = can_unlock;
  if (file_name != NULL)
    set_file_problem (self, known, file_name);
  else if (error->domain == NETOP_UNLOCK_ERROR)
    set_permission_problem (self, error);
  else
    set_live_problem (self, known);
  return self;
}

/**
 * netop_problem_free:
 *
 * Frees it.
 */
void
netop_problem_free (NetopProblem *self)
{
  g_free (self->text);
  g_free (self);
}
