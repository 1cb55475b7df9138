/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GByteArray *mmdb_build (const guint8 *prefix, guint n_bits, const char *country, const char *operator) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
