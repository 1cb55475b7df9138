/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-source.h"

struct _NetopFakeSource
{
  NetopSource parent_instance;

  guint             n_starts;
  guint             n_unlocks;
  guint             interval_ms;
  gboolean          carriers_counted;
  gboolean          loopback_shown;
  guint             keep_closed_s;
  guint             shown_interface;
  char             *capture_mode;
  guint             buffer_bytes;
  NetopUnlockDialog dialog;
};

G_DEFINE_FINAL_TYPE (NetopFakeSource, netop_fake_source, NETOP_TYPE_SOURCE)

static void
netop_fake_source_start (NetopSource *source)
{
  NETOP_FAKE_SOURCE (source)->n_starts++;
}

static void
netop_fake_source_stop (NetopSource *source)
{
  netop_source_set_state (source, NETOP_SOURCE_STATE_ENDED, NULL);
}

static void
netop_fake_source_set_refresh_interval (NetopSource *source,
                                        guint        interval_ms)
{
  NETOP_FAKE_SOURCE (source)->interval_ms = interval_ms;
}

static void
netop_fake_source_set_carriers_counted (NetopSource *source,
                                        gboolean     counted)
{
  NETOP_FAKE_SOURCE (source)->carriers_counted = counted;
}

static void
netop_fake_source_set_listed (NetopSource *source,
                              gboolean     loopback_shown,
                              guint        keep_closed_s)
{
  NETOP_FAKE_SOURCE (source)->loopback_shown = loopback_shown;
  NETOP_FAKE_SOURCE (source)->keep_closed_s = keep_closed_s;
}

static void
netop_fake_source_set_shown_interface (NetopSource *source,
                                       guint        interface_index)
{
  NETOP_FAKE_SOURCE (source)->shown_interface = interface_index;
}

static void
netop_fake_source_set_capture (NetopSource *source,
                               const char  *mode,
                               guint        buffer_bytes)
{
  NetopFakeSource *self = NETOP_FAKE_SOURCE (source);

  g_free (self->capture_mode);
  self->capture_mode = g_strdup (mode);
  self->buffer_bytes = buffer_bytes;
}

static void
netop_fake_source_finalize (GObject *object)
{
  g_free (NETOP_FAKE_SOURCE (object)->capture_mode);

  G_OBJECT_CLASS (netop_fake_source_parent_class)->finalize (object);
}

static void
netop_fake_source_unlock (NetopSource *source)
{
  NETOP_FAKE_SOURCE (source)->n_unlocks++;
}

static void
netop_fake_source_cancel_unlock (NetopSource *source)
{
  netop_source_set_state (source, NETOP_SOURCE_STATE_LIMITED, NULL);
}

static NetopUnlockDialog
netop_fake_source_get_unlock_dialog (NetopSource *source)
{
  return NETOP_FAKE_SOURCE (source)->dialog;
}

static void
netop_fake_source_class_init (NetopFakeSourceClass *klass)
{
  NetopSourceClass *source_class = NETOP_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = netop_fake_source_finalize;
  source_class->start = netop_fake_source_start;
  source_class->stop = netop_fake_source_stop;
  source_class->set_refresh_interval = netop_fake_source_set_refresh_interval;
  source_class->set_carriers_counted = netop_fake_source_set_carriers_counted;
  source_class->set_listed = netop_fake_source_set_listed;
  source_class->set_shown_interface = netop_fake_source_set_shown_interface;
  source_class->set_capture = netop_fake_source_set_capture;
  source_class->unlock = netop_fake_source_unlock;
  source_class->cancel_unlock = netop_fake_source_cancel_unlock;
  source_class->get_unlock_dialog = netop_fake_source_get_unlock_dialog;
}

static void
netop_fake_source_init (NetopFakeSource *self)
{
  self->interval_ms = 1000;
}

NetopSource *
netop_fake_source_new (void)
{
  return g_object_new (NETOP_TYPE_FAKE_SOURCE, NULL);
}

static NetopSourceState
find_state (NetopSource         *source,
            const NetopSnapshot *snapshot)
{
  bool is_unlocking = netop_source_get_state (source) == NETOP_SOURCE_STATE_UNLOCKING;

  if (snapshot->capture.backend == NETOP_BACKEND_FILE)
    return NETOP_SOURCE_STATE_FILE;
  if (snapshot->capture.backend == NETOP_BACKEND_SOCKETS)
    return is_unlocking ? NETOP_SOURCE_STATE_UNLOCKING : NETOP_SOURCE_STATE_LIMITED;
  return NETOP_SOURCE_STATE_LIVE;
}

/**
 * netop_fake_source_push:
 * @snapshot: (transfer full): becomes the source's snapshot; its backend says what the source is at, as a helper would
 */
void
netop_fake_source_push (NetopFakeSource *self,
                        NetopSnapshot   *snapshot)
{
  NetopSource     *source = NETOP_SOURCE (self);
  NetopSourceState state = find_state (source, snapshot);

  netop_source_take_snapshot (source, snapshot);
  netop_source_set_state (source, state, NULL);
}

/**
 * netop_fake_source_set_unlock_dialog:
 * @dialog: which there would be
 */
void
netop_fake_source_set_unlock_dialog (NetopFakeSource  *self,
                                     NetopUnlockDialog dialog)
{
  self->dialog = dialog;
}

/**
 * netop_fake_source_answer:
 * @error: (nullable): why it was not unlocked; %NULL where it was
 *
 * To the question for permission.
 */
void
netop_fake_source_answer (NetopFakeSource *self,
                          const GError    *error)
{
  netop_source_set_state (NETOP_SOURCE (self), error != NULL ? NETOP_SOURCE_STATE_LIMITED : NETOP_SOURCE_STATE_LIVE, error);
}

/**
 * netop_fake_source_fail:
 * @state: %NETOP_SOURCE_STATE_REFUSED or %NETOP_SOURCE_STATE_ENDED
 */
void
netop_fake_source_fail (NetopFakeSource *self,
                        NetopSourceState state,
                        NetopEngineError code,
                        const char      *message)
{
  g_autoptr (GError) error = g_error_new_literal (NETOP_ENGINE_ERROR, (int)code, message);

  netop_source_set_state (NETOP_SOURCE (self), state, error);
}

guint
netop_fake_source_get_n_starts (NetopFakeSource *self)
{
  return self->n_starts;
}

guint
netop_fake_source_get_refresh_interval (NetopFakeSource *self)
{
  return self->interval_ms;
}

gboolean
netop_fake_source_get_carriers_counted (NetopFakeSource *self)
{
  return self->carriers_counted;
}

guint
netop_fake_source_get_n_unlocks (NetopFakeSource *self)
{
  return self->n_unlocks;
}

gboolean
netop_fake_source_get_loopback_shown (NetopFakeSource *self)
{
  return self->loopback_shown;
}

guint
netop_fake_source_get_keep_closed (NetopFakeSource *self)
{
  return self->keep_closed_s;
}

guint
netop_fake_source_get_shown_interface (NetopFakeSource *self)
{
  return self->shown_interface;
}

const char *
netop_fake_source_get_capture (NetopFakeSource *self,
                               guint           *buffer_bytes)
{
  *buffer_bytes = self->buffer_bytes;
  return self->capture_mode;
}
