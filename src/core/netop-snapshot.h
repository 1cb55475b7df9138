/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"
#include "netop-figure.h"
#include "netop-flow.h"
#include "netop-history.h"
#include "netop-interface.h"
#include "netop-name-source.h"
#include "netop-row-key.h"
#include "netop-snapshot-dns.h"

G_BEGIN_DECLS

/**
 * NetopTraffic:
 *
 * Bytes and packets since monitoring started, correction included, each byte once.
 */
typedef struct
{
  uint64_t rx_bytes;
  uint64_t tx_bytes;
  uint64_t rx_packets;
  uint64_t tx_packets;
} NetopTraffic;

/**
 * NetopRate:
 * @known: whether the others mean anything: not before a second is over
 * @rx_bytes_per_s: over the last full second
 * @rx_average_bytes_per_s: over the last three full seconds, or as many as there are: what rows are sorted by
 */
typedef struct
{
  double rx_bytes_per_s;
  double tx_bytes_per_s;
  double rx_average_bytes_per_s;
  double tx_average_bytes_per_s;
  bool   known;
} NetopRate;

typedef enum {
  NETOP_BACKEND_EBPF,
  NETOP_BACKEND_PCAP,
  NETOP_BACKEND_SOCKETS,
  NETOP_BACKEND_FILE,
} NetopBackend;

typedef enum {
  NETOP_MATCH_NONE,     /* no owner */
  NETOP_MATCH_EXACT,    /* full tuple or socket cookie */
  NETOP_MATCH_WILDCARD, /* local endpoint only */
  NETOP_MATCH_INFERRED, /* remembered from a closed socket, or the listener's owner */
} NetopMatch;

/* Why traffic has no process. */
typedef enum {
  NETOP_CAUSE_ENDED,      /* the process ended before it could be looked up */
  NETOP_CAUSE_NAMESPACE,  /* the socket belongs to another network namespace */
  NETOP_CAUSE_OTHER_USER, /* another user's, and we may not look */
  NETOP_CAUSE_NO_SOCKET,  /* kernel, ICMP, forwarded */
  NETOP_CAUSE_LOST,       /* the capture lost packets, or its tables were full */
  NETOP_CAUSE_FILE,       /* read from a file: there is no process to ask for */
  NETOP_N_CAUSES,
} NetopCause;

typedef enum {
  NETOP_DIRECTION_UNKNOWN,
  NETOP_DIRECTION_OUTGOING,
  NETOP_DIRECTION_INCOMING,
} NetopDirection;

/* TCP states by the kernel's numbers (net/tcp_states.h); UDP has established and close only. */
typedef enum {
  NETOP_SOCKET_STATE_UNKNOWN = 0,
  NETOP_SOCKET_STATE_ESTABLISHED = 1,
  NETOP_SOCKET_STATE_SYN_SENT = 2,
  NETOP_SOCKET_STATE_SYN_RECEIVED = 3,
  NETOP_SOCKET_STATE_FIN_WAIT_1 = 4,
  NETOP_SOCKET_STATE_FIN_WAIT_2 = 5,
  NETOP_SOCKET_STATE_TIME_WAIT = 6,
  NETOP_SOCKET_STATE_CLOSE = 7,
  NETOP_SOCKET_STATE_CLOSE_WAIT = 8,
  NETOP_SOCKET_STATE_LAST_ACK = 9,
  NETOP_SOCKET_STATE_LISTEN = 10,
  NETOP_SOCKET_STATE_CLOSING = 11,
  NETOP_SOCKET_STATE_NEW_SYN_RECEIVED = 12,
} NetopSocketState;

/**
 * NetopConnection:
 * @key: %NETOP_ROW_CONNECTION
 * @process: index into the snapshot's processes, or -1: then @cause says why
 * @interface_name: of the interface that counts, %NULL if not known
 * @closed_us: 0 while it is open
 * @estimated: the segment correction is part of its figures
 * @carrier: outer packets of a tunnel: in no total
 * @shared_with: pids of the socket's other holders, and of those who have another socket of the same local end, to which
 *   it may belong as well; %NULL if none
 * @name_source: how @remote_name is known
 * @country: (nullable): of the remote address, two letters (ISO 3166-1), as @operator of its network: of files that the user
 *   points to
 * @rtt_us: and its neighbours: known for TCP with a sample from the kernel
 * @health: (nullable): the same second by second, of TCP: @rx the round trip time in microseconds, 0 where not known, @tx how
 *   many segments were sent again
 */
