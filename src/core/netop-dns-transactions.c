/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-transactions.h"

#include <string.h>

#include "netop-keyed-hash.h"
#include "netop-packet.h"
#include "netop-slot-index.h"

/* A ring of transactions by their ids, which count, and an index from the hash of what an answer must have in common with
 * its query to the place in the ring.
 *
 * One query is seen on each interface that it passes (a bridge and its port, both ends of a veth pair). Such a copy comes at
 * once, or from another interface; the same query from the same interface later on is a retransmission.
 *
 * A group is asked with its own address, and its members answer with theirs: their key leaves the server out. Over mDNS the
 * answers go to the group as well, without question and identifier: that key has no client either. */

#define COPY_US 1000
#define COPY_ELSEWHERE_US G_USEC_PER_SEC
/* One that nobody answered can be asked once more, and be answered late. */
#define REOPEN_US (10 * G_USEC_PER_SEC)
#define MAX_ANSWERS 16
#define MAX_ANSWERS_BYTES 2048
/* How many transactions back those are looked for that one may have to do with. */
#define LOOK_BACK 256

#define NETBIOS_PORT 137
#define MDNS_PORT 5353
#define LLMNR_PORT 5355

/* What is hashed: padding is zero. */
typedef struct
{
  NetopAddress client;
  NetopAddress server;
  uint16_t     client_port;
  uint16_t     message_id;
  uint16_t     type;
  uint16_t class;
  uint8_t      protocol;
  uint8_t      service;
  NetopDnsName name;
  uint8_t      padding[6];
} Key;

struct _NetopDnsTransactions
{
  NetopDnsTransaction *ring;
  guint                capacity;
  uint64_t             last_id;
  uint64_t             first_open; /* no older one is pending */
  NetopHashKey         hash_key;
  NetopSlotIndex       index;
  uint64_t             n_unmatched;
  uint64_t             n_overflowed;
};

static void
transaction_clear (NetopDnsTransaction *transaction)
{
  g_clear_pointer (&transaction->text, g_ref_string_release);
  g_clear_pointer (&transaction->answers, g_ptr_array_unref);
}

/* --- Keys --- */

static bool
get_service (uint16_t         port,
             NetopDnsService *service)
{
  switch (port)
    {
    case NETOP_DNS_PORT:
      *service = NETOP_DNS_SERVICE_DNS;
      return true;
    case MDNS_PORT:
      *service = NETOP_DNS_SERVICE_MDNS;
      return true;
    case LLMNR_PORT:
      *service = NETOP_DNS_SERVICE_LLMNR;
      return true;
    case NETBIOS_PORT:
      *service = NETOP_DNS_SERVICE_NETBIOS;
      return true;
    default:
      return false;
    }
}

/* Of a transaction that has its ends, identifier and question. */
static Key
make_key (const NetopDnsTransaction *transaction)
{
  Key key;

  memset (&key, 0, sizeof key);
  key.type = transaction->type;
  key.class = transaction->class;
  key.protocol = transaction->protocol;
  key.service = (uint8_t)transaction->service;
  key.name = transaction->name;
  if (transaction->service == NETOP_DNS_SERVICE_MDNS && transaction->client_port == MDNS_PORT)
    return key;

  key.client = transaction->client;
  key.client_port = transaction->client_port;
  key.message_id = transaction->message_id;
  if (transaction->service == NETOP_DNS_SERVICE_DNS)
    key.server = transaction->server;
  return key;
}

static uint32_t
hash_key (const NetopDnsTransactions *self,
          const Key                  *key)
{
  return (uint32_t)netop_keyed_hash (&self->hash_key, key, sizeof *key);
}

static bool
has_key (const NetopDnsTransaction *transaction,
         const Key                 *key)
{
  Key own = make_key (transaction);

  return memcmp (&own, key, sizeof own) == 0;
}

/* --- The ring --- */

static NetopDnsTransaction *
get_place (const NetopDnsTransactions *self,
           uint64_t                    id)
{
  return &self->ring[id % self->capacity];
}

static void
add (NetopDnsTransactions *self,
     NetopDnsTransaction  *transaction)
{
  uint64_t             id = ++self->last_id;
  uint32_t             place = (uint32_t)(id % self->capacity);
  NetopDnsTransaction *old = &self->ring[place];

  if (old->id != 0)
    {
      netop_slot_index_remove (&self->index, old->hash, place);
      self->n_overflowed += old->state == NETOP_DNS_STATE_PENDING;
      transaction_clear (old);
    }

  *old = *transaction;
  old->id = id;
  netop_slot_index_insert (&self->index, old->hash, place);
  self->first_open = MAX (self->first_open, netop_dns_transactions_get_first_id (self));
}

