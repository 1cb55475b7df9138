/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-capture.h"

#include "netop-dns-payload.h"
#include "netop-orientation.h"
#include "netop-packet-clock.h"

#define PACKETS_AT_ONCE 4096
/* In one tick: segments without a payload take no room, and come as fast as somebody sends them. */
#define MAX_ROUNDS 32
/* The main ring gives a packet after 100 ms, and the tick after that has its flow. */
#define WAIT_US (500 * 1000)
/* What a tick may have of them, and what waits for one at the most. */
#define MAX_TICK_BYTES (NETOP_TICK_MAX_FACTS_SIZE / 4)
#define MAX_WAITING_BYTES (8u << 20)
#define MAX_WAITING 65536

struct _NetopDnsCapture
{
  NetopCapture        *capture; /* NULL once it is lost */
  uint32_t             namespace_id;
  NetopLocalAddresses *local;
  NetopPacketClock     clock;
  NetopPayloadQueue   *queue;

  GArray     *waiting; /* of NetopPayloadRecord whose spans are in bytes, as they came */
  GByteArray *bytes;
  uint64_t    n_lost_queue;
  uint64_t    n_lost_kernel;
  uint64_t    n_lost;
};

static void
wait_for_flow (NetopDnsCapture          *self,
               const NetopPayloadRecord *record,
               const uint8_t            *bytes,
               uint32_t                  length)
{
  NetopPayloadRecord waiting = *record;

  if (self->waiting->len >= MAX_WAITING || length > MAX_WAITING_BYTES - self->bytes->len || length > NETOP_PAYLOAD_MAX)
    {
      self->n_lost++;
      return;
    }

  waiting.bytes = (NetopSpan){ self->bytes->len, length };
  g_array_append_val (self->waiting, waiting);
  if (length > 0)
    g_byte_array_append (self->bytes, bytes, length);
}

static void
take_segment (const NetopCapturedPacket *captured,
              void                      *user_data)
{
  NetopDnsCapture   *self = user_data;
  int64_t            time_us = netop_packet_clock_convert (&self->clock, captured->time_us);
  NetopOrientation   orientations[2];
  NetopPacket        packet;
  NetopPayloadRecord record;
  guint              n;

  if (netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes) != NETOP_PACKET_OK ||
      !netop_dns_payload_is_segment (&packet))
    return;

  n = netop_packet_orient (&packet, self->local, self->namespace_id, orientations);
  record = netop_dns_payload_make_record (&packet, orientations, n, time_us);
  wait_for_flow (self, &record, packet.payload, record.is_start ? 0 : packet.payload_captured);
}

/* A handle that is lost is as one that sees nothing: the main handle tells of it. */
static void
take_segments (NetopDnsCapture *self)
{
  NetopCaptureStatistics statistics;
  uint64_t               n_before;
  guint                  n_rounds = 0;

  if (self->capture == NULL)
    return;

  netop_packet_clock_read (&self->clock, g_get_monotonic_time (), g_get_real_time ());
  netop_capture_get_statistics (self->capture, &statistics);
  do
    {
      n_before = statistics.packets;
      if (netop_capture_dispatch (self->capture, PACKETS_AT_ONCE, take_segment, self, NULL) != NETOP_CAPTURE_MORE)
        {
          g_clear_pointer (&self->capture, netop_capture_close);
          return;
        }
      netop_capture_get_statistics (self->capture, &statistics);
    }
  while (statistics.packets > n_before && self->waiting->len < MAX_WAITING && ++n_rounds < MAX_ROUNDS);
  self->n_lost_kernel = statistics.dropped_kernel;
}

static void
take_datagrams (NetopDnsCapture *self)
{
  const NetopPayloadBatch *batch = netop_payload_queue_take (self->queue, &self->n_lost_queue);

  for (uint32_t i = 0; i < batch->n_records; i++)
    {
      const NetopPayloadRecord *record = &batch->records[i];

      wait_for_flow (self, record, batch->bytes + record->bytes.offset, record->bytes.length);
    }
}

