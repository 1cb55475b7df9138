/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-picture.h"
#include "netop-status-line.h"
#include "netop-window-fixture.h"

static const char *picture_folder;

/* The label that has @words. */
static GtkWidget *
find_label (GtkWidget  *root,
            const char *words)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), words) != NULL)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture)
{
  return netop_fake_snapshot (3, 9, fixture->step++);
}

static gboolean
is_open (gpointer button)
{
  return gtk_menu_button_get_popover (button) != NULL && gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button)));
}

/* What is said of the capture where one asks, with the pointer or by keys. */
static const char *
ask (GtkWidget *line)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (netop_window_fixture_find (line, GTK_TYPE_MENU_BUTTON));

  if (!is_open (button))
    gtk_menu_button_popup (button);
  netop_window_fixture_wait (is_open, button);
  return gtk_label_get_text (GTK_LABEL (gtk_popover_get_child (gtk_menu_button_get_popover (button))));
}

static void
test_losses (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  GtkWidget         *line;
  GtkWidget         *label;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  line = netop_window_fixture_find (fixture.window, NETOP_TYPE_STATUS_LINE);
  label = find_label (line, "Dropped 0");
  g_assert_nonnull (label);
  g_assert_nonnull (strstr (ask (line), "\nNothing was lost."));
  g_assert_false (gtk_widget_has_css_class (label, "np-bad"));

  snapshot = make_snapshot (&fixture);
  snapshot->capture.dropped_kernel = 7;
  snapshot->capture.evicted = 3;
  snapshot->dns.n_malformed = 5;
  snapshot->dns.n_unmatched = 2;
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_true (find_label (line, "Dropped 7") == label);
  g_assert_true (gtk_widget_has_css_class (label, "np-bad"));
  g_assert_nonnull (strstr (ask (line), "\n7 packets were dropped by the kernel"));
  g_assert_nonnull (strstr (ask (line), "\n3 connections ended for want of room"));
  g_assert_null (strstr (ask (line), "rows"));
  g_assert_null (strstr (ask (line), "Nothing"));
  g_assert_nonnull (strstr (ask (line), "\n5 DNS messages could not be read"));
  g_assert_nonnull (strstr (ask (line), "\n2 DNS answers belong to no query"));
  netop_window_fixture_take_picture (&fixture, picture_folder, "status-details");
  netop_picture_take (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (netop_window_fixture_find (line, GTK_TYPE_MENU_BUTTON)))),
                      picture_folder, "status-details-popover");
  netop_window_fixture_close (&fixture);
}

static void
test_coverage (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
  const NetopRowTotals totals = { 0 };
  GtkWidget           *line = g_object_ref_sink (g_object_new (NETOP_TYPE_STATUS_LINE, NULL));

  netop_status_line_set_snapshot (NETOP_STATUS_LINE (line), snapshot, &totals, &totals);
  g_assert_nonnull (find_label (line, "Coverage –"));
  snapshot->capture.coverage = netop_figure (0.9874);
  netop_status_line_set_snapshot (NETOP_STATUS_LINE (line), snapshot, &totals, &totals);
  g_assert_nonnull (find_label (line, "Coverage 98.7 %"));
  g_object_unref (line);
}

int
main (int    argc,
      char **argv)
{
  picture_folder = argv[1];
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/status-line/losses", test_losses);
  g_test_add_func ("/ui/status-line/coverage", test_coverage);
  return g_test_run ();
}
