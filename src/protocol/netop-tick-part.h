/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

/**
 * NetopTickPart:
 *
 * What stands in front of the rows of one part.
 */
typedef struct
{
  uint64_t sequence;
  int64_t  mono_us;
  int64_t  real_us;
  uint32_t part;
  bool     last;
} NetopTickPart;

const GVariantType *netop_tick_part_get_type (void);
bool                netop_tick_part_read (NetopTick *tick, GVariant *body, NetopTickPart *part, GError **error);
bool                netop_tick_validate (const NetopTick *tick, GError **error);

G_END_DECLS
