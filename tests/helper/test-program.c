/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper-process.h"

/* The helper itself: with files of every kind, and with clients that go in every way. */

#define TCPDUMP_MAGIC 0xa1b2c3d4
#define LINK_RAW 101
#define LINK_USB 249
#define START_S 1700000000

/* --- Files --- */

static int
make_file (const GByteArray *bytes)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp ("netop-helper-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  unlink (path);
  fcntl (fd, F_SETFD, FD_CLOEXEC);
  g_assert_cmpint (write (fd, bytes->data, bytes->len), ==, (ssize_t)bytes->len);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  return fd;
}

static void
add_words (GByteArray     *file,
           const uint32_t *words,
           guint           n_words)
{
  g_byte_array_append (file, (const guint8 *)words, (guint)(n_words * sizeof *words));
}

/* UDP packets of 28 bytes, one a second, in this machine's byte order (pcap-savefile(5)). */
static GByteArray *
make_pcap (uint32_t link_type,
           guint    n_packets)
{
  static const guint8 packet[] = { 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x9c, 0x40, 0, 53, 0, 8, 0, 0 };
  const uint32_t      header[] = { TCPDUMP_MAGIC, G_BYTE_ORDER == G_LITTLE_ENDIAN ? 4 << 16 | 2 : 2 << 16 | 4, 0, 0, 65535, link_type };
  GByteArray         *file = g_byte_array_new ();

  add_words (file, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < n_packets; i++)
    {
      const uint32_t record[] = { START_S + i, 0, sizeof packet, sizeof packet };

      add_words (file, record, G_N_ELEMENTS (record));
      g_byte_array_append (file, packet, sizeof packet);
    }
  return file;
}

static GByteArray *
make_whole (void)
{
  return make_pcap (LINK_RAW, 3);
}

static GByteArray *
make_no_packets (void)
{
  return make_pcap (LINK_RAW, 0);
}

static GByteArray *
make_truncated (void)
{
  GByteArray *file = make_pcap (LINK_RAW, 3);

  return g_byte_array_set_size (file, file->len - 5);
}

static GByteArray *
make_damaged (void)
{
  const uint32_t record[] = { START_S, 0, 0x7fffffff, 0x7fffffff };
  GByteArray    *file = make_pcap (LINK_RAW, 3);

  add_words (file, record, G_N_ELEMENTS (record));
  return g_byte_array_append (file, (const guint8 *)"rest", 4);
}

static GByteArray *
make_unknown_link (void)
{
  return make_pcap (LINK_USB, 3);
}

static GByteArray *
make_empty (void)
{
  return g_byte_array_new ();
}

static GByteArray *
make_zeros (void)
{
  GByteArray *file = g_byte_array_set_size (g_byte_array_new (), 10000);

  memset (file->data, 0, file->len);
  return file;
}

static GByteArray *
make_garbage (void)
{
  return g_byte_array_append (g_byte_array_new (), (const guint8 *)"#!/bin/sh\necho this is no capture file\n", 39);
}

static GByteArray *
make_half_header (void)
{
  return g_byte_array_set_size (make_pcap (LINK_RAW, 0), 10);
}

static const struct
{
  const char *name;
  GByteArray *(*make) (void);
  NetopByeReason reason;
  int            n_packets; /* -1: no word but goodbye */
  const char    *text;
} files[] = {
  { "whole", make_whole, NETOP_BYE_END_OF_FILE, 3, "" },
  { "no-packets", make_no_packets, NETOP_BYE_END_OF_FILE, 0, "" },
  { "truncated", make_truncated, NETOP_BYE_END_OF_FILE, 2, "cut short" },
  { "damaged", make_damaged, NETOP_BYE_CAPTURE_LOST, 3, "damaged" },
  { "unknown-link", make_unknown_link, NETOP_BYE_CANNOT_OPEN, -1, "Link type" },
  { "empty", make_empty, NETOP_BYE_CANNOT_OPEN, -1, "empty" },
  { "zeros", make_zeros, NETOP_BYE_CANNOT_OPEN, -1, "neither" },
  { "garbage", make_garbage, NETOP_BYE_CANNOT_OPEN, -1, "neither" },
  { "half-header", make_half_header, NETOP_BYE_CANNOT_OPEN, -1, "ends before" },
};

