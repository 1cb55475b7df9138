/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-glyph-cache.h"

/* Theory of operation
 *
 * A table of live figures has hundreds of new texts each second, and a Pango layout finds scripts, directions, line breaks and
 * kerning anew for each, though all are made of the same ten digits. In tabular figures these are equally wide and are not
 * kerned, so a number is its digits side by side. What has other characters is a word, of which there are few: units, marks.
 *
 * Widgets of one style share a cache. Two have one style where Pango gives them the same font object, which it keeps for as
 * long as somebody has it. */

/* Words beyond this many are forgotten, all at once. */
#define MAX_WORDS 512

/* Digits, and what stands between them. */
#define FIRST_CHARACTER ' '
#define LAST_CHARACTER '9'
#define N_CHARACTERS (LAST_CHARACTER + 1 - FIRST_CHARACTER)
#define MAX_NUMBER 32

typedef struct
{
  PangoGlyphInfo glyph;
  gboolean       is_simple; /* one glyph of the font itself */
} Character;

struct _NetopGlyphCache
{
  guint         n_users;
  PangoContext *context;
  PangoFont    *font;
  int           height;
  double        ascent;
  Character     characters[N_CHARACTERS];
  GHashTable   *words; /* text -> PangoLayout */
};

static GPtrArray *caches; /* not owned: each is there while it has users */

static PangoLayout *
make_layout (NetopGlyphCache *self, const char *text)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

static void
shape_character (NetopGlyphCache *self, char character)
{
  const char text[] = { character, '\0' };
  g_autoptr (PangoLayout) layout = make_layout (self, text);
  PangoLayoutLine      *line = pango_layout_get_line_readonly (layout, 0);
  const PangoGlyphItem *run = line->runs ? line->runs->data : NULL;
  Character            *shaped = &self->characters[character - FIRST_CHARACTER];

  shaped->is_simple = run && run->item->analysis.font == self->font && run->glyphs->num_glyphs == 1;
  if (shaped->is_simple)
    shaped->glyph = run->glyphs->glyphs[0];
}

static PangoContext *
copy_context (PangoContext *context, const PangoFontDescription *font)
{
  PangoContext *copy = pango_font_map_create_context (pango_context_get_font_map (context));

  pango_context_set_font_description (copy, font);
  pango_context_set_language (copy, pango_context_get_language (context));
  pango_context_set_base_dir (copy, pango_context_get_base_dir (context));
  pango_context_set_round_glyph_positions (copy, pango_context_get_round_glyph_positions (context));
  pango_cairo_context_set_resolution (copy, pango_cairo_context_get_resolution (context));
  pango_cairo_context_set_font_options (copy, pango_cairo_context_get_font_options (context));

  return copy;
}

static NetopGlyphCache *
make_cache (PangoContext *context, const PangoFontDescription *description, PangoFont *font)
{
  NetopGlyphCache *self = g_new0 (NetopGlyphCache, 1);
  g_autoptr (PangoLayout) layout = NULL;

  self->context = copy_context (context, description);
  self->font = g_object_ref (font);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (char character = FIRST_CHARACTER; character <= LAST_CHARACTER; character++)
    shape_character (self, character);
  layout = make_layout (self, "0");
  pango_layout_get_pixel_size (layout, NULL, &self->height);
  self->ascent = (double)pango_layout_get_baseline (layout) / PANGO_SCALE;

  return self;
}

static PangoFontDescription *
dup_description (PangoContext *context, double scale, int weight)
{
  PangoFontDescription *description = pango_font_description_copy (pango_context_get_font_description (context));
  double                size = pango_font_description_get_size (description) * scale;

  if (pango_font_description_get_size_is_absolute (description))
    pango_font_description_set_absolute_size (description, size);
  else
    pango_font_description_set_size (description, (int)size);
  if (weight != 0)
    pango_font_description_set_weight (description, (PangoWeight)weight);

  return description;
}

static gboolean
is_for (const NetopGlyphCache *self, PangoContext *context, PangoFont *font)
{
  return self->font == font && pango_context_get_language (self->context) == pango_context_get_language (context) &&
         pango_context_get_base_dir (self->context) == pango_context_get_base_dir (context);
}

static NetopGlyphCache *
find_cache (PangoContext *context, PangoFont *font)
{
  for (guint i = 0; i < caches->len; i++)
    if (is_for (g_ptr_array_index (caches, i), context, font))
      return g_ptr_array_index (caches, i);

  return NULL;
}

