/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-live-run.h"

#include "netop-boot.h"

#define DUMP_INTERVAL_US (1500 * 1000)
#define MAX_DUMP_INTERVAL_US (5 * G_USEC_PER_SEC)
#define EARLY_DUMP_US (100 * 1000)
/* What the resolver found waits for flows anyway: helper main is not woken for each. */
#define OWNERS_PAUSE_US (40 * 1000)
/* Dumps take at most this part of the time, however many sockets there are: the regular ones, up to the interval above,
 * and those for which there is a reason. */
#define REGULAR_DUMP_PART 100
#define DUMP_PART 20
#define INTERFACES_INTERVAL_US G_USEC_PER_SEC
/* Notices come in bursts, of which the last says where the other end of a pair went: they are followed so often, but take at
 * most this part of the time. */
#define NOTICES_PAUSE_US (10 * 1000)
#define NOTICES_PART 20
/* Looking at every process is for a lost notice only, where there are notices. */
#define EXITED_INTERVAL_US (15 * G_USEC_PER_SEC)
#define SETTLE_US (500 * 1000)
/* Less is two clocks being read one after the other: what keeps time slews that away. */
#define CLOCK_STEP_US (100 * 1000)
#define MAX_INTERFACES 4096
#define MAX_PAYLOAD_FLOWS 65536

typedef enum {
  STATE_RUNNING,
  STATE_DRAINING, /* the last harvest is under way, or waits for the one before */
  STATE_SETTLING, /* the last owners are looked up */
  STATE_OVER,
} State;

typedef struct
{
  NetopLiveParts     parts;
  NetopJoiner       *joiner;
  NetopPayloadFlows *payload; /* NULL where packets are captured */
  NetopTick         *tick;
  NetopHarvest      *harvest; /* NULL while it is under way */
  State              state;
  uint64_t           sequence;
  int64_t            interval_us;
  int64_t            next_tick_us;
  int64_t            next_dump_us;
  int64_t            earliest_dump_us; /* where there is a reason for an early one */
  int64_t            dumped_us;        /* 0 before the first */
  int64_t            exited_us;
  int64_t            owners_us; /* when the resolver is heard again */
  int64_t            interfaces_us;
  int64_t            notices_pause_us;
  int64_t            settle_end_us;
  bool               interfaces_due;
  bool               addresses_due; /* read, and not yet in a tick */
  uint64_t           n_overruns;    /* of the kernel's queue of notices */
  bool               drain_asked;
  bool               client_gone;
  NetopByeReason     bye_reason;
  char              *bye_text;
} Run;

enum {
  FD_COMMANDS,
  FD_FRAMES,
  FD_HARVEST,
  FD_RESOLVER,
  FD_INTERFACES,
  N_FDS,
};

/* --- What comes in --- */

static void
take_end (const NetopSocketFacts *facts,
          void                   *user_data)
{
  Run *run = user_data;

  netop_joiner_take_end (run->joiner, facts, facts->sample_us);
}

/* After what the resolver found: those sockets were there before. What was not told the next dump tells, which comes
 * soon then. */
static void
take_ends (Run *run)
{
  guint n_overruns = run->parts.notices != NULL ? netop_socket_notices_dispatch (run->parts.notices, take_end, run) : 0;

  run->n_overruns += n_overruns;
  if (n_overruns > 0)
    run->next_dump_us = MIN (run->next_dump_us, run->earliest_dump_us);
}

static void
take_owners (Run    *run,
             int64_t now_us)
{
  g_autoptr (NetopHolderIndex) index = NULL;
  NetopProcessEvent event;

  netop_joiner_take_results (run->joiner);
  while (netop_resolver_take_event (run->parts.resolver, &event))
    {
      netop_joiner_take_event (run->joiner, &event, now_us);
      netop_namespaces_take_event (run->parts.namespaces, event.kind, event.pid);
    }
  take_ends (run);

  index = netop_resolver_take_index (run->parts.resolver);
  if (index != NULL)
    netop_joiner_take_holders (run->joiner, index);
}

