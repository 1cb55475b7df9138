/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-column-title.h"

#include <glib/gi18n.h>

#include "netop-style.h"
#include "netop-text-cell.h"

/* A column has no property for a widget in its header. In GTK's header a title is a box of a label and the arrow of the
 * order; the label is hidden, and this put in its place. */

/* Beside a title in its header: what style.css has for the button, and the arrow of the order. */
#define TITLE_MARGINS_PX 41

struct _NetopColumnTitle
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *figure; /* NULL where the column has words */
  GtkWidget *text;   /* NULL where it has figures */
  GtkWidget *arrow;  /* GTK's, beside this */
  int        padding;

  GtkAccessibleSort sort;
};

G_DEFINE_FINAL_TYPE (NetopColumnTitle, netop_column_title, GTK_TYPE_WIDGET)

static GtkWidget *
get_total (NetopColumnTitle *self)
{
  return self->figure != NULL ? self->figure : self->text;
}

/* As wide as its title, so that the arrow stands beside that: figures end at its right edge and begin where they like, and words
 * take what the whole header has. */
static void
netop_column_title_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  NetopColumnTitle *self = NETOP_COLUMN_TITLE (widget);
  int               total_minimum;
  int               total_natural;

  gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (get_total (self), orientation, -1, &total_minimum, &total_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum += total_minimum;
      *natural += total_natural;
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
netop_column_title_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  NetopColumnTitle *self = NETOP_COLUMN_TITLE (widget);
  int               minimum;
  int               label_height;
  GtkAllocation     place = { .width = width };

  gtk_widget_measure (self->label, GTK_ORIENTATION_VERTICAL, -1, &label_height, NULL, NULL, NULL);
  place.height = label_height;
  gtk_widget_size_allocate (self->label, &place, -1);
  gtk_widget_measure (get_total (self), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  place.y = label_height;
  place.height = height - label_height;
  place.width = MAX (width, minimum);
  if (self->figure == NULL)
    {
      place.width = MAX (place.width, gtk_widget_get_width (gtk_widget_get_parent (widget)));
      place.x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - place.width : 0;
    }
  gtk_widget_size_allocate (get_total (self), &place, -1);
}

static void
netop_column_title_dispose (GObject *object)
{
  NetopColumnTitle *self = NETOP_COLUMN_TITLE (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->figure, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);

  G_OBJECT_CLASS (netop_column_title_parent_class)->dispose (object);
}

static void
netop_column_title_class_init (NetopColumnTitleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_column_title_dispose;

  GTK_WIDGET_CLASS (klass)->measure = netop_column_title_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = netop_column_title_size_allocate;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
netop_column_title_init (NetopColumnTitle *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "np-head");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->text = netop_text_cell_new (FALSE);
  gtk_widget_add_css_class (self->text, "np-head-total");
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

/**
 * netop_column_title_install:
 * @header: of one column, in the header of a column view
 *
 * Puts a title of two lines in the place of GTK's.
 *
 * Returns: (transfer none) (nullable): the title, owned by @header; %NULL where that looks otherwise than it is known to:
 *   then GTK's own title stays
 */
NetopColumnTitle *
netop_column_title_install (GtkWidget *header)
{
  GtkWidget        *box = gtk_widget_get_first_child (header);
  GtkWidget        *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;
  NetopColumnTitle *self;

  if (!GTK_IS_BOX (box) || !GTK_IS_LABEL (label) || gtk_widget_get_next_sibling (label) == NULL)
    return NULL;

  self = g_object_new (NETOP_TYPE_COLUMN_TITLE, NULL);
  self->arrow = gtk_widget_get_next_sibling (label);
  gtk_widget_set_valign (self->arrow, GTK_ALIGN_START);
  gtk_widget_set_visible (label, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self));
  netop_column_title_align (self);
  return self;
}

/**
 * netop_column_title_set_slot:
 *
 * Has the total stand where a #NetopFigureCell with these shows its figure. Once, and not for a column of words.
 */
void
netop_column_title_set_slot (NetopColumnTitle *self,
                             NetopUnitSlot     slot,
                             NetopSeries       series)
{
  g_autoptr (GtkWidget) cell = g_object_ref_sink (netop_figure_cell_new (slot, series));

  g_return_if_fail (self->figure == NULL);

  g_clear_pointer (&self->text, gtk_widget_unparent);
  self->padding = netop_figure_cell_get_padding (NETOP_FIGURE_CELL (cell));
  self->figure = netop_figure_cell_new (slot, NETOP_SERIES_NONE);
  gtk_widget_add_css_class (self->figure, "np-head-total");
  gtk_widget_set_overflow (self->figure, GTK_OVERFLOW_VISIBLE);
  gtk_widget_set_parent (self->figure, GTK_WIDGET (self));
  netop_column_title_align (self);
}

/**
 * netop_column_title_align:
 *
 * For a new direction of writing. Figures keep their right edge in both, and so do their titles; the arrow stands before
 * such a title, and behind one of words.
 */
void
netop_column_title_align (NetopColumnTitle *self)
{
  gboolean   is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkBox    *box = GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self)));
  GtkWidget *first = self->figure == NULL || is_mirrored ? GTK_WIDGET (self) : self->arrow;
  GtkWidget *second = first == self->arrow ? GTK_WIDGET (self) : self->arrow;

  gtk_box_reorder_child_after (box, first, NULL);
  gtk_box_reorder_child_after (box, second, first);
  gtk_label_set_xalign (GTK_LABEL (self->label), self->figure == NULL || is_mirrored ? 0 : 1);
  if (self->figure == NULL)
    return;

  gtk_widget_set_halign (GTK_WIDGET (box), is_mirrored ? GTK_ALIGN_START : GTK_ALIGN_END);

  gtk_widget_set_margin_start (GTK_WIDGET (box), is_mirrored ? self->padding : 0);
  gtk_widget_set_margin_end (GTK_WIDGET (box), is_mirrored ? 0 : self->padding);
}

