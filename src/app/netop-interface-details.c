/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-details.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-interface-icon.h"
#include "netop-interface-text.h"

static char *
dup_subtitle (const NetopInterface *facts)
{
  g_autofree char *kind = netop_interface_dup_kind_text (facts);
  const char      *state = netop_interface_get_state_text (facts);

  if (kind == NULL || state == NULL)
    return kind != NULL ? g_steal_pointer (&kind) : g_strdup (state);
  return g_strdup_printf ("%s · %s", kind, state);
}

static void
add_addresses (NetopDetails                 *details,
               const NetopSnapshotInterface *interface)
{
  for (guint i = 0; interface->addresses != NULL && i < interface->addresses->len; i++)
    {
      const NetopInterfaceAddress *address = &g_array_index (interface->addresses, NetopInterfaceAddress, i);
      char                         buffer[NETOP_ADDRESS_STRING_SIZE];
      g_autofree char             *text = g_strdup_printf ("%s/%u", netop_address_format (&address->address, buffer, sizeof buffer), address->prefix_length);

      netop_details_add_fact (details, netop_address_is_v4 (&address->address) ? "IPv4" : "IPv6", _ ("Copy address"), text);
    }
}

static char *
dup_two_counts (uint64_t n_received,
                uint64_t n_sent)
{
  g_autofree char *received = netop_format_count (n_received);
  g_autofree char *sent = netop_format_count (n_sent);

  /* Translators: two numbers of packets */
  return g_strdup_printf (_ ("%s in, %s out"), received, sent);
}

/* That nothing was lost is a fact, too. */
static void
add_loss (NetopDetails *details,
          const char   *key,
          const char   *copy_title,
          uint64_t      n_received,
          uint64_t      n_sent)
{
  g_autofree char *counts = dup_two_counts (n_received, n_sent);
  gboolean         is_bad = n_received + n_sent > 0;

  netop_details_add_fact (details, key, copy_title, is_bad ? counts : _ ("nothing"))->is_bad = is_bad;
}

static void
add_facts (NetopDetails                 *details,
           const NetopSnapshotInterface *interface)
{
  const NetopInterface *facts = &interface->facts;
  const NetopTraffic    traffic = { .rx_bytes = facts->rx_bytes, .tx_bytes = facts->tx_bytes };
  g_autofree char      *packets = dup_two_counts (facts->rx_packets, facts->tx_packets);
  g_autofree char      *speed = facts->speed_mbps != 0 ? netop_format_joined (netop_format_rate (netop_figure (facts->speed_mbps * 1e6 / 8), NETOP_UNIT_BITS)) : NULL;
  g_autofree char      *servers = netop_interface_dup_dns_servers (interface);
  g_autofree char      *domains = netop_interface_dup_search_domains (interface);
  g_autofree char      *mtu = facts->mtu != 0 ? g_strdup_printf ("%u", facts->mtu) : NULL;
  g_autofree char      *coverage = interface->coverage.known ? netop_format_joined (netop_format_percent (interface->coverage)) : NULL;

  netop_details_begin_section (details, _ ("Interface"));
  add_addresses (details, interface);
  netop_details_add_fact (details, _ ("DNS"), _ ("Copy DNS servers"), servers);
  netop_details_add_fact (details, _ ("Search"), _ ("Copy search domains"), domains);
  netop_details_add_fact (details, _ ("Speed"), _ ("Copy speed"), speed);
  /* Translators: the size of the largest packet */
  netop_details_add_fact (details, _ ("MTU"), _ ("Copy MTU"), mtu);

  netop_details_begin_section (details, _ ("Counters"));
  /* The kernel counts whole frames, whatever the rows of processes count. */
  netop_details_add_totals (details, &traffic, FALSE);
  netop_details_add_fact (details, _ ("Packets"), _ ("Copy packets"), packets);
  add_loss (details, _ ("Errors"), _ ("Copy errors"), facts->rx_errors, facts->tx_errors);
  add_loss (details, _ ("Dropped"), _ ("Copy dropped packets"), facts->rx_dropped, facts->tx_dropped);
  netop_details_add_fact (details, _ ("Coverage"), _ ("Copy coverage"), coverage);
}

/**
 * netop_interface_details_new:
 * @interface: of @snapshot
 *
 * Returns: (transfer full): what is known of an interface
 */
NetopDetails *
netop_interface_details_new (const NetopSnapshot          *snapshot,
                             const NetopSnapshotInterface *interface)
{
  NetopDetails *details = netop_details_new (interface->name);

  details->subtitle = dup_subtitle (&interface->facts);
  details->icon = g_themed_icon_new (netop_interface_icon_get_name (&interface->facts));
  netop_details_set_traffic (details, &interface->rate, interface->history);
  add_facts (details, interface);
  return details;
}
