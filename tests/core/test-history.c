/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-history.h"

static NetopHistory *
append (NetopHistory *history,
        guint         capacity,
        float         value)
{
  return netop_history_append (history, capacity, (NetopSample){ value, -value });
}

static void
test_capacity (void)
{
  for (guint capacity = 1; capacity <= 20; capacity++)
    {
      g_autoptr (NetopHistory) history = NULL;

      for (guint i = 1; i <= 100; i++)
        {
          guint length = MIN (i, capacity);

          history = append (g_steal_pointer (&history), capacity, (float)i);
          g_assert_cmpuint (netop_history_get_length (history), ==, length);
          for (guint age = 0; age < length; age++)
            g_assert_cmpfloat (netop_history_get (history, age).rx, ==, (float)(i - age));
          g_assert_cmpfloat (netop_history_get (history, length).rx, ==, 0);
          g_assert_cmpfloat (netop_history_get_peak (history, G_MAXUINT).rx, ==, (float)i);
        }
    }
}

static void
test_peak (void)
{
  static const float values[] = { 9, 7, 1, 5, 3 };
  g_autoptr (NetopHistory) history = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    history = append (history, 10, values[i]);
  g_assert_cmpfloat (netop_history_get_peak (history, 0).rx, ==, 0);
  g_assert_cmpfloat (netop_history_get_peak (history, 1).rx, ==, 3);
  g_assert_cmpfloat (netop_history_get_peak (history, 3).rx, ==, 5);
  g_assert_cmpfloat (netop_history_get_peak (history, 4).rx, ==, 7);
  g_assert_cmpfloat (netop_history_get_peak (history, 100).rx, ==, 9);
}

static void
test_empty (void)
{
  g_assert_cmpuint (netop_history_get_length (NULL), ==, 0);
  g_assert_cmpfloat (netop_history_get (NULL, 0).rx, ==, 0);
  g_assert_cmpfloat (netop_history_get_peak (NULL, G_MAXUINT).tx, ==, 0);
  g_assert_null (netop_history_ref (NULL));
  netop_history_unref (NULL);
}

/* Older holders, and two that go on from one series each its own way, see what they saw. */
static void
test_sharing (void)
{
  NetopHistory *kept[100];
  NetopHistory *history = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      history = append (history, 10, (float)(i + 1));
      kept[i] = netop_history_ref (history);
    }

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      NetopHistory *branch = append (netop_history_ref (kept[i]), 10, 1000);

      g_assert_cmpfloat (netop_history_get (kept[i], 0).rx, ==, (float)(i + 1));
      g_assert_cmpuint (netop_history_get_length (kept[i]), ==, MIN (i + 1, 10));
      g_assert_cmpfloat (netop_history_get (branch, 0).rx, ==, 1000);
      g_assert_cmpfloat (netop_history_get (branch, 1).rx, ==, (float)(i + 1));
      netop_history_unref (branch);
    }

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    netop_history_unref (kept[i]);
  netop_history_unref (history);
}

/* The newest samples are of the same time; who holds the old one goes on seeing it. */
static void
test_parts (void)
{
  NetopHistory *whole = append (append (append (NULL, 4, 1), 4, 2), 4, 3);
  NetopHistory *part = append (append (NULL, 4, 10), 4, 20);
  NetopHistory *sum = netop_history_add (netop_history_ref (whole), 4, part);
  NetopHistory *alone = netop_history_add (NULL, 1, part);

  g_assert_cmpuint (netop_history_get_length (sum), ==, 3);
  g_assert_cmpfloat (netop_history_get (sum, 0).rx, ==, 23);
  g_assert_cmpfloat (netop_history_get (sum, 1).rx, ==, 12);
  g_assert_cmpfloat (netop_history_get (sum, 2).rx, ==, 1);
  g_assert_cmpfloat (netop_history_get (whole, 0).rx, ==, 3);
  g_assert_cmpuint (netop_history_get_length (alone), ==, 1);
  g_assert_cmpfloat (netop_history_get (alone, 0).rx, ==, 20);

  sum = append (netop_history_subtract (sum, 4, part), 4, 5);
  g_assert_cmpfloat (netop_history_get (sum, 0).rx, ==, 5);
  g_assert_cmpfloat (netop_history_get (sum, 1).rx, ==, 3);
  g_assert_cmpfloat (netop_history_get (sum, 3).rx, ==, 1);
  sum = netop_history_subtract (sum, 4, part);
  g_assert_cmpfloat (netop_history_get (sum, 0).rx, ==, 0);
  g_assert_true (netop_history_add (sum, 4, NULL) == sum);

  netop_history_unref (sum);
  netop_history_unref (alone);
  netop_history_unref (part);
  netop_history_unref (whole);
}