/**
 * netop_column_title_get_room:
 *
 * Returns: pixels that the column has to have, so that its title is not cut, also where the table is sorted by it
 */
int
netop_column_title_get_room (NetopColumnTitle *self)
{
  g_autoptr (PangoLayout) layout = NULL;
  PangoFontDescription *font;
  int                   width;

  g_return_val_if_fail (NETOP_IS_COLUMN_TITLE (self), 0);

  layout = gtk_widget_create_pango_layout (self->label, gtk_label_get_text (GTK_LABEL (self->label)));
  font = pango_font_description_copy (pango_context_get_font_description (gtk_widget_get_pango_context (self->label)));
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + self->padding + TITLE_MARGINS_PX;
}

static const char *
get_sort_words (GtkAccessibleSort sort)
{
  switch (sort)
    {
    case GTK_ACCESSIBLE_SORT_ASCENDING:
      return _ ("sorted, the least first");
    case GTK_ACCESSIBLE_SORT_DESCENDING:
      return _ ("sorted, the largest first");
    case GTK_ACCESSIBLE_SORT_NONE:
    case GTK_ACCESSIBLE_SORT_OTHER:
    default:
      return NULL;
    }
}

static void
update_accessible (NetopColumnTitle *self)
{
  g_autofree char *spoken = g_strjoin (", ", gtk_label_get_text (GTK_LABEL (self->label)), get_sort_words (self->sort), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * netop_column_title_set_title:
 * @title: translated
 */
void
netop_column_title_set_title (NetopColumnTitle *self,
                              const char       *title)
{
  gtk_label_set_text (GTK_LABEL (self->label), title);
  update_accessible (self);
  if (self->figure != NULL)
    netop_figure_cell_set_title (NETOP_FIGURE_CELL (self->figure), title);
}

/**
 * netop_column_title_set_sorted:
 *
 * How the table is sorted by the column, which is seen without its arrow too, and told to a screen reader.
 */
void
netop_column_title_set_sorted (NetopColumnTitle *self,
                               GtkAccessibleSort sort)
{
  if (self->sort == sort)
    return;

  self->sort = sort;
  netop_style_set_class (self->label, "np-head-sorted", sort != GTK_ACCESSIBLE_SORT_NONE);
  update_accessible (self);
}

/**
 * netop_column_title_set_figure:
 *
 * Shows the total of a column of figures; of another it does nothing.
 */
void
netop_column_title_set_figure (NetopColumnTitle     *self,
                               const NetopFormatted *formatted)
{
  if (self->figure != NULL)
    netop_figure_cell_set_figure (NETOP_FIGURE_CELL (self->figure), formatted, 0);
}

/**
 * netop_column_title_set_text:
 * @text: (nullable): %NULL for none
 *
 * Shows a number, or what stands in few words below a title of words.
 */
void
netop_column_title_set_text (NetopColumnTitle *self,
                             const char       *text)
{
  if (self->figure != NULL)
    netop_figure_cell_set_text (NETOP_FIGURE_CELL (self->figure), text);
  else
    netop_text_cell_set_text (self->text, text);
}

/**
 * netop_column_title_set_note:
 * @note: what is to know of the column, where it has no total
 *
 * Shows quiet words below a title of words.
 */
void
netop_column_title_set_note (NetopColumnTitle *self,
                             const char       *note)
{
  g_return_if_fail (self->text != NULL);

  netop_style_set_class (self->text, "np-head-total", FALSE);
  netop_style_set_class (self->text, "np-head-note", TRUE);
  netop_text_cell_set_text (self->text, note);
}
