/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-icon.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a program looks like says its desktop entry. That is read once for each application, and each icon is looked for
 * once in a theme; both are kept with the theme, until it changes. */

#define CACHE_KEY "netop-process-icons"
#define MAX_CACHED 512

/* An icon that is named by its file, as Snap does, is read while the window waits. */
#define MAX_FILE_BYTES (1024 * 1024)
#define MAX_FILE_PX 1024

static char *
make_desktop_id (const char *application)
{
  const char *name = strchr (application, ':') + 1;

  if (g_str_has_prefix (application, "snap:"))
    return g_strdup_printf ("%s_%s.desktop", name, name);
  return g_str_has_suffix (name, ".desktop") ? g_strdup (name) : g_strdup_printf ("%s.desktop", name);
}

/* There is no class for entries on every system: a key file is one everywhere. */
static char *
read_icon_name (const char *desktop_id)
{
  g_autofree char *path = g_build_filename ("applications", desktop_id, NULL);
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  /* An entry names itself by what a process says of itself: it is no path. */
  if (strchr (desktop_id, G_DIR_SEPARATOR) != NULL || !g_key_file_load_from_data_dirs (entry, path, NULL, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, NULL);
}

/* GTK warns of one that it cannot read: it is read here first. */
static gboolean
is_icon_file (const char *path)
{
  GStatBuf status;
  int      width, height;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (!g_path_is_absolute (path) || g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE_BYTES)
    return FALSE;
  if (gdk_pixbuf_get_file_info (path, &width, &height) == NULL || width > MAX_FILE_PX || height > MAX_FILE_PX)
    return FALSE;

  pixbuf = gdk_pixbuf_new_from_file (path, NULL);
  return pixbuf != NULL;
}

/* Returns: (transfer full): the name of an icon that the theme has, or its file */
static char *
find_icon_name (GtkIconTheme *theme,
                const char   *application)
{
  g_autofree char *id = make_desktop_id (application);
  g_autofree char *named = read_icon_name (id);
  const char      *own = strchr (application, ':') + 1;

  if (named != NULL && (gtk_icon_theme_has_icon (theme, named) || is_icon_file (named)))
    return g_steal_pointer (&named);
  return g_strdup (gtk_icon_theme_has_icon (theme, own) ? own : NETOP_PROCESS_ICON_GENERIC);
}

static void
forget (GtkIconTheme *theme,
        GHashTable   *cache)
{
  g_hash_table_remove_all (cache);
}

static GHashTable *
get_cache (GtkIconTheme *theme)
{
  GHashTable *cache = g_object_get_data (G_OBJECT (theme), CACHE_KEY);

  if (cache != NULL)
    return cache;

  cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_object_set_data_full (G_OBJECT (theme), CACHE_KEY, cache, (GDestroyNotify)g_hash_table_unref);
  g_signal_connect (theme, "changed", G_CALLBACK (forget), cache);
  return cache;
}

/**
 * netop_process_icon_get_name:
 * @display: whose theme is asked
 *
 * Returns: (transfer none): the name of an icon that there is, or the absolute path of its file, as g_icon_new_for_string() takes
 *   them, until the next call: that of its desktop entry, or one for what has none. Main thread
 */
const char *
netop_process_icon_get_name (GdkDisplay         *display,
                             const NetopProcess *process)
{
  GtkIconTheme *theme;
  GHashTable   *cache;
  char         *name;

  if (process->application == NULL || strchr (process->application, ':') == NULL)
    return process->container != NULL ? NETOP_PROCESS_ICON_CONTAINER : NETOP_PROCESS_ICON_GENERIC;

  theme = gtk_icon_theme_get_for_display (display);
  cache = get_cache (theme);
  name = g_hash_table_lookup (cache, process->application);
  if (name != NULL)
    return name;

  if (g_hash_table_size (cache) >= MAX_CACHED)
    g_hash_table_remove_all (cache);
  name = find_icon_name (theme, process->application);
  g_hash_table_insert (cache, g_strdup (process->application), name);
  return name;
}

/**
 * netop_process_icon_get_group_name:
 * @display: whose theme is asked
 *
 * Returns: (transfer none): the same of a group
 */
const char *
netop_process_icon_get_group_name (GdkDisplay          *display,
                                   const NetopRowGroup *group)
{
  return group->kind == NETOP_GROUP_USER ? NETOP_PROCESS_ICON_USER : netop_process_icon_get_name (display, group->first);
}
