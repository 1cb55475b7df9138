/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-frame-reader.h"
#include "netop-frame-writer.h"
#include "sample-tick.h"

/* Feeds bytes in pieces of @piece (0: of random length) and collects what comes out, until the end or an error. */
static GPtrArray *
read_all (const uint8_t *bytes,
          gsize          length,
          gsize          piece,
          bool           from_helper,
          GError       **error)
{
  g_autoptr (NetopFrameReader) reader = netop_frame_reader_new (from_helper);
  GPtrArray *messages = g_ptr_array_new ();

  while (length > 0)
    {
      NetopIncoming   incoming = { 0 };
      NetopReadResult result;
      /* Drawn once: MIN() would draw again. */
      gsize    wanted = piece > 0 ? piece : (gsize)g_test_rand_int_range (1, 100);
      gsize    room, n;
      uint8_t *buffer = netop_frame_reader_get_buffer (reader, &room);

      g_assert_cmpuint (room, >, 0);
      n = MIN (MIN (room, length), wanted);
      memcpy (buffer, bytes, n);
      bytes += n;
      length -= n;
      netop_frame_reader_commit (reader, n);
      result = netop_frame_reader_next (reader, &incoming, error);
      if (result == NETOP_READ_MESSAGE)
        g_ptr_array_add (messages, g_memdup2 (&incoming, sizeof incoming));
      else
        netop_incoming_clear (&incoming);
      if (result == NETOP_READ_ERROR)
        break;
    }

  return messages;
}

static void
free_messages (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    {
      netop_incoming_clear (messages->pdata[i]);
      g_free (messages->pdata[i]);
    }
  g_ptr_array_unref (messages);
}

static GByteArray *
encode (const NetopTick *tick)
{
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < frames->len; i++)
    g_byte_array_append (bytes, g_bytes_get_data (frames->pdata[i], NULL), (guint)g_bytes_get_size (frames->pdata[i]));

  return bytes;
}

static void
assert_round_trip (guint n_flows,
                   gsize piece)
{
  g_autoptr (NetopTick) tick = sample_tick_new (7, n_flows);
  g_autoptr (GByteArray) bytes = encode (tick);
  g_autoptr (GError) error = NULL;
  GPtrArray     *messages = read_all (bytes->data, bytes->len, piece, true, &error);
  NetopIncoming *incoming;

  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 1);
  incoming = messages->pdata[0];
  g_assert_cmpint (incoming->type, ==, NETOP_MESSAGE_TICK);
  assert_ticks_equal (tick, incoming->tick);
  free_messages (messages);
}

static void
test_round_trip (void)
{
  assert_round_trip (0, 1);
  assert_round_trip (3, 1);
  assert_round_trip (3, 0);
  assert_round_trip (3, G_MAXSIZE);
}

/* 24 MB of flows: more than one part, and nothing is seen before the last. */
static void
test_many_parts (void)
{
  g_autoptr (NetopTick) tick = sample_tick_new (7, NETOP_FLOW_TABLE_DEFAULT_CAPACITY);
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);

  g_assert_cmpuint (frames->len, >, 5);
  g_assert_cmpuint (frames->len, <=, NETOP_TICK_MAX_PARTS);
  for (guint i = 0; i < frames->len; i++)
    g_assert_cmpuint (g_bytes_get_size (frames->pdata[i]), <=, NETOP_FRAME_MAX_TO_APP + 8);
  assert_round_trip (NETOP_FLOW_TABLE_DEFAULT_CAPACITY, G_MAXSIZE);
}

static void
test_parts_out_of_order (void)
{
  g_autoptr (NetopTick) tick = sample_tick_new (7, 30000);
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);
  g_autoptr (GError) error = NULL;
  GPtrArray *messages;

  g_assert_cmpuint (frames->len, >=, 3);
  messages = read_all (g_bytes_get_data (frames->pdata[1], NULL), g_bytes_get_size (frames->pdata[1]), G_MAXSIZE, true, &error);
  g_assert_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_SEQUENCE);
  g_assert_cmpuint (messages->len, ==, 0);
  free_messages (messages);
}

