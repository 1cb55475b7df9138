/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-export-private.h"

/**
 * netop_export_tsv:
 *
 * Returns: (transfer full): a header and a line of six fields a row. Names hold no tab and no line feed: they were
 *   escaped when the snapshot was made
 */
char *
netop_export_tsv (const NetopSnapshot      *snapshot,
                  const NetopExportOptions *options)
{
  g_autoptr (GArray) rows = netop_export_rows_new (snapshot, options);
  GString *text = g_string_new ("pid\tprocess\trx_bytes\ttx_bytes\trx_packets\ttx_packets\n");

  for (guint i = 0; i < rows->len; i++)
    {
      const NetopExportRow *row = &g_array_index (rows, NetopExportRow, i);

      if (row->pid != 0)
        g_string_append_printf (text, "%u", row->pid);
      else
        g_string_append_c (text, '-');
      g_string_append_printf (text,
                              "\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT,
                              row->name,
                              row->traffic.rx_bytes,
                              row->traffic.tx_bytes);
      if (netop_snapshot_knows_packets (snapshot))
        g_string_append_printf (text, "\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\n", row->traffic.rx_packets, row->traffic.tx_packets);
      else
        g_string_append (text, "\t-\t-\n");
    }

  return g_string_free (text, FALSE);
}
