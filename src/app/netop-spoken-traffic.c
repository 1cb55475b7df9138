/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-spoken-traffic.h"

#include <glib/gi18n.h>

#include "netop-rate-style.h"
#include "netop-spoken.h"

/**
 * netop_spoken_rates:
 *
 * Returns: (transfer full): how fast a row receives and sends, in a sentence, translated
 */
char *
netop_spoken_rates (const NetopRow *row)
{
  NetopFormatted   rx = netop_rate_style_format (netop_rate_get_rx (&row->rate));
  NetopFormatted   tx = netop_rate_style_format (netop_rate_get_tx (&row->rate));
  g_autofree char *down = netop_spoken_figure (&rx);
  g_autofree char *up = netop_spoken_figure (&tx);

  /* Translators: what a screen reader says of two rates */
  return g_strdup_printf (_ ("Download %s, upload %s."), down, up);
}

/**
 * netop_spoken_totals:
 *
 * Returns: (transfer full): what a row received and sent, in a sentence, translated
 */
char *
netop_spoken_totals (const NetopRow *row)
{
  NetopFormatted   rx = netop_format_bytes (netop_figure ((double)row->traffic.rx_bytes));
  NetopFormatted   tx = netop_format_bytes (netop_figure ((double)row->traffic.tx_bytes));
  g_autofree char *received = netop_spoken_figure (&rx);
  g_autofree char *sent = netop_spoken_figure (&tx);

  /* Translators: what a screen reader says of two totals */
  return g_strdup_printf (_ ("Received %s, sent %s."), received, sent);
}
