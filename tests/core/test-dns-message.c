/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "dns-builder.h"
#include "netop-dns-message.h"

static void
assert_name (const NetopDnsName *name,
             const char         *expected)
{
  g_autofree char *text = netop_dns_name_to_text (name);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_query (void)
{
  g_autoptr (GByteArray) bytes = dns_new (0xbeef, DNS_QUERY);
  NetopDnsMessage message;

  dns_add_question (bytes, "www.Example.org", NETOP_DNS_TYPE_AAAA);
  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  g_assert_cmpuint (message.id, ==, 0xbeef);
  g_assert_false (message.is_response);
  g_assert_false (message.is_partial);
  g_assert_true (message.has_question);
  g_assert_cmpuint (message.type, ==, NETOP_DNS_TYPE_AAAA);
  g_assert_cmpuint (message.class, ==, 1);
  assert_name (&message.name, "www.Example.org");
}

/* A CNAME chain whose names point back, and an OPT record with the upper bits of BADVERS (RFC 6891). */
static void
test_answer (void)
{
  g_autoptr (GByteArray) bytes = dns_new (7, DNS_RESPONSE);
  NetopDnsMessage    message;
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  NetopAddress       address;
  char               buffer[NETOP_ADDRESS_STRING_SIZE];
  g_autofree char   *text = NULL;

  dns_add_question (bytes, "www.example.org", NETOP_DNS_TYPE_A);
  dns_add_pointer (bytes, 12);
  dns_add_u16 (bytes, NETOP_DNS_TYPE_CNAME);
  dns_add_u16 (bytes, 1);
  dns_add_u32 (bytes, 60);
  dns_add_u16 (bytes, 6);
  g_byte_array_append (bytes, (const guint8 *)"\3cdn", 4);
  dns_add_pointer (bytes, 16);
  dns_count (bytes, 1, 1);
  dns_add_address (bytes, "cdn.example.org", 9);
  dns_add_name (bytes, "");
  dns_add_u16 (bytes, NETOP_DNS_TYPE_OPT);
  dns_add_u16 (bytes, 1232);
  dns_add_u32 (bytes, 0x01000000);
  dns_add_u16 (bytes, 0);
  dns_count (bytes, 3, 1);

  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  g_assert_true (message.is_response);
  g_assert_false (message.is_partial);
  g_assert_cmpuint (message.rcode, ==, 16);

  netop_dns_record_iter_init (&iter, &message);
  g_assert_true (netop_dns_record_iter_next (&iter, &record));
  assert_name (&record.name, "www.example.org");
  text = netop_dns_record_to_text (&record, &message);
  g_assert_cmpstr (text, ==, "cdn.example.org");
  g_assert_true (netop_dns_record_iter_next (&iter, &record));
  g_assert_true (netop_dns_record_get_address (&record, &message, &address));
  g_assert_cmpstr (netop_address_format (&address, buffer, sizeof buffer), ==, "192.0.2.9");
  g_assert_true (netop_dns_record_iter_next (&iter, &record));
  g_assert_cmpuint (record.section, ==, NETOP_DNS_SECTION_ADDITIONAL);
  g_assert_false (netop_dns_record_iter_next (&iter, &record));
}

typedef struct
{
  const char *what;
  guint16     type;
  const char *data;
  gsize       length;
  const char *expected;
} RecordCase;

#define DATA(text) text, sizeof (text) - 1

static const RecordCase records[] = {
  { "address", NETOP_DNS_TYPE_A, DATA ("\xc0\x00\x02\x01"), "192.0.2.1" },
  { "address too long", NETOP_DNS_TYPE_A, DATA ("\xc0\x00\x02\x01\x01"), "\\# 5 c000020101" },
  { "IPv6", NETOP_DNS_TYPE_AAAA, DATA ("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x05"), "2001:db8::5" },
  { "name server", NETOP_DNS_TYPE_NS, DATA ("\2ns\4test\0"), "ns.test" },
  { "pointer into the question", NETOP_DNS_TYPE_PTR, DATA ("\1h\xc0\x0c"), "h.q.test" },
  { "mail", NETOP_DNS_TYPE_MX, DATA ("\0\12\2mx\4test\0"), "10 mx.test" },
  { "mail cut", NETOP_DNS_TYPE_MX, DATA ("\0"), "\\# 1 00" },
  { "service", NETOP_DNS_TYPE_SRV, DATA ("\0\1\0\2\x14\x66\1s\4test\0"), "1 2 5222 s.test" },
  { "text", NETOP_DNS_TYPE_TXT, DATA ("\5a\"b\\c\2\x1b["), "\"a\\\"b\\\\c\" \"\\x1b[\"" },
  { "text that lies", NETOP_DNS_TYPE_TXT, DATA ("\11ab"), "\\# 3 096162" },
  { "authority", NETOP_DNS_TYPE_SOA, DATA ("\1m\0\1r\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5"), "m r 1 2 3 4 5" },
  { "certificates", NETOP_DNS_TYPE_CAA, DATA ("\0\5issueca.test"), "0 issue \"ca.test\"" },
  { "HTTPS", NETOP_DNS_TYPE_HTTPS, DATA ("\0\1\0\0\1\0\6\2h2\2h3\0\3\0\2\x20\xfb\0\4\0\4\xc0\x00\x02\x07\0\5\0\1x\0\6\0\20\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\7\1\0\0\0"),
    "1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.7 ech ipv6hint=2001:db8::7 key256" },
  { "HTTPS cut", NETOP_DNS_TYPE_HTTPS, DATA ("\0\1\0\0\1\0\6"), "\\# 7 00010000010006" },
  { "unknown", 4711, DATA ("\1\2\3"), "\\# 3 010203" },
  { "markup", NETOP_DNS_TYPE_NS, DATA ("\3<b>\4test\0"), "<b>.test" },
  { "bidi control", NETOP_DNS_TYPE_NS, DATA ("\4a\xe2\x80\xae\0"), "a\\xe2\\x80\\xae" },
};

static void
test_records (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GByteArray) bytes = dns_new (1, DNS_RESPONSE);
      NetopDnsMessage    message;
      NetopDnsRecordIter iter;
      NetopDnsRecord     record;
      g_autofree char   *text = NULL;

      g_test_message ("%s", records[i].what);
      dns_add_question (bytes, "q.test", records[i].type);
      dns_add_record (bytes, "q.test", records[i].type, records[i].data, records[i].length);
      g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
      netop_dns_record_iter_init (&iter, &message);
      g_assert_true (netop_dns_record_iter_next (&iter, &record));
      text = netop_dns_record_to_text (&record, &message);
      g_assert_cmpstr (text, ==, records[i].expected);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

/* Data of a megabyte cannot be; what is as long as it can be is shortened. */
static void
test_long_text (void)
{
  g_autoptr (GByteArray) bytes = dns_new (1, DNS_RESPONSE);
  g_autofree char   *data = g_malloc (60000);
  NetopDnsMessage    message;
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  g_autofree char   *text = NULL;

  for (guint i = 0; i < 60000; i++)
    data[i] = i % 250 == 0 ? (char)249 : '\x01';
  dns_add_record (bytes, "q.test", NETOP_DNS_TYPE_TXT, data, 60000);
  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  netop_dns_record_iter_init (&iter, &message);
  g_assert_true (netop_dns_record_iter_next (&iter, &record));
  text = netop_dns_record_to_text (&record, &message);
  g_assert_cmpuint (strlen (text), <, 2048);
  g_assert_true (g_str_has_suffix (text, "…"));
}

typedef struct
{
  const char *bytes;
  gsize       length;
  const char *expected; /* NULL: cannot be */
} NameCase;

static const NameCase names[] = {
  { DATA ("\0"), "." },
  { DATA ("\3www\4test\0"), "www.test" },
  { DATA ("\3a.b\1c\0"), "a\\.b.c" },
  { DATA ("\2a\\\0"), "a\\\\" },
  { DATA ("\2a\n\0"), "a\\010" },
  { DATA ("\2a\xff\0"), "a\\255" },
  { DATA ("\6Drucke\0"), "Drucke" },
  { DATA ("\7B\xc3\xbcro 1\6_local\0"), "Büro 1._local" },
  { DATA ("\15xn--bcher-kva\4test\0"), "bücher.test" },
  { DATA ("\1_\15xn--bcher-kva\4test\0"), "_.bücher.test" },
  { DATA ("\7xn--\xff\xff\xff\0"), "xn--\\255\\255\\255" },
  { DATA ("\3www"), NULL },
  { DATA ("\3ww"), NULL },
  { DATA (""), NULL },
  { DATA ("\100"), NULL }, /* the kinds 01 and 10 are none */
  { DATA ("\200x\0"), NULL },
  { DATA ("\xc0"), NULL },
  { DATA ("\xc0\x00"), NULL }, /* to itself */
  { DATA ("\1a\xc0\x00"), NULL },
  { DATA ("\1a\xc0\x02"), NULL },
  { DATA ("\1a\xc0\x09\0\0\0\0\0\0\0"), NULL }, /* forward */
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (names[i].bytes, names[i].length);
      NetopDnsName       name;
      guint32            position = 0;
      bool               is_read;

      g_test_message ("%u", i);
      is_read = netop_dns_name_read (&name, bytes, (guint32)names[i].length, &position);
      g_assert_cmpint (is_read, ==, names[i].expected != NULL);
      if (!is_read)
        continue;
      assert_name (&name, names[i].expected);
      g_assert_cmpuint (position, ==, names[i].length);
    }
}

