/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

#include "netop-socket-facts.h"

G_BEGIN_DECLS

/**
 * NetopEndedSockets:
 *
 * Sockets of whose end there was a notice, and that have to wait: their last packets come out of the ring later than
 * the notice. Of fixed capacity. Helper main.
 */
typedef struct _NetopEndedSockets NetopEndedSockets;

/* Returns whether @facts are dealt with; if not, it is called again with the next look. */
typedef bool (*NetopEndedSocketFunc) (const NetopSocketFacts *facts, int64_t age_us, void *user_data);

NetopEndedSockets *netop_ended_sockets_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void               netop_ended_sockets_free (NetopEndedSockets *self);
bool               netop_ended_sockets_add (NetopEndedSockets *self, const NetopSocketFacts *facts, int64_t now_us);
void               netop_ended_sockets_look (NetopEndedSockets *self, int64_t now_us, NetopEndedSocketFunc func, void *user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopEndedSockets, netop_ended_sockets_free)

G_END_DECLS
