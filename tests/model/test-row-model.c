/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-row-table.h"
#include "netop-row-model.h"
#include "netop-row-slot.h"
#include "netop-test-snapshot.h"

#include <string.h>
#include <sys/resource.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#if !defined IS_SANITIZED && defined __SANITIZE_ADDRESS__
#define IS_SANITIZED true
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

/* The model without a display. What a view is told is checked by a mirror that lives by the signals alone. */

typedef struct
{
  NetopRowModel *model;
  GPtrArray     *items; /* as a view would hold them */
  guint          n_items_changed;
  guint          n_refreshed;
  GArray        *selection_changes; /* of guint: positions */
} View;

static void
items_changed_cb (GListModel *model, guint position, guint n_removed, guint n_added, View *view)
{
  view->n_items_changed++;
  g_assert_cmpuint (position + n_removed, ==, view->items->len);
  g_assert_true (n_removed == 0 || n_added == 0);
  g_ptr_array_set_size (view->items, (int)position);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_add (view->items, g_list_model_get_item (model, position + i));
  g_assert_cmpuint (view->items->len, ==, g_list_model_get_n_items (model));
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n_items, View *view)
{
  g_assert_cmpuint (n_items, ==, 1);
  g_assert_cmpuint (position, <, view->items->len);
  g_array_append_val (view->selection_changes, position);
}

static void
refreshed_cb (NetopRowModel *model, View *view)
{
  view->n_refreshed++;
}

static View *
view_new (void)
{
  View *view = g_new0 (View, 1);

  view->model = netop_row_model_new (netop_process_row_table_get ());
  view->items = g_ptr_array_new_with_free_func (g_object_unref);
  view->selection_changes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_signal_connect (view->model, "items-changed", G_CALLBACK (items_changed_cb), view);
  g_signal_connect (view->model, "selection-changed", G_CALLBACK (selection_changed_cb), view);
  g_signal_connect (view->model, "refreshed", G_CALLBACK (refreshed_cb), view);

  return view;
}

static void
view_forget (View *view)
{
  view->n_items_changed = 0;
  view->n_refreshed = 0;
  g_array_set_size (view->selection_changes, 0);
}

static void
view_free (View *view)
{
  g_ptr_array_unref (view->items);
  g_array_unref (view->selection_changes);
  g_assert_finalize_object (view->model);
  g_free (view);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (View, view_free)

static void
show (View *view, const NetopTestProcess *processes, guint n_processes)
{
  g_autoptr (NetopSnapshot) snapshot = netop_test_snapshot_new (processes, n_processes);

  netop_row_model_set_snapshot (view->model, snapshot);
}

static char *
list_ids (View *view)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < view->items->len; i++)
    {
      const NetopRow *row = netop_row_model_get_row (view->model, i);

      g_assert_cmpuint (netop_row_slot_get_position (view->items->pdata[i]), ==, i);
      if (row->key.kind == NETOP_ROW_PROCESS)
        g_string_append_printf (ids, "%u ", (guint)row->key.a);
      else
        g_string_append (ids, row->key.kind == NETOP_ROW_UNKNOWN ? "? " : "?c ");
    }

  return g_string_free (ids, FALSE);
}

static void
assert_ids (View *view, const char *expected)
{
  g_autofree char *ids = list_ids (view);

  g_assert_cmpstr (ids, ==, expected);
}

static const NetopTestProcess three[] = {
  { 1, "curl", 300, "ada", 3, 30, 100.0, 9.0, 5000, 70 },
  { 2, "Apt", 200, "root", 2, 20, 300.0, 8.0, 6000, 60 },
  { 3, "béla", 100, NULL, 1, 10, 200.0, 7.0, 4000, 90 },
};

