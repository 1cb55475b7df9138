/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "netop-helper-source.h"

static const char *fake_helper;

typedef struct
{
  NetopSource *source;
  GMainLoop   *loop;
  guint        n_snapshots;
} Run;

static void
on_state (NetopSource *source,
          GParamSpec  *pspec,
          Run         *run)
{
  NetopSourceState state = netop_source_get_state (source);

  if (state == NETOP_SOURCE_STATE_ENDED || state == NETOP_SOURCE_STATE_REFUSED)
    g_main_loop_quit (run->loop);
}

static void
on_snapshot (NetopSource *source,
             GParamSpec  *pspec,
             Run         *run)
{
  if (netop_source_get_snapshot (source) != NULL)
    run->n_snapshots++;
}

static gboolean
on_timeout (gpointer data)
{
  g_error ("The source did not end");
  return G_SOURCE_REMOVE;
}

static void
run_until_end (Run *run)
{
  guint timeout = g_timeout_add_seconds (30, on_timeout, NULL);

  if (netop_source_get_state (run->source) != NETOP_SOURCE_STATE_ENDED)
    g_main_loop_run (run->loop);
  g_source_remove (timeout);
}

static void
run_mode (Run        *run,
          const char *path,
          const char *mode,
          gint64      duration_us)
{
  NetopSourceOptions options = {
    .helper_path = path,
    .interface_name = mode,
    .file_fd = -1,
    .namespace_fd = -1,
    .duration_us = duration_us,
    .refresh_interval_ms = 100,
  };

  *run = (Run){ .source = netop_helper_source_new (&options), .loop = g_main_loop_new (NULL, FALSE) };
  g_signal_connect (run->source, "notify::state", G_CALLBACK (on_state), run);
  g_signal_connect (run->source, "notify::snapshot", G_CALLBACK (on_snapshot), run);
  netop_source_start (run->source);
  run_until_end (run);
}