/* Whatever is missing at the end: no message, no error, and nothing read beyond. */
static void
test_cut_at_every_byte (void)
{
  g_autoptr (NetopTick) tick = sample_tick_new (7, 2);
  g_autoptr (GByteArray) bytes = encode (tick);

  for (guint length = 0; length < bytes->len; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree uint8_t *cut = g_memdup2 (bytes->data, length);
      GPtrArray          *messages = read_all (cut, length, G_MAXSIZE, true, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (messages->len, ==, 0);
      free_messages (messages);
    }
}

static void
test_random_bytes (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      uint8_t bytes[64];
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)g_test_rand_int_range (0, 256);
      bytes[1] = round % 2 ? bytes[1] : 0;
      bytes[2] = bytes[3] = 0;
      bytes[4] = (uint8_t)g_test_rand_int_range (0, 20);
      bytes[5] = bytes[6] = bytes[7] = 0;
      free_messages (read_all (bytes, sizeof bytes, G_MAXSIZE, round % 4 < 2, &error));
    }
}

static void
test_flipped_bits (void)
{
  g_autoptr (NetopTick) tick = sample_tick_new (7, 2);
  g_autoptr (GByteArray) bytes = encode (tick);

  for (guint bit = 0; bit < bytes->len * 8; bit++)
    {
      g_autoptr (GError) error = NULL;

      bytes->data[bit / 8] ^= (uint8_t)(1 << bit % 8);
      free_messages (read_all (bytes->data, bytes->len, G_MAXSIZE, true, &error));
      bytes->data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

typedef struct
{
  const char *what;
  void (*spoil) (NetopTick *tick);
} Spoil;

#define FIRST(array, Type) (&g_array_index (array, Type, 0))

static void
spoil_flow_padding (NetopTick *tick)
{
  FIRST (tick->flows, NetopFlow)->padding[2] = 1;
}
static void
spoil_key_padding (NetopTick *tick)
{
  FIRST (tick->flows, NetopFlow)->key.padding[5] = 1;
}
static void
spoil_interface_peer (NetopTick *tick)
{
  FIRST (tick->interfaces, NetopInterface)->peer_namespace = 2;
}
static void
spoil_n_interfaces (NetopTick *tick)
{
  FIRST (tick->flows, NetopFlow)->n_interfaces = NETOP_FLOW_MAX_INTERFACES + 1;
}
static void
spoil_opener (NetopTick *tick)
{
  FIRST (tick->flows, NetopFlow)->opener = 9;
}
static void
spoil_reason (NetopTick *tick)
{
  FIRST (tick->closed, NetopClosedFlow)->reason = 77;
}
static void
spoil_state (NetopTick *tick)
{
  FIRST (tick->sockets, NetopSocketRecord)->facts.state = 200;
}
static void
spoil_span (NetopTick *tick)
{
  FIRST (tick->processes, NetopProcessRecord)->name.length = 1u << 30;
}
static void
spoil_span_offset (NetopTick *tick)
{
  FIRST (tick->processes, NetopProcessRecord)->exe = (NetopSpan){ G_MAXUINT32, 2 };
}
static void
spoil_payload_span (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->bytes.offset += 1;
}
static void
spoil_name (NetopTick *tick)
{
  memset (FIRST (tick->interfaces, NetopInterface)->name, 'x', NETOP_INTERFACE_NAME_SIZE);
}
static void
spoil_prefix (NetopTick *tick)
{
  FIRST (tick->addresses, NetopInterfaceAddress)->prefix_length = 33;
}
static void
spoil_id (NetopTick *tick)
{
  FIRST (tick->flows, NetopFlow)->id = 0;
}
static void
spoil_boolean (NetopTick *tick)
{
  FIRST (tick->holders, NetopHolderRecord)->released = 2;
}

static void
spoil_counter (NetopTick *tick)
{
  FIRST (tick->closed, NetopClosedFlow)->flow.interfaces[1].tx_correction_bytes = NETOP_FLOW_COUNTER_MAX + 1;
}
static void
spoil_tick_time (NetopTick *tick)
{
  tick->mono_us = -1;
}
static void
spoil_wall_clock (NetopTick *tick)
{
  tick->real_us = G_MAXINT64;
}
static void
spoil_flow_time (NetopTick *tick)
{
  FIRST (tick->flows, NetopFlow)->first_us = G_MININT64;
}
static void
spoil_closed_time (NetopTick *tick)
{
  FIRST (tick->closed, NetopClosedFlow)->closed_us = NETOP_TIME_MAX_US + 1;
}
static void
spoil_exit_time (NetopTick *tick)
{
  FIRST (tick->processes, NetopProcessRecord)->exited_us = -1;
}
static void
spoil_sample_time (NetopTick *tick)
{
  FIRST (tick->sockets, NetopSocketRecord)->facts.sample_us = G_MAXINT64;
}
static void
spoil_payload_time (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->time_us = -1;
}
static void
spoil_payload_padding (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->padding[4] = 1;
}
static void
spoil_payload_way (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->received = 2;
}
static void
spoil_payload_cut (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->is_cut = 2;
}
static void
spoil_payload_start (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->is_start = 1;
}
static void
spoil_payload_key (NetopTick *tick)
{
  FIRST (tick->payloads, NetopPayloadRecord)->key.forwarded = 2;
}
static void
spoil_twin (NetopTick *tick)
{
  FIRST (tick->twins, NetopTwinRecord)->twin_id = FIRST (tick->twins, NetopTwinRecord)->flow_id;
}
static void
spoil_twin_id (NetopTick *tick)
{
  FIRST (tick->twins, NetopTwinRecord)->flow_id = NETOP_FLOW_ID_TABLES_FULL;
}
static void
spoil_string_length (NetopTick *tick)
{
  g_autofree char *text = g_strnfill (NETOP_PROCESS_STRING_MAX + 1, 'x');

  FIRST (tick->processes, NetopProcessRecord)->exe = netop_tick_add_string (tick, text, strlen (text));
}

static void
test_impossible_rows (void)
{
  const Spoil spoils[] = {
    { "flow padding", spoil_flow_padding },
    { "twin of itself", spoil_twin },
    { "twin id", spoil_twin_id },
    { "key padding", spoil_key_padding },
    { "interface peer", spoil_interface_peer },
    { "interface count", spoil_n_interfaces },
    { "opener", spoil_opener },
    { "close reason", spoil_reason },
    { "socket state", spoil_state },
    { "span length", spoil_span },
    { "span offset", spoil_span_offset },
    { "payload span", spoil_payload_span },
    { "unterminated name", spoil_name },
    { "prefix length", spoil_prefix },
    { "id", spoil_id },
    { "boolean", spoil_boolean },
    { "counter", spoil_counter },
    { "time of the tick", spoil_tick_time },
    { "wall clock", spoil_wall_clock },
    { "time of a flow", spoil_flow_time },
    { "time of an end", spoil_closed_time },
    { "time of an exit", spoil_exit_time },
    { "time of a sample", spoil_sample_time },
    { "time of a payload", spoil_payload_time },
    { "padding of a payload", spoil_payload_padding },
    { "way of a payload", spoil_payload_way },
    { "cut payload", spoil_payload_cut },
    { "start with bytes", spoil_payload_start },
    { "key of a payload", spoil_payload_key },
    { "string length", spoil_string_length },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (NetopTick) tick = sample_tick_new (7, 2);
      g_autoptr (GByteArray) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", spoils[i].what);
      spoils[i].spoil (tick);
      bytes = encode (tick);
      free_messages (read_all (bytes->data, bytes->len, G_MAXSIZE, true, &error));
      g_assert_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED);
    }
}

/* A span costs eight bytes of a tick, whatever it is of: all together they may not be more than a tick's strings. */
static void
test_shared_strings (void)
{
  const guint n_fitting = NETOP_TICK_MAX_SPANS_SIZE / NETOP_PROCESS_STRING_MAX;

  for (guint n = n_fitting; n <= n_fitting + 1; n++)
    {
      g_autoptr (NetopTick) tick = netop_tick_new ();
      g_autoptr (GByteArray) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strnfill (NETOP_PROCESS_STRING_MAX, 'x');
      NetopSpan        span = netop_tick_add_string (tick, text, NETOP_PROCESS_STRING_MAX);

      for (guint i = 0; i < n; i++)
        {
          NetopProcessRecord record = { .id = 1 + i, .name = span };

          g_array_append_val (tick->processes, record);
        }
      bytes = encode (tick);
      free_messages (read_all (bytes->data, bytes->len, G_MAXSIZE, true, &error));
      if (n == n_fitting)
        g_assert_no_error (error);
      else
        g_assert_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_TOO_LARGE);
    }
}

