/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-column-title.h"
#include "netop-figure-cell.h"
#include "netop-graph.h"
#include "netop-overview.h"
#include "netop-settings.h"
#include "netop-sparkline.h"
#include "netop-window-fixture.h"

/* Where things stand in windows of several widths, directions and font sizes. */

static void
open_wide (NetopWindowFixture *fixture,
           int                 width)
{
  g_autoptr (GSettings) settings = netop_settings_new ();

  g_settings_set_int (settings, "width", width);
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_push (fixture, 10);
  netop_window_fixture_draw (fixture);
}

static graphene_rect_t
get_bounds (NetopWindowFixture *fixture,
            GtkWidget          *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, fixture->window, &bounds));
  return bounds;
}

static float
get_right_edge (NetopWindowFixture *fixture,
                GtkWidget          *widget)
{
  graphene_rect_t bounds = get_bounds (fixture, widget);

  return bounds.origin.x + bounds.size.width;
}

/* The figures stand in the box behind the graph. */
static GtkWidget *
get_figures (NetopWindowFixture *fixture)
{
  return gtk_widget_get_next_sibling (netop_window_fixture_find (fixture->window, NETOP_TYPE_GRAPH));
}

static guint
count_mapped_labels (GtkWidget *root)
{
  guint n = (GTK_IS_LABEL (root) || GTK_IS_INSCRIPTION (root)) && gtk_widget_get_mapped (root) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_mapped_labels (child);
  return n;
}

static void
test_narrow_overview (void)
{
  NetopWindowFixture fixture;
  graphene_rect_t    graph;
  graphene_rect_t    figures;

  open_wide (&fixture, 400);
  graph = get_bounds (&fixture, netop_window_fixture_find (fixture.window, NETOP_TYPE_GRAPH));
  figures = get_bounds (&fixture, get_figures (&fixture));
  g_assert_cmpfloat (figures.origin.y, >=, graph.origin.y + graph.size.height);
  g_assert_cmpfloat (graph.size.width, >, 300);
  /* Title and rate of each direction. */
  g_assert_cmpuint (count_mapped_labels (get_figures (&fixture)), ==, 4);
  netop_window_fixture_close (&fixture);
}

static gboolean
is_smaller (PangoAttribute *attribute,
            gpointer        user_data)
{
  return attribute->klass->type == PANGO_ATTR_SCALE && ((PangoAttrFloat *)attribute)->value < 0.9;
}

static void
assert_small_unit (GtkWidget *figures)
{
  guint n = 0;

  for (GtkWidget *grid = gtk_widget_get_first_child (figures); grid != NULL; grid = gtk_widget_get_next_sibling (grid))
    for (GtkWidget *label = gtk_widget_get_first_child (grid); label != NULL; label = gtk_widget_get_next_sibling (label))
      if (GTK_IS_INSCRIPTION (label) && g_str_has_suffix (gtk_inscription_get_text (GTK_INSCRIPTION (label)), "B/s"))
        {
          g_autoptr (PangoAttrList) smaller = pango_attr_list_filter (gtk_inscription_get_attributes (GTK_INSCRIPTION (label)), is_smaller, NULL);

          g_assert_nonnull (smaller);
          n++;
        }
  g_assert_cmpuint (n, >, 0);
}

static void
test_wide_overview (void)
{
  NetopWindowFixture fixture;
  graphene_rect_t    graph;
  graphene_rect_t    figures;

  open_wide (&fixture, 1200);
  graph = get_bounds (&fixture, netop_window_fixture_find (fixture.window, NETOP_TYPE_GRAPH));
  figures = get_bounds (&fixture, get_figures (&fixture));
  g_assert_cmpfloat (figures.origin.x, >=, graph.origin.x + graph.size.width);
  g_assert_cmpuint (count_mapped_labels (get_figures (&fixture)), ==, 8);
  assert_small_unit (get_figures (&fixture));
  netop_window_fixture_close (&fixture);
}

static void
push_rate (NetopWindowFixture *fixture,
           double              bytes_per_s)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (10, 70, fixture->step++);

  snapshot->rate.rx_bytes_per_s = bytes_per_s;
  snapshot->total.rx_bytes = (uint64_t)bytes_per_s;
  netop_window_fixture_show (fixture, snapshot);
}

