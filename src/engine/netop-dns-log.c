/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-log.h"

#include "netop-dns-streams.h"
#include "netop-packet.h"

/* The transactions are core's; what this host knows beside them, by the same places, is here. */

#define MDNS_PORT 5353
#define MAX_STREAMS 128
#define MAX_NAMED_HOSTS 16384
#define MAX_NAMED_HOSTS_OF_ANSWER 64
/* Those asked most lately: who resolves by himself asks thousands. */
#define MAX_RESOLVERS 256
#define TYPE_PTR 12 /* RFC 1035, 3.2.2 */
/* So long the process of a query may still become another one: an owner can be found late. */
#define SETTLE_US (3 * G_USEC_PER_SEC)
#define GIVE_UP_US (35 * G_USEC_PER_SEC)

/**
 * Note:
 * @id: of the transaction
 * @asked_real_us: as the wall clock called it, without its steps since hello
 * @process: the helper's number, 0 where not known
 * @is_settled: nothing of it changes any more
 * @is_copy: it is another one, seen once more
 * @is_own: this program's own
 */
typedef struct
{
  uint64_t        id;
  int64_t         asked_real_us;
  uint64_t        process_id;
  uint32_t        pid;
  bool            is_ours;
  bool            is_copy;
  bool            is_own;
  bool            is_settled;
  GRefString     *process_name;
  NetopNameAsker *asker; /* of the names that came of it */
} Note;

typedef struct
{
  NetopAddress       server;
  uint64_t           last_use; /* a transaction's id */
  uint32_t           interface_index;
  NetopDnsStatistics statistics;
} Resolver;

struct _NetopDnsLog
{
  NetopDnsTransactions *transactions;
  NetopDnsStreams      *streams;
  NetopDnsNames        *names;
  guint                 capacity;
  Note                 *notes;
  uint64_t              first_unsettled;
  GPtrArray            *resolvers; /* of Resolver */
  uint64_t              n_malformed;
  uint64_t              n_lost;
};

/* On the stack of one message. */
typedef struct
{
  NetopDnsLog              *log;
  const NetopPayloadRecord *record;
  NetopDnsPassage           passage;
  int64_t                   now_us;
  int64_t                   real_less_mono_us;
} Arrival;

static void
note_clear (Note *note)
{
  g_clear_pointer (&note->process_name, g_ref_string_release);
  g_clear_pointer (&note->asker, g_rc_box_release);
}

/* --- Resolvers --- */

static Resolver *
get_resolver (NetopDnsLog        *self,
              const NetopAddress *server)
{
  Resolver *oldest = NULL;

  for (guint i = 0; i < self->resolvers->len; i++)
    {
      Resolver *resolver = g_ptr_array_index (self->resolvers, i);

      if (netop_address_equal (&resolver->server, server))
        return resolver;
      if (oldest == NULL || resolver->last_use < oldest->last_use)
        oldest = resolver;
    }

  if (self->resolvers->len < MAX_RESOLVERS)
    {
      oldest = g_new (Resolver, 1);
      g_ptr_array_add (self->resolvers, oldest);
    }
  *oldest = (Resolver){ .server = *server };
  return oldest;
}

static Note *
get_note (const NetopDnsLog *self,
          uint64_t           id)
{
  Note *note = &self->notes[id % self->capacity];

  return note->id == id ? note : NULL;
}

/* What others ask, and of whom groups, says nothing of a resolver of ours. */
static Resolver *
get_resolver_of (NetopDnsLog               *self,
                 const NetopDnsTransaction *transaction)
{
  const Note *note = get_note (self, transaction->id);
  Resolver   *resolver;

  if (transaction->service != NETOP_DNS_SERVICE_DNS || note == NULL || !note->is_ours || note->is_copy)
    return NULL;

  resolver = get_resolver (self, &transaction->server);
  resolver->last_use = transaction->id;
  resolver->interface_index = transaction->interface_index;
  return resolver;
}

static bool
is_failure (const NetopDnsTransaction *transaction)
{
  return transaction->rcode != NETOP_DNS_RCODE_NOERROR && transaction->rcode != NETOP_DNS_RCODE_NXDOMAIN;
}