typedef struct
{
  /* What each refresh reads of each of them stands together: of many, memory is what takes the time. */
  NetopRowKey   key;
  int           process;
  uint32_t      recent_segments; /* sent in the last ten seconds; 0 also where not known */
  int64_t       closed_us;
  NetopTraffic  traffic;
  NetopRate     rate;
  NetopHistory *history; /* 60 x 1 s */
  NetopFigure   rtt_us;
  NetopFigure   retransmit_rate; /* of @recent_segments */

  NetopCause       cause;
  uint32_t         cause_uid; /* G_MAXUINT32 where it has no meaning */
  uint8_t          protocol;
  NetopSocketState state;
  NetopDirection   direction;
  NetopMatch       match;
  bool             estimated;
  bool             carrier;
  bool             forwarded;
  NetopAddress     local;
  NetopAddress     remote;
  uint16_t         local_port;
  uint16_t         remote_port;
  uint32_t         namespace_id;
  uint32_t         interface_index;
  GRefString      *interface_name;
  NetopNameSource  name_source;
  GRefString      *remote_name; /* NULL as long as none is known */
  GRefString      *service;     /* NULL where its port has no name */
  GRefString      *country;
  GRefString      *operator;
  int64_t          first_seen_us;
  GArray          *shared_with; /* of uint32_t */
  NetopFigure      jitter_us;
  NetopFigure      retransmissions;
  NetopHistory    *health; /* 60 x 1 s */
} NetopConnection;

/**
 * NetopProcess:
 * @key: %NETOP_ROW_PROCESS, or %NETOP_ROW_ENDED for a row that folds several
 * @pid: 0 for a folded row
 * @start_time_ms: wall clock, Unix; 0 where not known
 * @name: valid UTF-8 whatever the process is called; escaped for display, never for identity
 * @exe: %NULL where not known, like @cmdline, @username, @unit, @container, @application,
 *   @application_name
 * @unit: of systemd, the innermost one
 * @container: "KIND:NAME", as #NetopCgroupNames has it; "rootless:NAME" of a process that carries what a user's own
 *   containers send and receive
 * @application: "flatpak:ID", "snap:NAME" or "desktop:ID"
 * @application_name: of its desktop entry
 * @ended_us: 0 while it lives
 * @n_folded: processes behind a folded row, else 1
 * @first_connection: index of its first connection in the snapshot's connections; they stand together
 */
typedef struct
{
  NetopRowKey   key;
  uint32_t      pid;
  uint32_t      parent_pid;
  uint32_t      uid;
  bool          uid_known;
  int64_t       start_time_ms;
  int64_t       ended_us;
  guint         n_folded;
  GRefString   *name;
  GRefString   *exe;
  GRefString   *cmdline;
  GRefString   *username;
  GRefString   *unit;
  GRefString   *container;
  GRefString   *application;
  GRefString   *application_name;
  NetopTraffic  traffic;
  NetopRate     rate;
  NetopHistory *history; /* 300 x 1 s */
  guint         n_sockets;
  guint         n_connections; /* open ones */
  guint         first_connection;
  guint         n_listed_connections; /* open and recently closed: the slice */
} NetopProcess;

/**
 * NetopSocket:
 *
 * An inet socket that has no connection of its own: listening, or unconnected without traffic.
 */
typedef struct
{
  int              process;
  uint8_t          protocol;
  NetopSocketState state;
  NetopAddress     local;
  uint16_t         local_port;
} NetopSocket;

/**
 * NetopUnknownHost:
 *
 * One remote host of a cause, with what it carried.
 */
typedef struct
{
  NetopRowKey  key;
  NetopAddress address;
  uint16_t     port;
  GRefString  *name; /* NULL as long as none is known */
  NetopTraffic traffic;
  NetopRate    rate;
} NetopUnknownHost;

/**
 * NetopUnknown:
 * @key: %NETOP_ROW_CAUSE
 * @uid: for %NETOP_CAUSE_OTHER_USER, and %NETOP_CAUSE_ENDED where it is known, else G_MAXUINT32
 * @hosts: array of #NetopUnknownHost by traffic, largest first, at most 256; the rest is in @traffic all the same
 */
typedef struct
{
  NetopRowKey   key;
  NetopCause    cause;
  uint32_t      uid;
  GRefString   *username;
  NetopTraffic  traffic;
  NetopRate     rate;
  NetopHistory *history;
  GArray       *hosts;
} NetopUnknown;

/**
 * NetopSnapshotInterface:
 * @facts: what the kernel says; its counters are less their value when monitoring started
 * @dns_servers: (nullable): of NetopAddress: whom the system is told to ask here; %NULL where that is not known
 * @search_domains: (nullable): of GRefString; %NULL where @dns_servers is
 */
typedef struct
{
  NetopRowKey    key;
  NetopInterface facts;
  GRefString    *name;
  GArray        *addresses; /* of NetopInterfaceAddress */
  GArray        *dns_servers;
  GPtrArray     *search_domains;
  NetopRate      rate;
  NetopHistory  *history;  /* 300 x 1 s */
  NetopFigure    coverage; /* 0 to 1 */
} NetopSnapshotInterface;

