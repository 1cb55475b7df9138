/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-row-model.h"

G_BEGIN_DECLS

/**
 * NetopRowWidgets:
 * @find_position: of the row that a widget (nullable) is or stands in, %GTK_INVALID_LIST_POSITION if there is none
 * @find_widget: (nullable) (transfer none): of the row at a position; %NULL where it has none
 *
 * Which widgets of a view show which rows of its model.
 */
typedef struct
{
  guint (*find_position) (gpointer owner, GtkWidget *widget);
  GtkWidget *(*find_widget) (gpointer owner, guint position);
} NetopRowWidgets;

void netop_row_popup_attach (GtkWidget *view, NetopRowModel *model, const NetopRowWidgets *widgets, gpointer owner);

G_END_DECLS
