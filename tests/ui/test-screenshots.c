/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "netop-picture.h"
#include "netop-text-fixture.h"
#include "netop-view-fixture.h"

/* Pictures of all there is to be seen, in the folder that the first argument names, to be laid beside the design; and what
 * a machine can check of them. "--all" has every view in every appearance: it takes its time. "--high-contrast" says that
 * the environment has libadwaita take that: it does so once. */

static const struct
{
  const char *name;
  int         width;
  int         height;
} sizes[] = {
  { "wide", 1200, 800 },
  { "narrow", 360, 720 },
};

typedef struct
{
  const char      *name;
  AdwColorScheme   scheme;
  GtkTextDirection direction;
  const char      *font;
  gboolean         has_all_views;
  gboolean         is_high_contrast;
} Appearance;

#define NARROW 1

/* Of a window without a window manager, both sides together. */
#define MAX_BORDER 20

#define FONT "Cantarell 11"
#define LARGE_FONT "Cantarell 16.5"

static const Appearance appearances[] = {
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, FONT, TRUE, FALSE },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK, GTK_TEXT_DIR_LTR, FONT, FALSE, FALSE },
  { "right-to-left", ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_RTL, FONT, FALSE, FALSE },
  { "large-text", ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, LARGE_FONT, FALSE, FALSE },
  { "high-contrast-light", ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, FONT, FALSE, TRUE },
  { "high-contrast-dark", ADW_COLOR_SCHEME_FORCE_DARK, GTK_TEXT_DIR_LTR, FONT, FALSE, TRUE },
};

static const char *folder;
static gboolean    is_all;
static gboolean    is_high_contrast;

static void
put_on (const Appearance *appearance)
{
  gtk_widget_set_default_direction (appearance->direction);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", appearance->font, "gtk-decoration-layout", ":close", "gtk-hint-font-metrics", TRUE, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), appearance->scheme);
  g_assert_true (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) == appearance->is_high_contrast);
}

static void
check_picture (const NetopPicture *picture,
               const Appearance   *appearance,
               GPtrArray          *faults)
{
  if (picture->n_colors < 50)
    g_ptr_array_add (faults, g_strdup_printf ("blank: %u colours", picture->n_colors));
  if (appearance->scheme == ADW_COLOR_SCHEME_FORCE_DARK ? picture->brightness > 0.35 : picture->brightness < 0.65)
    g_ptr_array_add (faults, g_strdup_printf ("a brightness of %.2f", picture->brightness));
}

/* Large text has as many letters on a narrow screen, not as many pixels. */
static int
get_width (const Appearance *appearance,
           guint             size)
{
  return size == NARROW && g_str_equal (appearance->font, LARGE_FONT) ? sizes[size].width * 3 / 2 : sizes[size].width;
}

/* GTK's window of shortcuts asks for more room than a narrow screen has; menus are as large as they are. */
static gboolean
has_size (GtkWidget       *front,
          const NetopView *view,
          int              wanted,
          int              wanted_height)
{
  int width = gtk_widget_get_width (front);

  if (strcmp (view->name, "shortcuts") == 0)
    return TRUE;
  if (NETOP_IS_WINDOW (front))
    return width <= wanted && width > wanted - MAX_BORDER && gtk_widget_get_height (front) > wanted_height - MAX_BORDER;
  return width <= wanted;
}

static void
take (const Appearance *appearance,
      const NetopView  *view,
      guint             size,
      GPtrArray        *faults)
{
  NetopWindowFixture window;
  g_autofree char   *name = g_strdup_printf ("%s-%s-%s", view->name, appearance->name, sizes[size].name);
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
  GtkWidget   *front = netop_view_fixture_open (view, &window, get_width (appearance, size), sizes[size].height);
  NetopPicture picture = netop_picture_take (front, folder, name);

  check_picture (&picture, appearance, own);
  if (!has_size (front, view, get_width (appearance, size), sizes[size].height))
    g_ptr_array_add (own, g_strdup_printf ("%d × %d pixels", picture.width, picture.height));
  if (NETOP_IS_WINDOW (front))
    netop_text_fixture_add_too_wide (front, get_width (appearance, size), own);
  netop_text_fixture_add_cut (front, own);
  netop_text_fixture_add_outside (front, own);
  for (guint i = 0; i < own->len; i++)
    g_ptr_array_add (faults, g_strdup_printf ("%s: %s", name, (const char *)g_ptr_array_index (own, i)));
  netop_view_fixture_close (&window);
}

static void
test_appearance (gconstpointer data)
{
  const Appearance *appearance = data;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  guint            n_views;
  const NetopView *views = netop_view_fixture_get_views (&n_views);

  put_on (appearance);
  for (guint i = 0; i < n_views; i++)
    for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
      if (is_all || views[i].is_page || appearance->has_all_views)
        take (appearance, &views[i], size, faults);
  netop_text_fixture_assert_none (faults);
}

int
main (int    argc,
      char **argv)
{
  netop_view_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, >=, 2);
  folder = argv[1];
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (int i = 2; i < argc; i++)
    {
      is_all |= strcmp (argv[i], "--all") == 0;
      is_high_contrast |= strcmp (argv[i], "--high-contrast") == 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (appearances); i++)
    if (appearances[i].is_high_contrast == is_high_contrast)
      {
        g_autofree char *path = g_strdup_printf ("/ui/screenshots/%s", appearances[i].name);

        g_test_add_data_func (path, &appearances[i], test_appearance);
      }

  return g_test_run ();
}
