/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-helper-error.h"

G_DEFINE_QUARK (netop - helper - error - quark, netop_helper_error)
