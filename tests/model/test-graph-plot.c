/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-plot.h"
#include "netop-graph-rescale.h"

/* Where a graph's samples stand, and which of them a place is of. */

static const NetopGraphPlot plots[] = {
  { .x = 52, .y = 8, .width = 600, .height = 100, .axis_y = 58, .n_samples = 60, .n_steps = 5 },
  { .x = 1, .y = 8, .width = 600, .height = 100, .axis_y = 58, .n_samples = 60, .n_steps = 5, .is_mirrored = TRUE },
};

/* The newest comes from beyond the edge and is there with its phase. */
static void
test_places (void)
{
  g_assert_cmpfloat (netop_graph_plot_get_x (&plots[0], 0, 1.0), ==, 652);
  g_assert_cmpfloat (netop_graph_plot_get_x (&plots[0], 0, 0.0), ==, 662);
  g_assert_cmpfloat (netop_graph_plot_get_x (&plots[0], 60, 1.0), ==, 52);
  g_assert_cmpfloat (netop_graph_plot_get_x (&plots[1], 0, 1.0), ==, 1);
  g_assert_cmpfloat (netop_graph_plot_get_x (&plots[1], 0, 0.0), ==, -9);
  g_assert_cmpfloat (netop_graph_plot_get_x (&plots[1], 60, 1.0), ==, 601);
  g_assert_cmpfloat (netop_graph_plot_get_step_px (&plots[0]), ==, 20);
}

static void
test_ages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    {
      const NetopGraphPlot *plot = &plots[i];

      for (int age = 0; age < 60; age++)
        for (double phase = 0.1; phase < 1.0; phase += 0.2)
          {
            double x = netop_graph_plot_get_x (plot, age, phase);

            if (x < plot->x || x > plot->x + plot->width)
              continue;
            g_assert_cmpint (netop_graph_plot_find_age (plot, x, phase, 60), ==, age);
            g_assert_cmpint (netop_graph_plot_find_age (plot, x, phase, (guint)age), ==, NETOP_GRAPH_NO_AGE);
          }
      g_assert_cmpint (netop_graph_plot_find_age (plot, plot->x - 1, 1.0, 60), ==, NETOP_GRAPH_NO_AGE);
      g_assert_cmpint (netop_graph_plot_find_age (plot, plot->x + plot->width + 1, 1.0, 60), ==, NETOP_GRAPH_NO_AGE);
      g_assert_cmpint (netop_graph_plot_find_age (plot, plot->x + 10, 1.0, 0), ==, NETOP_GRAPH_NO_AGE);
    }
}

/* The way to another scale: from where it was, less and less fast, and then it is there. */
static void
test_rescale (void)
{
  NetopGraphRescale never = { 0 };
  NetopGraphRescale half = { .start_us = 1000000, .by = 2.0 };
  double            before = netop_graph_rescale_get (&half, 1000000);
  double            way = 1.0;

  g_assert_true (netop_graph_rescale_is_over (&never, 5));
  g_assert_cmpfloat (netop_graph_rescale_get (&never, 5), ==, 1.0);

  g_assert_cmpfloat_with_epsilon (before, 2.0, 1e-9);
  for (gint64 now_us = 1020000; now_us < 1200000; now_us += 20000)
    {
      double now = netop_graph_rescale_get (&half, now_us);

      g_assert_false (netop_graph_rescale_is_over (&half, now_us));
      g_assert_cmpfloat (now, >, 1.0);
      g_assert_cmpfloat (before - now, <, way);
      way = before - now;
      g_assert_cmpfloat (way, >, 0.0);
      before = now;
    }
  g_assert_true (netop_graph_rescale_is_over (&half, 1200000));
  g_assert_cmpfloat (netop_graph_rescale_get (&half, 1200000), ==, 1.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/graph-plot/places", test_places);
  g_test_add_func ("/model/graph-plot/ages", test_ages);
  g_test_add_func ("/model/graph-plot/rescale", test_rescale);
  return g_test_run ();
}
