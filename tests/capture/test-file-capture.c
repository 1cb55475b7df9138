/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Capture files of every kind, whole and spoilt. Formats: www.ietf.org/archive/id/draft-ietf-opsawg-pcap and -pcapng. */

#define N_PACKETS 3
#define PACKET_BYTES 60
#define SECONDS 1700000000
#define MICROSECONDS 250000

typedef struct
{
  const char   *name;
  bool          big_endian;
  bool          nanoseconds;
  bool          next_generation;
  uint16_t      link;
  NetopLinkType link_type;
} Format;

static const Format formats[] = {
  { "pcap", false, false, false, 1, NETOP_LINK_ETHERNET },
  { "pcap-big-endian", true, false, false, 1, NETOP_LINK_ETHERNET },
  { "pcap-nanoseconds", false, true, false, 1, NETOP_LINK_ETHERNET },
  { "pcapng", false, false, true, 1, NETOP_LINK_ETHERNET },
  { "pcapng-big-endian", true, false, true, 1, NETOP_LINK_ETHERNET },
  { "null", false, false, false, 0, NETOP_LINK_NULL },
  { "raw", false, false, false, 101, NETOP_LINK_RAW },
  { "loop", false, false, false, 108, NETOP_LINK_LOOP },
  { "cooked-v1", false, false, false, 113, NETOP_LINK_COOKED_V1 },
  { "cooked-v2", false, false, false, 276, NETOP_LINK_COOKED_V2 },
  { "cooked-v2-big-endian", true, false, false, 276, NETOP_LINK_COOKED_V2 },
  { "raw-of-bsd", false, false, false, 12, NETOP_LINK_RAW },
  { "raw-of-openbsd", false, false, false, 14, NETOP_LINK_RAW },
  { "ipv4", false, false, false, 228, NETOP_LINK_IPV4 },
  { "ipv6", false, false, false, 229, NETOP_LINK_IPV6 },
  { "pcapng-raw", false, false, true, 101, NETOP_LINK_RAW },
};

typedef struct
{
  guint    n_packets;
  uint64_t wire_bytes;
  int64_t  time_us;
  uint32_t link_type;
} Seen;

static void
add_u16 (GByteArray   *file,
         const Format *format,
         uint16_t      value)
{
  value = (uint16_t)(format->big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value));
  g_byte_array_append (file, (const guint8 *)&value, sizeof value);
}

static void
add_u32 (GByteArray   *file,
         const Format *format,
         uint32_t      value)
{
  value = format->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
  g_byte_array_append (file, (const guint8 *)&value, sizeof value);
}

static void
add_words (GByteArray     *file,
           const Format   *format,
           const uint32_t *words,
           guint           n_words)
{
  for (guint i = 0; i < n_words; i++)
    add_u32 (file, format, words[i]);
}

static void
add_packet (GByteArray   *file,
            const Format *format)
{
  static const guint8 zeros[PACKET_BYTES];
  const uint64_t      us = (uint64_t)SECONDS * G_USEC_PER_SEC + MICROSECONDS;
  const uint32_t      record[] = { SECONDS, format->nanoseconds ? MICROSECONDS * 1000 : MICROSECONDS, PACKET_BYTES, 1500 };
  const uint32_t      block[] = { 6, 32 + PACKET_BYTES, 0, (uint32_t)(us >> 32), (uint32_t)us, PACKET_BYTES, 1500 };

  if (format->next_generation)
    add_words (file, format, block, G_N_ELEMENTS (block));
  else
    add_words (file, format, record, G_N_ELEMENTS (record));
  g_byte_array_append (file, zeros, sizeof zeros);
  if (format->next_generation)
    add_u32 (file, format, 32 + PACKET_BYTES);
}