/**
 * netop_glyph_cache_get:
 * @widget: of whose style; ask again after a change of that
 * @scale: of the text's size
 * @weight: a #PangoWeight; 0 for the widget's own
 *
 * Returns: (transfer full): the cache of that font, with figures that are equally wide
 */
NetopGlyphCache *
netop_glyph_cache_get (GtkWidget *widget, double scale, int weight)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  g_autoptr (PangoFontDescription) description = dup_description (context, scale, weight);
  g_autoptr (PangoFont) font = pango_context_load_font (context, description);
  NetopGlyphCache *self;

  if (!caches)
    caches = g_ptr_array_new ();
  self = find_cache (context, font);
  if (!self)
    {
      self = make_cache (context, description, font);
      g_ptr_array_add (caches, self);
    }
  self->n_users++;

  return self;
}

/**
 * netop_glyph_cache_unref:
 *
 * Lets go of it; with the last user it is gone.
 */
void
netop_glyph_cache_unref (NetopGlyphCache *self)
{
  if (--self->n_users > 0)
    return;

  g_ptr_array_remove_fast (caches, self);
  g_hash_table_unref (self->words);
  g_object_unref (self->font);
  g_object_unref (self->context);
  g_free (self);
}

/**
 * netop_glyph_cache_get_height:
 *
 * Returns: pixels of a line
 */
int
netop_glyph_cache_get_height (NetopGlyphCache *self)
{
  return self->height;
}

/**
 * netop_glyph_cache_get_ascent:
 *
 * Returns: pixels between the top of a line and its baseline
 */
double
netop_glyph_cache_get_ascent (NetopGlyphCache *self)
{
  return self->ascent;
}

/* Returns: the number of glyphs of @text, which are put into @glyphs; 0 where it is a word */
static int
compose (NetopGlyphCache *self, const char *text, PangoGlyphInfo *glyphs)
{
  int n = 0;

  for (; text[n] != '\0'; n++)
    {
      const Character *character;

      if (n == MAX_NUMBER || text[n] < FIRST_CHARACTER || text[n] > LAST_CHARACTER)
        return 0;
      character = &self->characters[text[n] - FIRST_CHARACTER];
      if (!character->is_simple)
        return 0;
      glyphs[n] = character->glyph;
    }

  return n;
}

static PangoLayout *
get_word (NetopGlyphCache *self, const char *text)
{
  PangoLayout *layout = g_hash_table_lookup (self->words, text);

  if (layout)
    return layout;

  if (g_hash_table_size (self->words) >= MAX_WORDS)
    g_hash_table_remove_all (self->words);
  layout = make_layout (self, text);
  g_hash_table_insert (self->words, g_strdup (text), layout);

  return layout;
}

/**
 * netop_glyph_cache_get_width:
 *
 * Returns: pixels
 */
int
netop_glyph_cache_get_width (NetopGlyphCache *self, const char *text)
{
  PangoGlyphInfo glyphs[MAX_NUMBER];
  int            n_glyphs = compose (self, text, glyphs);
  int            width = 0;

  if (n_glyphs == 0)
    {
      pango_layout_get_pixel_size (get_word (self, text), &width, NULL);
      return width;
    }

  for (int i = 0; i < n_glyphs; i++)
    width += glyphs[i].geometry.width;

  return PANGO_PIXELS (width);
}

static void
snapshot_word (PangoLayout *layout, GtkSnapshot *snapshot, const GdkRGBA *color, double x, double baseline)
{
  double y = baseline - (double)pango_layout_get_baseline (layout) / PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/**
 * netop_glyph_cache_snapshot:
 * @x: of the left end of @text
 * @baseline: y of where its letters stand
 *
 * Draws @text.
 */
void
netop_glyph_cache_snapshot (NetopGlyphCache *self,
                            GtkSnapshot     *snapshot,
                            const char      *text,
                            const GdkRGBA   *color,
                            double           x,
                            double           baseline)
{
  PangoGlyphInfo   glyphs[MAX_NUMBER];
  int              clusters[MAX_NUMBER] = { 0 };
  PangoGlyphString string = { .glyphs = glyphs, .log_clusters = clusters };
  GskRenderNode   *node;

  string.num_glyphs = compose (self, text, glyphs);
  if (string.num_glyphs == 0)
    {
      snapshot_word (get_word (self, text), snapshot, color, x, baseline);
      return;
    }

  node = gsk_text_node_new (self->font, &string, color, &GRAPHENE_POINT_INIT ((float)x, (float)baseline));
  if (!node)
    return;

  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}
