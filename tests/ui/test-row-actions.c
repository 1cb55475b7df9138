/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "netop-process-end.h"
#include "netop-process-glance.h"
#include "netop-row-fixture.h"
#include "netop-row-menu.h"
#include "netop-search.h"

/* What can be done with a row, and with which. */

#define N_PROCESSES 12
#define NOBODY 65534

static const NetopRowKey a_process = { .kind = NETOP_ROW_PROCESS, .a = 2 };
static const NetopRowKey a_connection = { .kind = NETOP_ROW_CONNECTION, .a = 9 };
static const NetopRowKey an_interface = { .kind = NETOP_ROW_INTERFACE, .a = 2 };
static const NetopRowKey the_unknown = { .kind = NETOP_ROW_UNKNOWN };

static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture)
{
  return netop_fake_snapshot (N_PROCESSES, N_PROCESSES * 7, fixture->step++);
}

static NetopProcess *
get_process (NetopSnapshot *snapshot)
{
  return &g_array_index (snapshot->processes, NetopProcess, 1);
}

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_show (fixture, make_snapshot (fixture));
}

static void
act (NetopWindowFixture *fixture,
     const char         *name)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, name, NULL));
  netop_window_fixture_draw (fixture);
}

static void
filter_by (NetopWindowFixture *fixture,
           const char         *key)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.filter-by", "s", key));
  netop_window_fixture_draw (fixture);
}

static void
assert_copied (NetopWindowFixture *fixture,
               const char         *text)
{
  g_autofree char *copied = netop_row_fixture_dup_copied (fixture);

  g_assert_cmpstr (copied, ==, text);
}

/* Of the page on the screen. */
static GtkWidget *
get_view (NetopWindowFixture *fixture)
{
  GtkWidget *page = adw_view_stack_get_visible_child (netop_pages_get_stack (netop_row_fixture_get_pages (fixture)));

  return gtk_widget_get_ancestor (netop_window_fixture_find (page, GTK_TYPE_LIST_VIEW), GTK_TYPE_COLUMN_VIEW);
}

/* --- Where they make sense --- */

static const char *const names[] = { "copy", "copy-json", "copy-address", "filter-by", "end-process" };

static void
assert_enabled (NetopWindowFixture *fixture,
                const char         *enabled)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), names[i]))
      g_string_append_printf (found, "%s ", names[i]);
  g_assert_cmpstr (found->str, ==, enabled);
}

static void
test_enabled (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  assert_enabled (&fixture, "");
  netop_row_fixture_select (&fixture, "processes", a_process);
  assert_enabled (&fixture, "copy copy-json filter-by end-process ");
  netop_row_fixture_select (&fixture, "processes", the_unknown);
  assert_enabled (&fixture, "copy copy-json ");
  netop_row_fixture_select (&fixture, "connections", a_connection);
  assert_enabled (&fixture, "copy copy-json copy-address filter-by ");
  netop_row_fixture_select (&fixture, "interfaces", an_interface);
  assert_enabled (&fixture, "copy copy-json copy-address filter-by ");
  netop_row_model_set_selected (netop_selection_get_model (netop_row_fixture_get_selection (&fixture)), NULL);
  assert_enabled (&fixture, "");
  netop_window_fixture_close (&fixture);
}

/* Not what has ended, what is read from a file, or whose start is not known; and nothing of a row that is gone. */
static void
test_who_can_end (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "processes", a_process);
  snapshot = make_snapshot (&fixture);
  get_process (snapshot)->ended_us = snapshot->timestamp_us;
  netop_window_fixture_show (&fixture, snapshot);
  assert_enabled (&fixture, "copy copy-json filter-by ");

  snapshot = make_snapshot (&fixture);
  get_process (snapshot)->start_time_ms = 0;
  netop_window_fixture_show (&fixture, snapshot);
  assert_enabled (&fixture, "copy copy-json filter-by ");

  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  assert_enabled (&fixture, "copy copy-json filter-by end-process ");
  netop_window_fixture_show (&fixture, netop_fake_snapshot (1, 1, fixture.step++));
  assert_enabled (&fixture, "");
  netop_window_fixture_close (&fixture);

  netop_window_fixture_open (&fixture, NULL);
  snapshot = make_snapshot (&fixture);
  snapshot->capture.backend = NETOP_BACKEND_FILE;
  netop_window_fixture_show (&fixture, snapshot);
  netop_row_fixture_select (&fixture, "processes", a_process);
  assert_enabled (&fixture, "copy copy-json filter-by ");
  netop_window_fixture_close (&fixture);
}

