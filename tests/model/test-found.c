/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connection-row-table.h"
#include "netop-fake-snapshot.h"
#include "netop-process-row-table.h"
#include "netop-row-model.h"

/* What a search has found of the traffic. */

#define N_PROCESSES 4
#define N_CONNECTIONS 12

static NetopRowModel *
make_model (const NetopRowTable *table, NetopSnapshot *snapshot, const char *expression)
{
  g_autoptr (NetopFilter) filter = netop_filter_parse (expression, NULL);
  NetopRowModel *model = netop_row_model_new (table);

  netop_row_model_set_snapshot (model, snapshot);
  netop_row_model_set_filter (model, filter);
  return model;
}

static void
assert_found (NetopRowModel *model, double rx_rate, float newest_rx)
{
  g_auto (NetopFound) found = { 0 };

  netop_row_model_get_found (model, &found);
  g_assert_true (found.is_searched);
  g_assert_cmpfloat_with_epsilon (found.rate.rx_bytes_per_s, rx_rate, 0.01);
  g_assert_cmpfloat_with_epsilon (netop_history_get (found.history, 0).rx, newest_rx, 0.01f);
}

/* The sums of a table's rows are those of its headers, also where rows have others below them. */
static void
test_processes (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (N_PROCESSES, N_CONNECTIONS, 90);
  g_autoptr (NetopRowModel) model = make_model (netop_process_row_table_get (), snapshot, "");
  const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, 1);
  g_autofree char    *expression = g_strdup_printf ("pid:%u", process->pid);
  g_autoptr (NetopFilter) filter = netop_filter_parse (expression, NULL);
  g_auto (NetopFound) found = { 0 };

  netop_row_model_get_found (model, &found);
  g_assert_false (found.is_searched);
  g_assert_null (found.history);

  netop_row_model_set_filter (model, filter);
  assert_found (model, process->rate.rx_bytes_per_s, netop_history_get (process->history, 0).rx);
  netop_row_model_set_expanded (model, &process->key, true);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), >, 1);
  assert_found (model, process->rate.rx_bytes_per_s, netop_history_get (process->history, 0).rx);
  netop_row_model_get_found (model, &found);
  g_assert_cmpuint (found.n_seconds, ==, 300);
}

/* What carries a tunnel is counted where it is in the total. */
static void
test_carriers (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (N_PROCESSES, N_CONNECTIONS, 90);
  NetopConnection *connections = &g_array_index (snapshot->connections, NetopConnection, 0);
  double           all = 0;
  float            newest = 0;
  g_autoptr (NetopRowModel) model = NULL;
  g_auto (NetopFound) found = { 0 };

  connections[0].carrier = true;
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      all += connections[i].rate.rx_bytes_per_s;
      newest += netop_history_get (connections[i].history, 0).rx;
    }
  g_assert_cmpfloat (connections[0].rate.rx_bytes_per_s, >, 0);

  model = make_model (netop_connection_row_table_get (), snapshot, "-pid:1");
  assert_found (model, all - connections[0].rate.rx_bytes_per_s, newest - netop_history_get (connections[0].history, 0).rx);
  snapshot->capture.carriers_counted = true;
  assert_found (model, all, newest);
  netop_row_model_get_found (model, &found);
  g_assert_cmpuint (found.n_seconds, ==, 60);
}

/* Of very many the rate is still told. */
static void
test_many (void)
{
  static const guint counts[] = { 1000, 1001, 3000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (N_PROCESSES, counts[i], 90);
      g_autoptr (NetopRowModel) model = make_model (netop_connection_row_table_get (), snapshot, "-pid:1");
      g_auto (NetopFound) found = { 0 };

      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, snapshot->connections->len);
      netop_row_model_get_found (model, &found);
      g_assert_cmpfloat (found.rate.rx_bytes_per_s, >, 0);
      g_assert_cmpint (found.history != NULL, ==, snapshot->connections->len <= 1000);
    }
}

/* Nothing is found, and that is told. */
static void
test_nothing (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (N_PROCESSES, N_CONNECTIONS, 90);
  g_autoptr (NetopRowModel) model = make_model (netop_process_row_table_get (), snapshot, "nobody-is-called-so");

  assert_found (model, 0, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/found/processes", test_processes);
  g_test_add_func ("/model/found/carriers", test_carriers);
  g_test_add_func ("/model/found/many", test_many);
  g_test_add_func ("/model/found/nothing", test_nothing);
  return g_test_run ();
}
