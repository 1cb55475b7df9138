/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-age-text.h"

#include <glib/gi18n.h>

#define S_PER_MINUTE 60
#define S_PER_HOUR (60 * S_PER_MINUTE)
#define S_PER_DAY (24 * S_PER_HOUR)

/**
 * netop_age_dup_text:
 * @age_us: below 0 where clocks were stepped: then it is 0
 *
 * Returns: (transfer full): the time in its largest unit, translated
 */
char *
netop_age_dup_text (int64_t age_us)
{
  int64_t age_s = MAX (age_us, 0) / G_USEC_PER_SEC;

  if (age_s < S_PER_MINUTE)
    /* TRANSLATORS: a time in seconds, then in minutes, hours and days */
    return g_strdup_printf (_ ("%d s"), (int)age_s);
  if (age_s < S_PER_HOUR)
    return g_strdup_printf (_ ("%d min"), (int)(age_s / S_PER_MINUTE));
  if (age_s < S_PER_DAY)
    return g_strdup_printf (_ ("%d h"), (int)(age_s / S_PER_HOUR));

  return g_strdup_printf (_ ("%d d"), (int)MIN (age_s / S_PER_DAY, G_MAXINT));
}
