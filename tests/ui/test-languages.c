/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <json-glib/json-glib.h>
#include <libintl.h>
#include <string.h>

#include "netop-export.h"
#include "netop-fake-desktop.h"
#include "netop-picture.h"
#include "netop-text-fixture.h"
#include "netop-view-fixture.h"

/* All there is to be seen, in another language: whether it has room for its words, and in a made-up one, whether none is
 * left out. Arguments: the language, the folder that has its catalogue, the folder for the pictures; and for the made-up
 * one the script that makes it and the sources. */

#define PSEUDO "pseudo"
/* Longer words than any language has need a little more than 360 pixels. */
#define NARROW (strcmp (language, PSEUDO) == 0 ? 420 : 360)
#define WIDE 1200

static const char *language;
static const char *picture_folder;
static GHashTable *data_words; /* what the snapshot has: names, addresses */
static GPtrArray  *faults;

/* Names of things, units, and what is typed as it stands: the same in every language. */
static const char *const same_words[] = {
  "netoproc",
  "pcap",
  "eBPF",
  "TCP",
  "UDP",
  "ICMP",
  "PID",
  "B",
  "kB",
  "MB",
  "GB",
  "TB",
  "MiB",
  "s",
  "ms",
  "Mb",
  "Gb",
  "Docker",
  "Podman",
  "A",
  "AAAA",
  "SRV",
  "TXT",
  "HTTPS",
  "NXDOMAIN",
  "SERVFAIL",
  "NOERROR",
  "GTK",
  "MIT",
  "DNS",
  "IPv4",
  "IPv6",
  "alt",
  "The",
  "authors",
  "nosuchprogram",
  "such",
  "device",
  "exists",
  "No",
  "helper",
  "does",
  "not",
  "answer",
  "any",
  "more",
};

/* --- What is data --- */

static void
add_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ,;/\"'()[]·@:-", -1);

  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_add (data_words, g_strdup (words[i]));
}

static void
add_node (JsonArray *array,
          guint      index,
          JsonNode  *node,
          gpointer   user_data);

static void
add_member (JsonObject *object,
            const char *name,
            JsonNode   *node,
            gpointer    user_data)
{
  /* These are of the program, and must not stand on the screen as they are. */
  static const char *const words[] = { "kind", "status", "state", "direction", "match_quality", "name_source", "cause", "mode", "response", "byte_layer" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (name, words[i]) == 0)
      return;
  add_node (NULL, 0, node, user_data);
}

static void
add_node (JsonArray *array,
          guint      index,
          JsonNode  *node,
          gpointer   user_data)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), add_member, user_data);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), add_node, user_data);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    add_words (json_node_get_string (node));
}

static void
learn_data (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_desktop ();
  g_autofree char *document = netop_export_to_string (snapshot, &(NetopExportOptions){ .format = NETOP_EXPORT_STATE });
  g_autoptr (JsonNode) root = json_from_string (document, NULL);

  data_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_node (NULL, 0, root, NULL);
  add_words ("timo eth0 enp9s0 net process firefox pid port proto");
  for (guint i = 0; i < G_N_ELEMENTS (same_words); i++)
    g_hash_table_add (data_words, g_strdup (same_words[i]));
}

/* --- What is not translated --- */

/* Without what stands in brackets. */
static char *
strip_translated (const char *text)
{
  GString *rest = g_string_new (NULL);
  guint    depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '[')
        depth++;
      else if (*text == ']' && depth > 0)
        depth--;
      else if (depth == 0)
        g_string_append_c (rest, (guchar)*text < 0x80 ? *text : ' '); /* marks of direction, arrows */
    }
  return g_string_free (rest, FALSE);
}

static gboolean
has_letter (const char *word)
{
  for (; *word != '\0'; word++)
    if (g_ascii_isalpha (*word))
      return TRUE;
  return FALSE;
}

