/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-prefixed-cell.h"

#include "netop-glyph-cache.h"
#include "netop-icon-texture.h"
#include "netop-style.h"
#include "netop-text-cell.h"
#include "netop-texture.h"

#define SYMBOLIC_ICON_PX 16
#define ICON_EM_PX 13.64 /* the font size for which icons have the size that is said */
#define ICON_GAP_PX 6
#define MARK_PX 12
#define MARK_GAP_PX 4
#define PILL_SCALE 0.84 /* of the table's text */
#define PILL_PADDING_PX 8
#define PILL_LINE_HEIGHTS 1.25
#define PILL_GAP_PX 8
#define PILL_OPACITY 0.08
#define BAD_PILL_OPACITY 0.12

struct _NetopPrefixedCell
{
  GtkWidget parent_instance;

  GtkWidget       *text;  /* GtkInscription */
  char            *title; /* NULL where another widget speaks */
  int              icon_px;
  NetopPrefix      prefix;
  char            *value; /* of the prefix */
  char            *mark;  /* NULL for none */
  char            *spoken;
  GdkTexture      *icon; /* NULL until it is drawn, and after a change of style, like the next ones */
  NetopGlyphCache *pill_glyphs;
  NetopGlyphCache *bad_pill_glyphs;
  NetopGlyphCache *mark_glyphs;
};

G_DEFINE_FINAL_TYPE (NetopPrefixedCell, netop_prefixed_cell, GTK_TYPE_WIDGET)

static gboolean
is_pill (NetopPrefix prefix)
{
  return prefix == NETOP_PREFIX_PILL || prefix == NETOP_PREFIX_BAD_PILL;
}

/* --- What stands before the text --- */

static NetopGlyphCache *
get_pill_glyphs (NetopPrefixedCell *self)
{
  gboolean          is_bad = self->prefix == NETOP_PREFIX_BAD_PILL;
  NetopGlyphCache **glyphs = is_bad ? &self->bad_pill_glyphs : &self->pill_glyphs;

  if (!*glyphs)
    *glyphs = netop_glyph_cache_get (GTK_WIDGET (self), PILL_SCALE, is_bad ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  return *glyphs;
}

static NetopGlyphCache *
get_mark_glyphs (NetopPrefixedCell *self)
{
  if (!self->mark_glyphs)
    self->mark_glyphs = netop_glyph_cache_get (GTK_WIDGET (self), 1, 0);
  return self->mark_glyphs;
}

/* Icons grow with the text. */
static int
scale_icon (NetopPrefixedCell *self, int px)
{
  double em = netop_style_get_em (GTK_WIDGET (self));

  return MAX (px, (int)round (px * em / ICON_EM_PX));
}

/* With the gap behind it. */
static int
get_prefix_width (NetopPrefixedCell *self)
{
  switch (self->prefix)
    {
    case NETOP_PREFIX_ICON:
      return scale_icon (self, self->icon_px) + ICON_GAP_PX;
    case NETOP_PREFIX_PILL:
    case NETOP_PREFIX_BAD_PILL:
      return netop_glyph_cache_get_width (get_pill_glyphs (self), self->value) + 2 * PILL_PADDING_PX + PILL_GAP_PX;
    case NETOP_PREFIX_NONE:
    default:
      return 0;
    }
}

static int
get_mark_width (NetopPrefixedCell *self)
{
  if (!self->mark)
    return 0;

  return MAX (netop_glyph_cache_get_width (get_mark_glyphs (self), self->mark), MARK_PX) + MARK_GAP_PX;
}

static int
get_text_x (NetopPrefixedCell *self)
{
  return get_prefix_width (self) + get_mark_width (self);
}

static double
mirror (GtkWidget *widget, double x, double width)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - x - width : x;
}

/* Not by a GtkImage, which asks for a new layout whenever its icon changes. */
static void
snapshot_icon (NetopPrefixedCell *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int        room = scale_icon (self, self->icon_px);
  int        size = g_str_has_suffix (self->value, "-symbolic") ? scale_icon (self, SYMBOLIC_ICON_PX) : room;
  int        x = (int)mirror (widget, (room - size) / 2, size);
  int        y = (gtk_widget_get_height (widget) - size) / 2;
  GdkRGBA    color;

  if (!self->icon || gdk_texture_get_width (self->icon) != size * gtk_widget_get_scale_factor (widget))
    {
      netop_style_lookup_color (widget, "np_quiet", &color);
      g_clear_object (&self->icon);
      self->icon = netop_icon_texture_get (widget, self->value, size, &color);
    }
  netop_texture_snapshot (self->icon, widget, snapshot, &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)size, (float)size));
}