/* The newest one of that key that @func takes. */
typedef bool (*FitsFunc) (const NetopDnsTransaction *transaction, const NetopDnsTransaction *asked);

static NetopDnsTransaction *
find (NetopDnsTransactions      *self,
      const NetopDnsTransaction *like,
      FitsFunc                   fits)
{
  Key                  key = make_key (like);
  uint32_t             hash = hash_key (self, &key);
  uint32_t             position = hash;
  uint32_t             place;
  NetopDnsTransaction *newest = NULL;

  while ((place = netop_slot_index_next (&self->index, hash, &position)) != NETOP_SLOT_NONE)
    {
      NetopDnsTransaction *transaction = &self->ring[place];

      if ((newest == NULL || transaction->id > newest->id) && has_key (transaction, &key) && fits (transaction, like))
        newest = transaction;
    }
  return newest;
}

/* --- Queries --- */

static bool
is_asked_by_same (const NetopDnsTransaction *transaction,
                  const NetopDnsTransaction *asked)
{
  return netop_address_equal (&transaction->client, &asked->client);
}

static bool
is_copy (const NetopDnsTransaction *transaction,
         const NetopDnsPassage     *passage)
{
  int64_t elapsed_us = ABS (passage->time_us - transaction->last_asked_us);

  if (passage->interface_index != transaction->interface_index && passage->interface_index != 0 && transaction->interface_index != 0)
    return elapsed_us < COPY_ELSEWHERE_US;
  return elapsed_us < COPY_US;
}

static bool
is_question_of (const NetopDnsTransaction *a,
                const NetopDnsTransaction *b)
{
  return a->type == b->type && a->class == b->class && netop_dns_name_equal (&a->name, &b->name);
}

/* The oldest one that waits for the same from somebody on this host, and is no query of the same socket. */
static bool
is_behind (const NetopDnsTransaction *asker,
           const NetopDnsTransaction *asked)
{
  return asker->state == NETOP_DNS_STATE_PENDING && asker->is_local_server && !asked->is_local_server && asker->asked_us <= asked->asked_us &&
         asked->asked_us - asker->asked_us < NETOP_DNS_TIMEOUT_US &&
         (asker->client_port != asked->client_port || !netop_address_equal (&asker->client, &asked->client)) && is_question_of (asker, asked);
}

static bool
is_retry_of (const NetopDnsTransaction *truncated,
             const NetopDnsTransaction *asked)
{
  return truncated->is_truncated && asked->protocol == NETOP_PROTOCOL_TCP && truncated->protocol != NETOP_PROTOCOL_TCP &&
         asked->asked_us - truncated->answered_us < NETOP_DNS_TIMEOUT_US && netop_address_equal (&truncated->client, &asked->client) &&
         netop_address_equal (&truncated->server, &asked->server) && is_question_of (truncated, asked);
}

static void
relate (NetopDnsTransactions *self,
        NetopDnsTransaction  *asked)
{
  uint64_t first = MAX (netop_dns_transactions_get_first_id (self), self->last_id > LOOK_BACK ? self->last_id - LOOK_BACK : 1);

  for (uint64_t id = self->last_id; id >= first && id > 0; id--)
    {
      NetopDnsTransaction *before = get_place (self, id);

      if (is_behind (before, asked))
        asked->asker_id = id;
      if (is_retry_of (before, asked))
        before->is_retried = true;
    }
}

static NetopDnsEvent
take_query (NetopDnsTransactions  *self,
            NetopDnsTransaction   *asked,
            const NetopDnsPassage *passage,
            NetopDnsTransaction  **transaction)
{
  NetopDnsTransaction *known = find (self, asked, is_asked_by_same);
  Key                  key = make_key (asked);

  *transaction = known;
  if (known != NULL && is_copy (known, passage))
    return NETOP_DNS_EVENT_NONE;
  if (known != NULL && known->state != NETOP_DNS_STATE_ANSWERED && passage->time_us - known->last_asked_us < REOPEN_US)
    {
      known->n_retransmissions++;
      known->last_asked_us = MAX (known->last_asked_us, passage->time_us);
      known->state = NETOP_DNS_STATE_PENDING;
      self->first_open = MIN (self->first_open, known->id);
      return NETOP_DNS_EVENT_ASKED_AGAIN;
    }

  relate (self, asked);
  asked->hash = hash_key (self, &key);
  add (self, asked);
  *transaction = get_place (self, self->last_id);
  (*transaction)->text = g_ref_string_new_len ("", 0);
  return NETOP_DNS_EVENT_ASKED;
}

/* --- Answers --- */

static bool
is_open (const NetopDnsTransaction *transaction,
         const NetopDnsTransaction *asked)
{
  return transaction->state != NETOP_DNS_STATE_ANSWERED && transaction->asked_us <= asked->asked_us + COPY_US;
}

