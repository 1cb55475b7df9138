/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row.h"

G_BEGIN_DECLS

char *netop_spoken_query (const NetopRow *row, const NetopSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;
char *netop_spoken_resolver (const NetopRow *row, const NetopSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
