/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-row.h"

G_BEGIN_DECLS

GMenuModel *netop_row_menu_new (const NetopRow *row, const NetopSnapshot *snapshot, gboolean has_details) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
