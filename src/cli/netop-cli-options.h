/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address-databases.h"
#include "netop-export.h"
#include "netop-helper-source.h"

G_BEGIN_DECLS

/* Exit codes of the command line; README and netoproc(1) name them. */
typedef enum {
  NETOP_EXIT_SUCCESS = 0,
  NETOP_EXIT_NOT_PERMITTED = 1,
  NETOP_EXIT_CANNOT_OPEN = 2,
  NETOP_EXIT_BAD_ARGUMENT = 3,
  NETOP_EXIT_FAILED = 4,
} NetopExitCode;

/**
 * NetopCliOptions:
 * @print: snapshot mode: collect, print and exit, instead of the window
 * @self_test: measure, print and exit, instead of the window
 * @show_version: `--version` was given: nothing else counts
 * @help: what `--help` is to print, else %NULL: nothing else counts
 * @sort_given: `--sort` was given
 * @reverse_dns: `--reverse-dns` was given
 * @address_databases: (nullable): those that `--address-database` named
 * @file_name: for display, %NULL for the network
 *
 * What the command line said, opened and checked.
 */
typedef struct
{
  NetopSourceOptions source;
  NetopExportOptions export;
  gboolean               print;
  gboolean               self_test;
  gboolean               show_version;
  gboolean               sort_given;
  gboolean               reverse_dns;
  char                  *file_name;
  char                  *filter_text;
  char                  *help;
  NetopAddressDatabases *address_databases;
} NetopCliOptions;

NetopExitCode netop_cli_options_parse (NetopCliOptions *self, int argc, char **argv, GError **error);
void          netop_cli_options_clear (NetopCliOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetopCliOptions, netop_cli_options_clear)

G_END_DECLS