/* Words of the libraries, which are translated there. */
static gboolean
is_of_library_text (const char *text)
{
  static const char *const texts[] = { "Clear entry", "Close", "Close the window", "Preferences", "Search" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (text, texts[i]) == 0)
      return TRUE;
  return g_str_has_prefix (text, "Ctrl+") || g_str_has_prefix (text, "Shift+") || g_str_has_prefix (text, "Error opening file ");
}

static void
find_untranslated (GtkWidget  *widget,
                   const char *text,
                   gpointer    user_data)
{
  g_autofree char *rest = strip_translated (text);
  g_auto (GStrv) words = g_strsplit_set (rest, " ,;/\"'()·@:-…~\n", -1);

  for (guint i = 0; words[i] != NULL && !is_of_library_text (text); i++)
    if (has_letter (words[i]) && !g_hash_table_contains (data_words, words[i]))
      {
        g_ptr_array_add (user_data, g_strdup_printf ("not translated: \"%s\" in \"%s\" (%s)", words[i], text, G_OBJECT_TYPE_NAME (widget)));
        return;
      }
}

/* These are full of such words. */
static gboolean
is_of_library (const NetopView *view)
{
  return strcmp (view->name, "about") == 0 || strcmp (view->name, "shortcuts") == 0;
}

static void
look_at (const NetopView *view,
         int              width)
{
  NetopWindowFixture window;
  g_autofree char   *name = g_strdup_printf ("%s-%s-%d", view->name, language, width);
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *front = netop_view_fixture_open (view, &window, width, 800);

  netop_picture_take (front, picture_folder, name);
  netop_text_fixture_add_cut (front, own);
  netop_text_fixture_add_outside (front, own);
  if (strcmp (language, PSEUDO) == 0 && !is_of_library (view))
    {
      netop_text_fixture_foreach (front, find_untranslated, own);
      netop_text_fixture_foreach_spoken (front, find_untranslated, own);
    }
  if (NETOP_IS_WINDOW (front))
    netop_text_fixture_add_too_wide (front, width, own);
  for (guint i = 0; i < own->len; i++)
    g_ptr_array_add (faults, g_strdup_printf ("%s: %s", name, (const char *)g_ptr_array_index (own, i)));
  netop_view_fixture_close (&window);
}

static void
test_views (void)
{
  guint            n_views;
  const NetopView *views = netop_view_fixture_get_views (&n_views);

  faults = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_views; i++)
    {
      look_at (&views[i], NARROW);
      if (views[i].is_page)
        look_at (&views[i], WIDE);
    }
  netop_text_fixture_assert_none (faults);
  g_ptr_array_unref (faults);
}

/* Else nothing of the above would say anything. */
static void
test_is_spoken (void)
{
  const char *expected = strcmp (language, PSEUDO) == 0 ? "[Próçéssés~~~]" : "Prozesse";

  g_assert_cmpstr (dgettext (GETTEXT_PACKAGE, "Processes"), ==, expected);
}

static void
make_catalogue (const char *script,
                const char *source,
                const char *folder)
{
  const char *command[] = { "python3", script, source, folder, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_assert_cmpint (argc, >=, 4);
  language = argv[1];
  picture_folder = argv[3];
  g_assert_cmpint (g_mkdir_with_parents (picture_folder, 0700), ==, 0);
  if (argc >= 6 && argv[4][0] != '-')
    make_catalogue (argv[4], argv[5], argv[2]);

  g_setenv ("LANGUAGE", language, TRUE);
  bindtextdomain (GETTEXT_PACKAGE, argv[2]);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  netop_view_fixture_init (&argc, &argv);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", "gtk-decoration-layout", ":close", "gtk-hint-font-metrics", TRUE, NULL);
  learn_data ();

  g_test_add_func ("/ui/languages/is-spoken", test_is_spoken);
  g_test_add_func ("/ui/languages/views", test_views);

  return g_test_run ();
}
