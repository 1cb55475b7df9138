/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-view-fixture.h"

#include <string.h>

#include "netop-about.h"
#include "netop-dns-page.h"
#include "netop-end-dialog.h"
#include "netop-fake-desktop.h"
#include "netop-graph.h"
#include "netop-interface-chooser.h"
#include "netop-row-fixture.h"
#include "netop-search.h"
#include "netop-settings.h"
#include "netop-status-line.h"
#include "netop-welcome.h"

#define MAX_FRAMES_TO_GROW 10

/* Of the moment in the graph, in seconds. */
#define MOMENT_AGE 20

/* --- What is shown --- */

static NetopSnapshot *
make_limited (void)
{
  NetopSnapshot *snapshot = netop_fake_desktop ();

  snapshot->capture.backend = NETOP_BACKEND_SOCKETS;
  snapshot->capture.byte_layer_tcp_payload = true;
  snapshot->capture.coverage = NETOP_FIGURE_UNKNOWN;
  netop_fake_snapshot_add_user (snapshot, 1001, "timo", 3);
  return snapshot;
}

static NetopSnapshot *
make_lossy (void)
{
  NetopSnapshot *snapshot = netop_fake_desktop ();

  snapshot->capture.dropped_kernel = 1204;
  snapshot->capture.coverage = netop_figure (0.942);
  return snapshot;
}

static NetopSnapshot *
make_empty (void)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (0, 0, 1);

  g_array_set_size (snapshot->unknown, 0);
  snapshot->total = (NetopTraffic){ 0 };
  snapshot->rate = (NetopRate){ .known = true };
  g_clear_pointer (&snapshot->history, netop_history_unref);
  g_clear_pointer (&snapshot->minutes_history, netop_history_unref);
  snapshot->capture.coverage = NETOP_FIGURE_UNKNOWN;
  return snapshot;
}

static NetopSnapshot *
make_file (void)
{
  NetopSnapshot *snapshot = netop_fake_desktop ();

  snapshot->capture.backend = NETOP_BACKEND_FILE;
  snapshot->capture.coverage = NETOP_FIGURE_UNKNOWN;
  return snapshot;
}

static NetopSnapshot *
make_nothing (void)
{
  return NULL;
}

/* --- How it is brought up --- */

static void
show_page (NetopWindowFixture *window,
           const char         *name)
{
  netop_pages_show (netop_row_fixture_get_pages (window), name);
  netop_window_fixture_draw (window);
}

static void
show_connections (NetopWindowFixture *window)
{
  show_page (window, "connections");
}

static void
show_interfaces (NetopWindowFixture *window)
{
  show_page (window, "interfaces");
}

static void
show_dns (NetopWindowFixture *window)
{
  show_page (window, "dns");
}

static void
show_unlocking (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.unlock", NULL);
  netop_source_set_state (window->source, NETOP_SOURCE_STATE_UNLOCKING, NULL);
}

static void
show_ended (NetopWindowFixture *window)
{
  netop_fake_source_fail (NETOP_FAKE_SOURCE (window->source), NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED,
                          "The helper does not answer any more");
}

static void
show_no_device (NetopWindowFixture *window)
{
  netop_fake_source_fail (NETOP_FAKE_SOURCE (window->source), NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_CANNOT_OPEN,
                          "enp9s0: No such device exists");
}

static void
show_reading (NetopWindowFixture *window)
{
  netop_source_set_file_progress (window->source, 250, 1000);
}

static gboolean
has_status_page (gpointer window)
{
  GtkWidget *page = netop_window_fixture_find (GTK_WIDGET (netop_row_fixture_get_pages (window)), ADW_TYPE_STATUS_PAGE);

  return page != NULL && gtk_widget_get_mapped (page);
}

static void
search (NetopWindowFixture *window,
        const char         *text)
{
  NetopSearch *bar = NETOP_SEARCH (netop_window_fixture_find (window->window, NETOP_TYPE_SEARCH));
  GtkWidget   *entry = netop_window_fixture_find (GTK_WIDGET (bar), GTK_TYPE_SEARCH_ENTRY);

  netop_search_open (bar);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
  g_signal_emit_by_name (entry, "search-changed");
  netop_window_fixture_draw (window);
}

static void
show_no_matches (NetopWindowFixture *window)
{
  search (window, "nosuchprogram");
  netop_window_fixture_wait (has_status_page, window);
}

static void
show_search_error (NetopWindowFixture *window)
{
  search (window, "process:firefox");
  search (window, "process:firefox net:10.0.0.0/99 ");
}

