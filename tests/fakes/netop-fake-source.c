/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-source.h"

struct _NetopFakeSource
{
  NetopSource parent_instance;

  guint n_starts;
  guint interval_ms;
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
netop_fake_source_class_init (NetopFakeSourceClass *klass)
{
  NetopSourceClass *source_class = NETOP_SOURCE_CLASS (klass);

  source_class->start = netop_fake_source_start;
  source_class->stop = netop_fake_source_stop;
  source_class->set_refresh_interval = netop_fake_source_set_refresh_interval;
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

/**
 * netop_fake_source_push:
 * @snapshot: (transfer full): becomes the source's snapshot; the first one makes it live
 */
void
netop_fake_source_push (NetopFakeSource *self,
                        NetopSnapshot   *snapshot)
{
  NetopSource *source = NETOP_SOURCE (self);
  bool         file = snapshot->capture.backend == NETOP_BACKEND_FILE;

  netop_source_take_snapshot (source, snapshot);
  netop_source_set_state (source, file ? NETOP_SOURCE_STATE_FILE : NETOP_SOURCE_STATE_LIVE, NULL);
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
