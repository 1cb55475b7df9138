/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-worker.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "netop-address-database-reader.h"
#include "netop-application-reader.h"
#include "netop-attribution.h"
#include "netop-dns-configuration-reader.h"
#include "netop-hosts-reader.h"
#include "netop-reverse-names.h"
#include "netop-service-reader.h"

/* Ticks are not spaced to the microsecond: one that comes this much early is in time. */
#define REFRESH_SLACK_US (50 * 1000)

/* Of the first moments everything is new: the helper looks up who holds what while the first tick is on its way. So
 * long nobody waits for the interval. */
#define EAGER_US G_USEC_PER_SEC

/* Whoever drops a snapshot last has to release thousands of rows. That is not to be the thread that draws: it has dropped the
 * one before the newest by the time that the next is made, and then that goes here. */
#define N_GIVEN 2

struct _NetopAttributionWorker
{
  NetopAttributionWorkerOptions options;
  NetopMessageQueue            *queue;
  GThread                      *thread;
  atomic_uint                   refresh_interval_ms;
  atomic_bool                   carriers_counted;
  atomic_bool                   loopback_shown;
  atomic_uint                   keep_closed_s;
  atomic_uint                   shown_interface;

  /* The thread's own. */
  NetopAttribution      *attribution;
  bool                   knows_applications;
  NetopDnsConfiguration *dns_configuration; /* the one that @attribution has, borrowed, like the next two */
  NetopHosts            *hosts;
  NetopAddressDatabases *address_databases;
  bool                   knows_services;
  bool                   is_file;
  int64_t                first_us;
  int64_t                last_us;
  int64_t                refreshed_us;
  guint                  refreshed_interface;
  bool                   stopping;
  bool                   over;
  NetopSnapshot         *given[N_GIVEN]; /* the newest first */
};

static void
end (NetopAttributionWorker *self,
     NetopSourceState        state,
     GError                 *error)
{
  self->over = true;
  self->options.take_end (state, error, self->options.user_data);
}

static NetopSourceState
get_state (NetopTier tier)
{
  switch (tier)
    {
    case NETOP_TIER_FILE:
      return NETOP_SOURCE_STATE_FILE;
    case NETOP_TIER_SOCKETS:
      return NETOP_SOURCE_STATE_LIMITED;
    case NETOP_TIER_EBPF:
    case NETOP_TIER_PCAP:
    default:
      return NETOP_SOURCE_STATE_LIVE;
    }
}

/* They are read meanwhile; who needs none, because there are no processes, reads none. */
static void
look_for_applications (NetopAttributionWorker *self)
{
  NetopApplicationIndex *applications = self->knows_applications || self->is_file ? NULL : netop_application_reader_get ();

  if (applications == NULL)
    return;

  self->knows_applications = true;
  netop_attribution_take_applications (self->attribution, applications);
}

/* It may change at any time. */
static void
look_for_dns_configuration (NetopAttributionWorker *self)
{
  NetopDnsConfiguration *newest = self->is_file ? NULL : netop_dns_configuration_reader_get ();

  if (newest == self->dns_configuration)
    {
      netop_dns_configuration_unref (newest);
      return;
    }

  self->dns_configuration = newest;
  netop_attribution_take_dns_configuration (self->attribution, newest);
}

/* A file's addresses need not be of this host's surroundings. */
static void
look_for_hosts (NetopAttributionWorker *self)
{
  NetopHosts *newest = self->is_file ? NULL : netop_hosts_reader_get ();

  if (newest == self->hosts)
    {
      netop_hosts_unref (newest);
      return;
    }

  self->hosts = newest;
  netop_attribution_take_hosts (self->attribution, newest);
}

static void
look_for_address_databases (NetopAttributionWorker *self)
{
  NetopAddressDatabases *newest = netop_address_database_reader_get_databases ();

  if (newest == self->address_databases)
    {
      netop_address_databases_unref (newest);
      return;
    }

  self->address_databases = newest;
  netop_attribution_take_address_databases (self->attribution, newest);
}

static void
look_for_services (NetopAttributionWorker *self)
{
  NetopServiceNames *services = self->knows_services ? NULL : netop_service_reader_get ();

  if (services == NULL)
    return;

  self->knows_services = true;
  netop_attribution_take_services (self->attribution, services);
}

/* All that others read meanwhile, and that may change at any time. */
static void
look_around (NetopAttributionWorker *self)
{
  look_for_applications (self);
  look_for_dns_configuration (self);
  look_for_hosts (self);
  look_for_address_databases (self);
  look_for_services (self);
}

