/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-empty-text.h"
#include "netop-figure-cell.h"
#include "netop-row-table.h"
#include "netop-row-totals.h"

G_BEGIN_DECLS

/**
 * NetopTableContext:
 * @snapshot: of the row
 * @is_narrow: only the columns that never leave are there, and those with a width for it
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
  NETOP_TABLE_CELL_PREFIXED_TEXT, /* behind an icon, a mark or a pill */
  NETOP_TABLE_CELL_FIGURE,
  NETOP_TABLE_CELL_SPARKLINE,
  NETOP_TABLE_CELL_LATENCY,     /* a bar, and its number */
  NETOP_TABLE_CELL_LATENCY_BAR, /* without the number */
  NETOP_TABLE_CELL_NAME,        /* with an expander */
} NetopTableCell;

/**
 * NetopTableColumn:
 * @title: not yet translated
 * @payload_title: where bytes are those of TCP payload; %NULL for the same
 * @width: pixels at 11 pt; of the column that grows the least
 * @narrow_width: in a narrow window, where 0 says that the column leaves, or is a little narrower where it never does
 * @tight_width: where others have left for want of room; 0 for the same as ever
 * @leaves: the order in which columns give way where there is little room, from 1; 0 for never
 * @grows: takes what the others leave; one column of a table does, and is always there
 * @is_optional: hidden until it is asked for
 * @slot: with @series: of a figure
 * @show: puts the row's value into the cell; cheap, and does nothing where nothing changed
 */
typedef struct
{
  NetopColumn    column;
  const char    *title;
  const char    *payload_title;
  int            width;
  guint          leaves;
  gboolean       grows;
  gboolean       is_optional;
  NetopTableCell cell;
  NetopUnitSlot  slot;
  NetopSeries    series;
  int            narrow_width;
  int            tight_width;
  void (*show) (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
} NetopTableColumn;

/**
 * NetopTableKind:
 * @title: of the page, not yet translated
 * @columns: in their order
 * @is_tree: rows have rows under them; the growing column has a %NETOP_TABLE_CELL_NAME
 * @keeps_up: takes each snapshot also while nobody sees the page, because others ask for its totals
 * @dup_count: how many rows there are, for the header of the column that grows
 * @has_sums: whether the sums of its columns mean anything
 * @explain: why there are no rows
 * @speak: what a screen reader says of a row
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
  gboolean                is_tree;
  gboolean                keeps_up;
  const NetopRowTable *(*get_table) (void);
  gboolean has_sums;
  char *(*dup_count) (const NetopRowTotals *totals);
  NetopEmptyText *(*explain) (const NetopSnapshot *snapshot, const NetopRowTotals *totals);
  char *(*speak) (const NetopRow *row, const NetopSnapshot *snapshot);
} NetopTableKind;

G_END_DECLS
