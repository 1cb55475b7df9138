/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <gtk/gtk.h>
#include <stdlib.h>
#include <time.h>

#include "netop-cell-registry.h"
#include "netop-column-sorter.h"
#include "netop-column-view-fix.h"
#include "netop-figure-cell.h"
#include "netop-name-cell.h"
#include "netop-process-row-table.h"
#include "netop-row-model.h"
#include "netop-sparkline.h"
#include "netop-text-cell.h"
#include "netop-tint.h"

/* What a refresh costs the main thread: a table of ten columns like the Processes page's, every value of every row
 * changing, sorted by a rate and filtered by a word that all rows have. "Work" is from the new snapshot to the last
 * cell's text; "with layout and paint" adds the frame that follows. CPU time of the thread, so that a busy machine
 * changes little. The stock models get the same rows with the same cells. */

#define N_ROWS 10000
#define N_WARM 4
#define N_MEASURED 60
#define N_STOCK_MEASURED 12

typedef struct
{
  GtkWidget         *window;
  GtkColumnView     *view;
  NetopCellRegistry *registry;
  NetopRowModel     *model;
  GListStore        *store; /* of the stock pipeline, else NULL */
  GtkSorter         *sorter;
  GtkFilter         *filter;
  NetopSnapshot     *snapshot;
  guint              step;
  double             frame_end_ms;
  gboolean           is_drawn;
} Bench;

static double
get_thread_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double
make_rate (guint row, guint step)
{
  return (double)((row * 2654435761u + step * 40503u * (row + 1)) % 20000003u);
}

static NetopHistory *
make_history (guint row, guint step)
{
  NetopHistory *history = NULL;

  for (guint i = 0; i < 60; i++)
    history = netop_history_append (history, 60, (NetopSample){ (float)make_rate (row, step + i), (float)i * 100.0f });

  return history;
}

/* Names and histories are shared between snapshots, as the attribution does; each row's history is replaced. */
static NetopSnapshot *
make_snapshot (guint step)
{
  static GRefString *names[N_ROWS];
  NetopSnapshot     *snapshot = netop_snapshot_new ();
  GRefString        *user = g_ref_string_new_intern ("ada");

  for (guint i = 0; i < N_ROWS; i++)
    {
      double       rate = make_rate (i, step);
      NetopProcess process = {
        .key = { .kind = NETOP_ROW_PROCESS, .a = i + 1 },
        .pid = i + 1,
        .n_folded = 1,
        .username = g_ref_string_acquire (user),
        .n_sockets = (i + step) % 70,
        .n_connections = (i * 3 + step) % 40,
        .traffic = { .rx_bytes = (uint64_t)rate * (step + 1), .tx_bytes = (uint64_t)rate * step },
        .rate = { rate, rate / 7, rate, rate / 7 },
        .history = make_history (i, step),
      };

      if (!names[i])
        {
          g_autofree char *name = g_strdup_printf ("worker-%u", i);

          names[i] = g_ref_string_new (name);
        }
      process.name = g_ref_string_acquire (names[i]);
      g_array_append_val (snapshot->processes, process);
    }
  g_ref_string_release (user);

  return snapshot;
}

static guint
get_index (GtkColumnView *view, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);

  return GPOINTER_TO_UINT (g_object_get_data (item, "row"));
}

static const NetopProcess *
get_process (Bench *bench, guint position)
{
  if (bench->model)
    return netop_row_model_get_row (bench->model, position)->process;

  return &g_array_index (bench->snapshot->processes, NetopProcess, get_index (bench->view, position));
}

static GtkWidget *
make_name (gpointer user_data)
{
  return netop_name_cell_new ();
}

static GtkWidget *
make_text (gpointer user_data)
{
  return netop_text_cell_new (TRUE);
}

static GtkWidget *
make_count (gpointer user_data)
{
  return netop_figure_cell_new (NETOP_UNIT_SLOT_NONE, NETOP_SERIES_NONE);
}