static void
count_silence (NetopDnsTransaction *transaction,
               void                *user_data)
{
  Arrival  *arrival = user_data;
  Resolver *resolver = get_resolver_of (arrival->log, transaction);

  if (resolver != NULL)
    netop_dns_statistics_add_silence (&resolver->statistics, arrival->now_us);
}

static void
count_answer (Arrival                   *arrival,
              const NetopDnsTransaction *transaction)
{
  Resolver *resolver = get_resolver_of (arrival->log, transaction);

  if (resolver != NULL)
    netop_dns_statistics_add_answer (&resolver->statistics, arrival->now_us, transaction->answered_us - transaction->asked_us, is_failure (transaction));
}

/* --- Names --- */

/* What was asked for is the name, whatever it is called on the way to its addresses. */
static void
add_names (NetopDnsLog               *self,
           const NetopDnsMessage     *message,
           const NetopDnsTransaction *transaction)
{
  Note              *note = get_note (self, transaction->id);
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  NetopAddress       address;
  guint              n = 0;

  if (note == NULL || transaction->service != NETOP_DNS_SERVICE_DNS)
    return;

  netop_dns_record_iter_init (&iter, message);
  while (n < MAX_NAMED_HOSTS_OF_ANSWER && netop_dns_record_iter_next (&iter, &record) && record.section == NETOP_DNS_SECTION_ANSWER)
    {
      if (!netop_dns_record_get_address (&record, message, &address))
        continue;
      netop_dns_names_add (self->names, &address, transaction->text, note->asker, transaction->answered_us, record.ttl_s);
      n++;
    }
}

/* Over mDNS a host says what it is called, asked or not; of others' addresses nobody need be believed. */
static void
add_announced_name (NetopDnsLog           *self,
                    const NetopDnsMessage *message,
                    const NetopDnsPassage *passage)
{
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  NetopAddress       address;
  guint              n = 0;

  if (passage->source_port != MDNS_PORT || !message->is_response)
    return;

  netop_dns_record_iter_init (&iter, message);
  while (n++ < MAX_NAMED_HOSTS_OF_ANSWER && netop_dns_record_iter_next (&iter, &record))
    {
      g_autofree char *text = NULL;
      GRefString      *name;

      if (!netop_dns_record_get_address (&record, message, &address) || !netop_address_equal (&address, &passage->source))
        continue;
      text = netop_dns_name_to_text (&record.name);
      name = g_ref_string_new (text);
      netop_dns_names_add (self->names, &address, name, NULL, passage->time_us, record.ttl_s);
      g_ref_string_release (name);
    }
}

/* --- Messages --- */

static void
note_query (Arrival                   *arrival,
            const NetopDnsTransaction *transaction)
{
  NetopDnsLog *self = arrival->log;
  Note        *note = &self->notes[transaction->id % self->capacity];

  note_clear (note);
  *note = (Note){
    .id = transaction->id,
    .asked_real_us = transaction->asked_us + arrival->real_less_mono_us,
    .is_ours = arrival->record->received == 0 && arrival->record->key.forwarded == 0,
    .asker = g_rc_box_new0 (NetopNameAsker),
  };
  note->is_settled = !note->is_ours;
}

static void
take_message (const uint8_t *bytes,
              uint32_t       length,
              void          *user_data)
{
  Arrival             *arrival = user_data;
  NetopDnsLog         *self = arrival->log;
  NetopDnsMessage      message;
  NetopDnsTransaction *transaction;

  if (!netop_dns_message_read (&message, bytes, length))
    {
      self->n_malformed++;
      return;
    }
  /* What was cut off when it was captured nobody got wrong. */
  add_announced_name (self, &message, &arrival->passage);
  self->n_malformed += message.is_partial && arrival->record->is_cut == 0 && !message.is_truncated;

  switch (netop_dns_transactions_take (self->transactions, &message, &arrival->passage, &transaction))
    {
    case NETOP_DNS_EVENT_ASKED:
      note_query (arrival, transaction);
      break;
    case NETOP_DNS_EVENT_ANSWERED:
      count_answer (arrival, transaction);
      add_names (self, &message, transaction);
      break;
    case NETOP_DNS_EVENT_NONE:
    case NETOP_DNS_EVENT_ASKED_AGAIN:
    case NETOP_DNS_EVENT_UNMATCHED:
    default:
      break;
    }
}

