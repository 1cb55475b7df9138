/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopCellMake:
 *
 * Makes the empty widget of a cell. Returns: (transfer full, floating)
 */
typedef GtkWidget *(*NetopCellMake) (gpointer user_data);

/**
 * NetopCellShow:
 * @cell: what the make function made
 * @position: of the row it stands in now
 *
 * Puts the current values of the row into the cell. Called at bind and at each refresh: it must be cheap, and
 * do nothing where nothing changed.
 */
typedef void (*NetopCellShow) (GtkWidget *cell, guint position, gpointer user_data);

/**
 * NetopCellRegistry:
 *
 * Knows the bound cells of a column view. A list view keeps some 200 rows alive however few are in view; the
 * registry refreshes only those that can be seen, and the others when they are scrolled to.
 */
#define NETOP_TYPE_CELL_REGISTRY (netop_cell_registry_get_type ())
G_DECLARE_FINAL_TYPE (NetopCellRegistry, netop_cell_registry, NETOP, CELL_REGISTRY, GObject)

NetopCellRegistry  *netop_cell_registry_new (GtkColumnView *view) G_GNUC_WARN_UNUSED_RESULT;
GtkListItemFactory *netop_cell_registry_make_factory (NetopCellRegistry *self,
                                                      NetopCellMake      make,
                                                      NetopCellShow      show,
                                                      gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
void                netop_cell_registry_refresh (NetopCellRegistry *self);
gboolean            netop_cell_registry_get_visible_range (NetopCellRegistry *self, guint *first, guint *last);
GtkWidget          *netop_cell_registry_get_row_widget (NetopCellRegistry *self, guint position);
GtkWidget          *netop_cell_registry_get_row_of_cell (GtkWidget *cell);
guint               netop_cell_registry_get_position_of (NetopCellRegistry *self, GtkWidget *widget);
void                netop_cell_registry_focus_row (NetopCellRegistry *self, guint position);
guint               netop_cell_registry_get_n_shown (NetopCellRegistry *self);

G_END_DECLS
