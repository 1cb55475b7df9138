/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-name-cell.h"

#include <glib/gi18n.h>

#include "netop-style.h"
#include "netop-text-cell.h"
#include "netop-tooltip.h"

#define INDENT_PX 26
#define EXPANDER_PX 18
#define ICON_PX 20
#define SYMBOLIC_ICON_PX 16
#define GAP_PX 6

struct _NetopNameCell
{
  GtkWidget parent_instance;

  GtkWidget        *expander;
  GtkWidget        *text; /* GtkInscription */
  GtkIconPaintable *icon; /* NULL until it is drawn */

  char    *name;
  char    *secondary;
  char    *icon_name;
  guint    depth;
  gboolean expandable;
  gboolean expanded;
  gboolean bad;
};

G_DEFINE_FINAL_TYPE (NetopNameCell, netop_name_cell, GTK_TYPE_WIDGET)

enum {
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
get_icon_x (NetopNameCell *self)
{
  return (int)self->depth * INDENT_PX + EXPANDER_PX + GAP_PX;
}

static int
get_text_x (NetopNameCell *self)
{
  return get_icon_x (self) + (self->icon_name ? ICON_PX + GAP_PX : 0);
}

static gboolean
is_symbolic (const char *icon_name)
{
  return g_str_has_suffix (icon_name, "-symbolic");
}

/* Drawn here and not by a GtkImage, which asks for a new layout whenever its icon changes. */
static void
snapshot_icon (NetopNameCell *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean   mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int        size = is_symbolic (self->icon_name) ? SYMBOLIC_ICON_PX : ICON_PX;
  int        x = get_icon_x (self) + (ICON_PX - size) / 2;
  int        y = (gtk_widget_get_height (widget) - size) / 2;
  GdkRGBA    color;

  if (!self->icon)
    self->icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                             self->icon_name,
                                             NULL,
                                             size,
                                             gtk_widget_get_scale_factor (widget),
                                             gtk_widget_get_direction (widget),
                                             GTK_ICON_LOOKUP_PRELOAD);
  if (mirrored)
    x = gtk_widget_get_width (widget) - x - size;

  netop_style_lookup_color (widget, "np_quiet", &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->icon), snapshot, size, size, &color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
netop_name_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NetopNameCell *self = NETOP_NAME_CELL (widget);

  if (self->icon_name)
    snapshot_icon (self, snapshot);
  GTK_WIDGET_CLASS (netop_name_cell_parent_class)->snapshot (widget, snapshot);
}

static void
netop_name_cell_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  NetopNameCell *self = NETOP_NAME_CELL (widget);
  int            text_minimum;
  int            text_natural;

  gtk_widget_measure (self->text, orientation, -1, &text_minimum, &text_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      /* Of the depth of no row: a re-sort must not change what is asked for. */
      *minimum = EXPANDER_PX;
      *natural = EXPANDER_PX + ICON_PX + 2 * GAP_PX + text_natural;
    }
  else
    *minimum = *natural = MAX (ICON_PX, text_minimum);
  *minimum_baseline = *natural_baseline = -1;
}

