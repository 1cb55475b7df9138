/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *netop_settings_new (void) G_GNUC_WARN_UNUSED_RESULT;
GStrv      netop_settings_get_folders (const char *program) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