/* A tick may be of the same time as the last one, and of any later one, but of none before. */
static void
test_time_goes_on (void)
{
  const int64_t times_us[] = { 5, 5, 7, NETOP_TIME_MAX_US, 6 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  GPtrArray *messages;

  for (guint i = 0; i < G_N_ELEMENTS (times_us); i++)
    {
      g_autoptr (NetopTick) tick = sample_tick_new (1 + i, 1);
      g_autoptr (GByteArray) frame = NULL;

      tick->mono_us = times_us[i];
      frame = encode (tick);
      g_byte_array_append (bytes, frame->data, frame->len);
    }
  messages = read_all (bytes->data, bytes->len, G_MAXSIZE, true, &error);
  g_assert_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_SEQUENCE);
  g_assert_cmpuint (messages->len, ==, 4);
  free_messages (messages);
}

static void
test_hello_time (void)
{
  const int64_t times_us[] = { 0, NETOP_TIME_MAX_US, -1, G_MAXINT64 };

  for (guint i = 0; i < 3 * G_N_ELEMENTS (times_us); i++)
    {
      int64_t    time_us = times_us[i / 3];
      NetopHello hello = { .start_mono_us = i % 3 == 0 ? time_us : 0, .start_real_us = i % 3 == 1 ? time_us : 0, .boot_real_us = i % 3 == 2 ? time_us : 0 };
      g_autoptr (GBytes) frame = netop_hello_encode (&hello);
      g_autoptr (GError) error = NULL;

      free_messages (read_all (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), G_MAXSIZE, true, &error));
      g_assert_cmpint (error != NULL, ==, i / 3 >= 2);
    }
}

