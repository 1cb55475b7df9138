/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-message-queue.h"

struct _NetopMessageQueue
{
  guint capacity;

  /* Of both workers and of who closes it: messages, closed. */
  GMutex lock;
  GCond  changed;
  GQueue messages;
  bool   closed;
};

/**
 * netop_engine_message_free:
 * @self: (transfer full) (nullable):
 */
void
netop_engine_message_free (NetopEngineMessage *self)
{
  if (self == NULL)
    return;

  netop_incoming_clear (&self->incoming);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * netop_message_queue_new:
 * @capacity: messages, at least 1
 *
 * Returns: (transfer full): an empty queue
 */
NetopMessageQueue *
netop_message_queue_new (guint capacity)
{
  NetopMessageQueue *self = g_new0 (NetopMessageQueue, 1);

  self->capacity = capacity;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->messages);
  return self;
}

/**
 * netop_message_queue_free:
 * @self: (transfer full) (nullable): a queue that no thread uses any more
 */
void
netop_message_queue_free (NetopMessageQueue *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->messages, (GDestroyNotify)netop_engine_message_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/**
 * netop_message_queue_push:
 * @message: (transfer full):
 *
 * Waits for room.
 *
 * Returns: false where the queue was closed: the message is freed
 */
bool
netop_message_queue_push (NetopMessageQueue  *self,
                          NetopEngineMessage *message)
{
  bool open;

  g_mutex_lock (&self->lock);
  while (!self->closed && self->messages.length >= self->capacity)
    g_cond_wait (&self->changed, &self->lock);
  open = !self->closed;
  if (open)
    {
      g_queue_push_tail (&self->messages, message);
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->lock);

  if (!open)
    netop_engine_message_free (message);
  return open;
}

/**
 * netop_message_queue_pop:
 *
 * Waits for a message.
 *
 * Returns: (transfer full) (nullable): the oldest; %NULL where the queue was closed
 */
NetopEngineMessage *
netop_message_queue_pop (NetopMessageQueue *self)
{
  NetopEngineMessage *message;

  g_mutex_lock (&self->lock);
  while (!self->closed && self->messages.length == 0)
    g_cond_wait (&self->changed, &self->lock);
  message = self->closed ? NULL : g_queue_pop_head (&self->messages);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return message;
}

/**
 * netop_message_queue_close:
 *
 * Wakes both ends; from now on nothing goes in or out. Any thread.
 */
void
netop_message_queue_close (NetopMessageQueue *self)
{
  g_mutex_lock (&self->lock);
  self->closed = true;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}
