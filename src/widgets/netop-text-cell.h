/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-noted-text.h"

G_BEGIN_DECLS

/**
 * NetopTextCell:
 *
 * A text that is cut where its room ends. It never asks for a new size, so that a new text costs no layout.
 */
GtkWidget *netop_text_cell_new (gboolean quiet);
GtkWidget *netop_text_cell_new_silent (void);
void       netop_text_cell_set_room (GtkWidget *cell, guint n_chars);
void       netop_text_cell_set_title (GtkWidget *cell, const char *title);
void       netop_text_cell_set_text (GtkWidget *cell, const char *text);
gboolean   netop_text_cell_set_markup (GtkWidget *cell, const char *markup);
void       netop_text_cell_set_noted_text (GtkWidget *cell, const NetopNotedText *text);

G_END_DECLS
