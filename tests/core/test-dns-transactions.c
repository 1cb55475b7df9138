/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "dns-builder.h"
#include "netop-dns-transactions.h"
#include "netop-packet.h"

#define SECOND_US G_USEC_PER_SEC

enum {
  CLIENT = 1,
  SERVER = 2,
  UPSTREAM = 3,
};

typedef struct
{
  NetopDnsTransactions *table;
  NetopDnsTransaction  *last;
  guint                 n_expired;
} Fixture;

/* One message; what is not set is the usual one. */
typedef struct
{
  int64_t     time_us;
  guint16     id;
  const char *name;
  guint16     type;
  guint8      client;
  guint8      server;
  guint16     client_port;
  guint16     server_port;
  guint8      protocol;
  guint16     flags; /* beside those of query and response */
  guint32     interface_index;
  bool        is_local_server;
  guint8      n_addresses;
} Said;

static NetopAddress
address (guint8 last)
{
  return netop_address_from_v4 ((const uint8_t[]){ last >= 224 ? 224 : 192, 0, last >= 224 ? 0 : 2, last });
}

static NetopDnsEvent
take (Fixture    *fixture,
      const Said *said,
      bool        is_response)
{
  guint16      id = said->id != 0 ? said->id : 77;
  guint16      type = said->type != 0 ? said->type : (guint16)NETOP_DNS_TYPE_A;
  const char  *name = said->name != NULL ? said->name : "a.test";
  NetopAddress client = address (said->client != 0 ? said->client : CLIENT);
  NetopAddress server = address (said->server != 0 ? said->server : SERVER);
  guint16      client_port = said->client_port != 0 ? said->client_port : 40000;
  guint16      server_port = said->server_port != 0 ? said->server_port : 53;
  g_autoptr (GByteArray) bytes = dns_new (id, (is_response ? DNS_RESPONSE : DNS_QUERY) | said->flags);
  NetopDnsMessage message;
  NetopDnsPassage passage = {
    .source = is_response ? server : client,
    .destination = is_response ? client : server,
    .source_port = is_response ? server_port : client_port,
    .destination_port = is_response ? client_port : server_port,
    .protocol = said->protocol != 0 ? said->protocol : (guint8)NETOP_PROTOCOL_UDP,
    .interface_index = said->interface_index != 0 ? said->interface_index : 2,
    .is_local_server = said->is_local_server,
    .time_us = said->time_us,
  };

  dns_add_question (bytes, name, type);
  for (guint8 i = 0; i < said->n_addresses; i++)
    dns_add_address (bytes, name, i);
  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  return netop_dns_transactions_take (fixture->table, &message, &passage, &fixture->last);
}

#define ASK(...) take (fixture, &(const Said){ __VA_ARGS__ }, false)
#define ANSWER(...) take (fixture, &(const Said){ __VA_ARGS__ }, true)

static void
note_expired (NetopDnsTransaction *transaction,
              void                *user_data)
{
  ((Fixture *)user_data)->n_expired++;
}

static void
expire (Fixture *fixture,
        int64_t  now_us)
{
  netop_dns_transactions_expire (fixture->table, now_us, note_expired, fixture);
}

static guint64
get_unmatched (const Fixture *fixture)
{
  NetopDnsTransactionStatistics statistics;

  netop_dns_transactions_get_statistics (fixture->table, &statistics);
  return statistics.n_unmatched;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->table = netop_dns_transactions_new (64);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_dns_transactions_free (fixture->table);
}

static void
test_answered (Fixture      *fixture,
               gconstpointer data)
{
  g_assert_cmpint (ASK (.time_us = 1000, .name = "A.Test"), ==, NETOP_DNS_EVENT_ASKED);
  g_assert_cmpstr (fixture->last->text, ==, "A.Test");
  g_assert_cmpint (ANSWER (.time_us = 3500, .name = "a.tEST", .n_addresses = 3), ==, NETOP_DNS_EVENT_ANSWERED);
  g_assert_cmpint (fixture->last->state, ==, NETOP_DNS_STATE_ANSWERED);
  g_assert_cmpint (fixture->last->answered_us - fixture->last->asked_us, ==, 2500);
  g_assert_cmpuint (fixture->last->answers->len, ==, 3);
  g_assert_cmpstr (fixture->last->answers->pdata[2], ==, "192.0.2.2");
  g_assert_cmpuint (fixture->last->id, ==, 1);
}

