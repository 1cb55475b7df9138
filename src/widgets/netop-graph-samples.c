/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-samples.h"

/**
 * netop_graph_samples_gather:
 * @history: (nullable):
 * @n_samples: how many of the newest are drawn
 * @n_together: how many make one point, at least 1
 * @n_taken: samples that were ever taken: says which of them stand together, the same ones as long as they are in view
 * @samples: (out) (array length=n_samples): the points, oldest first
 *
 * Where samples are dense, each point is the largest of those that it stands for: no peak is lost, and none wanders.
 *
 * Returns: how many points there are
 */
guint
netop_graph_samples_gather (const NetopHistory *history, guint n_samples, guint n_together, guint n_taken, NetopSample *samples)
{
  guint n = 0;

  for (guint i = 0; i < n_samples; i++)
    {
      guint       age = n_samples - 1 - i;
      NetopSample sample = netop_history_get (history, age);

      if (i > 0 && (n_taken - age) % n_together != 0)
        {
          samples[n - 1].rx = MAX (samples[n - 1].rx, sample.rx);
          samples[n - 1].tx = MAX (samples[n - 1].tx, sample.tx);
          continue;
        }
      samples[n++] = sample;
    }

  return n;
}