/* --- Copying --- */

static void
test_copies_text (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *copied = NULL;
  g_auto (GStrv) fields = NULL;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "processes", a_process);
  act (&fixture, "win.copy");
  copied = netop_row_fixture_dup_copied (&fixture);
  fields = g_strsplit (copied, "\t", -1);
  g_assert_cmpuint (g_strv_length (fields), ==, 7);
  g_assert_cmpstr (fields[0], ==, "curl");
  g_assert_cmpstr (fields[1], ==, "1001");
  g_assert_cmpstr (fields[2], ==, "user");
  g_assert_true (g_str_has_prefix (fields[3], "↓ "));
  g_assert_null (strchr (copied, '\n'));
  g_assert_nonnull (netop_row_fixture_find_label (fixture.window, "Row copied"));

  netop_row_fixture_select (&fixture, "connections", a_connection);
  act (&fixture, "win.copy");
  g_clear_pointer (&copied, g_free);
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (copied, "curl\tTCP\t192.0.2.10:32775\t198.51.100.7:80\testablished\t↓ "));
  act (&fixture, "win.copy-address");
  assert_copied (&fixture, "198.51.100.7");

  netop_row_fixture_select (&fixture, "interfaces", an_interface);
  act (&fixture, "win.copy-address");
  assert_copied (&fixture, "192.0.2.10");
  netop_window_fixture_close (&fixture);
}

static void
test_copies_json (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *copied = NULL;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "processes", a_process);
  act (&fixture, "win.copy-json");
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (copied, "{"));
  g_assert_nonnull (strstr (copied, "\"pid\" : 1001"));
  g_assert_nonnull (strstr (copied, "\"connections\" : ["));
  netop_window_fixture_close (&fixture);
}

/* Those of the table alone: an entry has its own. */
static void
press (NetopWindowFixture *fixture,
       const char         *keys)
{
  netop_row_fixture_press_shortcut (get_view (fixture), keys);
  netop_window_fixture_draw (fixture);
}

static void
test_keys (void)
{
  NetopWindowFixture fixture;
  g_autofree char   *copied = NULL;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "connections", a_connection);
  press (&fixture, "<Control>c");
  g_assert_nonnull (netop_row_fixture_find_label (fixture.window, "Row copied"));
  press (&fixture, "<Shift><Control>c");
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (copied, "{"));
  netop_window_fixture_close (&fixture);
}

/* --- Filtering --- */

static void
assert_searched (NetopWindowFixture *fixture,
                 const char         *expression)
{
  GtkWidget *entry = netop_window_fixture_find (netop_window_fixture_find (fixture->window, NETOP_TYPE_SEARCH), GTK_TYPE_SEARCH_ENTRY);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, expression);
}

/* Of what was searched for before nothing is left. */
static void
filter_by_alone (NetopWindowFixture *fixture,
                 const char         *key)
{
  gtk_widget_activate_action (fixture->window, "win.clear-search", NULL);
  filter_by (fixture, key);
}

