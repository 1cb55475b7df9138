/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-settings.h"

#include "netop-executable-path.h"

/**
 * netop_settings_get_folders:
 * @program: (nullable): the path of the program that runs
 *
 * Returns: (transfer full): where its schema may be, before the places where all programs have theirs: in the prefix it
 *   stands in, wherever that was moved to; then in the build tree, where it runs from there, else in the prefix it was
 *   made for
 */
GStrv
netop_settings_get_folders (const char *program)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_autofree char *bin = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *beside = bin != NULL ? g_build_filename (bin, "..", "share", "glib-2.0", "schemas", NULL) : NULL;
  g_autofree char *canonical = beside != NULL ? g_canonicalize_filename (beside, NULL) : NULL;

  if (canonical != NULL)
    g_strv_builder_add (folders, canonical);
  if (program != NULL && g_str_has_prefix (program, NETOP_BUILD_ROOT "/"))
    g_strv_builder_add (folders, NETOP_BUILD_ROOT "/data");
  else
    g_strv_builder_add (folders, NETOP_DATADIR "/glib-2.0/schemas");
  return g_strv_builder_end (folders);
}

static GSettingsSchema *
find_schema (void)
{
  g_autofree char *program = netop_executable_path_get ();
  g_auto (GStrv) folders = netop_settings_get_folders (program);
  GSettingsSchemaSource *known = g_settings_schema_source_get_default ();
  GSettingsSchema       *schema = NULL;

  for (guint i = 0; folders[i] != NULL && schema == NULL; i++)
    {
      g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (folders[i], NULL, FALSE, NULL);

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, NETOP_APP_ID, FALSE);
    }
  if (schema == NULL && known != NULL)
    schema = g_settings_schema_source_lookup (known, NETOP_APP_ID, TRUE);
  return schema;
}

/**
 * netop_settings_new:
 *
 * Returns: (transfer full) (nullable): the program's settings; %NULL where its schema is not installed: then nothing
 *   is remembered, and everything works
 */
GSettings *
netop_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