static void
check_file (int            fd,
            NetopByeReason reason,
            int            n_packets,
            const char    *text)
{
  g_auto (Story) story = { 0 };
  Helper helper;

  helper_start (&helper, fd, "--read-fd=3");
  helper_hear_out (&helper, &story);
  helper_await_end (&helper);
  g_assert_cmpint (story.reason, ==, reason);
  g_assert_nonnull (strstr (story.text, text));
  g_assert_cmpint (text[0] == '\0', ==, story.text[0] == '\0');
  g_assert_cmpuint (story.n_hellos, ==, n_packets >= 0 ? 1 : 0);
  g_assert_cmpuint (story.n_final, ==, n_packets >= 0 ? 1 : 0);
  if (n_packets >= 0)
    g_assert_cmpuint (story.n_packets, ==, (guint)n_packets);
}

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GByteArray) bytes = files[i].make ();

      g_test_message ("%s", files[i].name);
      check_file (make_file (bytes), files[i].reason, files[i].n_packets, files[i].text);
    }
}

static void
test_folder (void)
{
  check_file (open (g_get_tmp_dir (), O_RDONLY | O_CLOEXEC), NETOP_BYE_CANNOT_OPEN, -1, "folder");
}

/* A packet belongs to the duration or does not, to the microsecond: they are one a second. */
static void
test_duration (void)
{
  static const struct
  {
    const char    *option;
    guint          n_packets;
    NetopByeReason reason;
  } cases[] = {
    { "--duration-us=1", 1, NETOP_BYE_STOPPED },
    { "--duration-us=3000000", 3, NETOP_BYE_STOPPED },
    { "--duration-us=3000001", 4, NETOP_BYE_STOPPED },
    { "--duration-us=3600000000", 10, NETOP_BYE_END_OF_FILE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = make_pcap (LINK_RAW, 10);
      g_auto (Story) story = { 0 };
      Helper helper;

      g_test_message ("%s", cases[i].option);
      helper_start_with (&helper, make_file (bytes), "--read-fd=3", cases[i].option);
      helper_hear_out (&helper, &story);
      helper_await_end (&helper);
      g_assert_cmpint (story.reason, ==, cases[i].reason);
      g_assert_cmpuint (story.n_packets, ==, cases[i].n_packets);
      g_assert_cmpuint (story.n_counted, ==, cases[i].n_packets);
    }
}

/* --- A pipe that has something to say, and then stays open and silent --- */

#define STOP "\1\0\0\0\x11\0\0\0\0"

/* Returns the writing end. */
static int
start_silent (Helper     *helper,
              guint       n_bytes,
              const char *more)
{
  g_autoptr (GByteArray) bytes = make_pcap (LINK_RAW, 3);
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  fcntl (fds[0], F_SETFD, FD_CLOEXEC);
  fcntl (fds[1], F_SETFD, FD_CLOEXEC);
  g_assert_cmpuint (n_bytes, <=, bytes->len);
  g_assert_cmpint (write (fds[1], bytes->data, n_bytes), ==, (ssize_t)n_bytes);
  helper_start_with (helper, fds[0], "--read-fd=3", more);
  return fds[1];
}

/* Before the header is whole, after it, in mid-packet, and between packets. */
static const guint silences[] = { 0, 10, 24, 24 + 44 + 20, 24 + 2 * 44 };

static void
test_silent_stop (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      g_auto (Story) story = { 0 };
      Helper helper;
      int    fd = start_silent (&helper, silences[i], NULL);

      g_test_message ("silent after %u bytes", silences[i]);
      helper_send (&helper, STOP, sizeof STOP - 1);
      helper_hear_out (&helper, &story);
      helper_await_end (&helper);
      close (fd);
      g_assert_cmpint (story.reason, ==, NETOP_BYE_STOPPED);
      g_assert_cmpuint (story.n_final, ==, story.n_hellos);
    }
}