/* Whoever guesses all but one thing answers nothing. */
static void
test_spoofed (Fixture      *fixture,
              gconstpointer data)
{
  ASK (.time_us = 1000);
  g_assert_cmpint (ANSWER (.time_us = 2000, .id = 78), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .name = "b.test"), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .type = NETOP_DNS_TYPE_AAAA), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .client = 9), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .server = 9), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .client_port = 40001), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .protocol = NETOP_PROTOCOL_TCP), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpuint (get_unmatched (fixture), ==, 7);
  g_assert_cmpint (netop_dns_transactions_get (fixture->table, 1)->state, ==, NETOP_DNS_STATE_PENDING);
  g_assert_cmpint (ANSWER (.time_us = 2000), ==, NETOP_DNS_EVENT_ANSWERED);
}

/* On a bridge and its port, at once or a moment later. */
static void
test_copies (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_cmpint (ASK (.time_us = 1000), ==, NETOP_DNS_EVENT_ASKED);
  g_assert_cmpint (ASK (.time_us = 1010), ==, NETOP_DNS_EVENT_NONE);
  g_assert_cmpint (ASK (.time_us = 9000, .interface_index = 3), ==, NETOP_DNS_EVENT_NONE);
  g_assert_cmpint (ANSWER (.time_us = 20000, .interface_index = 3), ==, NETOP_DNS_EVENT_ANSWERED);
  g_assert_cmpint (ANSWER (.time_us = 20010), ==, NETOP_DNS_EVENT_NONE);
  g_assert_cmpuint (netop_dns_transactions_get_last_id (fixture->table), ==, 1);
  g_assert_cmpuint (netop_dns_transactions_get (fixture->table, 1)->n_retransmissions, ==, 0);
  g_assert_cmpuint (get_unmatched (fixture), ==, 0);
}

/* Three times in vain, and an answer that comes too late is one all the same. */
static void
test_timeout (Fixture      *fixture,
              gconstpointer data)
{
  ASK (.time_us = SECOND_US);
  expire (fixture, 5 * SECOND_US);
  g_assert_cmpuint (fixture->n_expired, ==, 0);
  g_assert_cmpint (ASK (.time_us = 5 * SECOND_US), ==, NETOP_DNS_EVENT_ASKED_AGAIN);
  expire (fixture, 9 * SECOND_US);
  g_assert_cmpuint (fixture->n_expired, ==, 0);
  expire (fixture, 10 * SECOND_US);
  g_assert_cmpuint (fixture->n_expired, ==, 1);
  g_assert_cmpint (netop_dns_transactions_get (fixture->table, 1)->state, ==, NETOP_DNS_STATE_TIMEOUT);

  g_assert_cmpint (ASK (.time_us = 10 * SECOND_US + 1), ==, NETOP_DNS_EVENT_ASKED_AGAIN);
  g_assert_cmpuint (fixture->last->n_retransmissions, ==, 2);
  expire (fixture, 16 * SECOND_US);
  g_assert_cmpuint (fixture->n_expired, ==, 2);
  g_assert_cmpint (ANSWER (.time_us = 17 * SECOND_US), ==, NETOP_DNS_EVENT_ANSWERED);
  g_assert_cmpint (fixture->last->answered_us - fixture->last->asked_us, ==, 16 * SECOND_US);
  g_assert_cmpuint (netop_dns_transactions_get_last_id (fixture->table), ==, 1);
}

/* One identifier after the other. */
static void
test_used_again (Fixture      *fixture,
                 gconstpointer data)
{
  ASK (.time_us = 1000);
  ANSWER (.time_us = 2000);
  g_assert_cmpint (ASK (.time_us = 5000), ==, NETOP_DNS_EVENT_ASKED);
  g_assert_cmpuint (fixture->last->id, ==, 2);
  g_assert_cmpint (ANSWER (.time_us = 6000, .flags = NETOP_DNS_RCODE_SERVFAIL), ==, NETOP_DNS_EVENT_ANSWERED);
  g_assert_cmpuint (fixture->last->id, ==, 2);
  g_assert_cmpuint (fixture->last->rcode, ==, NETOP_DNS_RCODE_SERVFAIL);
}

static void
test_truncated (Fixture      *fixture,
                gconstpointer data)
{
  ASK (.time_us = 1000);
  ANSWER (.time_us = 2000, .flags = DNS_TRUNCATED);
  g_assert_true (fixture->last->is_truncated);
  g_assert_false (fixture->last->is_retried);
  ASK (.time_us = 3000, .id = 5, .client_port = 40001, .protocol = NETOP_PROTOCOL_TCP);
  g_assert_true (netop_dns_transactions_get (fixture->table, 1)->is_retried);
  ANSWER (.time_us = 4000, .id = 5, .client_port = 40001, .protocol = NETOP_PROTOCOL_TCP, .n_addresses = 200);
  g_assert_cmpuint (fixture->last->id, ==, 2);
  g_assert_cmpuint (fixture->last->n_answers, ==, 200);
  g_assert_cmpuint (fixture->last->answers->len, <=, 16);
}

