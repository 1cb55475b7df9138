/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-resolver.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "netop-known-holders.h"
#include "netop-lookup-budget.h"
#include "netop-lookup.h"
#include "netop-processor.h"

/* Theory of operation.
 *
 * Most processes that cannot be named are gone before anybody looks. So what the trigger handle shows, a SYN or a
 * query, is looked up at once: the socket by its tuple, then the descriptors of the processes that started last,
 * newest first, which the process connector tells, and in turn of those that were found to hold something of late: a
 * process that lives long may make connections that do not. At real-time priority this names 99.95 % of short curl
 * runs, at normal priority 89 % (measured on a machine of two cores).
 *
 * What is not found that way, and what main asks, goes to the normal thread: it walks the descriptors of all
 * processes, at once if the last walk is 250 ms ago, into an index, and answers all that wait from there. The index is
 * then shared: the real-time thread looks there for sockets that are older than their packets, and main for what has
 * changed hands. For that a walk is made now and then also when nobody asks.
 *
 * There is a real-time thread for each of the first processors, and they take turns: where a packet is sent one is in
 * the sender's place at once. On a virtual machine of two that slept otherwise one thread named 95 %, two 100 %.
 *
 * A lookup is paid for by what it cost: with a bucket that is filled by time, and so also where a process has a million
 * descriptors the real-time thread leaves the machine to others. */

#define REALTIME_PRIORITY 10
#define MAX_REALTIME_THREADS 4
/* What one lookup looks at, on the real-time thread and on the normal one. */
#define REALTIME_DESCRIPTORS 2048
#define REALTIME_ALL_DESCRIPTORS 4096
#define NORMAL_DESCRIPTORS 8192
#define URGENT_AT_ONCE 32
#define MAX_REQUESTS 32768 /* in the queue of the normal thread, and waiting for its next walk */
#define MAX_RESULTS 16384
#define MAX_URGENT 1024
#define MAX_EVENTS 16384
#define MAX_INODES 131072
#define WALK_INTERVAL_US (250 * 1000)
/* Of walks for which nobody asked; they take at most this part of the time. */
#define REGULAR_WALK_US (5 * G_USEC_PER_SEC)
#define REGULAR_WALK_PART 200
#define UNHELD_US (2 * G_USEC_PER_SEC)
/* Notices of processes are read before each lookup; otherwise they come in bursts, and can wait. */
#define EVENTS_INTERVAL_US (100 * 1000)

struct _NetopResolver
{
  NetopResolverOptions options;
  NetopProcessEvents  *events; /* borrowed; NULL where there are none */
  bool                 realtime_refused;

  GThread *realtime_threads[MAX_REALTIME_THREADS];
  GThread *normal_thread;
  int      stop_pipe[2];
  int      result_pipe[2];
  int      urgent_pipe[2];

  /* Of the real-time threads, behind their lock; where they are not started, of whoever calls. */
  GMutex          realtime_lock;
  bool            trigger_ended;
  NetopLookup     realtime;
  NetopRecentPids newest;

  int64_t           all_us; /* when all processes were last looked at */
  NetopLookupBudget budget;

  /* Of the normal thread. */
  NetopLookup normal;
  GPtrArray  *waiting; /* of NetopResolverRequest, for the next walk */
  int64_t     walked_us;
  int64_t     regular_walk_us;

  GAsyncQueue *requests; /* of NetopResolverRequest; the resolver itself asks to stop */
  GAsyncQueue *urgent;   /* of NetopResolverRequest, for the real-time thread */
  GAsyncQueue *results;  /* of NetopResolverResult */
  GAsyncQueue *notices;  /* of NetopProcessEvent */

  NetopKnownHolders *known;
  NetopHolderIndex  *told_index; /* (nullable) of helper main: the last one it took */

  atomic_uint_fast64_t lookups;
  atomic_uint_fast64_t lookups_us;
  atomic_uint_fast64_t deferred;
  atomic_uint_fast64_t dropped;
  atomic_uint_fast64_t walks;
  atomic_int_fast64_t  events_us;    /* when notices were last read: the first real-time thread looks without the lock */
  atomic_int           n_realtime;   /* threads that began */
  atomic_uint          n_dispatched; /* how often one came to the trigger handle */
  atomic_int           n_pending;    /* requests the normal thread has not answered */
  atomic_bool          is_told;      /* the result pipe has its byte */
};

