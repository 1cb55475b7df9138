/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-text-fixture.h"

#include "netop-details-pane.h"

/* Looks at what a window really shows: each text, whether it is cut, and what sticks out. */

typedef void (*WidgetFunc) (GtkWidget *widget, gpointer user_data);

static void
foreach_widget (GtkWidget *root,
                WidgetFunc func,
                gpointer   user_data)
{
  if (!gtk_widget_get_mapped (root))
    return;

  func (root, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    foreach_widget (child, func, user_data);
}

static void
add_fault (GPtrArray  *faults,
           GtkWidget  *widget,
           const char *what,
           const char *text)
{
  GString *path = g_string_new (NULL);

  for (GtkWidget *parent = widget; parent != NULL && !GTK_IS_NATIVE (parent); parent = gtk_widget_get_parent (parent))
    {
      if (parent != widget)
        g_string_prepend_c (path, '/');
      g_string_prepend (path, G_OBJECT_TYPE_NAME (parent));
    }
  g_ptr_array_add (faults, g_strdup_printf ("%s: \"%s\" in %s", what, text, path->str));
  g_string_free (path, TRUE);
}

/* --- Each text --- */

typedef struct
{
  NetopTextFunc func;
  gpointer      user_data;
} TextWalk;

static void
tell_texts (GtkWidget *widget,
            gpointer   user_data)
{
  const TextWalk *walk = user_data;
  const char     *tooltip = gtk_widget_get_tooltip_text (widget);
  const char     *text = NULL;

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  else if (GTK_IS_TEXT (widget))
    text = gtk_text_get_placeholder_text (GTK_TEXT (widget));

  if (text != NULL && text[0] != '\0')
    walk->func (widget, text, walk->user_data);
  if (tooltip != NULL && tooltip[0] != '\0')
    walk->func (widget, tooltip, walk->user_data);
}

/**
 * netop_text_fixture_foreach:
 *
 * Calls @func for each text below @root that is on the screen, tooltips and placeholders too.
 */
void
netop_text_fixture_foreach (GtkWidget    *root,
                            NetopTextFunc func,
                            gpointer      user_data)
{
  TextWalk walk = { func, user_data };

  foreach_widget (root, tell_texts, &walk);
}

static void
tell_spoken (GtkWidget *widget,
             gpointer   user_data)
{
  static const GtkAccessibleProperty properties[] = { GTK_ACCESSIBLE_PROPERTY_LABEL, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION };
  const TextWalk                    *walk = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      /* What there is instead: GTK has no other way to ask. */
      g_autofree char *text = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), properties[i], "\001");

      if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), properties[i]) && text != NULL)
        walk->func (widget, text, walk->user_data);
    }
}

/**
 * netop_text_fixture_foreach_spoken:
 *
 * Calls @func for each name and description that a screen reader is told below @root.
 */
void
netop_text_fixture_foreach_spoken (GtkWidget    *root,
                                   NetopTextFunc func,
                                   gpointer      user_data)
{
  TextWalk walk = { func, user_data };

  foreach_widget (root, tell_spoken, &walk);
}

/* --- Cut --- */

/* What comes from elsewhere is of any length: that is cut with a mark, and in whole in a tooltip. */
static gboolean
may_be_cut (GtkWidget *label)
{
  return gtk_widget_get_ancestor (label, NETOP_TYPE_DETAILS_PANE) != NULL || gtk_widget_has_css_class (label, "np-data");
}

/* Columns are as wide as somebody made them. An inscription keeps its layout for itself. */
static void
find_cut_inscription (GtkWidget *inscription,
                      GPtrArray *faults)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (inscription));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (inscription, text);
  int width;

  if (gtk_widget_get_ancestor (inscription, GTK_TYPE_COLUMN_VIEW) != NULL || may_be_cut (inscription))
    return;

  pango_layout_set_attributes (layout, gtk_inscription_get_attributes (GTK_INSCRIPTION (inscription)));
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width > gtk_widget_get_width (inscription))
    add_fault (faults, inscription, "cut", text);
}

static void
find_cut (GtkWidget *widget,
          gpointer   faults)
{
  PangoLayout   *layout;
  PangoRectangle extents;

  if (GTK_IS_INSCRIPTION (widget))
    find_cut_inscription (widget, faults);
  if (!GTK_IS_LABEL (widget))
    return;

  layout = gtk_label_get_layout (GTK_LABEL (widget));
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (pango_layout_is_ellipsized (layout) && !may_be_cut (widget))
    add_fault (faults, widget, "cut with a mark", gtk_label_get_text (GTK_LABEL (widget)));
  if (extents.width > gtk_widget_get_width (widget) + 1 || extents.height > gtk_widget_get_height (widget) + 1)
    add_fault (faults, widget, "cut", gtk_label_get_text (GTK_LABEL (widget)));
}

/**
 * netop_text_fixture_add_cut:
 * @faults: gets a line for each text below @root that has not enough room
 */
void
netop_text_fixture_add_cut (GtkWidget *root,
                            GPtrArray *faults)
{
  foreach_widget (root, find_cut, faults);
}

/* --- Outside --- */

typedef struct
{
  GtkWidget *root;
  GPtrArray *faults;
} OutsideWalk;

/* What is scrolled is outside most of the time. */
static gboolean
is_scrolled (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) != NULL || gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) != NULL;
}

static void
find_outside (GtkWidget *widget,
              gpointer   user_data)
{
  const OutsideWalk *walk = user_data;
  graphene_rect_t    bounds;

  /* GTK's gizmos have no content of their own: shades and edges, of which one moves out of the window. */
  if (widget == walk->root || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwGizmo") || is_scrolled (widget) || !gtk_widget_compute_bounds (widget, walk->root, &bounds))
    return;
  if (bounds.origin.x < -1 || bounds.origin.y < -1 ||
      bounds.origin.x + bounds.size.width > (float)gtk_widget_get_width (walk->root) + 1 ||
      bounds.origin.y + bounds.size.height > (float)gtk_widget_get_height (walk->root) + 1)
    add_fault (walk->faults, widget, "outside", GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "");
}

/**
 * netop_text_fixture_add_outside:
 * @root: a window or a popover
 * @faults: gets a line for each widget that is not within @root as a whole
 */
void
netop_text_fixture_add_outside (GtkWidget *root,
                                GPtrArray *faults)
{
  OutsideWalk walk = { root, faults };

  foreach_widget (root, find_outside, &walk);
}

/* Returns whether it asks for more than @width. */
static gboolean
find_too_wide (GtkWidget *widget,
               int        width,
               GPtrArray *faults)
{
  gboolean is_part = FALSE;
  int      minimum;

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= width)
    return FALSE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    is_part |= find_too_wide (child, width, faults);
  if (!is_part && !is_scrolled (widget))
    {
      g_autofree char *what = g_strdup_printf ("asks for %d pixels", minimum);

      add_fault (faults, widget, what, "");
    }
  return TRUE;
}

/**
 * netop_text_fixture_add_too_wide:
 * @root: a window
 * @width: that it was to have
 * @faults: gets a line for each widget that asks for more, and has none below it that does
 */
void
netop_text_fixture_add_too_wide (GtkWidget *root,
                                 int        width,
                                 GPtrArray *faults)
{
  find_too_wide (root, width, faults);
}

/**
 * netop_text_fixture_assert_none:
 * @faults: (element-type utf8)
 *
 * Fails the test, with all of them, if there are any.
 */
void
netop_text_fixture_assert_none (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (const char *)g_ptr_array_index (faults, i));
  if (faults->len > 0)
    g_test_fail_printf ("%u faults", faults->len);
}
