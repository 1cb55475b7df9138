/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopPicture:
 * @width: in pixels
 * @n_colors: of a part of its pixels: what draws nothing has few
 * @brightness: mean, 0 (black) to 1
 *
 * What a machine can say of a picture.
 */
typedef struct
{
  int    width;
  int    height;
  guint  n_colors;
  double brightness;
} NetopPicture;

NetopPicture netop_picture_take (GtkWidget *native, const char *folder, const char *name);

G_END_DECLS
