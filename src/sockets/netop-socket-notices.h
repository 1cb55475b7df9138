/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-socket-facts.h"
#include "netop-sockets.h"

G_BEGIN_DECLS

/**
 * NetopSocketNotices:
 *
 * The kernel's notices of the ends of TCP and UDP sockets, each with its last figures. Bound to the network namespace it
 * was opened in. One thread.
 */
typedef struct _NetopSocketNotices NetopSocketNotices;

typedef void (*NetopSocketNoticeFunc) (const NetopSocketFacts *facts, void *user_data);

NetopSocketNotices *netop_socket_notices_open (uint32_t namespace_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopSocketNotices *netop_socket_notices_new_for_fd (uint32_t namespace_id, int fd) G_GNUC_WARN_UNUSED_RESULT;
void                netop_socket_notices_close (NetopSocketNotices *self);
int                 netop_socket_notices_get_fd (const NetopSocketNotices *self);
guint               netop_socket_notices_dispatch (NetopSocketNotices *self, NetopSocketNoticeFunc func, void *user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopSocketNotices, netop_socket_notices_close)

G_END_DECLS
