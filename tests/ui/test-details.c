/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "netop-detail-row.h"
#include "netop-details-flap.h"
#include "netop-process-glance.h"
#include "netop-row-fixture.h"
#include "netop-settings.h"
#include "netop-trend.h"
#include "netop-unknown-text.h"

/* The details pane: what it says of each kind of row, and when. Pictures stay in the folder the first argument names. */

#define N_PROCESSES 12

static const char *picture_folder;

static void
set_remembered (int      width,
                gboolean has_details)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  g_settings_set_int (settings, "width", width);
  g_settings_set_boolean (settings, "details", has_details);
}

static gboolean
is_remembered (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  return g_settings_get_boolean (settings, "details");
}

static GtkWidget *
get_pane (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (fixture->window, NETOP_TYPE_DETAILS_PANE);
}

static GtkWidget *
get_focus (NetopWindowFixture *fixture)
{
  return gtk_root_get_focus (GTK_ROOT (fixture->window));
}

static void
toggle (NetopWindowFixture *fixture)
{
  gtk_widget_activate_action (fixture->window, "win.details", NULL);
  netop_window_fixture_draw (fixture);
}

static gboolean
is_revealed (NetopWindowFixture *fixture)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "details");

  return g_variant_get_boolean (state);
}

static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture)
{
  return netop_fake_snapshot (N_PROCESSES, N_PROCESSES * 7, fixture->step++);
}

static NetopProcess *
get_process (NetopSnapshot *snapshot,
             guint          index)
{
  return &g_array_index (snapshot->processes, NetopProcess, index);
}

static void
open_with_details (NetopWindowFixture *fixture,
                   int                 width)
{
  set_remembered (width, TRUE);
  netop_window_fixture_open (fixture, NULL);
  for (guint i = 0; i < 12; i++)
    netop_window_fixture_show (fixture, make_snapshot (fixture));
}

static void
select_process (NetopWindowFixture *fixture,
                guint               index)
{
  netop_row_fixture_select (fixture, "processes", (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = index + 1 });
}

static void
assert_says (NetopWindowFixture *fixture,
             const char         *text)
{
  if (netop_row_fixture_find_label (get_pane (fixture), text) == NULL)
    g_error ("the details do not say: %s", text);
}

/* What follows is how long it has run. */
static void
assert_is_process (NetopWindowFixture *fixture,
                   const char         *start)
{
  g_assert_nonnull (netop_row_fixture_find_prefix (get_pane (fixture), start));
}

static void
assert_is_silent_of (NetopWindowFixture *fixture,
                     const char         *text)
{
  g_assert_null (netop_row_fixture_find_label (get_pane (fixture), text));
}

static GtkWidget *
find_row (NetopWindowFixture *fixture,
          const char         *text)
{
  GtkWidget *label = netop_row_fixture_find_label (get_pane (fixture), text);

  g_assert_nonnull (label);
  return gtk_widget_get_ancestor (label, NETOP_TYPE_DETAIL_ROW);
}

static void
assert_copied (NetopWindowFixture *fixture,
               const char         *text)
{
  g_autofree char *copied = netop_row_fixture_dup_copied (fixture);

  g_assert_cmpstr (copied, ==, text);
}

/* --- Tests --- */

static void
test_process (void)
{
  NetopWindowFixture fixture;

  open_with_details (&fixture, 1200);
  assert_says (&fixture, "Nothing Selected");
  select_process (&fixture, 1);
  assert_says (&fixture, "curl");
  assert_is_process (&fixture, "PID 1001 · user · ");
  assert_says (&fixture, "Path");
  assert_says (&fixture, "/usr/bin/curl");
  assert_says (&fixture, "user (1000)");
  assert_says (&fixture, "PID 1");
  assert_says (&fixture, "7, 7 connected");
  assert_says (&fixture, "Hosts");
  assert_says (&fixture, "1 more");
  assert_is_silent_of (&fixture, "Unit");
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-process"), >, 100);
  netop_window_fixture_close (&fixture);
}

/* What is known of the others that it came from, with their numbers; a circle of numbers has an end. */
static void
test_parents (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_with_details (&fixture, 1200);
  snapshot = make_snapshot (&fixture);
  get_process (snapshot, 1)->parent_pid = 1002;
  get_process (snapshot, 2)->parent_pid = 77;
  netop_window_fixture_show (&fixture, snapshot);
  select_process (&fixture, 1);
  assert_says (&fixture, "sshd (1002) › PID 77");

  snapshot = make_snapshot (&fixture);
  get_process (snapshot, 1)->parent_pid = 1002;
  get_process (snapshot, 2)->parent_pid = 1003;
  get_process (snapshot, 3)->parent_pid = 1002;
  netop_window_fixture_show (&fixture, snapshot);
  assert_says (&fixture, "sshd (1002) › chronyd (1003) › sshd (1002) › chronyd (1003) › sshd (1002) › chronyd (1003) › sshd (1002) › chronyd (1003)");
  netop_window_fixture_close (&fixture);
}

