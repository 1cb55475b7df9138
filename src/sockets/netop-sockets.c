/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sockets.h"

G_DEFINE_QUARK (netop - sockets - error - quark, netop_sockets_error)
