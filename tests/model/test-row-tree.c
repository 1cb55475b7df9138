/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-fake-snapshot.h"
#include "netop-process-row-table.h"
#include "netop-row-model.h"

/* Rows under rows. Each letter is a row: P a process, c a connection, U unknown, r a reason, h a host. */

#define N_PROCESSES 3
#define N_CONNECTIONS 9 /* three each */

static const NetopRowKey unknown_key = { .kind = NETOP_ROW_UNKNOWN };

static NetopRowKey
process_key (guint row)
{
  return (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = row + 1 };
}

static NetopRowKey
connection_key (guint row)
{
  return (NetopRowKey){ .kind = NETOP_ROW_CONNECTION, .a = row + 2 };
}

static NetopRowKey
user_key (guint uid)
{
  return (NetopRowKey){ .kind = NETOP_ROW_CAUSE, .a = NETOP_CAUSE_OTHER_USER, .b = uid + 1 };
}

static void
on_items_changed (GListModel *model, guint position, guint n_removed, guint n_added, guint *n_items)
{
  g_assert_cmpuint (position + n_removed, ==, *n_items);
  g_assert_true (n_removed == 0 || n_added == 0);
  *n_items += n_added - n_removed;
  g_assert_cmpuint (*n_items, ==, g_list_model_get_n_items (model));
}

static NetopRowModel *
make_model (NetopSnapshot *snapshot)
{
  NetopRowModel *model = netop_row_model_new (netop_process_row_table_get ());
  guint         *n_items = g_new0 (guint, 1);

  g_signal_connect_data (model, "items-changed", G_CALLBACK (on_items_changed), n_items, (GClosureNotify)(void *)g_free, 0);
  netop_row_model_set_sort (model, NETOP_COLUMN_PID, GTK_SORT_ASCENDING);
  netop_row_model_set_snapshot (model, snapshot);

  return model;
}

static NetopSnapshot *
make_snapshot (guint step)
{
  return netop_fake_snapshot (N_PROCESSES, N_CONNECTIONS, step);
}

static void
show (NetopRowModel *model, NetopSnapshot *snapshot)
{
  netop_row_model_set_snapshot (model, snapshot);
  netop_snapshot_unref (snapshot);
}

static NetopRowModel *
make_fake_model (void)
{
  g_autoptr (NetopSnapshot) snapshot = make_snapshot (1);

  return make_model (snapshot);
}

static char
get_letter (const NetopRow *row)
{
  if (row->connection)
    return 'c';
  if (row->host)
    return 'h';
  if (row->cause)
    return 'r';

  return row->process ? 'P' : 'U';
}

static void
assert_rows (NetopRowModel *model, const char *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      const NetopRow *row = netop_row_model_get_row (model, i);
      guint           parent = netop_row_model_get_parent_position (model, i);

      g_string_append_c (rows, get_letter (row));
      g_assert_true ((parent == GTK_INVALID_LIST_POSITION) == (row->depth == 0));
      if (row->depth > 0)
        g_assert_cmpuint (netop_row_model_get_row (model, parent)->depth, ==, row->depth - 1);
    }
  g_assert_cmpstr (rows->str, ==, expected);
}

static void
expand (NetopRowModel *model, NetopRowKey key)
{
  netop_row_model_set_expanded (model, &key, true);
  g_assert_true (netop_row_model_lookup (model, &key)->expanded);
}

static void
collapse (NetopRowModel *model, NetopRowKey key)
{
  netop_row_model_set_expanded (model, &key, false);
  g_assert_false (netop_row_model_lookup (model, &key)->expanded);
}