static void
test_sorts (void)
{
  static const struct
  {
    NetopColumn column;
    const char *ascending;
    const char *descending;
  } cases[] = {
    { NETOP_COLUMN_NONE, "1 2 3 ", "1 2 3 " },
    { NETOP_COLUMN_NAME, "2 3 1 ", "1 3 2 " },
    { NETOP_COLUMN_PID, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_USER, "1 2 3 ", "2 1 3 " },
    { NETOP_COLUMN_SOCKETS, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_CONNECTIONS, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_RX_RATE, "1 3 2 ", "2 3 1 " },
    { NETOP_COLUMN_TX_RATE, "3 2 1 ", "1 2 3 " },
    { NETOP_COLUMN_ACTIVITY, "1 3 2 ", "2 3 1 " },
    { NETOP_COLUMN_RX_BYTES, "3 1 2 ", "2 1 3 " },
    { NETOP_COLUMN_TX_BYTES, "2 1 3 ", "3 1 2 " },
    { NETOP_COLUMN_TRAFFIC, "3 1 2 ", "2 1 3 " },
  };
  g_autoptr (View) view = view_new ();

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == NETOP_COLUMN_TRAFFIC + 1);
  show (view, three, G_N_ELEMENTS (three));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("column %s", netop_column_get_id (cases[i].column));
      netop_row_model_set_sort (view->model, cases[i].column, GTK_SORT_ASCENDING);
      assert_ids (view, cases[i].ascending);
      netop_row_model_set_sort (view->model, cases[i].column, GTK_SORT_DESCENDING);
      assert_ids (view, cases[i].descending);
      g_assert_cmpint (netop_column_from_id (netop_column_get_id (cases[i].column)), ==, cases[i].column);
    }
  g_assert_cmpint (netop_column_from_id ("no such"), ==, NETOP_COLUMN_NONE);
  g_assert_cmpint (netop_column_from_id (NULL), ==, NETOP_COLUMN_NONE);
}

static void
test_resort_changes_no_item (void)
{
  NetopTestProcess processes[] = { three[0], three[1], three[2] };
  NetopRowKey      key = netop_test_process_key (1);
  NetopRowKey      selected;
  g_autoptr (View) view = view_new ();

  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  show (view, processes, 3);
  assert_ids (view, "2 3 1 ");
  netop_row_model_set_selected (view->model, &key);
  view_forget (view);

  processes[0].rx_rate = 1000.0;
  show (view, processes, 3);

  assert_ids (view, "1 2 3 ");
  g_assert_cmpuint (view->n_items_changed, ==, 0);
  g_assert_cmpuint (view->n_refreshed, ==, 1);
  g_assert_cmpuint (view->selection_changes->len, ==, 2);
  g_assert_cmpuint (g_array_index (view->selection_changes, guint, 0), ==, 2);
  g_assert_cmpuint (g_array_index (view->selection_changes, guint, 1), ==, 0);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (view->model), 0));
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (view->model), 2));
  selected = netop_row_model_get_selected (view->model);
  g_assert_true (netop_row_key_equal (&selected, &key));
}

static void
test_count_changes_at_tail (void)
{
  g_autoptr (View) view = view_new ();

  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  show (view, three, 3);
  view_forget (view);

  /* The row that goes stands in the middle; the mirror checks that only the tail is told. */
  show (view, &three[0], 2);
  assert_ids (view, "2 1 ");
  g_assert_cmpuint (view->n_items_changed, ==, 1);
  show (view, three, 3);
  assert_ids (view, "2 3 1 ");
  g_assert_cmpuint (view->n_items_changed, ==, 2);
  netop_row_model_set_snapshot (view->model, NULL);
  assert_ids (view, "");
  g_assert_null (netop_row_model_get_row (view->model, 0));
}

static void
test_equal_rows_hold_still (void)
{
  NetopTestProcess processes[3] = { { 7, "x" }, { 5, "x" }, { 9, "x" } };
  NetopTestProcess turned[3] = { { 9, "x" }, { 7, "x" }, { 5, "x" } };
  g_autoptr (View) view = view_new ();

  for (guint column = NETOP_COLUMN_NONE; column < NETOP_N_COLUMNS; column++)
    for (guint direction = GTK_SORT_ASCENDING; direction <= GTK_SORT_DESCENDING; direction++)
      {
        netop_row_model_set_sort (view->model, column, direction);
        show (view, processes, 3);
        assert_ids (view, "5 7 9 ");
        show (view, turned, 3);
        assert_ids (view, "5 7 9 ");
      }
}

