/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-settings.h"

static GSettingsSchema *
find_schema (void)
{
  static const char *const folders[] = { NETOP_DATADIR "/glib-2.0/schemas", NETOP_BUILD_ROOT "/data" };
  GSettingsSchemaSource   *known = g_settings_schema_source_get_default ();
  GSettingsSchema         *schema = known != NULL ? g_settings_schema_source_lookup (known, NETOP_APP_ID, TRUE) : NULL;

  /* A prefix of one's own, and the build tree, are in no search path. */
  for (guint i = 0; i < G_N_ELEMENTS (folders) && schema == NULL; i++)
    {
      g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (folders[i], known, FALSE, NULL);

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, NETOP_APP_ID, TRUE);
    }
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