/* What fails here is told by the age of the last dump that did not. */
static void
dump_sockets (Run *run)
{
  int64_t now_us = g_get_monotonic_time ();
  int64_t end_us;
  int64_t interval_us;

  if (netop_joiner_take_dump (run->joiner, run->parts.sockets, now_us, NULL))
    run->dumped_us = now_us;
  end_us = g_get_monotonic_time ();
  run->earliest_dump_us = end_us + MAX (EARLY_DUMP_US, (end_us - now_us) * DUMP_PART);
  interval_us = run->payload != NULL ? run->interval_us : CLAMP ((end_us - now_us) * REGULAR_DUMP_PART, DUMP_INTERVAL_US, MAX_DUMP_INTERVAL_US);
  run->next_dump_us = MAX (run->earliest_dump_us, end_us + interval_us);
}

static void
find_exited (Run    *run,
             int64_t now_us)
{
  NetopResolverStatistics statistics;

  netop_resolver_get_statistics (run->parts.resolver, &statistics);
  netop_joiner_find_exited (run->joiner, now_us);
  run->exited_us = now_us + (statistics.process_events_missing ? DUMP_INTERVAL_US : EXITED_INTERVAL_US);
}

/* Tells the threads whose packets are whose from now on. */
static void
hand_out_local (Run    *run,
                int64_t now_us)
{
  guint                        n;
  guint                        n_far;
  const NetopInterfaceAddress *addresses = netop_interface_list_get_addresses (run->parts.interfaces, &n);
  const NetopFarNamespace     *far = netop_namespaces_get_far (run->parts.namespaces, &n_far);
  NetopLocalAddresses         *local = netop_local_addresses_new_with_namespaces (addresses, n, far, n_far);

  if (run->parts.trigger != NULL)
    netop_trigger_take_local (run->parts.trigger, netop_local_addresses_ref (local));
  if (run->parts.dns != NULL)
    netop_dns_capture_take_local (run->parts.dns, netop_local_addresses_ref (local));
  g_clear_pointer (&run->harvest->local, netop_local_addresses_unref);
  run->harvest->local = local;
  /* What the ring holds until the capture thread knows of it is taken for somebody else's. */
  run->next_tick_us = now_us;
}

static void
refresh_namespaces (Run    *run,
                    int64_t now_us)
{
  if (netop_namespaces_refresh (run->parts.namespaces, now_us))
    hand_out_local (run, now_us);
}

static void
refresh_interfaces (Run    *run,
                    int64_t now_us)
{
  bool changed = false;

  run->interfaces_us = now_us + INTERFACES_INTERVAL_US;
  if (!netop_interface_list_refresh (run->parts.interfaces, &changed, NULL))
    return;

  run->notices_pause_us = MAX (NOTICES_PAUSE_US, (g_get_monotonic_time () - now_us) * NOTICES_PART);

  run->interfaces_due = true;
  if (changed)
    {
      run->addresses_due = true;
      netop_namespaces_note_change (run->parts.namespaces);
      hand_out_local (run, now_us);
    }
}

/* A tick may not know less of the interfaces than the packets that it brings: a notice that came while the harvest was
 * away is followed before the tick is made. */
static void
follow_notices (Run    *run,
                int64_t now_us)
{
  GPollFD fd = { .fd = netop_interface_list_get_fd (run->parts.interfaces), .events = G_IO_IN };

  if (g_poll (&fd, 1, 0) > 0)
    refresh_interfaces (run, now_us);
}

/* --- What goes out --- */

static void
fill_interfaces (Run *run)
{
  const NetopInterface        *interfaces;
  const NetopInterfaceAddress *addresses;
  guint                        n;

  if (run->interfaces_due)
    {
      interfaces = netop_interface_list_get_interfaces (run->parts.interfaces, &n);
      g_array_append_vals (run->tick->interfaces, interfaces, MIN (n, MAX_INTERFACES));
      run->interfaces_due = false;
    }
  if (run->addresses_due)
    {
      addresses = netop_interface_list_get_addresses (run->parts.interfaces, &n);
      g_array_append_vals (run->tick->addresses, addresses, MIN (n, MAX_INTERFACES));
      run->tick->addresses_changed = true;
      run->addresses_due = false;
    }
}

