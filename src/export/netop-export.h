/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-filter.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

typedef enum {
  NETOP_EXPORT_TSV,
  NETOP_EXPORT_JSON,
  NETOP_EXPORT_PRETTY,
  NETOP_EXPORT_STATE,
  NETOP_EXPORT_CSV,
} NetopExportFormat;

typedef enum {
  NETOP_SORT_TRAFFIC,
  NETOP_SORT_PID,
  NETOP_SORT_NAME,
  NETOP_SORT_CONNECTIONS,
} NetopSort;

/**
 * NetopExportOptions:
 * @color: only for %NETOP_EXPORT_PRETTY
 * @filter: (nullable): only rows that match; totals are theirs, and an overall total stands beside them
 */
typedef struct
{
  NetopExportFormat format;
  NetopSort         sort;
  gboolean          color;
  NetopFilter      *filter;
} NetopExportOptions;

char    *netop_export_to_string (const NetopSnapshot *snapshot, const NetopExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
gboolean netop_export_to_file (const NetopSnapshot *snapshot, const NetopExportOptions *options, GFile *file, GCancellable *cancellable, GError **error);
char    *netop_export_processes_to_string (const NetopSnapshot *snapshot, GPtrArray *processes) G_GNUC_WARN_UNUSED_RESULT;
char    *netop_export_row_to_string (const NetopSnapshot *snapshot, const NetopRowKey *key) G_GNUC_WARN_UNUSED_RESULT;
bool     netop_export_has_row (const NetopRowKey *key);

G_END_DECLS
