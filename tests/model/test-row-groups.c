/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-snapshot.h"
#include "netop-group-text.h"
#include "netop-process-row-table.h"
#include "netop-row-model.h"

/* Processes under groups: who stands in which, what a group adds up, and what a search leaves of it. */

#define N_PROCESSES 12
#define N_CONNECTIONS 36

static void
set (NetopSnapshot *snapshot, guint index, const char *application, const char *container, const char *unit)
{
  NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, index);

  process->application = application ? g_ref_string_new (application) : NULL;
  process->container = container ? g_ref_string_new (container) : NULL;
  process->unit = unit ? g_ref_string_new (unit) : NULL;
}

/* By name: firefox, curl, sshd, chronyd, postgres, nginx, syncthing, transmission, git-remote-https, ping, firefox, curl. */
static NetopSnapshot *
make_snapshot (guint step)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (N_PROCESSES, N_CONNECTIONS, step);

  set (snapshot, 0, "flatpak:org.mozilla.firefox", NULL, "app-flatpak-org.mozilla.firefox-1.scope");
  set (snapshot, 10, "flatpak:org.mozilla.firefox", NULL, "app-flatpak-org.mozilla.firefox-2.scope");
  set (snapshot, 2, NULL, NULL, "session-3.scope");
  set (snapshot, 4, NULL, "docker:web", "docker-web.scope");
  set (snapshot, 5, NULL, "docker:web", "docker-web.scope");
  set (snapshot, 6, NULL, NULL, "syncthing@mara.service");
  set (snapshot, 7, NULL, "rootless:transmission", "session-3.scope");

  return snapshot;
}

static NetopRowModel *
make_model (NetopGrouping grouping)
{
  NetopRowModel *model = netop_row_model_new (netop_process_row_table_get_grouped (grouping));
  g_autoptr (NetopSnapshot) snapshot = make_snapshot (1);

  netop_row_model_set_sort (model, NETOP_COLUMN_NAME, GTK_SORT_ASCENDING);
  netop_row_model_set_snapshot (model, snapshot);

  return model;
}