static void
show_paused (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.pause", NULL);
}

static void
show_details (NetopWindowFixture *window,
              const char         *page,
              NetopRowKey         key)
{
  netop_row_fixture_select (window, page, key);
  gtk_widget_activate_action (window->window, "win.details", NULL);
}

static void
show_process_details (NetopWindowFixture *window)
{
  show_details (window, "processes", (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = 1 });
}

static void
show_connection_details (NetopWindowFixture *window)
{
  show_details (window, "connections", (NetopRowKey){ .kind = NETOP_ROW_CONNECTION, .a = 11 });
}

static void
show_interface_details (NetopWindowFixture *window)
{
  show_details (window, "interfaces", (NetopRowKey){ .kind = NETOP_ROW_INTERFACE, .a = 2 });
}

static void
show_query_details (NetopWindowFixture *window)
{
  NetopTablePage *queries;

  show_page (window, "dns");
  queries = netop_dns_page_get_queries (NETOP_DNS_PAGE (netop_window_fixture_find (window->window, NETOP_TYPE_DNS_PAGE)));
  netop_row_model_set_selected (netop_table_page_get_model (queries), &(NetopRowKey){ .kind = NETOP_ROW_QUERY, .a = 9 });
  gtk_widget_activate_action (window->window, "win.details", NULL);
}

static void
show_unknown_details (NetopWindowFixture *window)
{
  show_details (window, "processes", (NetopRowKey){ .kind = NETOP_ROW_UNKNOWN });
}

static void
show_tree (NetopWindowFixture *window)
{
  static const NetopRowKey keys[] = {
    { .kind = NETOP_ROW_PROCESS, .a = 1 },
    { .kind = NETOP_ROW_UNKNOWN },
    { .kind = NETOP_ROW_CAUSE, .a = NETOP_CAUSE_ENDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    netop_row_model_set_expanded (netop_window_fixture_get_model (window), &keys[i], TRUE);
}

static void
show_welcome (NetopWindowFixture *window)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  g_settings_reset (settings, "welcome-shown");
  netop_welcome_show_once (GTK_WINDOW (window->window));
}

static void
show_preferences (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.preferences", NULL);
}

static void
show_shortcuts (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.show-help-overlay", NULL);
}

static void
show_about (NetopWindowFixture *window)
{
  netop_about_show (GTK_WINDOW (window->window));
}

static void
show_end_dialog (NetopWindowFixture *window)
{
  NetopSnapshot *snapshot = netop_source_get_snapshot (window->source);

  netop_end_dialog_ask (GTK_WINDOW (window->window), &g_array_index (snapshot->processes, NetopProcess, 0));
}

static GtkWidget *
find_primary_button (GtkWidget *root)
{
  if (GTK_IS_MENU_BUTTON (root) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (root)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_primary_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
show_main_menu (NetopWindowFixture *window)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (find_primary_button (window->window)));
}

static void
show_row_menu (NetopWindowFixture *window)
{
  netop_row_fixture_select (window, "processes", (NetopRowKey){ .kind = NETOP_ROW_PROCESS, .a = 1 });
  netop_row_fixture_press_shortcut (netop_window_fixture_find (window->window, GTK_TYPE_COLUMN_VIEW), "Menu|<Shift>F10");
}

static void
show_column_menu (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.columns", NULL);
}

static void
show_cards (NetopWindowFixture *window)
{
  show_interfaces (window);
  gtk_widget_activate_action (window->window, "win.interface-cards", NULL);
}

static void
show_groups (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.group-by", "s", "application");
}

/* Of what is selected, in the graph. */
static void
show_part (NetopWindowFixture *window)
{
  const NetopRowKey key = { .kind = NETOP_ROW_PROCESS, .a = 1 };

  netop_row_model_set_selected (netop_window_fixture_get_model (window), &key);
}

static void
show_users (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.group-by", "s", "user");
}

static void
show_hour (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.graph-range", "i", NETOP_GRAPH_RANGE_HOUR);
}

/* What the keys are at in the graph. */
static void
show_moment (NetopWindowFixture *window)
{
  GtkWidget *graph = netop_window_fixture_find (window->window, NETOP_TYPE_GRAPH);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (graph);

  gtk_widget_grab_focus (graph);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled = FALSE;

      for (guint j = 0; j < MOMENT_AGE && GTK_IS_EVENT_CONTROLLER_KEY (controller); j++)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Left, 0, 0, &is_handled);
    }
}

static void
show_completion (NetopWindowFixture *window)
{
  search (window, "p");
}

