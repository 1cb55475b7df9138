/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-fake-snapshot.h"
#include "netop-fake-source.h"
#include "netop-processes-page.h"
#include "netop-window.h"

/* The whole window on made-up snapshots. Its pictures stay in the folder the first argument names. */

static const char     *picture_folder;
static AdwApplication *application; /* has the style sheet and the icons */

typedef struct
{
  NetopSource *source;
  GtkWidget   *window;
  guint        step;
} Fixture;

static void
run_for_ms (guint ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end_us)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
push (Fixture *fixture)
{
  netop_fake_source_push (NETOP_FAKE_SOURCE (fixture->source), netop_fake_snapshot (30, 200, fixture->step++));
}

static void
open_window (Fixture    *fixture,
             const char *filter)
{
  NetopApplicationOptions options = { .sort = NETOP_APPLICATION_SORT_TRAFFIC, .filter = filter };

  *fixture = (Fixture){ .source = netop_fake_source_new (), .step = 1 };
  fixture->window = netop_window_new (application, fixture->source, &options);
  gtk_window_present (GTK_WINDOW (fixture->window));
  netop_source_start (fixture->source);
}

static void
close_window (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  run_for_ms (50);
  g_object_unref (fixture->source);
}

static GtkWidget *
find_widget (GtkWidget *root,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static NetopRowModel *
get_model (Fixture *fixture)
{
  return netop_processes_page_get_model (NETOP_PROCESSES_PAGE (find_widget (fixture->window, NETOP_TYPE_PROCESSES_PAGE)));
}

/* Returns how many colours it has: a window that draws nothing has few. */
static guint
take_picture (Fixture    *fixture,
              const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (fixture->window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);
  g_autofree char    *path = g_strdup_printf ("%s/%s.png", picture_folder, name);
  int                 width = gtk_widget_get_width (fixture->window);
  int                 height = gtk_widget_get_height (fixture->window);
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize)width * (gsize)height);

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
  gdk_texture_download (texture, (guchar *)(void *)pixels, (gsize)width * 4);
  for (gsize i = 0; i < (gsize)width * (gsize)height; i += 3)
    g_hash_table_add (colors, GUINT_TO_POINTER (pixels[i]));
  return g_hash_table_size (colors);
}

static void
test_shows_processes (void)
{
  Fixture fixture;

  open_window (&fixture, NULL);
  for (guint i = 0; i < 4; i++)
    {
      push (&fixture);
      run_for_ms (100);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (&fixture))), >=, 30);
  g_assert_cmpuint (take_picture (&fixture, "window"), >, 100);
  close_window (&fixture);
}

static void
test_search_filters (void)
{
  Fixture fixture;

  open_window (&fixture, "firefox");
  push (&fixture);
  run_for_ms (400);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (&fixture))), ==, 3);
  g_assert_cmpuint (take_picture (&fixture, "search"), >, 100);
  close_window (&fixture);
}

/* The view holds still, and what came meanwhile is there when it goes on. */
static void
test_pause_holds_still (void)
{
  Fixture        fixture;
  NetopSnapshot *held;

  open_window (&fixture, NULL);
  push (&fixture);
  run_for_ms (50);
  held = netop_row_model_get_snapshot (get_model (&fixture));
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  push (&fixture);
  run_for_ms (50);
  g_assert_true (netop_row_model_get_snapshot (get_model (&fixture)) == held);

  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  g_assert_true (netop_row_model_get_snapshot (get_model (&fixture)) == netop_source_get_snapshot (fixture.source));
  close_window (&fixture);
}

static void
test_refused_says_what_to_do (void)
{
  Fixture        fixture;
  AdwStatusPage *page;

  open_window (&fixture, NULL);
  netop_fake_source_fail (NETOP_FAKE_SOURCE (fixture.source), NETOP_SOURCE_STATE_REFUSED, NETOP_ENGINE_ERROR_NOT_PERMITTED, "No permission to capture");
  run_for_ms (100);
  page = ADW_STATUS_PAGE (find_widget (fixture.window, ADW_TYPE_STATUS_PAGE));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_assert_nonnull (strstr (adw_status_page_get_description (page), "sudo netoproc"));
  take_picture (&fixture, "refused");

  gtk_widget_activate_action (fixture.window, "win.retry", NULL);
  g_assert_cmpuint (netop_fake_source_get_n_starts (NETOP_FAKE_SOURCE (fixture.source)), ==, 2);
  close_window (&fixture);
}

/* What was seen stays on the screen, with a banner above. */
static void
test_helper_that_ends (void)
{
  Fixture fixture;

  open_window (&fixture, NULL);
  push (&fixture);
  run_for_ms (50);
  netop_fake_source_fail (NETOP_FAKE_SOURCE (fixture.source), NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, "The helper ended unexpectedly");
  run_for_ms (400);
  g_assert_true (gtk_revealer_get_child_revealed (GTK_REVEALER (find_widget (fixture.window, GTK_TYPE_REVEALER))));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (&fixture))), >=, 30);
  take_picture (&fixture, "ended");
  close_window (&fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  application = adw_application_new (NETOP_APP_ID, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/window/processes", test_shows_processes);
  g_test_add_func ("/ui/window/search", test_search_filters);
  g_test_add_func ("/ui/window/pause", test_pause_holds_still);
  g_test_add_func ("/ui/window/refused", test_refused_says_what_to_do);
  g_test_add_func ("/ui/window/helper-ended", test_helper_that_ends);

  return g_test_run ();
}
