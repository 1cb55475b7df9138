/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-figure-cell.h"

G_BEGIN_DECLS

/**
 * NetopColumnTitle:
 *
 * What stands in a column's header: the title, and below it the total, in the places its figures have in the cells.
 */
#define NETOP_TYPE_COLUMN_TITLE (netop_column_title_get_type ())
G_DECLARE_FINAL_TYPE (NetopColumnTitle, netop_column_title, NETOP, COLUMN_TITLE, GtkWidget)

NetopColumnTitle *netop_column_title_install (GtkWidget *header);
void              netop_column_title_set_slot (NetopColumnTitle *self, NetopUnitSlot slot, NetopSeries series);
void              netop_column_title_set_title (NetopColumnTitle *self, const char *title);
void              netop_column_title_set_sorted (NetopColumnTitle *self, GtkAccessibleSort sort);
void              netop_column_title_set_figure (NetopColumnTitle *self, const NetopFormatted *formatted);
void              netop_column_title_set_note (NetopColumnTitle *self, const char *note);
void              netop_column_title_set_text (NetopColumnTitle *self, const char *text);
int               netop_column_title_get_room (NetopColumnTitle *self);
void              netop_column_title_align (NetopColumnTitle *self);

G_END_DECLS
