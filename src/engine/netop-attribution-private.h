/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-ledger.h"
#include "netop-attribution.h"
#include "netop-coverage.h"
#include "netop-dns-log.h"
#include "netop-process-identity.h"
#include "netop-stack-counter.h"
#include "netop-tcp-samples.h"
#include "netop-tick.h"
#include "netop-tunnels.h"
#include "netop-user-names.h"

G_BEGIN_DECLS

/* What the files of NetopAttribution share, and nobody else sees. */

#define NETOP_FLOW_MAX_SOCKETS 4
#define NETOP_SOCKET_MAX_HOLDERS 16
/* The listener that took a connection was there when that closed, and a socket that is told gone took what came before. */
#define NETOP_ENDPOINT_WINDOW_US (2 * G_USEC_PER_SEC)
#define NETOP_ROW_SAMPLES 300
#define NETOP_CONNECTION_SAMPLES 60

/* The key of packet sockets among the endpoints: no protocol and port have it. */
#define NETOP_PACKET_ENDPOINT GUINT_TO_POINTER (1u << 24)

/**
 * NetopKnownProcess:
 * @id: the helper's; 0 for a row that folds several
 * @ended_us: 0 while it lives
 * @n_flows: whose bytes stand under it and that are still listed
 * @n_holdings: sockets it is a holder of, gone ones that a flow refers to included
 * @n_sockets: of those, the ones that are there
 * @tunnel: (nullable): the name of the tun or tap interface whose packets it sends on
 * @row: index in the snapshot that is being made, -1 for none
 * @is_on_interface: it has a flow that is listed in that
 */
typedef struct
{
  uint64_t    id;
  NetopRowKey key;
  uint64_t    start_boot_ns;
  int64_t     ended_us;
  uint32_t    pid;
  uint32_t    parent_pid;
  uint32_t    uid;
  bool        uid_known;
  guint       n_folded;
  guint       n_flows;
  guint       n_holdings;
  guint       n_sockets;
  int         row;
  GRefString *name;
  GRefString *exe;
  GRefString *cmdline;
  GRefString *tunnel;
  bool        is_on_interface;
  NetopLedger ledger;

  NetopProcessIdentity identity;
} NetopKnownProcess;

/**
 * NetopKnownSocket:
 * @changed: a holder came or went, or it is another's, since owners were settled
 * @n_flows: listed flows that were found to be its
 * @first_us: when it was first told of
 * @removed_us: when it was told gone, 0 while it is there
 * @samples: (nullable): of a TCP connection
 */
typedef struct
{
  uint64_t           id;
  NetopSocketFacts   facts;
  int64_t            first_us;
  int64_t            removed_us;
  NetopTcpSamples   *samples;
  guint              n_flows;
  guint              n_holders;
  NetopKnownProcess *holders[NETOP_SOCKET_MAX_HOLDERS];
  bool               changed;
  bool               removed;
  bool               is_indexed;
} NetopKnownSocket;

typedef struct
{
  NetopAddress address; /* first: the key in its table */
  uint64_t     id;      /* never another's */
  uint16_t     port;    /* 0 where there are several */
  NetopLedger  ledger;
} NetopKnownHost;

typedef struct
{
  NetopCause  cause;
  uint32_t    uid; /* G_MAXUINT32 where it has no meaning */
  NetopLedger ledger;
  GHashTable *hosts; /* of NetopKnownHost by its address, which is its first field */
} NetopKnownCause;

/**
 * NetopOwner:
 * @process: %NULL: then @cause says why
 * @socket: (nullable): the one that told
 */
typedef struct
{
  NetopKnownProcess *process;
  NetopKnownSocket  *socket;
  NetopMatch         match;
  NetopCause         cause;
  uint32_t           cause_uid;
} NetopOwner;

/**
 * NetopKnownFlow:
 * @first_seen_us: as the wall clock called it, without its steps since hello
 * @closed_us: as its record says; 0 while it is open
 * @closed_seen_us: the same moment as @first_seen_us has it
 * @told_closed_us: when that was told
 * @began_received: its first row had nothing that was sent
 * @is_served: a socket takes whatever comes to its local end; stays when that goes
 * @carries: in which direction it is the outside of a tunnel
 * @left_out: in which direction it counts in no row and no total
 * @booked: what of it stands on its owner or cause, and in the total
 * @booked_there: the same in their parts of @booked_interface
 * @account: what it has itself
 * @partial: what counts of that, where something is left out
 * @twin_id: of the flow that this one is a copy of: then nothing of it counts that came since; 0 if none
 * @is_original: another is a copy of this one
 * @remote_name: (nullable): under which somebody got the remote address, as @name_source says
 * @n_address_databases: since which change of them @country and @operator are known
 * @is_left_off: it is loopback, which is not shown: nothing of it counts or is listed
 * @dirty: its figures changed since it was booked
 */
