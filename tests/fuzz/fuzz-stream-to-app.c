/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-frame-reader.h"
#include "netop-fuzz-input.h"
#include "netop-fuzz-run.h"
#include "sample-tick.h"

/* What a helper sends, or whoever took it over: frames, messages, ticks, and what becomes of those.
 *
 * Input: the length of the pieces that it comes in, one byte; the stream. */

/* A tick that was taken must come the same through another stream. */
static void
check_again (const NetopTick *tick)
{
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);
  g_autoptr (NetopFrameReader) reader = netop_frame_reader_new (true);
  NetopReadResult result = NETOP_READ_MORE;

  for (guint i = 0; i < frames->len; i++)
    {
      gsize          size;
      const uint8_t *bytes = g_bytes_get_data (g_ptr_array_index (frames, i), &size);
      NetopIncoming  incoming = { 0 };
      g_autoptr (GError) error = NULL;

      for (size_t room, n; size > 0; bytes += n, size -= n)
        {
          uint8_t *buffer = netop_frame_reader_get_buffer (reader, &room);

          n = MIN (room, size);
          memcpy (buffer, bytes, n);
          netop_frame_reader_commit (reader, n);
          result = netop_frame_reader_next (reader, &incoming, &error);
          g_assert_no_error (error);
        }
      g_assert_cmpint (result, ==, i + 1 < frames->len ? NETOP_READ_MORE : NETOP_READ_MESSAGE);
      if (result == NETOP_READ_MESSAGE)
        assert_ticks_equal (incoming.tick, tick);
      netop_incoming_clear (&incoming);
    }
}

static void
take_message (NetopFuzzRun        *run,
              const NetopIncoming *incoming)
{
  if (incoming->type == NETOP_MESSAGE_HELLO)
    {
      g_assert_true (g_utf8_validate (incoming->hello.host_name, -1, NULL));
      netop_fuzz_run_begin (run, &incoming->hello);
    }
  else if (incoming->type == NETOP_MESSAGE_TICK)
    {
      check_again (incoming->tick);
      netop_fuzz_run_apply (run, incoming->tick);
    }
  else if (incoming->type != NETOP_MESSAGE_BEGUN)
    {
      g_assert_cmpint (incoming->type, ==, NETOP_MESSAGE_BYE);
      g_assert_cmpint (incoming->bye.reason, <=, NETOP_BYE_FAILED);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopFuzzInput input = { data, size };
  const size_t   piece = 1 + netop_fuzz_input_take (&input, 1);
  g_autoptr (NetopFrameReader) reader = netop_frame_reader_new (true);
  g_auto (NetopFuzzRun) run = { 0 };
  NetopReadResult result = NETOP_READ_MORE;

  while (input.left > 0 && result != NETOP_READ_ERROR)
    {
      size_t        room;
      uint8_t      *buffer = netop_frame_reader_get_buffer (reader, &room);
      size_t        n = MIN (MIN (piece, room), input.left);
      NetopIncoming incoming = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (room, >, 0);
      memcpy (buffer, input.bytes, n);
      input.bytes += n;
      input.left -= n;
      netop_frame_reader_commit (reader, n);
      result = netop_frame_reader_next (reader, &incoming, &error);
      g_assert_cmpint (result == NETOP_READ_ERROR, ==, error != NULL);
      if (result == NETOP_READ_MESSAGE)
        take_message (&run, &incoming);
      netop_incoming_clear (&incoming);
    }
  return 0;
}
