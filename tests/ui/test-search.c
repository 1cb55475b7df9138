/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-search-completion.h"
#include "netop-search.h"
#include "netop-window-fixture.h"

/* Searching in the window: what a search finds, what a wrong one leaves, and how the list of keys helps. Its pictures stay
 * in the folder the first argument names. */

static const char *picture_folder;

typedef struct
{
  NetopWindowFixture window;
  GtkWidget         *search;
  GtkEditable       *entry;
} Fixture;

static void
open_search (Fixture *self)
{
  netop_window_fixture_open (&self->window, NULL);
  netop_window_fixture_push (&self->window, 30);
  gtk_widget_activate_action (self->window.window, "win.search", NULL);
  self->search = netop_window_fixture_find (self->window.window, NETOP_TYPE_SEARCH);
  self->entry = GTK_EDITABLE (netop_window_fixture_find (self->search, GTK_TYPE_SEARCH_ENTRY));
  netop_window_fixture_draw (&self->window);
}

static void
close_search (Fixture *self)
{
  netop_window_fixture_close (&self->window);
}

/* Without the delay that waits for more, and without a moment in which the entry is empty: that is a search too. */
static void
type (Fixture    *self,
      const char *text)
{
  int end = 0;

  gtk_editable_insert_text (self->entry, text, -1, &end);
  gtk_editable_delete_text (self->entry, end, -1);
  gtk_editable_set_position (self->entry, -1);
  g_signal_emit_by_name (self->entry, "search-changed");
  netop_window_fixture_settle ();
}

static guint
get_n_rows (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (&self->window)));
}

static GtkLabel *
find_label (GtkWidget  *root,
            const char *start)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), start))
    return GTK_LABEL (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *found = find_label (child, start);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Returns whether a part is underlined, and which. */
static gboolean
get_underlined (Fixture *self,
                guint   *start,
                guint   *end)
{
  PangoAttrList *attributes = gtk_text_get_attributes (GTK_TEXT (gtk_editable_get_delegate (self->entry)));
  GSList        *list = attributes != NULL ? pango_attr_list_get_attributes (attributes) : NULL;
  gboolean       found = FALSE;

  for (const GSList *l = list; l != NULL; l = l->next)
    {
      const PangoAttribute *attribute = l->data;

      if (attribute->klass->type == PANGO_ATTR_UNDERLINE)
        {
          found = TRUE;
          *start = attribute->start_index;
          *end = attribute->end_index;
        }
    }
  g_slist_free_full (list, (GDestroyNotify)pango_attribute_destroy);
  return found;
}

static void
assert_mistake (Fixture    *self,
                const char *text,
                const char *message,
                guint       start,
                guint       end)
{
  guint underlined_start = 0;
  guint underlined_end = 0;

  type (self, text);
  netop_window_fixture_draw (&self->window);
  g_assert_true (get_underlined (self, &underlined_start, &underlined_end));
  g_assert_cmpuint (underlined_start, ==, start);
  g_assert_cmpuint (underlined_end, ==, end);
  g_assert_nonnull (find_label (self->search, message));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (self->entry), "np-entry-error"));
}

static void
assert_no_mistake (Fixture *self)
{
  guint start;
  guint end;

  netop_window_fixture_draw (&self->window);
  g_assert_false (get_underlined (self, &start, &end));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (self->entry), "np-entry-error"));
}

/* The same for all pages; the made-up processes are 30, three of them Firefox. */
static void
test_keys (void)
{
  Fixture fixture;

  open_search (&fixture);
  g_assert_cmpuint (get_n_rows (&fixture), >=, 30);
  type (&fixture, "process:firefox");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 3);
  type (&fixture, "process:firefox -process:firefox");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 0);
  type (&fixture, "pid:1001");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 1);
  type (&fixture, "-net:198.51.0.0/16");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 1); /* Unknown, by 203.0.113.9 */
  type (&fixture, "");
  g_assert_cmpuint (get_n_rows (&fixture), >=, 30);
  close_search (&fixture);
}

