/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-kind.h"

G_BEGIN_DECLS

const NetopTableColumn *netop_process_columns_get (guint *n_columns);

G_END_DECLS