/* Once for all that is there until helper main looks. */
static void
tell_main (NetopResolver *self)
{
  if (atomic_exchange (&self->is_told, true))
    return;
  if (write (self->result_pipe[1], "", 1) < 0)
    self->is_told = false;
}

static void
push_result (NetopResolver              *self,
             NetopLookup                *lookup,
             const NetopResolverRequest *request,
             const NetopHolders         *holders)
{
  NetopResolverResult *result;

  if (g_async_queue_length (self->results) >= MAX_RESULTS)
    {
      self->dropped++;
      return;
    }

  result = g_new0 (NetopResolverResult, 1);
  result->key = request->key;
  result->time_us = request->time_us;
  result->found_socket = request->found_socket;
  result->socket = request->socket;
  result->holders = *holders;
  for (guint i = 0; i < holders->n_pids; i++)
    netop_process_table_read_lately (lookup->processes, holders->pids[i], &result->processes[i]);

  g_async_queue_push (self->results, result);
  tell_main (self);
}

static void
defer (NetopResolver              *self,
       const NetopResolverRequest *request)
{
  if (g_async_queue_length (self->requests) >= MAX_REQUESTS)
    {
      self->dropped++;
      return;
    }

  self->n_pending++;
  g_async_queue_push (self->requests, g_memdup2 (request, sizeof *request));
}

/* Where there is nothing for it in the budget: the normal thread has more time. Of what comes from outside it is not
 * given more than it can do. */
static void
ask_late (NetopResolver              *self,
          const NetopResolverRequest *request)
{
  self->deferred++;
  if (!request->is_received || netop_lookup_budget_take_late (&self->budget))
    defer (self, request);
}

static void
remember_event (const NetopProcessEvent *event,
                void                    *user_data)
{
  NetopResolver *self = user_data;
  int            n_waiting = g_async_queue_length (self->notices);

  if (event->kind != NETOP_PROCESS_EVENT_EXIT)
    netop_recent_pids_touch (&self->newest, event->pid);

  /* A fork is only a hint of who has a socket too: it takes nobody's place. */
  if (event->kind == NETOP_PROCESS_EVENT_FORK && n_waiting >= MAX_EVENTS / 2)
    return;
  if (n_waiting < MAX_EVENTS)
    g_async_queue_push (self->notices, g_memdup2 (event, sizeof *event));
  else
    self->dropped++;
}

static void
read_events (NetopResolver *self)
{
  if (self->events == NULL)
    return;

  self->events_us = g_get_monotonic_time ();
  self->dropped += netop_process_events_dispatch (self->events, remember_event, self);
  /* A program that is started in a network namespace that nobody knows yet is not to wait for the next tick. */
  if (g_async_queue_length (self->notices) > 0)
    tell_main (self);
}

/* A few at a time: what the trigger shows does not wait for a flood of others. */
static void
answer_urgent (NetopResolver *self)
{
  NetopResolverRequest *request = NULL;
  char                  bytes[64];

  while (read (self->urgent_pipe[0], bytes, sizeof bytes) > 0)
    continue;
  for (guint i = 0; i < URGENT_AT_ONCE && (request = g_async_queue_try_pop (self->urgent)) != NULL; i++)
    {
      netop_resolver_request_now (self, request);
      g_free (request);
    }
}

/* Polls for notices only when they were not read for a while. */
static int
prepare_events (NetopResolver *self,
                struct pollfd *fd)
{
  int64_t wait_us = self->events_us + EVENTS_INTERVAL_US - g_get_monotonic_time ();

  if (self->events == NULL)
    return -1;

  fd->fd = wait_us <= 0 ? netop_process_events_get_fd (self->events) : -1;
  return wait_us <= 0 ? -1 : (int)(wait_us / 1000 + 1);
}

