/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopGlyphCache:
 *
 * Short texts in one font, each shaped once however many cells show it: numbers are put together of glyphs, words are kept.
 * Main thread only.
 */
typedef struct _NetopGlyphCache NetopGlyphCache;

NetopGlyphCache *netop_glyph_cache_get (GtkWidget *widget, double scale, int weight) G_GNUC_WARN_UNUSED_RESULT;
void             netop_glyph_cache_unref (NetopGlyphCache *self);
int              netop_glyph_cache_get_height (NetopGlyphCache *self);
double           netop_glyph_cache_get_ascent (NetopGlyphCache *self);
int              netop_glyph_cache_get_width (NetopGlyphCache *self, const char *text);
void             netop_glyph_cache_snapshot (NetopGlyphCache *self, GtkSnapshot *snapshot, const char *text, const GdkRGBA *color, double x, double baseline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopGlyphCache, netop_glyph_cache_unref)

G_END_DECLS
