/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-process-events.h"
#include "netop-process-facts.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/**
 * NetopResolverRequest:
 * @time_us: monotonic time of the packet that asks
 *
 * A tuple whose owner is wanted.
 */
typedef struct
{
  NetopFlowKey key;
  int64_t      time_us;
} NetopResolverRequest;

/**
 * NetopResolverResult:
 * @found_socket: @socket means something
 * @holders: pids of the processes that hold it, newest first; the first @n_holders
 * @process: of the first holder, read at once, while it lived; to be cleared by the receiver; pid 0 if none
 *
 * What the resolver learnt about one tuple.
 */
typedef struct
{
  NetopFlowKey      key;
  int64_t           time_us;
  bool              found_socket;
  NetopSocketFacts  socket;
  uint32_t          n_holders;
  uint32_t          holders[4];
  NetopProcessFacts process;
} NetopResolverResult;

/**
 * NetopResolver:
 *
 * Two threads, made in setup before privileges are dropped: a real-time one (where allowed) for single
 * lookups, with a token bucket of 2,000 a second, and a normal one for full walks and overload. Requests and
 * results cross in bounded queues; what overflows is counted.
 */
typedef struct _NetopResolver NetopResolver;

/**
 * NetopResolverOptions:
 * @trigger_fd: readable when the trigger handle has packets, or -1
 * @trigger: called on the real-time thread then; hands what it finds to netop_resolver_request_now()
 */
typedef struct
{
  uint32_t    namespace_id;
  const char *proc_root;
  int         trigger_fd;
  void (*trigger) (NetopResolver *resolver, void *user_data);
  void *trigger_data;
} NetopResolverOptions;

typedef struct
{
  uint64_t lookups;
  uint64_t deferred;
  uint64_t dropped;
  bool     realtime_refused;
  bool     process_events_missing;
} NetopResolverStatistics;

NetopResolver       *netop_resolver_new (const NetopResolverOptions *options, NetopProcessEvents *events, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool                 netop_resolver_start (NetopResolver *self, GError **error);
void                 netop_resolver_free (NetopResolver *self);
void                 netop_resolver_request (NetopResolver *self, const NetopResolverRequest *request);
void                 netop_resolver_request_now (NetopResolver *self, const NetopResolverRequest *request);
NetopResolverResult *netop_resolver_take_result (NetopResolver *self);
void                 netop_resolver_result_free (NetopResolverResult *self);
bool                 netop_resolver_take_event (NetopResolver *self, NetopProcessEventKind *kind, uint32_t *pid);
void                 netop_resolver_get_statistics (NetopResolver *self, NetopResolverStatistics *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopResolver, netop_resolver_free)

G_END_DECLS