static void
test_connections (void)
{
  g_autoptr (NetopRowModel) model = make_fake_model ();
  NetopRowTotals   totals = netop_row_model_get_totals (model);
  const NetopRow  *row;
  g_autofree char *name = NULL;

  assert_rows (model, "PPPU");
  g_assert_true (netop_row_model_get_row (model, 1)->expandable);
  expand (model, process_key (1));
  assert_rows (model, "PPcccPU");
  row = netop_row_model_get_row (model, 2);
  name = netop_row_dup_name (row);
  g_assert_cmpstr (name, ==, "198.51.100.3:443");
  g_assert_cmpint (row->connection->process, ==, 1);
  g_assert_false (row->expandable);
  g_assert_nonnull (row->history);
  g_assert_cmpuint (row->traffic.rx_bytes, ==, row->connection->traffic.rx_bytes);
  g_assert_cmpuint (netop_row_model_get_totals (model).traffic.rx_bytes, ==, totals.traffic.rx_bytes);
  g_assert_cmpuint (netop_row_model_get_totals (model).n_connections, ==, totals.n_connections);
  g_assert_cmpuint (netop_row_model_get_totals (model).n_shown, ==, N_PROCESSES);

  g_assert_cmpuint (netop_row_model_get_first_child_position (model, 0), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (netop_row_model_get_first_child_position (model, 1), ==, 2);
  g_assert_cmpuint (netop_row_model_get_first_child_position (model, 2), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (netop_row_model_get_first_child_position (model, 6), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (netop_row_model_get_parent_position (model, 4), ==, 1);

  collapse (model, process_key (1));
  assert_rows (model, "PPPU");
}

/* Held rows are sorted by one bit less. */
#define SLACK 1e-6

static gboolean
is_sorted (NetopRowModel *model, guint first, guint n, NetopColumn column, gboolean descending)
{
  for (guint i = first; i + 1 < first + n; i++)
    {
      NetopSortValue a = netop_process_row_table_get ()->get_sort_value (netop_row_model_get_row (model, i), column);
      NetopSortValue b = netop_process_row_table_get ()->get_sort_value (netop_row_model_get_row (model, i + 1), column);

      g_assert_true (a.known && b.known);
      if (descending ? a.number < b.number - SLACK : a.number > b.number + SLACK)
        return FALSE;
    }

  return TRUE;
}

/* By the same column as their parents, as far as that means something for them. */
static void
test_sorts_children (void)
{
  static const NetopColumn numbers[] = {
    NETOP_COLUMN_NAME, NETOP_COLUMN_RX_RATE, NETOP_COLUMN_TX_RATE, NETOP_COLUMN_ACTIVITY, NETOP_COLUMN_RX_BYTES, NETOP_COLUMN_TX_BYTES, NETOP_COLUMN_TRAFFIC
  };
  static const NetopColumn others[] = { NETOP_COLUMN_PID, NETOP_COLUMN_USER, NETOP_COLUMN_SOCKETS, NETOP_COLUMN_CONNECTIONS };
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 300, 3);
  g_autoptr (NetopRowModel) model = make_model (snapshot);

  expand (model, process_key (0));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (numbers); i++)
    {
      GtkSortType direction = i % 2 ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;
      guint       position;
      NetopRowKey key = process_key (0);

      netop_row_model_set_sort (model, numbers[i / 2], direction);
      position = netop_row_model_get_position (model, &key);
      g_assert_true (is_sorted (model, position + 1, 300, numbers[i / 2], i % 2));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      NetopRowKey key = process_key (0);
      guint       position;

      netop_row_model_set_sort (model, others[i], GTK_SORT_DESCENDING);
      position = netop_row_model_get_position (model, &key);
      for (guint j = 0; j < 300; j++)
        g_assert_cmpuint (netop_row_model_get_row (model, position + 1 + j)->key.a, ==, connection_key (j).a);
    }
}

static void
set_remote (NetopSnapshot *snapshot, guint connection, const char *address, guint16 port)
{
  NetopConnection *row = &g_array_index (snapshot->connections, NetopConnection, connection);

  g_assert_true (netop_address_parse (address, &row->remote));
  row->remote_port = port;
}

/* An address is no text: 9 comes before 10. */
static void
test_sorts_addresses (void)
{
  static const char *const expected[] = { "9.0.0.1:80", "9.0.0.1:443", "10.0.0.1:80", "[2001:db8::1]:1", "[2001:db9::1]:1" };
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 5, 1);
  g_autoptr (NetopRowModel) model = NULL;

  set_remote (snapshot, 0, "2001:db9::1", 1);
  set_remote (snapshot, 1, "10.0.0.1", 80);
  set_remote (snapshot, 2, "9.0.0.1", 443);
  set_remote (snapshot, 3, "2001:db8::1", 1);
  set_remote (snapshot, 4, "9.0.0.1", 80);
  model = make_model (snapshot);
  netop_row_model_set_sort (model, NETOP_COLUMN_NAME, GTK_SORT_ASCENDING);
  expand (model, process_key (0));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *name = netop_row_dup_name (netop_row_model_get_row (model, i + 1));

      g_assert_cmpstr (name, ==, expected[i]);
    }
}

