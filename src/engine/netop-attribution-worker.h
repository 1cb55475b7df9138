/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message-queue.h"
#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopAttributionWorkerOptions:
 * @duration_us: stop this long after the first tick, packet time of a file; 0 for never
 * @refresh_interval_ms: 0 for the last snapshot only
 * @loopback_shown: what is listed, and @keep_closed_s: for how long after its end
 * @shown_interface: of whose traffic snapshots are; 0 for all
 * @ask_to_stop: called on the worker when the duration is over
 * @take_snapshot: called on the worker with (transfer full) a snapshot
 * @take_end: called on the worker, last, with (transfer full) (nullable) why it ended
 * @take_state: called on the worker when hello came
 */
typedef struct
{
  int64_t duration_us;
  guint   refresh_interval_ms;
  bool    carriers_counted;
  bool    loopback_shown;
  guint   keep_closed_s;
  guint   shown_interface;
  bool    keep_ended;
  bool    no_dns;
  void (*ask_to_stop) (void *user_data);
  void (*take_state) (NetopSourceState state, void *user_data);
  void (*take_snapshot) (NetopSnapshot *snapshot, void *user_data);
  void (*take_end) (NetopSourceState state, GError *error, void *user_data);
  void *user_data;
} NetopAttributionWorkerOptions;

/**
 * NetopAttributionWorker:
 *
 * The thread that owns the NetopAttribution: applies ticks and makes snapshots.
 */
typedef struct _NetopAttributionWorker NetopAttributionWorker;

NetopAttributionWorker *netop_attribution_worker_new (const NetopAttributionWorkerOptions *options, NetopMessageQueue *queue) G_GNUC_WARN_UNUSED_RESULT;
void                    netop_attribution_worker_free (NetopAttributionWorker *self);
void                    netop_attribution_worker_set_refresh_interval (NetopAttributionWorker *self, guint interval_ms);
void                    netop_attribution_worker_set_carriers_counted (NetopAttributionWorker *self, bool counted);
void                    netop_attribution_worker_set_listed (NetopAttributionWorker *self, bool loopback_shown, guint keep_closed_s);
void                    netop_attribution_worker_set_shown_interface (NetopAttributionWorker *self, uint32_t interface_index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopAttributionWorker, netop_attribution_worker_free)

G_END_DECLS
