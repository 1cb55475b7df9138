/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cli-options.h"

G_BEGIN_DECLS

NetopExitCode netop_cli_fail (NetopExitCode code, const char *text);
NetopExitCode netop_cli_print_snapshot (const NetopCliOptions *options);

G_END_DECLS
