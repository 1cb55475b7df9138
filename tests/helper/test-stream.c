/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-stream.h"

#include <glib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-flow-table.h"
#include "netop-frame-reader.h"
#include "netop-frame-writer.h"
#include "netop-helper-error.h"
#include "netop-helper-options.h"
#include "netop-orientation.h"

/* The helper's end of the stream against clients that read slowly, write rubbish, or go. */

typedef struct
{
  NetopStream      *stream;
  NetopFrameReader *reader;
  int               client_fd;
  int               helper_fd;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  int fds[2];
  int few = 4096;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &few, sizeof few);
  fixture->client_fd = fds[0];
  fixture->helper_fd = fds[1];
  fixture->stream = netop_stream_new (fds[1], fds[1]);
  fixture->reader = netop_frame_reader_new (true);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_stream_free (fixture->stream);
  netop_frame_reader_free (fixture->reader);
  if (fixture->client_fd >= 0)
    close (fixture->client_fd);
  close (fixture->helper_fd);
}

/* What helper main does once it has polled. */
static NetopStreamResult
dispatch (Fixture      *fixture,
          NetopCommand *command)
{
  GPollFD fds[2];

  netop_stream_get_poll_fds (fixture->stream, fds);
  g_poll (fds, 2, 0);
  return netop_stream_dispatch (fixture->stream, fds, command);
}

/* A command comes in two pieces, its head and its body, of one poll each. */
static NetopStreamResult
dispatch_whole (Fixture      *fixture,
                NetopCommand *command)
{
  NetopStreamResult result = dispatch (fixture, command);

  return result != NETOP_STREAM_QUIET ? result : dispatch (fixture, command);
}

/* Reads what is there, at most @n_bytes, as the app does. Returns a message, or one of type 0. */
static NetopIncoming
receive (Fixture *fixture,
         size_t   n_bytes)
{
  NetopIncoming incoming = { 0 };
  size_t        room;
  uint8_t      *buffer = netop_frame_reader_get_buffer (fixture->reader, &room);
  ssize_t       n = recv (fixture->client_fd, buffer, MIN (room, n_bytes), MSG_DONTWAIT);

  if (n > 0)
    netop_frame_reader_commit (fixture->reader, (size_t)n);
  g_assert_cmpint (netop_frame_reader_next (fixture->reader, &incoming, NULL), !=, NETOP_READ_ERROR);
  return incoming;
}

static void
send_bytes (Fixture    *fixture,
            const void *bytes,
            size_t      n_bytes)
{
  g_assert_cmpint (send (fixture->client_fd, bytes, n_bytes, MSG_NOSIGNAL), ==, (ssize_t)n_bytes);
}

static void
send_command (Fixture           *fixture,
              const NetopCommand command)
{
  g_autoptr (GBytes) frame = netop_command_encode (&command);
  gsize         size;
  gconstpointer bytes = g_bytes_get_data (frame, &size);

  send_bytes (fixture, bytes, size);
}

static NetopTick *
make_tick (guint n_flows)
{
  NetopTick *tick = netop_tick_new ();

  tick->sequence = 1;
  for (guint i = 0; i < n_flows; i++)
    {
      NetopFlow flow = { .id = 2 + i, .n_interfaces = 1, .interfaces[0] = { .index = 1, .rx_bytes = i } };

      g_array_append_val (tick->flows, flow);
    }
  return tick;
}

/* A tick larger than the socket's buffer: never idle until the last byte is taken, and whole then. */
static void
test_one_in_flight (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (NetopTick) tick = make_tick (5000);
  NetopIncoming incoming = { 0 };
  NetopCommand  command;
  guint         n_reads = 0;

  netop_stream_send_tick (fixture->stream, tick);
  g_assert_false (netop_stream_is_idle (fixture->stream));
  while (incoming.type != NETOP_MESSAGE_TICK && n_reads++ < 100000)
    {
      incoming = receive (fixture, 8192);
      g_assert_cmpint (dispatch (fixture, &command), ==, NETOP_STREAM_QUIET);
    }
  g_assert_cmpint (incoming.type, ==, NETOP_MESSAGE_TICK);
  g_assert_true (netop_stream_is_idle (fixture->stream));
  g_assert_cmpuint (incoming.tick->flows->len, ==, 5000);
  g_assert_cmpuint (g_array_index (incoming.tick->flows, NetopFlow, 4999).interfaces[0].rx_bytes, ==, 4999);
  netop_incoming_clear (&incoming);
}

static void
note_freed (void *data)
{
  *(bool *)data = true;
}