static void
test_selection (void)
{
  GtkSelectionModel *selection;
  NetopRowKey        key = netop_test_process_key (3);
  NetopRowKey        gone = netop_test_process_key (99);
  g_autoptr (View) view = view_new ();

  selection = GTK_SELECTION_MODEL (view->model);
  show (view, three, 3);
  g_assert_true (gtk_selection_model_select_item (selection, 0, TRUE));
  g_assert_cmpuint (netop_row_model_get_selected (view->model).a, ==, 1);
  g_assert_false (gtk_selection_model_select_item (selection, 3, TRUE));
  g_assert_cmpuint (netop_row_model_get_selected (view->model).a, ==, 1);
  g_assert_true (gtk_selection_model_select_range (selection, 0, 2, TRUE));
  g_assert_cmpuint (netop_row_model_get_selected (view->model).a, ==, 2);
  g_assert_true (gtk_selection_model_unselect_item (selection, 1));
  g_assert_cmpint (netop_row_model_get_selected (view->model).kind, ==, NETOP_ROW_NONE);

  netop_row_model_set_selected (view->model, &key);
  g_assert_cmpuint (netop_row_model_get_position (view->model, &key), ==, 2);
  netop_row_model_set_selected (view->model, &gone);
  g_assert_cmpint (netop_row_model_get_selected (view->model).kind, ==, NETOP_ROW_NONE);

  /* It ends with its row, and does not come back with it. */
  netop_row_model_set_selected (view->model, &key);
  show (view, three, 2);
  g_assert_cmpint (netop_row_model_get_selected (view->model).kind, ==, NETOP_ROW_NONE);
  show (view, three, 3);
  g_assert_cmpint (netop_row_model_get_selected (view->model).kind, ==, NETOP_ROW_NONE);
  g_assert_true (gtk_selection_model_unselect_all (selection));
}

static void
set_filter (View *view, const char *expression)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopFilter) filter = netop_filter_parse (expression, &error);

  g_assert_no_error (error);
  netop_row_model_set_filter (view->model, filter);
}

static void
test_filter (void)
{
  NetopRowKey    key = netop_test_process_key (1);
  NetopRowTotals totals;
  g_autoptr (View) view = view_new ();

  show (view, three, 3);
  totals = netop_row_model_get_totals (view->model);
  g_assert_cmpuint (totals.n_shown, ==, 3);
  g_assert_cmpuint (totals.n_rows, ==, 3);
  g_assert_cmpuint (totals.n_sockets, ==, 6);
  g_assert_cmpuint (totals.n_connections, ==, 60);
  g_assert_cmpuint (totals.traffic.rx_bytes, ==, 15000);
  g_assert_cmpfloat (totals.rate.rx_average_bytes_per_s, ==, 600.0);

  netop_row_model_set_selected (view->model, &key);
  set_filter (view, "apt");
  assert_ids (view, "2 ");
  totals = netop_row_model_get_totals (view->model);
  g_assert_cmpuint (totals.n_shown, ==, 1);
  g_assert_cmpuint (totals.n_rows, ==, 3);
  g_assert_cmpuint (totals.n_connections, ==, 20);
  g_assert_cmpuint (totals.traffic.tx_bytes, ==, 60);

  /* Out of sight, but still the selected one. */
  g_assert_cmpuint (netop_row_model_get_position (view->model, &key), ==, GTK_INVALID_LIST_POSITION);
  g_assert_nonnull (netop_row_model_lookup (view->model, &key));
  show (view, three, 3);
  assert_ids (view, "2 ");
  set_filter (view, "");
  assert_ids (view, "1 2 3 ");
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (view->model), 0));
  g_assert_null (netop_row_model_get_filter (view->model));

  set_filter (view, "nobody");
  assert_ids (view, "");
}

static void
test_frozen_rows_hold_still (void)
{
  NetopTestProcess processes[] = { three[0], three[1], three[2], { 4, "new", 400, NULL, 0, 0, 5000.0 } };
  g_autoptr (View) view = view_new ();

  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  show (view, processes, 3);
  assert_ids (view, "2 3 1 ");
  netop_row_model_freeze_sort (view->model);
  netop_row_model_freeze_sort (view->model);

  processes[0].rx_rate = 9999.0;
  show (view, processes, 4);
  assert_ids (view, "2 3 1 4 ");
  g_assert_cmpfloat (netop_row_model_get_row (view->model, 2)->rate.rx_bytes_per_s, ==, 9999.0);
  show (view, &processes[1], 3);
  assert_ids (view, "2 3 4 ");
  show (view, processes, 4);
  assert_ids (view, "2 3 4 1 ");

  netop_row_model_thaw_sort (view->model);
  assert_ids (view, "2 3 4 1 ");
  g_assert_true (netop_row_model_is_sort_frozen (view->model));
  netop_row_model_thaw_sort (view->model);
  assert_ids (view, "1 4 2 3 ");

  /* What the user asks for is done at once, and held from there. */
  netop_row_model_freeze_sort (view->model);
  netop_row_model_set_sort (view->model, NETOP_COLUMN_PID, GTK_SORT_ASCENDING);
  assert_ids (view, "3 2 1 4 ");
  processes[0].pid = 1;
  show (view, processes, 4);
  assert_ids (view, "3 2 1 4 ");
  netop_row_model_thaw_sort (view->model);
  assert_ids (view, "1 3 2 4 ");
}