static void
take_hello (NetopAttributionWorker *self,
            const NetopHello       *hello)
{
  NetopAttributionOptions options = { .keep_ended = self->options.keep_ended, .no_dns = self->options.no_dns, .own_pid = (uint32_t)getpid () };

  if (self->attribution != NULL)
    {
      netop_attribution_follow_clock (self->attribution, hello);
      return;
    }

  self->is_file = hello->tier == NETOP_TIER_FILE;
  self->attribution = netop_attribution_new (hello, &options);
  netop_attribution_set_reverse_names (self->attribution, netop_reverse_names_find, netop_reverse_names_has_asked, NULL);
  look_around (self);
  self->options.take_state (get_state (hello->tier), self->options.user_data);
}

static bool
is_due (const NetopAttributionWorker *self,
        const NetopTick              *tick)
{
  int64_t interval_us = (int64_t)self->refresh_interval_ms * 1000;

  /* Whoever has chosen another one looks at the window. */
  if (tick->final || self->refreshed_interface != self->shown_interface)
    return true;
  return interval_us > 0 && (tick->mono_us - self->first_us < EAGER_US || tick->mono_us - self->refreshed_us + REFRESH_SLACK_US >= interval_us);
}

/* What a file has after the end of the duration is not wanted: only that it is over. */
static void
empty_late_tick (const NetopAttributionWorker *self,
                 NetopTick                    *tick)
{
  g_array_set_size (tick->flows, 0);
  g_array_set_size (tick->closed, 0);
  tick->mono_us = self->last_us;
  tick->real_us = self->last_us;
}

static void
give_snapshot (NetopAttributionWorker *self)
{
  NetopSnapshot *snapshot = netop_attribution_make_snapshot (self->attribution);

  g_clear_pointer (&self->given[N_GIVEN - 1], netop_snapshot_unref);
  memmove (self->given + 1, self->given, (N_GIVEN - 1) * sizeof self->given[0]);
  self->given[0] = netop_snapshot_ref (snapshot);
  self->options.take_snapshot (snapshot, self->options.user_data);
}

static void
take_tick (NetopAttributionWorker *self,
           NetopTick              *tick)
{
  if (self->attribution == NULL)
    return;

  if (self->stopping && self->is_file)
    empty_late_tick (self, tick);
  self->last_us = tick->mono_us;
  if (self->first_us == 0)
    self->first_us = tick->mono_us - (self->is_file ? NETOP_INTERVAL_DEFAULT_MS * 1000 : 0);

  netop_attribution_set_carriers_counted (self->attribution, self->carriers_counted);
  netop_attribution_set_loopback_shown (self->attribution, self->loopback_shown);
  netop_attribution_set_keep_closed (self->attribution, (int64_t)self->keep_closed_s * G_USEC_PER_SEC);
  netop_attribution_apply (self->attribution, tick);
  look_around (self);
  if (is_due (self, tick))
    {
      self->refreshed_us = tick->mono_us;
      self->refreshed_interface = self->shown_interface;
      netop_attribution_set_shown_interface (self->attribution, self->refreshed_interface);
      give_snapshot (self);
    }
  else
    {
      netop_attribution_name_flows (self->attribution);
    }
  if (self->options.duration_us > 0 && !self->stopping && tick->mono_us - self->first_us >= self->options.duration_us)
    {
      self->stopping = true;
      self->options.ask_to_stop (self->options.user_data);
    }
}

static NetopEngineError
get_code (NetopByeReason reason)
{
  switch (reason)
    {
    case NETOP_BYE_NOT_PERMITTED:
      return NETOP_ENGINE_ERROR_NOT_PERMITTED;
    case NETOP_BYE_CANNOT_OPEN:
    case NETOP_BYE_CAPTURE_LOST:
      return NETOP_ENGINE_ERROR_CANNOT_OPEN;
    case NETOP_BYE_BAD_ARGUMENT:
      return NETOP_ENGINE_ERROR_BAD_ARGUMENT;
    case NETOP_BYE_END_OF_FILE:
      return NETOP_ENGINE_ERROR_CUT_SHORT;
    case NETOP_BYE_STOPPED:
    case NETOP_BYE_PROTOCOL_ERROR:
    case NETOP_BYE_FAILED:
    default:
      return NETOP_ENGINE_ERROR_FAILED;
    }
}

