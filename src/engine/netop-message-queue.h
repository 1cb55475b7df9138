/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

/**
 * NetopEngineMessage:
 * @incoming: what came, where @error is %NULL
 * @error: the stream's end: nothing comes after it
 */
typedef struct
{
  NetopIncoming incoming;
  GError       *error;
} NetopEngineMessage;

void netop_engine_message_free (NetopEngineMessage *self);

/**
 * NetopMessageQueue:
 *
 * From the capture worker to the attribution worker. Bounded: who pushes into a full one waits, does not read the
 * stream meanwhile, and so the helper merges its ticks.
 */
typedef struct _NetopMessageQueue NetopMessageQueue;

NetopMessageQueue  *netop_message_queue_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void                netop_message_queue_free (NetopMessageQueue *self);
bool                netop_message_queue_push (NetopMessageQueue *self, NetopEngineMessage *message);
NetopEngineMessage *netop_message_queue_pop (NetopMessageQueue *self);
void                netop_message_queue_close (NetopMessageQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopEngineMessage, netop_engine_message_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopMessageQueue, netop_message_queue_free)

G_END_DECLS