static void
take_segment (Arrival       *arrival,
              const uint8_t *bytes,
              size_t         length)
{
  const NetopDnsPassage *passage = &arrival->passage;
  NetopDnsSegment        segment = {
           .source = passage->source,
           .destination = passage->destination,
           .source_port = passage->source_port,
           .destination_port = passage->destination_port,
           .sequence = arrival->record->sequence,
           .is_start = arrival->record->is_start != 0,
           .is_cut = arrival->record->is_cut != 0,
           .bytes = bytes,
           .length = (uint32_t)length,
           .time_us = passage->time_us,
  };

  netop_dns_streams_take (arrival->log->streams, &segment, take_message, arrival);
}

static NetopDnsPassage
make_passage (const NetopPayloadRecord *record,
              NetopDnsIsLocalFunc       is_local,
              void                     *user_data)
{
  const NetopFlowKey *key = &record->key;
  bool                received = record->received != 0 && key->forwarded == 0;
  NetopDnsPassage     passage = {
        .source = received ? key->remote : key->local,
        .destination = received ? key->local : key->remote,
        .source_port = received ? key->remote_port : key->local_port,
        .destination_port = received ? key->local_port : key->remote_port,
        .protocol = key->protocol,
        .interface_index = record->interface_index,
        .flow_id = record->flow_id,
        .time_us = record->time_us,
  };

  passage.is_local_server = is_local (&passage.destination, user_data);
  return passage;
}

/**
 * netop_dns_log_apply:
 * @tick: whole and valid
 * @real_less_mono_us: what makes a moment of the ticks' clock one of the wall clock
 * @is_local: whether an address is one of this host
 *
 * Takes in the messages that a tick brings, and gives up on what was not answered.
 */
void
netop_dns_log_apply (NetopDnsLog        *self,
                     const NetopTick    *tick,
                     int64_t             real_less_mono_us,
                     NetopDnsIsLocalFunc is_local,
                     void               *user_data)
{
  Arrival arrival = { .log = self, .now_us = tick->mono_us, .real_less_mono_us = real_less_mono_us };

  for (guint i = 0; i < tick->payloads->len; i++)
    {
      const NetopPayloadRecord *record = &g_array_index (tick->payloads, NetopPayloadRecord, i);
      size_t                    length;
      const uint8_t            *bytes = netop_tick_get_string (tick, record->bytes, &length);

      arrival.record = record;
      arrival.passage = make_passage (record, is_local, user_data);
      if (record->key.protocol == NETOP_PROTOCOL_TCP)
        take_segment (&arrival, bytes, length);
      else if (length > 0)
        take_message (bytes, (uint32_t)length, &arrival);
    }

  netop_dns_transactions_expire (self->transactions, tick->mono_us, count_silence, &arrival);
  self->n_lost = tick->health.lost_payloads;
}

/* --- Whose they are --- */

static void
settle_one (NetopDnsLog         *self,
            NetopDnsTransaction *transaction,
            Note                *note,
            int64_t              now_us,
            const NetopDnsFlow  *flow)
{
  int64_t age_us = now_us - transaction->asked_us;

  note->is_copy |= flow->is_copy;
  note->is_own = flow->is_own;
  if (flow->asker.id != 0 && flow->asker.id != note->process_id)
    {
      g_clear_pointer (&note->process_name, g_ref_string_release);
      note->process_id = flow->asker.id;
      note->asker->process_id = flow->asker.id;
      note->pid = flow->asker.pid;
      note->process_name = g_ref_string_acquire (flow->asker.name);
    }
  note->is_settled = age_us >= GIVE_UP_US || (age_us >= SETTLE_US && (!flow->is_known || note->process_id != 0));
}

/**
 * netop_dns_log_settle:
 * @find_flow: tells what is known of a flow now
 * @has_asked: tells whether this program asked for the name of an address at a moment; called for what nobody is known to have
 *   asked: whoever has his answer in less than a millisecond may be gone before anybody looks
 *
 * Gives the queries of late to the processes that their flows have by now.
 */