static void
test_hello_and_bye (void)
{
  NetopHello hello = { .tier = NETOP_TIER_PCAP, .uid_served = 1000, .ring_bytes = 64, .privileged = true, .local_inferred = true, .start_mono_us = 5, .start_real_us = 6, .boot_real_us = 7, .namespace_inode = 8, .host_name = (char *)"h\xffst", .reason = (char *)"because" };
  NetopBye   bye = { NETOP_BYE_NOT_PERMITTED, (char *)"run it as root" };
  g_autoptr (GBytes) begun_frame = netop_begun_encode ();
  g_autoptr (GBytes) hello_frame = netop_hello_encode (&hello);
  g_autoptr (GBytes) bye_frame = netop_bye_encode (&bye);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  GPtrArray     *messages;
  NetopIncoming *incoming;

  g_byte_array_append (bytes, g_bytes_get_data (hello_frame, NULL), (guint)g_bytes_get_size (hello_frame));
  g_byte_array_append (bytes, g_bytes_get_data (bye_frame, NULL), (guint)g_bytes_get_size (bye_frame));
  g_byte_array_append (bytes, g_bytes_get_data (begun_frame, NULL), (guint)g_bytes_get_size (begun_frame));
  messages = read_all (bytes->data, bytes->len, 1, true, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 3);
  incoming = messages->pdata[0];
  g_assert_cmpint (incoming->type, ==, NETOP_MESSAGE_HELLO);
  g_assert_cmpuint (incoming->hello.uid_served, ==, 1000);
  g_assert_cmpint (incoming->hello.start_real_us, ==, 6);
  g_assert_cmpint (incoming->hello.boot_real_us, ==, 7);
  g_assert_cmpuint (incoming->hello.namespace_inode, ==, 8);
  g_assert_true (incoming->hello.privileged);
  g_assert_true (incoming->hello.local_inferred);
  g_assert_false (incoming->hello.realtime_refused);
  g_assert_true (g_utf8_validate (incoming->hello.host_name, -1, NULL));
  g_assert_cmpstr (incoming->hello.reason, ==, "because");
  g_assert_cmpstr (incoming->hello.missing, ==, "");
  incoming = messages->pdata[1];
  g_assert_cmpint (incoming->bye.reason, ==, NETOP_BYE_NOT_PERMITTED);
  g_assert_cmpstr (incoming->bye.text, ==, "run it as root");
  incoming = messages->pdata[2];
  g_assert_cmpint (incoming->type, ==, NETOP_MESSAGE_BEGUN);
  free_messages (messages);

  bytes->data[8] = 99; /* the version */
  free_messages (read_all (bytes->data, bytes->len, G_MAXSIZE, true, &error));
  g_assert_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_VERSION);
}