static void *
run_realtime (void *data)
{
  NetopResolver *self = data;
  struct pollfd  fds[] = {
     { .fd = self->stop_pipe[0], .events = POLLIN },
     { .fd = self->options.trigger_fd, .events = POLLIN },
     { .fd = -1, .events = POLLIN },
     { .fd = self->urgent_pipe[0], .events = POLLIN },
  };

  const guint number = (guint)self->n_realtime++;

  netop_processor_settle (number);
  while (fds[0].revents == 0)
    {
      /* What nobody's life depends on is enough for one of them. */
      bool  has_more = number == 0;
      int   timeout_ms = has_more ? prepare_events (self, &fds[2]) : -1;
      guint n_dispatched;

      fds[3].fd = has_more ? self->urgent_pipe[0] : -1;
      if (poll (fds, G_N_ELEMENTS (fds), has_more && g_async_queue_length (self->urgent) > 0 ? 0 : timeout_ms) < 0)
        continue;
      n_dispatched = self->n_dispatched;
      g_mutex_lock (&self->realtime_lock);
      if (fds[2].revents != 0)
        read_events (self);
      /* What another one left while this one waited the next poll tells. */
      if (fds[1].revents != 0 && !self->trigger_ended && n_dispatched == self->n_dispatched)
        {
          self->n_dispatched++;
          self->trigger_ended = !self->options.trigger (self, self->options.trigger_data);
        }
      if (self->trigger_ended)
        fds[1].fd = -1;
      if (has_more && (fds[3].revents != 0 || g_async_queue_length (self->urgent) > 0))
        answer_urgent (self);
      g_mutex_unlock (&self->realtime_lock);
    }

  return NULL;
}

/* --- The normal thread --- */

static bool
add_to_index (uint64_t inode,
              uint32_t pid,
              int      descriptor,
              void    *user_data)
{
  netop_holder_index_add (user_data, inode, pid, descriptor);
  return true;
}

static void
add_tunnel (uint32_t    pid,
            const char *name,
            void       *user_data)
{
  netop_holder_index_add_tunnel (user_data, pid, name);
}

static void
walk (NetopResolver *self)
{
  int64_t           begun_us = g_get_monotonic_time ();
  NetopHolderIndex *fresh = netop_holder_index_new (MAX_INODES, begun_us);
  g_autoptr (NetopHolderIndex) old = netop_known_holders_get_index (self->known);

  netop_process_table_walk_sockets (self->normal.processes, add_to_index, add_tunnel, fresh);
  netop_holder_index_keep_unheld (fresh, old, begun_us - UNHELD_US);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const NetopResolverRequest *request = g_ptr_array_index (self->waiting, i);

      netop_holder_index_add_unheld (fresh, request->socket.inode, begun_us);
    }

  netop_known_holders_take_index (self->known, fresh);
  self->walks++;
  self->walked_us = g_get_monotonic_time ();
  self->regular_walk_us = self->walked_us + MAX (REGULAR_WALK_US, (self->walked_us - begun_us) * REGULAR_WALK_PART);
}

static void
answer_waiting (NetopResolver *self)
{
  g_autoptr (NetopHolderIndex) index = NULL;

  walk (self);
  index = netop_known_holders_get_index (self->known);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const NetopResolverRequest *request = g_ptr_array_index (self->waiting, i);
      NetopHolders                holders = { 0 };

      netop_holder_index_lookup (index, request->socket.inode, &holders);
      netop_known_holders_touch (self->known, &holders);
      push_result (self, &self->normal, request, &holders);
      self->n_pending--;
    }
  g_ptr_array_set_size (self->waiting, 0);
}

static bool
find_holders (NetopResolver              *self,
              const NetopResolverRequest *request,
              NetopHolders               *holders)
{
  NetopHolderScan scan = { .processes = self->normal.processes, .n_descriptors = NORMAL_DESCRIPTORS };

  return netop_known_holders_find (self->known, &scan, request->socket.inode, holders);
}

/* Takes over @request. */
static void
handle_request (NetopResolver        *self,
                NetopResolverRequest *request)
{
  NetopHolders holders = { 0 };
  bool         askable = netop_lookup_find_socket (&self->normal, request);

  if (askable && !find_holders (self, request, &holders) && self->waiting->len < MAX_REQUESTS &&
      netop_lookup_is_there (&self->normal, request))
    {
      g_ptr_array_add (self->waiting, request);
      return;
    }

  push_result (self, &self->normal, request, &holders);
  self->n_pending--;
  g_free (request);
}

/* When the next walk is due: soon where one is waited for. */
static int64_t
get_walk_us (const NetopResolver *self)
{
  return self->waiting->len > 0 ? self->walked_us + WALK_INTERVAL_US : self->regular_walk_us;
}

static void *
run_normal (void *data)
{
  NetopResolver *self = data;
  void          *request;

  do
    {
      int64_t wait_us = get_walk_us (self) - g_get_monotonic_time ();

      request = wait_us > 0 ? g_async_queue_timeout_pop (self->requests, (guint64)wait_us) : NULL;
      if (request == NULL)
        answer_waiting (self);
      else if (request != self)
        handle_request (self, request);
    }
  while (request != self);

  return NULL;
}