static void
test_filters (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  NetopProcess      *process;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "processes", a_process);
  filter_by_alone (&fixture, "process");
  assert_searched (&fixture, "process:curl");
  filter_by_alone (&fixture, "user");
  assert_searched (&fixture, "user:user");
  filter_by (&fixture, "unit");
  filter_by (&fixture, "app");
  /* What it has nothing of, and what is no key at all. */
  filter_by (&fixture, "port");
  filter_by (&fixture, "colour");
  assert_searched (&fixture, "user:user");

  snapshot = make_snapshot (&fixture);
  process = get_process (snapshot);
  g_ref_string_release (process->name);
  process->name = g_ref_string_new ("Web Content -x");
  netop_window_fixture_show (&fixture, snapshot);
  filter_by_alone (&fixture, "process");
  assert_searched (&fixture, "process:\"Web Content -x\"");

  snapshot = make_snapshot (&fixture);
  process = get_process (snapshot);
  g_ref_string_release (process->name);
  process->name = g_ref_string_new ("a\"b");
  process->application = g_ref_string_new ("flatpak:org.example.App");
  process->container = g_ref_string_new ("docker:web-1");
  process->unit = g_ref_string_new ("web@1.service");
  netop_window_fixture_show (&fixture, snapshot);
  filter_by (&fixture, "process");
  assert_searched (&fixture, "process:\"Web Content -x\"");
  filter_by_alone (&fixture, "app");
  assert_searched (&fixture, "app:org.example.App");
  filter_by_alone (&fixture, "container");
  assert_searched (&fixture, "container:web-1");
  filter_by_alone (&fixture, "unit");
  assert_searched (&fixture, "unit:\"web@1.service\"");
  gtk_widget_activate_action (fixture.window, "win.clear-search", NULL);

  netop_row_fixture_select (&fixture, "connections", a_connection);
  filter_by_alone (&fixture, "net");
  assert_searched (&fixture, "net:198.51.100.7");
  filter_by_alone (&fixture, "port");
  assert_searched (&fixture, "port:80");
  filter_by_alone (&fixture, "proto");
  assert_searched (&fixture, "proto:tcp");
  filter_by_alone (&fixture, "state");
  assert_searched (&fixture, "state:established");
  filter_by_alone (&fixture, "iface");
  assert_searched (&fixture, "iface:eth0");
  netop_window_fixture_close (&fixture);
}

/* Each takes more away, nothing twice; and a search that is wrong is left for the last good one. */
static void
test_narrows (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "processes", a_process);
  filter_by (&fixture, "process");
  filter_by (&fixture, "user");
  filter_by (&fixture, "process");
  assert_searched (&fixture, "process:curl user:user");
  filter_by (&fixture, "pid");
  assert_searched (&fixture, "process:curl user:user pid:1001");
  filter_by_alone (&fixture, "-pid");
  assert_searched (&fixture, "-pid:1001");
  g_assert_cmpuint (netop_row_model_get_position (netop_window_fixture_get_model (&fixture), &a_process), ==, GTK_INVALID_LIST_POSITION);
  /* The details keep what was selected, and its menu. */
  filter_by (&fixture, "user");
  filter_by (&fixture, "pid");
  assert_searched (&fixture, "user:user pid:1001");
  g_assert_cmpuint (netop_row_model_get_position (netop_window_fixture_get_model (&fixture), &a_process), !=, GTK_INVALID_LIST_POSITION);
  netop_window_fixture_close (&fixture);
}

/* --- Ending --- */

/* As its button does. */
static void
answer (const char *response)
{
  AdwMessageDialog *dialog = netop_window_fixture_find_dialog ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  netop_window_fixture_settle ();
}

/* Shows @pid in the place of a process, and asks for its end. */
static void
ask (NetopWindowFixture *fixture,
     uint32_t            pid,
     int64_t             start_time_ms)
{
  NetopSnapshot *snapshot = make_snapshot (fixture);

  get_process (snapshot)->pid = pid;
  get_process (snapshot)->start_time_ms = start_time_ms;
  netop_window_fixture_show (fixture, snapshot);
  netop_row_fixture_select (fixture, "processes", a_process);
  act (fixture, "win.end-process");
}

static GSubprocess *
start_child (uint32_t *pid)
{
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sleep", "1000", NULL);

  g_assert_nonnull (child);
  *pid = (uint32_t)g_ascii_strtoull (g_subprocess_get_identifier (child), NULL, 10);
  return child;
}

