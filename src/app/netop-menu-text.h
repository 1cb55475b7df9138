/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *netop_menu_text_dup_escaped (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
