/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-processes-page.h"

#include <glib/gi18n.h>

#include "netop-process-columns.h"
#include "netop-process-row-table.h"
#include "netop-spoken-row.h"
#include "netop-table-totals.h"

/**
 * netop_processes_page_new:
 *
 * Returns: (transfer floating): a #NetopTablePage with a row for each process, its connections under it, and one for what
 *   is unknown
 */
GtkWidget *
netop_processes_page_new (void)
{
  static NetopTableKind kind = {
    .title = N_ ("Processes"),
    .icon_name = "np-processes-symbolic",
    .is_tree = TRUE,
    .keeps_up = TRUE,
    .get_table = netop_process_row_table_get,
    .has_sums = TRUE,
    .dup_count = netop_table_totals_dup_processes,
    .explain = netop_empty_text_new,
    .speak = netop_spoken_row,
  };

  kind.columns = netop_process_columns_get (&kind.n_columns);
  return netop_table_page_new (&kind);
}
