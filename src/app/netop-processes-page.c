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
    .icon_name = "network-transmit-receive-symbolic",
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

/* What is above a row, the topmost first: opened one after the other they bring it into the table. */
typedef struct
{
  NetopRowKey group;
  NetopRowKey process;
  NetopRowKey self;
} Place;

/* A place of no kind where the row will not be in the table. */
static Place
find_place (NetopRowModel *model,
            NetopGrouping  grouping)
{
  NetopRowKey          key = netop_row_model_get_selected (model);
  const NetopRow      *row = netop_row_model_lookup (model, &key);
  const NetopSnapshot *snapshot = netop_row_model_get_snapshot (model);
  const NetopProcess  *process = row != NULL ? row->process : NULL;
  Place                place = { .self = key };

  if (row == NULL || row->group != NULL)
    return (Place){ 0 };
  if (row->connection != NULL && row->connection->process >= 0)
    {
      process = &g_array_index (snapshot->processes, NetopProcess, row->connection->process);
      place.process = process->key;
    }
  if (process != NULL && grouping != NETOP_GROUPING_PROCESS)
    place.group = netop_row_group_find_key (process, grouping);
  return place;
}

/**
 * netop_processes_page_set_grouping:
 * @page: of netop_processes_page_new()
 * @grouping: what the top rows are from now on
 *
 * What is selected stays selected, with the group open that it stands in; a group itself does not.
 */
void
netop_processes_page_set_grouping (NetopTablePage *page,
                                   NetopGrouping   grouping)
{
  NetopRowModel *model = netop_table_page_get_model (page);
  Place          place = find_place (model, grouping);

  if (place.self.kind == NETOP_ROW_NONE)
    netop_row_model_set_selected (model, NULL);
  netop_row_model_set_table (model, netop_process_row_table_get_grouped (grouping));
  netop_row_model_set_expanded (model, &place.group, true);
  netop_row_model_set_expanded (model, &place.process, true);
  netop_row_model_set_selected (model, &place.self);
}
