/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cli-options.h"

G_BEGIN_DECLS

void          netop_cli_open_standard_fds (void);
NetopExitCode netop_cli_get_exit_code (const GError *error);
NetopExitCode netop_cli_write (const char *text);
NetopExitCode netop_cli_fail (NetopExitCode code, const char *text);
NetopExitCode netop_cli_print_snapshot (const NetopCliOptions *options);

G_END_DECLS
