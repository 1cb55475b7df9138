/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-spoken-interface.h"

#include <glib/gi18n.h>

#include "netop-interface-text.h"
#include "netop-spoken-traffic.h"
#include "netop-spoken.h"

/* "eth0, Ethernet, up, 1.00 gigabits per second": what of it is known. */
static char *
speak_identity (const NetopRow *row)
{
  const NetopInterface *facts = &row->interface->facts;
  const char           *state = netop_interface_get_state_text (facts);
  g_autofree char      *kind = netop_interface_dup_kind_text (facts);
  g_autofree char      *speed = NULL;
  g_autoptr (GString) text = g_string_new (row->name);

  if (facts->speed_mbps != 0)
    {
      NetopFormatted formatted = netop_format_rate (netop_figure (facts->speed_mbps * 1e6 / 8), NETOP_UNIT_BITS);

      speed = netop_spoken_figure (&formatted);
    }
  if (kind != NULL)
    g_string_append_printf (text, ", %s", kind);
  if (state != NULL)
    g_string_append_printf (text, ", %s", state);
  if (speed != NULL)
    g_string_append_printf (text, ", %s", speed);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
speak_losses (const NetopInterface *facts)
{
  g_autofree char *errors = netop_format_count (facts->rx_errors + facts->tx_errors);
  g_autofree char *drops = netop_format_count (facts->rx_dropped + facts->tx_dropped);

  if (facts->rx_errors + facts->tx_errors + facts->rx_dropped + facts->tx_dropped == 0)
    return g_strdup (_ ("Nothing lost."));
  /* Translators: two numbers of packets */
  return g_strdup_printf (_ ("Errors %s, dropped %s."), errors, drops);
}

/**
 * netop_spoken_interface:
 * @snapshot: the row's
 *
 * Returns: (transfer full): what a screen reader says of a row of the interfaces, translated
 */
char *
netop_spoken_interface (const NetopRow      *row,
                        const NetopSnapshot *snapshot)
{
  g_autofree char *identity = speak_identity (row);
  g_autofree char *rates = netop_spoken_rates (row);
  g_autofree char *totals = netop_spoken_totals (row);
  g_autofree char *losses = speak_losses (&row->interface->facts);

  return g_strdup_printf ("%s. %s %s %s", identity, rates, totals, losses);
}
