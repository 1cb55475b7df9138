/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-sockets.h"

G_BEGIN_DECLS

/**
 * NetopProcessEvents:
 *
 * The kernel's notices of fork, exec and exit. Only in the initial network namespace on Linux; opened first.
 */
typedef struct _NetopProcessEvents NetopProcessEvents;

typedef enum {
  NETOP_PROCESS_EVENT_FORK,
  NETOP_PROCESS_EVENT_EXEC,
  NETOP_PROCESS_EVENT_EXIT,
} NetopProcessEventKind;

/**
 * NetopProcessEvent:
 * @parent_pid: of a fork, else 0
 * @time_us: when it happened, by the kernel's monotonic clock; of a process in a time namespace not ours
 */
typedef struct
{
  NetopProcessEventKind kind;
  uint32_t              pid;
  uint32_t              parent_pid;
  int64_t               time_us;
} NetopProcessEvent;

typedef void (*NetopProcessEventFunc) (const NetopProcessEvent *event, void *user_data);

NetopProcessEvents *netop_process_events_open (GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopProcessEvents *netop_process_events_new_for_fd (int fd) G_GNUC_WARN_UNUSED_RESULT;
void                netop_process_events_close (NetopProcessEvents *self);
int                 netop_process_events_get_fd (const NetopProcessEvents *self);
guint               netop_process_events_dispatch (NetopProcessEvents *self, NetopProcessEventFunc func, void *user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopProcessEvents, netop_process_events_close)

G_END_DECLS