static NetopHistory *
make_history (const float *rx, guint n)
{
  NetopHistory *history = NULL;

  for (guint i = 0; i < n; i++)
    history = netop_history_append (history, 300, (NetopSample){ rx[i], 1.0f });

  return history;
}

static void
test_unknown (void)
{
  static const float long_rx[] = { 1.0f, 2.0f, 3.0f };
  static const float short_rx[] = { 10.0f };
  g_autoptr (NetopHistory) longer = make_history (long_rx, 3);
  g_autoptr (NetopHistory) shorter = make_history (short_rx, 1);
  g_autoptr (NetopSnapshot) snapshot = netop_test_snapshot_new (three, 3);
  NetopConnection unowned = { .process = -1, .cause = NETOP_CAUSE_ENDED, .cause_uid = G_MAXUINT32 };
  NetopConnection owned = { .process = 0 };
  NetopRowKey     key = { .kind = NETOP_ROW_UNKNOWN };
  const NetopRow *row;
  NetopRowTotals  totals;
  g_autoptr (View) view = view_new ();

  netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_ENDED, 150, longer);
  netop_test_snapshot_add_cause (snapshot, NETOP_CAUSE_NO_SOCKET, 250, shorter);
  g_array_append_val (snapshot->connections, owned);
  g_array_append_val (snapshot->connections, unowned);
  unowned.closed_us = 1;
  g_array_append_val (snapshot->connections, unowned);
  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  netop_row_model_set_snapshot (view->model, snapshot);

  /* It stands among the others by its sum. */
  assert_ids (view, "? 2 3 1 ");
  row = netop_row_model_get_row (view->model, 0);
  g_assert_cmpuint (row->traffic.rx_bytes, ==, 400);
  g_assert_cmpuint (row->n_connections, ==, 1);
  g_assert_cmpuint (row->n_children, ==, 2);
  g_assert_true (row->expandable);
  g_assert_cmpuint (netop_history_get_length (row->history), ==, 3);
  g_assert_cmpfloat (netop_history_get (row->history, 0).rx, ==, 13.0f);
  g_assert_cmpfloat (netop_history_get (row->history, 0).tx, ==, 2.0f);
  g_assert_cmpfloat (netop_history_get (row->history, 2).rx, ==, 1.0f);

  totals = netop_row_model_get_totals (view->model);
  g_assert_cmpuint (totals.n_rows, ==, 3);
  g_assert_cmpuint (totals.traffic.rx_bytes, ==, snapshot->total.rx_bytes);
  g_assert_cmpuint (totals.traffic.tx_bytes, ==, snapshot->total.tx_bytes);

  /* Its causes stand under it, sorted among themselves, and count in no total twice. */
  netop_row_model_set_expanded (view->model, &key, true);
  assert_ids (view, "? ?c ?c 2 3 1 ");
  g_assert_cmpint (netop_row_model_get_row (view->model, 1)->cause->cause, ==, NETOP_CAUSE_NO_SOCKET);
  g_assert_cmpuint (netop_row_model_get_row (view->model, 2)->depth, ==, 1);
  g_assert_cmpuint (netop_row_model_get_row (view->model, 2)->n_connections, ==, 1);
  g_assert_cmpuint (netop_row_model_get_totals (view->model).traffic.rx_bytes, ==, snapshot->total.rx_bytes);
  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_ASCENDING);
  assert_ids (view, "1 3 2 ? ?c ?c ");
  g_assert_cmpint (netop_row_model_get_row (view->model, 4)->cause->cause, ==, NETOP_CAUSE_ENDED);

  netop_row_model_set_expanded (view->model, &key, false);
  assert_ids (view, "1 3 2 ? ");
  show (view, three, 3);
  assert_ids (view, "1 3 2 ");
}

