/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <stdbool.h>
#include <stdint.h>

/**
 * NetopFigure:
 * @known: whether @value means anything
 *
 * A figure that may be unknown. Unknown is shown as –, exported as null or -, and is never 0.
 */
typedef struct
{
  double value;
  bool   known;
} NetopFigure;

#define NETOP_FIGURE_UNKNOWN ((NetopFigure){ 0.0, false })

static inline NetopFigure
netop_figure (double value)
{
  return (NetopFigure){ value, true };
}