/* --- Both --- */

static void
set_scheduling (int  policy,
                int  priority,
                int *result)
{
  struct sched_param parameters = { .sched_priority = priority };

  *result = pthread_setschedparam (pthread_self (), policy, &parameters);
}

/**
 * netop_resolver_new:
 * @options: copied; what it points to must outlive the resolver
 * @events: (nullable) (transfer none): read by the resolver's thread from start to free
 * @error: of %NETOP_SOCKETS_ERROR
 *
 * Opens all that the resolver needs, in the calling thread's network namespace, and raises the calling thread to
 * real-time priority where that is allowed. A thread inherits its maker's priority, so it is to be called with
 * privileges, and netop_resolver_start() later without: the priority cannot be had again after the drop, and no
 * thread need exist before it.
 *
 * Returns: (transfer full): a resolver without threads
 */
NetopResolver *
netop_resolver_new (const NetopResolverOptions *options,
                    NetopProcessEvents         *events,
                    GError                    **error)
{
  g_autoptr (NetopResolver) self = g_new0 (NetopResolver, 1);
  int refused;

  self->options = *options;
  self->events = events;
  self->stop_pipe[0] = self->stop_pipe[1] = self->result_pipe[0] = self->result_pipe[1] = -1;
  self->urgent_pipe[0] = self->urgent_pipe[1] = -1;
  netop_lookup_budget_init (&self->budget);
  self->waiting = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_async_queue_new ();
  self->urgent = g_async_queue_new ();
  self->results = g_async_queue_new ();
  self->notices = g_async_queue_new ();
  self->known = netop_known_holders_new ();
  g_mutex_init (&self->realtime_lock);
  self->walked_us = g_get_monotonic_time () - WALK_INTERVAL_US;
  self->regular_walk_us = g_get_monotonic_time () + REGULAR_WALK_US;

  if (!g_unix_open_pipe (self->stop_pipe, FD_CLOEXEC, error) || !g_unix_open_pipe (self->result_pipe, FD_CLOEXEC, error))
    return NULL;
  if (!g_unix_set_fd_nonblocking (self->result_pipe[0], TRUE, error) || !g_unix_set_fd_nonblocking (self->result_pipe[1], TRUE, error))
    return NULL;
  if (!g_unix_open_pipe (self->urgent_pipe, FD_CLOEXEC, error) || !g_unix_set_fd_nonblocking (self->urgent_pipe[0], TRUE, error) ||
      !g_unix_set_fd_nonblocking (self->urgent_pipe[1], TRUE, error))
    return NULL;
  if (!netop_lookup_open (&self->realtime, options, error) || !netop_lookup_open (&self->normal, options, error))
    return NULL;

  set_scheduling (SCHED_FIFO, REALTIME_PRIORITY, &refused);
  self->realtime_refused = refused != 0;
  return g_steal_pointer (&self);
}

static void
close_pipe (int fds[2])
{
  for (guint i = 0; i < 2; i++)
    {
      if (fds[i] >= 0)
        close (fds[i]);
    }
}

/**
 * netop_resolver_stop_realtime:
 * @self: a resolver
 *
 * Stops the real-time threads, waiting for the lookup that is going on, which is short: what the trigger works on is
 * the caller's again.
 */
void
netop_resolver_stop_realtime (NetopResolver *self)
{
  if (self->realtime_threads[0] == NULL)
    return;

  /* Nobody reads it: all of them see it. */
  if (write (self->stop_pipe[1], "", 1) < 0)
    g_error ("The resolver cannot be stopped: %s", g_strerror (errno));
  for (guint i = 0; i < MAX_REALTIME_THREADS && self->realtime_threads[i] != NULL; i++)
    g_thread_join (g_steal_pointer (&self->realtime_threads[i]));
}

static void
stop_normal (NetopResolver *self)
{
  if (self->normal_thread == NULL)
    return;

  /* In front, so that it does not wait for thousands of lookups. */
  g_async_queue_push_front (self->requests, self);
  g_thread_join (self->normal_thread);
}

/**
 * netop_resolver_free:
 * @self: (transfer full) (nullable): a resolver
 *
 * Stops the threads; waits for a walk that is going on.
 */
