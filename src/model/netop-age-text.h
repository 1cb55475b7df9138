/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

char *netop_age_dup_text (int64_t age_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
