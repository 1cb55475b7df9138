/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-spoken.h"

#include <glib/gi18n.h>

/* Orca 43 speaks a new name of what has the focus at once, in the middle of the old one. */
#define PACE_US (5 * G_USEC_PER_SEC)

/* A screen reader spells "kB/s" out as letters. */
static const struct
{
  const char *unit;
  const char *words;
} units[] = {
  { "B", N_ ("bytes") },
  { "kB", N_ ("kilobytes") },
  { "MB", N_ ("megabytes") },
  { "GB", N_ ("gigabytes") },
  { "TB", N_ ("terabytes") },
  { "PB", N_ ("petabytes") },
  { "B/s", N_ ("bytes per second") },
  { "kB/s", N_ ("kilobytes per second") },
  { "MB/s", N_ ("megabytes per second") },
  { "GB/s", N_ ("gigabytes per second") },
  { "b/s", N_ ("bits per second") },
  { "kb/s", N_ ("kilobits per second") },
  { "Mb/s", N_ ("megabits per second") },
  { "Gb/s", N_ ("gigabits per second") },
  { "ms", N_ ("milliseconds") },
  { "%", N_ ("percent") },
};

/**
 * netop_spoken_figure:
 *
 * Returns: (transfer full): the figure in words, translated
 */
char *
netop_spoken_figure (const NetopFormatted *formatted)
{
  if (g_str_equal (formatted->value, "–"))
    return g_strdup (_ ("not known"));

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (formatted->unit, units[i].unit))
      return g_strdup_printf ("%s %s", formatted->value, _ (units[i].words));

  return netop_format_joined (*formatted);
}

/**
 * netop_spoken_is_due:
 * @told_us: (inout): when what is told now was told; 0 for never. Set to @now_us where it is due
 * @now_us: by the clock of what is shown, in microseconds
 *
 * What is shown changes each second. A screen reader is told in time to be right, and seldom enough that a sentence can be
 * heard to its end.
 *
 * Returns: whether to tell it anew
 */
gboolean
netop_spoken_is_due (gint64 *told_us, gint64 now_us)
{
  if (*told_us != 0 && now_us >= *told_us && now_us - *told_us < PACE_US)
    return FALSE;

  *told_us = now_us;
  return TRUE;
}
