/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * NetopCaptionFit:
 *
 * Which captions stand below a graph, beside the one at its end, which always does.
 */
typedef struct
{
  bool start;
  bool middle;
} NetopCaptionFit;

NetopCaptionFit netop_caption_fit (int width, int start, int middle, int end, int gap);

G_END_DECLS
