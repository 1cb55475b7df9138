/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture.h"
#include "netop-flow-table.h"
#include "netop-resolver.h"

G_BEGIN_DECLS

/**
 * NetopFlowUpdate:
 * @reason: a close reason, or %NETOP_CLOSE_NONE where only the segment sizes are told
 *
 * What helper main learnt of a flow.
 */
typedef struct
{
  uint64_t         flow_id;
  NetopCloseReason reason;
  uint16_t         receive_mss;
  uint16_t         send_mss;
} NetopFlowUpdate;

/**
 * NetopHarvest:
 * @flows: empty when it goes to the thread; the changed rows when it comes back
 * @updates: of NetopFlowUpdate, done before the rows are taken
 * @local: (nullable): new local addresses, taken by the thread
 * @drain: whether the ring is to be emptied up to this moment first, 250 ms at most
 * @mono_us: when the counters were read; once the duration is over, its end
 * @boot_real_us: what the wall clock called the machine's start then
 * @error: set once the capture is lost
 *
 * What helper main asks of the capture thread, and its answer, in one value that goes to and fro: there is but one,
 * so at most one is under way and nothing is allocated for a tick.
 */
typedef struct
{
  GArray                  *flows;
  GArray                  *closed;
  GArray                  *updates;
  NetopLocalAddresses     *local;
  bool                     drain;
  int64_t                  mono_us;
  int64_t                  real_us;
  int64_t                  boot_real_us;
  NetopCaptureStatistics   capture;
  NetopFlowTableStatistics table;
  uint64_t                 not_ip;
  uint64_t                 malformed;
  GError                  *error;
} NetopHarvest;

/**
 * NetopCaptureThread:
 *
 * The thread that owns the main handle and the flow table. Everything else about it is helper main's.
 */
typedef struct _NetopCaptureThread NetopCaptureThread;

NetopCaptureThread *netop_capture_thread_new (NetopCapture *capture, uint32_t namespace_id, NetopLocalAddresses *local, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                netop_capture_thread_stop (NetopCaptureThread *self);
void                netop_capture_thread_free (NetopCaptureThread *self);
void                netop_capture_thread_set_duration (NetopCaptureThread *self, int64_t duration_us);
void                netop_capture_thread_start (NetopCaptureThread *self, NetopResolver *resolver);
int                 netop_capture_thread_get_fd (const NetopCaptureThread *self);
void                netop_capture_thread_send (NetopCaptureThread *self, NetopHarvest *harvest);
NetopHarvest       *netop_capture_thread_receive (NetopCaptureThread *self);

NetopHarvest *netop_harvest_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          netop_harvest_free (NetopHarvest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopCaptureThread, netop_capture_thread_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHarvest, netop_harvest_free)

G_END_DECLS
