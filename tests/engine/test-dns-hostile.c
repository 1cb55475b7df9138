/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "attribution-fixture.h"
#include "dns-builder.h"
#include "netop-dns-message.h"

/* Messages that somebody sends to do harm, all the way to the snapshot: nothing of them is believed, all of it counted, and what
 * is shown steers nothing. */

#define FLOW_ID 2
#define QUERY_ID 7
#define MAX_SHOWN_ANSWERS 16

typedef struct
{
  const char *bytes; /* behind the header */
  gsize       length;
  guint       n_questions;
} Broken;

#define BROKEN(bytes, n)       \
  {                            \
    bytes, sizeof bytes - 1, n \
  }
#define LABEL_63 "\77" \
                 "123456789012345678901234567890123456789012345678901234567890123"

static const Broken broken[] = {
  BROKEN ("\xc0\x0c\0\1\0\1", 1),         /* a pointer to itself */
  BROKEN ("\xc0\x0e\xc0\x0c\0\1\0\1", 1), /* two to one another */
  BROKEN ("\1a\xc0\x0c\0\1\0\1", 1),      /* back to its own beginning */
  BROKEN ("\100"
          "1234567890123456789012345678901234567890123456789012345678901234\0\0\1\0\1",
          1),                                                            /* a label of 64 */
  BROKEN (LABEL_63 LABEL_63 LABEL_63 LABEL_63 LABEL_63 "\0\0\1\0\1", 1), /* a name of 321 */
  BROKEN ("", 65535),                                                    /* counts that lie */
  BROKEN ("\3www\4test\0\0\1\0\1", 65535),
};

static NetopFlow
make_dns_flow (void)
{
  NetopFlow flow = make_flow (FLOW_ID, UDP, 200, 100);

  flow.key.remote = get_address (12);
  flow.key.remote_port = 53;
  return flow;
}

static void
pass (Fixture          *fixture,
      bool              is_response,
      const GByteArray *message,
      gsize             length)
{
  const NetopFlow    flow = make_dns_flow ();
  NetopPayloadRecord record = {
    .key = flow.key,
    .flow_id = flow.id,
    .time_us = fixture->now_us,
    .interface_index = 2,
    .received = is_response,
  };

  record.bytes = netop_tick_add_string (fixture->tick, message->data, (uint32_t)length);
  g_array_append_val (fixture->tick->payloads, record);
}

static void
set_up (Fixture *fixture)
{
  begin (fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (fixture, SECOND);
  add_flow (fixture, make_dns_flow ());
}

static void
ask (Fixture    *fixture,
     const char *name)
{
  g_autoptr (GByteArray) message = dns_new (QUERY_ID, DNS_QUERY);

  dns_add_question (message, name, NETOP_DNS_TYPE_A);
  pass (fixture, false, message, message->len);
}

static void
test_broken (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (broken); i++)
    {
      const Broken *one = &broken[i / 2];
      g_auto (Fixture) fixture;
      g_autoptr (GByteArray) message = dns_new (QUERY_ID, i % 2 == 0 ? DNS_QUERY : DNS_RESPONSE);
      g_autoptr (NetopSnapshot) snapshot = NULL;

      g_test_message ("%u", i);
      set_up (&fixture);
      g_byte_array_append (message, (const guint8 *)one->bytes, (guint)one->length);
      dns_count (message, 0, one->n_questions);
      pass (&fixture, i % 2 == 1, message, message->len);
      send_tick (&fixture, SECOND);
      snapshot = get_snapshot (&fixture);
      g_assert_cmpuint (snapshot->dns.n_malformed, ==, 1);
    }
}

/* Names that become too long only by what they point to. */
static void
test_long_by_pointer (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GByteArray) message = dns_new (QUERY_ID, DNS_RESPONSE);
  g_autofree char *name = g_strnfill (63, 'a');
  g_autofree char *question = g_strdup_printf ("%s.%s.%s", name, name, name);
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const GPtrArray *answers;

  set_up (&fixture);
  ask (&fixture, question);
  dns_add_question (message, question, NETOP_DNS_TYPE_A);
  g_byte_array_append (message, (const guint8 *)LABEL_63, sizeof LABEL_63 - 1);
  dns_add_pointer (message, 12);
  dns_add_u16 (message, NETOP_DNS_TYPE_A);
  dns_add_u16 (message, 1);
  dns_add_u32 (message, 60);
  dns_add_u16 (message, 4);
  dns_add_u32 (message, 1);
  dns_count (message, 1, 1);
  pass (&fixture, true, message, message->len);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->dns.n_malformed, ==, 1);
  g_assert_cmpuint (snapshot->dns.queries->len, ==, 1);
  answers = g_array_index (snapshot->dns.queries, NetopDnsQuery, 0).answers;
  g_assert_true (answers == NULL || answers->len == 0);
}