static void
fill_health (Run *run)
{
  const NetopHarvest     *harvest = run->harvest;
  NetopResolverStatistics resolver;

  netop_resolver_get_statistics (run->parts.resolver, &resolver);
  run->tick->health = (NetopHealth){
    .packets = harvest->capture.packets,
    .dropped_kernel_main = harvest->capture.dropped_kernel,
    .dropped_kernel_trigger = run->parts.trigger != NULL ? netop_trigger_get_dropped (run->parts.trigger) : 0,
    .dropped_queue = resolver.dropped + run->n_overruns,
    .evictions = harvest->table.evictions,
    .not_ip = harvest->not_ip,
    .malformed = harvest->malformed,
    .lookups = resolver.lookups,
    .deferred_lookups = resolver.deferred,
    .lookups_us = resolver.lookups_us,
    .lost_payloads = run->parts.dns != NULL ? netop_dns_capture_get_lost (run->parts.dns) : 0,
    .lost_sockets = netop_joiner_get_lost (run->joiner) + (run->payload != NULL ? netop_payload_flows_get_lost (run->payload) : 0),
    .socket_dump_age_us = run->dumped_us != 0 ? MAX (harvest->mono_us - run->dumped_us, 0) : -1,
  };
}

/* The rows that the harvest brought change places with the empty ones of the last tick. */
static void
swap_rows (GArray **a,
           GArray **b)
{
  GArray *rows = *a;

  *a = *b;
  *b = rows;
}

static uint64_t
find_flow (const NetopFlowKey *key,
           int64_t             time_us,
           void               *user_data)
{
  Run *run = user_data;

  return netop_joiner_find_flow (run->joiner, key, time_us);
}

/* The wall clock calls the start of the machine otherwise: it was stepped, and that is no sleep. */
static void
follow_wall_clock (Run *run)
{
  NetopHello   *hello = run->parts.hello;
  const int64_t boot_us = run->harvest->boot_real_us;
  const int64_t step_us = boot_us - hello->boot_real_us;

  if (boot_us == 0 || hello->boot_real_us == 0 || ABS (step_us) < CLOCK_STEP_US)
    return;

  hello->boot_real_us = boot_us;
  hello->start_real_us = MAX (hello->start_real_us + step_us, 0);
  netop_stream_send (run->parts.stream, netop_hello_encode (hello));
}

static void
send_tick (Run *run,
           bool final)
{
  NetopTick *tick = run->tick;

  follow_wall_clock (run);
  netop_tick_clear (tick);
  tick->sequence = ++run->sequence;
  tick->mono_us = run->harvest->mono_us;
  tick->real_us = run->harvest->real_us;
  tick->final = final;
  fill_interfaces (run);
  netop_joiner_fill (run->joiner, tick);
  if (run->parts.dns != NULL)
    netop_dns_capture_fill (run->parts.dns, tick, find_flow, run);
  swap_rows (&tick->flows, &run->harvest->flows);
  swap_rows (&tick->closed, &run->harvest->closed);
  fill_health (run);
  netop_stream_send_tick (run->parts.stream, tick);
}

/* --- The states --- */

static void
end_run (Run           *run,
         NetopByeReason reason,
         const char    *text)
{
  if (run->bye_text != NULL)
    return;

  run->bye_reason = reason;
  run->bye_text = g_strdup (text);
  run->state = STATE_DRAINING;
}

static void
say_goodbye (Run *run)
{
  send_tick (run, true);
  netop_stream_send_bye (run->parts.stream, run->bye_reason, run->bye_text);
  run->client_gone = !netop_stream_finish (run->parts.stream, -1);
  run->state = STATE_OVER;
}

static void
use_harvest (Run    *run,
             int64_t now_us)
{
  g_array_set_size (run->harvest->updates, 0);
  netop_joiner_take_flows (run->joiner, run->harvest->flows, run->harvest->closed, now_us);
  follow_notices (run, now_us);

  if (run->harvest->error != NULL)
    end_run (run, NETOP_BYE_CAPTURE_LOST, run->harvest->error->message);
  if (run->harvest->error != NULL || run->drain_asked)
    {
      dump_sockets (run);
      run->settle_end_us = now_us + SETTLE_US;
      run->state = STATE_SETTLING;
    }
  else
    {
      send_tick (run, false);
    }
}

