/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <json-glib/json-glib.h>

#include "netop-export.h"

G_BEGIN_DECLS

/**
 * NetopExportRow:
 * @process: %NULL for the row of all that is unknown
 * @name: for display, on one line
 * @pid: 0 where there is none: unknown, or several ended processes
 *
 * A row of the formats that are tables.
 */
typedef struct
{
  const NetopProcess *process;
  char               *name;
  uint32_t            pid;
  NetopTraffic        traffic;
  NetopRate           rate;
  guint               n_connections;
} NetopExportRow;

/**
 * NetopExportTotal:
 *
 * What rows carry together.
 */
typedef struct
{
  NetopTraffic traffic;
  NetopRate    rate;
} NetopExportTotal;

GArray          *netop_export_rows_new (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
NetopExportTotal netop_export_get_total (const NetopSnapshot *snapshot, const NetopFilter *filter);
char            *netop_export_get_process_name (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;

char *netop_export_csv (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
char *netop_export_tsv (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
char *netop_export_json (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
char *netop_export_pretty (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
char *netop_export_state (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;

void  netop_export_add_string (JsonBuilder *builder, const char *name, const char *value);
void  netop_export_add_int (JsonBuilder *builder, const char *name, gint64 value);
void  netop_export_add_null (JsonBuilder *builder, const char *name);
void  netop_export_add_figure (JsonBuilder *builder, const char *name, NetopFigure figure);
void  netop_export_add_bool (JsonBuilder *builder, const char *name, bool value);
void  netop_export_add_time (JsonBuilder *builder, const char *name, int64_t time_us);
void  netop_export_add_address (JsonBuilder *builder, const char *name, const NetopAddress *address);
void  netop_export_add_bytes (JsonBuilder *builder, const NetopTraffic *traffic);
void  netop_export_add_query (JsonBuilder *builder, const NetopDnsQuery *query);
void  netop_export_add_resolver (JsonBuilder *builder, const NetopDnsResolver *resolver);
void  netop_export_add_dns (JsonBuilder *builder, const NetopSnapshot *snapshot);
void  netop_export_add_packets (JsonBuilder *builder, const NetopSnapshot *snapshot, const NetopTraffic *traffic);
void  netop_export_add_connection (JsonBuilder *builder, const NetopSnapshot *snapshot, const NetopConnection *connection);
void  netop_export_add_interface (JsonBuilder *builder, const NetopSnapshotInterface *interface);
void  netop_export_add_process (JsonBuilder *builder, const NetopSnapshot *snapshot, guint index);
void  netop_export_add_remote (JsonBuilder *builder, const NetopUnknownHost *host);
void  netop_export_add_unknown (JsonBuilder *builder, const NetopUnknown *unknown);
char *netop_export_generate (JsonBuilder *builder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
