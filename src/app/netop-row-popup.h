/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cell-registry.h"
#include "netop-row-model.h"

G_BEGIN_DECLS

void netop_row_popup_attach (GtkColumnView *view, NetopRowModel *model, NetopCellRegistry *registry);

G_END_DECLS
