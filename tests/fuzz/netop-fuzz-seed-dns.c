/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-seeds.h"

#include "dns-builder.h"

/* Operations of fuzz-dns-message.c. */
enum {
  DATAGRAM = 0x00,
  SEGMENT = 0x01,
  REVERSED = 0x02,
  GROUP = 0x04,
  LATER = 0x10,
  START = 0x20,
  MDNS = 0x40,
  NETBIOS = 0xc0,
};

static void
add_message (GByteArray *bytes,
             guint       operation,
             GByteArray *message)
{
  netop_fuzz_seed_add (bytes, operation, 1);
  if (operation & LATER)
    netop_fuzz_seed_add (bytes, 2999999, 4);
  netop_fuzz_seed_add (bytes, message->len, 2);
  g_byte_array_append (bytes, message->data, message->len);
  g_byte_array_unref (message);
}

static GByteArray *
make_query (const char *name,
            guint16     type)
{
  GByteArray *message = dns_new (7, DNS_QUERY);

  dns_add_question (message, name, type);
  return message;
}

static GByteArray *
make_answer (void)
{
  GByteArray *message = dns_new (7, DNS_RESPONSE);
  const char  service[] = "\0\1\0\0\1\0\3\2h2\0\3\0\2\x20\xfb\0\4\0\4\xc0\x00\x02\x07";

  dns_add_question (message, "www.xn--bcher-kva.test", 65);
  dns_add_pointer (message, 12);
  dns_add_u16 (message, 5);
  dns_add_u16 (message, 1);
  dns_add_u32 (message, 60);
  dns_add_u16 (message, 2);
  dns_add_pointer (message, 16);
  dns_count (message, 1, 1);
  dns_add_record (message, "a.test", 65, service, sizeof service - 1);
  dns_add_record (message, "a.test", 16, "\5a\"b\\c", 6);
  dns_add_record (message, "a.test", 6, "\1m\0\1r\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5", 26);
  dns_add_record (message, "a.test", 15, "\0\12\1m\0", 5);
  dns_add_record (message, "a.test", 33, "\0\1\0\2\0\3\1s\0", 9);
  dns_add_record (message, "a.test", 257, "\0\5issueca", 9);
  dns_add_address (message, "a.test", 9);
  return message;
}

static void
add_segment (GByteArray   *bytes,
             guint         operation,
             guint32       sequence,
             const guint8 *data,
             guint         length)
{
  netop_fuzz_seed_add (bytes, SEGMENT | operation, 1);
  netop_fuzz_seed_add (bytes, sequence, 4);
  netop_fuzz_seed_add (bytes, length, 2);
  if (length > 0)
    g_byte_array_append (bytes, data, length);
}

/* The second half comes first. */
static void
add_stream (GByteArray *bytes,
            guint       operation,
            GByteArray *message)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  guint half = message->len / 2;

  dns_add_u16 (stream, message->len);
  g_byte_array_append (stream, message->data, message->len);
  g_byte_array_unref (message);
  add_segment (bytes, operation | START, 99, NULL, 0);
  add_segment (bytes, operation, 100 + half, stream->data + half, stream->len - half);
  add_segment (bytes, operation, 100, stream->data, half);
}

static GByteArray *
make_announcement (void)
{
  GByteArray *message = dns_new (0, DNS_RESPONSE);

  dns_add_address (message, "printer.local", 5);
  return message;
}

void
netop_fuzz_seed_dns (const char *folder)
{
  g_autoptr (GByteArray) answered = g_byte_array_new ();
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (GByteArray) mdns = g_byte_array_new ();
  g_autoptr (GByteArray) netbios = g_byte_array_new ();

  add_message (answered, DATAGRAM, make_query ("www.xn--bcher-kva.test", 65));
  add_message (answered, REVERSED, make_answer ());
  netop_fuzz_seed_write (folder, "dns-message", "answered", answered);

  for (guint i = 0; i < 12; i++)
    add_message (again, LATER, make_query ("nobody.test", (guint16)(1 + i / 3)));
  netop_fuzz_seed_write (folder, "dns-message", "asked-again", again);

  add_stream (stream, 0, make_query ("www.xn--bcher-kva.test", 65));
  add_stream (stream, REVERSED, make_answer ());
  netop_fuzz_seed_write (folder, "dns-message", "stream", stream);

  add_message (mdns, MDNS | GROUP, make_query ("printer.local", 1));
  add_message (mdns, MDNS | REVERSED, make_announcement ());
  netop_fuzz_seed_write (folder, "dns-message", "mdns", mdns);

  add_message (netbios, NETBIOS, make_query ("EGFCEFEECACACACACACACACACACACACA", 32));
  netop_fuzz_seed_write (folder, "dns-message", "netbios", netbios);
}
