/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-figure-cell.h"

#include "netop-glyph-cache.h"
#include "netop-spoken.h"
#include "netop-style.h"
#include "netop-tint.h"

#define UNIT_SCALE 0.82
#define UNIT_GAP_PX 4
#define TINT_RADIUS_PX 6
#define TINT_MARGIN_PX 2
#define TINT_PADDING_PX 8
#define TINT_LINE_HEIGHTS 1.25

struct _NetopFigureCell
{
  GtkWidget parent_instance;

  NetopUnitSlot slot;
  NetopSeries   series;
  char         *title; /* NULL for none */
  guint         level;
  gboolean      is_quiet;
  char          value[32];
  char          unit[8];

  NetopGlyphCache *value_glyphs; /* NULL until they are asked for, and after a change of style */
  NetopGlyphCache *bold_glyphs;
  NetopGlyphCache *unit_glyphs;
};

G_DEFINE_FINAL_TYPE (NetopFigureCell, netop_figure_cell, GTK_TYPE_WIDGET)

static const char *
get_slot_text (NetopUnitSlot slot)
{
  switch (slot)
    {
    case NETOP_UNIT_SLOT_RATE:
      return "MB/s";
    case NETOP_UNIT_SLOT_BYTES:
      return "MB";
    case NETOP_UNIT_SLOT_MILLISECONDS:
      return "ms";
    case NETOP_UNIT_SLOT_PERCENT:
      return "%";
    case NETOP_UNIT_SLOT_NONE:
    default:
      return "";
    }
}

static NetopGlyphCache *
get_value_glyphs (NetopFigureCell *self)
{
  if (!self->value_glyphs)
    self->value_glyphs = netop_glyph_cache_get (GTK_WIDGET (self), 1, 0);

  return self->value_glyphs;
}

static NetopGlyphCache *
get_bold_glyphs (NetopFigureCell *self)
{
  if (!self->bold_glyphs)
    self->bold_glyphs = netop_glyph_cache_get (GTK_WIDGET (self), 1, PANGO_WEIGHT_BOLD);

  return self->bold_glyphs;
}

static NetopGlyphCache *
get_unit_glyphs (NetopFigureCell *self)
{
  if (!self->unit_glyphs)
    self->unit_glyphs = netop_glyph_cache_get (GTK_WIDGET (self), UNIT_SCALE, PANGO_WEIGHT_NORMAL);

  return self->unit_glyphs;
}

static int
get_slot_width (NetopFigureCell *self)
{
  if (self->slot == NETOP_UNIT_SLOT_NONE)
    return 0;

  return netop_glyph_cache_get_width (get_unit_glyphs (self), get_slot_text (self->slot)) + UNIT_GAP_PX;
}

static int
get_line_height (NetopFigureCell *self)
{
  return netop_glyph_cache_get_height (get_value_glyphs (self));
}

static void
drop_glyphs (NetopFigureCell *self)
{
  g_clear_pointer (&self->value_glyphs, netop_glyph_cache_unref);
  g_clear_pointer (&self->bold_glyphs, netop_glyph_cache_unref);
  g_clear_pointer (&self->unit_glyphs, netop_glyph_cache_unref);
}

static void
snapshot_tint (NetopFigureCell *self, GtkSnapshot *snapshot)
{
  GtkWidget     *widget = GTK_WIDGET (self);
  GskRoundedRect outline;
  GdkRGBA        color;
  int            width = gtk_widget_get_width (widget) - 2 * TINT_MARGIN_PX;
  int            height = MIN ((int)(get_line_height (self) * TINT_LINE_HEIGHTS), gtk_widget_get_height (widget));
  int            y = (gtk_widget_get_height (widget) - height) / 2;

  netop_style_lookup_color (widget, self->series == NETOP_SERIES_DOWN ? "np_down" : "np_up", &color);
  color.alpha *= netop_tint_get_alpha (self->level, netop_style_is_dark (widget));

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (TINT_MARGIN_PX, (float)y, (float)width, (float)height), TINT_RADIUS_PX);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static gboolean
is_value_quiet (NetopFigureCell *self)
{
  return self->is_quiet || g_str_equal (self->value, "0") || g_str_equal (self->value, "–");
}

static void
snapshot_unit (NetopFigureCell *self, GtkSnapshot *snapshot, double x, double baseline)
{
  GdkRGBA color;

  if (self->unit[0] == '\0')
    return;

  netop_style_lookup_color (GTK_WIDGET (self), "np_quiet", &color);
  netop_glyph_cache_snapshot (get_unit_glyphs (self), snapshot, self->unit, &color, x, baseline);
}

/* Numbers keep their right edge in right-to-left windows too, so nothing is mirrored here. */
static void
netop_figure_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopFigureCell *self = NETOP_FIGURE_CELL (widget);
  NetopGlyphCache *glyphs = self->level == NETOP_TINT_N_LEVELS ? get_bold_glyphs (self) : get_value_glyphs (self);
  int              slot_width = get_slot_width (self);
  int              right = gtk_widget_get_width (widget) - netop_figure_cell_get_padding (self);
  int              y = (gtk_widget_get_height (widget) - netop_glyph_cache_get_height (glyphs)) / 2;
  double           baseline = y + netop_glyph_cache_get_ascent (glyphs);
  GdkRGBA          color;

  if (self->level > 0 && self->series != NETOP_SERIES_NONE)
    snapshot_tint (self, snapshot);

  if (is_value_quiet (self))
    netop_style_lookup_color (widget, "np_quiet", &color);
  else
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  netop_glyph_cache_snapshot (glyphs, snapshot, self->value, &color, right - slot_width - netop_glyph_cache_get_width (glyphs, self->value), baseline);
  snapshot_unit (self, snapshot, right - slot_width + (self->slot == NETOP_UNIT_SLOT_NONE ? 0 : UNIT_GAP_PX), baseline);
}