static GByteArray *
make_file (const Format *format)
{
  GByteArray    *file = g_byte_array_new ();
  const uint32_t section[] = { 0x0a0d0d0a, 28, 0x1a2b3c4d };
  const uint32_t section_end[] = { 0xffffffff, 0xffffffff, 28 };
  const uint32_t interface[] = { 65535, 20 };

  if (format->next_generation)
    {
      add_words (file, format, section, G_N_ELEMENTS (section));
      add_u16 (file, format, 1);
      add_u16 (file, format, 0);
      add_words (file, format, section_end, G_N_ELEMENTS (section_end));
      add_u32 (file, format, 1);
      add_u32 (file, format, 20);
      add_u16 (file, format, format->link);
      add_u16 (file, format, 0);
      add_words (file, format, interface, G_N_ELEMENTS (interface));
    }
  else
    {
      add_u32 (file, format, format->nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
      add_u16 (file, format, 2);
      add_u16 (file, format, 4);
      add_words (file, format, (const uint32_t[]){ 0, 0, 65535, format->link }, 4);
    }
  for (guint i = 0; i < N_PACKETS; i++)
    add_packet (file, format);
  return file;
}

static int
open_bytes (const void *bytes,
            gsize       length)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp ("netop-capture-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, length), ==, (ssize_t)length);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  g_unlink (path);
  return fd;
}

static NetopCapture *
open_fd (int      fd,
         GError **error)
{
  NetopCaptureOptions options = { .file_fd = fd };

  return netop_capture_find_backend ("file")->open (&options, error);
}

static void
note_packet (const NetopCapturedPacket *packet,
             void                      *user_data)
{
  Seen *seen = user_data;

  seen->n_packets++;
  seen->wire_bytes += packet->wire_bytes;
  seen->time_us = packet->time_us;
  seen->link_type = packet->link_type;
  g_assert_cmpuint (packet->captured_bytes, <=, packet->wire_bytes);
}

/* Returns how it ended. */
static NetopCaptureResult
read_all (NetopCapture *capture,
          Seen         *seen,
          GError      **error)
{
  NetopCaptureResult result = NETOP_CAPTURE_MORE;

  for (guint i = 0; i < 1000 && result == NETOP_CAPTURE_MORE; i++)
    result = netop_capture_dispatch (capture, 2, note_packet, seen, error);
  g_assert_cmpint (result, !=, NETOP_CAPTURE_MORE);
  return result;
}

static void
test_whole (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (GByteArray) file = make_file (format);
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = open_fd (open_bytes (file->data, file->len), &error);
  NetopCaptureStatistics statistics;
  Seen                   seen = { 0 };

  g_assert_no_error (error);
  g_assert_cmpint (read_all (capture, &seen, &error), ==, NETOP_CAPTURE_END);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_packets, ==, N_PACKETS);
  g_assert_cmpuint (seen.wire_bytes, ==, N_PACKETS * 1500);
  g_assert_cmpint (seen.time_us, ==, (int64_t)SECONDS * G_USEC_PER_SEC + MICROSECONDS);
  g_assert_cmpuint (seen.link_type, ==, format->link_type);

  netop_capture_get_statistics (capture, &statistics);
  g_assert_cmpuint (statistics.packets, ==, N_PACKETS);
  g_assert_cmpuint (statistics.file_bytes, ==, file->len);
  g_assert_cmpuint (statistics.file_bytes_read, ==, file->len);
}

/* Cut anywhere: all whole packets come, and then a note, or an error with its reason. */
static void
test_cut (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (GByteArray) file = make_file (format);
  const guint packet_bytes = format->next_generation ? 32 + PACKET_BYTES : 16 + PACKET_BYTES;
  const guint header_bytes = file->len - N_PACKETS * packet_bytes;

  for (guint length = 0; length < file->len; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopCapture) capture = open_fd (open_bytes (file->data, length), &error);
      Seen seen = { 0 };

      if (capture == NULL)
        {
          g_assert_cmpuint (length, <, header_bytes);
          g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE);
          continue;
        }
      g_assert_cmpuint (length, >=, header_bytes);
      g_assert_cmpint (read_all (capture, &seen, &error), ==, NETOP_CAPTURE_END);
      g_assert_cmpuint (seen.n_packets, ==, (length - header_bytes) / packet_bytes);
      if ((length - header_bytes) % packet_bytes == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_CUT_SHORT);
    }
}

