/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/* Called once a socket; the facts are valid during the call. Returns false to stop. */
typedef bool (*NetopRawSocketFunc) (const NetopSocketFacts *facts, void *user_data);

/* What a line of one of the kernel's tables is about. */
typedef enum {
  NETOP_RAW_TEXT_ICMP,   /* /proc/net/icmp, icmp6 */
  NETOP_RAW_TEXT_RAW,    /* /proc/net/raw, raw6 */
  NETOP_RAW_TEXT_SCTP,   /* /proc/net/sctp/eps: endpoints */
  NETOP_RAW_TEXT_SCTP_A, /* /proc/net/sctp/assocs: associations */
} NetopRawText;

/**
 * NetopRawSockets:
 *
 * Raw sockets, ping sockets and those of SCTP, as /proc/net tells of them: the kernel's answers to sock_diag(7) have the
 * first two not at all or only in a module, and to ask for the last would load the protocol. One thread uses one.
 */
typedef struct _NetopRawSockets NetopRawSockets;

NetopRawSockets *netop_raw_sockets_open (const char *folder, uint32_t namespace_id) G_GNUC_WARN_UNUSED_RESULT;
void             netop_raw_sockets_close (NetopRawSockets *self);
void             netop_raw_sockets_dump (NetopRawSockets *self, NetopRawSocketFunc func, void *user_data);
guint            netop_raw_sockets_find (NetopRawSockets *self, const NetopFlowKey *key, NetopSocketFacts *found, guint max_found);
uint64_t         netop_raw_sockets_get_lost (const NetopRawSockets *self);
bool             netop_raw_sockets_parse (NetopRawText text, const char *line, bool v4, NetopSocketFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopRawSockets, netop_raw_sockets_close)

G_END_DECLS
