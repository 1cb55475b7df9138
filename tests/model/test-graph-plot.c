/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-plot.h"
#include "netop-graph-samples.h"

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

static NetopHistory *
make_history (guint n_samples)
{
  NetopHistory *history = NULL;

  for (guint i = 1; i <= n_samples; i++)
    history = netop_history_append (history, 300, (NetopSample){ (float)i, (float)(i % 3) });
  return history;
}

/* One by one they are as they were; together the largest of each group counts. */
static void
test_samples (void)
{
  g_autoptr (NetopHistory) history = make_history (10);
  NetopSample samples[10];

  g_assert_cmpuint (netop_graph_samples_gather (history, 10, 1, 7, samples), ==, 10);
  g_assert_cmpfloat (samples[0].rx, ==, 1);
  g_assert_cmpfloat (samples[9].rx, ==, 10);

  g_assert_cmpuint (netop_graph_samples_gather (history, 8, 4, 10, samples), ==, 3);
  /* Of the ages 7 and 6 to 3, 2 to 0, by the ten that were taken: 3; 4 to 7; 8 to 10. */
  g_assert_cmpfloat (samples[0].rx, ==, 3);
  g_assert_cmpfloat (samples[1].rx, ==, 7);
  g_assert_cmpfloat (samples[2].rx, ==, 10);
  g_assert_cmpfloat (samples[1].tx, ==, 2);
  g_assert_cmpuint (netop_graph_samples_gather (NULL, 0, 4, 0, samples), ==, 0);
}

/* A peak stands in the same group as long as it is in view. */
static void
test_steady_samples (void)
{
  NetopHistory *history = make_history (40);
  float         before = 0;

  for (guint n_taken = 40; n_taken < 60; n_taken++)
    {
      NetopSample samples[40];
      guint       n = netop_graph_samples_gather (history, 30, 3, n_taken, samples);

      /* All that are whole have another value than the group before, by three. */
      for (guint i = 2; i + 1 < n; i++)
        g_assert_cmpfloat (samples[i].rx - samples[i - 1].rx, ==, 3);
      g_assert_cmpfloat (samples[1].rx, >=, before);
      before = samples[1].rx;
      history = netop_history_append (history, 300, (NetopSample){ (float)(n_taken + 1), 0 });
    }
  netop_history_unref (history);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/graph-plot/places", test_places);
  g_test_add_func ("/model/graph-plot/ages", test_ages);
  g_test_add_func ("/model/graph-plot/samples", test_samples);
  g_test_add_func ("/model/graph-plot/steady-samples", test_steady_samples);
  return g_test_run ();
}