static bool
is_answered_just_now (const NetopDnsTransaction *transaction,
                      const NetopDnsTransaction *asked)
{
  return transaction->state == NETOP_DNS_STATE_ANSWERED && asked->asked_us - transaction->answered_us < REOPEN_US;
}

static GPtrArray *
list_answers (const NetopDnsMessage *message)
{
  GPtrArray         *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ref_string_release);
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  size_t             size = 0;

  netop_dns_record_iter_init (&iter, message);
  while (answers->len < MAX_ANSWERS && netop_dns_record_iter_next (&iter, &record) && record.section == NETOP_DNS_SECTION_ANSWER)
    {
      g_autofree char *text = netop_dns_record_to_text (&record, message);

      size += strlen (text);
      if (size > MAX_ANSWERS_BYTES)
        break;
      g_ptr_array_add (answers, g_ref_string_new (text));
    }
  return answers;
}

static void
finish (NetopDnsTransaction   *transaction,
        const NetopDnsMessage *message,
        const NetopDnsPassage *passage)
{
  transaction->state = NETOP_DNS_STATE_ANSWERED;
  transaction->rcode = message->rcode;
  transaction->is_truncated = message->is_truncated;
  transaction->answered_us = MAX (passage->time_us, transaction->asked_us);
  transaction->server = passage->source;
  transaction->n_answers = message->n_records[NETOP_DNS_SECTION_ANSWER];
  g_clear_pointer (&transaction->answers, g_ptr_array_unref);
  transaction->answers = list_answers (message);
}

static NetopDnsEvent
take_answer (NetopDnsTransactions      *self,
             const NetopDnsTransaction *asked,
             const NetopDnsMessage     *message,
             const NetopDnsPassage     *passage,
             NetopDnsTransaction      **transaction)
{
  *transaction = find (self, asked, is_open);
  if (*transaction != NULL)
    {
      finish (*transaction, message, passage);
      return NETOP_DNS_EVENT_ANSWERED;
    }
  if (find (self, asked, is_answered_just_now) != NULL)
    return NETOP_DNS_EVENT_NONE;

  self->n_unmatched++;
  return NETOP_DNS_EVENT_UNMATCHED;
}

/* What goes to the group answers whatever of it was asked, and is mostly said to nobody in particular. */
static NetopDnsEvent
take_announcement (NetopDnsTransactions  *self,
                   NetopDnsTransaction   *asked,
                   const NetopDnsMessage *message,
                   const NetopDnsPassage *passage,
                   NetopDnsTransaction  **transaction)
{
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  guint              n = 0;

  netop_dns_record_iter_init (&iter, message);
  while (n++ < MAX_ANSWERS && netop_dns_record_iter_next (&iter, &record))
    {
      NetopDnsTransaction *open;

      asked->name = record.name;
      netop_dns_name_fold (&asked->name);
      asked->type = record.type;
      asked->class = record.class;
      open = find (self, asked, is_open);
      if (open == NULL)
        {
          asked->type = NETOP_DNS_TYPE_ANY;
          open = find (self, asked, is_open);
        }
      if (open == NULL)
        continue;
      finish (open, message, passage);
      *transaction = open;
    }
  return *transaction != NULL ? NETOP_DNS_EVENT_ANSWERED : NETOP_DNS_EVENT_NONE;
}

/* NetBIOS names have their question in the answer only (RFC 1002, 4.2.13). */
static bool
take_question (NetopDnsTransaction   *asked,
               const NetopDnsMessage *message)
{
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;

  if (message->has_question)
    {
      asked->name = message->name;
      asked->type = message->type;
      asked->class = message->class;
    }
  else
    {
      netop_dns_record_iter_init (&iter, message);
      if (asked->service != NETOP_DNS_SERVICE_NETBIOS || !netop_dns_record_iter_next (&iter, &record))
        return false;
      asked->name = record.name;
      asked->type = record.type;
      asked->class = record.class;
    }

  netop_dns_name_fold (&asked->name);
  return true;
}

static char *
make_text (const NetopDnsMessage *message,
           NetopDnsService        service)
{
  return service == NETOP_DNS_SERVICE_NETBIOS ? netop_dns_name_to_netbios_text (&message->name) : netop_dns_name_to_text (&message->name);
}

/**
 * netop_dns_transactions_take:
 * @message: read
 * @transaction: (out) (nullable): what it belongs to, if anything; valid until the next call
 *
 * Takes in a message that passed by.
 *
 * Returns: what it meant
 */
