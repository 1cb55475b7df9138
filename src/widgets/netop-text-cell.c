/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-text-cell.h"

/* Characters: the column decides the width, so a cell asks for as little as can be. */
#define MIN_CHARS 1

/**
 * netop_text_cell_new:
 * @quiet: dims the text
 *
 * Returns: (transfer floating): a #GtkInscription that is cut at its end, one line high
 */
GtkWidget *
netop_text_cell_new (gboolean quiet)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), MIN_CHARS);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), MIN_CHARS);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), 0.0f);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  if (quiet)
    gtk_widget_add_css_class (cell, "np-quiet");

  return cell;
}

/**
 * netop_text_cell_set_text:
 * @cell: as netop_text_cell_new() made it
 * @text: (nullable): %NULL leaves it empty
 *
 * Shows @text, and does nothing where it stands there already.
 */
void
netop_text_cell_set_text (GtkWidget *cell, const char *text)
{
  g_return_if_fail (GTK_IS_INSCRIPTION (cell));

  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (cell)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
}