static void
snapshot_text (NetopPrefixedCell *self, GtkSnapshot *snapshot, NetopGlyphCache *glyphs, const char *text, double x, const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int        top = (gtk_widget_get_height (widget) - netop_glyph_cache_get_height (glyphs)) / 2;

  x = mirror (widget, x, netop_glyph_cache_get_width (glyphs, text));
  netop_glyph_cache_snapshot (glyphs, snapshot, text, color, x, top + netop_glyph_cache_get_ascent (glyphs));
}

static void
snapshot_ground (NetopPrefixedCell *self, GtkSnapshot *snapshot, GdkRGBA color)
{
  GtkWidget     *widget = GTK_WIDGET (self);
  GskRoundedRect outline;
  double         ground_width = netop_glyph_cache_get_width (get_pill_glyphs (self), self->value) + 2 * PILL_PADDING_PX;
  double         ground_height = MIN (round (netop_glyph_cache_get_height (get_pill_glyphs (self)) * PILL_LINE_HEIGHTS), gtk_widget_get_height (widget));

  color.alpha *= (float)(self->prefix == NETOP_PREFIX_BAD_PILL ? BAD_PILL_OPACITY : PILL_OPACITY);

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT ((float)mirror (widget, 0, ground_width),
                                                        (float)floor ((gtk_widget_get_height (widget) - ground_height) / 2),
                                                        (float)ground_width,
                                                        (float)ground_height),
                                   (float)(ground_height / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_pill (NetopPrefixedCell *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA    color;

  if (self->prefix == NETOP_PREFIX_BAD_PILL)
    netop_style_lookup_color (widget, "np_bad", &color);
  else
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  snapshot_ground (self, snapshot, color);
  snapshot_text (self, snapshot, get_pill_glyphs (self), self->value, PILL_PADDING_PX, &color);
}

static void
snapshot_mark (NetopPrefixedCell *self, GtkSnapshot *snapshot)
{
  GdkRGBA color;

  netop_style_lookup_color (GTK_WIDGET (self), "np_quiet", &color);
  snapshot_text (self, snapshot, get_mark_glyphs (self), self->mark, get_prefix_width (self), &color);
}

static void
netop_prefixed_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopPrefixedCell *self = NETOP_PREFIXED_CELL (widget);

  if (self->prefix == NETOP_PREFIX_ICON)
    snapshot_icon (self, snapshot);
  else if (is_pill (self->prefix))
    snapshot_pill (self, snapshot);
  if (self->mark)
    snapshot_mark (self, snapshot);
  GTK_WIDGET_CLASS (netop_prefixed_cell_parent_class)->snapshot (widget, snapshot);
}

/* --- Room --- */

static void
netop_prefixed_cell_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  NetopPrefixedCell *self = NETOP_PREFIXED_CELL (widget);

  /* Of no prefix: a re-sort must not change what is asked for. */
  gtk_widget_measure (self->text, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MAX (scale_icon (self, self->icon_px), *minimum);
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_prefixed_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NetopPrefixedCell *self = NETOP_PREFIXED_CELL (widget);
  GtkAllocation      place = { .height = height };
  int                minimum;

  gtk_widget_measure (self->text, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  place.x = get_text_x (self);
  place.width = MAX (width - place.x, minimum);
  place.x = (int)mirror (widget, place.x, place.width);
  gtk_widget_size_allocate (self->text, &place, -1);
}

static void
drop_drawn (NetopPrefixedCell *self)
{
  g_clear_object (&self->icon);
  g_clear_pointer (&self->pill_glyphs, netop_glyph_cache_unref);
  g_clear_pointer (&self->bad_pill_glyphs, netop_glyph_cache_unref);
  g_clear_pointer (&self->mark_glyphs, netop_glyph_cache_unref);
}

static void
netop_prefixed_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (netop_prefixed_cell_parent_class)->css_changed (widget, change);

  drop_drawn (NETOP_PREFIXED_CELL (widget));
}

static void
netop_prefixed_cell_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (netop_prefixed_cell_parent_class)->system_setting_changed (widget, setting);

  drop_drawn (NETOP_PREFIXED_CELL (widget));
  gtk_widget_queue_allocate (widget);
}

static void
netop_prefixed_cell_dispose (GObject *object)
{
  NetopPrefixedCell *self = NETOP_PREFIXED_CELL (object);

  drop_drawn (self);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->mark, g_free);
  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (netop_prefixed_cell_parent_class)->dispose (object);
}

static void
netop_prefixed_cell_class_init (NetopPrefixedCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_prefixed_cell_dispose;
  widget_class->snapshot = netop_prefixed_cell_snapshot;
  widget_class->measure = netop_prefixed_cell_measure;
  widget_class->size_allocate = netop_prefixed_cell_size_allocate;
  widget_class->css_changed = netop_prefixed_cell_css_changed;
  widget_class->system_setting_changed = netop_prefixed_cell_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "prefixedcell");
}