static gboolean
has_dialog (gpointer unused)
{
  return netop_window_fixture_find_dialog () != NULL;
}

static void
show_failed_export (NetopWindowFixture *window)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/snapshot.json");

  netop_window_export (NETOP_WINDOW (window->window), file);
  netop_window_fixture_wait (has_dialog, NULL);
}

static void
show_chooser (NetopWindowFixture *window)
{
  GtkWidget *chooser = netop_window_fixture_find (window->window, NETOP_TYPE_INTERFACE_CHOOSER);

  gtk_menu_button_popup (GTK_MENU_BUTTON (netop_window_fixture_find (chooser, GTK_TYPE_MENU_BUTTON)));
}

static void
show_resolver_details (NetopWindowFixture *window)
{
  NetopRowModel *resolvers;

  show_page (window, "dns");
  resolvers = netop_table_page_get_model (netop_dns_page_get_resolvers (NETOP_DNS_PAGE (netop_window_fixture_find (window->window, NETOP_TYPE_DNS_PAGE))));
  netop_row_model_set_selected (resolvers, &netop_row_model_get_row (resolvers, 0)->key);
  gtk_widget_activate_action (window->window, "win.details", NULL);
}

static void
show_group_details (NetopWindowFixture *window)
{
  NetopRowModel *model = netop_window_fixture_get_model (window);

  show_groups (window);
  netop_row_model_set_selected (model, &netop_row_model_get_row (model, 0)->key);
  gtk_widget_activate_action (window->window, "win.details", NULL);
}

static void
show_no_details (NetopWindowFixture *window)
{
  gtk_widget_activate_action (window->window, "win.details", NULL);
}

static void
show_capture_preferences (NetopWindowFixture *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  show_preferences (window);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_PREFERENCES_WINDOW (toplevel))
        adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (toplevel), "capture");
    }
}

static void
show_status_details (NetopWindowFixture *window)
{
  GtkWidget *line = netop_window_fixture_find (window->window, NETOP_TYPE_STATUS_LINE);

  gtk_menu_button_popup (GTK_MENU_BUTTON (netop_window_fixture_find (line, GTK_TYPE_MENU_BUTTON)));
}

static const NetopView views[] = {
  { "processes", TRUE, NULL, NULL },
  { "connections", TRUE, NULL, show_connections },
  { "interfaces", TRUE, NULL, show_interfaces },
  { "dns", TRUE, NULL, show_dns },
  { "tree", FALSE, NULL, show_tree },
  { "interface-cards", FALSE, NULL, show_cards },
  { "grouped", FALSE, NULL, show_groups },
  { "part", FALSE, NULL, show_part },
  { "limited", FALSE, make_limited, NULL },
  { "unlocking", FALSE, make_limited, show_unlocking },
  { "packets-lost", FALSE, make_lossy, NULL },
  { "helper-ended", FALSE, NULL, show_ended },
  { "no-device", FALSE, make_nothing, show_no_device },
  { "waiting", FALSE, make_nothing, NULL },
  { "reading", FALSE, make_file, show_reading },
  { "empty", FALSE, make_empty, NULL },
  { "empty-connections", FALSE, make_empty, show_connections },
  { "no-matches", FALSE, NULL, show_no_matches },
  { "search-error", FALSE, NULL, show_search_error },
  { "paused", FALSE, NULL, show_paused },
  { "details-process", FALSE, NULL, show_process_details },
  { "details-connection", FALSE, NULL, show_connection_details },
  { "details-interface", FALSE, NULL, show_interface_details },
  { "details-query", FALSE, NULL, show_query_details },
  { "details-unknown", FALSE, NULL, show_unknown_details },
  { "welcome", FALSE, NULL, show_welcome },
  { "preferences", FALSE, NULL, show_preferences },
  { "shortcuts", FALSE, NULL, show_shortcuts },
  { "about", FALSE, NULL, show_about },
  { "end-process", FALSE, NULL, show_end_dialog },
  { "main-menu", FALSE, NULL, show_main_menu },
  { "row-menu", FALSE, NULL, show_row_menu },
  { "column-menu", FALSE, NULL, show_column_menu },
  { "by-user", FALSE, NULL, show_users },
  { "hour", FALSE, NULL, show_hour },
  { "moment", FALSE, NULL, show_moment },
  { "completion", FALSE, NULL, show_completion },
  { "export-failed", FALSE, NULL, show_failed_export },
  { "interface-chooser", FALSE, NULL, show_chooser },
  { "details-resolver", FALSE, NULL, show_resolver_details },
  { "details-group", FALSE, NULL, show_group_details },
  { "details-nothing", FALSE, NULL, show_no_details },
  { "preferences-capture", FALSE, NULL, show_capture_preferences },
  { "status-details", FALSE, make_lossy, show_status_details },
};