static GtkWidget *
make_down (gpointer user_data)
{
  return netop_figure_cell_new (NETOP_UNIT_SLOT_RATE, NETOP_SERIES_DOWN);
}

static GtkWidget *
make_up (gpointer user_data)
{
  return netop_figure_cell_new (NETOP_UNIT_SLOT_RATE, NETOP_SERIES_UP);
}

static GtkWidget *
make_bytes (gpointer user_data)
{
  return netop_figure_cell_new (NETOP_UNIT_SLOT_BYTES, NETOP_SERIES_NONE);
}

static GtkWidget *
make_sparkline (gpointer user_data)
{
  return netop_sparkline_new ();
}

static void
show_name (GtkWidget *cell, guint position, gpointer user_data)
{
  NetopNameContent content = { .name = get_process (user_data, position)->name, .icon_name = "system-run-symbolic" };

  netop_name_cell_set_content (NETOP_NAME_CELL (cell), &content);
}

static void
show_count (GtkWidget *cell, guint count)
{
  g_autofree char *text = netop_format_count (count);

  netop_figure_cell_set_text (NETOP_FIGURE_CELL (cell), text);
}

static void
show_pid (GtkWidget *cell, guint position, gpointer user_data)
{
  show_count (cell, get_process (user_data, position)->pid);
}

static void
show_user (GtkWidget *cell, guint position, gpointer user_data)
{
  netop_text_cell_set_text (cell, get_process (user_data, position)->username);
}

static void
show_sockets (GtkWidget *cell, guint position, gpointer user_data)
{
  show_count (cell, get_process (user_data, position)->n_sockets);
}

static void
show_connections (GtkWidget *cell, guint position, gpointer user_data)
{
  show_count (cell, get_process (user_data, position)->n_connections);
}

static void
show_rate (GtkWidget *cell, double bytes_per_s)
{
  NetopTintThresholds thresholds = NETOP_TINT_THRESHOLDS_DEFAULT;
  NetopFormatted      formatted = netop_format_rate (netop_figure (bytes_per_s), NETOP_UNIT_BYTES);

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, netop_tint_get_level (&thresholds, bytes_per_s));
}

static void
show_rx_rate (GtkWidget *cell, guint position, gpointer user_data)
{
  show_rate (cell, get_process (user_data, position)->rate.rx_bytes_per_s);
}

static void
show_tx_rate (GtkWidget *cell, guint position, gpointer user_data)
{
  show_rate (cell, get_process (user_data, position)->rate.tx_bytes_per_s);
}

static void
show_activity (GtkWidget *cell, guint position, gpointer user_data)
{
  netop_sparkline_set_history (NETOP_SPARKLINE (cell), get_process (user_data, position)->history);
}

static void
show_bytes (GtkWidget *cell, uint64_t bytes)
{
  NetopFormatted formatted = netop_format_bytes (netop_figure ((double)bytes));

  netop_figure_cell_set_figure (NETOP_FIGURE_CELL (cell), &formatted, 0);
}

static void
show_rx_bytes (GtkWidget *cell, guint position, gpointer user_data)
{
  show_bytes (cell, get_process (user_data, position)->traffic.rx_bytes);
}

static void
show_tx_bytes (GtkWidget *cell, guint position, gpointer user_data)
{
  show_bytes (cell, get_process (user_data, position)->traffic.tx_bytes);
}

static const struct
{
  NetopColumn   column;
  int           width; /* -1: the rest */
  NetopCellMake make;
  NetopCellShow show;
} columns[] = {
  { NETOP_COLUMN_NAME, -1, make_name, show_name },
  { NETOP_COLUMN_PID, 64, make_count, show_pid },
  { NETOP_COLUMN_USER, 92, make_text, show_user },
  { NETOP_COLUMN_SOCKETS, 72, make_count, show_sockets },
  { NETOP_COLUMN_CONNECTIONS, 92, make_count, show_connections },
  { NETOP_COLUMN_RX_RATE, 116, make_down, show_rx_rate },
  { NETOP_COLUMN_TX_RATE, 116, make_up, show_tx_rate },
  { NETOP_COLUMN_ACTIVITY, 134, make_sparkline, show_activity },
  { NETOP_COLUMN_RX_BYTES, 90, make_bytes, show_rx_bytes },
  { NETOP_COLUMN_TX_BYTES, 94, make_bytes, show_tx_bytes },
};

