/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-caption-fit.h"

/**
 * netop_caption_fit:
 * @width: of the graph, in pixels like the others
 * @start: width of the caption that begins where the graph does
 * @middle: of the one that is centred
 * @end: of the one that ends where the graph does
 * @gap: at least between two of them
 *
 * Returns: which of them can be shown so that none overprints another
 */
NetopCaptionFit
netop_caption_fit (int width, int start, int middle, int end, int gap)
{
  NetopCaptionFit fit = { .start = start + gap + end <= width };
  double          middle_start = (width - middle) / 2.0;

  fit.middle = fit.start && start + gap <= middle_start && middle_start + middle + gap + end <= width;

  return fit;
}