void
netop_dns_log_settle (NetopDnsLog         *self,
                      int64_t              now_us,
                      NetopDnsFlowFunc     find_flow,
                      NetopDnsHasAskedFunc has_asked,
                      void                *user_data)
{
  uint64_t last = netop_dns_transactions_get_last_id (self->transactions);
  bool     is_prefix = true;

  self->first_unsettled = MAX (self->first_unsettled, netop_dns_transactions_get_first_id (self->transactions));
  for (uint64_t id = self->first_unsettled; id <= last; id++)
    {
      NetopDnsTransaction *transaction = netop_dns_transactions_get (self->transactions, id);
      Note                *note = get_note (self, id);

      if (transaction != NULL && note != NULL && !note->is_settled)
        {
          NetopDnsFlow flow = find_flow (transaction->flow_id, user_data);

          settle_one (self, transaction, note, now_us, &flow);
          if (note->process_id == 0 && note->is_ours && transaction->type == TYPE_PTR)
            note->is_own = has_asked (transaction->text, transaction->asked_us, user_data);
        }
      is_prefix &= note == NULL || note->is_settled;
      if (is_prefix)
        self->first_unsettled = id + 1;
    }
}

/* --- Snapshots --- */

static GRefString *
copy_text (GRefString *text)
{
  return text != NULL ? g_ref_string_acquire (text) : NULL;
}

/* What this program asks, to name what the others do, and what a resolver on this host asks because of it. */
static bool
is_own (const NetopDnsLog         *self,
        const NetopDnsTransaction *transaction,
        const Note                *note)
{
  const Note *asker = transaction->asker_id != 0 ? get_note (self, transaction->asker_id) : NULL;

  return note->is_own || (asker != NULL && asker->is_own);
}

/* A resolver that asks for itself has nobody behind it. */
static void
add_asker (const NetopDnsLog         *self,
           const NetopDnsTransaction *transaction,
           const Note                *note,
           NetopDnsQuery             *query)
{
  const Note *asker = transaction->asker_id != 0 ? get_note (self, transaction->asker_id) : NULL;

  if (asker == NULL || asker->process_id == 0 || asker->process_id == note->process_id)
    return;

  query->asker_pid = asker->pid;
  query->asker_name = copy_text (asker->process_name);
}

static void
append_query (const NetopDnsLog         *self,
              const NetopDnsTransaction *transaction,
              const Note                *note,
              int64_t                    stepped_us,
              GArray                    *queries)
{
  NetopDnsQuery query = {
    .key = { .kind = NETOP_ROW_QUERY, .a = transaction->id },
    .asked_us = note->asked_real_us + stepped_us,
    .process = -1,
    .pid = note->pid,
    .process_name = copy_text (note->process_name),
    .name = copy_text (transaction->text),
    .answers = transaction->answers != NULL ? g_ptr_array_ref (transaction->answers) : NULL,
    .n_answers = transaction->n_answers,
    .n_retransmissions = transaction->n_retransmissions,
    .type = transaction->type,
    .rcode = transaction->rcode,
    .protocol = transaction->protocol,
    .service = transaction->service,
    .state = transaction->state,
    .is_ours = note->is_ours,
    .is_truncated = transaction->is_truncated,
    .is_retried = transaction->is_retried,
    .client_port = transaction->client_port,
    .server_port = transaction->server_port,
    .client = transaction->client,
    .server = transaction->server,
  };

  if (transaction->state == NETOP_DNS_STATE_ANSWERED)
    query.latency_us = netop_figure ((double)(transaction->answered_us - transaction->asked_us));
  add_asker (self, transaction, note, &query);
  g_array_append_val (queries, query);
}

static void
append_resolvers (const NetopDnsLog *self,
                  int64_t            now_us,
                  GArray            *resolvers)
{
  for (guint i = 0; i < self->resolvers->len; i++)
    {
      const Resolver  *resolver = g_ptr_array_index (self->resolvers, i);
      NetopDnsResolver row = {
        .key = netop_dns_resolver_make_key (&resolver->server),
        .server = resolver->server,
        .total = netop_dns_statistics_get_total (&resolver->statistics),
        .recent = netop_dns_statistics_get_recent (&resolver->statistics, now_us),
      };

      g_array_append_val (resolvers, row);
    }
}

