/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

gboolean netop_process_end (uint32_t pid, int64_t start_time_ms, GError **error);

G_END_DECLS