NetopDnsEvent
netop_dns_transactions_take (NetopDnsTransactions  *self,
                             const NetopDnsMessage *message,
                             const NetopDnsPassage *passage,
                             NetopDnsTransaction  **transaction)
{
  bool                is_response = message->is_response;
  NetopDnsTransaction asked = {
    .client = is_response ? passage->destination : passage->source,
    .server = is_response ? passage->source : passage->destination,
    .client_port = is_response ? passage->destination_port : passage->source_port,
    .server_port = is_response ? passage->source_port : passage->destination_port,
    .message_id = message->id,
    .protocol = passage->protocol,
    .interface_index = passage->interface_index,
    .is_local_server = passage->is_local_server,
    .flow_id = passage->flow_id,
    .asked_us = passage->time_us,
    .last_asked_us = passage->time_us,
  };
  NetopDnsEvent event;

  *transaction = NULL;
  if (message->opcode != NETOP_DNS_OPCODE_QUERY || !get_service (asked.server_port, &asked.service))
    return NETOP_DNS_EVENT_NONE;
  if (is_response && asked.service == NETOP_DNS_SERVICE_MDNS && asked.client_port == MDNS_PORT)
    return take_announcement (self, &asked, message, passage, transaction);
  if (!take_question (&asked, message))
    {
      self->n_unmatched += is_response;
      return is_response ? NETOP_DNS_EVENT_UNMATCHED : NETOP_DNS_EVENT_NONE;
    }
  if (is_response)
    return take_answer (self, &asked, message, passage, transaction);

  event = take_query (self, &asked, passage, transaction);
  if (event == NETOP_DNS_EVENT_ASKED)
    {
      g_autofree char *text = make_text (message, asked.service);

      g_ref_string_release ((*transaction)->text);
      (*transaction)->text = g_ref_string_new (text);
    }
  return event;
}

/**
 * netop_dns_transactions_new:
 * @capacity: how many of the newest are kept
 *
 * Returns: (transfer full): an empty table
 */
NetopDnsTransactions *
netop_dns_transactions_new (guint capacity)
{
  NetopDnsTransactions *self = g_new0 (NetopDnsTransactions, 1);

  self->capacity = capacity;
  self->ring = g_new0 (NetopDnsTransaction, capacity);
  self->hash_key = netop_hash_key_new_random ();
  self->first_open = 1;
  netop_slot_index_init (&self->index, capacity);
  return self;
}

/**
 * netop_dns_transactions_free:
 * @self: (transfer full) (nullable):
 */
void
netop_dns_transactions_free (NetopDnsTransactions *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->capacity; i++)
    transaction_clear (&self->ring[i]);
  netop_slot_index_clear (&self->index);
  g_free (self->ring);
  g_free (self);
}

/**
 * netop_dns_transactions_expire:
 * @func: called for those whose time is up at @now_us
 */
void
netop_dns_transactions_expire (NetopDnsTransactions *self,
                               int64_t               now_us,
                               NetopDnsExpiredFunc   func,
                               void                 *user_data)
{
  bool is_prefix = true;

  for (uint64_t id = self->first_open; id <= self->last_id; id++)
    {
      NetopDnsTransaction *transaction = get_place (self, id);

      if (transaction->state == NETOP_DNS_STATE_PENDING && now_us - transaction->last_asked_us >= NETOP_DNS_TIMEOUT_US)
        {
          transaction->state = transaction->service == NETOP_DNS_SERVICE_DNS ? NETOP_DNS_STATE_TIMEOUT : NETOP_DNS_STATE_UNANSWERED;
          func (transaction, user_data);
        }
      is_prefix &= transaction->state != NETOP_DNS_STATE_PENDING;
      if (is_prefix)
        self->first_open = id + 1;
    }
}

/**
 * netop_dns_transactions_get_first_id:
 *
 * Returns: of the oldest that is kept; more than the last one's where there is none
 */
uint64_t
netop_dns_transactions_get_first_id (const NetopDnsTransactions *self)
{
  return self->last_id > self->capacity ? self->last_id - self->capacity + 1 : 1;
}

/**
 * netop_dns_transactions_get_last_id:
 *
 * Returns: of the newest; 0 where there is none
 */
uint64_t
netop_dns_transactions_get_last_id (const NetopDnsTransactions *self)
{
  return self->last_id;
}

/**
 * netop_dns_transactions_get:
 *
 * Returns: (transfer none) (nullable): the one of that id, %NULL if it is not kept
 */
NetopDnsTransaction *
netop_dns_transactions_get (const NetopDnsTransactions *self,
                            uint64_t                    id)
{
  NetopDnsTransaction *transaction = get_place (self, id);

  return id != 0 && transaction->id == id ? transaction : NULL;
}

/**
 * netop_dns_transactions_get_statistics:
 * @statistics: (out): since the table was made
 */
void
netop_dns_transactions_get_statistics (const NetopDnsTransactions    *self,
                                       NetopDnsTransactionStatistics *statistics)
{
  *statistics = (NetopDnsTransactionStatistics){ self->last_id, self->n_unmatched, self->n_overflowed };
}