/* Those that do not use the network, of a process that is there. */
static void
test_living_parents (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  g_auto (NetopProcessGlance) parent = { 0 };
  g_autofree char *expected = NULL;
  GtkWidget       *row;
  g_autofree char *copied = NULL;

  g_assert_true (netop_process_glance_init (&parent, (uint32_t)getppid ()));
  expected = g_strdup_printf ("%s (%d)", parent.name, getppid ());
  open_with_details (&fixture, 1200);
  snapshot = make_snapshot (&fixture);
  get_process (snapshot, 1)->pid = (uint32_t)getpid ();
  get_process (snapshot, 1)->parent_pid = (uint32_t)getppid ();
  get_process (snapshot, 1)->start_time_ms = netop_process_get_start_time_ms ((uint32_t)getpid ());
  netop_window_fixture_show (&fixture, snapshot);
  select_process (&fixture, 1);
  row = find_row (&fixture, "Parents");
  g_signal_emit_by_name (row, "clicked");
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (copied, expected));

  /* Another process that has its number says nothing of it. */
  snapshot = make_snapshot (&fixture);
  get_process (snapshot, 1)->pid = (uint32_t)getpid ();
  get_process (snapshot, 1)->parent_pid = (uint32_t)getppid ();
  netop_window_fixture_show (&fixture, snapshot);
  g_clear_pointer (&expected, g_free);
  expected = g_strdup_printf ("PID %d", getppid ());
  assert_says (&fixture, expected);
  netop_window_fixture_close (&fixture);
}

static void
test_origin (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_with_details (&fixture, 1200);
  snapshot = make_snapshot (&fixture);
  get_process (snapshot, 1)->application = g_ref_string_new ("flatpak:org.example.App");
  get_process (snapshot, 1)->unit = g_ref_string_new ("app-example.scope");
  get_process (snapshot, 1)->container = g_ref_string_new ("docker:web-1");
  netop_window_fixture_show (&fixture, snapshot);
  select_process (&fixture, 1);
  assert_says (&fixture, "org.example.App");
  assert_says (&fixture, "app-example.scope");
  assert_says (&fixture, "Docker container web-1");
  netop_window_fixture_close (&fixture);
}

static void
test_follows (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  GtkWidget         *path;

  open_with_details (&fixture, 1200);
  select_process (&fixture, 1);
  path = netop_row_fixture_find_label (get_pane (&fixture), "/usr/bin/curl");
  for (guint i = 0; i < 3; i++)
    netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  assert_is_process (&fixture, "PID 1001 · user · ");
  /* The lines that say the same are the same. */
  g_assert_true (netop_row_fixture_find_label (get_pane (&fixture), "/usr/bin/curl") == path);

  snapshot = make_snapshot (&fixture);
  get_process (snapshot, 1)->ended_us = snapshot->timestamp_us;
  netop_window_fixture_show (&fixture, snapshot);
  assert_says (&fixture, "PID 1001 · user · ended");
  netop_window_fixture_close (&fixture);
}

static void
test_row_goes (void)
{
  NetopWindowFixture fixture;

  open_with_details (&fixture, 1200);
  select_process (&fixture, N_PROCESSES - 1);
  assert_is_process (&fixture, "PID 1011 · user · ");
  netop_window_fixture_show (&fixture, netop_fake_snapshot (N_PROCESSES - 1, 20, fixture.step++));
  assert_says (&fixture, "ended");
  assert_says (&fixture, "/usr/bin/curl");
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-ended"), >, 100);

  select_process (&fixture, 2);
  assert_is_process (&fixture, "PID 1002 · user · ");
  netop_row_model_set_selected (netop_window_fixture_get_model (&fixture), NULL);
  assert_says (&fixture, "Nothing Selected");
  netop_window_fixture_close (&fixture);
}

static void
test_hidden_does_nothing (void)
{
  NetopWindowFixture fixture;

  set_remembered (1200, FALSE);
  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  select_process (&fixture, 1);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  g_assert_null (netop_window_fixture_find (get_pane (&fixture), NETOP_TYPE_DETAIL_ROW));

  toggle (&fixture);
  assert_is_process (&fixture, "PID 1001 · user · ");
  netop_window_fixture_close (&fixture);
}