static void
add_columns (Bench *bench)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory;
      g_autoptr (GtkColumnViewColumn) column = NULL;

      factory = netop_cell_registry_make_factory (bench->registry, columns[i].make, columns[i].show, bench);
      column = gtk_column_view_column_new (netop_column_get_id (columns[i].column), factory);
      if (columns[i].width < 0)
        gtk_column_view_column_set_expand (column, TRUE);
      else
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      gtk_column_view_append_column (bench->view, column);
    }
}

static int
compare_stock (gconstpointer left, gconstpointer right, gpointer user_data)
{
  Bench              *bench = user_data;
  guint               i = GPOINTER_TO_UINT (g_object_get_data ((GObject *)left, "row"));
  guint               j = GPOINTER_TO_UINT (g_object_get_data ((GObject *)right, "row"));
  const NetopProcess *a = &g_array_index (bench->snapshot->processes, NetopProcess, i);
  const NetopProcess *b = &g_array_index (bench->snapshot->processes, NetopProcess, j);

  if (a->rate.rx_average_bytes_per_s < b->rate.rx_average_bytes_per_s)
    return 1;
  if (a->rate.rx_average_bytes_per_s > b->rate.rx_average_bytes_per_s)
    return -1;

  return i < j ? -1 : 1;
}

static NetopFilter *
get_filter (void)
{
  static NetopFilter *filter = NULL;
  g_autoptr (GError) error = NULL;

  if (!filter)
    filter = netop_filter_parse ("worker", &error);
  g_assert_no_error (error);

  return filter;
}

static gboolean
match_stock (gpointer item, gpointer user_data)
{
  Bench *bench = user_data;
  guint  row = GPOINTER_TO_UINT (g_object_get_data (item, "row"));

  return netop_filter_match_process (get_filter (),
                                     bench->snapshot,
                                     &g_array_index (bench->snapshot->processes, NetopProcess, row));
}

static GtkSelectionModel *
make_stock_model (Bench *bench)
{
  GtkFilterListModel *filtered;
  GtkSortListModel   *sorted;

  bench->store = g_list_store_new (G_TYPE_OBJECT);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autoptr (GObject) item = g_object_new (G_TYPE_OBJECT, NULL);

      g_object_set_data (item, "row", GUINT_TO_POINTER (i));
      g_list_store_append (bench->store, item);
    }
  bench->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_stock, bench, NULL));
  bench->filter = GTK_FILTER (gtk_custom_filter_new (match_stock, bench, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (bench->store), g_object_ref (bench->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (bench->sorter));

  return GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (sorted)));
}

static GtkSelectionModel *
make_own_model (Bench *bench)
{
  bench->model = netop_row_model_new (netop_process_row_table_get ());
  netop_row_model_set_sort (bench->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  netop_row_model_set_filter (bench->model, get_filter ());
  netop_row_model_set_snapshot (bench->model, bench->snapshot);

  return GTK_SELECTION_MODEL (g_object_ref (bench->model));
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->frame_end_ms = get_thread_ms ();
  bench->is_drawn = TRUE;
}

static void
wait_for_frame (Bench *bench)
{
  bench->is_drawn = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (bench->window));
  while (!bench->is_drawn)
    g_main_context_iteration (NULL, TRUE);
}

