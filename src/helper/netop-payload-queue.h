/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-tick.h"

G_BEGIN_DECLS

/* What comes between two ticks: 10,000 queries a second and their answers leave two thirds of it free. */
#define NETOP_PAYLOAD_QUEUE_MAX_RECORDS 16384
#define NETOP_PAYLOAD_QUEUE_MAX_BYTES (4u << 20)

/**
 * NetopPayloadBatch:
 * @records: whose spans are in @bytes
 *
 * Payloads in the order in which they came.
 */
typedef struct
{
  NetopPayloadRecord records[NETOP_PAYLOAD_QUEUE_MAX_RECORDS];
  uint8_t            bytes[NETOP_PAYLOAD_QUEUE_MAX_BYTES];
  uint32_t           n_records;
  uint32_t           n_bytes;
} NetopPayloadBatch;

/**
 * NetopPayloadQueue:
 *
 * From the thread that sees packets at once to helper main, which takes all that came since it last did. Of fixed size,
 * allocated at its start: what finds no room is counted. Neither end ever waits for longer than the other copies one
 * payload, or changes two pointers.
 */
typedef struct _NetopPayloadQueue NetopPayloadQueue;

NetopPayloadQueue       *netop_payload_queue_new (void) G_GNUC_WARN_UNUSED_RESULT;
void                     netop_payload_queue_free (NetopPayloadQueue *self);
void                     netop_payload_queue_push (NetopPayloadQueue *self, const NetopPayloadRecord *record, const uint8_t *bytes, uint32_t length);
const NetopPayloadBatch *netop_payload_queue_take (NetopPayloadQueue *self, uint64_t *n_lost);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopPayloadQueue, netop_payload_queue_free)

G_END_DECLS