static void
netop_prefixed_cell_init (NetopPrefixedCell *self)
{
  self->text = netop_text_cell_new_silent ();
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

static GtkWidget *
make_cell (GtkAccessibleRole role, int icon_px)
{
  NetopPrefixedCell *self = g_object_new (NETOP_TYPE_PREFIXED_CELL, "accessible-role", role, NULL);

  self->icon_px = icon_px;
  return GTK_WIDGET (self);
}

/**
 * netop_prefixed_cell_new:
 * @icon_px: width and height of its icons, as long as text has 11 pt
 *
 * Returns: (transfer floating): an empty cell, of which the text is cut at its end
 */
GtkWidget *
netop_prefixed_cell_new (int icon_px)
{
  return make_cell (GTK_ACCESSIBLE_ROLE_LABEL, icon_px);
}

/**
 * netop_prefixed_cell_new_silent:
 * @icon_px: width and height of its icons
 *
 * Returns: (transfer floating): the same for a widget that says by itself what the text says
 */
GtkWidget *
netop_prefixed_cell_new_silent (int icon_px)
{
  return make_cell (GTK_ACCESSIBLE_ROLE_PRESENTATION, icon_px);
}

/* --- What it shows --- */

/* A list view does not tell a screen reader which column a cell belongs to. */
static void
update_accessible (NetopPrefixedCell *self)
{
  const char      *word = is_pill (self->prefix) ? self->value : "";
  const char      *text = self->spoken ? self->spoken : "";
  g_autofree char *label = NULL;

  if (!self->title)
    return;

  label = g_strdup_printf ("%s: %s%s%s", self->title, word, word[0] != '\0' && text[0] != '\0' ? ", " : "", text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * netop_prefixed_cell_set_title:
 * @title: what the texts are, translated; a screen reader says it before the text
 */
void
netop_prefixed_cell_set_title (NetopPrefixedCell *self, const char *title)
{
  g_return_if_fail (NETOP_IS_PREFIXED_CELL (self));

  g_free (self->title);
  self->title = g_strdup (title);
  update_accessible (self);
}

/**
 * netop_prefixed_cell_set_overflow:
 * @overflow: where the text is cut if there is no room for it
 */
void
netop_prefixed_cell_set_overflow (NetopPrefixedCell *self, GtkInscriptionOverflow overflow)
{
  g_return_if_fail (NETOP_IS_PREFIXED_CELL (self));

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->text), overflow);
}

/**
 * netop_prefixed_cell_set_prefix:
 * @value: (nullable): of the prefix; %NULL for none
 *
 * Shows something before the text; the same again changes nothing.
 */
void
netop_prefixed_cell_set_prefix (NetopPrefixedCell *self, NetopPrefix prefix, const char *value)
{
  gboolean is_spoken;
  int      width;

  g_return_if_fail (NETOP_IS_PREFIXED_CELL (self));

  if (!value)
    prefix = NETOP_PREFIX_NONE;
  if (self->prefix == prefix && g_strcmp0 (self->value, value) == 0)
    return;

  is_spoken = is_pill (self->prefix) || is_pill (prefix);
  width = get_prefix_width (self);
  g_clear_object (&self->icon);
  self->prefix = prefix;
  g_free (self->value);
  self->value = g_strdup (value);
  if (get_prefix_width (self) != width)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (is_spoken)
    update_accessible (self);
}

/**
 * netop_prefixed_cell_set_mark:
 * @mark: (nullable): a quiet character between prefix and text, which is not spoken; %NULL for none
 *
 * The same again changes nothing.
 */
void
netop_prefixed_cell_set_mark (NetopPrefixedCell *self, const char *mark)
{
  int width;

  g_return_if_fail (NETOP_IS_PREFIXED_CELL (self));

  if (g_strcmp0 (self->mark, mark) == 0)
    return;

  width = get_mark_width (self);
  g_free (self->mark);
  self->mark = g_strdup (mark);
  if (get_mark_width (self) != width)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * netop_prefixed_cell_set_text:
 *
 * Shows @text, and does nothing where it stands there already.
 *
 * Returns: whether it did not
 */
gboolean
netop_prefixed_cell_set_text (NetopPrefixedCell *self, const NetopNotedText *text)
{
  g_autofree char *markup = NULL;

  g_return_val_if_fail (NETOP_IS_PREFIXED_CELL (self), FALSE);

  markup = netop_noted_text_dup_markup (text, GTK_WIDGET (self));
  if (!netop_text_cell_set_markup (self->text, markup))
    return FALSE;

  g_free (self->spoken);
  self->spoken = netop_noted_text_dup_spoken (text);
  update_accessible (self);
  return TRUE;
}
