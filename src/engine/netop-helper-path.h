/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

char *netop_helper_path_find (const char *given) G_GNUC_WARN_UNUSED_RESULT;
char *netop_helper_path_find_capable (const char *path) G_GNUC_WARN_UNUSED_RESULT;
char *netop_helper_path_dup_trusted (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool  netop_helper_path_has_action (const char *path, const char *action_folder);

G_END_DECLS