static void
allocate_child (GtkWidget *widget, GtkWidget *child, const GtkAllocation *place)
{
  GtkAllocation allocation = *place;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    allocation.x = gtk_widget_get_width (widget) - place->x - place->width;
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
netop_name_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NetopNameCell *self = NETOP_NAME_CELL (widget);
  GtkAllocation  place = { 0 };
  int            minimum;

  if (gtk_widget_should_layout (self->expander))
    {
      gtk_widget_measure (self->expander, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      place.width = MAX (EXPANDER_PX, minimum);
      gtk_widget_measure (self->expander, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
      place.height = MAX (EXPANDER_PX, minimum);
      place.x = (int)self->depth * INDENT_PX;
      place.y = (height - place.height) / 2;
      allocate_child (widget, self->expander, &place);
    }

  gtk_widget_measure (self->text, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  place.x = get_text_x (self);
  place.y = 0;
  place.width = MAX (width - place.x, minimum);
  place.height = height;
  allocate_child (widget, self->text, &place);
}

static void
drop_icon (NetopNameCell *self)
{
  g_clear_object (&self->icon);
}

static void
netop_name_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (netop_name_cell_parent_class)->css_changed (widget, change);

  drop_icon (NETOP_NAME_CELL (widget));
}

static void
netop_name_cell_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (netop_name_cell_parent_class)->system_setting_changed (widget, setting);

  drop_icon (NETOP_NAME_CELL (widget));
}

static void
clicked_cb (NetopNameCell *self)
{
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

static void
netop_name_cell_dispose (GObject *object)
{
  NetopNameCell *self = NETOP_NAME_CELL (object);

  drop_icon (self);
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);

  G_OBJECT_CLASS (netop_name_cell_parent_class)->dispose (object);
}

static void
netop_name_cell_finalize (GObject *object)
{
  NetopNameCell *self = NETOP_NAME_CELL (object);

  g_free (self->name);
  g_free (self->secondary);
  g_free (self->icon_name);

  G_OBJECT_CLASS (netop_name_cell_parent_class)->finalize (object);
}

static void
netop_name_cell_class_init (NetopNameCellClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = netop_name_cell_dispose;
  object_class->finalize = netop_name_cell_finalize;
  widget_class->snapshot = netop_name_cell_snapshot;
  widget_class->measure = netop_name_cell_measure;
  widget_class->size_allocate = netop_name_cell_size_allocate;
  widget_class->css_changed = netop_name_cell_css_changed;
  widget_class->system_setting_changed = netop_name_cell_system_setting_changed;

  signals[SIGNAL_TOGGLED] = g_signal_new ("toggled",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);

  gtk_widget_class_set_css_name (widget_class, "namecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
show_expander (NetopNameCell *self)
{
  /* Out of sight, and also out of reach of a screen reader; hidden it would ask for a new layout of the list whenever
   * rows change places. */
  gtk_widget_set_child_visible (self->expander, self->expandable);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_STATE_HIDDEN, !self->expandable, -1);
  gtk_button_set_icon_name (GTK_BUTTON (self->expander), self->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->expanded ? _ ("Collapse") : _ ("Expand"),
                                  -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_STATE_EXPANDED, self->expanded, -1);
}

static void
netop_name_cell_init (NetopNameCell *self)
{
  self->expander = gtk_button_new ();
  gtk_widget_add_css_class (self->expander, "flat");
  gtk_widget_add_css_class (self->expander, "np-expander");
  /* The keys that do what it does are the row's. */
  gtk_widget_set_focusable (self->expander, FALSE);
  g_signal_connect_object (self->expander, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
  show_expander (self);

  self->text = netop_text_cell_new_silent ();
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

/**
 * netop_name_cell_new:
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
netop_name_cell_new (void)
{
  return g_object_new (NETOP_TYPE_NAME_CELL, NULL);
}

/* In a right-to-left window a mark makes the line begin at the right, and isolates keep the name whole. */
static char *
make_markup (NetopNameCell *self)
{
  gboolean         mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autofree char *name = g_markup_escape_text (self->name, -1);
  g_autofree char *secondary = NULL;

  if (self->secondary)
    {
      g_autofree char *escaped = g_markup_escape_text (self->secondary, -1);

      secondary = g_strdup_printf ("  <span alpha=\"62%%\" size=\"90%%\" weight=\"normal\">%s</span>", escaped);
    }

  return g_strdup_printf ("%s%s%s%s%s%s",
                          mirrored ? "\u200f\u2068" : "",
                          self->bad ? "<b>" : "",
                          name,
                          self->bad ? "</b>" : "",
                          mirrored ? "\u2069" : "",
                          secondary ? secondary : "");
}

static gboolean
replace_string (char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return FALSE;

  g_free (*field);
  *field = g_strdup (value);

  return TRUE;
}

static void
update_accessible (NetopNameCell *self)
{
  g_autofree char *text = self->secondary ? g_strdup_printf ("%s, %s", self->name, self->secondary) : g_strdup (self->name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
update_text (NetopNameCell *self, const NetopNameContent *content)
{
  gboolean         changed = replace_string (&self->name, content->name ? content->name : "");
  g_autofree char *markup = NULL;

  changed |= replace_string (&self->secondary, content->secondary);
  if (!changed && self->bad == content->bad)
    return;

  self->bad = content->bad;
  netop_style_set_class (self->text, "np-bad", self->bad);
  markup = make_markup (self);
  gtk_inscription_set_markup (GTK_INSCRIPTION (self->text), markup);
  update_accessible (self);
}

static void
update_place (NetopNameCell *self, const NetopNameContent *content)
{
  gboolean had_icon = self->icon_name != NULL;
  gboolean is_moved = self->depth != content->depth || self->expandable != content->expandable;

  self->depth = content->depth;
  if (self->expandable != content->expandable || self->expanded != content->expanded)
    {
      self->expandable = content->expandable;
      self->expanded = content->expanded;
      show_expander (self);
    }
  if (replace_string (&self->icon_name, content->icon_name))
    {
      drop_icon (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (is_moved || had_icon != (self->icon_name != NULL))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * netop_name_cell_set_content:
 *
 * Shows @content; what is the same already is left alone.
 */
void
netop_name_cell_set_content (NetopNameCell *self, const NetopNameContent *content)
{
  g_return_if_fail (NETOP_IS_NAME_CELL (self));
  g_return_if_fail (content != NULL);

  update_text (self, content);
  update_place (self, content);
  netop_tooltip_set (GTK_WIDGET (self), content->tooltip);
}

/**
 * netop_name_cell_get_name:
 *
 * Returns: the name without the secondary text, never %NULL
 */
const char *
netop_name_cell_get_name (NetopNameCell *self)
{
  g_return_val_if_fail (NETOP_IS_NAME_CELL (self), "");

  return self->name ? self->name : "";
}
