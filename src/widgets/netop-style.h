/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     netop_style_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color);
gboolean netop_style_is_dark (GtkWidget *widget);
gboolean netop_style_is_high_contrast (GtkWidget *widget);
guint    netop_style_get_quiet_percent (GtkWidget *widget);
guint32  netop_style_pack_color (const GdkRGBA *color, double opacity);
double   netop_style_get_em (GtkWidget *widget);
void     netop_style_set_class (GtkWidget *widget, const char *name, gboolean is_set);

G_END_DECLS
