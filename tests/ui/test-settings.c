/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <gio/gio.h>

#include "netop-settings.h"

/* Where the settings' schema is looked for, and what it lets in. */

static void
test_installed (void)
{
  g_auto (GStrv) folders = netop_settings_get_folders ("/opt/netoproc/bin/netoproc");

  g_assert_cmpuint (g_strv_length (folders), ==, 2);
  g_assert_cmpstr (folders[0], ==, "/opt/netoproc/share/glib-2.0/schemas");
  g_assert_cmpstr (folders[1], ==, NETOP_DATADIR "/glib-2.0/schemas");
}

static void
test_build_tree (void)
{
  g_auto (GStrv) folders = netop_settings_get_folders (NETOP_BUILD_ROOT "/src/netoproc");

  g_assert_cmpuint (g_strv_length (folders), ==, 2);
  g_assert_cmpstr (folders[0], ==, NETOP_BUILD_ROOT "/share/glib-2.0/schemas");
  g_assert_cmpstr (folders[1], ==, NETOP_BUILD_ROOT "/data");
}

static GSettingsSchemaKey *
get_key (GSettings  *settings,
         const char *name)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_schema_get_key (schema, name);
}

static gboolean
accepts (GSettings  *settings,
         const char *name,
         GVariant   *value)
{
  g_autoptr (GSettingsSchemaKey) key = get_key (settings, name);
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  return g_settings_schema_key_range_check (key, sunk);
}

static void
test_ranges (void)
{
  static const char *const names[] = { "width", "height" };
  g_autoptr (GSettings) settings = netop_settings_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (accepts (settings, names[i], g_variant_new_int32 (360)));
      g_assert_false (accepts (settings, names[i], g_variant_new_int32 (0)));
      g_assert_false (accepts (settings, names[i], g_variant_new_int32 (G_MAXINT32)));
    }
  g_assert_false (accepts (settings, "graph-range", g_variant_new_int32 (3)));
  g_assert_false (accepts (settings, "refresh-interval", g_variant_new_uint32 (99)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/settings/installed", test_installed);
  g_test_add_func ("/ui/settings/build-tree", test_build_tree);
  g_test_add_func ("/ui/settings/ranges", test_ranges);

  return g_test_run ();
}
