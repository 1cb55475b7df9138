/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-texture.h"

/* A GPU keeps a texture from frame to frame. Where there is none GTK 4.8 makes an image of it in each frame, by way of floating
 * point numbers though the format is the same: a graph over the window's width takes a tenth of the frame. So the image that the
 * texture was made of is kept beside it. */

#define SURFACE_KEY "netop-surface"

/**
 * netop_texture_new:
 * @surface: (transfer full): an image of %CAIRO_FORMAT_ARGB32, which is not drawn on any more
 *
 * Returns: (transfer full): a texture of its pixels, which are not copied
 */
GdkTexture *
netop_texture_new (cairo_surface_t *surface)
{
  int   width = cairo_image_surface_get_width (surface);
  int   height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      stride * (gsize)height,
                                      (GDestroyNotify)cairo_surface_destroy,
                                      cairo_surface_reference (surface));
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
  g_object_set_data_full (G_OBJECT (texture), SURFACE_KEY, surface, (GDestroyNotify)cairo_surface_destroy);

  return texture;
}

static void
snapshot_surface (cairo_surface_t *surface, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  cairo_translate (cr, bounds->origin.x, bounds->origin.y);
  cairo_scale (cr, (double)bounds->size.width / cairo_image_surface_get_width (surface), (double)bounds->size.height / cairo_image_surface_get_height (surface));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/**
 * netop_texture_snapshot:
 * @texture: of netop_texture_new()
 * @widget: which draws itself
 * @bounds: where, in its pixels
 *
 * Draws the texture.
 */
void
netop_texture_snapshot (GdkTexture *texture, GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GtkNative *native = gtk_widget_get_native (widget);

  if (native && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    snapshot_surface (g_object_get_data (G_OBJECT (texture), SURFACE_KEY), snapshot, bounds);
  else
    gtk_snapshot_append_texture (snapshot, texture, bounds);
}