static gboolean
is_typing (Fixture *self)
{
  return gtk_widget_is_focus (GTK_WIDGET (gtk_editable_get_delegate (self->entry)));
}

static void
test_mistakes (void)
{
  Fixture          fixture;
  g_autofree char *endless = g_strnfill (10000, 'x');

  open_search (&fixture);
  type (&fixture, "process:firefox");
  assert_no_mistake (&fixture);
  g_assert_null (find_label (fixture.search, "Still"));

  assert_mistake (&fixture, "process:firefox prot:443", "Unknown field “prot”. Did you mean “port” or “proto”?", 16, 20);
  g_assert_nonnull (find_label (fixture.search, "Still filtering by process:firefox"));
  g_assert_cmpuint (get_n_rows (&fixture), ==, 3);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture.window, picture_folder, "search-mistake"), >, 100);

  assert_mistake (&fixture, "ä net:10.0.0.0/33", "“10.0.0.0/33” is no network", 7, 18);
  assert_mistake (&fixture, "state:<b>", "Unknown state “<b>”", 6, 9);
  assert_mistake (&fixture, endless, "The search is longer than 4096 bytes", 4096, 10000);
  g_assert_cmpuint (get_n_rows (&fixture), ==, 3);

  /* More is to come: that is said, and nothing is wrong yet. */
  type (&fixture, "process:firefox port:");
  assert_no_mistake (&fixture);
  g_assert_nonnull (find_label (fixture.search, "Something has to follow “port:”"));
  g_assert_nonnull (find_label (fixture.search, "Still filtering by process:firefox"));

  type (&fixture, "net:10.");
  assert_no_mistake (&fixture);
  type (&fixture, "\"open");
  assert_no_mistake (&fixture);
  g_assert_nonnull (find_label (fixture.search, "The quote is not closed"));

  /* Enter says that nothing more is to come. */
  g_signal_emit_by_name (fixture.entry, "activate");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture.entry), "np-entry-error"));
  g_assert_true (is_typing (&fixture));
  /* The entry itself says only after that that it has changed. */
  g_signal_emit_by_name (fixture.entry, "search-changed");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture.entry), "np-entry-error"));

  type (&fixture, "process:firefox port:443");
  assert_no_mistake (&fixture);
  g_assert_null (find_label (fixture.search, "Something"));
  g_assert_null (find_label (fixture.search, "Still"));
  close_search (&fixture);
}

/* Also where all of it is typed over: the entry is empty in between, and the search is not. */
static void
test_typed_over (void)
{
  Fixture fixture;

  open_search (&fixture);
  type (&fixture, "process:firefox");
  gtk_editable_set_text (fixture.entry, "prot:443");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 3);
  g_signal_emit_by_name (fixture.entry, "search-changed");
  netop_window_fixture_draw (&fixture.window);
  g_assert_nonnull (find_label (fixture.search, "Still filtering by process:firefox"));
  g_assert_cmpuint (get_n_rows (&fixture), ==, 3);

  gtk_editable_set_text (fixture.entry, "");
  netop_window_fixture_settle ();
  g_assert_cmpuint (get_n_rows (&fixture), >=, 30);
  close_search (&fixture);
}

/* Of a search that found nothing else to hold there is nothing to say. */
static void
test_first_mistake (void)
{
  Fixture fixture;

  open_search (&fixture);
  assert_mistake (&fixture, "prot:443", "Unknown field", 0, 4);
  g_assert_null (find_label (fixture.search, "Still"));
  g_assert_cmpuint (get_n_rows (&fixture), >=, 30);

  gtk_widget_activate_action (fixture.window.window, "win.clear-search", NULL);
  netop_window_fixture_draw (&fixture.window);
  gtk_widget_activate_action (fixture.window.window, "win.search", NULL);
  type (&fixture, "");
  assert_no_mistake (&fixture);
  g_assert_null (find_label (fixture.search, "Unknown"));
  close_search (&fixture);
}

static gboolean
press (Fixture *self,
       guint    keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->entry));
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_handled);
    }
  return is_handled;
}

