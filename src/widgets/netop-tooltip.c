/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tooltip.h"

/* GTK's own asks the display where the pointer is, and waits for the answer, each time that one is set: with a few in each
 * row that was half of a refresh. These are asked for when one is to be shown. */

#define TEXT_KEY "netop-tooltip"
#define WATCHED_KEY "netop-tooltip-watched"

static gboolean
on_query (GtkWidget *widget, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  const char *text = netop_tooltip_get (widget);

  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

/**
 * netop_tooltip_set:
 * @text: (nullable): copied; %NULL for none
 *
 * Gives a widget a tooltip whose text changes often. Costs nothing where it is the same.
 */
void
netop_tooltip_set (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (netop_tooltip_get (widget), text) == 0)
    return;

  g_object_set_data_full (G_OBJECT (widget), TEXT_KEY, g_strdup (text), g_free);
  if (gtk_widget_get_has_tooltip (widget) != (text != NULL))
    gtk_widget_set_has_tooltip (widget, text != NULL);
  if (g_object_get_data (G_OBJECT (widget), WATCHED_KEY))
    return;

  g_object_set_data (G_OBJECT (widget), WATCHED_KEY, GINT_TO_POINTER (TRUE));
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_query), NULL);
}

/**
 * netop_tooltip_get:
 *
 * Returns: (transfer none) (nullable): what netop_tooltip_set() gave it
 */
const char *
netop_tooltip_get (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), TEXT_KEY);
}