static void
netop_figure_cell_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  NetopFigureCell *self = NETOP_FIGURE_CELL (widget);

  /* Independent of the text, so that no change of it asks for a new layout of the list. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 0;
      *natural = get_slot_width (self) + 3 * get_line_height (self);
    }
  else
    *minimum = *natural = get_line_height (self);
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_figure_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (netop_figure_cell_parent_class)->css_changed (widget, change);

  drop_glyphs (NETOP_FIGURE_CELL (widget));
}

static void
netop_figure_cell_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (netop_figure_cell_parent_class)->system_setting_changed (widget, setting);

  drop_glyphs (NETOP_FIGURE_CELL (widget));
}

static void
netop_figure_cell_dispose (GObject *object)
{
  NetopFigureCell *self = NETOP_FIGURE_CELL (object);

  drop_glyphs (self);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (netop_figure_cell_parent_class)->dispose (object);
}

static void
netop_figure_cell_class_init (NetopFigureCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_figure_cell_dispose;
  widget_class->snapshot = netop_figure_cell_snapshot;
  widget_class->measure = netop_figure_cell_measure;
  widget_class->css_changed = netop_figure_cell_css_changed;
  widget_class->system_setting_changed = netop_figure_cell_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
netop_figure_cell_init (NetopFigureCell *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * netop_figure_cell_new:
 * @series: whose colour the tint has; %NETOP_SERIES_NONE for a figure that is never tinted
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
netop_figure_cell_new (NetopUnitSlot slot, NetopSeries series)
{
  NetopFigureCell *self = g_object_new (NETOP_TYPE_FIGURE_CELL, NULL);

  self->slot = slot;
  self->series = series;

  return GTK_WIDGET (self);
}

/* A list view does not tell a screen reader which column a cell belongs to. */
static void
update_accessible (NetopFigureCell *self)
{
  NetopFormatted   formatted;
  g_autofree char *spoken = NULL;
  g_autofree char *text = NULL;

  if (self->value[0] == '\0')
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
      return;
    }

  g_strlcpy (formatted.value, self->value, sizeof formatted.value);
  g_strlcpy (formatted.unit, self->unit, sizeof formatted.unit);
  spoken = self->unit[0] != '\0' ? netop_spoken_figure (&formatted) : g_strdup (self->value);
  text = self->title ? g_strdup_printf ("%s: %s", self->title, spoken) : g_strdup (spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
set_strings (NetopFigureCell *self, const char *value, const char *unit, guint level)
{
  if (g_str_equal (self->value, value) && g_str_equal (self->unit, unit) && level == self->level)
    return;

  g_strlcpy (self->value, value, sizeof self->value);
  g_strlcpy (self->unit, unit, sizeof self->unit);
  self->level = level;

  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * netop_figure_cell_set_figure:
 * @level: of the tint, as netop_tint_get_level() says; 0 for none
 *
 * Shows a figure and its unit.
 */
void
netop_figure_cell_set_figure (NetopFigureCell *self, const NetopFormatted *formatted, guint level)
{
  g_return_if_fail (NETOP_IS_FIGURE_CELL (self));
  g_return_if_fail (level <= NETOP_TINT_N_LEVELS);

  set_strings (self, formatted->value, formatted->unit, level);
}

/**
 * netop_figure_cell_set_text:
 * @value: (nullable): a count; %NULL leaves the cell empty
 *
 * Shows a number without a unit.
 */
void
netop_figure_cell_set_text (NetopFigureCell *self, const char *value)
{
  g_return_if_fail (NETOP_IS_FIGURE_CELL (self));

  set_strings (self, value ? value : "", "", 0);
}

/**
 * netop_figure_cell_set_title:
 * @title: (nullable): what the figure is of, translated; a screen reader says it before the figure
 */
void
netop_figure_cell_set_title (NetopFigureCell *self, const char *title)
{
  g_return_if_fail (NETOP_IS_FIGURE_CELL (self));

  g_free (self->title);
  self->title = g_strdup (title);
  update_accessible (self);
}

/**
 * netop_figure_cell_set_quiet:
 *
 * Draws the value as dim as its unit: for what is estimated.
 */
void
netop_figure_cell_set_quiet (NetopFigureCell *self, gboolean quiet)
{
  g_return_if_fail (NETOP_IS_FIGURE_CELL (self));

  if (self->is_quiet == quiet)
    return;

  self->is_quiet = quiet;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * netop_figure_cell_get_padding:
 *
 * Returns: pixels between the right edge of the cell and that of its unit, which a tint takes
 */
int
netop_figure_cell_get_padding (NetopFigureCell *self)
{
  g_return_val_if_fail (NETOP_IS_FIGURE_CELL (self), 0);

  return self->series == NETOP_SERIES_NONE ? 0 : TINT_PADDING_PX;
}

/**
 * netop_figure_cell_get_value:
 *
 * Returns: the text left of the unit
 */
const char *
netop_figure_cell_get_value (NetopFigureCell *self)
{
  g_return_val_if_fail (NETOP_IS_FIGURE_CELL (self), "");

  return self->value;
}

/**
 * netop_figure_cell_get_unit:
 *
 * Returns: the unit, empty if it has none
 */
const char *
netop_figure_cell_get_unit (NetopFigureCell *self)
{
  g_return_val_if_fail (NETOP_IS_FIGURE_CELL (self), "");

  return self->unit;
}
