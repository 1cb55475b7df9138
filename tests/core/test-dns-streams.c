/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-dns-streams.h"

static const guint32 START = 0xfffffff0; /* the numbers begin again at 0 soon */

static void
note_message (const uint8_t *bytes,
              uint32_t       length,
              void          *user_data)
{
  GPtrArray *messages = user_data;

  g_assert_cmpuint (length, >=, 12);
  g_ptr_array_add (messages, g_bytes_new (bytes, length));
}

static NetopDnsSegment
make_segment (guint16       port,
              guint32       sequence,
              const guint8 *bytes,
              gsize         length)
{
  return (NetopDnsSegment){
    .source = netop_address_from_v4 ((const uint8_t[]){ 192, 0, 2, 1 }),
    .destination = netop_address_from_v4 ((const uint8_t[]){ 192, 0, 2, 2 }),
    .source_port = port,
    .destination_port = 53,
    .sequence = sequence,
    .bytes = bytes,
    .length = (uint32_t)length,
    .time_us = 1,
  };
}

static void
begin (NetopDnsStreams *streams,
       guint16          port,
       GPtrArray       *messages)
{
  NetopDnsSegment segment = make_segment (port, START, NULL, 0);

  segment.is_start = true;
  netop_dns_streams_take (streams, &segment, note_message, messages);
}

static void
take (NetopDnsStreams *streams,
      guint16          port,
      guint32          offset,
      const guint8    *bytes,
      gsize            length,
      GPtrArray       *messages)
{
  NetopDnsSegment segment = make_segment (port, START + 1 + offset, bytes, length);

  netop_dns_streams_take (streams, &segment, note_message, messages);
}

/* Two messages: of 20 bytes, and of 60,000. */
static GByteArray *
make_stream (void)
{
  GByteArray *stream = g_byte_array_new ();

  g_byte_array_set_size (stream, 2 + 20 + 2 + 60000);
  for (guint i = 0; i < stream->len; i++)
    stream->data[i] = (guint8)(i * 7);
  stream->data[0] = 0;
  stream->data[1] = 20;
  stream->data[22] = 60000 >> 8;
  stream->data[23] = 60000 & 0xff;
  return stream;
}

static void
assert_messages (const GPtrArray  *messages,
                 const GByteArray *stream)
{
  gsize length;

  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (messages->pdata[0], &length), 20, stream->data + 2, 20);
  g_assert_cmpuint (g_bytes_get_size (messages->pdata[0]), ==, 20);
  g_assert_cmpmem (g_bytes_get_data (messages->pdata[1], &length), (int)g_bytes_get_size (messages->pdata[1]), stream->data + 24, 60000);
}

static GPtrArray *
messages_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
}

/* However it is cut. */
static void
test_in_order (void)
{
  const guint sizes[] = { 1, 7, 1460, 65000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (4);
      g_autoptr (GByteArray) stream = make_stream ();
      g_autoptr (GPtrArray) messages = messages_new ();

      begin (streams, 1000, messages);
      for (guint at = 0; at < stream->len; at += sizes[i])
        {
          /* Each seen twice, as on a bridge and its port. */
          take (streams, 1000, at, stream->data + at, MIN (sizes[i], stream->len - at), messages);
          take (streams, 1000, at, stream->data + at, MIN (sizes[i], stream->len - at), messages);
        }
      begin (streams, 1000, messages);
      assert_messages (messages, stream);
      g_assert_cmpuint (netop_dns_streams_get_lost (streams), ==, 0);
    }
}

static void
test_out_of_order (void)
{
  g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (4);
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (GPtrArray) messages = messages_new ();
  const guint order[] = { 3, 1, 2, 0, 5, 4, 6 };
  const guint size = stream->len / G_N_ELEMENTS (order) + 1;

  begin (streams, 1000, messages);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      guint at = order[i] * size;

      take (streams, 1000, at, stream->data + at, MIN (size, stream->len - at), messages);
    }
  assert_messages (messages, stream);
  g_assert_cmpuint (netop_dns_streams_get_lost (streams), ==, 0);
}

/* A gap that does not close costs the stream, up to its next beginning, and no memory. */
static void
test_gap (void)
{
  g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (4);
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (GPtrArray) messages = messages_new ();

  begin (streams, 1000, messages);
  for (guint at = 100; at < stream->len; at += 1000)
    take (streams, 1000, at, stream->data + at, MIN (1000, stream->len - at), messages);
  g_assert_cmpuint (netop_dns_streams_get_lost (streams), ==, 1);
  take (streams, 1000, 0, stream->data, stream->len, messages);
  g_assert_cmpuint (messages->len, ==, 0);
}

static void
test_cut (void)
{
  g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (4);
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (GPtrArray) messages = messages_new ();
  NetopDnsSegment segment = make_segment (1000, START + 1, stream->data, 100);

  begin (streams, 1000, messages);
  segment.is_cut = true;
  netop_dns_streams_take (streams, &segment, note_message, messages);
  g_assert_cmpuint (messages->len, ==, 0);
  g_assert_cmpuint (netop_dns_streams_get_lost (streams), ==, 1);
}

/* What is no message has a length that cannot be. */
static void
test_no_dns (void)
{
  g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (4);
  g_autoptr (GPtrArray) messages = messages_new ();
  const guint8 bytes[64] = { 0, 3 };

  begin (streams, 1000, messages);
  take (streams, 1000, 0, bytes, sizeof bytes, messages);
  g_assert_cmpuint (messages->len, ==, 0);
  g_assert_cmpuint (netop_dns_streams_get_lost (streams), ==, 1);
}

/* The beginning was before anybody watched. */
static void
test_no_start (void)
{
  g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (4);
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (GPtrArray) messages = messages_new ();

  take (streams, 1000, 0, stream->data, stream->len, messages);
  assert_messages (messages, stream);
}

static void
test_full (void)
{
  g_autoptr (NetopDnsStreams) streams = netop_dns_streams_new (2);
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (GPtrArray) messages = messages_new ();

  for (guint16 port = 1000; port < 1003; port++)
    {
      begin (streams, port, messages);
      take (streams, port, 0, stream->data, 10, messages);
    }
  g_assert_cmpuint (netop_dns_streams_get_lost (streams), ==, 1);
  take (streams, 1002, 10, stream->data + 10, stream->len - 10, messages);
  assert_messages (messages, stream);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dns-streams/in-order", test_in_order);
  g_test_add_func ("/core/dns-streams/out-of-order", test_out_of_order);
  g_test_add_func ("/core/dns-streams/gap", test_gap);
  g_test_add_func ("/core/dns-streams/cut", test_cut);
  g_test_add_func ("/core/dns-streams/no-dns", test_no_dns);
  g_test_add_func ("/core/dns-streams/no-start", test_no_start);
  g_test_add_func ("/core/dns-streams/full", test_full);
  return g_test_run ();
}