/* Those that went with the tick. */
static void
forget_first (NetopDnsCapture *self,
              guint            n)
{
  guint n_bytes;

  if (n == 0)
    return;

  n_bytes = n < self->waiting->len ? g_array_index (self->waiting, NetopPayloadRecord, n).bytes.offset : self->bytes->len;
  g_array_remove_range (self->waiting, 0, n);
  if (n_bytes > 0)
    g_byte_array_remove_range (self->bytes, 0, n_bytes);
  for (guint i = 0; i < self->waiting->len; i++)
    g_array_index (self->waiting, NetopPayloadRecord, i).bytes.offset -= n_bytes;
}

/* In the order in which they came: an answer is told after its query. So one that waits has those behind it wait. */
static void
send_waiting (NetopDnsCapture  *self,
              NetopTick        *tick,
              NetopFindFlowFunc find_flow,
              void             *user_data)
{
  guint  n = 0;
  size_t size = 0;

  for (; n < self->waiting->len; n++)
    {
      NetopPayloadRecord record = g_array_index (self->waiting, NetopPayloadRecord, n);

      record.flow_id = find_flow (&record.key, record.time_us, user_data);
      if (record.flow_id == 0 && !tick->final && tick->mono_us - record.time_us < WAIT_US)
        break;

      size += sizeof record + record.bytes.length;
      if (size > MAX_TICK_BYTES || netop_tick_get_facts_size (tick) + sizeof record + record.bytes.length > NETOP_TICK_MAX_FACTS_SIZE)
        break;
      record.bytes = netop_tick_add_string (tick, self->bytes->data + record.bytes.offset, record.bytes.length);
      g_array_append_val (tick->payloads, record);
    }

  forget_first (self, n);
}

/**
 * netop_dns_capture_new:
 * @capture: (transfer full) (nullable): a handle of %NETOP_CAPTURE_ROLE_DNS
 * @local: (transfer full): the local addresses as they are now
 *
 * Returns: (transfer full): one that has seen nothing
 */
NetopDnsCapture *
netop_dns_capture_new (NetopCapture        *capture,
                       uint32_t             namespace_id,
                       NetopLocalAddresses *local)
{
  NetopDnsCapture *self = g_new0 (NetopDnsCapture, 1);

  self->capture = capture;
  self->namespace_id = namespace_id;
  self->local = local;
  netop_packet_clock_init (&self->clock, g_get_monotonic_time (), g_get_real_time ());
  self->queue = netop_payload_queue_new ();
  self->waiting = g_array_new (FALSE, FALSE, sizeof (NetopPayloadRecord));
  self->bytes = g_byte_array_new ();
  return self;
}

/**
 * netop_dns_capture_free:
 * @self: (transfer full) (nullable): one whose queue no thread uses any more
 */
void
netop_dns_capture_free (NetopDnsCapture *self)
{
  if (self == NULL)
    return;

  netop_capture_close (self->capture);
  netop_local_addresses_unref (self->local);
  netop_payload_queue_free (self->queue);
  g_array_unref (self->waiting);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/**
 * netop_dns_capture_get_queue:
 *
 * Returns: (transfer none): where datagrams are put
 */
NetopPayloadQueue *
netop_dns_capture_get_queue (NetopDnsCapture *self)
{
  return self->queue;
}

/**
 * netop_dns_capture_take_local:
 * @local: (transfer full): the local addresses from now on
 */
void
netop_dns_capture_take_local (NetopDnsCapture     *self,
                              NetopLocalAddresses *local)
{
  netop_local_addresses_unref (self->local);
  self->local = local;
}

/**
 * netop_dns_capture_fill:
 * @tick: gets, after all else, the payloads whose flows are known, and those that waited for long enough; the last tick gets
 *   all, as far as it has room
 * @find_flow: by what the flows of this tick say
 */
void
netop_dns_capture_fill (NetopDnsCapture  *self,
                        NetopTick        *tick,
                        NetopFindFlowFunc find_flow,
                        void             *user_data)
{
  take_datagrams (self);
  take_segments (self);
  send_waiting (self, tick, find_flow, user_data);
}

/**
 * netop_dns_capture_get_lost:
 *
 * Returns: how many payloads found no room, and packets that the kernel had none for
 */
uint64_t
netop_dns_capture_get_lost (const NetopDnsCapture *self)
{
  return self->n_lost + self->n_lost_queue + self->n_lost_kernel;
}
