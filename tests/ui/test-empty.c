/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-window-fixture.h"

/* A window without rows says which of the reasons it is. */

typedef struct
{
  const char  *name;
  NetopBackend backend;
  bool         final;
  uint64_t     packets;
  const char  *title;
  const char  *words; /* in the description */
} Case;

static const Case cases[] = {
  { "live", NETOP_BACKEND_PCAP, false, 0, "No Traffic Yet", "Watching 1 interface." },
  { "limited", NETOP_BACKEND_SOCKETS, false, 0, "No Traffic Yet", "UDP and all else cannot. A program" },
  { "live-ended", NETOP_BACKEND_PCAP, true, 0, "No Traffic", "No program used the network" },
  { "file-begun", NETOP_BACKEND_FILE, false, 0, "Reading the File", "so far" },
  { "file-empty", NETOP_BACKEND_FILE, true, 0, "Empty Capture File", "no packets" },
  { "file-without-ip", NETOP_BACKEND_FILE, true, 7, "No Traffic in the File", "(7)" },
};

/* The status page that is on the screen. */
static AdwStatusPage *
find_page (GtkWidget *root)
{
  if (ADW_IS_STATUS_PAGE (root) && gtk_widget_get_mapped (root))
    return ADW_STATUS_PAGE (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      AdwStatusPage *page = find_page (child);

      if (page != NULL)
        return page;
    }
  return NULL;
}

static void
test_case (gconstpointer data)
{
  const Case        *kind = data;
  NetopSnapshot     *snapshot = netop_fake_snapshot (0, 0, 1);
  NetopWindowFixture fixture;
  AdwStatusPage     *page;

  g_array_set_size (snapshot->unknown, 0);
  snapshot->capture.backend = kind->backend;
  snapshot->capture.packets = kind->packets;
  snapshot->final = kind->final;
  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, snapshot);

  page = find_page (fixture.window);
  g_assert_nonnull (page);
  g_assert_cmpstr (adw_status_page_get_title (page), ==, kind->title);
  g_assert_nonnull (strstr (adw_status_page_get_description (page), kind->words));
  g_assert_false (gtk_widget_get_mapped (adw_status_page_get_child (page)));
  netop_window_fixture_close (&fixture);
}

static void
test_nothing_came_yet (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *spinner;
  GtkWidget         *label;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_draw (&fixture);
  g_assert_null (find_page (fixture.window));
  spinner = netop_window_fixture_find (fixture.window, GTK_TYPE_SPINNER);
  g_assert_true (gtk_widget_get_mapped (spinner));
  label = gtk_widget_get_next_sibling (spinner);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Starting to watch the network…");
  netop_window_fixture_close (&fixture);
}

static gboolean
has_page (gpointer fixture)
{
  return find_page (((NetopWindowFixture *)fixture)->window) != NULL;
}

static gboolean
has_no_page (gpointer fixture)
{
  return !has_page (fixture);
}

static void
test_filter_that_matches_nothing (void)
{
  NetopWindowFixture fixture;
  AdwStatusPage     *page;

  netop_window_fixture_open (&fixture, &(NetopApplicationOptions){ .filter = "nosuchprogram" });
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_wait (has_page, &fixture);
  page = find_page (fixture.window);
  g_assert_cmpstr (adw_status_page_get_title (page), ==, "No Matches");
  g_assert_true (gtk_widget_get_mapped (adw_status_page_get_child (page)));

  gtk_widget_activate (adw_status_page_get_child (page));
  netop_window_fixture_wait (has_no_page, &fixture);
  g_assert_null (netop_row_model_get_filter (netop_window_fixture_get_model (&fixture)));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/empty/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/ui/empty/nothing-came-yet", test_nothing_came_yet);
  g_test_add_func ("/ui/empty/filter", test_filter_that_matches_nothing);

  return g_test_run ();
}
