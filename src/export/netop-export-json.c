/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-export-private.h"

/* Adds a member, null where @value is %NULL. */
void
netop_export_add_string (JsonBuilder *builder,
                         const char  *name,
                         const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
netop_export_add_int (JsonBuilder *builder,
                      const char  *name,
                      gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
netop_export_add_null (JsonBuilder *builder,
                       const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_null_value (builder);
}

/* Null where nobody counts them. */
void
netop_export_add_packets (JsonBuilder         *builder,
                          const NetopSnapshot *snapshot,
                          const NetopTraffic  *traffic)
{
  if (netop_snapshot_knows_packets (snapshot))
    {
      netop_export_add_int (builder, "rx_packets", (gint64)traffic->rx_packets);
      netop_export_add_int (builder, "tx_packets", (gint64)traffic->tx_packets);
    }
  else
    {
      netop_export_add_null (builder, "rx_packets");
      netop_export_add_null (builder, "tx_packets");
    }
}

/* The document as text that ends with a line feed. */
char *
netop_export_generate (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

/**
 * netop_export_json:
 *
 * Returns: (transfer full): an array of objects, of the same fields as the lines of netop_export_tsv()
 */
char *
netop_export_json (const NetopSnapshot      *snapshot,
                   const NetopExportOptions *options)
{
  g_autoptr (GArray) rows = netop_export_rows_new (snapshot, options);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const NetopExportRow *row = &g_array_index (rows, NetopExportRow, i);

      json_builder_begin_object (builder);
      if (row->pid != 0)
        netop_export_add_int (builder, "pid", row->pid);
      else
        netop_export_add_null (builder, "pid");
      netop_export_add_string (builder, "process", row->name);
      netop_export_add_int (builder, "rx_bytes", (gint64)row->traffic.rx_bytes);
      netop_export_add_int (builder, "tx_bytes", (gint64)row->traffic.tx_bytes);
      netop_export_add_packets (builder, snapshot, &row->traffic);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return netop_export_generate (builder);
}
