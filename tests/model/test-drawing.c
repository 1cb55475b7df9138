/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-glyph-cache.h"
#include "netop-icon-texture.h"
#include "netop-texture.h"

/* What cells draw with: texts that are shaped once, and pictures that are made once. */

#define SIDE_PX 16
#define N_WORDS 2000

static GtkWidget *
open_window (void)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), gtk_label_new ("0"));
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

static GtkWidget *
get_label (GtkWidget *window)
{
  return gtk_window_get_child (GTK_WINDOW (window));
}

/* As Pango has it. */
static int
measure (GtkWidget *widget, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1, kern=0"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static void
test_widths (void)
{
  static const char *const texts[] = { "0", "1", "999", "1.05", "12 345", "0.25", "MB/s", "–", "↗", "3 h", "" };
  GtkWidget               *window = open_window ();
  g_autoptr (NetopGlyphCache) glyphs = netop_glyph_cache_get (get_label (window), 1, 0);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (ABS (netop_glyph_cache_get_width (glyphs, texts[i]) - measure (get_label (window), texts[i])), <=, 1);
  /* Figures are tabular. */
  g_assert_cmpint (netop_glyph_cache_get_width (glyphs, "111"), ==, netop_glyph_cache_get_width (glyphs, "888"));
  g_assert_cmpint (netop_glyph_cache_get_height (glyphs), >, 0);
  g_assert_cmpfloat (netop_glyph_cache_get_ascent (glyphs), <=, netop_glyph_cache_get_height (glyphs));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Widgets of one style have one, and as long as one of them has it. */
static void
test_is_shared (void)
{
  GtkWidget *window = open_window ();
  g_autoptr (NetopGlyphCache) first = netop_glyph_cache_get (get_label (window), 1, 0);
  g_autoptr (NetopGlyphCache) second = netop_glyph_cache_get (get_label (window), 1, 0);
  g_autoptr (NetopGlyphCache) bold = netop_glyph_cache_get (get_label (window), 1, PANGO_WEIGHT_BOLD);
  g_autoptr (NetopGlyphCache) small = netop_glyph_cache_get (get_label (window), 0.5, 0);

  g_assert_true (first == second);
  g_assert_true (first != bold);
  g_assert_cmpint (netop_glyph_cache_get_height (small), <, netop_glyph_cache_get_height (first));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
draws (NetopGlyphCache *glyphs, const char *text)
{
  const GdkRGBA  black = { 0, 0, 0, 1 };
  GtkSnapshot   *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  netop_glyph_cache_snapshot (glyphs, snapshot, text, &black, 3, 20);
  node = gtk_snapshot_free_to_node (snapshot);
  if (!node)
    return FALSE;

  gsk_render_node_unref (node);

  return TRUE;
}

/* More than are kept, longer than numbers are, and with what fonts lack. */
static void
test_any_text (void)
{
  GtkWidget *window = open_window ();
  g_autoptr (NetopGlyphCache) glyphs = netop_glyph_cache_get (get_label (window), 1, 0);
  char long_number[100];

  memset (long_number, '7', sizeof long_number - 1);
  long_number[sizeof long_number - 1] = '\0';
  g_assert_cmpint (netop_glyph_cache_get_width (glyphs, long_number), >, 50 * netop_glyph_cache_get_width (glyphs, "7"));
  g_assert_true (draws (glyphs, long_number));
  g_assert_true (draws (glyphs, "12.5"));
  g_assert_true (draws (glyphs, "\U000e0001 ٣ 三"));
  g_assert_false (draws (glyphs, ""));
  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *word = g_strdup_printf ("word %u", i);

      g_assert_true (draws (glyphs, word));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_icons (void)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  const GdkRGBA red = { 1, 0, 0, 1 };
  GtkWidget    *window = open_window ();
  g_autoptr (GdkTexture) icon = netop_icon_texture_get (get_label (window), "open-menu-symbolic", SIDE_PX, &black);
  g_autoptr (GdkTexture) same = netop_icon_texture_get (get_label (window), "open-menu-symbolic", SIDE_PX, &black);
  g_autoptr (GdkTexture) other = netop_icon_texture_get (get_label (window), "open-menu-symbolic", SIDE_PX, &red);
  g_autoptr (GdkTexture) missing = netop_icon_texture_get (get_label (window), "there-is-no-such-icon", SIDE_PX, &black);
  guint32 pixels[SIDE_PX * SIDE_PX];
  guint32 other_pixels[SIDE_PX * SIDE_PX];
  guint   n_drawn = 0;

  g_assert_true (icon == same);
  g_assert_true (icon != other);
  g_assert_nonnull (missing);
  g_assert_cmpint (gdk_texture_get_width (icon), ==, SIDE_PX);
  gdk_texture_download (icon, (guchar *)pixels, SIDE_PX * sizeof *pixels);
  gdk_texture_download (other, (guchar *)other_pixels, SIDE_PX * sizeof *pixels);
  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    {
      /* The same shape, one black and one red. */
      g_assert_cmpuint (pixels[i] >> 24, ==, other_pixels[i] >> 24);
      g_assert_cmpuint (pixels[i] & 0xffffff, ==, 0);
      g_assert_cmpuint (other_pixels[i] & 0xffff, ==, 0);
      n_drawn += pixels[i] != 0;
    }
  g_assert_cmpuint (n_drawn, >, SIDE_PX);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The same pixels by whatever way the window paints. */
static void
test_texture (void)
{
  GtkWidget       *window = open_window ();
  GskRenderer     *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE_PX, SIDE_PX);
  guint32          pixels[SIDE_PX * SIDE_PX];
  GtkSnapshot     *snapshot = gtk_snapshot_new ();
  GskRenderNode   *node;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkTexture) painted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    ((guint32 *)(void *)cairo_image_surface_get_data (surface))[i] = 0xff000000 | i * 40503;
  cairo_surface_mark_dirty (surface);
  texture = netop_texture_new (surface);
  netop_texture_snapshot (texture, get_label (window), snapshot, &GRAPHENE_RECT_INIT (5, 3, SIDE_PX, SIDE_PX));
  node = gtk_snapshot_free_to_node (snapshot);
  painted = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (5, 3, SIDE_PX, SIDE_PX));
  gdk_texture_download (painted, (guchar *)pixels, SIDE_PX * sizeof *pixels);
  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    g_assert_cmphex (pixels[i], ==, 0xff000000 | i * 40503);
  gsk_render_node_unref (node);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/drawing/widths", test_widths);
  g_test_add_func ("/model/drawing/is-shared", test_is_shared);
  g_test_add_func ("/model/drawing/any-text", test_any_text);
  g_test_add_func ("/model/drawing/icons", test_icons);
  g_test_add_func ("/model/drawing/texture", test_texture);

  return g_test_run ();
}