static guint
count_rows (NetopRowModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static const NetopRow *
find (NetopRowModel *model, const char *name)
{
  for (guint i = 0; i < count_rows (model); i++)
    {
      const NetopRow *row = netop_row_model_get_row (model, i);

      if (g_strcmp0 (row->name, name) == 0)
        return row;
    }

  g_test_message ("No row called %s", name);
  g_assert_not_reached ();
}

static void
assert_group (NetopRowModel *model, const char *name, NetopGroupKind kind, guint n_processes)
{
  const NetopRow *row = find (model, name);

  g_assert_nonnull (row->group);
  g_assert_cmpint (row->group->kind, ==, kind);
  g_assert_cmpuint (row->group->n_processes, ==, n_processes);
  g_assert_cmpuint (row->n_children, ==, n_processes);
}

static void
test_applications (void)
{
  g_autoptr (NetopRowModel) model = make_model (NETOP_GROUPING_APPLICATION);

  assert_group (model, "org.mozilla.firefox", NETOP_GROUP_APPLICATION, 2);
  assert_group (model, "web", NETOP_GROUP_CONTAINER, 2);
  assert_group (model, "syncthing@mara.service", NETOP_GROUP_UNIT, 1);
  assert_group (model, "curl", NETOP_GROUP_PROGRAM, 2);
  /* What a session holds has nothing more in common than that, and what carries containers is in none. */
  assert_group (model, "sshd", NETOP_GROUP_PROGRAM, 1);
  assert_group (model, "transmission", NETOP_GROUP_PROGRAM, 1);
  g_assert_cmpuint (count_rows (model), ==, 9 + 1);
}

static void
test_users (void)
{
  g_autoptr (NetopRowModel) model = make_model (NETOP_GROUPING_USER);

  assert_group (model, "root", NETOP_GROUP_USER, 2);
  assert_group (model, "user", NETOP_GROUP_USER, 10);
  g_assert_cmpuint (count_rows (model), ==, 2 + 1);
}

/* Nothing is lost by grouping. */
static void
test_totals (void)
{
  g_autoptr (NetopRowModel) model = make_model (NETOP_GROUPING_PROCESS);
  NetopRowTotals before = netop_row_model_get_totals (model);

  for (guint i = 0; i < NETOP_N_GROUPINGS; i++)
    {
      NetopRowTotals after;

      netop_row_model_set_table (model, netop_process_row_table_get_grouped ((NetopGrouping)i));
      after = netop_row_model_get_totals (model);
      g_assert_cmpuint (after.n_rows, ==, N_PROCESSES);
      g_assert_cmpuint (after.n_shown, ==, N_PROCESSES);
      g_assert_cmpuint (after.n_sockets, ==, before.n_sockets);
      g_assert_cmpuint (after.n_connections, ==, before.n_connections);
      g_assert_cmpuint (after.traffic.rx_bytes, ==, before.traffic.rx_bytes);
      g_assert_cmpuint (after.traffic.tx_packets, ==, before.traffic.tx_packets);
      g_assert_cmpfloat_with_epsilon (after.rate.rx_bytes_per_s, before.rate.rx_bytes_per_s, 1e-3);
    }
}

static void
test_sums (void)
{
  g_autoptr (NetopRowModel) model = make_model (NETOP_GROUPING_APPLICATION);
  const NetopRow      *row = find (model, "org.mozilla.firefox");
  const NetopSnapshot *snapshot = netop_row_model_get_snapshot (model);
  const NetopProcess  *first = &g_array_index (snapshot->processes, NetopProcess, 0);
  const NetopProcess  *second = &g_array_index (snapshot->processes, NetopProcess, 10);
  NetopHistory        *history = netop_row_get_history (row);

  g_assert_cmpuint (row->traffic.rx_bytes, ==, first->traffic.rx_bytes + second->traffic.rx_bytes);
  g_assert_cmpuint (row->n_connections, ==, first->n_connections + second->n_connections);
  g_assert_cmpfloat (row->rate.tx_average_bytes_per_s, ==, first->rate.tx_average_bytes_per_s + second->rate.tx_average_bytes_per_s);
  g_assert_cmpuint (netop_history_get_length (history), ==, netop_history_get_length (first->history));
  for (guint age = 0; age < netop_history_get_length (history); age++)
    g_assert_cmpfloat (netop_history_get (history, age).rx, ==, netop_history_get (first->history, age).rx + netop_history_get (second->history, age).rx);
  g_assert_true (netop_row_get_history (row) == history);
  /* One is root's, one a user's. */
  g_assert_false (row->group->is_of_one_user);
  g_assert_true (find (model, "curl")->group->is_of_one_user);
}

static void
set_filter (NetopRowModel *model, const char *text)
{
  g_autoptr (NetopFilter) filter = netop_filter_parse (text, NULL);

  g_assert_nonnull (filter);
  netop_row_model_set_filter (model, filter);
}

/* A group adds up what the search shows, so that the header's sums are those of its rows. */
static void
test_filter (void)
{
  g_autoptr (NetopRowModel) model = make_model (NETOP_GROUPING_APPLICATION);
  const NetopSnapshot *snapshot = netop_row_model_get_snapshot (model);
  g_autofree char     *count = NULL;
  NetopRowTotals       totals;
  const NetopRow      *row;

  set_filter (model, "process:firefox user:root");
  g_assert_cmpuint (count_rows (model), ==, 1);
  row = netop_row_model_get_row (model, 0);
  g_assert_cmpuint (row->group->members->len, ==, 1);
  g_assert_cmpuint (row->traffic.rx_bytes, ==, g_array_index (snapshot->processes, NetopProcess, 0).traffic.rx_bytes);
  totals = netop_row_model_get_totals (model);
  g_assert_cmpuint (totals.n_shown, ==, 1);
  g_assert_cmpuint (totals.n_rows, ==, N_PROCESSES);
  g_assert_cmpuint (totals.traffic.rx_bytes, ==, row->traffic.rx_bytes);
  count = netop_group_dup_count (row->group);
  g_assert_cmpstr (count, ==, "1 of 2 processes");

  netop_row_model_set_filter (model, NULL);
  g_assert_cmpuint (find (model, "org.mozilla.firefox")->group->members->len, ==, 2);
}

static void
test_tree (void)
{
  g_autoptr (NetopRowModel) model = make_model (NETOP_GROUPING_APPLICATION);
  guint       n_closed = count_rows (model);
  NetopRowKey group = find (model, "curl")->key;
  NetopRowKey process = g_array_index (netop_row_model_get_snapshot (model)->processes, NetopProcess, 1).key;
  g_autoptr (NetopSnapshot) later = make_snapshot (2);
  guint position;

  netop_row_model_set_expanded (model, &group, true);
  netop_row_model_set_expanded (model, &process, true);
  g_assert_cmpuint (count_rows (model), ==, n_closed + 2 + 3);
  position = netop_row_model_get_position (model, &process);
  g_assert_cmpuint (netop_row_model_get_row (model, position)->depth, ==, 1);
  g_assert_cmpuint (netop_row_model_get_row (model, position + 1)->depth, ==, 2);
  g_assert_nonnull (netop_row_model_get_row (model, position + 1)->connection);

  /* The same groups in the next snapshot. */
  netop_row_model_set_selected (model, &process);
  netop_row_model_set_snapshot (model, later);
  g_assert_cmpuint (count_rows (model), ==, n_closed + 2 + 3);
  g_assert_true (netop_row_key_equal (&group, &find (model, "curl")->key));
  netop_row_model_set_expanded (model, &group, false);
  g_assert_cmpuint (count_rows (model), ==, n_closed);
  position = netop_row_model_get_position (model, &group);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), position));
}

