/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "netop-allocator.h"
#include "netop-fake-snapshot.h"
#include "netop-fake-source.h"
#include "netop-search.h"
#include "netop-window.h"

/* What the whole window costs, on a source whose snapshots are made here: a refresh of a page of so many rows, of which all
 * values change, sorted by a rate and filtered by a search that all rows pass, and the same while it scrolls; the window when
 * nothing happens; and its memory. CPU time of the main thread, or, of idleness, of the process. "Work" is from the snapshot to
 * the last cell; "with layout and paint" adds the frame that follows. Run it under xvfb-run on a release build, and where there
 * is no GPU with GSK_RENDERER=cairo, or it is a GPU in software that is measured; refresh, which stands beside it, has the stock
 * models as its peer, and is run at the end. With PAGE ROWS that alone is measured, with "idle" the window when nothing happens. */

#define N_WARM 4
#define N_MEASURED 40
#define SCROLL_PX 96
#define IDLE_SECONDS 10
#define N_PROCESSES 500
#define N_MEMORY_CONNECTIONS 5000

typedef struct
{
  NetopSource   *source;
  GtkWidget     *window;
  GtkAdjustment *adjustment; /* of the page on the screen */
  double         frame_end_ms;
  gboolean       is_drawn;
} Bench;

typedef struct
{
  double work_ms;
  double all_ms;
} Sample;

typedef struct
{
  const char *page;
  guint       n_rows;
  gboolean    scrolls;
} Case;

static AdwApplication *application;

static double
get_ms (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->frame_end_ms = get_ms (CLOCK_THREAD_CPUTIME_ID);
  bench->is_drawn = TRUE;
}

static void
wait_for_frame (Bench *bench)
{
  bench->is_drawn = FALSE;
  gtk_widget_queue_draw (bench->window);
  while (!bench->is_drawn)
    g_main_context_iteration (NULL, TRUE);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static NetopSnapshot *
make_snapshot (const Case *measured, guint step)
{
  gboolean is_processes = g_str_equal (measured->page, "processes");

  return netop_fake_snapshot (is_processes ? measured->n_rows : N_PROCESSES, measured->n_rows, step);
}

static GtkWidget *
find_mapped (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_mapped (child, type);

      if (found)
        return found;
    }

  return NULL;
}

/* A search that all rows pass; without one no cursor blinks in its entry, either. */
static void
begin (Bench *bench, const Case *measured, gboolean is_filtered)
{
  const NetopApplicationOptions options = {
    .sort = NETOP_APPLICATION_SORT_REMEMBERED,
    .filter = is_filtered ? "-process:nobody-is-called-so" : NULL,
  };

  *bench = (Bench){ .source = netop_fake_source_new () };
  bench->window = netop_window_new (application, bench->source, &options);
  gtk_window_present (GTK_WINDOW (bench->window));
  netop_source_start (bench->source);
  netop_fake_source_push (NETOP_FAKE_SOURCE (bench->source), make_snapshot (measured, 0));
  gtk_widget_activate_action (bench->window, "win.page", "s", measured->page);
  g_signal_connect (gtk_widget_get_frame_clock (bench->window), "after-paint", G_CALLBACK (after_paint_cb), bench);
  for (guint i = 0; i < 6; i++)
    wait_for_frame (bench);
  bench->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find_mapped (bench->window, GTK_TYPE_COLUMN_VIEW)));
}

static void
end (Bench *bench)
{
  gtk_window_destroy (GTK_WINDOW (bench->window));
  g_object_unref (bench->source);
  settle ();
}

static void
measure_once (Bench *bench, const Case *measured, guint step, Sample *sample)
{
  NetopSnapshot *snapshot = make_snapshot (measured, step);
  NetopSnapshot *old = netop_snapshot_ref (netop_source_get_snapshot (bench->source));
  double         start_ms;

  settle ();
  start_ms = get_ms (CLOCK_THREAD_CPUTIME_ID);
  if (measured->scrolls)
    gtk_adjustment_set_value (bench->adjustment, gtk_adjustment_get_value (bench->adjustment) + SCROLL_PX);
  netop_fake_source_push (NETOP_FAKE_SOURCE (bench->source), snapshot);
  sample->work_ms = get_ms (CLOCK_THREAD_CPUTIME_ID) - start_ms;
  bench->is_drawn = FALSE;
  while (!bench->is_drawn)
    g_main_context_iteration (NULL, TRUE);
  sample->all_ms = bench->frame_end_ms - start_ms;
  netop_snapshot_unref (old);
}

static int
compare_doubles (const void *left, const void *right)
{
  double a = *(const double *)left;
  double b = *(const double *)right;

  return a < b ? -1 : a > b;
}

static double
get_percentile (const Sample *samples, gsize offset, guint percent)
{
  double values[N_MEASURED];

  for (guint i = 0; i < N_MEASURED; i++)
    values[i] = G_STRUCT_MEMBER (double, &samples[i], offset);
  qsort (values, N_MEASURED, sizeof *values, compare_doubles);

  return values[N_MEASURED * percent / 100];
}

#define PERCENTILE(member, percent) get_percentile (samples, G_STRUCT_OFFSET (Sample, member), percent)

