/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

bool  netop_unlock_program_is_supported (void);
char *netop_unlock_program_find (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
