/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Themed icons as pictures that only have to be painted. Main thread only. */

GdkTexture *netop_icon_texture_get (GtkWidget *widget, const char *name, int size, const GdkRGBA *color) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