static void
run (const Case *measured)
{
  Bench  bench;
  Sample samples[N_MEASURED];

  begin (&bench, measured, TRUE);
  for (guint i = 0; i < N_WARM; i++)
    measure_once (&bench, measured, i + 1, &samples[0]);
  for (guint i = 0; i < N_MEASURED; i++)
    measure_once (&bench, measured, N_WARM + i + 1, &samples[i]);
  g_print ("%s, %u rows%s: work median %.1f ms (least %.1f, p95 %.1f); with layout and paint median %.1f ms (least %.1f, p95 %.1f)\n",
           measured->page,
           measured->n_rows,
           measured->scrolls ? ", scrolling" : "",
           PERCENTILE (work_ms, 50),
           PERCENTILE (work_ms, 0),
           PERCENTILE (work_ms, 95),
           PERCENTILE (all_ms, 50),
           PERCENTILE (all_ms, 0),
           PERCENTILE (all_ms, 95));
  end (&bench);
}

/* As of a machine on which nobody sends anything. */
static NetopSnapshot *
make_quiet_snapshot (guint step)
{
  NetopSnapshot  *snapshot = netop_fake_snapshot (N_PROCESSES, N_MEMORY_CONNECTIONS, 1);
  const NetopRate quiet = { .known = true };

  snapshot->sequence = step;
  snapshot->rate = quiet;
  g_clear_pointer (&snapshot->history, netop_history_unref);
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      process->rate = quiet;
      g_clear_pointer (&process->history, netop_history_unref);
    }
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      connection->rate = quiet;
      g_clear_pointer (&connection->history, netop_history_unref);
    }

  return snapshot;
}

static gboolean
set_true (gpointer flag)
{
  *(gboolean *)flag = TRUE;

  return G_SOURCE_REMOVE;
}

static void
wait_a_second (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (1000, set_true, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_idle (void)
{
  static const Case idle = { "processes", N_PROCESSES, FALSE };
  NetopSnapshot    *snapshots[IDLE_SECONDS];
  Bench             bench;
  double            start_ms;

  begin (&bench, &idle, FALSE);
  for (guint i = 0; i < IDLE_SECONDS; i++)
    snapshots[i] = make_quiet_snapshot (i + 2);
  netop_fake_source_push (NETOP_FAKE_SOURCE (bench.source), make_quiet_snapshot (1));
  wait_a_second ();
  wait_a_second ();
  start_ms = get_ms (CLOCK_PROCESS_CPUTIME_ID);
  for (guint i = 0; i < IDLE_SECONDS; i++)
    {
      netop_fake_source_push (NETOP_FAKE_SOURCE (bench.source), snapshots[i]);
      wait_a_second ();
    }
  g_print ("idle, %u processes and %u connections that say nothing, a refresh a second: %.2f %% of a core\n",
           N_PROCESSES,
           N_MEMORY_CONNECTIONS,
           (get_ms (CLOCK_PROCESS_CPUTIME_ID) - start_ms) / (IDLE_SECONDS * 10.0));
  end (&bench);
}

static NetopHistory *
make_history (guint n_samples)
{
  NetopHistory *history = NULL;

  for (guint i = 0; i < n_samples; i++)
    history = netop_history_append (history, n_samples, (NetopSample){ (float)i * 100.0f, (float)i });

  return history;
}

static void
fill_histories (NetopSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      netop_history_unref (process->history);
      process->history = make_history (300);
    }
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      netop_history_unref (connection->history);
      connection->history = make_history (60);
    }
}

/* Of smaps_rollup (proc(5)), in MB. */
static double
get_pss (void)
{
  g_autofree char *text = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) || !(line = strstr (text, "\nPss:")))
    return 0;

  return g_ascii_strtod (line + strlen ("\nPss:"), NULL) * 1024 / 1e6;
}

static void
run_memory (void)
{
  static const Case measured = { "connections", N_MEMORY_CONNECTIONS, FALSE };
  Bench             bench;

  begin (&bench, &measured, FALSE);
  for (guint step = 1; step < 20; step++)
    {
      NetopSnapshot *snapshot = make_snapshot (&measured, step);

      fill_histories (snapshot);
      netop_fake_source_push (NETOP_FAKE_SOURCE (bench.source), snapshot);
      wait_for_frame (&bench);
    }
  g_print ("memory, %u connections with history: Pss of the window without the engine %.0f MB\n", N_MEMORY_CONNECTIONS, get_pss ());
  end (&bench);
}

static void
run_peer (const char *own_path)
{
  g_autofree char *folder = g_path_get_dirname (own_path);
  g_autofree char *path = g_build_filename (folder, "refresh", NULL);
  char            *arguments[] = { path, NULL };
  g_autoptr (GError) error = NULL;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, NULL, &error))
    g_printerr ("window: %s\n", error->message);
}

int
main (int argc, char *argv[])
{
  static const Case cases[] = {
    { "processes", 1000, FALSE },
    { "processes", 10000, FALSE },
    { "connections", 1000, FALSE },
    { "connections", 10000, FALSE },
    { "connections", 10000, TRUE },
    { "connections", 50000, FALSE },
  };

  netop_allocator_return_large_blocks ();
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!gtk_init_check ())
    {
      g_printerr ("window: there is no display; run it under xvfb-run\n");
      return 77;
    }

  /* First: later on memory is that of what was measured before, too. */
  adw_init ();
  application = adw_application_new (NETOP_APP_ID, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  if (argc == 3)
    {
      run (&(Case){ argv[1], (guint)atoi (argv[2]), FALSE });
      return 0;
    }
  if (argc == 2 && g_str_equal (argv[1], "idle"))
    {
      run_idle ();
      return 0;
    }
  run_memory ();
  run_idle ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run (&cases[i]);
  run_peer (argv[0]);

  return 0;
}
