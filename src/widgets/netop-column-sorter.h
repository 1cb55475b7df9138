/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopColumnSorter:
 *
 * Given to a column so that its header sorts. It orders nothing: the model does; it only tells which column was
 * chosen. See netop_column_view_get_sort(). Connect to "changed" of gtk_column_view_get_sorter().
 */
#define NETOP_TYPE_COLUMN_SORTER (netop_column_sorter_get_type ())
G_DECLARE_FINAL_TYPE (NetopColumnSorter, netop_column_sorter, NETOP, COLUMN_SORTER, GtkSorter)

GtkSorter *netop_column_sorter_new (guint column) G_GNUC_WARN_UNUSED_RESULT;
gboolean   netop_column_view_get_sort (GtkColumnView *view, guint *column, GtkSortType *direction);

G_END_DECLS
