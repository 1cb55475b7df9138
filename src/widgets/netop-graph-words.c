/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-words.h"

#include <glib/gi18n.h>

#include "netop-spoken.h"

static char *
speak_rate (float bytes_per_s, NetopUnit unit)
{
  NetopFormatted formatted = netop_format_rate (netop_figure (bytes_per_s), unit);

  return netop_spoken_figure (&formatted);
}

/**
 * netop_graph_words_new:
 * @title: (nullable): whose traffic it is
 * @now: the newest sample
 * @peak: the highest in view
 *
 * Returns: (transfer full): what a screen reader says of a graph, translated
 */
char *
netop_graph_words_new (const char *title, NetopGraphRange range, NetopUnit unit, NetopSample now, NetopSample peak)
{
  g_autofree char *rx = speak_rate (now.rx, unit);
  g_autofree char *tx = speak_rate (now.tx, unit);
  g_autofree char *rx_peak = speak_rate (peak.rx, unit);
  g_autofree char *tx_peak = speak_rate (peak.tx, unit);

  /* TRANSLATORS: what a screen reader says of the graph: its title, its range, then four rates. */
  return g_strdup_printf (_ ("%s, %s. Download %s now, peak %s. Upload %s now, peak %s."),
                          title ? title : _ ("Traffic"),
                          _ (netop_graph_range_get_facts (range)->spoken),
                          rx,
                          rx_peak,
                          tx,
                          tx_peak);
}
