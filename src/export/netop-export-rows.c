/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-export-private.h"

static void
row_clear (gpointer data)
{
  NetopExportRow *row = data;

  g_free (row->name);
}

/* Ties by what does not change, so that two exports of one snapshot are equal. */
static int
compare_traffic (gconstpointer a,
                 gconstpointer b)
{
  const NetopExportRow *row_a = a;
  const NetopExportRow *row_b = b;
  uint64_t              bytes_a = netop_traffic_get_bytes (&row_a->traffic);
  uint64_t              bytes_b = netop_traffic_get_bytes (&row_b->traffic);

  if (bytes_a != bytes_b)
    return bytes_a > bytes_b ? -1 : 1;
  if (row_a->pid != row_b->pid)
    return row_a->pid < row_b->pid ? -1 : 1;
  return strcmp (row_a->name, row_b->name);
}

/* Rows without a process id come last. */
static int
compare_pid (gconstpointer a,
             gconstpointer b)
{
  uint32_t pid_a = ((const NetopExportRow *)a)->pid;
  uint32_t pid_b = ((const NetopExportRow *)b)->pid;

  if (pid_a != pid_b)
    return pid_a - 1 < pid_b - 1 ? -1 : 1;
  return compare_traffic (a, b);
}

static int
compare_name (gconstpointer a,
              gconstpointer b)
{
  const NetopExportRow *row_a = a;
  const NetopExportRow *row_b = b;
  int                   order = g_utf8_collate (row_a->name, row_b->name);

  if ((row_a->process == NULL) != (row_b->process == NULL))
    return row_a->process == NULL ? 1 : -1;
  return order != 0 ? order : compare_traffic (a, b);
}

static int
compare_connections (gconstpointer a,
                     gconstpointer b)
{
  guint n_a = ((const NetopExportRow *)a)->n_connections;
  guint n_b = ((const NetopExportRow *)b)->n_connections;

  if (n_a != n_b)
    return n_a > n_b ? -1 : 1;
  return compare_traffic (a, b);
}

/**
 * netop_export_get_process_name:
 *
 * Returns: (transfer full): the name; of a row that folds several with their number
 */
char *
netop_export_get_process_name (const NetopProcess *process)
{
  if (process->pid != 0)
    return g_strdup (process->name);
  return g_strdup_printf ("%s (%u ended)", process->name, process->n_folded);
}

static void
append_unknown (const NetopSnapshot *snapshot,
                const NetopFilter   *filter,
                GArray              *rows)
{
  NetopExportRow row = { .name = g_strdup ("unknown") };

  for (guint i = 0; i < snapshot->unknown->len; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);

      if (filter == NULL || netop_filter_match_unknown (filter, snapshot, unknown))
        {
          netop_traffic_add (&row.traffic, &unknown->traffic);
          netop_rate_add (&row.rate, &unknown->rate);
        }
    }

  if (!netop_traffic_is_empty (&row.traffic))
    g_array_append_val (rows, row);
  else
    row_clear (&row);
}

/**
 * netop_export_rows_new:
 *
 * Returns: (transfer full): array of NetopExportRow: who used the network, and what is unknown, sorted; valid as long as
 *   @snapshot
 */
GArray *
netop_export_rows_new (const NetopSnapshot      *snapshot,
                       const NetopExportOptions *options)
{
  static const GCompareFunc compare[] = {
    [NETOP_SORT_TRAFFIC] = compare_traffic,
    [NETOP_SORT_PID] = compare_pid,
    [NETOP_SORT_NAME] = compare_name,
    [NETOP_SORT_CONNECTIONS] = compare_connections,
  };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (NetopExportRow));

  g_array_set_clear_func (rows, row_clear);
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);
      NetopExportRow      row = {
             .process = process,
             .pid = process->pid,
             .traffic = process->traffic,
             .rate = process->rate,
             .n_connections = process->n_connections,
      };

      if (netop_traffic_is_empty (&process->traffic) || (options->filter != NULL && !netop_filter_match_process (options->filter, snapshot, process)))
        continue;
      row.name = netop_export_get_process_name (process);
      g_array_append_val (rows, row);
    }

  append_unknown (snapshot, options->filter, rows);
  g_array_sort (rows, compare[options->sort]);
  return rows;
}

/**
 * netop_export_get_total:
 * @filter: (nullable): which rows count
 *
 * What every format says of its rows: all processes and causes that @filter lets through, together.
 *
 * Returns: the snapshot's own total where there is no @filter
 */
NetopExportTotal
netop_export_get_total (const NetopSnapshot *snapshot,
                        const NetopFilter   *filter)
{
  const NetopExportOptions options = { .filter = (NetopFilter *)filter };
  g_autoptr (GArray) rows = NULL;
  NetopExportTotal total = { 0 };

  if (filter == NULL)
    return (NetopExportTotal){ snapshot->total, snapshot->rate };

  rows = netop_export_rows_new (snapshot, &options);
  total.rate.known = snapshot->rate.known;
  for (guint i = 0; i < rows->len; i++)
    {
      const NetopExportRow *row = &g_array_index (rows, NetopExportRow, i);

      netop_traffic_add (&total.traffic, &row->traffic);
      netop_rate_add (&total.rate, &row->rate);
    }
  return total;
}