/* What is sent is let go of once it is written: a run of days sends a million frames. */
static void
test_frames_freed (Fixture      *fixture,
                   gconstpointer data)
{
  bool freed = false;

  netop_stream_send (fixture->stream, g_bytes_new_with_free_func ("frame", 5, note_freed, &freed));
  g_assert_true (netop_stream_is_idle (fixture->stream));
  g_assert_true (freed);
}

static void
test_commands (Fixture      *fixture,
               gconstpointer data)
{
  NetopCommand command = { 0 };
  GPollFD      fds[2];

  g_assert_cmpint (dispatch (fixture, &command), ==, NETOP_STREAM_QUIET);
  send_command (fixture, (NetopCommand){ NETOP_MESSAGE_INTERVAL, 100 });
  g_assert_cmpint (dispatch_whole (fixture, &command), ==, NETOP_STREAM_COMMAND);
  g_assert_cmpint (command.type, ==, NETOP_MESSAGE_INTERVAL);
  g_assert_cmpuint (command.interval_ms, ==, 100);
  send_command (fixture, (NetopCommand){ NETOP_MESSAGE_STOP, 0 });
  g_assert_cmpint (dispatch_whole (fixture, &command), ==, NETOP_STREAM_COMMAND);
  g_assert_cmpint (command.type, ==, NETOP_MESSAGE_STOP);

  g_assert_cmpuint (netop_stream_get_poll_fds (fixture->stream, fds), ==, 2);
}

/* Two commands in one piece: neither may be left lying. */
static void
test_two_at_once (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (GBytes) interval = netop_command_encode (&(NetopCommand){ NETOP_MESSAGE_INTERVAL, 500 });
  g_autoptr (GBytes) stop = netop_command_encode (&(NetopCommand){ NETOP_MESSAGE_STOP, 0 });
  g_autoptr (GByteArray) both = g_byte_array_new ();
  NetopCommand command = { 0 };

  g_byte_array_append (both, g_bytes_get_data (interval, NULL), (guint)g_bytes_get_size (interval));
  g_byte_array_append (both, g_bytes_get_data (stop, NULL), (guint)g_bytes_get_size (stop));
  send_bytes (fixture, both->data, both->len);
  g_assert_cmpint (dispatch_whole (fixture, &command), ==, NETOP_STREAM_COMMAND);
  g_assert_cmpint (command.type, ==, NETOP_MESSAGE_INTERVAL);
  g_assert_cmpint (dispatch_whole (fixture, &command), ==, NETOP_STREAM_COMMAND);
  g_assert_cmpint (command.type, ==, NETOP_MESSAGE_STOP);
}

static void
test_rubbish (Fixture      *fixture,
              gconstpointer data)
{
  NetopCommand command;

  send_bytes (fixture, "GET / HTTP/1.1\r\n\r\n", 18);
  g_assert_cmpint (dispatch_whole (fixture, &command), ==, NETOP_STREAM_GARBAGE);
}

static void
test_gone (Fixture      *fixture,
           gconstpointer data)
{
  NetopCommand command;

  close (fixture->client_fd);
  fixture->client_fd = -1;
  g_assert_cmpint (dispatch (fixture, &command), ==, NETOP_STREAM_GONE);
}

/* It goes while a frame is half written. */
static void
test_gone_in_flight (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (NetopTick) tick = make_tick (5000);
  NetopCommand command;

  netop_stream_send_tick (fixture->stream, tick);
  shutdown (fixture->client_fd, SHUT_WR);
  g_assert_cmpint (dispatch (fixture, &command), ==, NETOP_STREAM_GONE);
  close (fixture->client_fd);
  fixture->client_fd = -1;
  g_assert_cmpint (dispatch (fixture, &command), ==, NETOP_STREAM_GONE);
  g_assert_false (netop_stream_finish (fixture->stream, 10000)); /* without waiting */
}

static void *
read_until_end (void *data)
{
  char    bytes[4096];
  size_t  n_bytes = 0;
  ssize_t n;

  while ((n = recv (GPOINTER_TO_INT (data), bytes, sizeof bytes, 0)) > 0)
    n_bytes += (size_t)n;
  return GSIZE_TO_POINTER (n_bytes);
}

/* What is left is written however slowly it is read. */
static void
test_finish (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (NetopTick) tick = make_tick (5000);
  GThread *thread;

  netop_stream_send_tick (fixture->stream, tick);
  g_assert_false (netop_stream_finish (fixture->stream, 0)); /* nobody reads yet */
  thread = g_thread_new ("client", read_until_end, GINT_TO_POINTER (fixture->client_fd));
  g_assert_true (netop_stream_finish (fixture->stream, -1));
  shutdown (fixture->helper_fd, SHUT_RDWR);
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (thread)), >, 5000 * sizeof (NetopFlow));
}

