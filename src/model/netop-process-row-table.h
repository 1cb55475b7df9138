/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-table.h"

G_BEGIN_DECLS

const NetopRowTable *netop_process_row_table_get (void);
const char          *netop_cause_get_title (NetopCause cause);

G_END_DECLS
