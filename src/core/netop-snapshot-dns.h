/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-dns-statistics.h"
#include "netop-dns-transactions.h"
#include "netop-row-key.h"

G_BEGIN_DECLS

/**
 * NetopDnsQuery:
 * @key: %NETOP_ROW_QUERY
 * @asked_us: wall clock
 * @process: index into the snapshot's processes, -1 where it is none of its rows any more, or not known
 * @pid: 0 where not known; then @process_name is %NULL
 * @asker_pid: of the process behind a resolver on this host for which the query seems to be made, by what was asked and
 *   when: inferred; 0 if none, and then @asker_name is %NULL
 * @is_ours: a process of this host asked: else it is another host's query
 * @name: of UTF-8, for display
 * @answers: (nullable): of GRefString: what the answer says, the first ones of @n_answers
 * @server: whom it was sent to: a group, until one of it has answered
 * @interface_name: (nullable): where it was seen first
 */
typedef struct
{
  NetopRowKey     key;
  int64_t         asked_us;
  int             process;
  uint32_t        pid;
  uint32_t        asker_pid;
  GRefString     *process_name;
  GRefString     *asker_name;
  GRefString     *name;
  GRefString     *interface_name;
  GPtrArray      *answers;
  uint32_t        n_answers;
  uint32_t        n_retransmissions;
  uint16_t        type;
  uint16_t        rcode;
  uint8_t         protocol;
  NetopDnsService service;
  NetopDnsState   state;
  bool            is_ours;
  bool            is_truncated;
  bool            is_retried;
  uint16_t        client_port;
  uint16_t        server_port;
  NetopAddress    client;
  NetopAddress    server;
  NetopFigure     latency_us;
} NetopDnsQuery;

/**
 * NetopDnsResolver:
 * @key: %NETOP_ROW_RESOLVER, of @server
 * @interface_name: (nullable): where it is reached
 * @is_configured: the system is told to ask it
 * @total: since monitoring started
 * @recent: over the last ten minutes
 *
 * Whom this host asks, or is to ask.
 */
typedef struct
{
  NetopRowKey     key;
  NetopAddress    server;
  GRefString     *interface_name;
  bool            is_configured;
  NetopDnsSummary total;
  NetopDnsSummary recent;
} NetopDnsResolver;

typedef enum {
  NETOP_DNS_ENCRYPTION_TLS,   /* port 853 over TCP: RFC 7858 */
  NETOP_DNS_ENCRYPTION_QUIC,  /* port 853 over UDP: RFC 9250, or DTLS: RFC 8094 */
  NETOP_DNS_ENCRYPTION_HTTPS, /* to a host that is known for it: RFC 8484 */
} NetopDnsEncryption;

/**
 * NetopDnsEncrypted:
 * @connection: index into the snapshot's connections
 *
 * A connection on which DNS is encrypted: how much it carries is all that is known.
 */
typedef struct
{
  guint              connection;
  NetopDnsEncryption encryption;
} NetopDnsEncrypted;

/**
 * NetopSnapshotDns:
 * @is_watched: else all is empty
 * @queries: of #NetopDnsQuery, oldest first, the newest ones of @n_queries
 * @n_malformed: messages that could not be read
 * @n_unmatched: answers that belong to no query, as spoofed ones do
 * @n_lost: messages that found no room on their way, or whose stream had gaps
 * @n_overflowed: queries that gave way to newer ones before they were answered
 */
typedef struct
{
  bool     is_watched;
  GArray  *resolvers; /* of NetopDnsResolver */
  GArray  *queries;
  GArray  *encrypted; /* of NetopDnsEncrypted */
  uint64_t n_queries;
  uint64_t n_malformed;
  uint64_t n_unmatched;
  uint64_t n_lost;
  uint64_t n_overflowed;
} NetopSnapshotDns;

NetopRowKey             netop_dns_resolver_make_key (const NetopAddress *server);
const char             *netop_dns_query_format_type (const NetopDnsQuery *self, char *buffer, size_t buffer_size);
bool                    netop_dns_query_has_failed (const NetopDnsQuery *self);
void                    netop_snapshot_dns_init (NetopSnapshotDns *self);
const NetopDnsQuery    *netop_snapshot_dns_find_query (const NetopSnapshotDns *self, const NetopRowKey *key);
const NetopDnsResolver *netop_snapshot_dns_find_resolver (const NetopSnapshotDns *self, const NetopRowKey *key);
void                    netop_snapshot_dns_clear (NetopSnapshotDns *self);

G_END_DECLS
