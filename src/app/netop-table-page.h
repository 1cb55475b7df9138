/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-empty-text.h"
#include "netop-figure-cell.h"
#include "netop-row-model.h"

G_BEGIN_DECLS

/**
 * NetopTableContext:
 * @snapshot: of the row
 * @is_narrow: only the columns that stay are there
 *
 * What a cell needs to know beside its row.
 */
typedef struct
{
  const NetopSnapshot *snapshot;
  gboolean             is_narrow;
} NetopTableContext;

typedef enum {
  NETOP_TABLE_CELL_TEXT,
  NETOP_TABLE_CELL_QUIET_TEXT,
  NETOP_TABLE_CELL_FIGURE,
  NETOP_TABLE_CELL_SPARKLINE,
} NetopTableCell;

/**
 * NetopTableColumn:
 * @title: not yet translated
 * @payload_title: where bytes are those of TCP payload; %NULL for the same
 * @width: pixels at 11 pt; of the column that grows the least
 * @grows: takes what the others leave; one column of a table does
 * @stays: also in narrow windows
 * @slot: with @series: of a figure
 * @show: puts the row's value into the cell; cheap, and does nothing where nothing changed
 */
typedef struct
{
  NetopColumn    column;
  const char    *title;
  const char    *payload_title;
  int            width;
  gboolean       grows;
  gboolean       stays;
  NetopTableCell cell;
  NetopUnitSlot  slot;
  NetopSeries    series;
  void (*show) (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
} NetopTableColumn;

/**
 * NetopTableKind:
 * @title: of the page, not yet translated
 * @columns: in their order
 * @explain: why there are no rows
 * @speak: what a screen reader says of a row
 * @is_over: (nullable): whether what the row is about is over: it is drawn dim
 *
 * What makes one page of the window: static, without state.
 */
typedef struct
{
  const char             *title;
  const char             *icon_name;
  const NetopTableColumn *columns;
  guint                   n_columns;
  gboolean                is_dense;
  const NetopRowTable *(*get_table) (void);
  NetopEmptyText *(*explain) (const NetopSnapshot *snapshot, const NetopRowTotals *totals);
  char *(*speak) (const NetopRow *row, const NetopSnapshot *snapshot);
  gboolean (*is_over) (const NetopRow *row);
} NetopTableKind;

/**
 * NetopTablePage:
 *
 * A page with a table. Its columns have fixed widths; what finds no room is scrolled to, and in narrow windows those that
 * stay are there alone. Sorting by a click on a header; rows hold still for a while after the pointer or the keys. While
 * it is not on the screen it only remembers the newest snapshot.
 */
#define NETOP_TYPE_TABLE_PAGE (netop_table_page_get_type ())
G_DECLARE_FINAL_TYPE (NetopTablePage, netop_table_page, NETOP, TABLE_PAGE, GtkWidget)

GtkWidget     *netop_table_page_new (const NetopTableKind *kind) G_GNUC_WARN_UNUSED_RESULT;
void           netop_table_page_set_snapshot (NetopTablePage *self, NetopSnapshot *snapshot);
void           netop_table_page_set_filter (NetopTablePage *self, NetopFilter *filter);
void           netop_table_page_set_sort (NetopTablePage *self, NetopColumn column, GtkSortType direction);
NetopRowModel *netop_table_page_get_model (NetopTablePage *self);
void           netop_table_page_focus (NetopTablePage *self);

G_END_DECLS
