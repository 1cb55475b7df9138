/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-resolver-details.h"

#include <glib/gi18n.h>

#include "netop-format.h"

static void
add_summary (NetopDetails          *details,
             const char            *title,
             const NetopDnsSummary *summary)
{
  g_autofree char *queries = netop_format_count (summary->n_queries);
  g_autofree char *mean = summary->mean_us.known ? netop_format_joined (netop_format_milliseconds (summary->mean_us)) : NULL;
  g_autofree char *p95 = summary->p95_us.known ? netop_format_joined (netop_format_milliseconds (summary->p95_us)) : NULL;
  g_autofree char *failed = summary->failure_rate.known ? netop_format_joined (netop_format_percent (summary->failure_rate)) : NULL;

  netop_details_begin_section (details, title);
  netop_details_add_fact (details, _ ("Queries"), _ ("Copy number of queries"), queries);
  netop_details_add_fact (details, _ ("Mean"), _ ("Copy mean latency"), mean);
  /* Translators: of 100 answers 95 took no longer */
  netop_details_add_fact (details, _ ("95th pct."), _ ("Copy 95th percentile"), p95);
  netop_details_add_fact (details, _ ("Failed"), _ ("Copy failure rate"), failed);
}

/**
 * netop_resolver_details_new:
 *
 * Returns: (transfer full): what is known of a resolver
 */
NetopDetails *
netop_resolver_details_new (const NetopDnsResolver *resolver)
{
  char          address[NETOP_ADDRESS_STRING_SIZE];
  NetopDetails *details = netop_details_new (netop_address_format (&resolver->server, address, sizeof address));

  details->subtitle = g_strdup (resolver->is_configured ? _ ("configured resolver") : _ ("resolver, not configured"));
  details->icon = g_themed_icon_new ("np-dns-symbolic");
  netop_details_begin_section (details, _ ("Resolver"));
  netop_details_add_fact (details, _ ("Address"), _ ("Copy address"), address);
  netop_details_add_fact (details, _ ("Interface"), _ ("Copy interface"), resolver->interface_name);
  add_summary (details, _ ("Last 10 Minutes"), &resolver->recent);
  add_summary (details, _ ("Total"), &resolver->total);
  return details;
}
