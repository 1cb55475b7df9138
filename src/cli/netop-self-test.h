/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cli-options.h"

G_BEGIN_DECLS

NetopExitCode netop_self_test_run (const NetopCliOptions *options);

G_END_DECLS
