/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-status-line.h"
#include "netop-window-fixture.h"
#include "netop-tooltip.h"

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

static void
test_losses (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
  const NetopRowTotals totals = { 0 };
  GtkWidget           *line = g_object_ref_sink (g_object_new (NETOP_TYPE_STATUS_LINE, NULL));
  GtkWidget           *label;

  netop_status_line_set_snapshot (NETOP_STATUS_LINE (line), snapshot, &totals, &totals);
  label = find_label (line, "Dropped 0");
  g_assert_nonnull (label);
  g_assert_null (netop_tooltip_get (label));
  g_assert_false (gtk_widget_has_css_class (label, "np-bad"));

  snapshot->capture.dropped_kernel = 7;
  snapshot->capture.evicted = 3;
  snapshot->dns.n_malformed = 5;
  snapshot->dns.n_unmatched = 2;
  netop_status_line_set_snapshot (NETOP_STATUS_LINE (line), snapshot, &totals, &totals);
  g_assert_true (find_label (line, "Dropped 7") == label);
  g_assert_true (gtk_widget_has_css_class (label, "np-bad"));
  g_assert_nonnull (strstr (netop_tooltip_get (label), "7 packets were dropped by the kernel"));
  g_assert_nonnull (strstr (netop_tooltip_get (label), "\n3 connections ended for want of room"));
  g_assert_null (strstr (netop_tooltip_get (label), "rows"));
  g_assert_nonnull (strstr (netop_tooltip_get (label), "\n5 DNS messages could not be read"));
  g_assert_nonnull (strstr (netop_tooltip_get (label), "\n2 DNS answers belong to no query"));
  g_object_unref (line);
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
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/status-line/losses", test_losses);
  g_test_add_func ("/ui/status-line/coverage", test_coverage);
  return g_test_run ();
}
