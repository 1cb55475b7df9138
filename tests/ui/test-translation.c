/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

#include "netop-helper-source.h"
#include "netop-window-fixture.h"

/* What goes wrong is told in the user's language. The catalogue is made by the test, in the folder the first argument
 * names. */

static const char catalogue[] = "msgid \"\"\n"
                                "msgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                                "msgid \"The quote is not closed: %s\"\n"
                                "msgstr \"QUOTE %s\"\n"
                                "msgid \"The search is longer than %s bytes: leave some of its words out\"\n"
                                "msgstr \"LONG\"\n"
                                "msgid \"The helper %s cannot be started (%s): install netoproc again\"\n"
                                "msgstr \"HELPER %s (%s)\"\n"
                                "msgid \"%s. Retry to go on, with totals that begin at zero.\"\n"
                                "msgstr \"%s. RETRY\"\n";

/* Returns whether there is a tool to make it with. */
static gboolean
make_catalogue (const char *folder)
{
  g_autofree char *tool = g_find_program_in_path ("msgfmt");
  g_autofree char *target = g_build_filename (folder, "de", "LC_MESSAGES", NULL);
  g_autofree char *source = g_build_filename (folder, "test.po", NULL);
  g_autofree char *compiled = g_build_filename (target, GETTEXT_PACKAGE ".mo", NULL);
  const char      *command[] = { tool, source, "-o", compiled, NULL };
  int              status;

  if (tool == NULL)
    return FALSE;

  g_assert_cmpint (g_mkdir_with_parents (target, 0700), ==, 0);
  g_assert_true (g_file_set_contents (source, catalogue, -1, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return TRUE;
}

static GtkWidget *
find_label (GtkWidget  *root,
            const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget  *window;
  const char *text;
} Expectation;

static gboolean
is_met (gpointer user_data)
{
  const Expectation *expectation = user_data;

  return find_label (expectation->window, expectation->text) != NULL;
}

static void
wait_for_label (NetopWindowFixture *fixture,
                const char         *text)
{
  Expectation expectation = { fixture->window, text };

  netop_window_fixture_wait (is_met, &expectation);
}

static void
test_filter (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *entry;
  g_autofree char   *endless = g_strnfill (5000, 'x');

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .filter = "curl" });
  netop_window_fixture_push (&fixture, 30);
  entry = netop_window_fixture_find (fixture.window, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "curl \"one two");
  wait_for_label (&fixture, "QUOTE \"one two");

  gtk_editable_set_text (GTK_EDITABLE (entry), endless);
  wait_for_label (&fixture, "LONG");
  netop_window_fixture_close (&fixture);
}

static void
test_engine (void)
{
  NetopSourceOptions options = { .helper_path = "/nonexistent/netoproc-helper", .file_fd = -1, .namespace_fd = -1 };
  NetopWindowFixture fixture;

  netop_window_fixture_open_source (&fixture, netop_helper_source_new (&options), NULL);
  wait_for_label (&fixture, "HELPER /nonexistent/netoproc-helper (");
  wait_for_label (&fixture, "). RETRY");
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_build_filename (argv[1], "translation", NULL);
  gboolean         can_translate = make_catalogue (folder);

  g_setenv ("LANGUAGE", "de", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  netop_window_fixture_init (&argc, &argv);

  if (can_translate)
    {
      g_test_add_func ("/ui/translation/filter", test_filter);
      g_test_add_func ("/ui/translation/engine", test_engine);
    }

  return g_test_run ();
}
