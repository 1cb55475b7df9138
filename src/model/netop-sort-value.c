/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sort-value.h"

/**
 * netop_sort_value_traffic:
 * @column: one of those that every table has
 *
 * Returns: what a row is sorted by in the columns of rates and totals; not known in any other
 */
NetopSortValue
netop_sort_value_traffic (const NetopRow *row, NetopColumn column)
{
  /* A number: most columns are a table's own. */
  switch ((guint)column)
    {
    case NETOP_COLUMN_RX_RATE:
      return netop_sort_value_number (row->rate.rx_average_bytes_per_s);
    case NETOP_COLUMN_TX_RATE:
      return netop_sort_value_number (row->rate.tx_average_bytes_per_s);
    case NETOP_COLUMN_ACTIVITY:
      return netop_sort_value_number (row->rate.rx_average_bytes_per_s + row->rate.tx_average_bytes_per_s);
    case NETOP_COLUMN_RX_BYTES:
      return netop_sort_value_number ((double)row->traffic.rx_bytes);
    case NETOP_COLUMN_TX_BYTES:
      return netop_sort_value_number ((double)row->traffic.tx_bytes);
    case NETOP_COLUMN_TRAFFIC:
      return netop_sort_value_number ((double)netop_traffic_get_bytes (&row->traffic));
    default:
      return (NetopSortValue){ .known = false };
    }
}
