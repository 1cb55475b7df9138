/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

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
 * @begin_ms: how long nothing may come before the first message; -1 for ever
 * @hello_ms: how long between %NETOP_MESSAGE_BEGUN and the next
 * @tick_ms: how long after that
 *
 * After what time a helper is held to hang.
 */
typedef struct
{
  int begin_ms;
  int hello_ms;
  int tick_ms;
} NetopCapturePatience;

NetopCaptureWorker *netop_capture_worker_new (int                  fd,
                                              NetopCapturePatience patience,
                                              NetopMessageQueue   *queue,
                                              NetopMessageFunc     func,
                                              void                *user_data) G_GNUC_WARN_UNUSED_RESULT;
void                netop_capture_worker_free (NetopCaptureWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopCaptureWorker, netop_capture_worker_free)

G_END_DECLS