/* --- "Dropping ticks at the helper's writer changes no later total" --- */

typedef struct
{
  GHashTable *bytes; /* flow id to what was heard of it last */
  GHashTable *ended;
} Listener;

static void
hear (Listener  *listener,
      NetopTick *tick)
{
  for (guint i = 0; i < tick->flows->len; i++)
    {
      const NetopFlow *flow = &g_array_index (tick->flows, NetopFlow, i);

      g_assert_false (g_hash_table_contains (listener->ended, GSIZE_TO_POINTER (flow->id)));
      g_hash_table_insert (listener->bytes, GSIZE_TO_POINTER (flow->id), GSIZE_TO_POINTER (flow->interfaces[0].rx_bytes));
    }
  for (guint i = 0; i < tick->closed->len; i++)
    {
      const NetopFlow *flow = &g_array_index (tick->closed, NetopClosedFlow, i).flow;

      g_assert_true (g_hash_table_add (listener->ended, GSIZE_TO_POINTER (flow->id)));
      g_hash_table_insert (listener->bytes, GSIZE_TO_POINTER (flow->id), GSIZE_TO_POINTER (flow->interfaces[0].rx_bytes));
    }
}

static uint64_t
sum_bytes (Listener *listener)
{
  GHashTableIter iter;
  gpointer       value;
  uint64_t       sum = 0;

  g_hash_table_iter_init (&iter, listener->bytes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    sum += GPOINTER_TO_SIZE (value);
  return sum;
}

/* As helper main does it: where the stream is not idle, no tick is built. */
static void
offer (Fixture        *fixture,
       NetopFlowTable *table,
       bool           *was_refused)
{
  g_autoptr (NetopTick) tick = NULL;

  if (!netop_stream_is_idle (fixture->stream))
    {
      *was_refused = true;
      return;
    }

  tick = netop_tick_new ();
  tick->sequence = 1;
  netop_flow_table_take_dirty (table, tick->flows, tick->closed);
  netop_stream_send_tick (fixture->stream, tick);
}

static void
drain (Fixture  *fixture,
       Listener *listener,
       size_t    n_bytes)
{
  NetopCommand  command;
  NetopIncoming incoming = receive (fixture, n_bytes);

  if (incoming.type == NETOP_MESSAGE_TICK)
    hear (listener, incoming.tick);
  netop_incoming_clear (&incoming);
  dispatch (fixture, &command);
}

static void
test_slow_client (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (NetopFlowTable) table = netop_flow_table_new (32, 4);
  g_autoptr (GHashTable) bytes = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) ended = g_hash_table_new (NULL, NULL);
  Listener listener = { bytes, ended };
  uint64_t counted = 0;
  bool     was_refused = false;

  for (guint step = 0; step < 20000; step++)
    {
      NetopPacket packet = {
        .source_port = (uint16_t)g_test_rand_int_range (1, 100),
        .protocol = NETOP_PROTOCOL_UDP,
        .ip_bytes = (uint32_t)g_test_rand_int_range (20, 1500),
        .way = NETOP_PACKET_WAY_IN,
        .interface_index = 1,
      };

      netop_flow_table_add_packet (table, &packet, NULL, 0, step);
      counted += packet.ip_bytes;
      if (step % 5 == 0)
        offer (fixture, table, &was_refused);
      if (g_test_rand_bit ())
        drain (fixture, &listener, (size_t)g_test_rand_int_range (1, 2000));
    }
  g_assert_true (was_refused);

  for (guint i = 0; i < 2; i++)
    {
      while (!netop_stream_is_idle (fixture->stream))
        drain (fixture, &listener, 65536);
      offer (fixture, table, &was_refused);
    }
  for (guint i = 0; i < 1000; i++)
    drain (fixture, &listener, 65536);
  g_assert_cmpuint (sum_bytes (&listener), ==, counted);
}

/* --- Options --- */

static const struct
{
  const char *argument;
  bool        good;
} options[] = {
  { "--interface=eth0", true },
  { "--interface=", false },
  { "--interface=.", false },
  { "--interface=..", false },
  { "--interface=a/b", false },
  { "--interface=a b", false },
  { "--interface=a:1", false },
  { "--interface=a\vb", false },
  { "--interface=a\xa0"
    "b",
    false },
  { "--interface=\xc3\xa4", true },
  { "--interface=fifteen-letters", true },
  { "--interface=sixteen-letters-", false },
  { "--capture-mode=auto", true },
  { "--capture-mode=magic", false },
  { "--capture-mode=", false },
  { "--buffer=4096", true },
  { "--buffer=1073741824", true },
  { "--buffer=4095", false },
  { "--buffer=1073741825", false },
  { "--buffer=-1", false },
  { "--buffer=99999999999999999999", false },
  { "--buffer=4096x", false },
  { "--read-fd=3", true },
  { "--read-fd=2", false },
  { "--read-fd=1024", false },
  { "--netns-fd=4", true },
  { "--netns-fd=", false },
  { "--shell=sh", false },
  { "interface=eth0", false },
  { "", false },
  { "-", false },
  { "--", false },
};

