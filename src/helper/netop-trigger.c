/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-trigger.h"

#include <stdatomic.h>
#include <string.h>

#include "netop-dns-payload.h"
#include "netop-orientation.h"
#include "netop-packet-clock.h"

#define PACKETS_AT_ONCE 64

/* Echoes of one sender, and queries of one socket, are asked for once in a while: each of them looks like the first one. A
 * query's port may be another socket's sooner. */
#define MAX_ASKED 256
#define ECHO_INTERVAL_US G_USEC_PER_SEC
#define DATAGRAM_INTERVAL_US (100 * 1000)

typedef struct
{
  NetopFlowKey key;
  int64_t      asked_us;
} Asked;

struct _NetopTrigger
{
  NetopCapture      *capture;
  uint32_t           namespace_id;
  NetopPacketClock   clock;
  NetopPayloadQueue *queue; /* borrowed; NULL where no payload is kept */

  /* Of helper main and the resolver's thread: local. Held to replace it or to take a reference. */
  GMutex               local_lock;
  NetopLocalAddresses *local;

  Asked asked[MAX_ASKED]; /* of the resolver's thread */

  atomic_uint_fast64_t dropped;
};

/* On the stack of one dispatch. */
typedef struct
{
  NetopTrigger        *trigger;
  NetopResolver       *resolver;
  NetopLocalAddresses *local;
} Dispatch;

static bool
is_asked_of_late (NetopTrigger               *self,
                  const NetopResolverRequest *request)
{
  Asked  *asked = &self->asked[(request->key.local_port ^ request->key.remote_port) % MAX_ASKED];
  int64_t interval_us = request->key.protocol == NETOP_PROTOCOL_UDP ? DATAGRAM_INTERVAL_US : ECHO_INTERVAL_US;

  if (memcmp (&asked->key, &request->key, sizeof asked->key) == 0 && request->time_us - asked->asked_us < interval_us)
    return true;

  asked->key = request->key;
  asked->asked_us = request->time_us;
  return false;
}

/* The other end of a packet may be in a namespace that is looked into as well: that waits, because who sends here may end
 * meanwhile, and may mean as much harm as the network. */
static void
ask_in_turn (Dispatch             *dispatch,
             NetopResolverRequest *request)
{
  if (request->key.namespace_id == dispatch->trigger->namespace_id)
    {
      netop_resolver_request_now (dispatch->resolver, request);
      return;
    }

  request->is_received = true;
  netop_resolver_request_soon (dispatch->resolver, request);
}

/* Who sends has its socket, and a connection that comes in has a listener; a datagram's receiver is found with its
 * answer. */
static bool
is_to_be_asked (NetopTrigger               *self,
                const NetopResolverRequest *request)
{
  if (request->key.forwarded || (request->is_received && request->key.protocol != NETOP_PROTOCOL_TCP))
    return false;
  if (request->key.protocol == NETOP_PROTOCOL_TCP)
    return true;
  return !is_asked_of_late (self, request);
}

static void
keep_payload (NetopTrigger           *self,
              const NetopPacket      *packet,
              const NetopOrientation *orientations,
              guint                   n_orientations,
              int64_t                 time_us)
{
  NetopPayloadRecord record;

  if (self->queue == NULL || !netop_dns_payload_is_datagram (packet))
    return;

  record = netop_dns_payload_make_record (packet, orientations, n_orientations, time_us);
  netop_payload_queue_push (self->queue, &record, packet->payload, packet->payload_captured);
}

static void
ask (const NetopCapturedPacket *captured,
     void                      *user_data)
{
  Dispatch        *dispatch = user_data;
  NetopOrientation orientations[2];
  NetopPacket      packet;
  int64_t          time_us = netop_packet_clock_convert (&dispatch->trigger->clock, captured->time_us);
  guint            n;

  if (netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes) != NETOP_PACKET_OK)
    return;

  n = netop_packet_orient (&packet, dispatch->local, dispatch->trigger->namespace_id, orientations);
  for (guint i = 0; i < n; i++)
    {
      NetopResolverRequest request = {
        .key = orientations[i].key,
        .interface_index = packet.interface_index,
        .time_us = time_us,
        .is_received = orientations[i].received,
      };

      if (is_to_be_asked (dispatch->trigger, &request))
        ask_in_turn (dispatch, &request);
    }
  keep_payload (dispatch->trigger, &packet, orientations, n, time_us);
}