/* Wherever the row goes, and also while it has no children. */
static void
test_stays_expanded (void)
{
  g_autoptr (NetopRowModel) model = make_fake_model ();
  NetopSnapshot *snapshot;

  expand (model, process_key (2));
  assert_rows (model, "PPPcccU");
  show (model, make_snapshot (2));
  assert_rows (model, "PPPcccU");
  netop_row_model_set_sort (model, NETOP_COLUMN_PID, GTK_SORT_DESCENDING);
  assert_rows (model, "PcccPPU");

  snapshot = make_snapshot (3);
  g_array_index (snapshot->processes, NetopProcess, 2).n_listed_connections = 0;
  show (model, snapshot);
  assert_rows (model, "PPPU");
  g_assert_false (netop_row_model_get_row (model, 0)->expandable);
  show (model, make_snapshot (4));
  assert_rows (model, "PcccPPU");

  /* What is gone is forgotten. */
  show (model, netop_fake_snapshot (2, 6, 5));
  assert_rows (model, "PPU");
  show (model, make_snapshot (6));
  assert_rows (model, "PPPU");
}

/* While rows hold still, what is opened is in order all the same, and holds still from then on. */
static void
test_expands_while_held (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (2, 40, 1);
  g_autoptr (NetopRowModel) model = make_model (snapshot);
  NetopRowKey first = process_key (0);
  NetopRowKey loudest;
  guint       position;

  netop_row_model_set_sort (model, NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING);
  netop_row_model_freeze_sort (model);
  expand (model, first);
  position = netop_row_model_get_position (model, &first);
  g_assert_true (is_sorted (model, position + 1, 20, NETOP_COLUMN_RX_RATE, TRUE));
  loudest = netop_row_model_get_row (model, position + 1)->key;

  show (model, netop_fake_snapshot (2, 40, 2));
  g_assert_cmpuint (netop_row_model_get_position (model, &first), ==, position);
  g_assert_true (netop_row_key_equal (&netop_row_model_get_row (model, position + 1)->key, &loudest));
  g_assert_false (is_sorted (model, position + 1, 20, NETOP_COLUMN_RX_RATE, TRUE));

  netop_row_model_thaw_sort (model);
  position = netop_row_model_get_position (model, &first);
  g_assert_true (is_sorted (model, position + 1, 20, NETOP_COLUMN_RX_RATE, TRUE));
}

static void
set_filter (NetopRowModel *model, const char *expression)
{
  g_autoptr (NetopFilter) filter = netop_filter_parse (expression, NULL);

  netop_row_model_set_filter (model, filter);
}

/* A row is there for its own sake with all of its children, or for the sake of some. */
static void
test_filter (void)
{
  g_autoptr (NetopRowModel) model = make_fake_model ();
  g_autofree char *name = NULL;

  for (guint i = 0; i < N_PROCESSES; i++)
    expand (model, process_key (i));
  expand (model, unknown_key);
  expand (model, netop_row_model_get_row (model, 13)->key);
  assert_rows (model, "PcccPcccPcccUrh");

  set_filter (model, "198.51.100.4");
  assert_rows (model, "Pc");
  name = netop_row_dup_name (netop_row_model_get_row (model, 1));
  g_assert_true (g_str_has_prefix (name, "198.51.100.4:"));
  set_filter (model, "curl");
  assert_rows (model, "Pccc");
  set_filter (model, "curl 198.51.100.5");
  assert_rows (model, "Pc");
  set_filter (model, "203.0.113.9");
  assert_rows (model, "Urh");
  set_filter (model, "unknown");
  assert_rows (model, "Urh");
  set_filter (model, "");
  assert_rows (model, "PcccPcccPcccUrh");

  /* A closed one comes in by its children too. */
  collapse (model, process_key (1));
  set_filter (model, "198.51.100.4");
  assert_rows (model, "P");
}

static void
select_row (NetopRowModel *model, NetopRowKey key)
{
  netop_row_model_set_selected (model, &key);
}

