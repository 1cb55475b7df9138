/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-page.h"

G_BEGIN_DECLS

/* What a table shows in the columns that every table has, and in others of their sort. */
void netop_table_cell_show_rx_rate (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
void netop_table_cell_show_tx_rate (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
void netop_table_cell_show_activity (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
void netop_table_cell_show_rx_bytes (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
void netop_table_cell_show_tx_bytes (GtkWidget *cell, const NetopRow *row, const NetopTableContext *context);
void netop_table_cell_show_count (GtkWidget *cell, uint64_t count);
void netop_table_cell_show_text (GtkWidget *cell, const char *text);
void netop_table_cell_set_tooltip (GtkWidget *cell, const char *text);
void netop_table_cell_set_bad (GtkWidget *cell, gboolean is_bad);

G_END_DECLS