/**
 * netop_trigger_new:
 * @capture: (transfer full): a handle of %NETOP_CAPTURE_ROLE_TRIGGER
 * @local: (transfer full): the local addresses as they are now
 *
 * Returns: (transfer full): a trigger
 */
NetopTrigger *
netop_trigger_new (NetopCapture        *capture,
                   uint32_t             namespace_id,
                   NetopLocalAddresses *local)
{
  NetopTrigger *self = g_new0 (NetopTrigger, 1);

  self->capture = capture;
  netop_packet_clock_init (&self->clock, g_get_monotonic_time (), g_get_real_time ());
  self->namespace_id = namespace_id;
  self->local = local;
  g_mutex_init (&self->local_lock);
  return self;
}

/**
 * netop_trigger_free:
 * @self: (transfer full) (nullable): a trigger that no thread uses any more
 */
void
netop_trigger_free (NetopTrigger *self)
{
  if (self == NULL)
    return;

  netop_capture_close (self->capture);
  netop_local_addresses_unref (self->local);
  g_mutex_clear (&self->local_lock);
  g_free (self);
}

/**
 * netop_trigger_get_fd:
 *
 * Returns: readable when there are packets
 */
int
netop_trigger_get_fd (const NetopTrigger *self)
{
  return netop_capture_get_fd (self->capture);
}

/**
 * netop_trigger_take_local:
 * @local: (transfer full): the local addresses from now on
 *
 * Helper main.
 */
void
netop_trigger_take_local (NetopTrigger        *self,
                          NetopLocalAddresses *local)
{
  NetopLocalAddresses *old;

  g_mutex_lock (&self->local_lock);
  old = self->local;
  self->local = local;
  g_mutex_unlock (&self->local_lock);
  netop_local_addresses_unref (old);
}

/**
 * netop_trigger_set_queue:
 * @queue: (transfer none): gets the payloads of DNS datagrams; outlives the trigger
 *
 * Before any thread uses @self. Without one no payload is kept.
 */
void
netop_trigger_set_queue (NetopTrigger      *self,
                         NetopPayloadQueue *queue)
{
  self->queue = queue;
}

/**
 * netop_trigger_dispatch:
 * @user_data: the trigger
 *
 * Asks @resolver for the owners of what the handle has. On the resolver's real-time thread; a callback of
 * #NetopResolverOptions.
 *
 * Returns: false once the handle is lost: the main handle tells of that
 */
bool
netop_trigger_dispatch (NetopResolver *resolver,
                        void          *user_data)
{
  NetopTrigger *self = user_data;
  g_autoptr (GError) error = NULL;
  NetopCaptureStatistics statistics;
  NetopCaptureResult     result;
  Dispatch               dispatch = { .trigger = self, .resolver = resolver };

  netop_packet_clock_read (&self->clock, g_get_monotonic_time (), g_get_real_time ());

  g_mutex_lock (&self->local_lock);
  dispatch.local = netop_local_addresses_ref (self->local);
  g_mutex_unlock (&self->local_lock);

  result = netop_capture_dispatch (self->capture, PACKETS_AT_ONCE, ask, &dispatch, &error);
  netop_local_addresses_unref (dispatch.local);
  netop_capture_get_statistics (self->capture, &statistics);
  self->dropped = statistics.dropped_kernel;
  return result == NETOP_CAPTURE_MORE;
}

/**
 * netop_trigger_get_dropped:
 *
 * Returns: packets the handle lost, as of its last packet. Any thread
 */
uint64_t
netop_trigger_get_dropped (NetopTrigger *self)
{
  return self->dropped;
}
