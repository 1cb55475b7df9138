/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *netop_executable_path_get (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
