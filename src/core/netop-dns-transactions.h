/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-dns-message.h"

G_BEGIN_DECLS

#define NETOP_DNS_PORT 53
#define NETOP_DNS_TIMEOUT_US (5 * G_USEC_PER_SEC)
#define NETOP_DNS_TRANSACTIONS_DEFAULT_CAPACITY 10000

typedef enum {
  NETOP_DNS_SERVICE_DNS,
  NETOP_DNS_SERVICE_MDNS,
  NETOP_DNS_SERVICE_LLMNR,
  NETOP_DNS_SERVICE_NETBIOS,
} NetopDnsService;

typedef enum {
  NETOP_DNS_STATE_PENDING,
  NETOP_DNS_STATE_ANSWERED,
  NETOP_DNS_STATE_TIMEOUT,    /* nobody answered within %NETOP_DNS_TIMEOUT_US of the last time it was sent */
  NETOP_DNS_STATE_UNANSWERED, /* the same of a question to a group, whom nobody need answer */
} NetopDnsState;

/**
 * NetopDnsPassage:
 * @is_local_server: the destination of a query, or the source of an answer, is an address of this host
 *
 * Where and when a message passed by.
 */
typedef struct
{
  NetopAddress source;
  NetopAddress destination;
  uint16_t     source_port;
  uint16_t     destination_port;
  uint8_t      protocol;
  bool         is_local_server;
  uint32_t     interface_index; /* 0 where not known */
  uint64_t     flow_id;
  int64_t      time_us;
} NetopDnsPassage;

/**
 * NetopDnsTransaction:
 * @id: never reused, from 1
 * @server: whom it was sent to, which may be a group; once a group's member has answered that one
 * @flow_id: of the query
 * @interface_index: where the query was seen first
 * @is_local_server: it was sent to an address of this host
 * @n_retransmissions: how often it was sent again
 * @is_retried: it came back truncated, and was asked again over TCP
 * @rcode: once it is answered
 * @asker_id: of the transaction for which, by what was asked and when, this one seems to be made; 0 if none
 * @text: the name for display
 * @answers: (nullable): of GRefString, what the answer section says, shortened; never changed once it is set
 * @n_answers: how many records the answer has, as its header says
 *
 * A query, and what came of it.
 */
typedef struct
{
  uint64_t     id;
  NetopAddress client;
  NetopAddress server;
  uint16_t     client_port;
  uint16_t     server_port;
  uint16_t     message_id;
  uint16_t     type;
  uint16_t class;
  uint16_t        rcode;
  uint8_t         protocol;
  NetopDnsService service;
  NetopDnsState   state;
  bool            is_local_server;
  bool            is_truncated;
  bool            is_retried;
  uint32_t        interface_index;
  uint32_t        n_retransmissions;
  uint64_t        flow_id;
  uint64_t        asker_id;
  int64_t         asked_us;
  int64_t         last_asked_us;
  int64_t         answered_us;
  NetopDnsName    name; /* in lower case */
  GRefString     *text;
  GPtrArray      *answers;
  uint32_t        n_answers;
  uint32_t        hash;
} NetopDnsTransaction;

typedef enum {
  NETOP_DNS_EVENT_NONE, /* one more copy of what was seen, or what is neither query nor answer */
  NETOP_DNS_EVENT_ASKED,
  NETOP_DNS_EVENT_ASKED_AGAIN,
  NETOP_DNS_EVENT_ANSWERED,
  NETOP_DNS_EVENT_UNMATCHED, /* an answer to nothing that was asked */
} NetopDnsEvent;

/**
 * NetopDnsTransactionStatistics:
 * @n_unmatched: answers without a query: late beyond measure, not for us, or spoofed
 * @n_overflowed: transactions that were forgotten before they were answered, because there was no room
 */
typedef struct
{
  uint64_t n_queries;
  uint64_t n_unmatched;
  uint64_t n_overflowed;
} NetopDnsTransactionStatistics;

/* Called for each transaction that nobody answered in time. */
typedef void (*NetopDnsExpiredFunc) (NetopDnsTransaction *transaction, void *user_data);

/**
 * NetopDnsTransactions:
 *
 * The newest DNS queries, and which answer belongs to which. Of fixed capacity: the oldest gives way. An answer belongs to a
 * query of the same identifier, name, type, class and ends (RFC 5452, 9.1), and to no other. Pure: all time is given. One
 * thread.
 */
typedef struct _NetopDnsTransactions NetopDnsTransactions;

NetopDnsTransactions *netop_dns_transactions_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void                  netop_dns_transactions_free (NetopDnsTransactions *self);
NetopDnsEvent         netop_dns_transactions_take (NetopDnsTransactions *self, const NetopDnsMessage *message, const NetopDnsPassage *passage, NetopDnsTransaction **transaction);
void                  netop_dns_transactions_expire (NetopDnsTransactions *self, int64_t now_us, NetopDnsExpiredFunc func, void *user_data);
uint64_t              netop_dns_transactions_get_first_id (const NetopDnsTransactions *self);
uint64_t              netop_dns_transactions_get_last_id (const NetopDnsTransactions *self);
NetopDnsTransaction  *netop_dns_transactions_get (const NetopDnsTransactions *self, uint64_t id);
void                  netop_dns_transactions_get_statistics (const NetopDnsTransactions *self, NetopDnsTransactionStatistics *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDnsTransactions, netop_dns_transactions_free)

G_END_DECLS
