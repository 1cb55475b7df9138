/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-text-cell.h"

#include <string.h>

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
 * netop_text_cell_set_room:
 * @n_chars: for how many of the average width
 *
 * Has it ask for so much room, whatever stands in it.
 */
void
netop_text_cell_set_room (GtkWidget *cell, guint n_chars)
{
  g_return_if_fail (GTK_IS_INSCRIPTION (cell));

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), n_chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), n_chars);
}

/**
 * netop_text_cell_set_title:
 * @title: what the texts are, translated; a screen reader says it before the text
 */
void
netop_text_cell_set_title (GtkWidget *cell, const char *title)
{
  g_return_if_fail (GTK_IS_INSCRIPTION (cell));

  g_object_set_data_full (G_OBJECT (cell), "netop-title", g_strdup (title), g_free);
}

/* A list view does not tell a screen reader which column a cell belongs to. */
static void
update_accessible (GtkWidget *cell, const char *text)
{
  const char      *title = g_object_get_data (G_OBJECT (cell), "netop-title");
  g_autofree char *spoken = NULL;

  if (!title)
    return;

  spoken = text && text[0] != '\0' ? g_strdup_printf ("%s: %s", title, text) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* In a right-to-left window a mark makes the line begin at the right, and isolates keep the text whole. */
static char *
make_line (GtkWidget *cell, const char *text)
{
  if (!text || text[0] == '\0' || gtk_widget_get_direction (cell) == GTK_TEXT_DIR_LTR)
    return g_strdup (text);

  return g_strdup_printf ("\u200f\u2068%s\u2069", text);
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
  g_autofree char *line = NULL;

  g_return_if_fail (GTK_IS_INSCRIPTION (cell));

  line = make_line (cell, text);
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (cell)), line) == 0)
    return;

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), line);
  update_accessible (cell, text);
}

/* Most is plain, and need not be parsed. */
static void
show_markup (GtkInscription *cell, const char *markup)
{
  if (strpbrk (markup, "<&"))
    {
      gtk_inscription_set_markup (cell, markup);
      return;
    }

  if (gtk_inscription_get_attributes (cell))
    gtk_inscription_set_attributes (cell, NULL);
  gtk_inscription_set_text (cell, markup);
}

/**
 * netop_text_cell_set_markup:
 * @markup: Pango markup; what is spoken of it is the caller's
 *
 * Shows it, and does nothing where it stands there already. Not for a cell that gets texts alone, too.
 *
 * Returns: whether it did not
 */
gboolean
netop_text_cell_set_markup (GtkWidget *cell, const char *markup)
{
  g_return_val_if_fail (GTK_IS_INSCRIPTION (cell), FALSE);

  if (g_strcmp0 (g_object_get_data (G_OBJECT (cell), "netop-markup"), markup) == 0)
    return FALSE;

  show_markup (GTK_INSCRIPTION (cell), markup);
  g_object_set_data_full (G_OBJECT (cell), "netop-markup", g_strdup (markup), g_free);
  return TRUE;
}

/**
 * netop_text_cell_set_noted_text:
 *
 * Shows a text with what belongs to it, and does nothing where all of it stands there already. Not for a cell that gets
 * texts alone, too.
 */
void
netop_text_cell_set_noted_text (GtkWidget *cell, const NetopNotedText *text)
{
  g_autofree char *markup = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (GTK_IS_INSCRIPTION (cell));

  markup = netop_noted_text_dup_markup (text, cell);
  if (!netop_text_cell_set_markup (cell, markup))
    return;

  spoken = netop_noted_text_dup_spoken (text);
  update_accessible (cell, spoken);
}