void
netop_resolver_free (NetopResolver *self)
{
  void *item;

  if (self == NULL)
    return;

  netop_resolver_stop_realtime (self);
  stop_normal (self);
  while ((item = g_async_queue_try_pop (self->requests)) != NULL)
    g_free (item);
  while ((item = g_async_queue_try_pop (self->urgent)) != NULL)
    g_free (item);
  while ((item = g_async_queue_try_pop (self->results)) != NULL)
    netop_resolver_result_free (item);
  while ((item = g_async_queue_try_pop (self->notices)) != NULL)
    g_free (item);

  g_async_queue_unref (self->requests);
  g_async_queue_unref (self->urgent);
  g_async_queue_unref (self->results);
  g_async_queue_unref (self->notices);
  g_ptr_array_unref (self->waiting);
  netop_known_holders_free (self->known);
  g_mutex_clear (&self->realtime_lock);
  netop_holder_index_unref (self->told_index);
  netop_lookup_close (&self->realtime);
  netop_lookup_close (&self->normal);
  close_pipe (self->stop_pipe);
  close_pipe (self->result_pipe);
  close_pipe (self->urgent_pipe);
  g_free (self);
}

/**
 * netop_resolver_start:
 * @self: a resolver that has no threads yet
 *
 * Makes the real-time threads, gives the calling one back its normal priority, and makes the normal thread.
 */
void
netop_resolver_start (NetopResolver *self)
{
  int ignored;

  for (guint i = 0; i < CLAMP (g_get_num_processors (), 1, MAX_REALTIME_THREADS); i++)
    self->realtime_threads[i] = g_thread_new ("resolver-rt", run_realtime, self);
  if (!self->realtime_refused)
    set_scheduling (SCHED_OTHER, 0, &ignored);
  self->normal_thread = g_thread_new ("resolver", run_normal, self);
}

/**
 * netop_resolver_get_fd:
 *
 * Returns: readable when there are results; emptied by netop_resolver_take_result() when it finds no more
 */
int
netop_resolver_get_fd (const NetopResolver *self)
{
  return self->result_pipe[0];
}

/**
 * netop_resolver_request:
 * @request: copied
 *
 * Asks the normal thread. Every request has one result, unless a queue was full. Any thread.
 */
void
netop_resolver_request (NetopResolver              *self,
                        const NetopResolverRequest *request)
{
  defer (self, request);
}

/**
 * netop_resolver_request_soon:
 * @request: copied
 *
 * Asks the real-time thread; what it has no room for, or no time, is left alone and counted. Any thread, quick.
 */
void
netop_resolver_request_soon (NetopResolver              *self,
                             const NetopResolverRequest *request)
{
  if (request->is_received && netop_lookup_budget_is_exhausted (&self->budget))
    {
      ask_late (self, request);
      return;
    }
  if (g_async_queue_length (self->urgent) >= MAX_URGENT)
    {
      self->dropped++;
      return;
    }

  g_async_queue_push (self->urgent, g_memdup2 (request, sizeof *request));
  /* A full pipe has told already. */
  if (write (self->urgent_pipe[1], "", 1) < 0)
    return;
}

/* Where nobody tells of processes that start, as within a container, a new one is found only so, and a connection may be over
 * before the next walk: then as often as the budget allows. */
static guint
get_anywhere_descriptors (NetopResolver              *self,
                          const NetopResolverRequest *request,
                          int64_t                     now_us)
{
  if (now_us - self->all_us >= WALK_INTERVAL_US)
    return REALTIME_ALL_DESCRIPTORS;
  return self->events == NULL && !request->is_received && netop_lookup_budget_is_ample (&self->budget) ? REALTIME_DESCRIPTORS : 0;
}

/* Looks where a process that was quiet for long may make its first connection, which is over before a walk would be. */
static bool
find_anywhere (NetopResolver              *self,
               NetopHolderScan            *scan,
               const NetopResolverRequest *request,
               bool                        is_told,
               NetopHolders               *holders)
{
  const int64_t now_us = g_get_monotonic_time ();
  const guint   n_allowed = get_anywhere_descriptors (self, request, now_us);
  bool          is_found;

  if (n_allowed == 0 || (!is_told && !netop_lookup_is_there (&self->realtime, request)))
    return false;

  self->all_us = now_us;
  scan->n_descriptors = n_allowed;
  is_found = netop_known_holders_find_anywhere (self->known, scan, request->socket.inode, holders);
  netop_lookup_budget_pay (&self->budget, n_allowed - scan->n_descriptors);
  return is_found;
}