static void
test_options (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      char              *arguments[] = { (char *)"helper", (char *)options[i].argument, NULL };
      NetopHelperOptions parsed;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (netop_helper_options_parse (&parsed, 2, arguments, &error), ==, options[i].good);
      g_assert_cmpint (error == NULL, ==, options[i].good);
      if (error != NULL)
        g_assert_null (strchr (error->message, '\n'));
    }
}

/* Whatever it is given: refused with a reason, or within the bounds. */
static void
test_random_options (void)
{
  static const char *const names[] = { "--interface=", "--capture-mode=", "--buffer=", "--read-fd=", "--netns-fd=", "" };
  guint                    n_good = 0;

  for (guint round = 0; round < 50000; round++)
    {
      static const char  letters[] = "0123456789-+ x.:/=\n\xff";
      g_autofree char   *argument = g_strconcat (names[g_test_rand_int_range (0, G_N_ELEMENTS (names))], "xxxxxxxxxxxxxxxxxxxx", NULL);
      char              *arguments[] = { (char *)"helper", argument, NULL };
      gsize              length = strlen (argument);
      NetopHelperOptions parsed;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < 20; i++)
        argument[length - 1 - i] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      argument[length - (gsize)g_test_rand_int_range (0, 21)] = '\0';
      if (!netop_helper_options_parse (&parsed, 2, arguments, &error))
        {
          g_assert_nonnull (error);
          continue;
        }

      n_good++;
      g_assert_no_error (error);
      g_assert_true (parsed.buffer_bytes >= 4096 && parsed.buffer_bytes <= 1u << 30);
      g_assert_true (parsed.read_fd == -1 || (parsed.read_fd >= 3 && parsed.read_fd <= 1023));
      g_assert_true (parsed.namespace_fd == -1 || (parsed.namespace_fd >= 3 && parsed.namespace_fd <= 1023));
      g_assert_cmpstr (parsed.capture_mode, ==, "auto");
      if (parsed.interface_name != NULL)
        g_assert_true (parsed.interface_name[0] != '\0' && strlen (parsed.interface_name) <= 15 && strpbrk (parsed.interface_name, "/: \n") == NULL);
    }
  g_assert_cmpuint (n_good, >, 100);
}

/* One that is refused among those that are not. */
static void
test_many_options (void)
{
  char              *good[] = { (char *)"helper", (char *)"--interface=a", (char *)"--buffer=8192", (char *)"--interface=b", NULL };
  char              *bad[] = { (char *)"helper", (char *)"--interface=a", (char *)"--other", (char *)"--interface=b", NULL };
  NetopHelperOptions parsed;
  g_autoptr (GError) error = NULL;

  g_assert_true (netop_helper_options_parse (&parsed, 4, good, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (parsed.interface_name, ==, "b");
  g_assert_cmpuint (parsed.buffer_bytes, ==, 8192);
  g_assert_cmpint (parsed.read_fd, ==, -1);
  g_assert_false (netop_helper_options_parse (&parsed, 4, bad, &error));
  g_assert_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/helper/stream/one-in-flight", Fixture, NULL, set_up, test_one_in_flight, tear_down);
  g_test_add ("/helper/stream/frames-freed", Fixture, NULL, set_up, test_frames_freed, tear_down);
  g_test_add ("/helper/stream/commands", Fixture, NULL, set_up, test_commands, tear_down);
  g_test_add ("/helper/stream/two-at-once", Fixture, NULL, set_up, test_two_at_once, tear_down);
  g_test_add ("/helper/stream/rubbish", Fixture, NULL, set_up, test_rubbish, tear_down);
  g_test_add ("/helper/stream/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/helper/stream/gone-in-flight", Fixture, NULL, set_up, test_gone_in_flight, tear_down);
  g_test_add ("/helper/stream/finish", Fixture, NULL, set_up, test_finish, tear_down);
  g_test_add ("/helper/stream/slow-client", Fixture, NULL, set_up, test_slow_client, tear_down);
  g_test_add_func ("/helper/options/each", test_options);
  g_test_add_func ("/helper/options/random", test_random_options);
  g_test_add_func ("/helper/options/many", test_many_options);

  return g_test_run ();
}
