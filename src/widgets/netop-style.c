/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-style.h"

#define QUIET_PERCENT 62
#define HIGH_CONTRAST_QUIET_PERCENT 82

/**
 * netop_style_lookup_color:
 * @name: a colour that the style sheet defines, without the @
 * @color: (out): the colour, or the widget's text colour where the style sheet has no such name
 */
void
netop_style_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

/**
 * netop_style_is_dark:
 *
 * Returns: whether light text stands on a dark ground here
 */
gboolean
netop_style_is_dark (GtkWidget *widget)
{
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);

  /* Relative luminance, near enough (ITU-R BT.709 without the gamma). */
  return 0.2126 * text.red + 0.7152 * text.green + 0.0722 * text.blue > 0.5;
}

/**
 * netop_style_is_high_contrast:
 *
 * Returns: whether the style sheet is one for high contrast: only those define the colour np_high_contrast
 */
gboolean
netop_style_is_high_contrast (GtkWidget *widget)
{
  GdkRGBA color;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "np_high_contrast", &color);
}

/**
 * netop_style_get_quiet_percent:
 *
 * Returns: how opaque words are that stand back beside others of the same line, as those of the class np-quiet do
 */
guint
netop_style_get_quiet_percent (GtkWidget *widget)
{
  return netop_style_is_high_contrast (widget) ? HIGH_CONTRAST_QUIET_PERCENT : QUIET_PERCENT;
}

/**
 * netop_style_pack_color:
 * @opacity: 0 to 1, on top of the colour's own
 *
 * Returns: a pixel of %GDK_MEMORY_DEFAULT, that is of %CAIRO_FORMAT_ARGB32: premultiplied, alpha uppermost
 */
guint32
netop_style_pack_color (const GdkRGBA *color, double opacity)
{
  double  alpha = CLAMP (color->alpha * opacity, 0.0, 1.0);
  guint32 red = (guint32)(color->red * alpha * 255.0 + 0.5);
  guint32 green = (guint32)(color->green * alpha * 255.0 + 0.5);
  guint32 blue = (guint32)(color->blue * alpha * 255.0 + 0.5);

  return (guint32)(alpha * 255.0 + 0.5) << 24 | red << 16 | green << 8 | blue;
}

/**
 * netop_style_get_em:
 *
 * Returns: the font size of @widget in pixels
 */
double
netop_style_get_em (GtkWidget *widget)
{
  PangoContext               *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double                      size = (double)pango_font_description_get_size (font) / PANGO_SCALE;
  double                      dpi = pango_cairo_context_get_resolution (context);

  if (pango_font_description_get_size_is_absolute (font))
    return size;

  return size * (dpi > 0.0 ? dpi : 96.0) / 72.0;
}

/**
 * netop_style_set_class:
 * @name: of a class of the style sheet
 *
 * Gives @widget the class, or takes it away.
 */
void
netop_style_set_class (GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}
