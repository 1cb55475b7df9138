/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-thread.h"

#include <glib-unix.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include "netop-boot.h"
#include "netop-packet-clock.h"

#define PACKETS_AT_ONCE 4096
/* Where packets come in crowds they wait for each other so long: to be woken costs as much as a hundred of them. The ring
 * has room for some millions a second. */
#define CROWD 256
#define REST_MS 50
#define IDLE_MS 1000
#define EXPIRE_INTERVAL_US G_USEC_PER_SEC
#define DRAIN_US (250 * 1000)
/* A block of the ring is handed on after 100 ms at the latest: a longer silence means that it is empty. */
#define SILENCE_MS 120
#define DNS_PORT 53

struct _NetopCaptureThread
{
  NetopCapture        *capture;
  NetopFlowTable      *table;
  NetopLocalAddresses *local;
  uint32_t             namespace_id;
  NetopPacketClock     clock;
  int64_t              last_packet_us; /* monotonic */
  uint64_t             n_packets;
  int64_t              duration_us; /* 0 for no end */
  int64_t              stop_us;     /* G_MAXINT64 before the first answer, and without an end */
  uint64_t             n_late;      /* packets after that */
  int64_t              expired_us;
  uint64_t             not_ip;
  uint64_t             malformed;
  GError              *error;

  NetopResolver *resolver; /* borrowed */

  GThread     *thread;
  bool         is_stopping; /* of the caller */
  GAsyncQueue *asked;       /* of NetopHarvest; the thread object itself asks to stop */
  GAsyncQueue *answer;      /* of NetopHarvest */
  int          ask_pipe[2];
  int          answer_pipe[2];
};

static void
count_packet (const NetopCapturedPacket *captured,
              void                      *user_data)
{
  NetopCaptureThread *self = user_data;

  self->n_packets++;
  self->last_packet_us = netop_packet_clock_convert (&self->clock, captured->time_us);
  if (self->last_packet_us >= self->stop_us)
    {
      self->n_late++;
      return;
    }

  switch (netop_flow_table_add_captured (self->table, captured, self->local, self->namespace_id, self->last_packet_us))
    {
    case NETOP_PACKET_OK:
      break;

    case NETOP_PACKET_NOT_IP:
      self->not_ip++;
      break;

    case NETOP_PACKET_TRUNCATED:
    case NETOP_PACKET_MALFORMED:
    case NETOP_PACKET_UNSUPPORTED_LINK:
    default:
      self->malformed++;
      break;
    }
}

/* Who sends an echo is found by the trigger handle, and what else there is of ICMP is the kernel's own. */
static bool
has_owner_to_find (const NetopFlowKey *key)
{
  return !key->forwarded && key->protocol != NETOP_PROTOCOL_TCP && key->protocol != NETOP_PROTOCOL_ICMP &&
         key->protocol != NETOP_PROTOCOL_ICMPV6 && (key->protocol != NETOP_PROTOCOL_UDP || key->remote_port != DNS_PORT);
}

/* The trigger handle sees connections and names at once; of other datagrams this is the first anybody hears, and their
 * process may not live until helper main does. */
static void
ask_for_owner (const NetopFlowKey *key,
               uint32_t            interface_index,
               int64_t             time_us,
               void               *user_data)
{
  NetopCaptureThread        *self = user_data;
  const NetopResolverRequest request = {
    .key = *key,
    .interface_index = interface_index,
    .time_us = time_us,
    .is_received = true,
  };

  if (key->namespace_id != self->namespace_id || has_owner_to_find (key))
    netop_resolver_request_soon (self->resolver, &request);
}

/* Takes what is in the ring. */
static void
empty_ring (NetopCaptureThread *self)
{
  netop_packet_clock_read (&self->clock, g_get_monotonic_time (), g_get_real_time ());
  if (self->error == NULL)
    netop_capture_dispatch (self->capture, PACKETS_AT_ONCE, count_packet, self, &self->error);
}

/* Goes on until packets of this moment, or of the end of the duration, have come, or none come, or it has lasted long enough. */
static void
drain (NetopCaptureThread *self)
{
  int64_t       now_us = g_get_monotonic_time ();
  int64_t       stop_us = MIN (now_us, self->stop_us);
  struct pollfd fd = { .fd = netop_capture_get_fd (self->capture), .events = POLLIN };

  while (self->error == NULL && self->last_packet_us < stop_us)
    {
      int64_t left_us = now_us + DRAIN_US - g_get_monotonic_time ();

      if (left_us <= 0 || poll (&fd, 1, (int)MIN (SILENCE_MS, left_us / 1000 + 1)) == 0)
        break;
      empty_ring (self);
    }
}

