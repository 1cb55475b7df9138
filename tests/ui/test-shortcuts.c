/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "netop-application.h"
#include "netop-fake-source.h"
#include "netop-settings.h"
#include "netop-welcome.h"
#include "netop-window.h"

/* The application as it is started: what the window of shortcuts says is so, and all there is stands in it; the words for
 * the first start come once. */

typedef struct
{
  GtkWindow *window;
  GPtrArray *told; /* of shortcuts, as gtk_accelerator_name() has them */
  gboolean   is_welcome;
  void (*check) (GtkWindow *window);
} Run;

/* Of lists and their rows, of menu buttons: no action of the window is behind them. */
static const char *const others[] = { "Return", "Left", "Right", "Down", "Escape", "Home", "End", "F10", "Menu", "<Shift>F10", NULL };

/* --- What the window of shortcuts says --- */

/* "<Alt>1...3" is a range of keys. */
static void
add_told (GPtrArray  *told,
          const char *text)
{
  const char *dots = strstr (text, "...");

  if (dots == NULL)
    {
      g_ptr_array_add (told, g_strdup (text));
      return;
    }

  for (char key = dots[-1]; key <= dots[3]; key++)
    g_ptr_array_add (told, g_strdup_printf ("%.*s%c", (int)(dots - 1 - text), text, key));
}

static void
find_told (GtkWidget *root,
           GPtrArray *told)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (root))
    {
      g_autofree char *accelerator = NULL;
      g_auto (GStrv) parts = NULL;

      g_object_get (root, "accelerator", &accelerator, NULL);
      parts = g_strsplit (accelerator, " ", -1);
      for (guint i = 0; parts[i] != NULL; i++)
        add_told (told, parts[i]);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_told (child, told);
}

/* --- What there is --- */

static void
add_trigger (GPtrArray          *there,
             GtkShortcutTrigger *trigger)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger))
    {
      /* The second is the same key in another place of the keyboard. */
      add_trigger (there, gtk_alternative_trigger_get_first (GTK_ALTERNATIVE_TRIGGER (trigger)));
      return;
    }

  g_assert_true (GTK_IS_KEYVAL_TRIGGER (trigger));
  g_ptr_array_add (there, gtk_accelerator_name (gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)),
                                                gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger))));
}

/* Of our actions: a window has some of its own, such as those that move the focus. */
static void
add_shortcuts_of (GPtrArray *there,
                  GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);

          if (GTK_IS_NAMED_ACTION (action) && g_str_has_prefix (gtk_named_action_get_action_name (GTK_NAMED_ACTION (action)), "win."))
            add_trigger (there, gtk_shortcut_get_trigger (shortcut));
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    add_shortcuts_of (there, child);
}

static GPtrArray *
find_there (GtkWindow *window)
{
  GPtrArray      *there = g_ptr_array_new_with_free_func (g_free);
  GtkApplication *application = gtk_window_get_application (window);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);

  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (application, actions[i]);

      for (guint j = 0; keys[j] != NULL; j++)
        g_ptr_array_add (there, g_strdup (keys[j]));
    }
  add_shortcuts_of (there, GTK_WIDGET (window));
  return there;
}

static gboolean
is_same_key (gconstpointer a,
             gconstpointer b)
{
  guint           keys[2];
  GdkModifierType modifiers[2];

  g_assert_true (gtk_accelerator_parse (a, &keys[0], &modifiers[0]));
  g_assert_true (gtk_accelerator_parse (b, &keys[1], &modifiers[1]));
  return keys[0] == keys[1] && modifiers[0] == modifiers[1];
}

static void
check_shortcuts (GtkWindow *window)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) there = find_there (window);

  find_told (GTK_WIDGET (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window))), told);
  g_assert_cmpuint (told->len, >=, 15);
  g_assert_cmpuint (there->len, >=, 12);

  for (guint i = 0; i < told->len; i++)
    {
      const char *key = g_ptr_array_index (told, i);

      g_test_message ("%s is told", key);
      g_assert_true (g_strv_contains (others, key) ||
                     g_ptr_array_find_with_equal_func (there, key, is_same_key, NULL));
    }
  for (guint i = 0; i < there->len; i++)
    {
      const char *key = g_ptr_array_index (there, i);

      g_test_message ("%s is there", key);
      g_assert_true (g_ptr_array_find_with_equal_func (told, key, is_same_key, NULL));
    }
}

