/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Textures of what was drawn by cairo. Main thread only. */

GdkTexture *netop_texture_new (cairo_surface_t *surface) G_GNUC_WARN_UNUSED_RESULT;
void        netop_texture_snapshot (GdkTexture *texture, GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *bounds);

G_END_DECLS
