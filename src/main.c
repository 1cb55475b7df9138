/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <unistd.h>

#include "netop-address-database-reader.h"
#include "netop-allocator.h"
#include "netop-application.h"
#include "netop-cli.h"
#include "netop-executable-path.h"
#include "netop-reverse-names.h"
#include "netop-self-test.h"

static NetopApplicationSort
get_sort (const NetopCliOptions *options)
{
  if (!options->sort_given)
    return NETOP_APPLICATION_SORT_REMEMBERED;

  switch (options->export.sort)
    {
    case NETOP_SORT_PID:
      return NETOP_APPLICATION_SORT_PID;
    case NETOP_SORT_NAME:
      return NETOP_APPLICATION_SORT_NAME;
    case NETOP_SORT_CONNECTIONS:
      return NETOP_APPLICATION_SORT_CONNECTIONS;
    case NETOP_SORT_TRAFFIC:
    default:
      return NETOP_APPLICATION_SORT_TRAFFIC;
    }
}

/* What the command line says of names is for the whole run, whatever the settings say. */
static void
prepare_names (const NetopCliOptions *options)
{
  netop_reverse_names_set_asked_for (options->reverse_dns);
  if (options->address_databases != NULL)
    netop_address_database_reader_take (netop_address_databases_ref (options->address_databases));
}

/* Started as from a menu, without a word of what to show, it is the one window that is open already; a file, an
 * interface or a namespace has a window of its own. */
static int
open_window (const NetopCliOptions *options,
             gboolean               is_single)
{
  NetopSourceOptions source_options = options->source;
  g_autoptr (NetopSource) source = NULL;
  NetopApplicationOptions window = {
    .sort = get_sort (options),
    .file_name = options->file_name,
    .filter = options->filter_text,
    .is_single = is_single,
  };

  /* A window shows at once what its user may see, and offers to ask for the rest. */
  source_options.begins_limited = geteuid () != 0;
  source = netop_helper_source_new (&source_options);
  return netop_application_run (source, &window);
}

/* Returns the folder of the catalogues: of the build tree, where it runs from there. */
static const char *
get_locale_folder (void)
{
  g_autofree char *program = netop_executable_path_get ();

  return program != NULL && g_str_has_prefix (program, NETOP_BUILD_ROOT "/") ? NETOP_BUILD_ROOT "/po" : NETOP_LOCALEDIR;
}

int
main (int    argc,
      char **argv)
{
  g_auto (NetopCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  NetopExitCode code;

  netop_allocator_return_large_blocks ();
  netop_cli_open_standard_fds ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, get_locale_folder ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  code = netop_cli_options_parse (&options, argc, argv, &error);
  if (code != NETOP_EXIT_SUCCESS)
    return (int)netop_cli_fail (code, error->message);
  if (options.help != NULL)
    return (int)netop_cli_write (options.help);
  if (options.show_version)
    return (int)netop_cli_write ("netoproc " NETOP_VERSION "\n");

  prepare_names (&options);
  if (options.self_test)
    return (int)netop_self_test_run (&options);
  return options.print ? (int)netop_cli_print_snapshot (&options) : open_window (&options, argc == 1);
}