static void
assert_selected (NetopRowModel *model, NetopRowKey key)
{
  NetopRowKey selected = netop_row_model_get_selected (model);

  g_assert_true (netop_row_key_equal (&selected, &key));
}

static void
on_selection_changed (GtkSelectionModel *model, guint position, guint n_items, GString *positions)
{
  g_assert_cmpuint (n_items, ==, 1);
  g_string_append_printf (positions, "%u ", position);
}

static void
test_selection (void)
{
  g_autoptr (NetopRowModel) model = make_fake_model ();
  g_autoptr (GString) positions = g_string_new (NULL);
  NetopRowKey host;

  g_signal_connect (model, "selection-changed", G_CALLBACK (on_selection_changed), positions);
  expand (model, process_key (0));
  expand (model, process_key (2));
  assert_rows (model, "PcccPPcccU");

  /* It goes with its row. */
  select_row (model, connection_key (7));
  g_assert_cmpstr (positions->str, ==, "7 ");
  show (model, make_snapshot (2));
  assert_selected (model, connection_key (7));
  collapse (model, process_key (0));
  assert_selected (model, connection_key (7));
  g_assert_cmpstr (positions->str, ==, "7 4 ");

  /* Where its row is hidden, it goes to the parent. */
  collapse (model, process_key (2));
  assert_selected (model, process_key (2));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), 2));
  g_assert_cmpstr (positions->str, ==, "7 4 4 2 ");

  /* However deep it was. */
  expand (model, unknown_key);
  expand (model, netop_row_model_get_row (model, 4)->key);
  assert_rows (model, "PPPUrh");
  host = netop_row_model_get_row (model, 5)->key;
  select_row (model, host);
  collapse (model, unknown_key);
  assert_selected (model, unknown_key);
  assert_rows (model, "PPPU");
}

/* Without permission: what other users' programs carry, one reason for each user, and under it the remote hosts. */
static void
test_users (void)
{
  g_autoptr (NetopSnapshot) snapshot = make_snapshot (1);
  g_autoptr (NetopRowModel) model = NULL;
  g_autofree char *name = NULL;

  g_array_set_size (snapshot->unknown, 0);
  netop_fake_snapshot_add_user (snapshot, 0, "root", 2);
  netop_fake_snapshot_add_user (snapshot, 7, "ada", 3);
  model = make_model (snapshot);
  netop_row_model_set_sort (model, NETOP_COLUMN_RX_BYTES, GTK_SORT_DESCENDING);
  expand (model, unknown_key);
  assert_rows (model, "PPPUrr");
  g_assert_cmpstr (netop_row_model_get_row (model, 4)->name, ==, "Belongs to user ada");
  g_assert_cmpstr (netop_row_model_get_row (model, 5)->name, ==, "Belongs to user root");
  g_assert_cmpuint (netop_row_model_get_row (model, 4)->n_children, ==, 3);

  expand (model, user_key (7));
  assert_rows (model, "PPPUrhhhr");
  name = netop_row_dup_name (netop_row_model_get_row (model, 5));
  g_assert_cmpstr (name, ==, "203.0.113.22:450");
  g_assert_cmpuint (netop_row_model_get_row (model, 5)->depth, ==, 2);
  netop_row_model_set_sort (model, NETOP_COLUMN_USER, GTK_SORT_ASCENDING);
  g_assert_cmpstr (netop_row_model_get_row (model, 4)->cause->username, ==, "ada");

  set_filter (model, "root");
  assert_rows (model, "PUr");
  set_filter (model, "203.0.113.22");
  assert_rows (model, "Urh");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/row-tree/connections-of-a-process", test_connections);
  g_test_add_func ("/model/row-tree/sorts-children", test_sorts_children);
  g_test_add_func ("/model/row-tree/sorts-addresses", test_sorts_addresses);
  g_test_add_func ("/model/row-tree/stays-expanded", test_stays_expanded);
  g_test_add_func ("/model/row-tree/expands-while-held", test_expands_while_held);
  g_test_add_func ("/model/row-tree/filter", test_filter);
  g_test_add_func ("/model/row-tree/selection", test_selection);
  g_test_add_func ("/model/row-tree/users", test_users);

  return g_test_run ();
}
