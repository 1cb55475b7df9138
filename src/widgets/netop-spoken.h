/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-format.h"

G_BEGIN_DECLS

char    *netop_spoken_figure (const NetopFormatted *formatted) G_GNUC_WARN_UNUSED_RESULT;
gboolean netop_spoken_is_due (gint64 *told_us, gint64 now_us);

G_END_DECLS