static Bench *
bench_new (gboolean is_stock)
{
  Bench             *bench = g_new0 (Bench, 1);
  GtkWidget         *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *model;

  bench->snapshot = make_snapshot (0);
  model = is_stock ? make_stock_model (bench) : make_own_model (bench);
  bench->view = GTK_COLUMN_VIEW (gtk_column_view_new (model));
  bench->registry = netop_cell_registry_new (bench->view);
  netop_column_view_prevent_blank (bench->view);
  add_columns (bench);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (bench->view));
  bench->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1200, 800);
  gtk_window_set_child (GTK_WINDOW (bench->window), scrolled);
  gtk_window_present (GTK_WINDOW (bench->window));
  g_signal_connect (gtk_widget_get_frame_clock (bench->window), "after-paint", G_CALLBACK (after_paint_cb), bench);
  for (guint i = 0; i < 6; i++)
    wait_for_frame (bench);

  return bench;
}

static void
refresh (Bench *bench, NetopSnapshot *snapshot)
{
  if (bench->model)
    netop_row_model_set_snapshot (bench->model, snapshot);
  else
    {
      gtk_filter_changed (bench->filter, GTK_FILTER_CHANGE_DIFFERENT);
      gtk_sorter_changed (bench->sorter, GTK_SORTER_CHANGE_DIFFERENT);
    }
  netop_cell_registry_refresh (bench->registry);
}

typedef struct
{
  double work_ms;
  double all_ms;
  double free_ms; /* of the old snapshot, by whoever holds it last */
} Sample;

static void
measure_once (Bench *bench, Sample *sample)
{
  NetopSnapshot *snapshot = make_snapshot (++bench->step);
  NetopSnapshot *old = bench->snapshot;
  double         start_ms;

  bench->snapshot = snapshot;
  while (g_main_context_iteration (NULL, FALSE))
    ;
  start_ms = get_thread_ms ();
  refresh (bench, snapshot);
  sample->work_ms = get_thread_ms () - start_ms;
  bench->is_drawn = FALSE;
  while (!bench->is_drawn)
    g_main_context_iteration (NULL, TRUE);
  sample->all_ms = bench->frame_end_ms - start_ms;

  start_ms = get_thread_ms ();
  netop_snapshot_unref (old);
  sample->free_ms = get_thread_ms () - start_ms;
}

static int
compare_doubles (const void *left, const void *right)
{
  double a = *(const double *)left;
  double b = *(const double *)right;

  return a < b ? -1 : a > b;
}

static double
get_percentile (const Sample *samples, guint n_samples, gsize offset, guint percent)
{
  double values[N_MEASURED];

  for (guint i = 0; i < n_samples; i++)
    values[i] = G_STRUCT_MEMBER (double, &samples[i], offset);
  qsort (values, n_samples, sizeof *values, compare_doubles);

  return values[n_samples * percent / 100];
}

#define PERCENTILE(member, percent) get_percentile (samples, n_measured, G_STRUCT_OFFSET (Sample, member), percent)

static void
run (const char *name, gboolean is_stock, guint n_measured)
{
  Bench *bench = bench_new (is_stock);
  Sample samples[N_MEASURED];

  for (guint i = 0; i < N_WARM; i++)
    measure_once (bench, &samples[0]);
  for (guint i = 0; i < n_measured; i++)
    measure_once (bench, &samples[i]);

  g_print ("%s: work median %.1f ms p95 %.1f ms; with layout and paint median %.1f ms p95 %.1f ms "
           "(%u rows, %u cells refreshed; freeing the old snapshot, not counted: %.1f ms)\n",
           name,
           PERCENTILE (work_ms, 50),
           PERCENTILE (work_ms, 95),
           PERCENTILE (all_ms, 50),
           PERCENTILE (all_ms, 95),
           g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (bench->view))),
           netop_cell_registry_get_n_shown (bench->registry),
           PERCENTILE (free_ms, 50));
  gtk_window_destroy (GTK_WINDOW (bench->window));
}

int
main (int argc, char *argv[])
{
  if (!gtk_init_check ())
    {
      g_printerr ("refresh: there is no display; run it under xvfb-run\n");
      return 77;
    }

  run ("refresh", FALSE, N_MEASURED);
  run ("stock", TRUE, N_STOCK_MEASURED);

  return 0;
}
