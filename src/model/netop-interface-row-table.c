/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-row-table.h"

/* The Interfaces page: a row an interface. What it carried is what its own counters say, so rows of a stack (a bridge
 * and its port) each have the same bytes. */

static void
append_rows (NetopRowList *list, GHashTable *expanded)
{
  const GArray *interfaces = list->snapshot->interfaces;

  for (guint i = 0; i < interfaces->len; i++)
    {
      const NetopSnapshotInterface *interface = &g_array_index (interfaces, NetopSnapshotInterface, i);
      const NetopInterface         *facts = &interface->facts;
      NetopRow                      row = {
                             .key = interface->key,
                             .parent = -1,
                             .name = interface->name ? interface->name : "",
                             .interface = interface,
                             .traffic = { facts->rx_bytes, facts->tx_bytes, facts->rx_packets, facts->tx_packets },
                             .rate = interface->rate,
                             .history = interface->history,
      };

      g_array_append_val (list->rows, row);
    }
}

static bool
match (const NetopRow *row, const NetopSnapshot *snapshot, const NetopFilter *filter)
{
  return netop_filter_match_interface (filter, row->interface);
}

static NetopSortValue
get_first_address (const NetopSnapshotInterface *interface)
{
  if (!interface->addresses || interface->addresses->len == 0)
    return (NetopSortValue){ .known = false };

  return netop_sort_value_endpoint (&g_array_index (interface->addresses, NetopInterfaceAddress, 0).address, 0);
}

static NetopSortValue
get_sort_value (const NetopRow *row, NetopColumn column)
{
  const NetopInterface *facts = &row->interface->facts;
  NetopSortValue        unknown = { .known = false };

  /* A number: most columns are other tables'. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_NAME:
      return netop_sort_value_text (row->name);
    case NETOP_COLUMN_STATE:
      return facts->state != NETOP_INTERFACE_STATE_UNKNOWN ? netop_sort_value_number (facts->state) : unknown;
    case NETOP_COLUMN_SPEED:
      return facts->speed_mbps != 0 ? netop_sort_value_number (facts->speed_mbps) : unknown;
    case NETOP_COLUMN_ADDRESSES:
      return get_first_address (row->interface);
    case NETOP_COLUMN_RX_PACKETS:
      return netop_sort_value_number ((double)facts->rx_packets);
    case NETOP_COLUMN_TX_PACKETS:
      return netop_sort_value_number ((double)facts->tx_packets);
    case NETOP_COLUMN_ERRORS:
      return netop_sort_value_number ((double)facts->rx_errors + (double)facts->tx_errors);
    case NETOP_COLUMN_DROPS:
      return netop_sort_value_number ((double)facts->rx_dropped + (double)facts->tx_dropped);
    case NETOP_COLUMN_COVERAGE:
      return netop_sort_value_figure (row->interface->coverage);
    default:
      return netop_sort_value_traffic (row, column);
    }
}

static const NetopRowTable table = {
  .append_rows = append_rows,
  .match = match,
  .get_sort_value = get_sort_value,
};

/**
 * netop_interface_row_table_get:
 *
 * Returns: (transfer none): the table of the Interfaces page
 */
const NetopRowTable *
netop_interface_row_table_get (void)
{
  return &table;
}