static void
test_commands (void)
{
  const guint32 intervals_ms[] = { 100, 250, 1000, 99, 1001, 0, G_MAXUINT32 };
  NetopCommand  stop = { NETOP_MESSAGE_STOP, 0 };
  g_autoptr (GBytes) stop_frame = netop_command_encode (&stop);
  GPtrArray *messages = read_all (g_bytes_get_data (stop_frame, NULL), g_bytes_get_size (stop_frame), 1, false, NULL);

  g_assert_cmpuint (messages->len, ==, 1);
  free_messages (messages);

  for (guint i = 0; i < G_N_ELEMENTS (intervals_ms); i++)
    {
      NetopCommand interval = { NETOP_MESSAGE_INTERVAL, intervals_ms[i] };
      g_autoptr (GBytes) frame = netop_command_encode (&interval);
      g_autoptr (GError) error = NULL;

      messages = read_all (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), 1, false, &error);
      g_assert_cmpuint (messages->len, ==, i < 3 ? 1 : 0);
      g_assert_cmpint (error != NULL, ==, i >= 3);
      free_messages (messages);
    }
}

/* A command to the app, a hello to the helper, a type of the future: passed over. */
static void
test_unknown_types (void)
{
  NetopCommand stop = { NETOP_MESSAGE_STOP, 0 };
  NetopBye     bye = { NETOP_BYE_STOPPED, NULL };
  g_autoptr (GBytes) stop_frame = netop_command_encode (&stop);
  g_autoptr (GBytes) bye_frame = netop_bye_encode (&bye);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  GPtrArray *messages;

  g_byte_array_append (bytes, (const guint8 *)"\3\0\0\0\143\0\0\0xyz", 11);
  g_byte_array_append (bytes, g_bytes_get_data (stop_frame, NULL), (guint)g_bytes_get_size (stop_frame));
  g_byte_array_append (bytes, g_bytes_get_data (bye_frame, NULL), (guint)g_bytes_get_size (bye_frame));
  messages = read_all (bytes->data, bytes->len, 0, true, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 1);
  free_messages (messages);
}

static void
test_caps (void)
{
  g_autoptr (GError) to_app = NULL;
  g_autoptr (GError) to_helper = NULL;

  free_messages (read_all ((const uint8_t *)"\1\0\100\0\2\0\0\0", 8, 1, true, &to_app));
  g_assert_error (to_app, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_TOO_LARGE);
  free_messages (read_all ((const uint8_t *)"\1\20\0\0\21\0\0\0", 8, 1, false, &to_helper));
  g_assert_error (to_helper, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_TOO_LARGE);
}

