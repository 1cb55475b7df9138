/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "netop-export.h"
#include "netop-fake-snapshot.h"

/* Exports a made-up snapshot: netop-export-fake FORMAT PROCESSES CONNECTIONS [FILE | --filter=WORDS] */

static NetopExportFormat
get_format (const char *name)
{
  static const char *const names[] = { "tsv", "json", "pretty", "state", "csv" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], name) == 0)
        return (NetopExportFormat)i;
    }
  exit (2);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (NetopSnapshot) snapshot = NULL;
  g_autoptr (NetopFilter) filter = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  NetopExportOptions options = { .format = get_format (argv[1]) };

  if (argc > 4 && g_str_has_prefix (argv[4], "--filter="))
    {
      filter = netop_filter_parse (strchr (argv[4], '=') + 1, NULL);
      options.filter = filter;
      argc--;
    }

  snapshot = netop_fake_snapshot ((guint)atoi (argv[2]), (guint)atoi (argv[3]), 5);
  if (argc > 4)
    {
      g_autoptr (GFile) file = g_file_new_for_path (argv[4]);

      if (netop_export_to_file (snapshot, &options, file, NULL, &error))
        return 0;
      g_printerr ("%s\n", error->message);
      return 1;
    }

  text = netop_export_to_string (snapshot, &options);
  g_print ("%s", text);
  return 0;
}
