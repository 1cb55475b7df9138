/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-noted-text.h"

#include <glib/gi18n.h>

#include "netop-style.h"

static void
append_text (const NetopNotedText *self, GtkWidget *widget, GString *markup)
{
  g_autofree char *escaped = g_markup_escape_text (self->text, -1);

  if (self->is_inferred)
    g_string_append_printf (markup, "<span alpha=\"%u%%\">~<i>%s</i></span>", netop_style_get_quiet_percent (widget), escaped);
  else
    g_string_append (markup, escaped);
}

static void
append_note (const NetopNotedText *self, GtkWidget *widget, GString *markup)
{
  g_autofree char *escaped = g_markup_escape_text (self->note, -1);

  g_string_append_printf (markup,
                          "<span alpha=\"%u%%\" size=\"90%%\" weight=\"normal\">%s</span>",
                          netop_style_get_quiet_percent (widget),
                          escaped);
}

/**
 * netop_noted_text_dup_markup:
 * @widget: where it stands: its style says how far a note stands back, and where it is written from right to left a mark makes
 *   the line begin at the right, and isolates keep the text whole
 *
 * Returns: (transfer full): Pango markup, with all of the texts escaped
 */
char *
netop_noted_text_dup_markup (const NetopNotedText *self, GtkWidget *widget)
{
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GString *markup = g_string_new (is_mirrored ? "\u200f" : NULL);

  if (self->text != NULL)
    {
      g_string_append (markup, is_mirrored ? "\u2068" : "");
      append_text (self, widget, markup);
      g_string_append (markup, is_mirrored ? "\u2069" : "");
    }
  if (self->text != NULL && self->note != NULL)
    g_string_append (markup, "  ");
  if (self->note != NULL)
    {
      g_string_append (markup, is_mirrored ? "\u2068" : "");
      append_note (self, widget, markup);
      g_string_append (markup, is_mirrored ? "\u2069" : "");
    }
  return g_string_free (markup, FALSE);
}

/**
 * netop_noted_text_dup_spoken:
 *
 * Returns: (transfer full): what a screen reader says of it, translated
 */
char *
netop_noted_text_dup_spoken (const NetopNotedText *self)
{
  const char *parts[4] = { NULL };
  guint       n_parts = 0;

  if (self->text != NULL)
    parts[n_parts++] = self->text;
  if (self->note != NULL)
    parts[n_parts++] = self->note;
  if (self->is_inferred)
    parts[n_parts++] = _ ("inferred");
  return g_strjoinv (", ", (char **)parts);
}
