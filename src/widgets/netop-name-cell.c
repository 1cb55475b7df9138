/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-name-cell.h"

#include <glib/gi18n.h>

#include "netop-prefixed-cell.h"
#include "netop-style.h"
#include "netop-tooltip.h"

#define INDENT_PX 26
#define EXPANDER_PX 18
#define ICON_PX 20
#define GAP_PX 6

struct _NetopNameCell
{
  GtkWidget parent_instance;

  GtkWidget *expander;
  GtkWidget *text; /* with the icon before it */

  char    *name;
  guint    depth;
  gboolean expandable;
  gboolean expanded;
};

G_DEFINE_FINAL_TYPE (NetopNameCell, netop_name_cell, GTK_TYPE_WIDGET)

enum {
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
get_text_x (NetopNameCell *self)
{
  return (int)self->depth * INDENT_PX + EXPANDER_PX + GAP_PX;
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
      *natural = EXPANDER_PX + GAP_PX + text_natural;
    }
  else
    *minimum = *natural = text_minimum;
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
clicked_cb (NetopNameCell *self)
{
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

static void
netop_name_cell_dispose (GObject *object)
{
  NetopNameCell *self = NETOP_NAME_CELL (object);

  g_clear_pointer (&self->expander, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);

  G_OBJECT_CLASS (netop_name_cell_parent_class)->dispose (object);
}

static void
netop_name_cell_finalize (GObject *object)
{
  NetopNameCell *self = NETOP_NAME_CELL (object);

  g_free (self->name);

  G_OBJECT_CLASS (netop_name_cell_parent_class)->finalize (object);
}

static void
netop_name_cell_class_init (NetopNameCellClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = netop_name_cell_dispose;
  object_class->finalize = netop_name_cell_finalize;
  widget_class->measure = netop_name_cell_measure;
  widget_class->size_allocate = netop_name_cell_size_allocate;

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

  self->text = netop_prefixed_cell_new_silent (ICON_PX);
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

static void
update_text (NetopNameCell *self, const NetopNameContent *content)
{
  const NetopNotedText text = { content->name ? content->name : "", content->secondary, content->is_inferred };
  g_autofree char     *spoken = NULL;

  netop_style_set_class (self->text, "np-bad", content->bad);
  netop_prefixed_cell_set_overflow (NETOP_PREFIXED_CELL (self->text),
                                    content->is_host ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_START : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  netop_prefixed_cell_set_prefix (NETOP_PREFIXED_CELL (self->text), NETOP_PREFIX_ICON, content->icon_name);
  if (!netop_prefixed_cell_set_text (NETOP_PREFIXED_CELL (self->text), &text))
    return;

  g_free (self->name);
  self->name = g_strdup (text.text);
  spoken = netop_noted_text_dup_spoken (&text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
update_place (NetopNameCell *self, const NetopNameContent *content)
{
  if (self->depth != content->depth || self->expandable != content->expandable)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  self->depth = content->depth;
  if (self->expandable == content->expandable && self->expanded == content->expanded)
    return;

  self->expandable = content->expandable;
  self->expanded = content->expanded;
  show_expander (self);
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