/* 4 MiB are announced, nothing follows: no memory is set aside for them. */
static void
test_empty_promise (void)
{
  g_autoptr (NetopFrameReader) reader = netop_frame_reader_new (true);
  NetopIncoming incoming = { 0 };
  gsize         room;

  memcpy (netop_frame_reader_get_buffer (reader, &room), "\0\0\100\0\2\0\0\0", 8);
  netop_frame_reader_commit (reader, 8);
  g_assert_cmpint (netop_frame_reader_next (reader, &incoming, NULL), ==, NETOP_READ_MORE);
  netop_frame_reader_get_buffer (reader, &room);
  g_assert_cmpuint (room, <=, 65536);
}

/* A small socket buffer takes a large tick in many pieces. */
static void
test_partial_writes (void)
{
  g_autoptr (NetopTick) tick = sample_tick_new (7, 2000);
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);
  g_autoptr (NetopFrameReader) reader = netop_frame_reader_new (true);
  g_autoptr (NetopFrameWriter) writer = NULL;
  NetopIncoming   incoming = { 0 };
  NetopReadResult result = NETOP_READ_MORE;
  guint           n_flushes = 0;
  int             fds[2], size = 4096;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  setsockopt (fds[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  fcntl (fds[0], F_SETFL, O_NONBLOCK);
  fcntl (fds[1], F_SETFL, O_NONBLOCK);
  writer = netop_frame_writer_new (fds[0]);
  for (guint i = 0; i < frames->len; i++)
    netop_frame_writer_push (writer, frames->pdata[i]);

  while (result == NETOP_READ_MORE)
    {
      gsize    room;
      uint8_t *buffer;
      ssize_t  n;

      g_assert_true (netop_frame_writer_flush (writer, NULL));
      n_flushes++;
      buffer = netop_frame_reader_get_buffer (reader, &room);
      n = read (fds[1], buffer, room);
      g_assert_cmpint (n, >, 0);
      netop_frame_reader_commit (reader, (gsize)n);
      result = netop_frame_reader_next (reader, &incoming, NULL);
    }

  g_assert_cmpint (result, ==, NETOP_READ_MESSAGE);
  g_assert_cmpuint (n_flushes, >, 10);
  g_assert_true (netop_frame_writer_is_idle (writer));
  assert_ticks_equal (tick, incoming.tick);
  netop_incoming_clear (&incoming);
  close (fds[0]);
  close (fds[1]);
}

static void
test_reader_gone (void)
{
  NetopBye bye = { NETOP_BYE_STOPPED, NULL };
  g_autoptr (GBytes) frame = netop_bye_encode (&bye);
  g_autoptr (NetopFrameWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  writer = netop_frame_writer_new (fds[0]);
  close (fds[1]);
  netop_frame_writer_push (writer, frame);
  g_assert_false (netop_frame_writer_flush (writer, &error));
  g_assert_nonnull (error);
  close (fds[0]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/stream/round-trip", test_round_trip);
  g_test_add_func ("/protocol/stream/many-parts", test_many_parts);
  g_test_add_func ("/protocol/stream/parts-out-of-order", test_parts_out_of_order);
  g_test_add_func ("/protocol/stream/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/protocol/stream/random-bytes", test_random_bytes);
  g_test_add_func ("/protocol/stream/flipped-bits", test_flipped_bits);
  g_test_add_func ("/protocol/stream/impossible-rows", test_impossible_rows);
  g_test_add_func ("/protocol/stream/shared-strings", test_shared_strings);
  g_test_add_func ("/protocol/stream/time-goes-on", test_time_goes_on);
  g_test_add_func ("/protocol/stream/hello-time", test_hello_time);
  g_test_add_func ("/protocol/stream/hello-and-bye", test_hello_and_bye);
  g_test_add_func ("/protocol/stream/commands", test_commands);
  g_test_add_func ("/protocol/stream/unknown-types", test_unknown_types);
  g_test_add_func ("/protocol/stream/caps", test_caps);
  g_test_add_func ("/protocol/stream/empty-promise", test_empty_promise);
  g_test_add_func ("/protocol/stream/partial-writes", test_partial_writes);
  g_test_add_func ("/protocol/stream/reader-gone", test_reader_gone);
  return g_test_run ();
}