/* Programs that are installed here too, with icons. */
static void
add_programs (void)
{
  const char      *before = g_getenv ("XDG_DATA_DIRS");
  g_autofree char *own = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "ui", "programs", NULL);
  g_autofree char *all = g_strjoin (G_SEARCHPATH_SEPARATOR_S, own, before != NULL && before[0] != '\0' ? before : "/usr/local/share:/usr/share", NULL);

  g_setenv ("XDG_DATA_DIRS", all, TRUE);
}

/**
 * netop_view_fixture_init:
 *
 * In place of netop_window_fixture_init(): what is shown depends on no place, and has the icons of the programs of
 * netop_fake_desktop().
 */
void
netop_view_fixture_init (int    *argc,
                         char ***argv)
{
  g_assert_nonnull (g_getenv ("G_TEST_SRCDIR"));
  /* What is "since 14:22" must not depend on where it is looked at. */
  g_setenv ("TZ", "UTC", TRUE);
  add_programs ();
  netop_window_fixture_init (argc, argv);
}

/**
 * netop_view_fixture_get_views:
 *
 * Returns: (array length=n_views) (transfer none): all there is to be seen
 */
const NetopView *
netop_view_fixture_get_views (guint *n_views)
{
  *n_views = G_N_ELEMENTS (views);
  return views;
}

/* What was opened last: a dialog, or a menu of the window; if none was, the window. */
static GtkWidget *
find_popover (GtkWidget *root)
{
  if (GTK_IS_POPOVER (root) && gtk_widget_get_mapped (root))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_popover (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_front (NetopWindowFixture *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GtkWidget  *popover = find_popover (window->window);

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != window->window && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return popover != NULL ? popover : window->window;
}

/* The display makes room for all of a menu, but not at once, and only as far as there is room. */
static void
let_grow (GtkWidget *popover)
{
  int height = 0;

  for (guint i = 0; i < MAX_FRAMES_TO_GROW && gtk_widget_get_height (popover) > height; i++)
    {
      height = gtk_widget_get_height (popover);
      netop_window_fixture_draw (&(NetopWindowFixture){ .window = popover });
    }
}

/**
 * netop_view_fixture_open:
 * @width: of the window, and at most of a dialog
 *
 * Opens the window with @view.
 *
 * Returns: (transfer none): what is in front: the window, a dialog or a menu
 */
GtkWidget *
netop_view_fixture_open (const NetopView    *view,
                         NetopWindowFixture *window,
                         int                 width,
                         int                 height)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  NetopSnapshot *snapshot = view->make != NULL ? view->make () : netop_fake_desktop ();
  GtkWidget     *front;

  netop_window_fixture_forget ();
  g_settings_reset (settings, "details");
  g_settings_reset (settings, "graph-range");
  g_settings_set_int (settings, "width", width);
  g_settings_set_int (settings, "height", height);
  netop_window_fixture_open_source (window, netop_fake_source_new (), NULL);
  netop_fake_source_set_unlock_dialog (NETOP_FAKE_SOURCE (window->source), NETOP_UNLOCK_DIALOG_OWN);
  if (snapshot != NULL)
    netop_fake_source_push (NETOP_FAKE_SOURCE (window->source), snapshot);
  netop_window_fixture_draw (window);
  if (view->show != NULL)
    view->show (window);
  netop_window_fixture_draw (window);

  front = find_front (window);
  if (GTK_IS_POPOVER (front))
    let_grow (front);
  else if (front != window->window && gtk_widget_get_width (front) > width)
    {
      /* As far as it can. */
      gtk_window_set_default_size (GTK_WINDOW (front), width, height);
      netop_window_fixture_draw (&(NetopWindowFixture){ .window = front });
    }
  netop_window_fixture_draw (window);
  return front;
}

/**
 * netop_view_fixture_close:
 *
 * With the dialogs before it.
 */
void
netop_view_fixture_close (NetopWindowFixture *window)
{
  GtkWidget *front = find_front (window);

  if (GTK_IS_POPOVER (front))
    gtk_popover_popdown (GTK_POPOVER (front));
  else if (front != window->window)
    gtk_window_destroy (GTK_WINDOW (front));
  netop_window_fixture_settle ();
  netop_window_fixture_close (window);
}
