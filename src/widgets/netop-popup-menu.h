/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *netop_popup_menu_open (GtkWidget *parent, GMenuModel *menu, const GdkRectangle *place);

G_END_DECLS
