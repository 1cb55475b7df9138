/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netop-message.h"

/* A helper that misbehaves, in the way its --interface option names, or the file "helper" in the folder NETOP_FAKE_FOLDER; with "limited-"
 * or "full-" before it, only as the helper of the sockets tier, or only as another one. */

#define FLOWS 2000

static void
send_frame (GBytes *frame)
{
  gsize          size;
  const uint8_t *bytes = g_bytes_get_data (frame, &size);

  while (size > 0)
    {
      ssize_t n = write (STDOUT_FILENO, bytes, size);

      if (n <= 0)
        exit (1);
      bytes += n;
      size -= (gsize)n;
    }
  g_bytes_unref (frame);
}

static void
send_bye (NetopByeReason reason,
          const char    *text)
{
  NetopBye bye = { reason, (char *)text };

  send_frame (netop_bye_encode (&bye));
}

static void
send_frames (const NetopTick *tick)
{
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);

  for (guint i = 0; i < frames->len; i++)
    send_frame (g_bytes_ref (frames->pdata[i]));
}

static void
send_tick (uint64_t sequence,
           bool     final)
{
  g_autoptr (NetopTick) tick = netop_tick_new ();

  tick->sequence = sequence;
  tick->mono_us = (int64_t)sequence * 250000;
  tick->real_us = tick->mono_us;
  tick->final = final;
  send_frames (tick);
}

static void
send_file_tick (uint64_t n_read,
                bool     final)
{
  g_autoptr (NetopTick) tick = netop_tick_new ();

  tick->sequence = n_read + final;
  tick->mono_us = tick->real_us = G_USEC_PER_SEC;
  tick->final = final;
  tick->health.file_bytes_read = n_read;
  tick->health.file_bytes = 100;
  send_frames (tick);
}

/* Reads on, and no packet time passes: only the bytes move, until it is stopped. */
static void
run_file (void)
{
  GPollFD fd = { .fd = STDIN_FILENO, .events = G_IO_IN };

  for (guint64 n_read = 1; n_read <= 3; n_read++)
    send_file_tick (n_read * 20, false);
  while (g_poll (&fd, 1, -1) < 1)
    continue;
  send_file_tick (60, true);
  send_bye (NETOP_BYE_STOPPED, "");
}

static void
run_well (void)
{
  uint64_t sequence = 1;
  GPollFD  fd = { .fd = STDIN_FILENO, .events = G_IO_IN };

  for (; g_poll (&fd, 1, 20) == 0; sequence++)
    send_tick (sequence, false);
  send_tick (sequence, true);
  send_bye (NETOP_BYE_STOPPED, "");
}

/* Drops of a message that never ends. */
static void
run_dribbling (void)
{
  static const uint8_t head[] = { 0, 0, 16, 0, NETOP_MESSAGE_TICK, 0, 0, 0 };

  for (guint i = 0;; i++)
    {
      send_frame (g_bytes_new (&head[MIN (i, sizeof head - 1)], 1));
      g_usleep (200000);
    }
}

/* Never reads what it is told. */
static void
run_deaf (void)
{
  for (uint64_t sequence = 2;; sequence++)
    {
      g_usleep (20000);
      send_tick (sequence, false);
    }
}

/* As fast as it is read, and as much. */
static void
run_flooding (void)
{
  GPollFD fd = { .fd = STDIN_FILENO, .events = G_IO_IN };
  g_autoptr (NetopTick) tick = netop_tick_new ();

  for (uint64_t i = 0; i < FLOWS; i++)
    {
      NetopFlow flow = { .n_interfaces = 1, .interfaces[0] = { .index = 1, .rx_bytes = 1, .rx_packets = 1 } };

      g_array_append_val (tick->flows, flow);
    }
  for (uint64_t sequence = 2; g_poll (&fd, 1, 0) == 0; sequence++)
    {
      for (uint64_t i = 0; i < FLOWS; i++)
        g_array_index (tick->flows, NetopFlow, i).id = sequence * FLOWS + i;
      tick->sequence = sequence;
      tick->mono_us = tick->real_us = (int64_t)sequence * 250000;
      send_frames (tick);
    }
  send_tick (1u << 30, true);
  send_bye (NETOP_BYE_STOPPED, "");
}

static const char *
find_mode (const char *name,
           bool        is_limited)
{
  if (g_str_has_prefix (name, "limited-"))
    return is_limited ? name + strlen ("limited-") : "";
  if (g_str_has_prefix (name, "full-"))
    return is_limited ? "" : name + strlen ("full-");
  return name;
}

static char *
read_mode (void)
{
  const char      *folder = g_getenv ("NETOP_FAKE_FOLDER");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "helper", NULL) : NULL;
  char            *mode = NULL;

  if (path != NULL)
    g_file_get_contents (path, &mode, NULL, NULL);
  return mode;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *told = read_mode ();
  const char      *mode = told != NULL ? told : "";
  NetopHello       hello = { .tier = NETOP_TIER_PCAP, .host_name = (char *)"fake", .start_real_us = g_get_real_time () };

  for (int i = 1; i < argc; i++)
    {
      if (g_str_has_prefix (argv[i], "--interface="))
        mode = strchr (argv[i], '=') + 1;
      if (strcmp (argv[i], "--capture-mode=sockets") == 0)
        hello.tier = NETOP_TIER_SOCKETS;
    }
  mode = find_mode (mode, hello.tier == NETOP_TIER_SOCKETS);

  if (strcmp (mode, "die-at-once") == 0)
    return 1;
  send_frame (netop_begun_encode ());
  if (strcmp (mode, "die") == 0)
    return 1;
  if (strcmp (mode, "no-hello") == 0)
    {
      pause ();
      return 1;
    }
  if (strcmp (mode, "no-packets") == 0)
    hello.tier = NETOP_TIER_SOCKETS;
  if (strcmp (mode, "refuse") == 0)
    {
      send_bye (NETOP_BYE_NOT_PERMITTED, "No permission");
      return 1;
    }
  if (strcmp (mode, "no-device") == 0)
    {
      send_bye (NETOP_BYE_CANNOT_OPEN, "There is no interface");
      return 1;
    }
  if (strcmp (mode, "garbage") == 0)
    {
      send_frame (g_bytes_new_static ("\xff\xff\xff\x7f garbage, and more of it", 28));
      sleep (10);
      return 1;
    }

  if (strcmp (mode, "file") == 0)
    {
      hello.tier = NETOP_TIER_FILE;
      hello.local_inferred = true;
      send_frame (netop_hello_encode (&hello));
      run_file ();
      return 0;
    }
  send_frame (netop_hello_encode (&hello));
  send_tick (1, false);
  if (strcmp (mode, "die-later") == 0)
    return 1;
  if (strcmp (mode, "hang") == 0)
    sleep (20);
  if (strcmp (mode, "dribble") == 0)
    run_dribbling ();
  if (strcmp (mode, "deaf") == 0)
    run_deaf ();
  if (strcmp (mode, "flood") == 0)
    {
      run_flooding ();
      return 0;
    }
  if (strcmp (mode, "lost") == 0)
    {
      send_tick (2, true);
      send_bye (NETOP_BYE_CAPTURE_LOST, "The interface is gone");
      return 1;
    }
  if (strcmp (mode, "die-soon") == 0)
    {
      for (uint64_t sequence = 2; sequence < 20; sequence++)
        {
          g_usleep (20000);
          send_tick (sequence, false);
        }
      return 1;
    }
  run_well ();
  return 0;
}
