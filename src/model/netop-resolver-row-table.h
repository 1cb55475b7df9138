/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-table.h"

G_BEGIN_DECLS

const NetopRowTable *netop_resolver_row_table_get (void);

G_END_DECLS
