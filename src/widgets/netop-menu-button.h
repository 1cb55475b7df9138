/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK 4.8 leaves behind of a menu. */

void netop_menu_button_renew (GtkMenuButton *button);

G_END_DECLS