static void
assert_container (const char *container, const char *name, const char *summary)
{
  NetopProcess process = { .container = (GRefString *)container };
  g_autoptr (NetopRowGroup) group = netop_row_group_new (&process, NETOP_GROUPING_APPLICATION);
  g_autofree char *text = NULL;

  netop_row_group_add (group, &process, true);
  text = netop_group_dup_summary (group);
  g_assert_cmpstr (group->name, ==, name);
  g_assert_cmpstr (text, ==, summary);
}

/* A container is called as it calls itself, and what it is stands beside that. */
static void
test_containers (void)
{
  assert_container ("docker:web", "web", "Docker container · 1 process");
  assert_container ("podman:nightly:backup", "nightly:backup", "Podman container · 1 process");
  assert_container ("machine:trixie", "trixie", "Machine · 1 process");
  assert_container ("trixie", "trixie", "Machine · 1 process");
}

/* Whatever processes call themselves, no two kinds of groups are one. */
static void
test_likeness (void)
{
  static const NetopGrouping by_application = NETOP_GROUPING_APPLICATION;
  NetopProcess               program = { .name = g_ref_string_new_intern ("docker:web") };
  NetopProcess               contained = { .container = g_ref_string_new_intern ("docker:web") };
  NetopProcess               unit = { .unit = g_ref_string_new_intern ("docker:web.service") };
  NetopProcess               application = { .application = g_ref_string_new_intern ("docker:web") };
  NetopProcess               nameless = { .pid = 7 };
  const NetopProcess        *all[] = { &program, &contained, &unit, &application, &nameless };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (NetopRowGroup) group = netop_row_group_new (all[i], by_application);

      g_assert_nonnull (group->name);
      for (guint j = 0; j < G_N_ELEMENTS (all); j++)
        {
          NetopRowKey key = netop_row_group_find_key (all[j], by_application);

          g_assert_cmpint (netop_row_key_equal (&group->key, &key), ==, i == j);
        }
    }
}

static void
test_ids (void)
{
  for (guint i = 0; i < NETOP_N_GROUPINGS; i++)
    g_assert_cmpint (netop_grouping_from_id (netop_grouping_get_id ((NetopGrouping)i)), ==, i);
  g_assert_cmpint (netop_grouping_from_id ("nonsense"), ==, NETOP_GROUPING_PROCESS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/groups/applications", test_applications);
  g_test_add_func ("/model/groups/users", test_users);
  g_test_add_func ("/model/groups/totals", test_totals);
  g_test_add_func ("/model/groups/sums", test_sums);
  g_test_add_func ("/model/groups/filter", test_filter);
  g_test_add_func ("/model/groups/tree", test_tree);
  g_test_add_func ("/model/groups/containers", test_containers);
  g_test_add_func ("/model/groups/likeness", test_likeness);
  g_test_add_func ("/model/groups/ids", test_ids);
  return g_test_run ();
}