/* Whatever bytes: an end, never a crash or a loop. */
static void
test_rubbish (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (GByteArray) file = make_file (format);

  for (guint round = 0; round < 300; round++)
    {
      g_autofree guint8 *bytes = g_memdup2 (file->data, file->len);
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopCapture) capture = NULL;
      Seen seen = { 0 };

      for (guint i = 0; i < 3; i++)
        bytes[g_test_rand_int_range (0, (int)file->len)] = (guint8)g_test_rand_int_range (0, 256);
      capture = open_fd (open_bytes (bytes, file->len), &error);
      if (capture != NULL)
        read_all (capture, &seen, &error);
      else
        g_assert_nonnull (error);
    }
}

static void
test_link_types (void)
{
  const Format unknown = { .link = 147 };
  g_autoptr (GByteArray) file = make_file (&unknown);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_fd (open_bytes (file->data, file->len), &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_LINK_TYPE);
  g_assert_nonnull (strstr (error->message, "147"));
}

/* A length that a packet or the file claims, and what comes of it: @n_packets whole ones before. */
static void
test_hostile_lengths (void)
{
  static const struct
  {
    const char *name;
    guint       offset;
    uint32_t    value;
    guint       n_packets;
    int         code; /* -1 for none */
  } cases[] = {
    { "snaplen 0", 16, 0, N_PACKETS, -1 },
    { "snaplen 2^31", 16, 0x80000000, N_PACKETS, -1 },
    { "snaplen 2^32 - 1", 16, 0xffffffff, N_PACKETS, -1 },
    { "caplen 2^32 - 1", 24 + 8, 0xffffffff, 0, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE },
    { "caplen 2^31", 24 + 8, 0x80000000, 0, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE },
    { "caplen 200,000", 24 + 8, 200000, 0, NETOP_CAPTURE_ERROR_CUT_SHORT },
    { "caplen of the second", 24 + 16 + PACKET_BYTES + 8, 0xffffffff, 1, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE },
    { "len 0", 24 + 12, 0, N_PACKETS, -1 },
    { "len 2^32 - 1", 24 + 12, 0xffffffff, N_PACKETS, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) file = make_file (&formats[0]);
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopCapture) capture = NULL;
      Seen     seen = { 0 };
      uint32_t value = GUINT32_TO_LE (cases[i].value);

      g_test_message ("%s", cases[i].name);
      memcpy (file->data + cases[i].offset, &value, sizeof value);
      capture = open_fd (open_bytes (file->data, file->len), &error);
      g_assert_no_error (error);
      g_assert_cmpint (read_all (capture, &seen, &error), ==,
                       cases[i].code == NETOP_CAPTURE_ERROR_NOT_A_CAPTURE ? NETOP_CAPTURE_LOST : NETOP_CAPTURE_END);
      g_assert_cmpuint (seen.n_packets, ==, cases[i].n_packets);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, NETOP_CAPTURE_ERROR, cases[i].code);
    }
}

