/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row.h"

G_BEGIN_DECLS

/**
 * NetopSortValue:
 * @known: rows without a value stand last in both directions
 * @text: sorted by the locale's rules without regard to case; %NULL for a number
 * @address: sorted by its bytes, then by @port; %NULL for anything else
 */
typedef struct
{
  double              number;
  const char         *text;
  const NetopAddress *address;
  uint16_t            port;
  bool                known;
} NetopSortValue;

static inline NetopSortValue
netop_sort_value_number (double number)
{
  return (NetopSortValue){ .number = number, .known = true };
}

/* Borrowed; NULL is not known. */
static inline NetopSortValue
netop_sort_value_text (const char *text)
{
  return (NetopSortValue){ .text = text, .known = text != NULL };
}

static inline NetopSortValue
netop_sort_value_figure (NetopFigure figure)
{
  return (NetopSortValue){ .number = figure.value, .known = figure.known };
}

static inline NetopSortValue
netop_sort_value_endpoint (const NetopAddress *address, uint16_t port)
{
  return (NetopSortValue){ .address = address, .port = port, .known = true };
}

NetopSortValue netop_sort_value_traffic (const NetopRow *row, NetopColumn column);

G_END_DECLS