/* The graph keeps its width whatever the figures become, and however large the text is. */
static void
test_figures_keep_their_width (void)
{
  static const char *const fonts[] = { "Sans 11", "Sans 20" };

  for (guint i = 0; i < G_N_ELEMENTS (fonts); i++)
    {
      NetopWindowFixture fixture;
      int                width;

      g_object_set (gtk_settings_get_default (), "gtk-font-name", fonts[i], NULL);
      open_wide (&fixture, 1500);
      push_rate (&fixture, 0);
      width = gtk_widget_get_width (get_figures (&fixture));
      push_rate (&fixture, 99.9e6);
      g_assert_cmpint (gtk_widget_get_width (get_figures (&fixture)), ==, width);
      netop_window_fixture_close (&fixture);
    }
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-font-name");
}

static GtkWidget *
find_title_label (GtkWidget *title)
{
  return netop_window_fixture_find (netop_window_fixture_find (title, NETOP_TYPE_COLUMN_TITLE), GTK_TYPE_LABEL);
}

/* The text of a title ends where the figures below it end, in both directions of writing. */
static void
test_titles_stand_over_figures (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      NetopWindowFixture fixture;
      GtkWidget         *view;
      GtkWidget         *title;
      GtkWidget         *cell;
      guint              n_figures = 0;

      gtk_widget_set_default_direction (directions[i]);
      open_wide (&fixture, 1400);
      view = netop_window_fixture_find (fixture.window, GTK_TYPE_COLUMN_VIEW);
      title = gtk_widget_get_first_child (gtk_widget_get_first_child (view));
      cell = gtk_widget_get_first_child (gtk_widget_get_first_child (netop_window_fixture_find (view, GTK_TYPE_LIST_VIEW)));
      for (; title != NULL && cell != NULL; title = gtk_widget_get_next_sibling (title), cell = gtk_widget_get_next_sibling (cell))
        {
          GtkWidget *figure = gtk_widget_get_first_child (cell);

          if (!NETOP_IS_FIGURE_CELL (figure))
            continue;
          n_figures++;
          g_assert_cmpfloat_with_epsilon (get_right_edge (&fixture, find_title_label (title)),
                                          get_right_edge (&fixture, figure) - (float)netop_figure_cell_get_padding (NETOP_FIGURE_CELL (figure)),
                                          1.5f);
        }
      g_assert_cmpuint (n_figures, ==, 7);
      netop_window_fixture_close (&fixture);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Where there is little room the columns that are left fill it, whichever way one reads. */
static void
test_narrow_table (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      NetopWindowFixture fixture;
      GtkWidget         *list;
      graphene_rect_t    row;

      gtk_widget_set_default_direction (directions[i]);
      open_wide (&fixture, 360);
      for (guint j = 0; j < 5; j++)
        {
          netop_window_fixture_push (&fixture, 10);
          netop_window_fixture_draw (&fixture);
        }
      list = netop_window_fixture_find (fixture.window, GTK_TYPE_LIST_VIEW);
      row = get_bounds (&fixture, gtk_widget_get_first_child (list));
      g_assert_cmpfloat (row.origin.x, >=, 0);
      g_assert_cmpfloat (row.origin.x + row.size.width, <=, gtk_widget_get_width (fixture.window));
      netop_window_fixture_close (&fixture);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Rows of connections are lower, and what is in them too. */
static void
test_sparklines (void)
{
  static const struct
  {
    const char *page;
    int         height;
  } cases[] = { { "processes", 24 }, { "connections", 20 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopWindowFixture fixture;
      GtkWidget         *page;

      g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", NULL);
      open_wide (&fixture, 1500);
      g_action_group_change_action_state (G_ACTION_GROUP (fixture.window), "page", g_variant_new_string (cases[i].page));
      netop_window_fixture_draw (&fixture);
      page = adw_view_stack_get_visible_child (ADW_VIEW_STACK (netop_window_fixture_find (fixture.window, ADW_TYPE_VIEW_STACK)));
      g_assert_cmpint (gtk_widget_get_height (netop_window_fixture_find (page, NETOP_TYPE_SPARKLINE)), ==, cases[i].height);
      netop_window_fixture_close (&fixture);
    }
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-font-name");
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/layout/narrow-overview", test_narrow_overview);
  g_test_add_func ("/ui/layout/narrow-table", test_narrow_table);
  g_test_add_func ("/ui/layout/wide-overview", test_wide_overview);
  g_test_add_func ("/ui/layout/figures-keep-their-width", test_figures_keep_their_width);
  g_test_add_func ("/ui/layout/titles-stand-over-figures", test_titles_stand_over_figures);
  g_test_add_func ("/ui/layout/sparklines", test_sparklines);
  return g_test_run ();
}