typedef struct
{
  uint64_t          id;
  NetopFlow         flow;
  NetopStackCounter counter;
  int64_t           first_seen_us;
  int64_t           closed_us;
  int64_t           closed_seen_us;
  int64_t           told_closed_us;
  uint32_t          interface_index;
  bool              estimated;
  bool              dirty;
  bool              began_received;
  bool              is_served;
  guint             n_sockets;
  NetopKnownSocket *sockets[NETOP_FLOW_MAX_SOCKETS];
  NetopOwner        owner;
  NetopKnownCause  *cause;
  NetopKnownHost   *host;
  NetopCarries      carries;
  NetopCarries      left_out;
  NetopTraffic      booked;
  NetopTraffic      booked_there;
  uint32_t          booked_interface;
  NetopAccount      account;
  NetopAccount      partial;
  uint64_t          twin_id;
  bool              is_original;
  GRefString       *remote_name;
  NetopNameSource   name_source;
  guint             n_address_databases;
  GRefString       *country;
  GRefString       *operator;
  bool              is_left_off;
} NetopKnownFlow;

/**
 * NetopLostFlow:
 *
 * One that found no room as a row: so much of it stands on %NETOP_CAUSE_LOST, until it closes.
 */
typedef struct
{
  uint64_t     id;
  uint32_t     interface_index;
  NetopTraffic booked;
} NetopLostFlow;

/**
 * NetopKnownInterface:
 * @attributed: IP bytes on it that were given to somebody, as of the last sample of @coverage
 * @attributed_before: of these, those of flows that are forgotten
 */
typedef struct
{
  NetopInterface facts;
  NetopInterface baseline;
  GRefString    *name;
  NetopAccount   account;
  uint64_t       attributed;
  uint64_t       attributed_before;
  NetopCoverage  coverage;
} NetopKnownInterface;

struct _NetopAttribution
{
  NetopAttributionOptions options;

  /* Of hello. */
  NetopTier   tier;
  bool        privileged;
  uint32_t    uid_served;
  bool        local_inferred;
  int64_t     boot_real_us;
  GRefString *host_name;
  GRefString *os_name;
  GRefString *kernel;
  GRefString *reason;
  GRefString *missing;
  GRefString *interface_name;

  /* Of ticks. */
  int64_t     now_us;
  int64_t     real_us;
  int64_t     stepped_us; /* how far the wall clock was stepped since hello */
  int64_t     start_us;   /* 0 before the first tick */
  int64_t     start_real_us;
  int64_t     sampled_us;
  int64_t     minute_us;
  int64_t     coverage_us; /* of its newest sample */
  uint64_t    n_seconds;   /* full ones, up to sampled_us */
  NetopHealth health;
  bool        final;
  uint64_t    n_ticks;
  uint64_t    sequence; /* of snapshots */
  uint64_t    overflowed;
  uint64_t    last_row_id; /* handed out to a host or a row that folds */

  GHashTable  *flows;           /* of NetopKnownFlow by its id, which is its first field */
  GHashTable  *lost_flows;      /* of NetopLostFlow by its id, which is its first field */
  GQueue       closed;          /* of NetopKnownFlow, oldest first */
  GHashTable  *sockets;         /* of NetopKnownSocket by id */
  GHashTable  *endpoints;       /* of GPtrArray of NetopKnownSocket that listen, or are raw, by protocol and port */
  GHashTable  *processes;       /* of NetopKnownProcess by id */
  GHashTable  *folded;          /* of NetopKnownProcess by user and name */
  GQueue       ended;           /* of NetopKnownProcess, oldest first */
  GQueue       lingering;       /* of ids of sockets that are gone and still found by their endpoint, oldest first */
  GHashTable  *causes;          /* of NetopKnownCause by cause and user */
  GArray      *interfaces;      /* of NetopKnownInterface */
  GArray      *interface_facts; /* of NetopInterface: the same, as the stack rule takes them */
  GArray      *addresses;       /* of NetopInterfaceAddress */
  uint32_t     only_interface;
  uint32_t     shown_interface; /* of whose traffic snapshots are; 0 for all */
  NetopTunnels tunnels;
  bool         tunnels_changed; /* since flows were settled, they or who feeds them */
  bool         carriers_counted;
  bool         loopback_left_off;
  uint64_t     topology_tick; /* n_ticks when the topology last changed, that of the first tick being 1; 0: it never did */
  bool         sockets_changed;

  NetopLedger     total;
  NetopLedger     minutes;
  NetopUserNames *user_names;

