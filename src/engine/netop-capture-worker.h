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

NetopCaptureWorker *netop_capture_worker_new (int fd, bool may_be_silent, NetopMessageQueue *queue, NetopMessageFunc func, void *user_data) G_GNUC_WARN_UNUSED_RESULT;
void                netop_capture_worker_free (NetopCaptureWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopCaptureWorker, netop_capture_worker_free)

G_END_DECLS