/* The same as one added to the other. */
static void
test_sum (void)
{
  NetopHistory *parts[] = {
    append (append (NULL, 4, 10), 4, 20),
    NULL,
    append (append (append (NULL, 4, 1), 4, 2), 4, 3),
  };
  NetopHistory *sum = netop_history_sum (parts, G_N_ELEMENTS (parts), 4);
  NetopHistory *newest = netop_history_sum (parts, G_N_ELEMENTS (parts), 1);

  g_assert_cmpuint (netop_history_get_length (sum), ==, 3);
  g_assert_cmpfloat (netop_history_get (sum, 0).rx, ==, 23);
  g_assert_cmpfloat (netop_history_get (sum, 1).rx, ==, 12);
  g_assert_cmpfloat (netop_history_get (sum, 2).rx, ==, 1);
  g_assert_cmpuint (netop_history_get_length (newest), ==, 1);
  g_assert_cmpfloat (netop_history_get (newest, 0).rx, ==, 23);
  g_assert_null (netop_history_sum (parts + 1, 1, 4));
  g_assert_null (netop_history_sum (NULL, 0, 4));

  /* It goes on like any other. */
  sum = append (append (sum, 4, 5), 4, 6);
  g_assert_cmpuint (netop_history_get_length (sum), ==, 4);
  g_assert_cmpfloat (netop_history_get (sum, 0).rx, ==, 6);
  g_assert_cmpfloat (netop_history_get (sum, 3).rx, ==, 12);
  netop_history_unref (sum);
  netop_history_unref (newest);
  netop_history_unref (parts[0]);
  netop_history_unref (parts[2]);
}

static void
test_silence (void)
{
  NetopHistory *history = netop_history_append_silence (append (NULL, 5, 1), 5, 2);

  g_assert_cmpuint (netop_history_get_length (history), ==, 3);
  g_assert_cmpfloat (netop_history_get (history, 0).rx, ==, 0);
  g_assert_cmpfloat (netop_history_get (history, 2).rx, ==, 1);
  history = netop_history_append_silence (history, 5, 4);
  g_assert_cmpuint (netop_history_get_length (history), ==, 5);
  g_assert_cmpfloat (netop_history_get_peak (history, G_MAXUINT).rx, ==, 0);

  g_assert_null (netop_history_append_silence (history, 5, G_MAXUINT));
  g_assert_null (netop_history_append_silence (NULL, 5, 3));
}

static gpointer
append_thread (gpointer data)
{
  NetopHistory *history = data;

  for (guint i = 0; i < 2000; i++)
    {
      history = append (history, 60, (float)i);
      g_assert_cmpfloat (netop_history_get (history, 0).rx, ==, (float)i);
      g_assert_true (i == 0 || netop_history_get (history, 1).rx == (float)(i - 1));
    }
  netop_history_unref (history);
  return NULL;
}

static void
test_threads (void)
{
  NetopHistory *history = append (NULL, 60, 5);
  GThread      *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("append", append_thread, netop_history_ref (history));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (netop_history_get_length (history), ==, 1);
  g_assert_cmpfloat (netop_history_get (history, 0).rx, ==, 5);
  netop_history_unref (history);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/history/capacity", test_capacity);
  g_test_add_func ("/core/history/empty", test_empty);
  g_test_add_func ("/core/history/peak", test_peak);
  g_test_add_func ("/core/history/sharing", test_sharing);
  g_test_add_func ("/core/history/parts", test_parts);
  g_test_add_func ("/core/history/sum", test_sum);
  g_test_add_func ("/core/history/silence", test_silence);
  g_test_add_func ("/core/history/threads", test_threads);
  return g_test_run ();
}
