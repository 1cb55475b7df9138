/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-seeds.h"

#include "netop-frame.h"
#include "sample-tick.h"

#define WHOLE 255  /* in pieces of 256 bytes */
#define BYTEWISE 0 /* in pieces of one */

static void
add_frame (GByteArray *bytes,
           GBytes     *frame)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (frame, &size);

  g_byte_array_append (bytes, data, (guint)size);
}

static void
add_tick (GByteArray      *bytes,
          const NetopTick *tick)
{
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);

  for (guint i = 0; i < frames->len; i++)
    add_frame (bytes, g_ptr_array_index (frames, i));
}

static void
add_hello (GByteArray *bytes,
           NetopTier   tier)
{
  NetopHello hello = {
    .version = NETOP_PROTOCOL_VERSION,
    .byte_order = G_BYTE_ORDER == G_LITTLE_ENDIAN ? 1 : 2,
    .tier = tier,
    .privileged = true,
    .start_mono_us = 1,
    .start_real_us = 1700000000000000,
    .host_name = (char *)"host",
    .os_name = (char *)"os",
    .kernel = (char *)"6.1",
    .boot_id = (char *)"",
    .interface_name = (char *)"",
    .reason = (char *)"",
    .missing = (char *)"",
  };
  g_autoptr (GBytes) begun = netop_begun_encode ();
  g_autoptr (GBytes) frame = netop_hello_encode (&hello);

  add_frame (bytes, begun);
  add_frame (bytes, frame);
}

static void
add_bye (GByteArray *bytes)
{
  const NetopBye bye = { NETOP_BYE_STOPPED, (char *)"as asked" };
  g_autoptr (GBytes) frame = netop_bye_encode (&bye);

  add_frame (bytes, frame);
}

static void
seed_runs (const char *folder)
{
  static const struct
  {
    const char *name;
    guint       piece;
    NetopTier   tier;
    guint       n_flows;
    guint       n_ticks;
  } runs[] = {
    { "run-of-pcap", WHOLE, NETOP_TIER_PCAP, 1, 2 },
    { "run-of-a-file", WHOLE, NETOP_TIER_FILE, 2, 1 },
    { "run-of-sockets", WHOLE, NETOP_TIER_SOCKETS, 0, 1 },
    { "run-in-single-bytes", BYTEWISE, NETOP_TIER_PCAP, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      netop_fuzz_seed_add (bytes, runs[i].piece, 1);
      add_hello (bytes, runs[i].tier);
      for (guint j = 0; j < runs[i].n_ticks; j++)
        {
          g_autoptr (NetopTick) tick = sample_tick_new (j + 1, runs[i].n_flows);

          tick->mono_us += j * G_USEC_PER_SEC;
          tick->final = j + 1 == runs[i].n_ticks;
          add_tick (bytes, tick);
        }
      add_bye (bytes);
      netop_fuzz_seed_write (folder, "stream-to-app", runs[i].name, bytes);
    }
}

static void
seed_parts (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (NetopTick) empty = netop_tick_new ();
  g_autoptr (GBytes) unknown = netop_frame_new ((NetopMessageType)99, g_variant_new_string ("of a later version"));

  netop_fuzz_seed_add (bytes, WHOLE, 1);
  add_tick (bytes, empty);
  netop_fuzz_seed_write (folder, "stream-to-app", "tick-without-hello", bytes);

  g_byte_array_set_size (bytes, 1);
  add_bye (bytes);
  netop_fuzz_seed_write (folder, "stream-to-app", "bye-alone", bytes);

  g_byte_array_set_size (bytes, 1);
  add_frame (bytes, unknown);
  add_bye (bytes);
  netop_fuzz_seed_write (folder, "stream-to-app", "message-of-another-version", bytes);

  g_byte_array_set_size (bytes, 1);
  netop_fuzz_seed_add (bytes, NETOP_FRAME_MAX_TO_APP + 1, 4);
  netop_fuzz_seed_add (bytes, NETOP_MESSAGE_TICK, 4);
  netop_fuzz_seed_write (folder, "stream-to-app", "more-than-may-be", bytes);
}

/* Strings that lie behind the end of those that came. */
static void
seed_spans (const char *folder)
{
  static const NetopSpan spans[] = { { 0, 1u << 20 }, { 1u << 20, 1 }, { G_MAXUINT32, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (NetopTick) tick = sample_tick_new (1, 0);
      g_autofree char *name = g_strdup_printf ("string-behind-the-end-%u", i + 1);

      g_array_index (tick->processes, NetopProcessRecord, 0).name = spans[i];
      netop_fuzz_seed_add (bytes, WHOLE, 1);
      add_tick (bytes, tick);
      netop_fuzz_seed_write (folder, "stream-to-app", name, bytes);
    }
}

static void
seed_commands (const char *folder)
{
  static const guint intervals[] = { 100, 250, 1000, 99, 1001 };
  const NetopCommand stop = { NETOP_MESSAGE_STOP, 0 };
  g_autoptr (GBytes) stop_frame = netop_command_encode (&stop);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      const NetopCommand command = { NETOP_MESSAGE_INTERVAL, intervals[i] };
      g_autoptr (GBytes) frame = netop_command_encode (&command);
      g_autofree char *name = g_strdup_printf ("interval-%u", intervals[i]);

      g_byte_array_set_size (bytes, 0);
      netop_fuzz_seed_add (bytes, i % 2 != 0 ? WHOLE : BYTEWISE, 1);
      add_frame (bytes, frame);
      add_frame (bytes, stop_frame);
      netop_fuzz_seed_write (folder, "stream-to-helper", name, bytes);
    }

  g_byte_array_set_size (bytes, 1);
  add_hello (bytes, NETOP_TIER_PCAP);
  netop_fuzz_seed_write (folder, "stream-to-helper", "hello-the-wrong-way", bytes);

  g_byte_array_set_size (bytes, 1);
  netop_fuzz_seed_add (bytes, NETOP_FRAME_MAX_TO_HELPER + 1, 4);
  netop_fuzz_seed_add (bytes, NETOP_MESSAGE_STOP, 4);
  netop_fuzz_seed_write (folder, "stream-to-helper", "more-than-may-be", bytes);
}

void
netop_fuzz_seed_streams (const char *folder)
{
  seed_runs (folder);
  seed_parts (folder);
  seed_spans (folder);
  seed_commands (folder);
}
