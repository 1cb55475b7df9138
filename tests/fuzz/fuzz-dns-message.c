/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-streams.h"
#include "netop-dns-transactions.h"
#include "netop-fuzz-input.h"
#include "netop-packet.h"

/* DNS messages, and what is made of some that follow one another.
 *
 * Input: operations. Bits of the first byte say which; then two bytes of length, and a message or a segment of a stream. */

#define CAPACITY 8
#define MAX_STEP_US (3 * (int64_t)G_USEC_PER_SEC)

enum {
  IS_SEGMENT = 0x01,
  IS_REVERSED = 0x02, /* from the server's end */
  IS_GROUP = 0x04,
  IS_ELSEWHERE = 0x08, /* another interface */
  IS_LATER = 0x10,
  IS_START = 0x20,
  SERVICE = 0xc0,
};

typedef struct
{
  NetopDnsTransactions *transactions;
  NetopDnsStreams      *streams;
  NetopDnsPassage       passage;
  guint                 n_expired;
} Run;

static void
check_record (const NetopDnsRecord  *record,
              const NetopDnsMessage *message)
{
  g_autofree char *text = netop_dns_record_to_text (record, message);
  g_autofree char *name = netop_dns_name_to_text (&record->name);

  g_assert_cmpuint (record->data, <=, message->length);
  g_assert_cmpuint (record->data_length, <=, message->length - record->data);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_null (strpbrk (text, "\n\r\x1b"));
  g_assert_null (strpbrk (name, "\n\r\x1b"));
  g_assert_cmpuint (strlen (text), <=, 8192);
  g_assert_cmpuint (record->name.length, <=, NETOP_DNS_NAME_MAX_BYTES);
}

static void
check_message (const NetopDnsMessage *message)
{
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  guint              n = 0;
  char               buffer[16];
  g_autofree char   *netbios = netop_dns_name_to_netbios_text (&message->name);

  g_assert_true (g_utf8_validate (netbios, -1, NULL));
  g_assert_true (netop_dns_name_equal (&message->name, &message->name));
  g_assert_nonnull (netop_dns_format_type (message->type, buffer, sizeof buffer));
  g_assert_nonnull (netop_dns_format_rcode (message->rcode, buffer, sizeof buffer));
  netop_dns_record_iter_init (&iter, message);
  while (netop_dns_record_iter_next (&iter, &record))
    {
      n++;
      check_record (&record, message);
    }
  if (!message->is_partial)
    g_assert_cmpuint (n, ==, (guint)message->n_records[0] + message->n_records[1] + message->n_records[2]);
}

static void
take_message (const uint8_t *bytes,
              uint32_t       length,
              void          *user_data)
{
  Run                 *run = user_data;
  NetopDnsMessage      message;
  NetopDnsTransaction *transaction;
  NetopDnsEvent        event;

  if (!netop_dns_message_read (&message, bytes, length))
    return;

  check_message (&message);
  event = netop_dns_transactions_take (run->transactions, &message, &run->passage, &transaction);
  if (event == NETOP_DNS_EVENT_ANSWERED || event == NETOP_DNS_EVENT_ASKED)
    {
      g_assert_true (transaction != NULL && netop_dns_transactions_get (run->transactions, transaction->id) == transaction);
      g_assert_true (message.is_response == (event == NETOP_DNS_EVENT_ANSWERED));
      g_assert_true (g_utf8_validate (transaction->text, -1, NULL));
    }
  /* Over unicast nothing but the identifier that was asked with answers. */
  if (event == NETOP_DNS_EVENT_ANSWERED && transaction->service == NETOP_DNS_SERVICE_DNS)
    {
      g_assert_cmpuint (transaction->message_id, ==, message.id);
      g_assert_true (netop_address_equal (&transaction->client, &run->passage.destination));
      g_assert_true (netop_address_equal (&transaction->server, &run->passage.source));
    }
}

static void
count_expired (NetopDnsTransaction *transaction,
               void                *user_data)
{
  g_assert_cmpint (transaction->state, !=, NETOP_DNS_STATE_PENDING);
  ((Run *)user_data)->n_expired++;
}

static void
take_segment (Run           *run,
              const uint8_t *bytes,
              size_t         length,
              uint32_t       sequence,
              bool           is_start)
{
  NetopDnsSegment segment = {
    .source = run->passage.source,
    .destination = run->passage.destination,
    .source_port = run->passage.source_port,
    .destination_port = run->passage.destination_port,
    .sequence = sequence,
    .is_start = is_start,
    .bytes = bytes,
    .length = is_start ? 0 : (uint32_t)length,
    .time_us = run->passage.time_us,
  };

  netop_dns_streams_take (run->streams, &segment, take_message, run);
}

static void
operate (Run            *run,
         NetopFuzzInput *input)
{
  static const uint16_t ports[] = { 53, 5353, 5355, 137 };
  guint                 operation = (guint)netop_fuzz_input_take (input, 1);
  int64_t               step_us = (operation & IS_LATER) != 0 ? (int64_t)(netop_fuzz_input_take (input, 4) % MAX_STEP_US) : 1;
  uint32_t              sequence = (operation & IS_SEGMENT) != 0 ? (uint32_t)netop_fuzz_input_take (input, 4) : 0;
  size_t                length = netop_fuzz_input_take (input, 2);
  g_autofree uint8_t   *bytes = netop_fuzz_input_take_block (input, &length);
  const uint8_t         group = (operation & IS_GROUP) != 0 ? 224 : 192;
  const bool            is_reversed = (operation & IS_REVERSED) != 0;
  NetopAddress          client = netop_address_from_v4 ((const uint8_t[]){ 192, 0, 2, 1 });
  NetopAddress          server = netop_address_from_v4 ((const uint8_t[]){ group, 0, 0, 251 });
  uint16_t              server_port = ports[(operation & SERVICE) >> 6];
  uint16_t              client_port = server_port == 5353 ? 5353 : 40000;

  run->passage = (NetopDnsPassage){
    .source = is_reversed ? server : client,
    .destination = is_reversed ? client : server,
    .source_port = is_reversed ? server_port : client_port,
    .destination_port = is_reversed ? client_port : server_port,
    .protocol = (operation & IS_SEGMENT) != 0 ? NETOP_PROTOCOL_TCP : NETOP_PROTOCOL_UDP,
    .interface_index = (operation & IS_ELSEWHERE) != 0 ? 3 : 2,
    .is_local_server = (operation & IS_ELSEWHERE) != 0,
    .time_us = run->passage.time_us + step_us,
  };
  if (operation & IS_SEGMENT)
    take_segment (run, bytes, length, sequence, (operation & IS_START) != 0);
  else
    take_message (bytes, (uint32_t)length, run);
  netop_dns_transactions_expire (run->transactions, run->passage.time_us, count_expired, run);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopFuzzInput input = { data, size };
  Run            run = { .transactions = netop_dns_transactions_new (CAPACITY), .streams = netop_dns_streams_new (CAPACITY) };

  while (input.left > 0)
    operate (&run, &input);
  for (uint64_t id = netop_dns_transactions_get_first_id (run.transactions); id <= netop_dns_transactions_get_last_id (run.transactions); id++)
    g_assert_nonnull (netop_dns_transactions_get (run.transactions, id));
  netop_dns_transactions_free (run.transactions);
  netop_dns_streams_free (run.streams);
  return 0;
}