static void
take_harvest (Run    *run,
              int64_t now_us)
{
  run->harvest = netop_capture_thread_receive (run->parts.capture);
  use_harvest (run, now_us);
}

/* Without packets there is nothing to wait for: what the last dump said is the harvest. */
static void
harvest_sockets (Run *run)
{
  NetopHarvest *harvest = run->harvest;

  if (run->drain_asked)
    dump_sockets (run);
  harvest->mono_us = g_get_monotonic_time ();
  harvest->real_us = g_get_real_time ();
  harvest->boot_real_us = netop_boot_get_real_us ();
  g_array_set_size (harvest->flows, 0);
  g_array_set_size (harvest->closed, 0);
  netop_payload_flows_take_dirty (run->payload, harvest->flows, harvest->closed);
  use_harvest (run, harvest->mono_us);
}

static void
ask_capture (Run *run,
             bool drain)
{
  int64_t now_us = g_get_monotonic_time ();

  netop_joiner_find_replaced (run->joiner, run->parts.sockets, now_us);
  netop_joiner_correct_holders (run->joiner, now_us);
  netop_joiner_give_updates (run->joiner, run->harvest->updates);
  if (run->payload != NULL)
    {
      harvest_sockets (run);
      return;
    }

  run->harvest->drain = drain;
  netop_capture_thread_send (run->parts.capture, g_steal_pointer (&run->harvest));
}

static void
work (Run    *run,
      int64_t now_us)
{
  NetopResolverStatistics resolver;
  bool                    idle = netop_stream_is_idle (run->parts.stream);

  if (now_us >= run->next_dump_us && run->state == STATE_RUNNING)
    dump_sockets (run);
  if (now_us >= run->exited_us)
    find_exited (run, now_us);
  if (run->harvest == NULL)
    return;
  if (now_us >= run->interfaces_us)
    refresh_interfaces (run, now_us);

  if (now_us >= netop_namespaces_get_due_us (run->parts.namespaces))
    refresh_namespaces (run, now_us);

  if (run->state == STATE_RUNNING && idle && now_us >= run->next_tick_us)
    {
      run->next_tick_us = MAX (run->next_tick_us + run->interval_us, now_us);
      ask_capture (run, false);
    }
  else if (run->state == STATE_DRAINING)
    {
      run->drain_asked = true;
      refresh_interfaces (run, now_us);
      ask_capture (run, true);
    }
  else if (run->state == STATE_SETTLING)
    {
      netop_resolver_get_statistics (run->parts.resolver, &resolver);
      if (resolver.pending == 0 || now_us >= run->settle_end_us)
        {
          take_owners (run, now_us);
          say_goodbye (run);
        }
    }
}

static void
obey (Run                *run,
      const NetopCommand *command)
{
  if (command->type == NETOP_MESSAGE_STOP)
    end_run (run, NETOP_BYE_STOPPED, "");
  else if (command->type == NETOP_MESSAGE_INTERVAL)
    run->interval_us = (int64_t)CLAMP (command->interval_ms, NETOP_INTERVAL_MIN_MS, NETOP_INTERVAL_MAX_MS) * 1000;
}

static int
get_timeout_ms (const Run *run,
                int64_t    now_us)
{
  int64_t due_us = MIN (run->next_dump_us, run->exited_us);

  if (run->harvest != NULL)
    due_us = MIN (due_us, MIN (run->interfaces_us, netop_namespaces_get_due_us (run->parts.namespaces)));
  if (run->harvest != NULL && netop_stream_is_idle (run->parts.stream))
    due_us = MIN (due_us, run->next_tick_us);
  if (run->state == STATE_SETTLING)
    due_us = MIN (due_us, now_us + 5000);
  return (int)CLAMP ((due_us - now_us + 999) / 1000, 0, NETOP_INTERVAL_MAX_MS);
}

/* How long notices of interfaces wait yet. */
static int64_t
get_notices_pause_us (const Run *run,
                      int64_t    now_us)
{
  return run->interfaces_us - INTERFACES_INTERVAL_US + run->notices_pause_us - now_us;
}

