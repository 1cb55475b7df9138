/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-notice.h"

#include <glib/gi18n.h>

#include "netop-format.h"

#define LOCK_ICON "changes-prevent-symbolic"
#define WARNING_ICON "dialog-warning-symbolic"

static void
offer_unlock (NetopNotice *self)
{
  self->button_label = _ ("_Unlock…");
  self->action_name = "win.unlock";
  self->is_suggested = TRUE;
}

static void
set_limited (NetopNotice      *self,
             const GError     *error,
             NetopUnlockDialog dialog)
{
  bool is_failed = error != NULL && dialog != NETOP_UNLOCK_DIALOG_NONE;

  self->icon_name = is_failed ? WARNING_ICON : LOCK_ICON;
  self->title = is_failed ? _ ("Not unlocked") : _ ("Limited view");
  if (is_failed)
    /* Translators: a reason, and what to do about it, without a full stop */
    self->text = g_strdup_printf (_ ("%s."), error->message);
  else if (error != NULL)
    /* Translators: %s is why not everything can be asked for, and what to do about it, without a full stop */
    self->text = g_strdup_printf (_ ("Only TCP is counted, and other users’ programs have no names. %s."), error->message);
  else if (dialog == NETOP_UNLOCK_DIALOG_NONE)
    self->text = g_strdup (_ ("Only TCP is counted, and other users’ programs have no names. Start netoproc as root to see everything: sudo netoproc"));
  else if (dialog == NETOP_UNLOCK_DIALOG_GENERIC)
    self->text = g_strdup (_ ("Only TCP is counted, and other users’ programs have no names. Unlock to see everything: as netoproc is not installed where the system looks, it asks as for any program."));
  else
    self->text = g_strdup (_ ("Only TCP is counted, and other users’ programs have no names. Unlock to see everything."));

  if (dialog != NETOP_UNLOCK_DIALOG_NONE)
    offer_unlock (self);
}

static void
set_unlocking (NetopNotice *self)
{
  self->icon_name = LOCK_ICON;
  self->title = _ ("Unlocking");
  self->text = g_strdup (_ ("Answer the dialog that asks for a password. What can be seen without goes on meanwhile."));
  self->button_label = _ ("_Cancel");
  self->action_name = "win.cancel-unlock";
}

static void
set_problem (NetopNotice        *self,
             const NetopProblem *problem)
{
  self->icon_name = WARNING_ICON;
  self->title = problem->title;
  self->text = g_strdup (problem->text);
  if (problem->can_unlock)
    offer_unlock (self);
  else if (problem->can_retry)
    {
      self->button_label = _ ("_Retry");
      self->action_name = "win.retry";
    }
}

/**
 * netop_notice_new:
 * @error: (nullable): of the source
 * @dialog: which the source would bring up
 * @problem: (nullable): made of @error, where the source has ended
 *
 * Returns: (transfer full) (nullable): what there is to say; %NULL where all is well
 */
NetopNotice *
netop_notice_new (NetopSourceState    state,
                  const GError       *error,
                  NetopUnlockDialog   dialog,
                  const NetopProblem *problem)
{
  g_autoptr (NetopNotice) self = g_new0 (NetopNotice, 1);

  if (state == NETOP_SOURCE_STATE_LIMITED)
    set_limited (self, error, dialog);
  else if (state == NETOP_SOURCE_STATE_UNLOCKING)
    set_unlocking (self);
  else if (problem != NULL)
    set_problem (self, problem);
  else
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * netop_notice_new_loss:
 * @n_lost: packets
 * @lost_us: wall clock, Unix microseconds: the last time
 * @can_enlarge: the buffer of the next capture can be larger
 *
 * Returns: (transfer full): that the capture fell behind
 */
NetopNotice *
netop_notice_new_loss (uint64_t n_lost,
                       int64_t  lost_us,
                       gboolean can_enlarge)
{
  g_autofree char *time = netop_format_time (lost_us, "%X");
  g_autofree char *count = netop_format_count (n_lost);
  NetopNotice     *self = g_new0 (NetopNotice, 1);

  self->icon_name = WARNING_ICON;
  self->title = _ ("Some packets were lost");
  self->is_bad = TRUE;
  /* Translators: a time of day, like 14:41:22, and a number of packets */
  self->text = g_strdup_printf (ngettext ("The capture fell behind, last at %s: %s packet is in no figure.", "The capture fell behind, last at %s: %s packets are in no figure.", n_lost), time, count);
  self->button_label = can_enlarge ? _ ("Use a _Larger Buffer") : _ ("_Dismiss");
  self->action_name = can_enlarge ? "win.larger-buffer" : "win.dismiss-loss";
  return self;
}

/**
 * netop_notice_free:
 *
 * Frees it.
 */
void
netop_notice_free (NetopNotice *self)
{
  g_free (self->text);
  g_free (self);
}