static GtkWidget *
find_list (Fixture *self)
{
  return netop_window_fixture_find (self->search, NETOP_TYPE_SEARCH_COMPLETION);
}

static void
test_completion (void)
{
  Fixture    fixture;
  GtkWidget *list;

  open_search (&fixture);
  list = find_list (&fixture);
  g_assert_false (gtk_widget_get_visible (list));
  g_assert_false (press (&fixture, GDK_KEY_Down));

  type (&fixture, "curl -po");
  g_assert_true (gtk_widget_get_visible (list));
  g_assert_nonnull (find_label (list, "port:"));
  g_assert_null (find_label (list, "proto:"));

  /* Nobody chose any: Enter and Tab do what they do without the list. */
  g_assert_false (press (&fixture, GDK_KEY_Return));
  g_assert_false (press (&fixture, GDK_KEY_Tab));
  g_assert_true (press (&fixture, GDK_KEY_Down));
  g_assert_true (press (&fixture, GDK_KEY_Return));
  g_assert_cmpstr (gtk_editable_get_text (fixture.entry), ==, "curl -port:");
  g_assert_cmpint (gtk_editable_get_position (fixture.entry), ==, 11);
  g_assert_false (gtk_widget_get_visible (list));

  type (&fixture, "ä pr");
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture.window, picture_folder, "search-completion"), >, 100);
  press (&fixture, GDK_KEY_Up);
  press (&fixture, GDK_KEY_Tab);
  g_assert_cmpstr (gtk_editable_get_text (fixture.entry), ==, "ä proto:");

  type (&fixture, "p");
  g_assert_true (gtk_widget_get_visible (list));
  g_assert_true (press (&fixture, GDK_KEY_Escape));
  g_assert_false (gtk_widget_get_visible (list));
  g_assert_false (press (&fixture, GDK_KEY_Escape));
  g_assert_cmpstr (gtk_editable_get_text (fixture.entry), ==, "p");

  type (&fixture, "zebra");
  g_assert_false (gtk_widget_get_visible (list));
  close_search (&fixture);
}

/* What the entry itself has no use for. */
static void
press_bubbling (Fixture *self,
                guint    keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->entry));
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_BUBBLE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_handled);
    }
  g_assert_true (is_handled);
}

/* From the entry one goes on to what was found, without the delay that waits for more. */
static void
test_goes_on_to_rows (void)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_Down, GDK_KEY_KP_Down };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      Fixture    fixture;
      GtkWidget *focus;

      open_search (&fixture);
      g_assert_true (is_typing (&fixture));
      gtk_editable_set_text (fixture.entry, "process:firefox");
      if (keys[i] == GDK_KEY_Return)
        g_signal_emit_by_name (fixture.entry, "activate");
      else
        press_bubbling (&fixture, keys[i]);
      netop_window_fixture_draw (&fixture.window);
      focus = gtk_root_get_focus (GTK_ROOT (fixture.window.window));
      g_assert_nonnull (gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW));
      g_assert_cmpuint (get_n_rows (&fixture), ==, 3);
      close_search (&fixture);
    }
}

/* What the command line gives is typed by nobody. */
static void
test_given (void)
{
  NetopWindowFixture fixture;

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .filter = "p" });
  netop_window_fixture_push (&fixture, 3);
  gtk_widget_grab_focus (netop_window_fixture_find (fixture.window, GTK_TYPE_COLUMN_VIEW));
  netop_window_fixture_draw (&fixture);
  g_assert_false (gtk_widget_get_visible (netop_window_fixture_find (fixture.window, NETOP_TYPE_SEARCH_COMPLETION)));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  picture_folder = argv[1];
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/search/keys", test_keys);
  g_test_add_func ("/ui/search/mistakes", test_mistakes);
  g_test_add_func ("/ui/search/typed-over", test_typed_over);
  g_test_add_func ("/ui/search/first-mistake", test_first_mistake);
  g_test_add_func ("/ui/search/completion", test_completion);
  g_test_add_func ("/ui/search/goes-on-to-rows", test_goes_on_to_rows);
  g_test_add_func ("/ui/search/given", test_given);

  return g_test_run ();
}
