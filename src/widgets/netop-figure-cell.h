/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#include "netop-format.h"

G_BEGIN_DECLS

/* The width kept free for the unit, so that a column's values end at one edge. */
typedef enum {
  NETOP_UNIT_SLOT_NONE, /* counts */
  NETOP_UNIT_SLOT_RATE, /* as wide as MB/s */
  NETOP_UNIT_SLOT_BYTES,
  NETOP_UNIT_SLOT_MILLISECONDS,
  NETOP_UNIT_SLOT_PERCENT,
} NetopUnitSlot;

typedef enum {
  NETOP_SERIES_NONE,
  NETOP_SERIES_DOWN,
  NETOP_SERIES_UP,
} NetopSeries;

/**
 * NetopFigureCell:
 *
 * A number in two slots: the value right aligned against the unit, both with tabular figures. A value of 0 or –
 * and the unit are quiet. With a series it takes a tint by level, 0 to 3. It never asks for a new size when its
 * text changes, and draws again only when it did.
 */
#define NETOP_TYPE_FIGURE_CELL (netop_figure_cell_get_type ())
G_DECLARE_FINAL_TYPE (NetopFigureCell, netop_figure_cell, NETOP, FIGURE_CELL, GtkWidget)

GtkWidget  *netop_figure_cell_new (NetopUnitSlot slot, NetopSeries series);
void        netop_figure_cell_set_title (NetopFigureCell *self, const char *title);
void        netop_figure_cell_set_figure (NetopFigureCell *self, const NetopFormatted *formatted, guint level);
void        netop_figure_cell_set_text (NetopFigureCell *self, const char *value);
void        netop_figure_cell_set_quiet (NetopFigureCell *self, gboolean quiet);
int         netop_figure_cell_get_padding (NetopFigureCell *self);
const char *netop_figure_cell_get_value (NetopFigureCell *self);
const char *netop_figure_cell_get_unit (NetopFigureCell *self);

G_END_DECLS