static void
take_bye (NetopAttributionWorker *self,
          const NetopBye         *bye)
{
  bool    clean = bye->reason == NETOP_BYE_STOPPED || (bye->reason == NETOP_BYE_END_OF_FILE && *bye->text == '\0');
  GError *error = clean ? NULL : g_error_new_literal (NETOP_ENGINE_ERROR, (int)get_code (bye->reason), bye->text);

  end (self, bye->reason == NETOP_BYE_NOT_PERMITTED ? NETOP_SOURCE_STATE_REFUSED : NETOP_SOURCE_STATE_ENDED, error);
}

static void
take (NetopAttributionWorker *self,
      NetopEngineMessage     *message)
{
  if (message->error != NULL)
    {
      end (self, NETOP_SOURCE_STATE_ENDED, g_steal_pointer (&message->error));
      return;
    }

  switch (message->incoming.type)
    {
    case NETOP_MESSAGE_HELLO:
      take_hello (self, &message->incoming.hello);
      break;

    case NETOP_MESSAGE_TICK:
      take_tick (self, message->incoming.tick);
      break;

    case NETOP_MESSAGE_BYE:
      take_bye (self, &message->incoming.bye);
      break;

    case NETOP_MESSAGE_BEGUN:
    case NETOP_MESSAGE_INTERVAL:
    case NETOP_MESSAGE_STOP:
    default:
      break;
    }
}

static void *
run (void *data)
{
  NetopAttributionWorker *self = data;
  NetopEngineMessage     *message;

  while (!self->over && (message = netop_message_queue_pop (self->queue)) != NULL)
    {
      take (self, message);
      netop_engine_message_free (message);
    }

  for (guint i = 0; i < N_GIVEN; i++)
    g_clear_pointer (&self->given[i], netop_snapshot_unref);
  g_clear_pointer (&self->attribution, netop_attribution_free);
  return NULL;
}

/**
 * netop_attribution_worker_new:
 * @options: copied
 * @queue: (transfer none): read until its end
 *
 * Returns: (transfer full): a worker, running
 */
NetopAttributionWorker *
netop_attribution_worker_new (const NetopAttributionWorkerOptions *options,
                              NetopMessageQueue                   *queue)
{
  NetopAttributionWorker *self = g_new0 (NetopAttributionWorker, 1);

  self->options = *options;
  self->queue = queue;
  self->refresh_interval_ms = options->refresh_interval_ms;
  self->carriers_counted = options->carriers_counted;
  self->loopback_shown = options->loopback_shown;
  self->keep_closed_s = options->keep_closed_s;
  self->shown_interface = options->shown_interface;
  self->thread = g_thread_new ("attribution", run, self);
  return self;
}

/**
 * netop_attribution_worker_free:
 * @self: (transfer full) (nullable): whose queue is closed, or that has ended
 *
 * Waits for the thread.
 */
void
netop_attribution_worker_free (NetopAttributionWorker *self)
{
  if (self == NULL)
    return;

  g_thread_join (self->thread);
  netop_application_reader_wait ();
  netop_service_reader_wait ();
  g_free (self);
}

/**
 * netop_attribution_worker_set_refresh_interval:
 * @interval_ms: from the next tick on
 *
 * Any thread.
 */
void
netop_attribution_worker_set_refresh_interval (NetopAttributionWorker *self,
                                               guint                   interval_ms)
{
  self->refresh_interval_ms = interval_ms;
}

/**
 * netop_attribution_worker_set_carriers_counted:
 * @counted: from the next tick on
 *
 * Any thread.
 */
void
netop_attribution_worker_set_carriers_counted (NetopAttributionWorker *self,
                                               bool                    counted)
{
  self->carriers_counted = counted;
}

/**
 * netop_attribution_worker_set_listed:
 * @loopback_shown: from the next tick on
 * @keep_closed_s: the same
 *
 * Any thread.
 */
void
netop_attribution_worker_set_listed (NetopAttributionWorker *self,
                                     bool                    loopback_shown,
                                     guint                   keep_closed_s)
{
  self->loopback_shown = loopback_shown;
  self->keep_closed_s = keep_closed_s;
}

/**
 * netop_attribution_worker_set_shown_interface:
 * @interface_index: from the next tick on; 0 for all
 *
 * Any thread.
 */
void
netop_attribution_worker_set_shown_interface (NetopAttributionWorker *self,
                                              uint32_t                interface_index)
{
  self->shown_interface = interface_index;
}