static void
poll_once (Run *run)
{
  GPollFD fds[N_FDS] = {
    [FD_HARVEST] = { .fd = run->parts.capture != NULL ? netop_capture_thread_get_fd (run->parts.capture) : -1, .events = G_IO_IN },
    [FD_RESOLVER] = { .fd = netop_resolver_get_fd (run->parts.resolver), .events = G_IO_IN },
    [FD_INTERFACES] = { .fd = netop_interface_list_get_fd (run->parts.interfaces), .events = G_IO_IN },
  };
  NetopCommand command = { 0 };
  int64_t      now_us = g_get_monotonic_time ();
  int          timeout_ms = get_timeout_ms (run, now_us);
  int64_t      pause_us = get_notices_pause_us (run, now_us);
  /* Notices wait while the harvest, which takes the addresses along, is away. */
  guint n = run->harvest != NULL && pause_us <= 0 ? N_FDS : FD_INTERFACES;

  if (run->harvest != NULL && pause_us > 0)
    timeout_ms = MIN (timeout_ms, (int)(pause_us / 1000 + 1));
  if (now_us < run->owners_us)
    {
      fds[FD_RESOLVER].fd = -1;
      timeout_ms = MIN (timeout_ms, (int)((run->owners_us - now_us) / 1000 + 1));
    }
  netop_stream_get_poll_fds (run->parts.stream, fds);
  if (g_poll (fds, n, timeout_ms) < 0)
    return;

  now_us = g_get_monotonic_time ();
  switch (netop_stream_dispatch (run->parts.stream, fds, &command))
    {
    case NETOP_STREAM_GONE:
      run->client_gone = true;
      run->state = STATE_OVER;
      return;

    case NETOP_STREAM_GARBAGE:
      netop_stream_refuse (run->parts.stream);
      run->state = STATE_OVER;
      return;

    case NETOP_STREAM_COMMAND:
      obey (run, &command);
      break;

    case NETOP_STREAM_QUIET:
    default:
      break;
    }

  if (fds[FD_RESOLVER].revents != 0)
    run->owners_us = now_us + OWNERS_PAUSE_US;
  take_owners (run, now_us);
  if (fds[FD_INTERFACES].revents != 0)
    run->interfaces_us = now_us;
  if (fds[FD_HARVEST].revents != 0)
    take_harvest (run, now_us);
  if (run->state != STATE_OVER)
    work (run, now_us);
}

/**
 * netop_live_run:
 * @parts: opened, with the threads started; hello was said
 *
 * Sends ticks until the client stops or goes, or the capture is lost. While the client does not read no tick is
 * built, and what changes meanwhile goes into the next one.
 *
 * Returns: false where the client went before it had all, and then nothing is freed
 */
bool
netop_live_run (const NetopLiveParts *parts)
{
  int64_t now_us = g_get_monotonic_time ();
  Run     run = {
        .parts = *parts,
        .joiner = netop_joiner_new (parts->processes, parts->resolver),
        .tick = netop_tick_new (),
        .harvest = netop_harvest_new (),
        .interval_us = NETOP_INTERVAL_DEFAULT_MS * 1000,
        .next_tick_us = now_us,
        .exited_us = now_us + DUMP_INTERVAL_US,
        .interfaces_due = true,
        .addresses_due = true,
        .interfaces_us = now_us + INTERFACES_INTERVAL_US,
  };

  if (parts->capture == NULL)
    {
      run.payload = netop_payload_flows_new (MAX_PAYLOAD_FLOWS);
      netop_joiner_set_payload_flows (run.joiner, run.payload);
    }
  netop_joiner_set_namespaces (run.joiner, parts->namespaces, parts->twins);
  refresh_namespaces (&run, now_us);
  dump_sockets (&run);
  while (run.state != STATE_OVER)
    poll_once (&run);
  if (run.client_gone)
    return false;

  netop_harvest_free (run.harvest);
  netop_tick_free (run.tick);
  netop_joiner_free (run.joiner);
  netop_payload_flows_free (run.payload);
  g_free (run.bye_text);
  return true;
}
