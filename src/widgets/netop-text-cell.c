/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-text-cell.h"

/* Characters: the column decides the width, so a cell asks for as little as can be. */
#define MIN_CHARS 1

static GtkWidget *
make_cell (GtkAccessibleRole role)
{
  GtkWidget *cell = g_object_new (GTK_TYPE_INSCRIPTION, "accessible-role", role, NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), MIN_CHARS);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), MIN_CHARS);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), 0.0f);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);

  return cell;
}

/**
 * netop_text_cell_new:
 * @quiet: dims the text
 *
 * Returns: (transfer floating): a #GtkInscription that is cut at its end, one line high
 */
GtkWidget *
netop_text_cell_new (gboolean quiet)
{
  GtkWidget *cell = make_cell (GTK_ACCESSIBLE_ROLE_LABEL);

  if (quiet)
    gtk_widget_add_css_class (cell, "np-quiet");

  return cell;
}

/**
 * netop_text_cell_new_silent:
 *
 * Returns: (transfer floating): the same for a widget that says by itself what the text says
 */
GtkWidget *
netop_text_cell_new_silent (void)
{
  return make_cell (GTK_ACCESSIBLE_ROLE_PRESENTATION);
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
