/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-figure.h"
#include "netop-history.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/* What jitter and the rate of retransmissions look back over. */
#define NETOP_TCP_WINDOW_US (10 * G_USEC_PER_SEC)

/* Of the history. */
#define NETOP_TCP_SECONDS 60

/**
 * NetopTcpSamples:
 *
 * What the kernel said of one TCP connection: of the last seconds sample by sample, of the last minute second by second. Of
 * bounded size. One thread.
 */
typedef struct _NetopTcpSamples NetopTcpSamples;

NetopTcpSamples *netop_tcp_samples_new (void) G_GNUC_WARN_UNUSED_RESULT;
void             netop_tcp_samples_free (NetopTcpSamples *self);
void             netop_tcp_samples_add (NetopTcpSamples *self, const NetopSocketFacts *facts);
void             netop_tcp_samples_pass (NetopTcpSamples *self, int64_t now_us);
int64_t          netop_tcp_samples_get_last_us (const NetopTcpSamples *self);
NetopFigure      netop_tcp_samples_get_jitter (const NetopTcpSamples *self, int64_t now_us);
uint32_t         netop_tcp_samples_get_segments (const NetopTcpSamples *self, int64_t now_us, int64_t opened_us);
NetopFigure      netop_tcp_samples_get_retransmit_rate (const NetopTcpSamples *self, int64_t now_us, int64_t opened_us);
NetopHistory    *netop_tcp_samples_get_history (const NetopTcpSamples *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopTcpSamples, netop_tcp_samples_free)

G_END_DECLS
