/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-launcher.h"

G_BEGIN_DECLS

/**
 * NetopHelperRun:
 *
 * One helper from its start to its end, with the workers that read it. Main thread. What workers hand over waits in it:
 * of snapshots only the newest.
 */
typedef struct _NetopHelperRun NetopHelperRun;

/**
 * NetopHelperRunListener:
 * @take_hello: the helper runs; %NETOP_SOURCE_STATE_LIVE, %NETOP_SOURCE_STATE_FILE, or %NETOP_SOURCE_STATE_LIMITED where
 *   it may see no packets. Once, and before any snapshot
 * @take_snapshot: with (transfer full) a snapshot
 * @take_progress: how much of a file was read, of how much; 0 where it has no size
 * @take_end: last, %NETOP_SOURCE_STATE_ENDED or, without hello, %NETOP_SOURCE_STATE_REFUSED; with (nullable) why, of
 *   %NETOP_ENGINE_ERROR or %NETOP_UNLOCK_ERROR
 *
 * Called from the main context that was the thread's default when the run began. Each may free the run.
 */
typedef struct
{
  void (*take_hello) (NetopHelperRun *run, NetopSourceState state, void *user_data);
  void (*take_snapshot) (NetopHelperRun *run, NetopSnapshot *snapshot, void *user_data);
  void (*take_progress) (NetopHelperRun *run, uint64_t bytes_read, uint64_t bytes, void *user_data);
  void (*take_end) (NetopHelperRun *run, NetopSourceState state, const GError *error, void *user_data);
} NetopHelperRunListener;

NetopHelperRun *netop_helper_run_new (const NetopSourceOptions     *options,
                                      NetopLaunchMethod             method,
                                      const NetopHelperRunListener *listener,
                                      void                         *user_data,
                                      GError                      **error) G_GNUC_WARN_UNUSED_RESULT;
void            netop_helper_run_free (NetopHelperRun *self);
void            netop_helper_run_stop (NetopHelperRun *self);
void            netop_helper_run_set_refresh_interval (NetopHelperRun *self, guint interval_ms);
void            netop_helper_run_set_carriers_counted (NetopHelperRun *self, gboolean counted);
void            netop_helper_run_set_shown_interface (NetopHelperRun *self, guint interface_index);
void            netop_helper_run_set_listed (NetopHelperRun *self, gboolean loopback_shown, guint keep_closed_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHelperRun, netop_helper_run_free)

G_END_DECLS