static void
update_flows (NetopCaptureThread *self,
              const GArray       *updates,
              int64_t             now_us)
{
  for (guint i = 0; i < updates->len; i++)
    {
      const NetopFlowUpdate *update = &g_array_index (updates, NetopFlowUpdate, i);

      if (update->reason == NETOP_CLOSE_NONE)
        netop_flow_table_set_mss (self->table, update->flow_id, update->receive_mss, update->send_mss);
      else
        netop_flow_table_close (self->table, update->flow_id, update->reason, now_us);
    }
}

/* A run's duration counts from its first tick. */
static void
stamp (NetopCaptureThread *self,
       NetopHarvest       *harvest)
{
  int64_t late_us;

  harvest->mono_us = g_get_monotonic_time ();
  harvest->real_us = g_get_real_time ();
  harvest->boot_real_us = netop_boot_get_real_us ();
  if (self->duration_us > 0 && self->stop_us == G_MAXINT64)
    self->stop_us = harvest->mono_us + self->duration_us;

  late_us = MAX (harvest->mono_us - self->stop_us, 0);
  harvest->mono_us -= late_us;
  harvest->real_us -= late_us;
}

static void
answer (NetopCaptureThread *self,
        NetopHarvest       *harvest)
{
  if (harvest->local != NULL)
    {
      netop_local_addresses_unref (self->local);
      self->local = g_steal_pointer (&harvest->local);
    }
  if (harvest->drain)
    drain (self);

  stamp (self, harvest);
  update_flows (self, harvest->updates, harvest->mono_us);
  netop_flow_table_take_dirty (self->table, harvest->flows, harvest->closed);
  netop_flow_table_get_statistics (self->table, &harvest->table);
  netop_capture_get_statistics (self->capture, &harvest->capture);
  harvest->capture.packets -= self->n_late;
  harvest->not_ip = self->not_ip;
  harvest->malformed = self->malformed;
  if (self->error != NULL && harvest->error == NULL)
    harvest->error = g_error_copy (self->error);

  g_async_queue_push (self->answer, harvest);
  if (write (self->answer_pipe[1], "", 1) < 0)
    return;
}

/* Returns false when it is to stop. */
static bool
serve (NetopCaptureThread *self)
{
  char  byte;
  void *asked;

  if (read (self->ask_pipe[0], &byte, 1) < 0)
    return true;

  asked = g_async_queue_try_pop (self->asked);
  if (asked == self)
    return false;
  if (asked != NULL)
    answer (self, asked);
  return true;
}

static void *
run (void *data)
{
  NetopCaptureThread *self = data;
  bool                going_on = true;
  const int           ring_fd = netop_capture_get_fd (self->capture);
  uint64_t            n_new = 0;
  struct pollfd       fds[] = { { .fd = self->ask_pipe[0], .events = POLLIN }, { .events = POLLIN } };

  while (going_on)
    {
      /* With as many as it takes at once there are more. */
      const bool     rests = n_new >= CROWD && n_new < PACKETS_AT_ONCE;
      const uint64_t n_before = self->n_packets;

      fds[1].fd = rests || self->error != NULL ? -1 : ring_fd;
      if (poll (fds, G_N_ELEMENTS (fds), rests ? REST_MS : IDLE_MS) < 0)
        continue;
      if (rests || fds[1].revents != 0)
        empty_ring (self);
      n_new = self->n_packets - n_before;
      if (fds[0].revents != 0)
        going_on = serve (self);

      if (g_get_monotonic_time () - self->expired_us >= EXPIRE_INTERVAL_US)
        {
          self->expired_us = g_get_monotonic_time ();
          netop_flow_table_expire (self->table, self->expired_us);
        }
    }

  /* Here and not where the thread is freed: the kernel takes its time over a ring, and so the caller need not. */
  g_clear_pointer (&self->capture, netop_capture_close);
  return NULL;
}

/**
 * netop_capture_thread_new:
 * @capture: (transfer full): the main handle
 * @local: (transfer full): the local addresses as they are now
 * @error: where there are no more descriptors
 *
 * Makes all the thread needs, but not the thread.
 *
 * Returns: (transfer full): a thread that has not started
 */