/* 127 labels of one letter are 255 bytes with the root; one more letter is too many. */
static void
test_longest_name (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  NetopDnsName name;
  guint32      position = 0;

  for (guint i = 0; i < 127; i++)
    g_byte_array_append (bytes, (const guint8 *)"\1a", 2);
  g_byte_array_append (bytes, (const guint8 *)"", 1);
  g_assert_true (netop_dns_name_read (&name, bytes->data, bytes->len, &position));
  g_assert_cmpuint (name.length, ==, NETOP_DNS_NAME_MAX_BYTES);

  bytes->data[252] = 2;
  bytes->data[254] = 'b';
  g_byte_array_append (bytes, (const guint8 *)"", 1);
  position = 0;
  g_assert_false (netop_dns_name_read (&name, bytes->data, bytes->len, &position));
}

static void
test_case (void)
{
  const guint8 upper[] = "\3WwW\2a[";
  const guint8 lower[] = "\3wWw\2A[";
  const guint8 other[] = "\3www\2a{";
  NetopDnsName a, b, c;
  guint32      position = 0;

  g_assert_true (netop_dns_name_read (&a, upper, sizeof upper, &position));
  position = 0;
  g_assert_true (netop_dns_name_read (&b, lower, sizeof lower, &position));
  position = 0;
  g_assert_true (netop_dns_name_read (&c, other, sizeof other, &position));
  g_assert_true (netop_dns_name_equal (&a, &b));
  g_assert_false (netop_dns_name_equal (&a, &c));
  netop_dns_name_fold (&a);
  netop_dns_name_fold (&b);
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
test_netbios (void)
{
  /* "FRED" and spaces, of kind 0x20: RFC 1001, 14.1. */
  const guint8     bytes[] = "\40EGFCEFEECACACACACACACACACACACACA";
  NetopDnsName     name;
  guint32          position = 0;
  g_autofree char *text = NULL;

  g_assert_true (netop_dns_name_read (&name, bytes, sizeof bytes, &position));
  text = netop_dns_name_to_netbios_text (&name);
  g_assert_cmpstr (text, ==, "FRED<20>");
}

/* Cut anywhere it is read as far as it goes, or not at all, and the sanitizers see that nothing behind is touched. */
static void
test_cut (void)
{
  g_autoptr (GByteArray) whole = dns_new (1, DNS_RESPONSE);

  dns_add_question (whole, "www.example.org", NETOP_DNS_TYPE_HTTPS);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    dns_add_record (whole, "www.example.org", records[i].type, records[i].data, records[i].length);

  for (guint length = 0; length < whole->len; length++)
    {
      g_autofree guint8 *bytes = g_memdup2 (whole->data, length);
      NetopDnsMessage    message;
      NetopDnsRecordIter iter;
      NetopDnsRecord     record;

      if (!netop_dns_message_read (&message, bytes, length))
        {
          g_assert_cmpuint (length, <, 12 + 17 + 4);
          continue;
        }
      g_assert_true (message.is_partial);
      netop_dns_record_iter_init (&iter, &message);
      while (netop_dns_record_iter_next (&iter, &record))
        g_free (netop_dns_record_to_text (&record, &message));
    }
}

/* Each name of 10,000 records is two bytes, and the longest there can be. */
static void
test_many_records (void)
{
  g_autoptr (GByteArray) bytes = dns_new (1, DNS_RESPONSE);
  NetopDnsMessage    message;
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;
  guint              n = 0;
  const guint        n_records = 4000;

  dns_add_question (bytes, "q.test", NETOP_DNS_TYPE_A);
  for (guint i = 0; i < n_records; i++)
    {
      dns_add_pointer (bytes, 12);
      dns_add_u16 (bytes, NETOP_DNS_TYPE_A);
      dns_add_u16 (bytes, 1);
      dns_add_u32 (bytes, i);
      dns_add_u16 (bytes, 4);
      dns_add_u32 (bytes, i);
    }
  dns_count (bytes, 1, 10000);
  g_assert_cmpuint (bytes->len, <=, 65535);
  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  g_assert_true (message.is_partial);
  netop_dns_record_iter_init (&iter, &message);
  while (netop_dns_record_iter_next (&iter, &record))
    n++;
  g_assert_cmpuint (n, ==, n_records);
}

static void
test_counts_that_lie (void)
{
  g_autoptr (GByteArray) bytes = dns_new (1, DNS_RESPONSE);
  NetopDnsMessage message;

  dns_count (bytes, 0, 65535);
  g_assert_false (netop_dns_message_read (&message, bytes->data, bytes->len));
  dns_add_question (bytes, "q.test", NETOP_DNS_TYPE_A);
  dns_count (bytes, 0, 65535);
  g_assert_true (netop_dns_message_read (&message, bytes->data, bytes->len));
  g_assert_true (message.is_partial);
  assert_name (&message.name, "q.test");
}

static void
test_words (void)
{
  char buffer[16];

  g_assert_cmpstr (netop_dns_format_type (NETOP_DNS_TYPE_HTTPS, buffer, sizeof buffer), ==, "HTTPS");
  g_assert_cmpstr (netop_dns_format_type (65535, buffer, sizeof buffer), ==, "TYPE65535");
  g_assert_cmpstr (netop_dns_format_rcode (NETOP_DNS_RCODE_NXDOMAIN, buffer, sizeof buffer), ==, "NXDOMAIN");
  g_assert_cmpstr (netop_dns_format_rcode (4095, buffer, sizeof buffer), ==, "RCODE4095");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dns-message/query", test_query);
  g_test_add_func ("/core/dns-message/answer", test_answer);
  g_test_add_func ("/core/dns-message/records", test_records);
  g_test_add_func ("/core/dns-message/long-text", test_long_text);
  g_test_add_func ("/core/dns-message/names", test_names);
  g_test_add_func ("/core/dns-message/longest-name", test_longest_name);
  g_test_add_func ("/core/dns-message/case", test_case);
  g_test_add_func ("/core/dns-message/netbios", test_netbios);
  g_test_add_func ("/core/dns-message/cut", test_cut);
  g_test_add_func ("/core/dns-message/many-records", test_many_records);
  g_test_add_func ("/core/dns-message/counts-that-lie", test_counts_that_lie);
  g_test_add_func ("/core/dns-message/words", test_words);
  return g_test_run ();
}
