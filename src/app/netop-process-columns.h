/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cell-registry.h"
#include "netop-row.h"

G_BEGIN_DECLS

/**
 * NetopProcessColumn:
 * @title: not translated yet, like the next
 * @payload_title: where bytes are those of TCP payload; %NULL for the same
 * @width: in pixels at 11 pt; -1 for the rest
 * @leaves: the order in which columns give way; 0 for never
 * @make: takes the #NetopProcessesPage, like @show
 *
 * One column of the Processes page.
 */
typedef struct
{
  NetopColumn   column;
  const char   *title;
  const char   *payload_title;
  int           width;
  guint         leaves;
  NetopCellMake make;
  NetopCellShow show;
} NetopProcessColumn;

const NetopProcessColumn *netop_process_columns_get (guint *n_columns);

G_END_DECLS
