/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "netop-cli.h"

int
main (int    argc,
      char **argv)
{
  g_auto (NetopCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  NetopExitCode code;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, NETOP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  code = netop_cli_options_parse (&options, argc, argv, &error);
  if (code != NETOP_EXIT_SUCCESS)
    return (int)netop_cli_fail (code, error->message);
  if (options.show_version)
    {
      g_print ("netoproc %s\n", NETOP_VERSION);
      return NETOP_EXIT_SUCCESS;
    }

  return (int)netop_cli_print_snapshot (&options);
}
