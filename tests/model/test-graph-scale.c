/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-caption-fit.h"
#include "netop-graph-scale.h"
#include "netop-tint.h"

#include <math.h>

static void
test_fit (void)
{
  static const struct
  {
    double down;
    double up;
    guint  max_steps;
    double step;
    guint  n_down;
    guint  n_up;
  } cases[] = {
    /* Nothing, or nothing sensible. */
    { 0, 0, 5, 1e3, 1, 1 },
    { NAN, INFINITY, 5, 1e3, 1, 1 },
    { -5, -1e9, 5, 1e3, 1, 1 },
    /* The floor. */
    { 1, 1, 5, 1e3, 1, 1 },
    { 1000, 0, 5, 1e3, 1, 1 },
    { 1000.1, 0, 5, 1e3, 2, 1 },
    { 4000, 1000, 5, 1e3, 4, 1 },
    { 4000.1, 1000, 5, 2e3, 3, 1 },
    /* 1, 2, 5 and the next power. */
    { 8e3, 2e3, 5, 2e3, 4, 1 },
    { 9e3, 2e3, 5, 5e3, 2, 1 },
    { 20e3, 5e3, 5, 5e3, 4, 1 },
    { 20.1e3, 5e3, 5, 10e3, 3, 1 },
    { 28.9e6, 4.71e6, 5, 10e6, 3, 1 },
    { 12.1e6, 2.92e6, 5, 5e6, 3, 1 },
    { 0, 30e6, 5, 10e6, 1, 3 },
    { 1e9, 1e9, 5, 500e6, 2, 2 },
    { 125e9, 125e9, 5, 100e9, 2, 2 },
    /* Small graphs. */
    { 28.9e6, 4.71e6, 4, 10e6, 3, 1 },
    { 4e3, 1e3, 4, 2e3, 2, 1 },
    { 5e3, 5e3, 2, 5e3, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopGraphScale scale = netop_graph_scale_fit (cases[i].down, cases[i].up, cases[i].max_steps);

      g_test_message ("down %g up %g", cases[i].down, cases[i].up);
      g_assert_cmpfloat_with_epsilon (scale.step, cases[i].step, cases[i].step * 1e-9);
      g_assert_cmpuint (scale.n_down, ==, cases[i].n_down);
      g_assert_cmpuint (scale.n_up, ==, cases[i].n_up);
    }
}

/* The same by trying every step from the floor up. */
static double
find_step (double down, double up, guint max_steps)
{
  for (double power = 1e3;; power *= 10)
    for (guint factor = 1; factor <= 5; factor = factor == 1 ? 2 : factor + 3)
      {
        double step = power * factor;

        if (MAX (1, ceil (down / step - 1e-9)) + MAX (1, ceil (up / step - 1e-9)) <= max_steps)
          return step;
      }
}

static void
test_fit_is_smallest (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      double          down = pow (10.0, g_test_rand_double_range (0, 12));
      double          up = pow (10.0, g_test_rand_double_range (0, 12));
      guint           max_steps = (guint)g_test_rand_int_range (2, 9);
      NetopGraphScale scale = netop_graph_scale_fit (down, up, max_steps);
      double          expected = find_step (down, up, max_steps);

      g_assert_cmpfloat_with_epsilon (scale.step, expected, expected * 1e-9);
      g_assert_cmpuint (scale.n_down + scale.n_up, <=, max_steps);
      g_assert_cmpfloat (scale.n_down * scale.step, >=, down * (1 - 1e-8));
      g_assert_cmpfloat (scale.n_up * scale.step, >=, up * (1 - 1e-8));
    }
}

static void
test_labels (void)
{
  static const struct
  {
    NetopGraphScale scale;
    int             line;
    NetopUnit       unit;
    const char     *label;
  } cases[] = {
    { { 10e6, 3, 1 }, 3, NETOP_UNIT_BYTES, "30 MB/s" },
    { { 10e6, 3, 1 }, 2, NETOP_UNIT_BYTES, "20" },
    { { 10e6, 3, 1 }, 0, NETOP_UNIT_BYTES, "0" },
    { { 10e6, 3, 1 }, -1, NETOP_UNIT_BYTES, "10" },
    { { 1e3, 1, 1 }, 1, NETOP_UNIT_BYTES, "1 kB/s" },
    { { 1e3, 1, 1 }, -1, NETOP_UNIT_BYTES, "1" },
    /* One unit for all lines, that of the largest. */
    { { 500e3, 3, 1 }, 3, NETOP_UNIT_BYTES, "1.5 MB/s" },
    { { 500e3, 3, 1 }, 1, NETOP_UNIT_BYTES, "0.5" },
    { { 500e3, 1, 4 }, 1, NETOP_UNIT_BYTES, "0.5 MB/s" },
    { { 500e3, 1, 4 }, -4, NETOP_UNIT_BYTES, "2" },
    { { 200e3, 4, 1 }, 4, NETOP_UNIT_BYTES, "800 kB/s" },
    { { 10e6, 3, 1 }, 3, NETOP_UNIT_BITS, "30 Mb/s" },
    { { 1e3, 1, 1 }, 1, NETOP_UNIT_BITS, "1 kb/s" },
    { { 500e6, 2, 2 }, 2, NETOP_UNIT_BYTES, "1 GB/s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char label[32];

      netop_graph_scale_format (&cases[i].scale, cases[i].line, cases[i].unit, label, sizeof label);
      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

static void
test_tint (void)
{
  static const struct
  {
    double rate;
    guint  level;
  } cases[] = {
    { 0, 0 },
    { 99999, 0 },
    { 100e3, 1 },
    { 999999, 1 },
    { 1e6, 2 },
    { 10e6, 3 },
    { 1e12, 3 },
    { NAN, 0 },
  };
  NetopTintThresholds thresholds = NETOP_TINT_THRESHOLDS_DEFAULT;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (netop_tint_get_level (&thresholds, cases[i].rate), ==, cases[i].level);
  for (guint level = 0; level < NETOP_TINT_N_LEVELS; level++)
    {
      g_assert_cmpfloat (netop_tint_get_alpha (level, FALSE), <, netop_tint_get_alpha (level + 1, FALSE));
      g_assert_cmpfloat (netop_tint_get_alpha (level + 1, FALSE), <, netop_tint_get_alpha (level + 1, TRUE));
    }
}

/* The captions below a graph, which is what its width is for. */
static void
test_captions (void)
{
  static const struct
  {
    int  width;
    bool start;
    bool middle;
  } cases[] = {
    { 400, true, true },
    { 159, true, true }, /* 60 + 8 + half of 23 up to the middle */
    { 158, true, false },
    { 98, true, false }, /* 60 + 8 + 30 */
    { 97, false, false },
    { 0, false, false },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopCaptionFit fit = netop_caption_fit (cases[i].width, 60, 23, 30, 8);

      g_assert_cmpint (fit.start, ==, cases[i].start);
      g_assert_cmpint (fit.middle, ==, cases[i].middle);
    }
  /* The end can be the longer one in another language. */
  g_assert_false (netop_caption_fit (200, 30, 23, 90, 8).middle);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/graph-scale/fits", test_fit);
  g_test_add_func ("/model/graph-scale/is-the-smallest", test_fit_is_smallest);
  g_test_add_func ("/model/graph-scale/labels", test_labels);
  g_test_add_func ("/model/tint/levels", test_tint);
  g_test_add_func ("/widgets/caption-fit", test_captions);

  return g_test_run ();
}