static void
test_folded (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_test_snapshot_new (three, 1);
  NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, 0);
  g_autoptr (View) view = view_new ();

  process->key.kind = NETOP_ROW_ENDED;
  process->pid = 0;
  process->n_folded = 12;
  netop_row_model_set_snapshot (view->model, snapshot);
  g_assert_cmpstr (netop_row_model_get_row (view->model, 0)->name, ==, "Ended: curl ×12");
}

/* A simple model of the model: who is there, sorted the slow way. */

#define CHURN_MAX 60

typedef struct
{
  NetopTestProcess processes[CHURN_MAX];
  guint            n_processes;
  gboolean         filtered;
  gboolean         descending;
} Reference;

static int
compare_reference (gconstpointer left, gconstpointer right, gpointer user_data)
{
  const NetopTestProcess *a = left;
  const NetopTestProcess *b = right;
  const Reference        *reference = user_data;

  if (a->rx_rate != b->rx_rate)
    return (a->rx_rate < b->rx_rate) != reference->descending ? -1 : 1;

  return a->id < b->id ? -1 : 1;
}

static char *
list_reference (const Reference *reference)
{
  GString         *ids = g_string_new (NULL);
  NetopTestProcess sorted[CHURN_MAX];

  memcpy (sorted, reference->processes, sizeof sorted);
  g_qsort_with_data (sorted, (int)reference->n_processes, sizeof *sorted, compare_reference, (gpointer)reference);
  for (guint i = 0; i < reference->n_processes; i++)
    if (!reference->filtered || strstr (sorted[i].name, "odd"))
      g_string_append_printf (ids, "%u ", sorted[i].id);

  return g_string_free (ids, FALSE);
}

static void
churn (Reference *reference, GRand *random)
{
  static guint next_id = 1;
  guint        n_changes = (guint)g_rand_int_range (random, 0, 6);

  for (guint i = 0; i < n_changes; i++)
    {
      guint at = reference->n_processes ? (guint)g_rand_int_range (random, 0, (gint32)reference->n_processes) : 0;

      if (reference->n_processes < CHURN_MAX && g_rand_boolean (random))
        {
          NetopTestProcess *process = &reference->processes[reference->n_processes++];

          *process = (NetopTestProcess){ .id = next_id, .name = next_id % 2 ? "odd" : "even", .pid = next_id };
          next_id++;
        }
      else if (reference->n_processes > 0 && g_rand_boolean (random))
        reference->processes[at] = reference->processes[--reference->n_processes];
      else if (reference->n_processes > 0)
        reference->processes[at].rx_rate = g_rand_int_range (random, 0, 5);
    }
}

static void
test_churn (void)
{
  Reference reference = { .descending = TRUE };
  g_autoptr (GRand) random = g_rand_new_with_seed (20260);
  g_autoptr (View) view = view_new ();

  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  for (guint step = 0; step < 3000; step++)
    {
      g_autofree char *expected = NULL;
      NetopRowKey      before = netop_row_model_get_selected (view->model);
      NetopRowKey      after;
      gboolean         was_there;

      churn (&reference, random);
      if (g_rand_int_range (random, 0, 20) == 0)
        {
          reference.filtered = !reference.filtered;
          set_filter (view, reference.filtered ? "odd" : "");
        }
      if (g_rand_int_range (random, 0, 20) == 0)
        {
          reference.descending = !reference.descending;
          netop_row_model_set_sort (view->model,
                                    NETOP_COLUMN_RX_RATE,
                                    reference.descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
        }
      show (view, reference.processes, reference.n_processes);

      expected = list_reference (&reference);
      assert_ids (view, expected);
      after = netop_row_model_get_selected (view->model);
      was_there = before.kind != NETOP_ROW_NONE && netop_row_model_lookup (view->model, &before);
      g_assert_true (was_there ? netop_row_key_equal (&before, &after) : after.kind == NETOP_ROW_NONE);
      if (view->items->len > 0 && g_rand_int_range (random, 0, 10) == 0)
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (view->model),
                                         (guint)g_rand_int_range (random, 0, (gint32)view->items->len),
                                         TRUE);
    }
}

#define N_MANY 10000

static NetopTestProcess *
make_many (guint round)
{
  NetopTestProcess *processes = g_new0 (NetopTestProcess, N_MANY);

  for (guint i = 0; i < N_MANY; i++)
    processes[i] = (NetopTestProcess){
      .id = i + 1,
      .name = i % 3 ? "worker" : "daemon",
      .pid = i,
      .rx_rate = (i * 2654435761u + round * 40503u) % 100003u,
    };

  return processes;
}

