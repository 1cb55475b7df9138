/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/**
 * NetopDnsSegment:
 * @sequence: number of the first byte, or of the SYN
 * @is_start: begins a stream, without bytes
 * @is_cut: more was sent than there is
 *
 * A segment of a TCP stream that carries DNS.
 */
typedef struct
{
  NetopAddress   source;
  NetopAddress   destination;
  uint16_t       source_port;
  uint16_t       destination_port;
  uint32_t       sequence;
  bool           is_start;
  bool           is_cut;
  const uint8_t *bytes;
  uint32_t       length;
  int64_t        time_us;
} NetopDnsSegment;

/* Called for each whole message. */
typedef void (*NetopDnsMessageFunc) (const uint8_t *bytes, uint32_t length, void *user_data);

/**
 * NetopDnsStreams:
 *
 * Puts the messages of TCP streams together, each of which comes after two bytes of its length (RFC 1035, 4.2.2): one
 * stream for each direction. Segments may come twice and out of order. Of fixed bounds: the stream that was idle for longest
 * gives way, and what has a gap that does not close, or was cut, is lost and counted, up to the next SYN. One thread.
 */
typedef struct _NetopDnsStreams NetopDnsStreams;

NetopDnsStreams *netop_dns_streams_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void             netop_dns_streams_free (NetopDnsStreams *self);
void             netop_dns_streams_take (NetopDnsStreams *self, const NetopDnsSegment *segment, NetopDnsMessageFunc func, void *user_data);
uint64_t         netop_dns_streams_get_lost (const NetopDnsStreams *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDnsStreams, netop_dns_streams_free)

G_END_DECLS
