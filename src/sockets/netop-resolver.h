/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-holder-index.h"
#include "netop-namespace-tables.h"
#include "netop-process-events.h"
#include "netop-process-facts.h"
#include "netop-socket-facts.h"
#include "netop-translations.h"

G_BEGIN_DECLS

/**
 * NetopResolverRequest:
 * @interface_index: where the packet was seen; 0 where that is not known
 * @time_us: monotonic time of the packet that asks
 * @is_received: the packet came from outside, or from another network namespace: looked up at once while there is plenty
 *   of room, else, if there are not many, at normal priority
 * @found_socket: @socket is known already, from a dump: only its holders are wanted
 *
 * A tuple whose owner is wanted.
 */
typedef struct
{
  NetopFlowKey     key;
  uint32_t         interface_index;
  int64_t          time_us;
  bool             is_received;
  bool             found_socket;
  NetopSocketFacts socket;
} NetopResolverRequest;

/**
 * NetopResolverResult:
 * @found_socket: @socket means something
 * @holders: the processes that hold it, newest first
 * @processes: what is known of them, read at once, while they lived; @pid 0 of one that was too quick
 *
 * What the resolver learnt about one tuple.
 */
typedef struct
{
  NetopFlowKey      key;
  int64_t           time_us;
  bool              found_socket;
  NetopSocketFacts  socket;
  NetopHolders      holders;
  NetopProcessFacts processes[NETOP_MAX_HOLDERS];
} NetopResolverResult;

/**
 * NetopResolver:
 *
 * Real-time threads (where allowed), which take turns, for single lookups on what the trigger handle sees, with a token
 * bucket of 2,000 a second, and a normal one for full walks, overload and what helper main asks. Requests and
 * results cross in bounded queues; what overflows is counted.
 */
typedef struct _NetopResolver NetopResolver;

/**
 * NetopResolverOptions:
 * @others: (nullable) (transfer none): the other network namespaces; outlives the resolver
 * @translations: (nullable) (transfer none): of the watched namespace; outlives the resolver
 * @proc_root: (nullable): for tests; %NULL is the machine's own
 * @trigger_fd: readable when the trigger handle has packets, or -1
 * @trigger: called on the real-time thread then; hands what it finds to netop_resolver_request_now(); false once
 *   there will be no more
 */
typedef struct
{
  uint32_t namespace_id;

  NetopNamespaceTables *others;
  NetopTranslations    *translations;

  const char *proc_root;
  int         trigger_fd;
  bool (*trigger) (NetopResolver *resolver, void *user_data);
  void *trigger_data;
} NetopResolverOptions;

/**
 * NetopResolverStatistics:
 * @lookups: made at once, on the real-time threads
 * @lookups_us: the time they took
 * @deferred: left to the normal thread because the bucket was empty
 * @dropped: requests, results and process events for which a queue had no room; of the kernel's own queue how
 *   often that was
 * @pending: requests that the normal thread has not answered yet
 */
typedef struct
{
  uint64_t lookups;
  uint64_t lookups_us;
  uint64_t deferred;
  uint64_t dropped;
  uint64_t walks;
  guint    pending;
  bool     realtime_refused;
  bool     process_events_missing;
} NetopResolverStatistics;

NetopResolver       *netop_resolver_new (const NetopResolverOptions *options, NetopProcessEvents *events, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 netop_resolver_free (NetopResolver *self);
void                 netop_resolver_start (NetopResolver *self);
void                 netop_resolver_stop_realtime (NetopResolver *self);
int                  netop_resolver_get_fd (const NetopResolver *self);
void                 netop_resolver_request (NetopResolver *self, const NetopResolverRequest *request);
void                 netop_resolver_request_soon (NetopResolver *self, const NetopResolverRequest *request);
void                 netop_resolver_request_now (NetopResolver *self, const NetopResolverRequest *request);
NetopResolverResult *netop_resolver_take_result (NetopResolver *self);
NetopHolderIndex    *netop_resolver_take_index (NetopResolver *self);
void                 netop_resolver_result_free (NetopResolverResult *self);
bool                 netop_resolver_take_event (NetopResolver *self, NetopProcessEvent *event);
void                 netop_resolver_get_statistics (NetopResolver *self, NetopResolverStatistics *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopResolver, netop_resolver_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopResolverResult, netop_resolver_result_free)

G_END_DECLS