static void
run_clear (Run *run)
{
  g_object_unref (run->source);
  g_main_loop_unref (run->loop);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
test_runs_for_a_duration (void)
{
  g_auto (Run) run;

  run_mode (&run, fake_helper, "", G_USEC_PER_SEC);
  g_assert_no_error (netop_source_get_error (run.source));
  g_assert_cmpuint (run.n_snapshots, >, 0);
  g_assert_true (netop_source_get_snapshot (run.source)->final);
  g_assert_cmpint (netop_source_get_snapshot (run.source)->monotonic_us, >=, G_USEC_PER_SEC);
  g_assert_cmpstr (netop_source_get_snapshot (run.source)->host_name, ==, "fake");
}

static void
test_starts_again (void)
{
  g_auto (Run) run;

  run_mode (&run, fake_helper, "", G_USEC_PER_SEC);
  run.n_snapshots = 0;
  netop_source_start (run.source);
  g_assert_null (netop_source_get_snapshot (run.source));
  run_until_end (&run);
  g_assert_no_error (netop_source_get_error (run.source));
  g_assert_cmpuint (run.n_snapshots, >, 0);
}

/* However long the interval: what is there at once is seen at once, with who holds it. Ticks are a quarter apart. */
static void
test_first_second_is_seen (void)
{
  NetopSourceOptions options = { .helper_path = fake_helper, .interface_name = "die-soon", .file_fd = -1, .namespace_fd = -1, .refresh_interval_ms = 10000 };
  g_auto (Run) run = { .source = netop_helper_source_new (&options), .loop = g_main_loop_new (NULL, FALSE) };

  g_signal_connect (run.source, "notify::state", G_CALLBACK (on_state), &run);
  netop_source_start (run.source);
  run_until_end (&run);
  g_assert_cmpint (netop_source_get_snapshot (run.source)->monotonic_us, ==, G_USEC_PER_SEC);
}

static void
test_missing_helper (void)
{
  g_auto (Run) run;

  run_mode (&run, "/nonexistent/netoproc-helper", "", 0);
  g_assert_error (netop_source_get_error (run.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED);
  g_assert_nonnull (strstr (netop_source_get_error (run.source)->message, "/nonexistent/netoproc-helper"));
}

static void
test_bad_helpers (void)
{
  static const struct
  {
    const char      *mode;
    NetopSourceState state;
    NetopEngineError code;
    bool             has_snapshot;
  } cases[] = {
    { "die", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, false },
    { "die-later", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, true },
    { "hang", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, true },
    { "dribble", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, true },
    { "garbage", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, false },
    { "refuse", NETOP_SOURCE_STATE_REFUSED, NETOP_ENGINE_ERROR_NOT_PERMITTED, false },
    { "no-device", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_CANNOT_OPEN, false },
    { "lost", NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_CANNOT_OPEN, true },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Run) run;

      g_test_message ("%s", cases[i].mode);
      run_mode (&run, fake_helper, cases[i].mode, 0);
      g_assert_cmpint (netop_source_get_state (run.source), ==, cases[i].state);
      g_assert_error (netop_source_get_error (run.source), NETOP_ENGINE_ERROR, (int)cases[i].code);
      g_assert_cmpint (netop_source_get_snapshot (run.source) != NULL, ==, cases[i].has_snapshot);
    }
}

/* One that goes on when its time is over is not waited for without end. */
static void
test_deaf_helper (void)
{
  g_auto (Run) run;

  run_mode (&run, fake_helper, "deaf", G_USEC_PER_SEC);
  g_assert_error (netop_source_get_error (run.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED);
  g_assert_cmpuint (run.n_snapshots, >, 0);
}

/* Of the flood: how often the main loop came by, and when it is enough. */
typedef struct
{
  NetopSource *source;
  guint        n_beats;
  guint        n_snapshots;
  gsize        most_bytes; /* of this process's memory */
} Flood;

#define BEATS 30
#define BEAT_MS 50
#define MOST_BYTES (G_GUINT64_CONSTANT (1) << 30)

static gsize
read_memory_bytes (void)
{
  g_autofree char *text = NULL;
  guint64          n_pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %" G_GUINT64_FORMAT, &n_pages), ==, 1);
  return n_pages * (gsize)sysconf (_SC_PAGESIZE);
}

static gboolean
on_beat (gpointer data)
{
  Flood *flood = data;

  flood->most_bytes = MAX (flood->most_bytes, read_memory_bytes ());
  if (++flood->n_beats == BEATS)
    netop_source_stop (flood->source);
  return G_SOURCE_CONTINUE;
}

static void
on_flood_snapshot (NetopSource *source,
                   GParamSpec  *pspec,
                   Flood       *flood)
{
  flood->n_snapshots++;
}

/* Ticks without pause, each of flows that are new, more than are kept: the main loop goes on, gets snapshots and is
 * heard. */
static void
test_flooding_helper (void)
{
  NetopSourceOptions options = { .helper_path = fake_helper, .interface_name = "flood", .file_fd = -1, .namespace_fd = -1, .refresh_interval_ms = 1000 };
  g_auto (Run) run = { .source = netop_helper_source_new (&options), .loop = g_main_loop_new (NULL, FALSE) };
  Flood                flood = { .source = run.source };
  const NetopSnapshot *snapshot;
  guint                beat = g_timeout_add (BEAT_MS, on_beat, &flood);

  g_signal_connect (run.source, "notify::state", G_CALLBACK (on_state), &run);
  g_signal_connect (run.source, "notify::snapshot", G_CALLBACK (on_flood_snapshot), &flood);
  netop_source_start (run.source);
  run_until_end (&run);
  g_source_remove (beat);
  g_assert_no_error (netop_source_get_error (run.source));
  g_assert_cmpuint (flood.n_beats, >=, BEATS);
  g_assert_cmpuint (flood.n_snapshots, >, 1);
  g_assert_cmpuint (flood.most_bytes, <, MOST_BYTES);

  snapshot = netop_source_get_snapshot (run.source);
  g_test_message ("%u snapshots, %" G_GUINT64_FORMAT " flows, %" G_GUINT64_FORMAT " left out, %" G_GSIZE_FORMAT " MiB",
                  flood.n_snapshots, snapshot->total.rx_bytes, snapshot->capture.lost, flood.most_bytes >> 20);
}

static void
on_progress (NetopSource *source,
             GParamSpec  *pspec,
             guint       *n_moves)
{
  (*n_moves)++;
  g_assert_cmpuint (netop_source_get_file_bytes (source), ==, 100);
  if (netop_source_get_file_bytes_read (source) == 60)
    netop_source_stop (source);
}

/* It is stopped by the progress alone: no packet time passes, and no snapshot tells. */
static void
test_file_progress (void)
{
  NetopSourceOptions options = { .helper_path = fake_helper, .interface_name = "file", .file_fd = -1, .namespace_fd = -1, .refresh_interval_ms = 1000 };
  guint              n_moves = 0;
  g_auto (Run) run = { .source = netop_helper_source_new (&options), .loop = g_main_loop_new (NULL, FALSE) };

  g_signal_connect (run.source, "notify::state", G_CALLBACK (on_state), &run);
  g_signal_connect (run.source, "notify::file-bytes-read", G_CALLBACK (on_progress), &n_moves);
  netop_source_start (run.source);
  run_until_end (&run);
  g_assert_no_error (netop_source_get_error (run.source));
  g_assert_cmpuint (n_moves, >, 0);
  g_assert_true (netop_source_get_snapshot (run.source)->capture.local_inferred);
}

/* A source that is let go of in mid-run ends its helper and its threads. */
static void
test_dropped_while_running (void)
{
  NetopSourceOptions options = { .helper_path = fake_helper, .file_fd = -1, .namespace_fd = -1, .refresh_interval_ms = 100 };

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (NetopSource) source = netop_helper_source_new (&options);

      netop_source_start (source);
      for (guint j = 0; j < i; j++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (2000);
        }
    }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  fake_helper = argv[1];

  g_test_add_func ("/engine/helper-source/duration", test_runs_for_a_duration);
  g_test_add_func ("/engine/helper-source/again", test_starts_again);
  g_test_add_func ("/engine/helper-source/first-second", test_first_second_is_seen);
  g_test_add_func ("/engine/helper-source/missing-helper", test_missing_helper);
  g_test_add_func ("/engine/helper-source/bad-helpers", test_bad_helpers);
  g_test_add_func ("/engine/helper-source/deaf", test_deaf_helper);
  g_test_add_func ("/engine/helper-source/flood", test_flooding_helper);
  g_test_add_func ("/engine/helper-source/file-progress", test_file_progress);
  g_test_add_func ("/engine/helper-source/dropped", test_dropped_while_running);

  return g_test_run ();
}