static void
test_silent_duration (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      g_auto (Story) story = { 0 };
      Helper helper;
      int    fd = start_silent (&helper, silences[i], "--duration-us=1200000");
      guint  n_packets = silences[i] > 24 ? (silences[i] - 24) / 44 : 0;

      g_test_message ("silent after %u bytes", silences[i]);
      helper_hear_out (&helper, &story);
      helper_await_end (&helper);
      close (fd);
      g_assert_cmpint (story.reason, ==, NETOP_BYE_STOPPED);
      g_assert_cmpuint (story.n_hellos, ==, silences[i] >= 24);
      g_assert_cmpuint (story.n_counted, ==, n_packets);
    }
}

/* What comes of a packet that is not whole moves the progress all the same; then what was counted is told on request. */
static void
test_silent_progress (void)
{
  const guint n_bytes = 24 + 44 + 20;
  g_auto (Story) story = { 0 };
  Helper   helper;
  int      fd = start_silent (&helper, n_bytes, NULL);
  uint64_t n_read = 0;

  while (n_read < n_bytes)
    {
      NetopIncoming incoming = helper_receive (&helper);

      g_assert_cmpint (incoming.type, !=, NETOP_MESSAGE_BYE);
      g_assert_cmpint (incoming.type, !=, 0);
      if (incoming.type == NETOP_MESSAGE_TICK)
        n_read = incoming.tick->health.file_bytes_read;
      netop_incoming_clear (&incoming);
    }
  g_assert_cmpuint (n_read, ==, n_bytes);

  helper_send (&helper, STOP, sizeof STOP - 1);
  helper_hear_out (&helper, &story);
  helper_await_end (&helper);
  close (fd);
  g_assert_cmpint (story.reason, ==, NETOP_BYE_STOPPED);
  g_assert_cmpuint (story.n_packets, ==, 1);
  g_assert_cmpuint (story.n_final, ==, 1);
}

/* --- What a client may say --- */

static const struct
{
  const char    *name;
  const char    *bytes;
  size_t         n_bytes;
  NetopByeReason reason;
} commands[] = {
  { "stop", "\1\0\0\0\x11\0\0\0\0", 9, NETOP_BYE_STOPPED },
  { "text", "GET / HTTP/1.1\r\n\r\n", 18, NETOP_BYE_PROTOCOL_ERROR },
  { "too-long", "\x01\x10\0\0\x10\0\0\0", 8, NETOP_BYE_PROTOCOL_ERROR },
  { "impossible-interval", "\4\0\0\0\x10\0\0\0\xff\xff\xff\xff", 12, NETOP_BYE_PROTOCOL_ERROR },
};

/* A file of which there is much more than the stream takes unread. */
static int
make_long_file (void)
{
  g_autoptr (GByteArray) bytes = make_pcap (LINK_RAW, 20000);

  return make_file (bytes);
}

static void
test_commands (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (Story) story = { 0 };
      Helper helper;

      g_test_message ("%s", commands[i].name);
      helper_start (&helper, make_long_file (), "--read-fd=3");
      helper_send (&helper, commands[i].bytes, commands[i].n_bytes);
      helper_hear_out (&helper, &story);
      helper_await_end (&helper);
      g_assert_cmpint (story.reason, ==, commands[i].reason);
      g_assert_cmpuint (story.n_packets, <, 20000);
    }
}

static void
test_bad_option (void)
{
  g_auto (Story) story = { 0 };
  Helper helper;

  helper_start (&helper, make_long_file (), "--shell=sh");
  helper_hear_out (&helper, &story);
  helper_await_end (&helper);
  g_assert_cmpint (story.reason, ==, NETOP_BYE_BAD_ARGUMENT);
  g_assert_null (strstr (story.text, "shell"));
}

/* --- How a client may go --- */

static void
go_by_close (Helper *helper)
{
  close_end (&helper->client_fd);
}

/* It says nothing more, and would still listen. */
static void
go_by_half (Helper *helper)
{
  g_assert_cmpint (shutdown (helper->client_fd, SHUT_WR), ==, 0);
}