/* --- What others may rely on --- */

/* Whoever activates one from outside, by D-Bus or in a test, does so by its name. */
static const char *const of_application[] = { "about", "quit", NULL };
static const char *const of_window[] = { "cancel-reading", "cancel-unlock", "clear-search", "columns", "copy", "copy-address", "copy-json", "copy-text", "count-carriers", "details", "dismiss-loss", "end-process", "export", "filter-by", "graph-range", "group-by", "interface", "interface-cards", "larger-buffer", "next-page", "next-sort", "open", "page", "pause", "preferences", "previous-page", "retry", "reverse-sort", "search", "show-details", "show-help-overlay", "toggle-row", "unlock", NULL };

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
assert_names (char             **names,
              const char *const *expected)
{
  g_autofree char *all = NULL;
  g_autofree char *all_expected = g_strjoinv (" ", (char **)expected);

  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  all = g_strjoinv (" ", names);
  g_assert_cmpstr (all, ==, all_expected);
}

static void
check_names (GtkWindow *window)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (window));
  g_auto (GStrv) application_names = g_action_group_list_actions (G_ACTION_GROUP (gtk_window_get_application (window)));

  assert_names (names, of_window);
  assert_names (application_names, of_application);
}

/* --- The application --- */

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

/* From the main loop, when the window is open. */
static gboolean
look (gpointer user_data)
{
  Run       *run = user_data;
  GtkWindow *window = find_window (NETOP_TYPE_WINDOW);

  if (run->check != NULL)
    run->check (window);
  run->is_welcome = find_window (NETOP_TYPE_WELCOME) != NULL;
  gtk_window_destroy (window);
  return G_SOURCE_REMOVE;
}

static void
start (Run     *run,
       gboolean is_single)
{
  g_autoptr (NetopSource) source = netop_fake_source_new ();
  NetopApplicationOptions options = { .is_single = is_single };

  g_idle_add_full (G_PRIORITY_LOW, look, run, NULL);
  g_assert_cmpint (netop_application_run (source, &options), ==, 0);
}

static void
test_shortcuts (void)
{
  Run run = { .check = check_shortcuts };

  start (&run, FALSE);
}

static void
test_action_names (void)
{
  Run run = { .check = check_names };

  start (&run, FALSE);
}

static void
test_welcome (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  Run run = { 0 };

  g_settings_reset (settings, "welcome-shown");
  /* Who gave options knows the program. */
  start (&run, FALSE);
  g_assert_false (run.is_welcome);
  start (&run, TRUE);
  g_assert_true (run.is_welcome);
  g_assert_null (find_window (NETOP_TYPE_WELCOME));
  start (&run, TRUE);
  g_assert_false (run.is_welcome);
}

static void
show_about (GtkWindow *window)
{
  AdwAboutWindow *about;

  g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (window)), "about", NULL);
  about = ADW_ABOUT_WINDOW (find_window (ADW_TYPE_ABOUT_WINDOW));
  g_assert_cmpstr (adw_about_window_get_version (about), ==, NETOP_VERSION);
  g_assert_nonnull (strstr (adw_about_window_get_debug_info (about), "netoproc " NETOP_VERSION "\nGTK 4."));
  g_assert_cmpint (adw_about_window_get_license_type (about), ==, GTK_LICENSE_MIT_X11);
  gtk_window_destroy (GTK_WINDOW (about));
}

static void
test_about (void)
{
  Run run = { .check = show_about };

  start (&run, FALSE);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/application/shortcuts", test_shortcuts);
  g_test_add_func ("/ui/application/action-names", test_action_names);
  g_test_add_func ("/ui/application/about", test_about);
  g_test_add_func ("/ui/application/welcome", test_welcome);

  return g_test_run ();
}
