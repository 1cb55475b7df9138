/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopBroker:
 *
 * The asking side of a second process that may enter network namespaces, and does nothing else: it takes the number of a
 * process and hands back a socket that asks the kernel for the sockets of that process's namespace. It ends with whoever
 * asks. One thread.
 */
typedef struct _NetopBroker NetopBroker;

/**
 * NetopBrokerAnswer:
 * @namespace_inode: what tells the namespace from others (namespaces(7))
 * @fd: (transfer full): bound, for #NetopSocketTable
 */
typedef struct
{
  uint64_t namespace_inode;
  int      fd;
} NetopBrokerAnswer;

NetopBroker *netop_broker_start (uint32_t uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopBroker *netop_broker_new_for_fd (int fd) G_GNUC_WARN_UNUSED_RESULT;
void         netop_broker_free (NetopBroker *self);
bool         netop_broker_ask (NetopBroker *self, uint32_t pid, NetopBrokerAnswer *answer, GError **error);
bool         netop_broker_is_gone (const NetopBroker *self);

/* For the process itself, and for tests of it. */
void netop_broker_serve (int fd, int proc_fd, int home_fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopBroker, netop_broker_free)

G_END_DECLS