/* Killed: its descriptors go with it. */
static void
go_by_kill (Helper *helper)
{
  pid_t client = fork ();
  int   status;

  if (client == 0)
    {
      pause ();
      _exit (0);
    }
  close_end (&helper->client_fd);
  g_assert_cmpint (kill (client, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (client, &status, 0), ==, client);
}

typedef struct
{
  const char *name;
  bool        full; /* with the stream full, and a frame in mid-write */
  void (*go) (Helper *helper);
} Way;

static const Way ways[] = {
  { "closed", false, go_by_close },
  { "half-closed", false, go_by_half },
  { "killed", false, go_by_kill },
  { "closed-full", true, go_by_close },
  { "half-closed-full", true, go_by_half },
  { "killed-full", true, go_by_kill },
};

static void
await_full (Helper *helper)
{
  int64_t       end_us = g_get_monotonic_time () + LIMIT_MS * 1000;
  struct pollfd fd = { .fd = helper->helper_fd, .events = POLLOUT };

  while (poll (&fd, 1, 0) == 1 && g_get_monotonic_time () < end_us)
    g_usleep (1000);
  g_assert_cmpint (fd.revents & POLLOUT, ==, 0);
}

static guint64
read_status (const char *status,
             const char *name,
             guint       base)
{
  const char *line = strstr (status, name);

  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen (name), NULL, base);
}

/* Once it has said hello it is nobody, with two capabilities at most, and under its list of calls. proc(5). */
static void
check_confined (const Helper *helper,
                bool          is_live)
{
  const guint64    inspection = 1u << 2 | 1u << 19; /* CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE */
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int)helper->pid);
  g_autofree char *status = NULL;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  g_assert_cmpuint (read_status (status, "\nNoNewPrivs:\t", 10), ==, 1);
#ifndef NETOP_SANITIZED
  g_assert_cmpuint (read_status (status, "\nSeccomp:\t", 10), ==, 2);
#endif
  if (geteuid () != 0)
    return;

  g_assert_cmpuint (read_status (status, "\nUid:\t", 10), ==, 65534);
  g_assert_cmpuint (read_status (status, "\nCapPrm:\t", 16), ==, is_live ? inspection : 0);
  g_assert_cmpuint (read_status (status, "\nCapEff:\t", 16), ==, is_live ? inspection : 0);
  g_assert_cmpuint (read_status (status, "\nCapBnd:\t", 16), ==, 0);
}

/* Returns whether it could be tried. */
static bool
go (guint number,
    bool  is_live)
{
  Helper        helper;
  NetopIncoming incoming;
  int64_t       begin_us;

  helper_start (&helper, is_live ? -1 : make_long_file (), is_live ? "--capture-mode=pcap" : "--read-fd=3");
  incoming = helper_receive (&helper);
  if (incoming.type != NETOP_MESSAGE_HELLO)
    {
      netop_incoming_clear (&incoming);
      close_end (&helper.client_fd);
      helper_await_end (&helper);
      return false;
    }
  netop_incoming_clear (&incoming);
  check_confined (&helper, is_live);
  if (ways[number].full)
    await_full (&helper);

  begin_us = g_get_monotonic_time ();
  ways[number].go (&helper);
  helper_await_end (&helper);
  g_test_message ("%s, %s: ended after %.1f ms", is_live ? "network" : "file", ways[number].name,
                  (double)(g_get_monotonic_time () - begin_us) / 1000);
  return true;
}

static void
test_ends_with_file (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_assert_true (go (i, false));
}

/* Nothing is read or written any more: only the stream itself can tell. */
static void
test_ends_with_silent_pipe (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (ways); j++)
        {
          Helper  helper;
          int64_t begin_us;
          int     fd;

          if (ways[j].full)
            continue;
          fd = start_silent (&helper, silences[i], NULL);
          if (silences[i] >= 24)
            {
              NetopIncoming incoming = helper_receive (&helper);

              g_assert_cmpint (incoming.type, ==, NETOP_MESSAGE_HELLO);
              netop_incoming_clear (&incoming);
            }
          begin_us = g_get_monotonic_time ();
          ways[j].go (&helper);
          helper_await_end (&helper);
          close (fd);
          g_test_message ("silent after %u bytes, %s: ended after %.1f ms", silences[i], ways[j].name,
                          (double)(g_get_monotonic_time () - begin_us) / 1000);
        }
    }
}