static void
test_copies (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *row;

  open_with_details (&fixture, 1200);
  select_process (&fixture, 1);
  row = find_row (&fixture, "/usr/bin/curl");
  g_assert_true (gtk_widget_get_focusable (row));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy path");
  g_signal_emit_by_name (row, "clicked");
  assert_copied (&fixture, "/usr/bin/curl");
  g_assert_nonnull (netop_row_fixture_find_label (fixture.window, "Copied"));

  row = find_row (&fixture, "user (1000)");
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy user");
  g_assert_true (gtk_widget_grab_focus (row));
  g_signal_emit_by_name (row, "clicked");
  assert_copied (&fixture, "user (1000)");
  netop_window_fixture_close (&fixture);
}

/* The mean of its connections, and the sum of what they sent again. */
static void
test_health_of_process (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_with_details (&fixture, 1200);
  select_process (&fixture, 1);
  assert_says (&fixture, "Mean RTT in the last minute, at most 1.0 ms");
  snapshot = make_snapshot (&fixture);
  for (guint i = 0; i < snapshot->connections->len; i++)
    g_clear_pointer (&g_array_index (snapshot->connections, NetopConnection, i).health, netop_history_unref);
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_false (gtk_widget_get_mapped (netop_window_fixture_find (get_pane (&fixture), NETOP_TYPE_TREND)));
  netop_window_fixture_close (&fixture);
}

static void
test_connection (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  NetopTrend        *trend;

  open_with_details (&fixture, 1200);
  netop_row_fixture_select (&fixture, "connections", (NetopRowKey){ .kind = NETOP_ROW_CONNECTION, .a = 9 });
  assert_says (&fixture, "TCP · established");
  assert_says (&fixture, "198.51.100.7:80");
  assert_says (&fixture, "192.0.2.10:32775");
  assert_says (&fixture, "Found by its socket: exact");
  assert_says (&fixture, "outgoing");
  assert_says (&fixture, "eth0");
  assert_says (&fixture, "curl (1001)");
  assert_says (&fixture, "Health");
  assert_says (&fixture, "1.0 ms");

  /* What was before it was selected is there too. */
  trend = NETOP_TREND (netop_window_fixture_find (get_pane (&fixture), NETOP_TYPE_TREND));
  g_assert_cmpuint (netop_trend_get_length (trend), ==, 9);
  g_assert_cmpfloat (netop_trend_get_peak (trend).value, ==, 1007);
  assert_says (&fixture, "RTT in the last minute, at most 1.0 ms");
  assert_says (&fixture, "4 segments sent again in the last minute");
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  assert_says (&fixture, "5 segments sent again in the last minute");
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-connection"), >, 100);

  /* Of one that is closed it stays. */
  snapshot = make_snapshot (&fixture);
  g_array_index (snapshot->connections, NetopConnection, 7).closed_us = snapshot->timestamp_us;
  netop_window_fixture_show (&fixture, snapshot);
  assert_says (&fixture, "TCP · closed");
  assert_says (&fixture, "Closed");

  /* Another has a history of its own; UDP has none. */
  netop_row_fixture_select (&fixture, "connections", (NetopRowKey){ .kind = NETOP_ROW_CONNECTION, .a = 4 });
  g_assert_cmpfloat (netop_trend_get_peak (trend).value, ==, 1002);
  netop_row_fixture_select (&fixture, "connections", (NetopRowKey){ .kind = NETOP_ROW_CONNECTION, .a = 6 });
  assert_says (&fixture, "Found by its local port only");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (trend)));
  netop_window_fixture_close (&fixture);
}

/* Whatever it is given. */
static void
test_trend_is_bounded (void)
{
  NetopTrend *trend = g_object_ref_sink (NETOP_TREND (netop_trend_new ()));
  NetopFigure figures[NETOP_TREND_CAPACITY + 1];

  g_assert_false (netop_trend_get_peak (trend).known);
  for (guint age = 0; age < G_N_ELEMENTS (figures); age++)
    figures[age] = netop_figure (age);
  figures[1] = NETOP_FIGURE_UNKNOWN;
  netop_trend_set_figures (trend, figures, G_N_ELEMENTS (figures));
  g_assert_cmpuint (netop_trend_get_length (trend), ==, NETOP_TREND_CAPACITY);
  /* The oldest is left out. */
  g_assert_cmpfloat (netop_trend_get_peak (trend).value, ==, NETOP_TREND_CAPACITY - 1);
  netop_trend_set_figures (trend, NULL, 0);
  g_assert_false (netop_trend_get_peak (trend).known);
  g_object_unref (trend);
}

