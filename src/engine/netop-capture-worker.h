/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <stdatomic.h>

#include "netop-message-queue.h"

G_BEGIN_DECLS

/**
 * NetopCaptureWorker:
 *
 * The thread that reads and validates what the helper sends. It alone reads the stream.
 */
typedef struct _NetopCaptureWorker NetopCaptureWorker;

/* Called on the worker's thread with each message, before it is queued. */
typedef void (*NetopMessageFunc) (const NetopIncoming *message, void *user_data);

/**
 * NetopCapturePatience:
 * @begin_ms: how long the first message may take; -1 for ever
 * @hello_ms: how long the next one after %NETOP_MESSAGE_BEGUN
 * @tick_ms: how long each one after that
 * @end_by_us: monotonic time by which it is to have ended, 0 while it is not asked to; outlives the worker, any thread
 *   may set it
 *
 * After what time a helper is held to hang. A drop now and then is no message.
 */
typedef struct
{
  int                        begin_ms;
  int                        hello_ms;
  int                        tick_ms;
  const atomic_int_fast64_t *end_by_us;
} NetopCapturePatience;

NetopCaptureWorker *netop_capture_worker_new (int                  fd,
                                              NetopCapturePatience patience,
                                              NetopMessageQueue   *queue,
                                              NetopMessageFunc     func,
                                              void                *user_data) G_GNUC_WARN_UNUSED_RESULT;
void                netop_capture_worker_free (NetopCaptureWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopCaptureWorker, netop_capture_worker_free)

G_END_DECLS
