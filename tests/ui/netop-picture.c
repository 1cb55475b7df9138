/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-picture.h"

#define EVERY_NTH_PIXEL 3
#define MAX_FRAMES 10
#define OPAQUE 250

static void
look_at (NetopPicture *self,
         GdkTexture   *texture)
{
  gsize               n_pixels = (gsize)self->width * (gsize)self->height;
  g_autofree guint32 *pixels = g_new0 (guint32, n_pixels);
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);
  double sum = 0;
  gsize  n_seen = 0;

  gdk_texture_download (texture, (guchar *)(void *)pixels, (gsize)self->width * sizeof *pixels);
  for (gsize i = 0; i < n_pixels; i += EVERY_NTH_PIXEL)
    {
      /* The shadow of a menu is not of it. */
      if (pixels[i] >> 24 < OPAQUE)
        continue;
      n_seen++;
      g_hash_table_add (colors, GUINT_TO_POINTER (pixels[i]));
      sum += ((pixels[i] & 0xff) + (pixels[i] >> 8 & 0xff) + (pixels[i] >> 16 & 0xff)) / (3 * 255.0);
    }
  self->n_colors = g_hash_table_size (colors);
  self->brightness = sum / (double)MAX (n_seen, 1);
}

/* A window that is about to be laid out again has none for the moment. At another size than its own, which for a popover is with
 * its shadow, it would be scaled. */
static GskRenderNode *
draw (GtkWidget    *native,
      GdkPaintable *paintable)
{
  GskRenderNode *node = NULL;

  for (guint i = 0; node == NULL && i < MAX_FRAMES; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      if (i > 0)
        gtk_test_widget_wait_for_draw (native);
      gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable), gdk_paintable_get_intrinsic_height (paintable));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  return node;
}

/**
 * netop_picture_take:
 * @native: a window or a popover that has been drawn
 * @name: of the PNG file in @folder, without its ending
 *
 * Returns: what the picture is like
 */
NetopPicture
netop_picture_take (GtkWidget  *native,
                    const char *folder,
                    const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (native);
  g_autoptr (GskRenderNode) node = draw (native, paintable);
  NetopPicture self = { .width = gdk_paintable_get_intrinsic_width (paintable), .height = gdk_paintable_get_intrinsic_height (paintable) };
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);

  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (native)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float)self.width, (float)self.height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
  look_at (&self, texture);
  return self;
}