/* At each byte. */
static void
test_truncated (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GByteArray) message = dns_new (QUERY_ID, DNS_RESPONSE);
  g_autoptr (NetopSnapshot) snapshot = NULL;

  set_up (&fixture);
  dns_add_question (message, "www.test", NETOP_DNS_TYPE_A);
  dns_add_address (message, "www.test", 9);
  dns_add_record (message, "www.test", NETOP_DNS_TYPE_MX, "\0\1\1a\0", 5);
  for (gsize length = 1; length < message->len; length++)
    pass (&fixture, true, message, length);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->dns.n_malformed, ==, message->len - 1);
  g_assert_cmpuint (snapshot->dns.queries->len, ==, 0);
}

/* Nobody asked, or with another identifier. */
static void
test_unasked (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  set_up (&fixture);
  ask (&fixture, "www.test");
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (GByteArray) message = dns_new ((guint16)(QUERY_ID + 1 + i), DNS_RESPONSE);

      dns_add_question (message, i % 2 == 0 ? "www.test" : "nobody.test", NETOP_DNS_TYPE_A);
      dns_add_address (message, "www.test", 66);
      pass (&fixture, true, message, message->len);
    }
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  g_assert_cmpuint (snapshot->dns.n_unmatched, ==, 1000);
  g_assert_cmpuint (snapshot->dns.queries->len, ==, 1);
  g_assert_cmpint (g_array_index (snapshot->dns.queries, NetopDnsQuery, 0).state, ==, NETOP_DNS_STATE_PENDING);
}

/* More than any message has room for: all that are there are counted, and a few are kept. */
static void
test_10000_addresses (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GByteArray) message = dns_new (QUERY_ID, DNS_RESPONSE);
  g_autoptr (NetopSnapshot) snapshot = NULL;
  const NetopDnsQuery *query;

  set_up (&fixture);
  ask (&fixture, "www.test");
  dns_add_question (message, "www.test", NETOP_DNS_TYPE_A);
  for (guint i = 0; message->len <= G_MAXUINT16 - 16; i++)
    {
      dns_add_pointer (message, 12);
      dns_add_u16 (message, NETOP_DNS_TYPE_A);
      dns_add_u16 (message, 1);
      dns_add_u32 (message, 60);
      dns_add_u16 (message, 4);
      dns_add_u32 (message, 0xc0000000 + i);
    }
  dns_count (message, 1, 10000);
  pass (&fixture, true, message, message->len);
  send_tick (&fixture, SECOND);
  snapshot = get_snapshot (&fixture);
  query = &g_array_index (snapshot->dns.queries, NetopDnsQuery, 0);
  g_assert_cmpint (query->state, ==, NETOP_DNS_STATE_ANSWERED);
  g_assert_nonnull (query->answers);
  g_assert_cmpuint (query->answers->len, <=, MAX_SHOWN_ANSWERS);
  g_assert_cmpuint (snapshot->dns.n_malformed, ==, 1);
}

static void
assert_harmless (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      g_assert_true (g_unichar_isprint (character));
      g_assert_cmpint (g_unichar_type (character), !=, G_UNICODE_FORMAT);
    }
}

/* Control characters, line ends, what turns the direction of text, what is no UTF-8. */
static void
test_shown (void)
{
  static const char *const names[] = { "\x1b[2J\x1b]0;x\x07", "<b>&amp;</b>", "a\r\nb", "a\xe2\x80\xae!",
                                       "\xe2\x81\xa6x", "\xff\xfe", "\xe2\x80\xa8", "a\tb", "\x7f" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (Fixture) fixture;
      g_autoptr (GByteArray) message = dns_new (QUERY_ID, DNS_RESPONSE);
      g_autoptr (GByteArray) text = g_byte_array_new ();
      const guint8 length = (guint8)strlen (names[i]);
      g_autoptr (NetopSnapshot) snapshot = NULL;
      const NetopDnsQuery *query;

      set_up (&fixture);
      ask (&fixture, names[i]);
      dns_add_question (message, names[i], NETOP_DNS_TYPE_A);
      g_byte_array_append (text, &length, 1);
      g_byte_array_append (text, (const guint8 *)names[i], length);
      dns_add_record (message, names[i], NETOP_DNS_TYPE_TXT, text->data, text->len);
      g_byte_array_append (text, (const guint8 *)"", 1);
      dns_add_record (message, names[i], NETOP_DNS_TYPE_CNAME, text->data, text->len);
      pass (&fixture, true, message, message->len);
      send_tick (&fixture, SECOND);
      snapshot = get_snapshot (&fixture);
      query = &g_array_index (snapshot->dns.queries, NetopDnsQuery, 0);
      assert_harmless (query->name);
      g_assert_cmpuint (query->answers->len, ==, 2);
      for (guint j = 0; j < query->answers->len; j++)
        assert_harmless (query->answers->pdata[j]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dns-hostile/broken", test_broken);
  g_test_add_func ("/engine/dns-hostile/long-by-pointer", test_long_by_pointer);
  g_test_add_func ("/engine/dns-hostile/truncated", test_truncated);
  g_test_add_func ("/engine/dns-hostile/unasked", test_unasked);
  g_test_add_func ("/engine/dns-hostile/10000-addresses", test_10000_addresses);
  g_test_add_func ("/engine/dns-hostile/shown", test_shown);
  return g_test_run ();
}