/* Whoever asks a resolver of this host is behind what that asks meanwhile; not behind anything else. */
static void
test_asker (Fixture      *fixture,
            gconstpointer data)
{
  ASK (.time_us = 1000, .is_local_server = true);
  ASK (.time_us = 1500, .id = 9, .client = SERVER, .server = UPSTREAM, .client_port = 50000);
  g_assert_cmpuint (fixture->last->asker_id, ==, 1);
  ASK (.time_us = 1600, .id = 10, .client = SERVER, .server = UPSTREAM, .client_port = 50001, .name = "b.test");
  g_assert_cmpuint (fixture->last->asker_id, ==, 0);
  ASK (.time_us = 1700, .id = 11, .client = SERVER, .server = UPSTREAM, .client_port = 50001, .type = NETOP_DNS_TYPE_AAAA);
  g_assert_cmpuint (fixture->last->asker_id, ==, 0);
  ANSWER (.time_us = 2000);
  ASK (.time_us = 2100, .id = 12, .client = SERVER, .server = UPSTREAM, .client_port = 50002);
  g_assert_cmpuint (fixture->last->asker_id, ==, 0);
}

/* The answer to mDNS goes to all, without question and identifier; who asked twice is not two. */
static void
test_mdns (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GByteArray) bytes = dns_new (0, DNS_RESPONSE);
  NetopDnsMessage message;
  NetopDnsPassage passage = {
    .source = address (50),
    .destination = address (251),
    .source_port = 5353,
    .destination_port = 5353,
    .protocol = NETOP_PROTOCOL_UDP,
    .interface_index = 2,
    .time_us = 3000,
  };

  ASK (.time_us = 1000, .server = 251, .client_port = 5353, .server_port = 5353, .name = "printer.local");
  ASK (.time_us = 1000, .server = 251, .client_port = 5353, .server_port = 5353, .name = "nobody.local");
  dns_add_address (bytes, "other.local", 1);
  dns_add_address (bytes, "printer.local", 2);
  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  g_assert_cmpint (netop_dns_transactions_take (fixture->table, &message, &passage, &fixture->last), ==, NETOP_DNS_EVENT_ANSWERED);
  g_assert_cmpuint (fixture->last->id, ==, 1);
  g_assert_cmpint (fixture->last->service, ==, NETOP_DNS_SERVICE_MDNS);
  g_assert_true (netop_address_equal (&fixture->last->server, &passage.source));
  expire (fixture, 10 * SECOND_US);
  g_assert_cmpint (netop_dns_transactions_get (fixture->table, 2)->state, ==, NETOP_DNS_STATE_UNANSWERED);
  g_assert_cmpuint (get_unmatched (fixture), ==, 0);
}

/* Whoever of the group answers does so from its own address. */
static void
test_llmnr (Fixture      *fixture,
            gconstpointer data)
{
  ASK (.time_us = 1000, .server = 252, .server_port = 5355);
  g_assert_cmpint (ANSWER (.time_us = 2000, .server = 60, .server_port = 5355, .id = 1), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .server = 60, .server_port = 5355), ==, NETOP_DNS_EVENT_ANSWERED);
}

/* The oldest gives way. */
static void
test_full (Fixture      *fixture,
           gconstpointer data)
{
  NetopDnsTransactionStatistics statistics;

  for (guint16 i = 0; i < 1000; i++)
    ASK (.time_us = 1000, .id = i + 1);
  netop_dns_transactions_get_statistics (fixture->table, &statistics);
  g_assert_cmpuint (statistics.n_queries, ==, 1000);
  g_assert_cmpuint (statistics.n_overflowed, ==, 1000 - 64);
  g_assert_cmpuint (netop_dns_transactions_get_first_id (fixture->table), ==, 1000 - 64 + 1);
  g_assert_null (netop_dns_transactions_get (fixture->table, 1000 - 64));
  g_assert_cmpint (ANSWER (.time_us = 2000, .id = 10), ==, NETOP_DNS_EVENT_UNMATCHED);
  g_assert_cmpint (ANSWER (.time_us = 2000, .id = 1000), ==, NETOP_DNS_EVENT_ANSWERED);
  expire (fixture, 10 * SECOND_US);
  g_assert_cmpuint (fixture->n_expired, ==, 63);
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "answered", test_answered },
    { "spoofed", test_spoofed },
    { "copies", test_copies },
    { "timeout", test_timeout },
    { "used-again", test_used_again },
    { "truncated", test_truncated },
    { "asker", test_asker },
    { "mdns", test_mdns },
    { "llmnr", test_llmnr },
    { "full", test_full },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/core/dns-transactions/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