  NetopApplicationIndex *applications;      /* NULL until they are read */
  NetopDnsLog           *dns;               /* NULL where it is not watched */
  NetopDnsConfiguration *dns_configuration; /* NULL where it is not known */
  NetopHosts            *hosts;             /* NULL, like the next two, until they are read */
  NetopServiceNames     *services;
  NetopAddressDatabases *address_databases;
  guint                  n_address_databases; /* how often they changed */
  NetopReverseNameFunc   find_reverse_name;   /* NULL where nobody is to be asked */
  NetopReverseAskedFunc  has_asked_reverse;
  void                  *reverse_name_data;
};

/* netop-attribution-sockets.c */
void               netop_attribution_apply_socket (NetopAttribution *self, const NetopSocketRecord *record);
void               netop_attribution_apply_join (NetopAttribution *self, const NetopSocketRecord *record);
void               netop_attribution_apply_holder (NetopAttribution *self, const NetopHolderRecord *record);
bool               netop_attribution_join (NetopKnownSocket *socket, NetopKnownFlow *flow);
const GPtrArray   *netop_attribution_get_endpoints (const NetopAttribution *self, uint8_t protocol, uint16_t port);
void               netop_attribution_unjoin (NetopAttribution *self, NetopKnownFlow *flow);
void               netop_attribution_free_socket (gpointer data);
void               netop_attribution_settle_sockets (NetopAttribution *self);
NetopKnownProcess *netop_attribution_get_first_holder (const NetopKnownSocket *socket);

/* netop-attribution-raw.c */
NetopKnownSocket *netop_attribution_find_raw_socket (NetopAttribution *self, const NetopKnownFlow *flow);
NetopMatch        netop_attribution_get_raw_match (const NetopKnownSocket *socket);

/* netop-attribution.c */
NetopKnownInterface *netop_attribution_find_interface (const NetopAttribution *self, uint32_t index);

/* netop-attribution-booking.c */
void netop_attribution_settle_flow (NetopAttribution *self, NetopKnownFlow *flow, bool look);
void netop_attribution_settle_flows (NetopAttribution *self, bool look_again);
void netop_attribution_unbook (NetopAttribution *self, NetopKnownFlow *flow);

/* netop-attribution-twins.c */
void netop_attribution_apply_twins (NetopAttribution *self, const NetopTick *tick);
bool netop_attribution_find_twin_owner (const NetopAttribution *self, const NetopKnownFlow *flow, NetopOwner *owner);
bool netop_attribution_is_hidden (const NetopKnownFlow *flow);

/* netop-attribution-carriers.c */
void         netop_attribution_update_tunnels (NetopAttribution *self);
NetopCarries netop_attribution_find_carried (const NetopAttribution *self, const NetopKnownFlow *flow);
bool         netop_attribution_is_loopback (const NetopAttribution *self, const NetopKnownFlow *flow);

/* netop-attribution-coverage.c */
void netop_attribution_keep_coverage (NetopAttribution *self, const NetopKnownFlow *flow);
void netop_attribution_sample_coverage (NetopAttribution *self);

/* netop-attribution-dns.c */
void netop_attribution_apply_dns (NetopAttribution *self, const NetopTick *tick);
bool netop_attribution_is_own (const NetopAttribution *self, const NetopKnownProcess *process);
void netop_attribution_append_dns (NetopAttribution *self, NetopSnapshot *snapshot);
void netop_attribution_add_dns_configuration (const NetopAttribution *self, NetopSnapshotInterface *interface);

/* netop-attribution-names.c */
void        netop_attribution_name_flow (const NetopAttribution *self, NetopKnownFlow *flow);
bool        netop_attribution_has_asked (const char *name, int64_t time_us, void *user_data);
GRefString *netop_attribution_get_service (const NetopAttribution *self, const NetopKnownFlow *flow, NetopDirection direction);

/* netop-attribution-owners.c */
void             netop_attribution_init_owners (NetopAttribution *self);
void             netop_attribution_clear_owners (NetopAttribution *self);
void             netop_attribution_apply_owners (NetopAttribution *self, const NetopTick *tick);
void             netop_attribution_fold_ended (NetopAttribution *self);
bool             netop_attribution_is_served (const NetopAttribution *self, const NetopKnownFlow *flow);
NetopOwner       netop_attribution_find_owner (NetopAttribution *self, NetopKnownFlow *flow);
NetopKnownCause *netop_attribution_get_cause (NetopAttribution *self, NetopCause cause, uint32_t uid);
NetopKnownHost  *netop_attribution_get_host (NetopAttribution *self, NetopKnownCause *cause, const NetopFlowKey *key);

G_END_DECLS
