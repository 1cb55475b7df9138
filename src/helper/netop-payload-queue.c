/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-payload-queue.h"

#include <string.h>

struct _NetopPayloadQueue
{
  /* Of both ends: filling, n_lost. Held for the copy of one payload, and for the change of the two batches. */
  GMutex             lock;
  NetopPayloadBatch *filling;
  uint64_t           n_lost;

  NetopPayloadBatch *taken; /* of helper main */
};

/**
 * netop_payload_queue_new:
 *
 * Returns: (transfer full): an empty queue; its memory is untouched until something comes
 */
NetopPayloadQueue *
netop_payload_queue_new (void)
{
  NetopPayloadQueue *self = g_new0 (NetopPayloadQueue, 1);

  g_mutex_init (&self->lock);
  self->filling = g_new0 (NetopPayloadBatch, 1);
  self->taken = g_new0 (NetopPayloadBatch, 1);
  return self;
}

/**
 * netop_payload_queue_free:
 * @self: (transfer full) (nullable): one that no thread uses any more
 */
void
netop_payload_queue_free (NetopPayloadQueue *self)
{
  if (self == NULL)
    return;

  g_free (self->filling);
  g_free (self->taken);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * netop_payload_queue_push:
 * @record: copied; its span is set anew
 * @bytes: (array length=length) (nullable): copied
 *
 * The thread that sees packets.
 */
void
netop_payload_queue_push (NetopPayloadQueue        *self,
                          const NetopPayloadRecord *record,
                          const uint8_t            *bytes,
                          uint32_t                  length)
{
  NetopPayloadBatch *batch;

  g_mutex_lock (&self->lock);
  batch = self->filling;
  if (batch->n_records == NETOP_PAYLOAD_QUEUE_MAX_RECORDS || length > NETOP_PAYLOAD_QUEUE_MAX_BYTES - batch->n_bytes)
    {
      self->n_lost++;
    }
  else
    {
      batch->records[batch->n_records] = *record;
      batch->records[batch->n_records++].bytes = (NetopSpan){ batch->n_bytes, length };
      if (length > 0)
        memcpy (batch->bytes + batch->n_bytes, bytes, length);
      batch->n_bytes += length;
    }
  g_mutex_unlock (&self->lock);
}

/**
 * netop_payload_queue_take:
 * @n_lost: (out): how many found no room, ever
 *
 * Helper main.
 *
 * Returns: (transfer none): what came since the last call; valid until the next one
 */
const NetopPayloadBatch *
netop_payload_queue_take (NetopPayloadQueue *self,
                          uint64_t          *n_lost)
{
  NetopPayloadBatch *fresh = self->taken;

  fresh->n_records = 0;
  fresh->n_bytes = 0;
  g_mutex_lock (&self->lock);
  self->taken = self->filling;
  self->filling = fresh;
  *n_lost = self->n_lost;
  g_mutex_unlock (&self->lock);
  return self->taken;
}