/* Empty, and ten gigabytes of nothing, of which no more is read than what tells. */
static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  int fd = open_bytes ("", 0);
  int shared;

  g_assert_null (open_fd (fd, &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE);
  g_assert_nonnull (strstr (error->message, "empty"));
  g_clear_error (&error);

  fd = open_bytes ("", 0);
  g_assert_cmpint (ftruncate (fd, (off_t)10 << 30), ==, 0);
  shared = dup (fd);
  g_assert_null (open_fd (fd, &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE);
  g_assert_cmpint (lseek (shared, 0, SEEK_CUR), <=, 1 << 20);
  close (shared);
}

/* Ten gigabytes of zeros after a header, or after packets: records of no bytes, of which some are enough. */
static void
check_zeros (guint              n_packets,
             NetopCaptureResult expected,
             int                code)
{
  g_autoptr (GByteArray) file = make_file (&formats[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;
  NetopCaptureResult result = NETOP_CAPTURE_MORE;
  int                fd = open_bytes (file->data, 24 + n_packets * (16 + PACKET_BYTES));
  Seen               seen = { 0 };

  g_assert_cmpint (ftruncate (fd, (off_t)10 << 30), ==, 0);
  capture = open_fd (fd, &error);
  g_assert_no_error (error);
  while (result == NETOP_CAPTURE_MORE && seen.n_packets < 1000000)
    result = netop_capture_dispatch (capture, 100, note_packet, &seen, &error);
  g_assert_cmpint (result, ==, expected);
  g_assert_error (error, NETOP_CAPTURE_ERROR, code);
  g_assert_cmpuint (seen.wire_bytes, ==, n_packets * 1500);
}

static void
test_zero_packets (void)
{
  check_zeros (0, NETOP_CAPTURE_LOST, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE);
  check_zeros (N_PACKETS, NETOP_CAPTURE_END, NETOP_CAPTURE_ERROR_CUT_SHORT);
}

/* Now and then one without a packet is no harm, however many they are together. */
static void
test_some_zero_packets (void)
{
  g_autoptr (GByteArray) file = make_file (&formats[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;
  NetopCaptureResult result = NETOP_CAPTURE_MORE;
  Seen               seen = { 0 };
  const guint        n_rounds = 3;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_byte_array_set_size (file, file->len + 60000 * 16);
      memset (file->data + file->len - 60000 * 16, 0, 60000 * 16);
      add_packet (file, &formats[0]);
    }
  capture = open_fd (open_bytes (file->data, file->len), &error);
  g_assert_no_error (error);
  while (result == NETOP_CAPTURE_MORE)
    result = netop_capture_dispatch (capture, 100, note_packet, &seen, &error);
  g_assert_cmpint (result, ==, NETOP_CAPTURE_END);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.wire_bytes, ==, (N_PACKETS + n_rounds) * 1500);
}

static void
test_not_readable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_fd (open ("/dev/null", O_WRONLY | O_CLOEXEC), &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, g_strerror (EBADF)));
}

/* Seconds since 1970 in all 64 bits, as the resolution option 0 has them. */
static void
test_far_times (void)
{
  static const uint32_t words[] = { 0x00010009, 0, 0 };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) whole = make_file (&formats[3]);
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;
  uint32_t length = GUINT32_TO_LE (32);
  Seen     seen = { 0 };

  /* The interface's block gets the option before its last word. */
  g_byte_array_append (file, whole->data, 28 + 16);
  add_words (file, &formats[3], words, G_N_ELEMENTS (words));
  memcpy (file->data + 28 + 4, &length, sizeof length);
  g_byte_array_append (file, (const guint8 *)&length, sizeof length);
  g_byte_array_append (file, whole->data + 28 + 20, 32 + PACKET_BYTES);
  memset (file->data + 28 + 32 + 12, 0x7f, 8);

  capture = open_fd (open_bytes (file->data, file->len), &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_all (capture, &seen, &error), ==, NETOP_CAPTURE_END);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_packets, ==, 1);
  g_assert_cmpint (seen.time_us / G_USEC_PER_SEC, ==, 0x3ffffffff); /* the last that is told */
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_fd (-1, &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (open_fd (open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE);
}

static void
test_pipe (void)
{
  g_autoptr (GByteArray) file = make_file (&formats[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;
  NetopCaptureStatistics statistics;
  Seen                   seen = { 0 };
  int                    fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  g_assert_cmpint (write (fds[1], file->data, file->len), ==, (ssize_t)file->len);
  close (fds[1]);
  capture = open_fd (fds[0], &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_all (capture, &seen, &error), ==, NETOP_CAPTURE_END);
  g_assert_cmpuint (seen.n_packets, ==, N_PACKETS);
  netop_capture_get_statistics (capture, &statistics);
  g_assert_cmpuint (statistics.file_bytes, ==, 0);
  g_assert_cmpuint (statistics.file_bytes_read, ==, file->len);
}

/* Asked before each read; the second time it wants no more. */
static bool
await_once (int   fd,
            void *user_data)
{
  guint *n_asked = user_data;

  g_assert_cmpint (fd, >=, 0);
  return ++*n_asked == 1;
}

static void
test_ended_by_reader (void)
{
  g_autoptr (GByteArray) file = make_file (&formats[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;
  NetopCaptureStatistics statistics;
  NetopCaptureOptions    options = { .await_bytes = await_once };
  Seen                   seen = { 0 };
  guint                  n_asked = 0;
  int                    fds[2];

  /* Non-blocking, as whoever made the pipe may have it; and it stays open. */
  g_assert_cmpint (pipe (fds), ==, 0);
  g_assert_cmpint (fcntl (fds[0], F_SETFL, O_NONBLOCK), ==, 0);
  g_assert_cmpint (write (fds[1], file->data, file->len - 7), ==, (ssize_t)file->len - 7);
  options.file_fd = fds[0];
  options.user_data = &n_asked;
  capture = netop_capture_find_backend ("file")->open (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_all (capture, &seen, &error), ==, NETOP_CAPTURE_END);
  g_assert_cmpuint (seen.n_packets, ==, N_PACKETS - 1);
  g_assert_cmpuint (n_asked, ==, 2);
  netop_capture_get_statistics (capture, &statistics);
  g_assert_cmpuint (statistics.file_bytes_read, ==, file->len - 7);
  close (fds[1]);
}

static void
test_backends (void)
{
  const NetopCaptureOps *file = netop_capture_find_backend ("file");
  g_autofree char       *reason = NULL;

  g_assert_null (netop_capture_find_backend ("carrier pigeon"));
  g_assert_nonnull (netop_capture_find_backend ("pcap"));
  g_assert_cmpint (file->probe (&reason), ==, NETOP_PROBE_SUPPORTED);
  g_assert_null (reason);
}

/* "Not here" is another thing than a failure. */
static void
test_unsupported (void)
{
  const NetopCaptureOps *ebpf = netop_capture_find_backend ("ebpf");
  NetopCaptureOptions    options = { .file_fd = -1 };
  g_autofree char       *reason = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ebpf->probe (&reason), ==, NETOP_PROBE_UNSUPPORTED);
  g_assert_nonnull (reason);
  g_assert_null (ebpf->open (&options, &error));
  g_assert_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED);
}

static void
test_order (void)
{
  guint                         n;
  const NetopCaptureOps *const *backends = netop_capture_get_backends (&n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (backends[0]->name, ==, "ebpf");
  g_assert_cmpstr (backends[1]->name, ==, "pcap");
  g_assert_cmpstr (backends[2]->name, ==, "file");
}

static void
add_format_test (const char   *what,
                 const Format *format,
                 GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/capture/file/%s/%s", what, format->name);

  g_test_add_data_func (path, format, func);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      add_format_test ("whole", &formats[i], test_whole);
      add_format_test ("cut", &formats[i], test_cut);
      add_format_test ("rubbish", &formats[i], test_rubbish);
    }
  g_test_add_func ("/capture/file/link-types", test_link_types);
  g_test_add_func ("/capture/file/hostile-lengths", test_hostile_lengths);
  g_test_add_func ("/capture/file/nothing", test_nothing);
  g_test_add_func ("/capture/file/zero-packets", test_zero_packets);
  g_test_add_func ("/capture/file/some-zero-packets", test_some_zero_packets);
  g_test_add_func ("/capture/file/not-readable", test_not_readable);
  g_test_add_func ("/capture/file/far-times", test_far_times);
  g_test_add_func ("/capture/file/no-file", test_no_file);
  g_test_add_func ("/capture/file/pipe", test_pipe);
  g_test_add_func ("/capture/file/ended-by-reader", test_ended_by_reader);
  g_test_add_func ("/capture/backends", test_backends);
  g_test_add_func ("/capture/backends/unsupported", test_unsupported);
  g_test_add_func ("/capture/backends/order", test_order);

  return g_test_run ();
}
