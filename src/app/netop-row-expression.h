/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row.h"

G_BEGIN_DECLS

#define NETOP_ROW_EXPRESSION_N_KEYS 15

const char *netop_row_expression_get_key (guint index);
const char *netop_row_expression_get_key_title (guint index);
char       *netop_row_expression_dup_value (const NetopRow *row, const NetopSnapshot *snapshot, const char *key) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_row_expression_new (const NetopRow *row, const NetopSnapshot *snapshot, const char *key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