NetopCaptureThread *
netop_capture_thread_new (NetopCapture        *capture,
                          uint32_t             namespace_id,
                          NetopLocalAddresses *local,
                          GError             **error)
{
  g_autoptr (NetopCaptureThread) self = g_new0 (NetopCaptureThread, 1);

  self->capture = capture;
  netop_packet_clock_init (&self->clock, g_get_monotonic_time (), g_get_real_time ());
  self->local = local;
  self->namespace_id = namespace_id;
  self->stop_us = G_MAXINT64;
  self->ask_pipe[0] = self->ask_pipe[1] = self->answer_pipe[0] = self->answer_pipe[1] = -1;
  self->table = netop_flow_table_new (NETOP_FLOW_TABLE_DEFAULT_CAPACITY, NETOP_FLOW_TABLE_DEFAULT_CLOSED_CAPACITY);
  self->asked = g_async_queue_new ();
  self->answer = g_async_queue_new ();
  if (!g_unix_open_pipe (self->ask_pipe, FD_CLOEXEC, error) || !g_unix_open_pipe (self->answer_pipe, FD_CLOEXEC, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * netop_capture_thread_stop:
 * @self: (nullable): a thread, which may not have started
 *
 * Asks the thread to close its handle and to end, and does not wait. What it was asked before is not answered any more.
 */
void
netop_capture_thread_stop (NetopCaptureThread *self)
{
  if (self == NULL || self->thread == NULL || self->is_stopping)
    return;

  self->is_stopping = true;
  g_async_queue_push_front (self->asked, self);
  if (write (self->ask_pipe[1], "", 1) < 0)
    g_warning ("The capture thread cannot be reached");
}

/**
 * netop_capture_thread_free:
 * @self: (transfer full) (nullable): a thread, which is stopped and waited for
 */
void
netop_capture_thread_free (NetopCaptureThread *self)
{
  void *harvest;

  if (self == NULL)
    return;

  netop_capture_thread_stop (self);
  if (self->thread != NULL)
    g_thread_join (self->thread);

  while ((harvest = g_async_queue_try_pop (self->answer)) != NULL)
    netop_harvest_free (harvest);
  while ((harvest = g_async_queue_try_pop (self->asked)) != NULL)
    netop_harvest_free (harvest);
  g_async_queue_unref (self->asked);
  g_async_queue_unref (self->answer);
  for (guint i = 0; i < 2; i++)
    {
      if (self->ask_pipe[i] >= 0)
        close (self->ask_pipe[i]);
      if (self->answer_pipe[i] >= 0)
        close (self->answer_pipe[i]);
    }
  netop_flow_table_free (self->table);
  g_clear_pointer (&self->capture, netop_capture_close);
  netop_local_addresses_unref (self->local);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * netop_capture_thread_set_duration:
 * @duration_us: 0 for no end
 *
 * Before the start: counts no packet that is later than this after the first answer, however late it is asked to stop.
 */
void
netop_capture_thread_set_duration (NetopCaptureThread *self,
                                   int64_t             duration_us)
{
  self->duration_us = duration_us;
}

/**
 * netop_capture_thread_start:
 * @resolver: (transfer none): asked for the owners of new flows; outlives the thread
 *
 * From here on the handle and the table are the thread's.
 */
void
netop_capture_thread_start (NetopCaptureThread *self,
                            NetopResolver      *resolver)
{
  self->resolver = resolver;
  netop_flow_table_set_new_flow_func (self->table, ask_for_owner, self);
  self->thread = g_thread_new ("capture", run, self);
}

/**
 * netop_capture_thread_get_fd:
 *
 * Returns: readable when an answer is there
 */
int
netop_capture_thread_get_fd (const NetopCaptureThread *self)
{
  return self->answer_pipe[0];
}

/**
 * netop_capture_thread_send:
 * @harvest: (transfer full): what is asked
 */
void
netop_capture_thread_send (NetopCaptureThread *self,
                           NetopHarvest       *harvest)
{
  g_async_queue_push (self->asked, harvest);
  if (write (self->ask_pipe[1], "", 1) < 0)
    g_warning ("The capture thread cannot be reached");
}

/**
 * netop_capture_thread_receive:
 *
 * Returns: (transfer full): the answer, which is waited for
 */
NetopHarvest *
netop_capture_thread_receive (NetopCaptureThread *self)
{
  char byte;

  if (read (self->answer_pipe[0], &byte, 1) < 0)
    g_warning ("The capture thread cannot be heard");
  return g_async_queue_pop (self->answer);
}

/**
 * netop_harvest_new:
 *
 * Returns: (transfer full): an empty one
 */
NetopHarvest *
netop_harvest_new (void)
{
  NetopHarvest *self = g_new0 (NetopHarvest, 1);

  self->flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  self->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
  self->updates = g_array_new (FALSE, FALSE, sizeof (NetopFlowUpdate));
  return self;
}

/**
 * netop_harvest_free:
 * @self: (transfer full) (nullable): one
 */
void
netop_harvest_free (NetopHarvest *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->flows);
  g_array_unref (self->closed);
  g_array_unref (self->updates);
  g_clear_pointer (&self->local, netop_local_addresses_unref);
  g_clear_error (&self->error);
  g_free (self);
}