static void
stop_child (GSubprocess *child)
{
  /* It had not ended. */
  g_assert_nonnull (g_subprocess_get_identifier (child));
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

static void
test_ends (void)
{
  NetopWindowFixture fixture;
  uint32_t           pid;
  g_autoptr (GSubprocess) child = start_child (&pid);

  open_window (&fixture);
  ask (&fixture, pid, netop_process_get_start_time_ms (pid));
  g_assert_cmpstr (adw_message_dialog_get_heading (netop_window_fixture_find_dialog ()), ==, "End curl?");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), g_subprocess_get_identifier (child)));
  g_assert_cmpstr (adw_message_dialog_get_default_response (netop_window_fixture_find_dialog ()), ==, "cancel");
  answer ("end");
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGTERM);
  g_assert_null (netop_window_fixture_find_dialog ());
  netop_window_fixture_close (&fixture);
}

static void
test_does_not_end (void)
{
  NetopWindowFixture fixture;
  uint32_t           pid;
  g_autoptr (GSubprocess) child = start_child (&pid);

  open_window (&fixture);
  ask (&fixture, pid, netop_process_get_start_time_ms (pid));
  answer ("cancel");
  g_assert_null (netop_window_fixture_find_dialog ());
  stop_child (child);
  netop_window_fixture_close (&fixture);
}

/* The number is another process's by now. */
static void
test_leaves_another_alone (void)
{
  NetopWindowFixture fixture;
  uint32_t           pid;
  g_autoptr (GSubprocess) child = start_child (&pid);

  open_window (&fixture);
  ask (&fixture, pid, netop_process_get_start_time_ms (pid) - 60000);
  answer ("end");
  g_assert_cmpstr (adw_message_dialog_get_heading (netop_window_fixture_find_dialog ()), ==, "curl Was Not Ended");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), "has ended already"));
  answer ("close");
  stop_child (child);
  netop_window_fixture_close (&fixture);
}

static void
test_ended_meanwhile (void)
{
  NetopWindowFixture fixture;
  uint32_t           pid;
  g_autoptr (GSubprocess) child = start_child (&pid);
  int64_t start_time_ms = netop_process_get_start_time_ms (pid);

  open_window (&fixture);
  ask (&fixture, pid, start_time_ms);
  stop_child (child);
  answer ("end");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), "has ended already"));
  answer ("close");
  netop_window_fixture_close (&fixture);
}

/* Whoever runs this as root becomes somebody else for it; anybody else may not end the first process. */
static void
test_not_permitted (void)
{
  NetopWindowFixture fixture;
  gboolean           is_root = geteuid () == 0;
  uint32_t           pid = 1;
  g_autoptr (GSubprocess) child = is_root ? start_child (&pid) : NULL;

  open_window (&fixture);
  ask (&fixture, pid, netop_process_get_start_time_ms (pid));
  if (is_root)
    g_assert_cmpint (setresuid (NOBODY, NOBODY, 0), ==, 0);
  answer ("end");
  if (is_root)
    g_assert_cmpint (setresuid (0, 0, 0), ==, 0);
  g_assert_cmpstr (adw_message_dialog_get_heading (netop_window_fixture_find_dialog ()), ==, "curl Was Not Ended");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), "It belongs to user"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (netop_window_fixture_find_dialog ()), "sudo kill"));
  answer ("close");
  if (is_root)
    stop_child (child);
  netop_window_fixture_close (&fixture);
}

/* Never a group of processes, nor all. */
static void
test_no_process (void)
{
  static const uint32_t pids[] = { 0, G_MAXUINT32, G_MAXUINT32 - 1, 0x80000001u, G_MAXINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (netop_process_end (pids[i], netop_process_get_start_time_ms (pids[i]), &error));
      g_assert_nonnull (error);
    }
}

/* --- The menu --- */

/* Every label of it, with its sections and submenus. */
static void
append_labels (GMenuModel *menu,
               GString    *labels)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        g_string_append_printf (labels, "%s|", label);
      if (section != NULL)
        append_labels (section, labels);
      if (submenu != NULL)
        append_labels (submenu, labels);
    }
}

static GtkWidget *
find_popover (NetopWindowFixture *fixture)
{
  GtkWidget *last = gtk_widget_get_last_child (get_view (fixture));

  return GTK_IS_POPOVER_MENU (last) ? last : NULL;
}

