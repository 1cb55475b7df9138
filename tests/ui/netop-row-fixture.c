/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-fixture.h"

NetopPages *
netop_row_fixture_get_pages (NetopWindowFixture *window)
{
  return NETOP_PAGES (netop_window_fixture_find (window->window, NETOP_TYPE_PAGES));
}

NetopSelection *
netop_row_fixture_get_selection (NetopWindowFixture *window)
{
  return netop_pages_get_selection (netop_row_fixture_get_pages (window));
}

/**
 * netop_row_fixture_select:
 * @page: its name: it comes on the screen
 */
void
netop_row_fixture_select (NetopWindowFixture *window,
                          const char         *page,
                          NetopRowKey         key)
{
  netop_pages_show (netop_row_fixture_get_pages (window), page);
  netop_window_fixture_draw (window);
  netop_row_model_set_selected (netop_selection_get_model (netop_row_fixture_get_selection (window)), &key);
  netop_window_fixture_draw (window);
}

/**
 * netop_row_fixture_find_cell:
 *
 * Returns: (transfer none) (nullable): as netop_window_fixture_find_name(): where that row is until the next snapshot
 */
GtkWidget *
netop_row_fixture_find_cell (NetopWindowFixture *window,
                             const char         *name)
{
  return GTK_WIDGET (netop_window_fixture_find_name (window->window, name));
}

/**
 * netop_row_fixture_find_label:
 *
 * Returns: (transfer none) (nullable): the first label below @root that can be seen and says this
 */
GtkWidget *
netop_row_fixture_find_label (GtkWidget  *root,
                              const char *text)
{
  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = netop_row_fixture_find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * netop_row_fixture_get_text:
 *
 * Returns: (transfer none) (nullable): what a label or an inscription says; %NULL of all else
 */
const char *
netop_row_fixture_get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  return GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget)) : NULL;
}

/**
 * netop_row_fixture_find_prefix:
 *
 * Returns: (transfer none) (nullable): the first text below @root that can be seen and begins so
 */
GtkWidget *
netop_row_fixture_find_prefix (GtkWidget  *root,
                               const char *prefix)
{
  const char *text = netop_row_fixture_get_text (root);

  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root))
    return NULL;
  if (text != NULL && g_str_has_prefix (text, prefix))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = netop_row_fixture_find_prefix (child, prefix);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * netop_row_fixture_dup_copied:
 *
 * Returns: (transfer full): what the window put into the clipboard
 */
char *
netop_row_fixture_dup_copied (NetopWindowFixture *window)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (window->window));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_assert_nonnull (content);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  return g_value_dup_string (&value);
}

/**
 * netop_row_fixture_press_shortcut:
 * @keys: as the table has them, see gtk_shortcut_trigger_parse_string()
 *
 * Does what a table does with these keys.
 */
void
netop_row_fixture_press_shortcut (GtkWidget  *view,
                                  const char *keys)
{
  g_autoptr (GtkShortcutTrigger) pressed = gtk_shortcut_trigger_parse_string (keys);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), pressed))
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, view, NULL);
        }
    }
}
