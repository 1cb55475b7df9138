/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-frame-reader.h"
#include "netop-frame.h"
#include "netop-fuzz-input.h"

/* What whoever started the helper says to it. Input: the length of the pieces that it comes in, one byte; the stream. */

static void
check_command (const NetopIncoming *incoming)
{
  g_assert_true (incoming->type == NETOP_MESSAGE_INTERVAL || incoming->type == NETOP_MESSAGE_STOP);
  g_assert_cmpint (incoming->command.type, ==, incoming->type);
  g_assert_null (incoming->tick);
  if (incoming->type == NETOP_MESSAGE_INTERVAL)
    {
      g_assert_cmpuint (incoming->command.interval_ms, >=, NETOP_INTERVAL_MIN_MS);
      g_assert_cmpuint (incoming->command.interval_ms, <=, NETOP_INTERVAL_MAX_MS);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopFuzzInput input = { data, size };
  const size_t   piece = 1 + netop_fuzz_input_take (&input, 1);
  g_autoptr (NetopFrameReader) reader = netop_frame_reader_new (false);
  NetopReadResult result = NETOP_READ_MORE;

  while (input.left > 0 && result != NETOP_READ_ERROR)
    {
      size_t        room;
      uint8_t      *buffer = netop_frame_reader_get_buffer (reader, &room);
      size_t        n = MIN (MIN (piece, room), input.left);
      NetopIncoming incoming = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (room, >, 0);
      g_assert_cmpuint (room, <=, NETOP_FRAME_MAX_TO_HELPER);
      memcpy (buffer, input.bytes, n);
      input.bytes += n;
      input.left -= n;
      netop_frame_reader_commit (reader, n);
      result = netop_frame_reader_next (reader, &incoming, &error);
      g_assert_cmpint (result == NETOP_READ_ERROR, ==, error != NULL);
      if (result == NETOP_READ_MESSAGE)
        check_command (&incoming);
      netop_incoming_clear (&incoming);
    }
  return 0;
}