#define MAX_SORTED 70

/* However many there are, with equal ones among them, which stand in the order of their ids. */
static void
test_sorts_any_number (void)
{
  g_autoptr (View) view = view_new ();
  NetopTestProcess processes[MAX_SORTED];

  for (guint i = 0; i < MAX_SORTED; i++)
    processes[i] = (NetopTestProcess){ .id = i + 1, .name = "x", .pid = i + 1, .rx_bytes = (guint64)g_test_rand_int_range (0, 40) };
  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_BYTES, GTK_SORT_DESCENDING);
  for (guint n = 1; n <= MAX_SORTED; n++)
    {
      show (view, processes, n);
      g_assert_cmpuint (view->items->len, ==, n);
      for (guint i = 1; i < n; i++)
        {
          const NetopRow *one = netop_row_model_get_row (view->model, i - 1);
          const NetopRow *next = netop_row_model_get_row (view->model, i);

          g_assert_cmpuint (one->traffic.rx_bytes, >=, next->traffic.rx_bytes);
          if (one->traffic.rx_bytes == next->traffic.rx_bytes)
            g_assert_cmpuint (one->key.a, <, next->key.a);
        }
    }
}

static void
test_many (void)
{
  g_autofree NetopTestProcess *processes = make_many (0);
  g_autofree NetopTestProcess *later = make_many (1);
  double                       last = G_MAXDOUBLE;
  g_autoptr (View) view = view_new ();

  netop_row_model_set_sort (view->model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  show (view, processes, N_MANY);
  view_forget (view);
  show (view, later, N_MANY);

  g_assert_cmpuint (view->n_items_changed, ==, 0);
  for (guint i = 0; i < N_MANY; i++)
    {
      double rate = netop_row_model_get_row (view->model, i)->rate.rx_average_bytes_per_s;

      g_assert_cmpfloat (rate, <=, last);
      last = rate;
    }
}

static long
get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss;
}

/* Every refresh brings names that were never seen: nothing of them may stay. */
static void
test_memory (void)
{
  long warm = 0;
  g_autoptr (View) view = view_new ();

  if (IS_SANITIZED)
    {
      g_test_skip ("the sanitizer holds freed memory back");
      return;
    }

  netop_row_model_set_sort (view->model, NETOP_COLUMN_NAME, GTK_SORT_ASCENDING);
  for (guint round = 0; round < 400; round++)
    {
      g_autofree NetopTestProcess *processes = g_new0 (NetopTestProcess, 2000);
      g_autoptr (GStringChunk) names = g_string_chunk_new (4096);

      for (guint i = 0; i < 2000; i++)
        {
          g_autofree char *name = g_strdup_printf ("a process with a long name %u of round %u", i, round);

          processes[i] = (NetopTestProcess){ .id = round * 2000 + i + 1, .name = g_string_chunk_insert (names, name) };
        }
      show (view, processes, 2000);
      if (round == 100)
        warm = get_peak_kib ();
    }
  g_assert_cmpint (get_peak_kib (), <, warm + 8 * 1024);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/row-model/sorts-every-column-both-ways", test_sorts);
  g_test_add_func ("/model/row-model/resort-changes-no-item", test_resort_changes_no_item);
  g_test_add_func ("/model/row-model/count-changes-at-tail", test_count_changes_at_tail);
  g_test_add_func ("/model/row-model/equal-rows-hold-still", test_equal_rows_hold_still);
  g_test_add_func ("/model/row-model/selection-is-by-key", test_selection);
  g_test_add_func ("/model/row-model/totals-follow-filter", test_filter);
  g_test_add_func ("/model/row-model/frozen-rows-hold-still", test_frozen_rows_hold_still);
  g_test_add_func ("/model/row-model/unknown-is-a-row", test_unknown);
  g_test_add_func ("/model/row-model/folded-row-has-its-count", test_folded);
  g_test_add_func ("/model/row-model/churn-equals-reference", test_churn);
  g_test_add_func ("/model/row-model/sorts-any-number", test_sorts_any_number);
  g_test_add_func ("/model/row-model/ten-thousand-rows", test_many);
  g_test_add_func ("/model/row-model/memory-stays-flat", test_memory);

  return g_test_run ();
}