static bool
can_make_network (void)
{
  pid_t child = fork ();
  int   status = 0;

  if (child == 0)
    _exit (unshare (CLONE_NEWNET) == 0 ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static void
test_ends_live (void)
{
  if (!can_make_network ())
    {
      g_test_skip ("no network namespace can be made");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if (!go (i, true))
        {
          g_test_skip ("no packets can be captured here");
          return;
        }
    }
}

typedef struct
{
  int64_t  begin_us;  /* the first tick's time */
  int64_t  last_us;   /* the last tick's */
  int64_t  packet_us; /* the last packet's */
  uint64_t n_packets; /* in flows */
  guint    n_late;    /* ticks at or after the end */
} Watched;

static void
watch_tick (Watched         *watched,
            const NetopTick *tick,
            int64_t          duration_us)
{
  if (watched->begin_us == 0)
    watched->begin_us = tick->mono_us;
  watched->last_us = tick->mono_us;
  watched->n_late += tick->mono_us - watched->begin_us >= duration_us;
  for (guint i = 0; i < tick->flows->len; i++)
    {
      const NetopFlow *flow = &g_array_index (tick->flows, NetopFlow, i);

      watched->packet_us = MAX (watched->packet_us, flow->last_us);
      watched->n_packets = MAX (watched->n_packets, count_packets (flow));
    }
}

/* However late the client asks it to stop, nothing later than the duration is counted; the ticks say its end. */
static void
test_live_duration (void)
{
  const int64_t duration_us = 500000;
  Watched       watched = { 0 };
  Helper        helper;
  NetopIncoming incoming = { 0 };
  bool          over = false;

  if (!can_make_network ())
    {
      g_test_skip ("no network namespace can be made");
      return;
    }
  helper_start_with (&helper, -1, "--capture-mode=pcap", "--duration-us=500000");
  close_end (&helper.helper_fd);
  while (!over)
    {
      incoming = helper_receive (&helper);
      over = incoming.type == NETOP_MESSAGE_BYE || incoming.type == 0;
      if (incoming.type == NETOP_MESSAGE_TICK)
        {
          watch_tick (&watched, incoming.tick, duration_us);
          if (watched.n_late == 3)
            helper_send (&helper, STOP, sizeof STOP - 1);
        }
      if (!over)
        netop_incoming_clear (&incoming);
    }
  helper_await_end (&helper);
  if (watched.begin_us == 0)
    {
      g_test_skip ("no packets can be captured here");
    }
  else
    {
      g_assert_cmpint (incoming.bye.reason, ==, NETOP_BYE_STOPPED);
      g_assert_cmpint (watched.last_us, ==, watched.begin_us + duration_us);
      g_assert_cmpint (watched.packet_us, <, watched.begin_us + duration_us);
      g_assert_cmpuint (watched.n_packets, >, 0);
      g_test_message ("%" G_GUINT64_FORMAT " packets, the last one %" G_GINT64_FORMAT " us before the end", watched.n_packets,
                      watched.begin_us + duration_us - watched.packet_us);
    }
  netop_incoming_clear (&incoming);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  helper_program = argv[1];

  g_test_add_func ("/helper/program/files", test_files);
  g_test_add_func ("/helper/program/folder", test_folder);
  g_test_add_func ("/helper/program/duration", test_duration);
  g_test_add_func ("/helper/program/silent-stop", test_silent_stop);
  g_test_add_func ("/helper/program/silent-duration", test_silent_duration);
  g_test_add_func ("/helper/program/silent-progress", test_silent_progress);
  g_test_add_func ("/helper/program/commands", test_commands);
  g_test_add_func ("/helper/program/bad-option", test_bad_option);
  g_test_add_func ("/helper/program/ends-with-file", test_ends_with_file);
  g_test_add_func ("/helper/program/ends-with-silent-pipe", test_ends_with_silent_pipe);
  g_test_add_func ("/helper/program/ends-live", test_ends_live);
  g_test_add_func ("/helper/program/live-duration", test_live_duration);

  return g_test_run ();
}
