/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopGraphPicture:
 * @samples: (array length=n_samples): oldest first; the last stands at the edge where now is
 * @share: (nullable) (array length=n_samples): a part of each sample
 * @newest: number of the newest sample: where several are drawn as two points, the same ones stay together
 * @width: of the texture, in device pixels like all that follows
 * @axis_y: the top edge of the axis line, from the top
 * @px_per_byte: height of one byte per second
 * @sample_px: from one sample to the next
 * @is_mirrored: now is at the left
 *
 * What netop_graph_picture_render() draws.
 */
typedef struct
{
  const NetopSample *samples;
  const NetopSample *share;
  guint              n_samples;
  guint64            newest;
  int                width;
  int                height;
  double             axis_y;
  double             px_per_byte;
  double             sample_px;
  double             line_px;
  GdkRGBA            down;
  GdkRGBA            up;
  gboolean           is_mirrored;
} NetopGraphPicture;

GdkTexture *netop_graph_picture_render (const NetopGraphPicture *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
