/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopFakeSource:
 *
 * A source whose snapshots are made by the test: nothing is started and nothing comes by itself.
 */
#define NETOP_TYPE_FAKE_SOURCE (netop_fake_source_get_type ())
G_DECLARE_FINAL_TYPE (NetopFakeSource, netop_fake_source, NETOP, FAKE_SOURCE, NetopSource)

NetopSource *netop_fake_source_new (void) G_GNUC_WARN_UNUSED_RESULT;
void         netop_fake_source_push (NetopFakeSource *self, NetopSnapshot *snapshot);
void         netop_fake_source_fail (NetopFakeSource *self, NetopSourceState state, NetopEngineError code, const char *message);
void         netop_fake_source_set_unlock_dialog (NetopFakeSource *self, NetopUnlockDialog dialog);
void         netop_fake_source_answer (NetopFakeSource *self, const GError *error);
guint        netop_fake_source_get_n_unlocks (NetopFakeSource *self);
guint        netop_fake_source_get_n_starts (NetopFakeSource *self);
guint        netop_fake_source_get_refresh_interval (NetopFakeSource *self);
gboolean     netop_fake_source_get_carriers_counted (NetopFakeSource *self);
gboolean     netop_fake_source_get_loopback_shown (NetopFakeSource *self);
guint        netop_fake_source_get_shown_interface (NetopFakeSource *self);
guint        netop_fake_source_get_keep_closed (NetopFakeSource *self);
const char  *netop_fake_source_get_capture (NetopFakeSource *self, guint *buffer_bytes);

G_END_DECLS