static void
answer_now (NetopResolver              *self,
            const NetopResolverRequest *request,
            bool                        is_told)
{
  const guint     n_allowed = netop_lookup_budget_get_descriptors (&self->budget, REALTIME_DESCRIPTORS, request->is_received);
  NetopHolderScan scan = {
    .processes = self->realtime.processes,
    .newest = &self->newest,
    .n_descriptors = n_allowed,
  };
  NetopHolders holders;
  bool         is_found;

  is_found = netop_known_holders_find (self->known, &scan, request->socket.inode, &holders);
  netop_lookup_budget_pay (&self->budget, n_allowed - scan.n_descriptors);
  if (is_found || find_anywhere (self, &scan, request, is_told, &holders))
    push_result (self, &self->realtime, request, &holders);
  else
    defer (self, request);
}

static void
answer_portless (NetopResolver              *self,
                 const NetopResolverRequest *request)
{
  NetopResolverRequest found[NETOP_LOOKUP_MAX_PORTLESS];
  guint                n;

  n = netop_lookup_find_portless (&self->realtime, request, found);
  for (guint i = 0; i < n; i++)
    answer_now (self, &found[i], true);
}

/**
 * netop_resolver_request_now:
 * @request: copied
 *
 * Looks up at once, on the real-time thread only. What it does not find in the shared index or in the newest
 * processes goes to the normal thread.
 */
void
netop_resolver_request_now (NetopResolver              *self,
                            const NetopResolverRequest *request)
{
  NetopResolverRequest copy = *request;
  const int64_t        begun_us = g_get_monotonic_time ();

  if (!netop_lookup_budget_take (&self->budget, request->is_received))
    {
      ask_late (self, request);
      return;
    }

  self->lookups++;
  read_events (self);
  if (netop_lookup_is_portless (request))
    answer_portless (self, request);
  else if (netop_lookup_find_socket (&self->realtime, &copy))
    answer_now (self, &copy, request->found_socket);
  self->lookups_us += (uint64_t)(g_get_monotonic_time () - begun_us);
}

/**
 * netop_resolver_take_result:
 *
 * Returns: (transfer full) (nullable): the oldest result; %NULL if there is none. Helper main
 */
NetopResolverResult *
netop_resolver_take_result (NetopResolver *self)
{
  NetopResolverResult *result = g_async_queue_try_pop (self->results);
  char                 bytes[64];

  if (result != NULL)
    return result;

  /* Emptied first and asked again: so none is left without a byte in the pipe that tells of it. */
  while (read (self->result_pipe[0], bytes, sizeof bytes) > 0)
    continue;
  self->is_told = false;
  return g_async_queue_try_pop (self->results);
}

/**
 * netop_resolver_take_index:
 *
 * Returns: (transfer full) (nullable): what the last walk found; %NULL where it was taken already. Helper main
 */
NetopHolderIndex *
netop_resolver_take_index (NetopResolver *self)
{
  NetopHolderIndex *index = netop_known_holders_get_index (self->known);

  if (index == self->told_index || netop_holder_index_get_begun_us (index) == 0)
    {
      netop_holder_index_unref (index);
      return NULL;
    }

  netop_holder_index_unref (self->told_index);
  self->told_index = netop_holder_index_ref (index);
  return index;
}

/**
 * netop_resolver_result_free:
 * @self: (transfer full) (nullable): a result
 */
void
netop_resolver_result_free (NetopResolverResult *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < NETOP_MAX_HOLDERS; i++)
    netop_process_facts_clear (&self->processes[i]);
  g_free (self);
}

/**
 * netop_resolver_take_event:
 * @event: (out): set only where there was one
 *
 * Returns: whether there was one. Helper main
 */
bool
netop_resolver_take_event (NetopResolver     *self,
                           NetopProcessEvent *event)
{
  g_autofree NetopProcessEvent *oldest = g_async_queue_try_pop (self->notices);

  if (oldest == NULL)
    return false;

  *event = *oldest;
  return true;
}

/**
 * netop_resolver_get_statistics:
 * @statistics: (out): counted since it was made
 */
void
netop_resolver_get_statistics (NetopResolver           *self,
                               NetopResolverStatistics *statistics)
{
  *statistics = (NetopResolverStatistics){
    .lookups = self->lookups,
    .lookups_us = self->lookups_us,
    .deferred = self->deferred,
    .dropped = self->dropped,
    .walks = self->walks,
    .pending = (guint)self->n_pending,
    .realtime_refused = self->realtime_refused,
    .process_events_missing = self->events == NULL,
  };
}
