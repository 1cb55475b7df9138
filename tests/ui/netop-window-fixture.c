/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-window-fixture.h"

#include <locale.h>

#include "netop-picture.h"
#include "netop-settings.h"

#define FRAMES_TO_DRAW 3
#define POLL_MS 10

static AdwApplication *application; /* has the style sheet and the icons */

/**
 * netop_window_fixture_init:
 *
 * Once, before any window.
 */
void
netop_window_fixture_init (int    *argc,
                           char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  /* GTK takes a locale for tests that few machines have. */
  setlocale (LC_ALL, "");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = adw_application_new (NETOP_APP_ID, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
}

/**
 * netop_window_fixture_forget:
 *
 * Forgets what the tables and the pages were like.
 */
void
netop_window_fixture_forget (void)
{
  static const char *const tables[] = { "processes", "connections", "interfaces", "resolvers", "queries" };
  g_autoptr (GSettings) settings = netop_settings_new ();

  g_settings_reset (settings, "page");
  g_settings_reset (settings, "group-by");
  g_settings_reset (settings, "interface-cards");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GSettings) table = g_settings_get_child (settings, tables[i]);

      g_settings_reset (table, "columns");
      g_settings_reset (table, "sort-column");
      g_settings_reset (table, "sort-descending");
    }
}

static gboolean
set_true (gpointer flag)
{
  *(gboolean *)flag = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * netop_window_fixture_settle:
 *
 * Lets the main loop do all it has to do now.
 */
void
netop_window_fixture_settle (void)
{
  gboolean is_idle = FALSE;

  g_idle_add_full (G_PRIORITY_LOW, set_true, &is_idle, NULL);
  while (!is_idle)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_painted (GdkFrameClock *clock,
            gboolean      *is_painted)
{
  *is_painted = TRUE;
}

/**
 * netop_window_fixture_draw:
 *
 * Waits until the window has been laid out and drawn, also by what waits for a layout itself.
 */
void
netop_window_fixture_draw (NetopWindowFixture *self)
{
  for (guint i = 0; i < FRAMES_TO_DRAW; i++)
    {
      GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
      gboolean       is_painted = FALSE;
      gulong         id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &is_painted);

      gtk_widget_queue_draw (self->window);
      while (!is_painted)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (clock, id);
      netop_window_fixture_settle ();
    }
}

static gboolean
wake_up (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * netop_window_fixture_wait:
 * @is_done: asked again and again until it says so
 *
 * Waits for what takes a time that is not the test's: a thread, or the delay of a search. The test program's own limit
 * ends it.
 */
void
netop_window_fixture_wait (NetopWindowCondition is_done,
                           gpointer             user_data)
{
  guint id = g_timeout_add (POLL_MS, wake_up, NULL);

  while (!is_done (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

/**
 * netop_window_fixture_is_whole:
 *
 * For netop_window_fixture_wait(): the display makes room for it a while after it is asked.
 *
 * Returns: whether all of a menu is to be seen
 */
gboolean
netop_window_fixture_is_whole (gpointer popover)
{
  int height;

  gtk_widget_measure (popover, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return gtk_widget_get_mapped (popover) && gtk_widget_get_height (popover) >= height;
}

/**
 * netop_window_fixture_find_dialog:
 *
 * Returns: (transfer none) (nullable): the question or message that stands over a window
 */
AdwMessageDialog *
netop_window_fixture_find_dialog (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

void
netop_window_fixture_push (NetopWindowFixture *self,
                           guint               n_processes)
{
  netop_fake_source_push (NETOP_FAKE_SOURCE (self->source), netop_fake_snapshot (n_processes, n_processes * 7, self->step++));
}

/**
 * netop_window_fixture_show:
 * @snapshot: (transfer full): the newest from now on
 *
 * Waits until the window has drawn it.
 */
void
netop_window_fixture_show (NetopWindowFixture *self,
                           NetopSnapshot      *snapshot)
{
  netop_fake_source_push (NETOP_FAKE_SOURCE (self->source), snapshot);
  netop_window_fixture_draw (self);
}

/**
 * netop_window_fixture_open_source:
 * @source: (transfer full): started
 * @options: (nullable): %NULL for none
 */
void
netop_window_fixture_open_source (NetopWindowFixture            *self,
                                  NetopSource                   *source,
                                  const NetopApplicationOptions *options)
{
  static const NetopApplicationOptions none = { .sort = NETOP_APPLICATION_SORT_REMEMBERED };

  *self = (NetopWindowFixture){ .source = source, .step = 1 };
  self->window = netop_window_new (application, self->source, options != NULL ? options : &none);
  gtk_window_present (GTK_WINDOW (self->window));
  netop_source_start (self->source);
}

/**
 * netop_window_fixture_open:
 * @options: (nullable): %NULL for none
 */
void
netop_window_fixture_open (NetopWindowFixture            *self,
                           const NetopApplicationOptions *options)
{
  netop_window_fixture_open_source (self, netop_fake_source_new (), options);
}

/**
 * netop_window_fixture_take_picture:
 * @name: of the PNG file in @folder, without its ending
 *
 * Returns: how many colours it has: a window that draws nothing has few
 */
guint
netop_window_fixture_take_picture (NetopWindowFixture *self,
                                   const char         *folder,
                                   const char         *name)
{
  netop_window_fixture_draw (self);
  return netop_picture_take (self->window, folder, name).n_colors;
}

void
netop_window_fixture_close (NetopWindowFixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  netop_window_fixture_settle ();
  g_object_unref (self->source);
}

/**
 * netop_window_fixture_find:
 *
 * Returns: (transfer none) (nullable): the first widget of @type, @root itself or below it
 */
GtkWidget *
netop_window_fixture_find (GtkWidget *root,
                           GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = netop_window_fixture_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * netop_window_fixture_press_key:
 *
 * Does what the table does with a key before the key goes to the row that has the focus.
 */
void
netop_window_fixture_press_key (NetopWindowFixture *self,
                                guint               keyval)
{
  GtkWidget *view = netop_window_fixture_find (self->window, GTK_TYPE_COLUMN_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_handled);
    }
}

/**
 * netop_window_fixture_find_name:
 *
 * Returns: (transfer none) (nullable): the first cell below @root that shows this name
 */
NetopNameCell *
netop_window_fixture_find_name (GtkWidget  *root,
                                const char *name)
{
  if (NETOP_IS_NAME_CELL (root) && g_str_equal (netop_name_cell_get_name (NETOP_NAME_CELL (root)), name))
    return NETOP_NAME_CELL (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      NetopNameCell *cell = netop_window_fixture_find_name (child, name);

      if (cell != NULL)
        return cell;
    }
  return NULL;
}

NetopRowModel *
netop_window_fixture_get_model (NetopWindowFixture *self)
{
  GtkWidget *page = netop_window_fixture_find (self->window, NETOP_TYPE_TABLE_PAGE);

  return netop_table_page_get_model (NETOP_TABLE_PAGE (page));
}
