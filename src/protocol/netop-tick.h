/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow-table.h"
#include "netop-interface.h"
#include "netop-socket-facts.h"

G_BEGIN_DECLS

/* What processes, sockets, holders, interfaces, addresses, payloads and strings may take of one tick together.
 * Whoever fills a tick stops there and leaves the rest dirty: with both flow tables full a tick then still fits
 * its parts. */
#define NETOP_TICK_MAX_FACTS_SIZE (8u << 20)

/* What all spans of a tick may come to together, although several may be of the same bytes: whoever reads them copies
 * each. A process's strings are no longer than a path (PATH_MAX, limits.h), a DNS message than its length field says. */
#define NETOP_TICK_MAX_SPANS_SIZE NETOP_TICK_MAX_FACTS_SIZE
#define NETOP_PROCESS_STRING_MAX 4096u
#define NETOP_PAYLOAD_MAX 65535u

/* Every time is from 0 to this: a thousand years of microseconds, so that no sum or difference of some of them
 * overflows. */
#define NETOP_TIME_MAX_US (G_GINT64_CONSTANT (1) << 55)

/* Each counter of a flow is at most this, which a line of 400 Gb/s reaches in five years: sums of them do not begin at 0
 * again, and a number of JSON holds them (RFC 8259, 6). */
#define NETOP_FLOW_COUNTER_MAX (G_GUINT64_CONSTANT (1) << 53)

/* A span of a tick's byte table. Bytes, not text: a process name need not be UTF-8. */
typedef struct
{
  uint32_t offset;
  uint32_t length;
} NetopSpan;

/**
 * NetopProcessRecord:
 * @id: never reused; what holders refer to
 * @start_boot_ns: with @pid the kernel's identity of it (field 22 of /proc/PID/stat, in ns)
 * @parent_id: 0 where the parent is not sent
 * @exited_us: monotonic, 0 while it lives
 * @name: comm, extended from exe where comm is its 15-byte prefix
 * @tunnel: the name of the tun or tap interface whose packets it sends on, empty for none
 */
typedef struct
{
  uint64_t  id;
  uint64_t  start_boot_ns;
  uint64_t  parent_id;
  int64_t   exited_us;
  uint32_t  pid;
  uint32_t  parent_pid;
  uint32_t  uid;
  uint32_t  uid_known;
  NetopSpan name;
  NetopSpan exe;
  NetopSpan cmdline; /* at most 4 KiB, arguments apart by NUL */
  NetopSpan cgroup;
  NetopSpan tunnel;
} NetopProcessRecord;

/**
 * NetopSocketRecord:
 * @flow_id: the very flow (generation) it was found for, 0 where the tuple must tell
 * @removed: 1 when it is gone
 */
typedef struct
{
  uint64_t         id;
  uint64_t         flow_id;
  NetopSocketFacts facts;
  uint8_t          removed;
  uint8_t          padding[7];
} NetopSocketRecord;

/**
 * NetopHolderRecord:
 * @released: 1 when the process no longer holds it
 *
 * A process that has a file descriptor of a socket.
 */
typedef struct
{
  uint64_t socket_id;
  uint64_t process_id;
  uint32_t released;
  uint32_t padding;
} NetopHolderRecord;

/**
 * NetopTwinRecord:
 * @flow_id: whose packets are those of @twin_id, seen once more: forwarded, or on the other side of address translation
 */
typedef struct
{
  uint64_t flow_id;
  uint64_t twin_id;
} NetopTwinRecord;

/**
 * NetopPayloadRecord:
 * @flow_id: 0 where its flow is not known
 * @bytes: a datagram's payload, or that of a segment of a stream; none where @is_start
 * @interface_index: where it was seen; 0 where not known
 * @sequence: of a segment: the number of its first byte, or of its SYN (RFC 9293, 3.4)
 * @is_start: a segment that begins a stream
 * @is_cut: more was sent than was captured
 *
 * What a DNS message is in, as it passed by, unparsed: once for each interface that it passed. Not absolute: what is lost
 * is counted in the health.
 */
typedef struct
{
  NetopFlowKey key;
  uint64_t     flow_id;
  int64_t      time_us;
  NetopSpan    bytes;
  uint32_t     interface_index;
  uint32_t     sequence;
  uint8_t      received;
  uint8_t      is_start;
  uint8_t      is_cut;
  uint8_t      padding[5];
} NetopPayloadRecord;

/**
 * NetopHealth:
 *
 * Absolute counters of the capture since it began, and how old the last socket dump is.
 */
typedef struct
{
  uint64_t packets;
  uint64_t dropped_kernel_main;
  uint64_t dropped_kernel_trigger;
  uint64_t dropped_queue;
  uint64_t evictions;
  uint64_t not_ip;
  uint64_t malformed;
  uint64_t lookups;
  uint64_t deferred_lookups;
  uint64_t lookups_us; /* that all lookups took which were made at once */
  uint64_t lost_payloads;
  uint64_t lost_sockets;       /* socket, process or holder rows for which a table had no room */
  int64_t  socket_dump_age_us; /* -1 before the first */
  uint64_t file_bytes_read;
  uint64_t file_bytes;
} NetopHealth;

G_STATIC_ASSERT (sizeof (NetopProcessRecord) == 88);
G_STATIC_ASSERT (sizeof (NetopSocketRecord) == 168);
G_STATIC_ASSERT (sizeof (NetopHolderRecord) == 24);
G_STATIC_ASSERT (sizeof (NetopTwinRecord) == 16);
G_STATIC_ASSERT (sizeof (NetopPayloadRecord) == 88);
G_STATIC_ASSERT (sizeof (NetopHealth) == 120);

/**
 * NetopTick:
 * @sequence: from 1
 * @mono_us: the moment the counters were read, never before that of the last tick; packet time when a file is read
 * @real_us: wall clock at that moment, Unix microseconds
 * @final: the last tick of a run
 * @addresses_changed: @addresses replaces all that were known; else it is empty
 * @strings: what the spans of this tick point into
 *
 * The rows changed since the last tick, to be applied whole: interfaces, then flows and closed ones, then twins,
 * processes, sockets and holders, whatever the order of the fields. A tick knows of every change of interfaces that its packets
 * may come from. Flows carry absolute counters, so a tick that was merged with its successor changes no later total.
 */
typedef struct
{
  uint64_t    sequence;
  int64_t     mono_us;
  int64_t     real_us;
  bool        final;
  bool        addresses_changed;
  GArray     *processes;  /* NetopProcessRecord */
  GArray     *sockets;    /* NetopSocketRecord */
  GArray     *holders;    /* NetopHolderRecord */
  GArray     *flows;      /* NetopFlow */
  GArray     *closed;     /* NetopClosedFlow */
  GArray     *interfaces; /* NetopInterface */
  GArray     *addresses;  /* NetopInterfaceAddress */
  GArray     *payloads;   /* NetopPayloadRecord */
  GArray     *twins;      /* NetopTwinRecord */
  GByteArray *strings;
  NetopHealth health;
} NetopTick;

NetopTick     *netop_tick_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           netop_tick_free (NetopTick *self);
void           netop_tick_clear (NetopTick *self);
NetopSpan      netop_tick_add_string (NetopTick *self, const void *bytes, size_t length);
const uint8_t *netop_tick_get_string (const NetopTick *self, NetopSpan span, size_t *length);
size_t         netop_tick_get_facts_size (const NetopTick *self);
GPtrArray     *netop_tick_encode (const NetopTick *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopTick, netop_tick_free)

G_END_DECLS