static void
test_interface (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_with_details (&fixture, 1200);
  snapshot = make_snapshot (&fixture);
  g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0).facts.rx_dropped = 37;
  netop_window_fixture_show (&fixture, snapshot);
  netop_row_fixture_select (&fixture, "interfaces", (NetopRowKey){ .kind = NETOP_ROW_INTERFACE, .a = 2 });
  assert_says (&fixture, "eth0");
  assert_says (&fixture, "Ethernet · up");
  assert_says (&fixture, "192.0.2.10/24");
  assert_says (&fixture, "1.00 Gb/s");
  assert_says (&fixture, "nothing");
  assert_says (&fixture, "37 in, 0 out");
  g_assert_true (gtk_widget_has_css_class (netop_row_fixture_find_label (get_pane (&fixture), "37 in, 0 out"), "np-bad"));
  assert_says (&fixture, "99.8 %");
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-interface"), >, 100);
  netop_window_fixture_close (&fixture);
}

static void
test_unknown (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  NetopRowKey        unknown = { .kind = NETOP_ROW_UNKNOWN };
  NetopRowKey        cause = { .kind = NETOP_ROW_CAUSE, .a = NETOP_CAUSE_OTHER_USER, .b = 1001 };
  g_autofree char   *lost = NULL;

  open_with_details (&fixture, 1200);
  snapshot = make_snapshot (&fixture);
  netop_fake_snapshot_add_user (snapshot, 1000, "mara", 9);
  netop_row_model_set_expanded (netop_window_fixture_get_model (&fixture), &unknown, TRUE);
  netop_window_fixture_show (&fixture, snapshot);
  netop_row_fixture_select (&fixture, "processes", unknown);
  assert_says (&fixture, "Unknown");
  assert_says (&fixture, "Reasons");
  assert_says (&fixture, "Belongs to user mara");
  g_assert_false (gtk_widget_has_css_class (netop_row_fixture_find_label (get_pane (&fixture), "Belongs to user mara"), "np-bad"));

  snapshot = make_snapshot (&fixture);
  g_array_index (snapshot->unknown, NetopUnknown, 0).cause = NETOP_CAUSE_LOST;
  lost = netop_unknown_dup_title (&g_array_index (snapshot->unknown, NetopUnknown, 0));
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_true (gtk_widget_has_css_class (netop_row_fixture_find_label (get_pane (&fixture), lost), "np-bad"));
  snapshot = make_snapshot (&fixture);
  netop_fake_snapshot_add_user (snapshot, 1000, "mara", 9);
  netop_window_fixture_show (&fixture, snapshot);

  netop_row_fixture_select (&fixture, "processes", cause);
  assert_says (&fixture, "9 hosts");
  assert_says (&fixture, "203.0.113.20");
  assert_says (&fixture, "3 more");
  netop_row_model_set_expanded (netop_window_fixture_get_model (&fixture), &cause, TRUE);
  netop_row_fixture_select (&fixture, "processes", (NetopRowKey){ .kind = NETOP_ROW_HOST, .a = 1000001, .b = 1 });
  assert_says (&fixture, "203.0.113.20:1443");
  netop_window_fixture_close (&fixture);
}

/* As processes may call themselves. */
static void
test_hostile_names (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  NetopProcess      *process;
  g_autofree char   *long_text = g_strnfill (65536, 'x');
  g_autofree char   *accents = g_strnfill (65536, '\xc3');
  g_autofree char   *copied = NULL;

  for (guint i = 1; i < 65536; i += 2)
    accents[i] = '\xa9';
  open_with_details (&fixture, 1200);
  snapshot = make_snapshot (&fixture);
  process = get_process (snapshot, 1);
  g_ref_string_release (process->name);
  g_ref_string_release (process->cmdline);
  g_ref_string_release (process->exe);
  process->name = g_ref_string_new ("<b>&amp;\xe2\x80\xae</b>");
  process->cmdline = g_ref_string_new (long_text);
  process->exe = g_ref_string_new (accents);
  netop_window_fixture_show (&fixture, snapshot);
  select_process (&fixture, 1);
  assert_says (&fixture, "<b>&amp;\xe2\x80\xae</b>");

  g_signal_emit_by_name (gtk_widget_get_ancestor (netop_row_fixture_find_label (get_pane (&fixture), "Command"), NETOP_TYPE_DETAIL_ROW), "clicked");
  copied = netop_row_fixture_dup_copied (&fixture);
  g_assert_cmpuint (strlen (copied), ==, 65536);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-hostile"), >, 100);

  snapshot = make_snapshot (&fixture);
  process = get_process (snapshot, 1);
  g_ref_string_release (process->name);
  process->name = g_ref_string_new (accents);
  netop_window_fixture_show (&fixture, snapshot);
  netop_window_fixture_close (&fixture);
}