/**
 * NetopCaptureHealth:
 * @reason: why not a better tier; %NULL if none
 * @missing: what the system refuses this one, a line each; %NULL if nothing
 * @evicted: flows that ended for want of room
 * @lost: rows of flows, sockets, processes and holders for which a table had no room; no bytes are lost with them
 * @interface_name: the one chosen, %NULL for all
 * @carriers_counted: what carries a tunnel is in the rows and totals, beside what it carries
 * @local_inferred: of a file: which end of a connection is the local one was inferred from the addresses
 */
typedef struct
{
  NetopBackend backend;
  bool         byte_layer_tcp_payload;
  bool         local_inferred;
  bool         carriers_counted;
  GRefString  *reason;
  GRefString  *missing;
  GRefString  *interface_name;
  uint64_t     packets;
  uint64_t     dropped_kernel;
  uint64_t     dropped_user;
  uint64_t     evicted;
  uint64_t     lost;
  uint64_t     not_ip;
  uint64_t     malformed;
  uint64_t     lookups;
  uint64_t     deferred_lookups;
  uint64_t     lookups_us; /* that all lookups took which were made at once */
  uint64_t     file_bytes_read;
  uint64_t     file_bytes; /* 0 where not known */
  NetopFigure  coverage;   /* 0 to 1 */
} NetopCaptureHealth;

/**
 * NetopSnapshot:
 * @sequence: counts the refreshes of one run
 * @timestamp_us: wall clock, Unix microseconds (packet time when a file is read)
 * @monotonic_us: the tick's clock
 * @final: the last one of a run
 *
 * The one currency: window, command line and exports are made from this and nothing else. Built by the
 * attribution worker, finished, then immutable: any thread may read it, the last reference frees it.
 *
 * Invariant, checked by netop_snapshot_check(): the traffic of all processes and all causes adds up to
 * @total; that of each process's and cause's connections never exceeds its row.
 */
typedef struct
{
  uint64_t           sequence;
  int64_t            timestamp_us;
  int64_t            monotonic_us;
  int64_t            monitoring_since_us; /* wall clock */
  bool               final;
  GRefString        *host_name;
  GRefString        *os_name;
  GRefString        *kernel;
  NetopCaptureHealth capture;
  GArray            *interfaces;  /* of NetopSnapshotInterface */
  GArray            *processes;   /* of NetopProcess */
  GArray            *connections; /* of NetopConnection, by process, unowned ones last */
  GArray            *sockets;     /* of NetopSocket */
  GArray            *unknown;     /* of NetopUnknown */
  NetopSnapshotDns   dns;
  NetopTraffic       total;
  NetopRate          rate;
  NetopHistory      *history;         /* 300 x 1 s */
  NetopHistory      *minutes_history; /* 60 x 1 min */
} NetopSnapshot;

#define NETOP_SNAPSHOT_ERROR (netop_snapshot_error_quark ())
typedef enum {
  NETOP_SNAPSHOT_ERROR_SUM,       /* parts and whole differ */
  NETOP_SNAPSHOT_ERROR_REFERENCE, /* an index points to the wrong row or to none */
} NetopSnapshotError;
GQuark netop_snapshot_error_quark (void);

NetopSnapshot      *netop_snapshot_new (void) G_GNUC_WARN_UNUSED_RESULT;
NetopSnapshot      *netop_snapshot_ref (NetopSnapshot *self);
void                netop_snapshot_unref (NetopSnapshot *self);
GArray             *netop_unknown_hosts_new (void) G_GNUC_WARN_UNUSED_RESULT;
const NetopProcess *netop_snapshot_find_process (const NetopSnapshot *self, uint32_t pid);

bool        netop_snapshot_counts (const NetopSnapshot *self, const NetopConnection *connection);
bool        netop_snapshot_check (const NetopSnapshot *self, GError **error);
void        netop_rate_add (NetopRate *self, const NetopRate *other);
NetopFigure netop_rate_get_rx (const NetopRate *self);
NetopFigure netop_rate_get_tx (const NetopRate *self);
void        netop_traffic_add (NetopTraffic *self, const NetopTraffic *other);
bool        netop_traffic_is_empty (const NetopTraffic *self);
uint64_t    netop_traffic_get_bytes (const NetopTraffic *self);

/* Whether its traffic's packets mean anything: nobody counts them for what the kernel says of sockets. */
static inline bool
netop_snapshot_knows_packets (const NetopSnapshot *self)
{
  return !self->capture.byte_layer_tcp_payload;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopSnapshot, netop_snapshot_unref)

G_END_DECLS