/* A pointer that happens to stand over the table holds the rows for a while, too. */
static gboolean
is_thawed (gpointer model)
{
  return !netop_row_model_is_sort_frozen (model);
}

static void
test_menu (void)
{
  NetopWindowFixture fixture;
  NetopRowModel     *model;
  g_autoptr (GString) labels = g_string_new (NULL);

  open_window (&fixture);
  model = netop_window_fixture_get_model (&fixture);
  /* Without a selected row there is none. */
  press (&fixture, "Menu|<Shift>F10");
  g_assert_null (find_popover (&fixture));

  netop_row_fixture_select (&fixture, "processes", a_process);
  netop_window_fixture_wait (is_thawed, model);
  press (&fixture, "Menu|<Shift>F10");
  g_assert_nonnull (find_popover (&fixture));
  netop_window_fixture_wait (netop_window_fixture_is_whole, find_popover (&fixture));
  append_labels (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (find_popover (&fixture))), labels);
  g_assert_cmpstr (labels->str, ==,
                   "Show _Details|_Copy|Copy as _JSON|Copy _Address|_Filter By|Process: curl|PID: 1001|User: user|"
                   "Filter _Out|Process: curl|PID: 1001|User: user|_End Process…|");

  /* Rows hold still while it is open, and move again after it, whatever comes meanwhile. */
  g_assert_true (netop_row_model_is_sort_frozen (model));
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  gtk_popover_popdown (GTK_POPOVER (find_popover (&fixture)));
  netop_window_fixture_draw (&fixture);
  g_assert_null (find_popover (&fixture));
  netop_window_fixture_wait (is_thawed, model);

  /* A window that is closed with it open. */
  press (&fixture, "Menu|<Shift>F10");
  g_assert_nonnull (find_popover (&fixture));
  netop_window_fixture_close (&fixture);
}

/* Underlines are no mnemonics, and a long name is cut. */
static void
test_menu_of_hostile_names (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (2, 2, 1);
  g_autofree char *long_name = g_strnfill (200, 'x');
  NetopProcess    *process = get_process (snapshot);
  NetopRow         row = { .key = process->key, .process = process };
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GMenuModel) cut = NULL;
  g_autoptr (GString) labels = g_string_new (NULL);

  g_ref_string_release (process->name);
  process->name = g_ref_string_new ("a_b<b>");
  menu = netop_row_menu_new (&row, snapshot, FALSE);
  append_labels (menu, labels);
  g_assert_nonnull (strstr (labels->str, "|Process: a__b<b>|"));

  g_ref_string_release (process->name);
  process->name = g_ref_string_new (long_name);
  cut = netop_row_menu_new (&row, snapshot, FALSE);
  append_labels (cut, labels);
  g_assert_nonnull (strstr (labels->str, "xxx…|"));
  g_assert_null (strstr (labels->str, long_name));
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/row-actions/enabled", test_enabled);
  g_test_add_func ("/ui/row-actions/who-can-end", test_who_can_end);
  g_test_add_func ("/ui/row-actions/copies-text", test_copies_text);
  g_test_add_func ("/ui/row-actions/copies-json", test_copies_json);
  g_test_add_func ("/ui/row-actions/keys", test_keys);
  g_test_add_func ("/ui/row-actions/filters", test_filters);
  g_test_add_func ("/ui/row-actions/narrows", test_narrows);
  g_test_add_func ("/ui/row-actions/ends", test_ends);
  g_test_add_func ("/ui/row-actions/does-not-end", test_does_not_end);
  g_test_add_func ("/ui/row-actions/leaves-another-alone", test_leaves_another_alone);
  g_test_add_func ("/ui/row-actions/ended-meanwhile", test_ended_meanwhile);
  g_test_add_func ("/ui/row-actions/not-permitted", test_not_permitted);
  g_test_add_func ("/ui/row-actions/no-process", test_no_process);
  g_test_add_func ("/ui/row-actions/menu", test_menu);
  g_test_add_func ("/ui/row-actions/menu-of-hostile-names", test_menu_of_hostile_names);
  return g_test_run ();
}
