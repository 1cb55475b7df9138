/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void netop_column_view_prevent_blank (GtkColumnView *view);
void netop_column_view_scroll_to (GtkColumnView *view, guint position);

G_END_DECLS
