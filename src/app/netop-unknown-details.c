/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-unknown-details.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-host-shares.h"
#include "netop-unknown-text.h"

/* There is one reason for each user. */
#define MAX_REASONS 12

static void
add_reasons (NetopDetails        *details,
             const NetopSnapshot *snapshot,
             uint64_t             total)
{
  guint    n_listed = MIN (snapshot->unknown->len, MAX_REASONS);
  uint64_t rest = total;

  netop_details_begin_section (details, _ ("Reasons"));
  for (guint i = 0; i < n_listed; i++)
    {
      const NetopUnknown *unknown = &g_array_index (snapshot->unknown, NetopUnknown, i);
      g_autofree char    *title = netop_unknown_dup_title (unknown);
      uint64_t            bytes = netop_traffic_get_bytes (&unknown->traffic);
      NetopDetail        *detail = netop_details_add_share (details, title, bytes, total);

      detail->is_bad = unknown->cause == NETOP_CAUSE_LOST;
      rest -= MIN (bytes, rest);
    }
  netop_details_add_rest (details, snapshot->unknown->len - n_listed, rest, total);
}

static void
add_host (NetopDetails           *details,
          const NetopUnknownHost *host)
{
  g_autofree char *endpoint = netop_format_endpoint (&host->address, host->port);

  netop_details_begin_section (details, _ ("Host"));
  netop_details_add_fact (details, _ ("Remote"), _ ("Copy remote end"), endpoint);
  netop_details_add_fact (details, _ ("Name"), _ ("Copy name of the host"), host->name);
}

/* Returns: (transfer full) */
static char *
dup_subtitle (const NetopRow *row)
{
  if (row->host != NULL)
    return g_strdup (netop_cause_get_title (row->cause->cause));
  if (row->cause != NULL)
    return g_strdup_printf (ngettext ("%u host", "%u hosts", row->n_children), row->n_children);
  return g_strdup_printf (ngettext ("%u reason", "%u reasons", row->n_children), row->n_children);
}

/**
 * netop_unknown_details_new:
 * @row: of @snapshot: the unknown, a cause, or a host of one
 *
 * Returns: (transfer full): what is known of it
 */
NetopDetails *
netop_unknown_details_new (const NetopSnapshot *snapshot,
                           const NetopRow      *row)
{
  g_autofree char *name = netop_row_dup_name (row);
  NetopDetails    *details = netop_details_new (name != NULL ? name : "");
  gboolean         is_unknown = row->key.kind == NETOP_ROW_UNKNOWN;

  details->subtitle = dup_subtitle (row);
  details->icon = g_themed_icon_new ("np-unknown-symbolic");
  netop_details_set_traffic (details, &row->rate, row->history);
  if (is_unknown)
    add_reasons (details, snapshot, netop_traffic_get_bytes (&row->traffic));
  else if (row->host != NULL)
    add_host (details, row->host);
  else if (row->cause != NULL)
    {
      netop_details_begin_section (details, _ ("Hosts"));
      netop_host_shares_add_unknown (details, row->cause);
    }
  netop_details_begin_section (details, _ ("Traffic"));
  netop_details_add_totals (details, &row->traffic, snapshot->capture.byte_layer_tcp_payload);
  return details;
}
