/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-table-page.h"

G_BEGIN_DECLS

GtkWidget *netop_interface_table_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