/**
 * netop_dns_log_fill:
 * @stepped_us: how far the wall clock was stepped since hello
 * @dns: empty: gets queries and resolvers, but for what only the rest of the snapshot knows
 */
void
netop_dns_log_fill (NetopDnsLog      *self,
                    int64_t           now_us,
                    int64_t           stepped_us,
                    NetopSnapshotDns *dns)
{
  NetopDnsTransactionStatistics statistics;
  uint64_t                      last = netop_dns_transactions_get_last_id (self->transactions);

  for (uint64_t id = netop_dns_transactions_get_first_id (self->transactions); id <= last; id++)
    {
      const NetopDnsTransaction *transaction = netop_dns_transactions_get (self->transactions, id);
      const Note                *note = get_note (self, id);

      if (note != NULL && !note->is_copy && !is_own (self, transaction, note))
        append_query (self, transaction, note, stepped_us, dns->queries);
    }
  append_resolvers (self, now_us, dns->resolvers);

  netop_dns_transactions_get_statistics (self->transactions, &statistics);
  dns->is_watched = true;
  dns->n_queries = statistics.n_queries;
  dns->n_unmatched = statistics.n_unmatched;
  dns->n_overflowed = statistics.n_overflowed;
  dns->n_malformed = self->n_malformed;
  dns->n_lost = self->n_lost + netop_dns_streams_get_lost (self->streams);
}

/**
 * netop_dns_log_find_name:
 * @process_id: the helper's number of whoever uses the address, 0 where not known
 * @time_us: when it was used first
 * @name: (out) (transfer none): set where one is found
 *
 * Returns: how the name is known under which somebody got that address; see netop_dns_names_find()
 */
NetopNameSource
netop_dns_log_find_name (const NetopDnsLog  *self,
                         const NetopAddress *address,
                         uint64_t            process_id,
                         int64_t             time_us,
                         GRefString        **name)
{
  return netop_dns_names_find (self->names, address, process_id, time_us, name);
}

/**
 * netop_dns_log_get_process_id:
 * @query: of this log
 *
 * Returns: the helper's number of the process that asked, 0 where it is not known
 */
uint64_t
netop_dns_log_get_process_id (const NetopDnsLog   *self,
                              const NetopDnsQuery *query)
{
  const Note *note = get_note (self, query->key.a);

  return note != NULL ? note->process_id : 0;
}

/**
 * netop_dns_log_get_interface:
 * @key: of a query or a resolver of this log
 *
 * Returns: the number of the interface that it was seen on, 0 where it is not known
 */
uint32_t
netop_dns_log_get_interface (const NetopDnsLog *self,
                             const NetopRowKey *key)
{
  const NetopDnsTransaction *transaction;

  if (key->kind == NETOP_ROW_QUERY)
    {
      transaction = netop_dns_transactions_get (self->transactions, key->a);
      return transaction != NULL ? transaction->interface_index : 0;
    }
  for (guint i = 0; i < self->resolvers->len; i++)
    {
      const Resolver *resolver = g_ptr_array_index (self->resolvers, i);

      const NetopRowKey own = netop_dns_resolver_make_key (&resolver->server);

      if (netop_row_key_equal (&own, key))
        return resolver->interface_index;
    }
  return 0;
}

/**
 * netop_dns_log_new:
 * @capacity: how many of the newest queries are kept
 *
 * Returns: (transfer full): an empty log
 */
NetopDnsLog *
netop_dns_log_new (guint capacity)
{
  NetopDnsLog *self = g_new0 (NetopDnsLog, 1);

  self->capacity = capacity;
  self->transactions = netop_dns_transactions_new (capacity);
  self->streams = netop_dns_streams_new (MAX_STREAMS);
  self->names = netop_dns_names_new (MAX_NAMED_HOSTS);
  self->notes = g_new0 (Note, capacity);
  self->first_unsettled = 1;
  self->resolvers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * netop_dns_log_free:
 * @self: (transfer full) (nullable):
 */
void
netop_dns_log_free (NetopDnsLog *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->capacity; i++)
    note_clear (&self->notes[i]);
  g_free (self->notes);
  netop_dns_names_free (self->names);
  g_ptr_array_unref (self->resolvers);
  netop_dns_streams_free (self->streams);
  netop_dns_transactions_free (self->transactions);
  g_free (self);
}
