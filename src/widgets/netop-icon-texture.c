/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-icon-texture.h"

#include "netop-texture.h"

/* A symbolic icon of GTK is coloured anew in each frame, a pixel at a time, where there is no GPU; with one in each row that is
 * much of a frame. Here it is done once for all rows that show the icon. */

/* Beyond this many they are forgotten, all at once. */
#define MAX_TEXTURES 256

static GHashTable *textures; /* "name size scale direction colour" -> GdkTexture */

static GdkTexture *
render (GtkSymbolicPaintable *icon, int size, int scale, const GdkRGBA *color)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode   *node;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size * scale, size * scale);
  cairo_t         *cr = cairo_create (surface);

  gtk_symbolic_paintable_snapshot_symbolic (icon, snapshot, size, size, color, 1);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  cairo_scale (cr, scale, scale);
  if (node)
    {
      gsk_render_node_draw (node, cr);
      gsk_render_node_unref (node);
    }
  cairo_destroy (cr);

  return netop_texture_new (surface);
}

static GtkIconPaintable *
load (GtkIconTheme *theme, const char *name, int size, int scale, GtkTextDirection direction)
{
  g_autoptr (GFile) file = g_path_is_absolute (name) ? g_file_new_for_path (name) : NULL;

  if (file)
    return gtk_icon_paintable_new_for_file (file, size, scale);
  return gtk_icon_theme_lookup_icon (theme, name, NULL, size, scale, direction, GTK_ICON_LOOKUP_PRELOAD);
}

static void
forget (void)
{
  g_hash_table_remove_all (textures);
}

static void
watch_theme (GtkIconTheme *theme)
{
  if (g_object_get_data (G_OBJECT (theme), "netop-icon-texture"))
    return;

  g_object_set_data (G_OBJECT (theme), "netop-icon-texture", GINT_TO_POINTER (TRUE));
  g_signal_connect (theme, "changed", G_CALLBACK (forget), NULL);
}

/**
 * netop_icon_texture_get:
 * @widget: where it is shown
 * @name: of an icon, or the absolute path of its file
 * @size: pixels of the window, in which it may have several of the screen
 * @color: of a symbolic icon
 *
 * Returns: (transfer full): for netop_texture_snapshot(): the icon; for one that there is not what GTK has for such
 */
GdkTexture *
netop_icon_texture_get (GtkWidget *widget, const char *name, int size, const GdkRGBA *color)
{
  GtkIconTheme    *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  int              scale = gtk_widget_get_scale_factor (widget);
  GtkTextDirection direction = gtk_widget_get_direction (widget);
  g_autofree char *rgba = gdk_rgba_to_string (color);
  g_autofree char *key = g_strdup_printf ("%s %d %d %d %s", name, size, scale, (int)direction, rgba);
  g_autoptr (GtkIconPaintable) icon = NULL;
  GdkTexture *texture;

  if (!textures)
    textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  watch_theme (theme);
  texture = g_hash_table_lookup (textures, key);
  if (texture)
    return g_object_ref (texture);

  if (g_hash_table_size (textures) >= MAX_TEXTURES)
    forget ();
  icon = load (theme, name, size, scale, direction);
  texture = render (GTK_SYMBOLIC_PAINTABLE (icon), size, scale, color);
  g_hash_table_insert (textures, g_steal_pointer (&key), texture);

  return g_object_ref (texture);
}
