/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void        netop_tooltip_set (GtkWidget *widget, const char *text);
const char *netop_tooltip_get (GtkWidget *widget);

G_END_DECLS