static void
test_toggles (void)
{
  NetopWindowFixture fixture;

  set_remembered (1200, FALSE);
  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  g_assert_false (is_revealed (&fixture));
  g_assert_false (gtk_widget_get_mapped (get_pane (&fixture)));

  toggle (&fixture);
  g_assert_true (is_revealed (&fixture));
  g_assert_true (gtk_widget_get_mapped (get_pane (&fixture)));
  g_assert_cmpint (gtk_widget_get_width (get_pane (&fixture)), <, 340);
  g_assert_true (is_remembered ());
  netop_window_fixture_close (&fixture);

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  g_assert_true (is_revealed (&fixture));
  toggle (&fixture);
  g_assert_false (is_remembered ());

  gtk_widget_activate_action (fixture.window, "win.show-details", NULL);
  g_assert_true (is_revealed (&fixture));
  gtk_widget_activate_action (fixture.window, "win.show-details", NULL);
  g_assert_true (is_revealed (&fixture));
  netop_window_fixture_close (&fixture);
}

static gboolean
press_escape (NetopWindowFixture *fixture)
{
  GtkWidget *flap = netop_window_fixture_find (fixture->window, NETOP_TYPE_DETAILS_FLAP);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (flap);
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 0, 0, &is_handled);
    }
  return is_handled;
}

/* Over the tables where there is no room beside them: for the moment, and never of itself. */
static void
test_narrow (void)
{
  NetopWindowFixture fixture;
  int                widths[] = { 360, 800 };
  GtkWidget         *focus;

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *name = g_strdup_printf ("details-%d", widths[i]);

      open_with_details (&fixture, widths[i]);
      select_process (&fixture, 1);
      g_assert_cmpint (gtk_widget_get_width (fixture.window), <=, MAX (widths[i], 400));
      g_assert_false (is_revealed (&fixture));
      g_assert_true (is_remembered ());

      netop_pages_focus (netop_row_fixture_get_pages (&fixture));
      focus = get_focus (&fixture);
      toggle (&fixture);
      g_assert_true (is_revealed (&fixture));
      assert_is_process (&fixture, "PID 1001 · user · ");
      g_assert_true (gtk_widget_is_ancestor (get_focus (&fixture), get_pane (&fixture)));
      g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, name), >, 100);
      g_assert_true (press_escape (&fixture));
      g_assert_false (is_revealed (&fixture));
      g_assert_true (get_focus (&fixture) == focus);
      g_assert_false (press_escape (&fixture));
      g_assert_true (is_remembered ());
      netop_window_fixture_close (&fixture);
    }
}

static void
test_looks (void)
{
  NetopWindowFixture fixture;
  AdwStyleManager   *style = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  open_with_details (&fixture, 1200);
  select_process (&fixture, 1);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-dark"), >, 100);
  netop_window_fixture_close (&fixture);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  open_with_details (&fixture, 1200);
  netop_row_fixture_select (&fixture, "connections", (NetopRowKey){ .kind = NETOP_ROW_CONNECTION, .a = 9 });
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "details-right-to-left"), >, 100);
  netop_window_fixture_close (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/details/process", test_process);
  g_test_add_func ("/ui/details/parents", test_parents);
  g_test_add_func ("/ui/details/living-parents", test_living_parents);
  g_test_add_func ("/ui/details/origin", test_origin);
  g_test_add_func ("/ui/details/follows", test_follows);
  g_test_add_func ("/ui/details/row-goes", test_row_goes);
  g_test_add_func ("/ui/details/hidden-does-nothing", test_hidden_does_nothing);
  g_test_add_func ("/ui/details/copies", test_copies);
  g_test_add_func ("/ui/details/connection", test_connection);
  g_test_add_func ("/ui/details/health-of-process", test_health_of_process);
  g_test_add_func ("/ui/details/trend-is-bounded", test_trend_is_bounded);
  g_test_add_func ("/ui/details/interface", test_interface);
  g_test_add_func ("/ui/details/unknown", test_unknown);
  g_test_add_func ("/ui/details/hostile-names", test_hostile_names);
  g_test_add_func ("/ui/details/toggles", test_toggles);
  g_test_add_func ("/ui/details/narrow", test_narrow);
  g_test_add_func ("/ui/details/looks", test_looks);
  return g_test_run ();
}
