/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void netop_window_keys_add (GtkWidget *window);

G_END_DECLS
